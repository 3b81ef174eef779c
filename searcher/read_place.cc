// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/read_place.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include "core/store/citation.h"
#include "core/store/paths.h"
#include "core/text/ascii.h"
#include "searcher/context.h"
#include "searcher/load.h"
#include "searcher/similar.h"

namespace pilcrow::searcher {
namespace {

constexpr std::size_t most_digits = 9;  ///< So that a number fits into a line's.
constexpr std::size_t most_named = 3;   ///< Paths in a message.

std::optional<std::uint32_t> line_number(std::string_view text) {
  const bool is_number =
      !text.empty() && text.size() <= most_digits && std::all_of(text.begin(), text.end(), text::is_digit);
  if (!is_number) return {};
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string in_quotes(std::string_view text) {
  return "'" + std::string(text) + "'";
}

/// The documents that a name may mean.
class Candidates {
 public:
  explicit Candidates(std::string_view name) : name_(name) {}

  void offer(std::size_t database, const store::FileHead& head, const std::string& path) {
    if (name_.empty() || !names_document(name_, path)) return;
    if (head.paragraph_count == 0) {
      empty_ = path;
      return;
    }
    const bool is_exact = name_ == path;
    if (exact_ && !is_exact) return;
    if (is_exact && !exact_) paths_.clear();
    exact_ = is_exact;
    if (paths_.empty()) place_ = {database, head.number};
    // Of a path in several indexes the first one's document is meant.
    paths_.insert(path);
    if (paths_.size() > most_named + 1) paths_.erase(std::prev(paths_.end()));
  }

  bool any() const { return !paths_.empty(); }
  /// Of a file that the index knows and has nothing of; else empty.
  const std::string& empty_one() const { return empty_; }

  Result<NamedPlace> only_one() const {
    if (paths_.size() == 1) return place_;
    std::string some;
    std::size_t named = 0;
    for (const std::string& path : paths_) {
      if (++named > most_named) break;
      some += (named > 1 ? ", " : "") + in_quotes(path);
    }
    return failure(ErrorCode::invalid_argument, in_quotes(name_) + " is the end of several paths: " + some +
                                                    (paths_.size() > most_named ? ", …" : "") + "; name more of one");
  }

 private:
  std::string_view name_;
  bool exact_ = false;
  std::set<std::string> paths_;  ///< Different ones, as many as matter.
  NamedPlace place_;             ///< Of the first.
  std::string empty_;
};

/// The rows of an entry that are meant, `lines` where some are named.
std::vector<std::size_t> rows_in(const store::FileEntry& entry, const std::optional<LineRange>& lines) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < entry.paragraphs.size(); ++i) {
    const LineRange& row = entry.paragraphs[i].lines;
    if (!lines || (row.first <= lines->last && row.last >= lines->first)) numbers.push_back(i);
  }
  return numbers;
}

std::string lines_text(const LineRange& lines) {
  return lines.first == lines.last ? "line " + std::to_string(lines.first)
                                   : "lines " + std::to_string(lines.first) + "-" + std::to_string(lines.last);
}

tl::unexpected<Error> nothing_on(const LineRange& lines, const store::FileEntry& entry, const std::string& path) {
  const auto next = std::find_if(entry.paragraphs.begin(), entry.paragraphs.end(),
                                 [&](const store::ParagraphRow& row) { return row.lines.first > lines.last; });
  const store::ParagraphRow& near = next == entry.paragraphs.end() ? entry.paragraphs.back() : *next;
  return failure(ErrorCode::paragraph_gone,
                 "no paragraph stands on " + lines_text(lines) + " of " + in_quotes(path) +
                     (next == entry.paragraphs.end() ? "; its last one on " : "; the next one on ") +
                     lines_text(near.lines));
}

}  // namespace

std::optional<PathAndLines> split_lines(std::string_view place) {
  const std::size_t colon = place.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  const std::string_view typed = place.substr(colon + 1);
  const std::size_t dash = typed.find('-');
  const auto first = line_number(typed.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : line_number(typed.substr(dash + 1));
  if (!first || !last) return {};
  return PathAndLines{place.substr(0, colon), {*first, *last}};
}

bool names_document(std::string_view name, std::string_view path) {
  if (name == path) return true;
  if (name.empty() || name.front() == '/' || path.size() <= name.size()) return false;
  return path.ends_with(name) && path[path.size() - name.size() - 1] == '/';
}

Result<NamedPlace> find_place(const std::vector<store::Snapshot>& snapshots, std::string_view place) {
  if (place.starts_with("pc1:")) {
    const auto cited = find_cited(snapshots, place);
    if (!cited) return tl::unexpected<Error>(cited.error());
    const auto record = snapshots[cited->database].record(cited->document);
    if (!record) return tl::unexpected<Error>(record.error());
    return NamedPlace{cited->database, record->file, cited->document};
  }
  std::string_view name = place;
  while (name.starts_with("./")) name.remove_prefix(2);
  if (name.empty()) return failure(ErrorCode::invalid_argument, "no place given: a citation, a path, or PATH:LINE");

  const auto split = split_lines(name);
  Candidates whole(name);
  Candidates before_lines(split ? split->path : std::string_view());
  for (std::size_t database = 0; database < snapshots.size(); ++database) {
    const store::Snapshot& snapshot = snapshots[database];
    const auto visited = snapshot.each_file_head([&](store::FileHead&& head) {
      const std::string path = store::absolute_path(snapshot.facts(), head);
      whole.offer(database, head, path);
      before_lines.offer(database, head, path);
      return true;
    });
    if (!visited) return tl::unexpected<Error>(visited.error());
  }
  if (whole.any()) return whole.only_one();
  if (before_lines.any()) {
    if (split->lines.first == 0) return failure(ErrorCode::invalid_argument, in_quotes(place) + ": lines count from 1");
    if (split->lines.last < split->lines.first) {
      return failure(ErrorCode::invalid_argument, in_quotes(place) + ": the lines end before they begin");
    }
    auto found = before_lines.only_one();
    if (found) found->lines = split->lines;
    return found;
  }
  const std::string& empty = whole.empty_one().empty() ? before_lines.empty_one() : whole.empty_one();
  if (!empty.empty()) {
    return failure(ErrorCode::paragraph_gone, "the index holds no paragraph of " + in_quotes(empty));
  }
  return failure(ErrorCode::paragraph_gone,
                 "nothing in the index is called " + in_quotes(place) + "; a path is absolute, or the end of one");
}

Result<SearchResult> read_place(const std::vector<store::Snapshot>& snapshots, std::string_view place,
                                const Context& context) {
  const auto named = find_place(snapshots, place);
  if (!named) return tl::unexpected<Error>(named.error());
  SearchResult result;
  result.summary.query = place;
  HitLoader loader(snapshots);
  std::vector<Place> places;
  if (named->paragraph != 0) {
    places.push_back({named->database, named->paragraph});
    result.summary.matches = 1;
  } else {
    const store::Snapshot& snapshot = snapshots[named->database];
    const auto entry = snapshot.file(named->file);
    if (!entry) return tl::unexpected<Error>(entry.error());
    const std::vector<std::size_t> rows = rows_in(*entry, named->lines);
    if (rows.empty() && named->lines) {
      return nothing_on(*named->lines, *entry, store::absolute_path(snapshot.facts(), *entry));
    }
    for (std::size_t i = 0; i < std::min(rows.size(), most_read); ++i) {
      places.push_back({named->database, entry->paragraphs[rows[i]].document});
    }
    result.summary.matches = rows.size();
  }
  for (const Place& one : places) {
    const auto paragraph = loader.paragraph(one);
    if (!paragraph) return tl::unexpected<Error>(paragraph.error());
    result.hits.push_back(loader.hit(**paragraph));
    result.hits.back().rank = result.hits.size();
  }
  if (auto added = add_context(result.hits, places, loader, context); !added) {
    return tl::unexpected<Error>(std::move(added.error()));
  }
  return result;
}

Result<Outline> outline_of(const std::vector<store::Snapshot>& snapshots, std::string_view path) {
  const auto named = find_place(snapshots, path);
  if (!named) return tl::unexpected<Error>(named.error());
  const store::Snapshot& snapshot = snapshots[named->database];
  const store::IndexFacts& facts = snapshot.facts();
  const auto entry = snapshot.file(named->file);
  if (!entry) return tl::unexpected<Error>(entry.error());
  Outline outline;
  outline.path = store::absolute_path(facts, *entry);
  outline.root = facts.settings.roots.at(entry->root).path;
  outline.title = entry->title;
  outline.type = entry->type;
  outline.language = entry->language;
  outline.date = text::format(store::day_of(*entry));
  outline.paragraphs = entry->paragraphs.size();
  outline.freshness = freshness(store::file_path(facts, *entry), outline.root, *entry);

  std::map<std::uint64_t, std::uint32_t> seen;  // by content
  std::uint32_t trail = 0;
  for (std::size_t i = 0; i < entry->paragraphs.size(); ++i) {
    const store::ParagraphRow& row = entry->paragraphs[i];
    const std::uint32_t ordinal = ++seen[row.content];
    const std::optional<PageRange> page = store::pages_of(*entry, row);
    if (i == 0 || row.trail != trail) {
      trail = row.trail;
      outline.entries.push_back({entry->trails.at(row.trail), static_cast<std::uint32_t>(i + 1), 0, row.lines, page,
                                 store::format_citation(facts.settings.index_id, outline.path, row.content, ordinal)});
    }
    OutlineEntry& last = outline.entries.back();
    ++last.paragraphs;
    last.lines.first = std::min(last.lines.first, row.lines.first);
    last.lines.last = std::max(last.lines.last, row.lines.last);
    if (last.page && page) last.page->last = std::max(last.page->last, page->last);
  }
  return outline;
}

}  // namespace pilcrow::searcher
