// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON goes by event by event, so that no tree of it is ever in memory: a line may be large, and hostile.
#include "indexer/format/documents.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/text/utf8.h"
#include "indexer/file_types.h"
#include "indexer/format/extraction.h"
#include "indexer/format/format.h"
#include "indexer/handed_over.h"
#include "indexer/paragraphs.h"

namespace pilcrow::indexer {
namespace {

using nlohmann::json;

constexpr std::size_t longest_unknown = 100;             // bytes of a name
constexpr std::size_t longest_title = 2000;              // bytes; it is indexed with each paragraph
constexpr std::size_t longest_indexed_title = 1U << 20;  // no index holds a longer one
constexpr std::uint64_t deepest_list = 100;
constexpr std::uint64_t deepest_heading = 6;
// Of paragraphs that are given as indexed: no reader of ours makes more.
constexpr std::size_t most_headings = 100;       // in one trail
constexpr std::size_t longest_encoding = 64;     // bytes
constexpr std::size_t longest_label = 1000;      // bytes
constexpr std::size_t most_labels = 100'000;     // pages
constexpr std::size_t most_page_breaks = 1000;   // in one paragraph
constexpr std::uint64_t last_byte = 1ULL << 53;  // what every reader of JSON can count

enum class Member {
  uri,
  deleted,
  title,
  lang,
  date,
  meta,
  blocks,
  text,
  format,
  as_indexed,
  type,
  level,
  page,
  lines,
  number,
  label,
  encoding,
  bytes_of,
  page_labels,
  paragraphs,
  headings,
  bytes,
  page_breaks,
  minor
};

struct MemberName {
  Member member;
  std::string_view name;
};

constexpr std::array of_document = {
    MemberName{Member::uri, "uri"},       MemberName{Member::deleted, "deleted"},
    MemberName{Member::title, "title"},   MemberName{Member::lang, "lang"},
    MemberName{Member::date, "date"},     MemberName{Member::meta, "meta"},
    MemberName{Member::text, "text"},     MemberName{Member::format, "format"},
    MemberName{Member::blocks, "blocks"}, MemberName{Member::as_indexed, "as_indexed"},
};
constexpr std::array of_indexed = {
    MemberName{Member::type, "type"},
    MemberName{Member::encoding, "encoding"},
    MemberName{Member::bytes_of, "bytes_of"},
    MemberName{Member::page_labels, "page_labels"},
    MemberName{Member::paragraphs, "paragraphs"},
};
constexpr std::array of_paragraph = {
    MemberName{Member::text, "text"},   MemberName{Member::headings, "headings"},
    MemberName{Member::lang, "lang"},   MemberName{Member::lines, "lines"},
    MemberName{Member::bytes, "bytes"}, MemberName{Member::page, "page"},
    MemberName{Member::minor, "minor"}, MemberName{Member::page_breaks, "page_breaks"},
};
constexpr std::array of_block = {
    MemberName{Member::type, "type"}, MemberName{Member::level, "level"}, MemberName{Member::text, "text"},
    MemberName{Member::page, "page"}, MemberName{Member::lines, "lines"},
};
constexpr std::array of_page = {MemberName{Member::number, "number"}, MemberName{Member::label, "label"}};

struct KindName {
  BlockKind kind;
  std::string_view name;
};
constexpr std::array kinds = {
    KindName{BlockKind::heading, "heading"},     KindName{BlockKind::paragraph, "paragraph"},
    KindName{BlockKind::list_item, "list_item"}, KindName{BlockKind::table_row, "table_row"},
    KindName{BlockKind::code, "code"},           KindName{BlockKind::quote, "quote"},
};

/// A name or value as a message shows it.
std::string shown(std::string_view text) {
  std::string out = text::fold_space(text.substr(0, text::floor_to_character(text, longest_unknown)));
  return '"' + text::printable(out) + (text.size() > longest_unknown ? "…\"" : "\"");
}

bool is_language(std::string_view code) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  };
  return code.size() >= 2 && code.size() <= 35 && std::all_of(code.begin(), code.end(), fits);
}

bool is_control(char byte) {
  return (byte >= 0 && byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f') || byte == 0x7F;
}

/// What one block says, or one paragraph that is given as indexed.
struct HandedBlock {
  std::optional<std::string> text;
  std::uint32_t page = 0;
  std::vector<std::uint32_t> lines;
  // Of a block:
  BlockKind kind = BlockKind::paragraph;
  std::uint64_t level = 0;
  std::string label;
  // Of a paragraph:
  std::vector<std::string> headings;
  std::string language;
  std::vector<std::uint64_t> bytes;
  std::vector<std::uint32_t> page_breaks;
  bool minor = false;
};

/// nlohmann's parser calls it for all that it meets; false ends the parse, with a reason.
class Handler {
 public:
  using number_integer_t = json::number_integer_t;
  using number_unsigned_t = json::number_unsigned_t;
  using number_float_t = json::number_float_t;
  using string_t = json::string_t;
  using binary_t = json::binary_t;

  bool null() {
    if (in_meta()) return write("null");
    if (depth_ == 0) return fail("no JSON object");
    // Where a database has no value, an exporter writes null.
    return !in_list() || other_type();
  }
  bool boolean(bool value) {
    if (in_meta()) return write(value ? "true" : "false");
    if (within_ == Within::document && member_ == Member::deleted) {
      out_.deleted = value;
      return true;
    }
    if (within_ == Within::block && member_ == Member::minor) {
      block_.minor = value;
      return true;
    }
    return other_type();
  }
  bool number_integer(number_integer_t value) {
    if (in_meta()) return write(std::to_string(value));
    return other_type();  // only negative ones come here
  }
  bool number_unsigned(number_unsigned_t value) {
    if (in_meta()) return write(std::to_string(value));
    return number(value);
  }
  bool number_float(number_float_t, const string_t& written) {
    if (in_meta()) return write(written);
    return other_type();
  }
  bool string(string_t& value) {
    if (in_meta()) return write(json(value).dump());
    return take(value);
  }
  bool binary(binary_t&) { return fail("no JSON object"); }

  bool start_object(std::size_t) {
    if (!deeper()) return false;
    if (in_meta()) return open('{');
    if (depth_ == 1) return true;
    if (within_ == Within::document && member_ == Member::meta) {
      within_ = Within::meta;
      meta_depth_ = depth_;
      return open('{');
    }
    if (within_ == Within::document && member_ == Member::as_indexed) {
      within_ = Within::indexed;
      return true;
    }
    if (within_ == Within::blocks) {
      within_ = Within::block;
      seen_in_block_.reset();
      block_ = {};
      return true;
    }
    if (within_ == Within::block && member_ == Member::page && !in_paragraphs_) {
      within_ = Within::page;
      seen_in_page_.reset();
      return true;
    }
    return skip_or_other_type();
  }
  bool key(string_t& name) {
    if (in_meta()) return write_key(name);
    switch (within_) {
      case Within::document:
        return find(name, of_document, seen_, "");
      case Within::indexed:
        return find(name, of_indexed, seen_in_indexed_, "as_indexed.");
      case Within::block:
        return in_paragraphs_ ? find(name, of_paragraph, seen_in_block_, "as_indexed.paragraphs.")
                              : find(name, of_block, seen_in_block_, "blocks.");
      case Within::page:
        return find(name, of_page, seen_in_page_, "blocks.page.");
      case Within::skipped:
      case Within::meta:
      case Within::blocks:
      case Within::list:
        break;
    }
    return true;
  }
  bool end_object() {
    --depth_;
    if (in_meta()) {
      if (!close('}')) return false;
      if (depth_ < meta_depth_) within_ = Within::document;
      return true;
    }
    if (within_ == Within::page) {
      within_ = Within::block;
      return block_.page != 0 || fail("\"page\" has no \"number\"");
    }
    if (within_ == Within::block) {
      within_ = Within::blocks;
      return in_paragraphs_ ? end_paragraph() : end_block();
    }
    if (within_ == Within::indexed) {
      within_ = Within::document;
      return true;
    }
    return end_skipped();
  }
  bool start_array(std::size_t) {
    if (!deeper()) return false;
    if (in_meta()) return open('[');
    if (depth_ == 1) return fail("no JSON object");
    if (within_ == Within::document && member_ == Member::blocks) {
      within_ = Within::blocks;
      in_paragraphs_ = false;
      return true;
    }
    if (within_ == Within::indexed && member_ == Member::paragraphs) {
      within_ = Within::blocks;
      in_paragraphs_ = true;
      paragraphs_.emplace();
      return true;
    }
    if (has_list()) {
      list_in_ = std::exchange(within_, Within::list);
      return true;
    }
    return skip_or_other_type();
  }
  bool end_array() {
    --depth_;
    if (in_meta()) return close(']');
    if (within_ == Within::blocks) {
      within_ = in_paragraphs_ ? Within::indexed : Within::document;
      return true;
    }
    if (within_ == Within::list) {
      within_ = list_in_;
      const auto is_range = [](const auto& ends) { return ends.size() == 2 && ends[0] <= ends[1]; };
      if (member_ == Member::lines) return is_range(block_.lines) || other_type();
      if (member_ == Member::bytes) return is_range(block_.bytes) || other_type();
      return true;
    }
    return end_skipped();
  }
  template <class Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception&) {
    return fail("no JSON, at byte " + std::to_string(position));
  }

  /// What became of it, once the parser is through.
  tl::expected<HandedOver, NotHandedOver> finish(bool parsed);

 private:
  /// `blocks` and `block` also stand for "paragraphs" and one of them; a list is one of numbers or texts.
  enum class Within { document, skipped, meta, indexed, blocks, block, page, list };
  using Seen = std::bitset<32>;

  bool fail(std::string reason) {
    if (problem_.empty()) problem_ = std::move(reason);
    return false;
  }
  bool in_meta() const { return within_ == Within::meta; }
  bool in_list() const { return within_ == Within::list; }
  /// Whether the member at hand is a list of numbers or texts, or may be one.
  bool has_list() const {
    if (within_ == Within::indexed) return member_ == Member::page_labels;
    return within_ == Within::block && (member_ == Member::lines || member_ == Member::bytes ||
                                        member_ == Member::headings || member_ == Member::page_breaks);
  }

  bool deeper() {
    return ++depth_ <= deepest_json || fail("nested more than " + std::to_string(deepest_json) + " deep");
  }

  // Members.

  template <std::size_t count>
  bool find(const std::string& name, const std::array<MemberName, count>& names, Seen& seen, const char* prefix) {
    const auto* known =
        std::find_if(names.begin(), names.end(), [&](const MemberName& one) { return one.name == name; });
    member_.reset();
    if (known == names.end()) {
      auto& unknown = out_.unknown_members;
      std::string shown_name =
          prefix + text::printable(name.substr(0, text::floor_to_character(name, longest_unknown)));
      const bool told = std::find(unknown.begin(), unknown.end(), shown_name) != unknown.end();
      if (!told && unknown.size() < most_unknown_members) unknown.push_back(std::move(shown_name));
      return true;
    }
    const auto bit = static_cast<std::size_t>(known->member);
    if (seen.test(bit)) return fail(shown(name) + " is there twice");
    seen.set(bit);
    member_ = known->member;
    return true;
  }

  /// An object or array where none is known: of an unknown member, it is passed over.
  bool skip_or_other_type() {
    const bool unknown = within_ != Within::blocks && within_ != Within::list && !member_;
    if (within_ == Within::skipped) return true;
    if (!unknown) return other_type();
    skipped_from_ = std::exchange(within_, Within::skipped);
    skipped_depth_ = depth_;
    return true;
  }
  bool end_skipped() {
    if (within_ == Within::skipped && depth_ < skipped_depth_) within_ = skipped_from_;
    return true;
  }

  bool other_type() {
    if (depth_ == 0) return fail("no JSON object");
    if (within_ == Within::skipped) return true;
    if (within_ == Within::blocks) return fail(shown(in_paragraphs_ ? "paragraphs" : "blocks") + " must hold objects");
    if (!member_) return true;
    switch (*member_) {
      case Member::uri:
      case Member::title:
      case Member::lang:
      case Member::date:
      case Member::text:
      case Member::format:
      case Member::type:
      case Member::label:
      case Member::encoding:
        return fail(shown(name_of(*member_)) + " must be a string");
      case Member::deleted:
      case Member::minor:
        return fail(shown(name_of(*member_)) + " must be true or false");
      case Member::meta:
      case Member::as_indexed:
        return fail(shown(name_of(*member_)) + " must be an object");
      case Member::blocks:
      case Member::paragraphs:
        return fail(shown(name_of(*member_)) + " must be an array");
      case Member::level:
      case Member::number:
        return fail(shown(name_of(*member_)) + " must be a whole number");
      case Member::page:
        return fail(in_paragraphs_ ? "\"page\" must be a number from 1"
                                   : "\"page\" must be a number from 1, or an object with \"number\" and \"label\"");
      case Member::lines:
        return fail("\"lines\" must be a line number, or the first and the last: [3, 5]");
      case Member::bytes:
        return fail("\"bytes\" must be where it begins and where it ends: [0, 5]");
      case Member::bytes_of:
        return fail("\"bytes_of\" must be \"extracted\"");
      case Member::page_labels:
      case Member::headings:
        return fail(shown(name_of(*member_)) + " must be an array of strings");
      case Member::page_breaks:
        return fail("\"page_breaks\" must be an array of whole numbers");
    }
    return true;
  }

  static std::string_view name_of(Member member) {
    std::string_view name;
    const auto look = [&](const auto& names) {
      for (const MemberName& one : names) {
        if (one.member == member) name = one.name;
      }
    };
    look(of_document);
    look(of_indexed);
    look(of_paragraph);
    look(of_block);
    look(of_page);
    return name;
  }

  bool number(std::uint64_t value) {
    const bool fits = value <= std::numeric_limits<std::uint32_t>::max();
    const auto small = static_cast<std::uint32_t>(fits ? value : 0);
    if (in_list() && member_ == Member::lines && small != 0 && block_.lines.size() < 2) {
      block_.lines.push_back(small);
      return true;
    }
    if (in_list() && member_ == Member::bytes && value <= last_byte && block_.bytes.size() < 2) {
      block_.bytes.push_back(value);
      return true;
    }
    if (in_list() && member_ == Member::page_breaks && fits) {
      if (block_.page_breaks.size() == most_page_breaks)
        return fail("\"page_breaks\" are more than " + std::to_string(most_page_breaks));
      block_.page_breaks.push_back(small);
      return true;
    }
    if (within_ == Within::block && member_ == Member::level) {
      block_.level = value;
      return true;
    }
    if (within_ == Within::block && member_ == Member::lines && small != 0) {
      block_.lines = {small, small};
      return true;
    }
    const bool is_page =
        (within_ == Within::block && member_ == Member::page) || (within_ == Within::page && member_ == Member::number);
    if (is_page && small != 0) {
      block_.page = small;
      return true;
    }
    return other_type();
  }

  bool take(std::string& value) {
    if (within_ == Within::document && member_) return take_of_document(value);
    if (within_ == Within::indexed && member_) return take_of_indexed(value);
    if (in_list() && member_ == Member::headings) return take_heading(value);
    if (in_list() && member_ == Member::page_labels) return take_label(value);
    if (within_ == Within::block && member_ == Member::type) return take_kind(value);
    if (within_ == Within::block && member_ == Member::lang) return take_language(value, block_.language);
    if (within_ == Within::block && member_ == Member::text) {
      block_.text = std::move(value);
      return true;
    }
    if (within_ == Within::page && member_ == Member::label) {
      block_.label = std::move(value);
      return true;
    }
    return other_type();
  }

  bool take_of_document(std::string& value) {
    Document& document = extraction_.document();
    switch (*member_) {
      case Member::uri:
        if (!is_uri(value)) {
          return fail("\"uri\" must have 1 to " + std::to_string(longest_uri) + " bytes, and no control characters");
        }
        out_.uri = std::move(value);
        return true;
      case Member::title:
        document.title = std::move(value);
        return true;
      case Member::lang:
        document.language_is_given = true;
        return take_language(value, document.language);
      case Member::date:
        document.date = text::parse_day(value);
        return document.date || fail("\"date\" must be a day such as \"2026-06-15\", not " + shown(value));
      case Member::text:
        text_ = std::move(value);
        return true;
      case Member::format:
        if (value != "text" && value != "markdown" && value != "html") {
          return fail("\"format\" must be \"text\", \"markdown\" or \"html\", not " + shown(value));
        }
        text_format_ = std::move(value);
        return true;
      case Member::deleted:
      case Member::meta:
      case Member::blocks:
      case Member::as_indexed:
      case Member::type:
      case Member::level:
      case Member::page:
      case Member::lines:
      case Member::number:
      case Member::label:
      case Member::encoding:
      case Member::bytes_of:
      case Member::page_labels:
      case Member::paragraphs:
      case Member::headings:
      case Member::bytes:
      case Member::page_breaks:
      case Member::minor:
        break;
    }
    return other_type();
  }

  bool take_language(std::string& value, std::string& language) {
    if (!is_language(value)) return fail("\"lang\" must be a code such as \"en\" or \"pt-BR\", not " + shown(value));
    language = std::move(value);
    return true;
  }

  bool take_of_indexed(std::string& value) {
    if (member_ == Member::type) {
      if (mime_type(value).empty()) return fail("\"as_indexed\" has an unknown type, " + shown(value));
      out_.type = std::move(value);
      return true;
    }
    if (member_ == Member::encoding) {
      const bool is_name = value.size() <= longest_encoding &&
                           std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 0x7F; });
      if (!is_name) return fail("\"encoding\" must be a name such as \"utf-8\", not " + shown(value));
      out_.encoding = std::move(value);
      return true;
    }
    if (member_ == Member::bytes_of && value == "extracted") {
      bytes_of_extracted_ = true;
      return true;
    }
    return other_type();
  }

  bool take_heading(std::string& value) {
    if (value.size() > longest_heading) {
      return fail("a heading of " + this_paragraph() + " has more than " + std::to_string(longest_heading) + " bytes");
    }
    if (block_.headings.size() == most_headings) {
      return fail(this_paragraph() + " has more than " + std::to_string(most_headings) + " headings");
    }
    block_.headings.push_back(std::move(value));
    return true;
  }

  bool take_label(std::string& value) {
    auto& labels = extraction_.document().page_labels;
    if (value.size() > longest_label || labels.size() == most_labels) {
      return fail("\"page_labels\" are more than " + std::to_string(most_labels) + ", or one has more than " +
                  std::to_string(longest_label) + " bytes");
    }
    labels.push_back(std::move(value));
    return true;
  }

  bool take_kind(const std::string& value) {
    const auto* known =
        std::find_if(kinds.begin(), kinds.end(), [&](const KindName& one) { return one.name == value; });
    if (known == kinds.end())
      return fail("block " + std::to_string(blocks_ + 1) + " has an unknown type, " + shown(value));
    block_.kind = known->kind;
    return true;
  }

  bool end_block() {
    ++blocks_;
    if (!seen_in_block_.test(static_cast<std::size_t>(Member::text))) {
      return fail("block " + std::to_string(blocks_) + " has no \"text\"");
    }
    // Items and rows that follow each other are one list, one table.
    const bool grouped = block_.kind == BlockKind::list_item || block_.kind == BlockKind::table_row;
    if (!grouped) group_ = 0;
    if (grouped && (group_ == 0 || group_kind_ != block_.kind)) group_ = extraction_.new_group();
    group_kind_ = block_.kind;
    int level = 0;
    if (block_.kind == BlockKind::heading) level = at_least_one(std::min(block_.level, deepest_heading));
    if (block_.kind == BlockKind::list_item) level = at_least_one(std::min(block_.level, deepest_list));
    extraction_.begin_page(block_.page, block_.label);
    extraction_.set_lines(block_.lines.empty() ? std::nullopt
                                               : std::optional(LineRange{block_.lines.front(), block_.lines.back()}));
    if (block_.text) extraction_.add(block_.kind, *block_.text, level, group_);
    return !extraction_.full() || fail("more than " + std::to_string(most_blocks) + " blocks");
  }
  /// That whose members come now: "paragraph 3".
  std::string this_paragraph() const { return "paragraph " + std::to_string(blocks_ + 1); }

  bool end_paragraph() {
    const std::string name = this_paragraph();
    ++blocks_;
    const auto lacks = [&](Member member) { return fail(name + " has no " + shown(name_of(member))); };
    const auto size = block_.text ? block_.text->size() : 0;
    if (size == 0) return lacks(Member::text);
    if (size > longest_paragraph) {
      return fail(name + " has more than " + std::to_string(longest_paragraph) + " bytes: blocks are split");
    }
    if (block_.lines.empty()) return lacks(Member::lines);
    if (block_.bytes.empty()) return lacks(Member::bytes);
    const auto& breaks = block_.page_breaks;
    if (!breaks.empty()) {
      const bool go_on = breaks.size() <= std::numeric_limits<std::uint32_t>::max() - block_.page;
      if (block_.page == 0 || !go_on) return lacks(Member::page);
      if (!std::is_sorted(breaks.begin(), breaks.end()) || breaks.back() > size) {
        return fail("\"page_breaks\" of " + name + " must ascend, and lie in its text");
      }
    }
    IndexedParagraph paragraph;
    paragraph.text = std::move(*block_.text);
    paragraph.headings = std::move(block_.headings);
    paragraph.language = std::move(block_.language);
    paragraph.lines = {block_.lines.front(), block_.lines.back()};
    paragraph.bytes = {block_.bytes.front(), block_.bytes.back()};
    paragraph.page = block_.page;
    paragraph.page_breaks = std::move(block_.page_breaks);
    paragraph.minor = block_.minor;
    paragraphs_->push_back(std::move(paragraph));
    return paragraphs_->size() <= most_blocks || fail("more than " + std::to_string(most_blocks) + " paragraphs");
  }
  static int at_least_one(std::uint64_t level) { return level == 0 ? 1 : static_cast<int>(level); }

  // "meta", written anew as it comes, in the order in which it comes.

  bool write(std::string_view value) {
    if (!meta_first_ && !meta_after_key_) meta_ += ',';
    meta_first_ = meta_after_key_ = false;
    meta_ += value;
    return meta_.size() <= longest_meta || fail("\"meta\" has more than " + std::to_string(longest_meta) + " bytes");
  }
  bool write_key(const std::string& name) {
    if (!write(json(name).dump())) return false;
    meta_ += ':';
    meta_after_key_ = true;
    return true;
  }
  bool open(char bracket) {
    if (!write(std::string_view(&bracket, 1))) return false;
    meta_first_ = true;
    return true;
  }
  bool close(char bracket) {
    meta_ += bracket;
    meta_first_ = meta_after_key_ = false;
    return true;
  }

  HandedOver out_;
  std::string problem_;
  int depth_ = 0;
  Within within_ = Within::document;
  std::optional<Member> member_;  ///< Whose value comes next; none: an unknown one.
  Seen seen_;
  Seen seen_in_indexed_;
  Seen seen_in_block_;
  Seen seen_in_page_;
  Within skipped_from_ = Within::document;
  int skipped_depth_ = 0;
  Within list_in_ = Within::block;
  bool in_paragraphs_ = false;  ///< And not in blocks.

  std::string meta_;
  int meta_depth_ = 0;
  bool meta_first_ = true;
  bool meta_after_key_ = false;

  Extraction extraction_;
  HandedBlock block_;
  std::size_t blocks_ = 0;
  unsigned group_ = 0;
  BlockKind group_kind_ = BlockKind::paragraph;
  std::optional<std::string> text_;
  std::string text_format_;
  std::optional<std::vector<IndexedParagraph>> paragraphs_;
  bool bytes_of_extracted_ = false;
};

tl::expected<HandedOver, NotHandedOver> Handler::finish(bool parsed) {
  const auto refused = [&](std::string reason) {
    return tl::unexpected<NotHandedOver>({std::move(out_.uri), std::move(reason), std::move(out_.unknown_members)});
  };
  if (!parsed) return refused(problem_.empty() ? "no JSON object" : problem_);
  const auto has = [&](Member member) { return seen_.test(static_cast<std::size_t>(member)); };
  if (out_.deleted) {
    HandedOver gone;
    gone.uri = std::move(out_.uri);
    gone.deleted = true;
    gone.unknown_members = std::move(out_.unknown_members);
    return gone;
  }
  std::optional<Member> content;
  for (const Member member : {Member::text, Member::blocks, Member::as_indexed}) {
    if (!has(member)) continue;
    if (content) return refused("it has both " + shown(name_of(*content)) + " and " + shown(name_of(member)));
    content = member;
  }
  if (!content) return refused("it has neither \"text\" nor \"blocks\"");
  if (!text_format_.empty() && content != Member::text) {
    return refused("\"format\" goes with \"text\"");
  }
  Document given = extraction_.finish();
  given.meta = std::move(meta_);
  if (content == Member::as_indexed) {
    if (!paragraphs_) return refused("\"as_indexed\" has no \"paragraphs\"");
    if (!given.language_is_given) return refused("\"as_indexed\" goes with \"lang\"");
    if (given.title.size() > longest_indexed_title) {
      return refused("\"title\" has more than " + std::to_string(longest_indexed_title) + " bytes");
    }
    out_.paragraphs = std::move(paragraphs_);
    out_.bytes_of_extracted = bytes_of_extracted_;
    out_.document = std::move(given);
    return std::move(out_);
  }
  given.title = text::fold_space(given.title);
  given.title.resize(text::floor_to_character(given.title, longest_title));
  if (text_ && std::any_of(text_->begin(), text_->end(), [](char byte) { return byte > ' ' || byte < 0; })) {
    const Format* format = format_named(text_format_.empty() ? "text" : text_format_);
    std::erase_if(*text_, is_control);
    ReadResult read = format->read_text(*text_);
    if (!read) return refused(read.error());
    out_.type = format->name;
    // What the exporter says counts before what the text says of itself.
    if (!given.title.empty()) read->title = std::move(given.title);
    if (given.language_is_given) {
      read->language = std::move(given.language);
      read->language_is_given = true;
    }
    if (given.date) read->date = given.date;
    read->meta = std::move(given.meta);
    read->extracted = std::move(*text_);
    given = std::move(*read);
  }
  if (given.blocks.empty() && !given.title.empty()) {
    // A ticket may be all said in its title.
    Extraction title;
    title.add(BlockKind::heading, given.title, 1);
    Document document = title.finish();
    given.blocks = std::move(document.blocks);
    given.extracted = std::move(document.extracted);
    out_.type = handed_over_type;
  }
  out_.document = std::move(given);
  return std::move(out_);
}

}  // namespace

tl::expected<HandedOver, NotHandedOver> read_handed_over(std::string_view line) {
  if (!text::is_utf8(line)) return tl::unexpected<NotHandedOver>({{}, "not UTF-8", {}});
  Handler handler;
  const bool parsed = json::sax_parse(line.begin(), line.end(), &handler);
  return handler.finish(parsed);
}

}  // namespace pilcrow::indexer
