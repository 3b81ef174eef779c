// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/compile.h"
#include "searcher/highlight.h"
#include "searcher/load.h"
#include "searcher/match.h"
#include "searcher/path_filter.h"
#include "searcher/query.h"

namespace pilcrow {
namespace searcher {
namespace {

using Snapshots = std::vector<store::Snapshot>;

std::vector<Xapian::Database> databases_of(const Snapshots& snapshots) {
  std::vector<Xapian::Database> databases;
  for (const store::Snapshot& snapshot : snapshots) databases.push_back(snapshot.database());
  return databases;
}

std::map<std::string, std::uint64_t> languages_of(const Snapshots& snapshots) {
  std::map<std::string, std::uint64_t> languages;
  for (const store::Snapshot& snapshot : snapshots) {
    for (const auto& [language, paragraphs] : snapshot.facts().state.languages) languages[language] += paragraphs;
  }
  return languages;
}

std::vector<store::CommitMark> marks_of(const Snapshots& snapshots) {
  std::vector<store::CommitMark> marks;
  for (const store::Snapshot& snapshot : snapshots) marks.push_back(snapshot.facts().mark);
  return marks;
}

Xapian::Query type_filter(const std::vector<std::string>& types) {
  std::vector<Xapian::Query> terms;
  for (std::string type : types) {
    for (char& c : type) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    terms.emplace_back(store::boolean_term(store::prefix_extension, type));
  }
  return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

Xapian::Query filtered(const Xapian::Query& query, const std::vector<Xapian::Query>& filters) {
  Xapian::Query result = query;
  for (const Xapian::Query& filter : filters) result = {Xapian::Query::OP_FILTER, result, filter};
  return result;
}

/// One search on one state of the indexes.
class Search {
 public:
  Search(const Snapshots& snapshots, Analyzers& analyzers, const Query& query, const SearchOptions& options)
      : snapshots_(snapshots),
        analyzers_(analyzers),
        query_(query),
        options_(options),
        languages_(languages_of(snapshots)),
        matcher_(databases_of(snapshots)),
        loader_(snapshots) {}

  /// `path_filter` is empty where there are no options.paths.
  Result<SearchResult> run(const Xapian::Query& path_filter) {
    if (!options_.paths.empty()) filters_.push_back({"--path", path_filter});
    if (!options_.types.empty()) filters_.push_back({"--type", type_filter(options_.types)});
    compiled_ = compile_query(query_);
    ranked_ = filtered(compiled_.ranked, filter_queries());
    scored_ = ranked_;
    if (!compiled_.exact.empty()) scored_ = {Xapian::Query::OP_AND_MAYBE, ranked_, compiled_.exact};
    describe();
    if (auto found = find_hits(); !found) return tl::unexpected<Error>(std::move(found.error()));
    if (result_.summary.matches == 0) result_.summary.emptied_by = what_emptied();
    return std::move(result_);
  }

 private:
  struct Filter {
    std::string name;
    Xapian::Query query;
  };

  CompiledQuery compile_query(const Query& query) {
    return compile(query, languages_, analyzers_, [&](const Xapian::Query& asked) { return matcher_.any(asked); });
  }

  std::vector<Xapian::Query> filter_queries() const {
    std::vector<Xapian::Query> queries;
    for (const Filter& filter : filters_) queries.push_back(filter.query);
    return queries;
  }

  void describe() {
    Summary& summary = result_.summary;
    summary.query = canonical(query_);
    summary.all_words = matcher_.count(filtered(compiled_.all_words, filter_queries()));
    for (const QueryWord& word : compiled_.words) {
      auto& missing = summary.missing;
      if (word.missing && std::find(missing.begin(), missing.end(), word.typed) == missing.end()) {
        missing.push_back(word.typed);
      }
    }
    // Of several indexes the generation and the revision are those of the first.
    const store::IndexFacts& first = snapshots_.front().facts();
    summary.generation = first.generation;
    summary.revision = first.revision;
    summary.fingerprint = first.fingerprint;
    for (const store::Snapshot& snapshot : snapshots_) {
      if (!summary.index_id.empty()) summary.index_id += ',';
      summary.index_id += snapshot.facts().index_id;
      summary.paragraphs += snapshot.database().get_doccount();
    }
    result_.notes = query_.notes;
    result_.notes.insert(result_.notes.end(), compiled_.notes.begin(), compiled_.notes.end());
    if (compiled_.ranked.empty()) result_.notes.push_back({"nothing to look for: the query holds no word", 0});
  }

  Result<void> find_hits() {
    Summary& summary = result_.summary;
    if (!options_.hits_wanted || options_.limit == 0) {
      summary.matches = options_.group_by_file ? matcher_.count_files(ranked_) : matcher_.count(ranked_);
      return {};
    }
    // No more than there are, so that the sum is safe and nothing is reserved in vain.
    const std::size_t all = std::max<std::size_t>(matcher_.combined().get_doccount(), 1);
    const std::size_t offset = std::min(options_.offset, all);
    const std::size_t wanted = offset + std::min(options_.limit, all);
    MatchList found = options_.group_by_file ? matcher_.best_files(scored_, wanted) : matcher_.best(scored_, wanted);
    summary.matches = found.count;
    summary.matches_estimated = found.count_estimated;
    std::vector<Match>& matches = found.matches;
    if (auto sorted = put_ties_in_source_order(matches, offset, wanted); !sorted) return sorted;
    for (std::size_t i = offset; i < std::min(wanted, matches.size()); ++i) {
      const Match& match = matches[i];
      auto hit = loader_.load(match.places.front());
      if (!hit) return tl::unexpected<Error>(std::move(hit.error()));
      hit->rank = i + 1;
      hit->score = match.score;
      hit->highlights = highlight(analyzers_.of(hit->language), hit->text, query_, compiled_.stopped);
      if (options_.group_by_file) {
        hit->paragraphs_in_file = matcher_.count_in_file(ranked_, match.places.front().database, match.file);
      }
      result_.hits.push_back(std::move(*hit));
    }
    return {};
  }

  /// Only where it shows: within [begin, end) and what is equal to its ends.
  Result<void> put_ties_in_source_order(std::vector<Match>& matches, std::size_t begin, std::size_t end) {
    for (std::size_t first = 0; first < std::min(end, matches.size());) {
      std::size_t last = first + 1;
      while (last < matches.size() && same_score(matches[last].score, matches[first].score)) ++last;
      if (last > begin) {
        if (auto sorted = sort_by_source(matches, first, last); !sorted) return sorted;
      }
      first = last;
    }
    return {};
  }

  Result<void> sort_by_source(std::vector<Match>& matches, std::size_t first, std::size_t last) {
    if (last - first == 1 && matches[first].places.size() == 1) return {};
    std::vector<std::pair<SourceOrder, Match>> ties;
    for (std::size_t i = first; i < last; ++i) {
      auto order = first_in_source(matches[i]);
      if (!order) return tl::unexpected<Error>(std::move(order.error()));
      ties.emplace_back(std::move(*order), std::move(matches[i]));
    }
    std::stable_sort(ties.begin(), ties.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = first; i < last; ++i) matches[i] = std::move(ties[i - first].second);
    return {};
  }

  /// Moves the place that comes first in its file to the front.
  Result<SourceOrder> first_in_source(Match& match) {
    std::size_t best = 0;
    SourceOrder best_order;
    for (std::size_t i = 0; i < match.places.size(); ++i) {
      auto order = loader_.source_order(match.places[i], matcher_.file_of(match.places[i]));
      if (!order) return order;
      if (i == 0 || *order < best_order) {
        best = i;
        best_order = std::move(*order);
      }
    }
    std::swap(match.places.front(), match.places[best]);
    return best_order;
  }

  /// What alone stands between the query and a hit: a filter first, else a part of the query that is required or
  /// excluded; "the filters together" where no single one does. Empty where nothing would help.
  std::string what_emptied() {
    for (std::size_t left_out = 0; left_out < filters_.size(); ++left_out) {
      std::vector<Xapian::Query> others;
      for (std::size_t i = 0; i < filters_.size(); ++i) {
        if (i != left_out) others.push_back(filters_[i].query);
      }
      if (matcher_.any(filtered(compiled_.ranked, others))) return filters_[left_out].name;
    }
    if (filters_.size() > 1 && matcher_.any(compiled_.ranked)) return "the filters together";
    std::size_t tried = 0;
    for (std::size_t i = 0; i < query_.clauses.size(); ++i) {
      const Clause& clause = query_.clauses[i];
      if (clause.kind == ClauseKind::words && clause.occurrence == Occurrence::should) continue;
      if (++tried > most_clauses_tried) break;
      Query without = query_;
      without.clauses.erase(without.clauses.begin() + static_cast<std::ptrdiff_t>(i));
      if (matcher_.any(filtered(compile_query(without).ranked, filter_queries()))) return canonical({{clause}, {}});
    }
    return {};
  }

  static constexpr std::size_t most_clauses_tried = 8;

  const Snapshots& snapshots_;
  Analyzers& analyzers_;
  const Query& query_;
  const SearchOptions& options_;
  const std::map<std::string, std::uint64_t> languages_;
  const Matcher matcher_;
  HitLoader loader_;
  std::vector<Filter> filters_;
  CompiledQuery compiled_;
  Xapian::Query ranked_;  ///< Filters included.
  Xapian::Query scored_;  ///< The same matches, with what only adds to their scores.
  SearchResult result_;
};

}  // namespace
}  // namespace searcher

class Searcher::Impl {
 public:
  explicit Impl(std::vector<std::filesystem::path> indexes) : indexes_(std::move(indexes)) {}

  Result<void> open() {
    auto opened = store::open_all(indexes_);
    if (!opened) return tl::unexpected<Error>(std::move(opened.error()));
    snapshots_ = std::move(*opened);
    return {};
  }

  Result<SearchResult> search(std::string_view text, const SearchOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    const searcher::Query query = searcher::parse(text);
    auto result = store::with_snapshots(indexes_, snapshots_,
                                        [&](const std::vector<store::Snapshot>& snapshots) -> Result<SearchResult> {
                                          const auto paths = path_filter(snapshots, options.paths);
                                          if (!paths) return tl::unexpected<Error>(paths.error());
                                          return searcher::Search(snapshots, analyzers_, query, options).run(*paths);
                                        });
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    if (result) result->summary.milliseconds = elapsed.count();
    return result;
  }

 private:
  /// Kept for the next query with the same globs on the same state: it reads every file's entry.
  Result<Xapian::Query> path_filter(const std::vector<store::Snapshot>& snapshots,
                                    const std::vector<std::string>& globs) {
    if (globs.empty()) return Xapian::Query();
    auto marks = searcher::marks_of(snapshots);
    if (globs != filter_.globs || marks != filter_.marks) {
      auto query = searcher::path_filter(snapshots, globs);
      if (!query) return query;
      filter_ = {globs, std::move(marks), std::move(*query)};
    }
    return filter_.query;
  }

  struct PathFilter {
    std::vector<std::string> globs;
    std::vector<store::CommitMark> marks;
    Xapian::Query query;
  };

  std::vector<std::filesystem::path> indexes_;
  std::vector<store::Snapshot> snapshots_;
  searcher::Analyzers analyzers_;
  PathFilter filter_;
};

Result<Searcher> Searcher::open(const std::vector<std::filesystem::path>& indexes) {
  if (indexes.empty()) return failure(ErrorCode::invalid_argument, "no index given");
  auto impl = std::make_unique<Impl>(indexes);
  if (auto opened = impl->open(); !opened) return tl::unexpected<Error>(std::move(opened.error()));
  return Searcher(std::move(impl));
}

Result<SearchResult> Searcher::search(std::string_view query, const SearchOptions& options) {
  return impl_->search(query, options);
}

Searcher::Searcher(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;
Searcher::~Searcher() = default;

}  // namespace pilcrow
