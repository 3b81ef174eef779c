// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/verify_documents.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "core/store/paths.h"
#include "core/text/hash.h"
#include "searcher/load.h"
#include "searcher/verify_changes.h"

namespace pilcrow::searcher {
namespace {

constexpr std::size_t most_held = 64U << 20;  ///< Bytes of texts in memory, but for the document at hand.
constexpr std::size_t most_documents_held = 64;
constexpr std::size_t longest_searched = 64U << 20;  ///< Of a document no more text than that is looked through.
/// A word that stands in so many paragraphs of a document, and in a quarter of them, tells none from others.
constexpr std::size_t many_paragraphs = 64;

std::uint64_t number_of(std::string_view hex_digits) {
  std::uint64_t number = 0;
  for (const char c : hex_digits) number = number * 16 + static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  return number;
}

std::uint32_t path_hash(std::string_view path) {
  return static_cast<std::uint32_t>(text::hash64(path) >> 32);
}

/// All a row says but its text.
CheckedDocument::Paragraph paragraph_of(const store::FileEntry& entry, const store::ParagraphRow& row) {
  return {row.lines, row.bytes, store::pages_of(entry, row), entry.trails.at(row.trail), row.content, row.document, {}};
}

}  // namespace

std::uint64_t cited_content(const store::Citation& citation) {
  return number_of(citation.content_hash);
}

void ContentTable::finish() {
  std::sort(sorted_.begin(), sorted_.end());
}

std::vector<std::uint32_t> ContentTable::find(std::uint64_t digits) const {
  std::vector<std::uint32_t> found;
  auto at = std::lower_bound(sorted_.begin(), sorted_.end(), std::pair(digits << 16, std::uint32_t{0}));
  for (; at != sorted_.end() && content_digits(at->first) == digits; ++at) found.push_back(at->second);
  std::sort(found.begin(), found.end());
  return found;
}

std::uint32_t ContentTable::ordinal(std::uint64_t content, std::uint32_t paragraph) const {
  const auto first = std::lower_bound(sorted_.begin(), sorted_.end(), std::pair(content, std::uint32_t{0}));
  const auto at = std::lower_bound(first, sorted_.end(), std::pair(content, paragraph));
  return static_cast<std::uint32_t>(at - first) + 1;
}

std::size_t CheckedDocument::Wording::paragraph_at(std::size_t offset) const {
  const auto next = std::upper_bound(begins.begin(), begins.end(), offset);
  return next == begins.begin() ? 0 : static_cast<std::size_t>(next - begins.begin()) - 1;
}

std::string_view CheckedDocument::Wording::of(std::size_t paragraph) const {
  const std::size_t begin = std::min(begins[paragraph], text.size());
  const std::size_t next = paragraph + 1 < begins.size() ? std::min(begins[paragraph + 1], text.size()) : text.size();
  std::string_view words = std::string_view(text).substr(begin, next - begin);
  if (words.ends_with(' ')) words.remove_suffix(1);
  return words;
}

Result<void> Documents::list(const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) named_.try_emplace(std::string(name));
  for (std::size_t database = 0; database < snapshots_.size(); ++database) {
    const store::Snapshot& snapshot = snapshots_[database];
    const auto visited = snapshot.each_file_head([&](store::FileHead&& head) {
      const std::string path = store::absolute_path(snapshot.facts(), head);
      const DocumentKey key{static_cast<std::uint32_t>(database), head.holder != 0 ? head.holder : head.number,
                            head.number};
      listed_.push_back({path_hash(path), key});
      if (named_.empty() || head.paragraph_count == 0) return true;
      for (std::size_t begin = 0; begin != std::string::npos;) {
        const auto name = named_.find(std::string_view(path).substr(begin));
        if (name != named_.end()) {
          auto& [keys, is_exact] = name->second;
          if (begin == 0 && !is_exact) keys.clear();
          if (begin == 0 || !is_exact) keys.push_back(key);
          is_exact = is_exact || begin == 0;
        }
        const std::size_t slash = path.find('/', begin);
        begin = slash == std::string::npos ? slash : slash + 1;
      }
      return true;
    });
    if (!visited) return visited;
  }
  std::sort(listed_.begin(), listed_.end(), [](const Listed& a, const Listed& b) {
    return a.path_hash != b.path_hash ? a.path_hash < b.path_hash : a.key < b.key;
  });
  return {};
}

std::vector<DocumentKey> Documents::with_path_hash(std::uint32_t database, std::string_view digits) const {
  const auto hash = static_cast<std::uint32_t>(number_of(digits));
  std::vector<DocumentKey> keys;
  auto at = std::lower_bound(listed_.begin(), listed_.end(), hash,
                             [](const Listed& listed, std::uint32_t wanted) { return listed.path_hash < wanted; });
  for (; at != listed_.end() && at->path_hash == hash; ++at) {
    if (at->key.database == database) keys.push_back(at->key);
  }
  return keys;
}

std::vector<DocumentKey> Documents::at_path(std::string_view path) const {
  std::vector<DocumentKey> keys;
  for (std::uint32_t database = 0; database < snapshots_.size(); ++database) {
    const std::string digits = text::hex(text::hash64(path), 8);
    const std::vector<DocumentKey> found = with_path_hash(database, digits);
    keys.insert(keys.end(), found.begin(), found.end());
  }
  return keys;
}

std::optional<DocumentKey> Documents::named(std::string_view name) const {
  const auto found = named_.find(name);
  if (found == named_.end() || found->second.first.empty() || is_ambiguous(name)) return {};
  return found->second.first.front();
}

bool Documents::is_ambiguous(std::string_view name) const {
  const auto found = named_.find(name);
  return found != named_.end() && !found->second.second && found->second.first.size() > 1;
}

Result<std::map<std::uint64_t, std::vector<Documents::Elsewhere>>> Documents::places_of(
    const std::vector<std::uint64_t>& contents, const std::function<bool()>& cancelled) const {
  const std::unordered_set<std::uint64_t> wanted(contents.begin(), contents.end());
  std::map<std::uint64_t, std::vector<Elsewhere>> places;
  bool stopped = false;
  const auto before = [](const Elsewhere& a, const Elsewhere& b) {
    const auto paths = store::compare_paths(a.path, b.path);
    return paths != 0 ? paths < 0 : a.document < b.document;
  };
  for (std::size_t database = 0; database < snapshots_.size(); ++database) {
    const store::Snapshot& snapshot = snapshots_[database];
    const auto visited = snapshot.each_file([&](store::FileEntry&& entry) {
      std::optional<Elsewhere> place;
      for (const store::ParagraphRow& row : entry.paragraphs) {
        const std::uint64_t digits = content_digits(row.content);
        if (wanted.count(digits) == 0) continue;
        if (!place) {
          place = {
              store::absolute_path(snapshot.facts(), entry),
              {static_cast<std::uint32_t>(database), entry.holder != 0 ? entry.holder : entry.number, entry.number}};
        }
        std::vector<Elsewhere>& known = places[digits];
        const auto at = std::lower_bound(known.begin(), known.end(), *place, before);
        if (at != known.end() && at->document == place->document) continue;
        known.insert(at, *place);
        if (known.size() > most_elsewhere) known.pop_back();
      }
      stopped = cancelled && cancelled();
      return !stopped;
    });
    if (!visited) return tl::unexpected<Error>(visited.error());
    if (stopped) return failure(ErrorCode::cancelled, "the verification was cancelled");
  }
  return places;
}

Result<CheckedDocument*> Documents::get(const DocumentKey& key) {
  const auto known =
      std::find_if(held_.begin(), held_.end(), [&](const CheckedDocument& document) { return document.key == key; });
  if (known != held_.end()) {
    held_.splice(held_.begin(), held_, known);
  } else {
    auto document = read(key);
    if (!document) return tl::unexpected<Error>(std::move(document.error()));
    held_.push_front(std::move(*document));
  }
  std::size_t size = 0;
  std::size_t count = 0;
  for (auto document = held_.begin(); document != held_.end();) {
    size += document->size_;
    const bool is_too_much = (size > most_held || ++count > most_documents_held) && document != held_.begin();
    document = is_too_much ? held_.erase(document) : std::next(document);
  }
  return &held_.front();
}

Result<CheckedDocument> Documents::read(const DocumentKey& key) {
  const store::Snapshot& snapshot = snapshots_[key.database];
  const store::IndexFacts& facts = snapshot.facts();
  const auto entry = snapshot.file(key.number);
  if (!entry) return tl::unexpected<Error>(entry.error());
  CheckedDocument document;
  document.key = key;
  document.path = store::absolute_path(facts, *entry);
  document.root = facts.settings.roots.at(entry->root).path;
  document.language = entry->language;
  const std::string file = store::file_path(facts, *entry);
  document.freshness = freshness(file, document.root, *entry);
  document.size_ = 1024;
  for (const store::ParagraphRow& row : entry->paragraphs) {
    document.paragraphs.push_back(paragraph_of(*entry, row));
    document.contents.add(row.content);
    document.size_ += sizeof(CheckedDocument::Paragraph);
  }
  document.contents.finish();
  const bool is_missing = document.freshness == Freshness::missing;
  if (is_missing || (document.freshness == Freshness::modified && read_file_)) {
    document.before = std::exchange(document.paragraphs, {});
    document.contents_before = std::exchange(document.contents, {});
    if (!is_missing) read_again(file, facts.settings.roots.at(entry->root), document);
  }
  return document;
}

void Documents::read_again(const std::string& file, const Root& root, CheckedDocument& document) {
  if (file != read_path_) {
    read_texts_ = read_file_(file, root);
    read_path_ = file;
  }
  const DocumentText* text = nullptr;
  if (!read_texts_) {
    document.trouble = read_texts_.error().message;
  } else {
    // What nobody reads here, and what is broken, is not known to say nothing: a filter read it, or it is being written.
    const auto at = [&](const std::string& path) -> const DocumentText* {
      const auto one = std::find_if(read_texts_->begin(), read_texts_->end(),
                                    [&](const DocumentText& read) { return read.path == path; });
      return one == read_texts_->end() ? nullptr : &*one;
    };
    text = at(document.path);
    const DocumentText* const told = text != nullptr ? text : at(file);
    if (told != nullptr && told->paragraphs.empty()) document.trouble = told->problem;
  }
  if (!document.trouble.empty()) return;
  document.from_file = true;
  if (text == nullptr) return;
  for (const ParagraphText& one : text->paragraphs) {
    document.paragraphs.push_back(
        {one.lines, one.bytes, one.page, one.headings, store::content_hash(one.text), 0, one.text});
    document.contents.add(document.paragraphs.back().content);
    document.size_ += sizeof(CheckedDocument::Paragraph) + one.text.size();
  }
  document.contents.finish();
}

Result<const std::string*> Documents::text(CheckedDocument& document, CheckedDocument::Paragraph& paragraph) const {
  if (!paragraph.text) {
    auto record = snapshots_[document.key.database].record(paragraph.document);
    if (!record) return tl::unexpected<Error>(std::move(record.error()));
    document.size_ += record->text.size();
    paragraph.text = std::move(record->text);
  }
  return &*paragraph.text;
}

Result<const CheckedDocument::Wording*> Documents::wording(CheckedDocument& document) const {
  if (document.wording_) return &*document.wording_;
  CheckedDocument::Wording wording;
  for (const CheckedDocument::Paragraph& paragraph : document.paragraphs) {
    wording.begins.push_back(wording.text.size());
    if (wording.text.size() > longest_searched) continue;
    if (paragraph.text) {
      wording.text += comparable(*paragraph.text) + ' ';
      continue;
    }
    const auto record = snapshots_[document.key.database].record(paragraph.document);
    if (!record) return tl::unexpected<Error>(record.error());
    wording.text += comparable(record->text) + ' ';
  }
  document.size_ += wording.text.size();
  document.wording_ = std::move(wording);
  return &*document.wording_;
}

Result<std::vector<std::size_t>> Documents::likest(CheckedDocument& document, const std::vector<std::uint32_t>& words,
                                                   std::size_t most, Effort& effort) const {
  if (!document.words_) {
    const auto wording = this->wording(document);
    if (!wording) return tl::unexpected<Error>(wording.error());
    std::vector<std::uint64_t> all;
    for (std::size_t i = 0; i < document.paragraphs.size(); ++i) {
      for (const ComparedWord& word : compared_words((*wording)->of(i), std::string_view::npos)) {
        all.push_back(std::uint64_t{word.hash} << 32 | i);
      }
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    document.size_ += all.size() * sizeof(all.front());
    document.words_ = std::move(all);
  }
  const std::vector<std::uint64_t>& all = *document.words_;
  const std::size_t too_many = std::max(many_paragraphs, document.paragraphs.size() / 4);
  std::unordered_map<std::size_t, std::size_t> held;
  for (const std::uint32_t word : words) {
    const auto begin = std::lower_bound(all.begin(), all.end(), std::uint64_t{word} << 32);
    const auto end = std::upper_bound(begin, all.end(), std::uint64_t{word} << 32 | 0xFFFFFFFF);
    const auto count = static_cast<std::size_t>(end - begin);
    if (count > too_many) continue;
    if (!effort.spend(count * sizeof(std::uint64_t))) break;
    for (auto at = begin; at != end; ++at) ++held[static_cast<std::size_t>(*at & 0xFFFFFFFF)];
  }
  std::vector<std::pair<std::size_t, std::size_t>> ranked;
  ranked.reserve(held.size());
  for (const auto& [paragraph, count] : held) ranked.emplace_back(count, paragraph);
  const auto shown = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(most, ranked.size()));
  std::partial_sort(ranked.begin(), shown, ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<std::size_t> likest;
  for (auto one = ranked.begin(); one != shown; ++one) likest.push_back(one->second);
  return likest;
}

std::string Documents::citation(const CheckedDocument& document, std::size_t paragraph) const {
  const std::uint64_t content = document.paragraphs[paragraph].content;
  return store::format_citation(snapshots_[document.key.database].facts().settings.index_id, document.path, content,
                                document.contents.ordinal(content, static_cast<std::uint32_t>(paragraph)));
}

}  // namespace pilcrow::searcher
