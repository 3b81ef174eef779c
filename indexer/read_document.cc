// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/read_document.h"

#include <algorithm>
#include <exception>
#include <map>
#include <new>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/store/citation.h"
#include "core/text/file_name.h"
#include "core/text/utf8.h"
#include "indexer/decode.h"
#include "indexer/file_system.h"
#include "indexer/file_types.h"
#include "indexer/format/content.h"
#include "indexer/format/documents.h"
#include "indexer/format/format.h"
#include "indexer/handed_over.h"
#include "indexer/indexed_as.h"
#include "indexer/language_detection.h"
#include "indexer/paragraphs.h"

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;

constexpr std::size_t declaration_reach = 4096;  // HTML: a meta charset stands in the first 1024 bytes
constexpr std::size_t longest_member_name = 1000;
constexpr std::size_t most_languages = 250;          // beside the document's own; CLD2 knows fewer
constexpr std::size_t most_trail_bytes = 64U << 20;  // of a document: a long heading is in all trails below it

void give_up(FileEntry& entry, FileOutcome outcome, std::string reason) {
  entry.outcome = outcome;
  entry.problem = std::move(reason);
}

/// Walks the places of a document along its paragraphs, whose sources ascend almost always.
class PlaceFinder {
 public:
  explicit PlaceFinder(const std::vector<Place>& places) : places_(places) {}

  void set(text::Span source, store::ParagraphRow& row) const {
    const auto after = [](std::size_t offset, const Place& place) { return offset < place.text; };
    auto place = std::upper_bound(places_.begin(), places_.end(), source.begin, after);
    if (place == places_.begin()) return;
    --place;
    std::uint32_t page = place->page;
    if (page != 0) row.pages = store::RowPages{page, {}};
    LineRange lines = place->lines;
    for (++place; place != places_.end() && place->text < source.end; ++place) {
      if (lines.first != 0 && place->lines.first != 0) {
        lines = {std::min(lines.first, place->lines.first), std::max(lines.last, place->lines.last)};
      }
      // A document may number its pages as it likes: only one that goes on is a page break.
      for (; row.pages && page < place->page && row.pages->breaks.size() < most_pages; ++page) {
        row.pages->breaks.push_back(static_cast<std::uint32_t>(place->text - source.begin));
      }
    }
    if (lines.first != 0) row.lines = lines;
  }

 private:
  static constexpr std::size_t most_pages = 1000;  // of one paragraph
  const std::vector<Place>& places_;
};

/// Puts paragraphs into a part, one after the other.
class PartFiller {
 public:
  /// `part` has all that its rows' hashes are made of, and no rows.
  explicit PartFiller(ReadPart& part) : part_(part) {}

  /// `row` has its place and its language. False: the trails of headings are too much to hold.
  bool add(std::string&& text, std::vector<std::string>&& headings, store::ParagraphRow&& row) {
    FileEntry& entry = part_.entry;
    row.content = store::content_hash(text);
    const auto [trail, is_new] =
        trails_.try_emplace(std::move(headings), static_cast<std::uint32_t>(entry.trails.size()));
    if (is_new) {
      for (const auto& heading : trail->first) trail_bytes_ += heading.size();
      if (trail_bytes_ > most_trail_bytes) return false;
      entry.trails.push_back(trail->first);
    }
    row.trail = trail->second;
    row.indexed_as = indexed_as(entry, row, text);
    entry.paragraphs.push_back(std::move(row));
    part_.texts.push_back(std::move(text));
    return true;
  }

 private:
  ReadPart& part_;
  std::map<std::vector<std::string>, std::uint32_t> trails_;
  std::size_t trail_bytes_ = 0;
};

/// What a document says of itself.
void take_facts(Document& document, FileEntry& entry) {
  entry.title = std::move(document.title);
  entry.date = document.date;
  entry.page_labels = std::move(document.page_labels);
  entry.meta = std::move(document.meta);
}

/// Blocks → paragraphs → rows and texts. False: the trails of headings are too much to hold.
bool split(const std::string& language, Document& document, const DecodedText& decoded, ReadPart& part) {
  FileEntry& entry = part.entry;
  std::vector<Paragraph> paragraphs = to_paragraphs(document, decoded.text());
  take_facts(document, entry);
  Languages languages = !language.empty() ? Languages{language, {}, std::vector<std::uint32_t>(paragraphs.size())}
                        : document.language_is_given ? detect_other_languages(paragraphs, document.language)
                                                     : detect_languages(paragraphs, document.language);
  entry.language = std::move(languages.document);
  entry.other_languages = std::move(languages.others);
  const PlaceFinder places(document.places);
  PartFiller filler(part);
  for (std::size_t i = 0; i < paragraphs.size(); ++i) {
    Paragraph& paragraph = paragraphs[i];
    store::ParagraphRow row;
    row.bytes = decoded.bytes(paragraph.source);
    row.lines = decoded.lines(paragraph.source);
    row.minor = paragraph.minor;
    places.set(paragraph.source, row);
    row.language = languages.paragraphs[i];
    if (!filler.add(std::move(paragraph.text), std::move(paragraph.headings), std::move(row))) return false;
  }
  return true;
}

/// The numbers of languages that paragraphs are said to be in, as ParagraphRow has them; the names of the others go into
/// the entry. Nothing where they are more than anybody writes in: each is analysed by an analyser of its own.
std::optional<std::vector<std::uint32_t>> number_languages(const std::vector<IndexedParagraph>& paragraphs,
                                                           FileEntry& entry) {
  std::map<std::string_view, std::uint32_t> numbers{{"", 0}, {entry.language, 0}};
  std::vector<std::uint32_t> out;
  out.reserve(paragraphs.size());
  for (const IndexedParagraph& paragraph : paragraphs) {
    const auto next = static_cast<std::uint32_t>(entry.other_languages.size() + 1);
    const auto [number, is_new] = numbers.try_emplace(paragraph.language, next);
    if (is_new && next > most_languages) return {};
    if (is_new) entry.other_languages.push_back(paragraph.language);
    out.push_back(number->second);
  }
  return out;
}

/// A member's path without what would lead out of its file: no root, no "." or "..", no empty names.
std::string harmless(std::string_view name) {
  const std::string valid = text::to_valid_utf8(name.substr(0, longest_member_name));
  std::string path;
  std::string_view rest = valid;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of("/\\"), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.empty() || part == "." || part == "..") continue;
    if (!path.empty()) path += '/';
    path += part;
  }
  std::replace(path.begin(), path.end(), '\0', '_');
  return path;
}

bool is_hidden(std::string_view path) {
  return path.starts_with('.') || path.find("/.") != path.npos;
}

std::string_view without_extension(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == name.npos || dot == 0 ? name : name.substr(0, dot);
}

/// What a compressed file was called before: "a.tgz" was "a.tar".
std::string unpacked_name(std::string_view name) {
  const std::string extension = text::extension_of(name);
  const bool tar =
      extension == "tgz" || extension == "txz" || extension == "tzst" || extension == "tbz" || extension == "tbz2";
  return std::string(without_extension(name)).append(tar ? ".tar" : "");
}

/// One file and all that is in it.
class FileReading {
 public:
  FileReading(const ReadRequest& request, std::size_t size, const std::function<void(ReadPart&&)>& on_part)
      : request_(request),
        on_part_(on_part),
        bytes_left_(std::min(request.bounds.total_bytes, request.bounds.always_unpacked + request.bounds.ratio * size)),
        members_left_(request.bounds.members),
        text_left_(request.bounds.text_bytes) {}

  /// `member`: its path inside the file; `name`: its own, or that of what was compressed.
  void read(const std::string& member, const std::string& name, std::string_view bytes, std::string_view declared,
            int depth) {
    ReadPart part;
    part.entry.member = member;
    try {
      parse(name, bytes, declared, depth, part);
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      clear(part);
      give_up(part.entry, FileOutcome::failed, error.what());
    }
    hand_over(std::move(part));
  }

  /// Lines of documents that an exporter hands over, each by itself.
  void read_lines(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::string_view rest = bytes; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      ++number;
      if (line.find_first_not_of(" \t\r") == line.npos) continue;
      ReadPart part;
      part.line = number;
      read_line(line, part);
      hand_over(std::move(part));
    }
  }

  void hand_over(ReadPart&& part) {
    std::uint64_t size = 0;
    for (const auto& text : part.texts) size += text.size();
    if (size > text_left_) {
      clear(part);
      give_up(part.entry, FileOutcome::failed, "the texts in this file are " + larger_than(request_.bounds.text_bytes));
    } else {
      text_left_ -= size;
    }
    on_part_(std::move(part));
  }

 private:
  class MembersOf;

  static void clear(ReadPart& part) {
    part.texts.clear();
    part.entry.paragraphs.clear();
    part.entry.trails.clear();
  }

  bool is_filtered(std::string_view name) const {
    const std::string extension = text::extension_of(name);
    return std::find(request_.filtered.begin(), request_.filtered.end(), extension) != request_.filtered.end();
  }

  const Format* forced(const std::string& member) const {
    return member.empty() && !request_.format.empty() ? format_named(request_.format) : nullptr;
  }

  void read_line(std::string_view line, ReadPart& part) {
    FileEntry& entry = part.entry;
    try {
      auto handed = read_handed_over(line);
      if (!handed) {
        entry.path = std::move(handed.error().uri);
        part.unknown_members = std::move(handed.error().unknown_members);
        return give_up(entry, FileOutcome::failed, std::move(handed.error().reason));
      }
      entry.path = std::move(handed->uri);
      part.deleted = handed->deleted;
      part.unknown_members = std::move(handed->unknown_members);
      if (entry.path.empty()) return give_up(entry, FileOutcome::failed, "no \"uri\"");
      entry.type = std::move(handed->type);
      entry.encoding = std::move(handed->encoding);
      entry.bytes_of_extracted = handed->bytes_of_extracted;
      if (part.deleted) return;
      if (handed->paragraphs) {
        take_indexed(std::move(handed->document), std::move(*handed->paragraphs), part);
      } else {
        take_extracted(std::move(handed->document), part);
      }
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      clear(part);
      give_up(entry, FileOutcome::failed, error.what());
    }
  }

  void parse(const std::string& name, std::string_view bytes, std::string_view declared, int depth, ReadPart& part) {
    FileEntry& entry = part.entry;
    const Format* as = forced(entry.member);
    if (as == nullptr && is_filtered(name)) {
      part.to_filter.assign(bytes);
      return;
    }
    std::string reason;
    const Format* format = as != nullptr ? as : format_of_bytes(name, bytes, declared, reason);
    if (format == nullptr && !reason.empty()) return give_up(entry, FileOutcome::skipped, reason);
    if (format != nullptr && format->unpack != nullptr) return parse_packed(*format, name, bytes, depth, part);
    if (format != nullptr && format->read_bytes != nullptr) return parse_bytes(*format, bytes, depth, part);
    auto decoded = decode(bytes, declared_encoding(name, bytes.substr(0, declaration_reach)));
    if (!decoded) {
      const std::string kind = name_of_binary(bytes);
      return give_up(entry, FileOutcome::skipped, kind.empty() ? decoded.error() : kind);
    }
    if (format == nullptr) format = &format_of_text(name, decoded->text(), declared);
    entry.encoding = decoded->encoding();
    entry.type = format->name;
    take(format->read_text(decoded->text()), *decoded, part);
  }

  /// What a file was before it was compressed stands in its place: nobody looks for "ls.1" inside of "ls.1.gz".
  void parse_packed(const Format& format, const std::string& name, std::string_view bytes, int depth, ReadPart& part) {
    if (depth >= request_.bounds.depth) return too_deep(part.entry);
    const std::uint64_t most = std::min(bytes_left_, request_.bounds.member_bytes);
    const auto unpacked = format.unpack(bytes, most);
    if (!unpacked) return give_up(part.entry, FileOutcome::failed, unpacked.error());
    bytes_left_ -= std::min<std::uint64_t>(bytes_left_, unpacked->size());
    parse(unpacked_name(name), *unpacked, {}, depth + 1, part);
    part.entry.bytes_of_extracted = true;
  }

  void parse_bytes(const Format& format, std::string_view bytes, int depth, ReadPart& part);

  void take(ReadResult&& document, const DecodedText& decoded, ReadPart& part) {
    if (!document) return give_up(part.entry, FileOutcome::failed, document.error());
    if (document->blocks.size() > most_blocks) {
      return give_up(part.entry, FileOutcome::failed, "more than " + std::to_string(most_blocks) + " paragraphs");
    }
    if (!split(request_.language, *document, decoded, part)) give_up_trails(part);
  }

  static void give_up_trails(ReadPart& part) {
    clear(part);
    give_up(part.entry, FileOutcome::failed,
            "its headings, with each of which stand those above it, are " + larger_than(most_trail_bytes));
  }

  /// Paragraphs that are ready, each as it was indexed.
  static void take_indexed(Document&& document, std::vector<IndexedParagraph>&& paragraphs, ReadPart& part) {
    FileEntry& entry = part.entry;
    take_facts(document, entry);
    entry.language = std::move(document.language);
    const auto languages = number_languages(paragraphs, entry);
    if (!languages) {
      return give_up(entry, FileOutcome::failed, "more than " + std::to_string(most_languages) + " languages");
    }
    PartFiller filler(part);
    for (std::size_t i = 0; i < paragraphs.size(); ++i) {
      IndexedParagraph& paragraph = paragraphs[i];
      store::ParagraphRow row;
      row.bytes = paragraph.bytes;
      row.lines = paragraph.lines;
      row.minor = paragraph.minor;
      row.language = (*languages)[i];
      if (paragraph.page != 0) row.pages = store::RowPages{paragraph.page, std::move(paragraph.page_breaks)};
      if (!filler.add(std::move(paragraph.text), std::move(paragraph.headings), std::move(row))) {
        return give_up_trails(part);
      }
    }
  }

  /// A document whose text is not that of the file.
  void take_extracted(Document&& document, ReadPart& part) {
    std::string text = document.extracted ? std::move(*document.extracted) : std::string();
    OffsetMap identity;
    if (!text.empty()) identity.append(1, 1, text.size());
    take(std::move(document), DecodedText(std::move(text), {}, std::move(identity)), part);
  }

  /// Two members may have one path: "a.txt" and "a~2.txt" then. Also one of an archive in the archive and one beside it
  /// in a folder whose name looks like that: "b.zip!/a.txt".
  std::string unique(std::string path) {
    const std::string original = path;
    const std::size_t slash = original.rfind('/');
    const std::size_t dot = original.rfind('.');
    const bool extended = dot != original.npos && dot != 0 && (slash == original.npos || dot > slash + 1);
    const std::size_t at = extended ? dot : original.size();
    while (!members_.insert(path).second) {
      path = original;
      path.insert(at, "~" + std::to_string(++copies_.try_emplace(original, 1).first->second));
    }
    return path;
  }

  void too_deep(FileEntry& entry) const {
    give_up(entry, FileOutcome::failed, "nested more than " + std::to_string(request_.bounds.depth) + " deep");
  }

  const ReadRequest& request_;
  const std::function<void(ReadPart&&)>& on_part_;
  std::uint64_t bytes_left_;
  std::uint64_t members_left_;
  std::uint64_t text_left_;
  std::unordered_set<std::string> members_;                ///< The paths of all, at any depth.
  std::unordered_map<std::string, std::uint64_t> copies_;  ///< Of paths that there are more than once.
};

/// The members of one document.
class FileReading::MembersOf final : public Members {
 public:
  MembersOf(FileReading& reading, const std::string& holder, int depth)
      : reading_(reading), prefix_(holder.empty() ? "" : holder + "!/"), depth_(depth) {}

  /// Why some of them were not read; empty where all were.
  const std::string& trouble() const { return trouble_; }

  bool wants(std::string_view name) override {
    if (!is_shown(name)) return false;
    const std::string_view reason = unread_by_name(name);
    if (reason.empty() || reading_.is_filtered(name)) return true;
    skip(name, reason);
    return false;
  }

  std::uint64_t room() const override { return std::min(reading_.bytes_left_, reading_.request_.bounds.member_bytes); }

  bool read(std::string_view name, std::string_view bytes, std::string_view declared) override {
    if (!is_shown(name)) return true;
    if (bytes.size() > reading_.bytes_left_) {
      trouble_ = "not read to its end: it unpacks to more than is safe to read";
      return false;
    }
    if (bytes.size() > reading_.request_.bounds.member_bytes) {
      return give_up(name, larger_than(reading_.request_.bounds.member_bytes));
    }
    if (!count()) return false;
    reading_.bytes_left_ -= bytes.size();
    const std::string path = reading_.unique(prefix_ + harmless(name));
    const std::string own = path.substr(path.rfind('/') + 1);  // all of it where there is none
    if (depth_ + 1 > reading_.request_.bounds.depth) {
      ReadPart part;
      part.entry.member = path;
      reading_.too_deep(part.entry);
      reading_.hand_over(std::move(part));
    } else {
      reading_.read(path, own, bytes, declared, depth_ + 1);
    }
    return true;
  }

  bool give_up(std::string_view name, std::string_view reason) override {
    return leave_out(name, FileOutcome::failed, reason);
  }

  bool skip(std::string_view name, std::string_view reason) override {
    return leave_out(name, FileOutcome::skipped, reason);
  }

 private:
  bool is_shown(std::string_view name) const {
    const std::string path = harmless(name);
    return !path.empty() && (reading_.request_.hidden || !is_hidden(path));
  }

  bool leave_out(std::string_view name, FileOutcome outcome, std::string_view reason) {
    if (!is_shown(name)) return true;
    if (!count()) return false;
    ReadPart part;
    part.entry.member = reading_.unique(prefix_ + harmless(name));
    indexer::give_up(part.entry, outcome, std::string(reason));
    reading_.hand_over(std::move(part));
    return true;
  }

  bool count() {
    if (reading_.members_left_ == 0) {
      trouble_ =
          "not read to its end: it holds more than " + std::to_string(reading_.request_.bounds.members) + " documents";
      return false;
    }
    --reading_.members_left_;
    return true;
  }

  FileReading& reading_;
  const std::string prefix_;
  const int depth_;
  std::string trouble_;
};

void FileReading::parse_bytes(const Format& format, std::string_view bytes, int depth, ReadPart& part) {
  part.entry.type = format.name;
  part.entry.bytes_of_extracted = true;
  MembersOf members(*this, part.entry.member, depth);
  ReadResult document = format.read_bytes(bytes, members);
  if (document) {
    take_extracted(std::move(*document), part);
  } else {
    give_up(part.entry, FileOutcome::failed, document.error());
  }
  if (part.entry.problem.empty() && !members.trouble().empty()) {
    give_up(part.entry, FileOutcome::failed, members.trouble());
  }
}

}  // namespace

void read_document(const ReadRequest& request, std::string_view bytes, const std::function<void(ReadPart&&)>& on_part) {
  FileReading reading(request, bytes.size(), on_part);
  if (request.format == documents_format) return reading.read_lines(bytes);
  reading.read({}, request.name, bytes, {}, 0);
}

}  // namespace pilcrow::indexer
