// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <utility>

#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/compile.h"
#include "searcher/explain.h"
#include "searcher/highlight.h"
#include "searcher/load.h"
#include "searcher/match.h"
#include "searcher/path_filter.h"
#include "searcher/query.h"
#include "searcher/rank.h"
#include "searcher/relatives.h"
#include "searcher/rerank.h"
#include "searcher/similar.h"
#include "searcher/spelling.h"

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
        asked_(query),
        options_(options),
        languages_(languages_of(snapshots)),
        matcher_(databases_of(snapshots)),
        loader_(snapshots) {}

  /// Neither this paragraph nor one identical to it is to be found.
  void leave_out(Place place) {
    left_out_ = matcher_.these({place});
    if (const std::string twins = matcher_.words_of(place); !twins.empty()) {
      left_out_ = {Xapian::Query::OP_OR, left_out_, Xapian::Query(store::twins_term(twins))};
    }
  }

  /// `path_filter` is empty where there are no options.paths.
  Result<SearchResult> run(const Xapian::Query& path_filter) {
    if (!options_.paths.empty()) filters_.push_back({"--path", path_filter});
    if (!options_.types.empty()) filters_.push_back({"--type", type_filter(options_.types)});
    compiled_ = compile_query(query_);
    if (options_.correct) correct();
    ranked_ = filtered(compiled_.ranked, filter_queries());
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

  /// What was probably meant where what was typed is nowhere.
  void correct() {
    read_phrases_as_words();
    Respelling respelling = correct_spelling(asked_, compiled_, matcher_.combined());
    if (respelling.corrections.empty()) return;
    asked_ = std::move(respelling.query);
    compiled_ = compile_query(asked_);
    result_.notes.insert(result_.notes.end(), respelling.notes.begin(), respelling.notes.end());
    result_.summary.corrections = std::move(respelling.corrections);
  }

  /// A sentence that is pasted with its quotation marks asks for no phrase that stands nowhere. A phrase alone does.
  void read_phrases_as_words() {
    if (std::none_of(asked_.clauses.begin(), asked_.clauses.end(), is_plain)) return;
    bool changed = false;
    std::map<std::string, bool> stands;
    for (Clause& clause : asked_.clauses) {
      if (clause.kind != ClauseKind::phrase || clause.occurrence != Occurrence::should) continue;
      const auto [known, is_new] = stands.try_emplace(clause.text, true);
      if (is_new) known->second = matcher_.any(compile_query({{clause}, {}}).ranked);
      if (known->second) continue;
      clause.kind = ClauseKind::words;
      result_.notes.push_back({"this phrase occurs nowhere; its words are looked for", clause.column});
      changed = true;
    }
    if (changed) compiled_ = compile_query(asked_);
  }

  CompiledQuery compile_query(const Query& query) {
    const auto matches_any = [&](const Xapian::Query& asked) { return matcher_.any(asked); };
    const auto frequency = [&](const std::string& term) {
      return std::uint64_t{matcher_.combined().get_termfreq(term)};
    };
    const auto relatives = [&](const std::string& word, const std::vector<std::string>& own) {
      const Xapian::Database& index = matcher_.combined();
      return matches_little(index, own) ? related_terms(index, word, own) : std::vector<std::string>();
    };
    CompiledQuery compiled = compile(query, languages_, analyzers_, matches_any,
                                     options_.correct ? FindRelatives(relatives) : FindRelatives(), frequency);
    if (!left_out_.empty()) {
      compiled.ranked = {Xapian::Query::OP_AND_NOT, compiled.ranked, left_out_};
      compiled.all_words = {Xapian::Query::OP_AND_NOT, compiled.all_words, left_out_};
    }
    return compiled;
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
    summary.stopped.assign(compiled_.stopped.begin(), compiled_.stopped.end());
    for (const auto& [language, paragraphs] : languages_) summary.languages.push_back(language);
    std::stable_sort(summary.languages.begin(), summary.languages.end(),
                     [&](const auto& a, const auto& b) { return languages_.at(a) > languages_.at(b); });
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
    result_.notes.insert(result_.notes.begin(), query_.notes.begin(), query_.notes.end());
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
    const std::size_t begin = std::min(options_.offset, all);
    const std::size_t end = begin + std::min(options_.limit, all);
    const Statistics statistics = statistics_of();
    Reranker reranker(asked_, compiled_.stopped, analyzers_, statistics);
    Ranker ranker(matcher_, loader_, reranker, ranked_);
    auto list = options_.group_by_file ? ranker.files(begin, end) : ranker.paragraphs(begin, end);
    if (!list) return tl::unexpected<Error>(std::move(list.error()));
    summary.matches = list->count;
    summary.matches_estimated = list->count_estimated;
    for (std::size_t i = 0; i < list->shown.size(); ++i) {
      auto hit = present(list->shown[i]);
      if (!hit) return tl::unexpected<Error>(std::move(hit.error()));
      hit->rank = begin + i + 1;
      result_.hits.push_back(std::move(*hit));
    }
    return options_.explain ? explain_hits(list->shown) : Result<void>();
  }

  Result<void> explain_hits(const std::vector<Ranked>& shown) {
    auto explanations = explain(compiled_, shown, matcher_, loader_, analyzers_);
    if (!explanations) return tl::unexpected<Error>(std::move(explanations.error()));
    for (std::size_t i = 0; i < shown.size(); ++i) result_.hits[i].explanation = std::move((*explanations)[i]);
    return {};
  }

  Statistics statistics_of() const {
    const Xapian::Database& database = matcher_.combined();
    // The length counts each word twice, with its stem, and headings more: half of it is near enough.
    return {languages_, [&](const std::string& term) { return std::uint64_t{database.get_termfreq(term)}; },
            database.get_doccount(), database.get_avlength() / 2};
  }

  Result<Hit> present(const Ranked& ranked) {
    const auto paragraph = loader_.paragraph(ranked.place);
    if (!paragraph) return tl::unexpected<Error>(paragraph.error());
    Hit hit = loader_.hit(**paragraph);
    hit.score = ranked.score;
    hit.highlights = highlight(analyzers_.of(hit.language), hit.text, asked_, compiled_.stopped);
    if (options_.group_by_file) {
      hit.paragraphs_in_file = matcher_.count_in_file(ranked_, ranked.place.database, ranked.file);
    }
    for (const Twin& twin : ranked.twins) {
      if (hit.also_in.size() == most_places) break;
      auto place = loader_.place(twin.place, matcher_.file_of(twin.place));
      if (!place) return tl::unexpected<Error>(std::move(place.error()));
      place->identical = twin.identical;
      hit.also_in.push_back(std::move(*place));
    }
    return hit;
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
      if (is_plain(clause)) continue;
      if (++tried > most_clauses_tried) break;
      Query without = asked_;
      without.clauses.erase(without.clauses.begin() + static_cast<std::ptrdiff_t>(i));
      if (matcher_.any(filtered(compile_query(without).ranked, filter_queries()))) return canonical({{clause}, {}});
    }
    return {};
  }

  static constexpr std::size_t most_clauses_tried = 8;

  const Snapshots& snapshots_;
  Analyzers& analyzers_;
  const Query& query_;  ///< As typed.
  Query asked_;         ///< With corrected words; clause by clause the same.
  const SearchOptions& options_;
  const std::map<std::string, std::uint64_t> languages_;
  const Matcher matcher_;
  HitLoader loader_;
  std::vector<Filter> filters_;
  Xapian::Query left_out_;  ///< Empty: nothing is.
  CompiledQuery compiled_;
  Xapian::Query ranked_;  ///< Filters included.
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
    return timed([&](const std::vector<store::Snapshot>& snapshots) -> Result<SearchResult> {
      return answer(snapshots, searcher::parse(text), std::nullopt, options);
    });
  }

  Result<SearchResult> similar(std::string_view citation, const SearchOptions& options) {
    auto result = timed([&](const std::vector<store::Snapshot>& snapshots) -> Result<SearchResult> {
      const auto cited = searcher::find_cited(snapshots, citation);
      if (!cited) return tl::unexpected<Error>(cited.error());
      searcher::HitLoader loader(snapshots);
      const auto paragraph = loader.paragraph(*cited);
      if (!paragraph) return tl::unexpected<Error>(paragraph.error());
      const searcher::Matcher matcher(searcher::databases_of(snapshots));
      const Xapian::Database& all = matcher.combined();
      const searcher::Query words = searcher::telling_words(
          **paragraph, analyzers_, [&](const std::string& term) { return std::uint64_t{all.get_termfreq(term)}; },
          all.get_doccount());
      return answer(snapshots, words, *cited, options);
    });
    if (result) result->summary.similar_to = citation;
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

  Result<SearchResult> answer(const std::vector<store::Snapshot>& snapshots, const searcher::Query& query,
                              std::optional<searcher::Place> left_out, const SearchOptions& options) {
    const auto paths = path_filter(snapshots, options.paths);
    if (!paths) return tl::unexpected<Error>(paths.error());
    searcher::Search search(snapshots, analyzers_, query, options);
    if (left_out) search.leave_out(*left_out);
    return search.run(*paths);
  }

  /// Runs `unit` on the newest state of the indexes.
  template <class Unit>
  Result<SearchResult> timed(Unit&& unit) {
    const auto start = std::chrono::steady_clock::now();
    auto result = store::with_snapshots(indexes_, snapshots_, std::forward<Unit>(unit));
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    if (result) result->summary.milliseconds = elapsed.count();
    return result;
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

Result<SearchResult> Searcher::similar(std::string_view citation, const SearchOptions& options) {
  return impl_->similar(citation, options);
}

Searcher::Searcher(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;
Searcher::~Searcher() = default;

}  // namespace pilcrow
