// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "core/text/language.h"
#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/budget.h"
#include "searcher/compile.h"
#include "searcher/context.h"
#include "searcher/expand.h"
#include "searcher/explain.h"
#include "searcher/facets.h"
#include "searcher/files.h"
#include "searcher/filters.h"
#include "searcher/highlight.h"
#include "searcher/listing.h"
#include "searcher/load.h"
#include "searcher/match.h"
#include "searcher/parse.h"
#include "searcher/query.h"
#include "searcher/rank.h"
#include "searcher/read_place.h"
#include "searcher/relatives.h"
#include "searcher/relieve.h"
#include "searcher/rerank.h"
#include "searcher/similar.h"
#include "searcher/spelling.h"
#include "searcher/state.h"
#include "searcher/telling.h"
#include "searcher/verify.h"

namespace pilcrow {
namespace searcher {
namespace {

using Snapshots = std::vector<store::Snapshot>;

std::vector<Xapian::Database> databases_of(const Snapshots& snapshots) {
  std::vector<Xapian::Database> databases;
  for (const store::Snapshot& snapshot : snapshots) databases.push_back(snapshot.database());
  return databases;
}

std::shared_ptr<store::GlassReader> direct_of(const Snapshots& snapshots) {
  return snapshots.size() == 1 ? snapshots.front().direct() : nullptr;
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

/// Says which indexes answer. Of several, the generation and the revision are those of the first.
void tell_state(const Snapshots& snapshots, Summary& summary) {
  summary.indexes = states_of(snapshots);
  const IndexState& first = summary.indexes.front();
  summary.generation = first.generation;
  summary.revision = first.revision;
  summary.fingerprint = first.fingerprint;
  for (const IndexState& index : summary.indexes) {
    if (!summary.index_id.empty()) summary.index_id += ',';
    summary.index_id += index.index_id;
  }
  for (const store::Snapshot& snapshot : snapshots) summary.paragraphs += snapshot.database().get_doccount();
}

/// Whether a search has to know all files: to filter by them, to count by them, and to list by them what nothing ranks.
bool needs_files(const Query& query, const std::vector<OptionFilter>& filters, const SearchOptions& options) {
  bool ranks = false;
  each_leaf(query,
            [&](const Clause& leaf, bool excluded) { ranks = ranks || (!excluded && leaf.field == Field::anywhere); });
  if (!options.facets.empty() || options.sort != SortBy::relevance || !ranks) return true;
  return looks_at_files(query) ||
         std::any_of(filters.begin(), filters.end(), [](const OptionFilter& filter) { return looks_at_files(filter); });
}

/// Whether any field is asked for.
bool has_filter(const Query& query) {
  bool has = false;
  each_leaf(query, [&](const Clause& leaf, bool) { has = has || leaf.field != Field::anywhere; });
  return has;
}

Xapian::Query filtered(const Xapian::Query& query, const std::vector<Xapian::Query>& filters) {
  Xapian::Query result = query;
  for (const Xapian::Query& filter : filters) result = {Xapian::Query::OP_FILTER, result, filter};
  return result;
}

/// One search on one state of the indexes.
class Search {
 public:
  /// `files` is nullptr where nothing looks at them.
  Search(const Snapshots& snapshots, Analyzers& analyzers, const Query& query, const SearchOptions& options,
         KnownFiles* files)
      : snapshots_(snapshots),
        analyzers_(analyzers),
        query_(query),
        asked_(settled(query, analyzers.of(std::string(text::unknown_language)))),
        options_(options),
        files_(files),
        languages_(languages_of(snapshots)),
        matcher_(databases_of(snapshots), direct_of(snapshots)),
        loader_(snapshots) {}

  /// Neither this paragraph nor one identical to it is to be found.
  void leave_out(Place place) {
    left_out_ = matcher_.these({place});
    if (const std::string twins = matcher_.words_of(place); !twins.empty()) {
      left_out_ = {Xapian::Query::OP_OR, left_out_, Xapian::Query(store::twins_term(twins))};
    }
  }

  Result<SearchResult> run(const std::vector<OptionFilter>& filters) {
    for (const OptionFilter& filter : filters) {
      filters_.push_back({filter.name, looks_at_files(filter) ? files_->passing(filter.values, matcher_)
                                                              : compile_query(query_of(filter)).ranked});
    }
    if (auto go = go_on(); !go) return tl::unexpected<Error>(std::move(go.error()));
    compiled_ = compile_query(asked_);
    if (options_.correct) correct();
    ranked_ = filtered(asked_for(), filter_queries());
    if (auto go = go_on(); !go) return tl::unexpected<Error>(std::move(go.error()));
    describe();
    if (auto found = find_hits(); !found) return tl::unexpected<Error>(std::move(found.error()));
    if (auto go = go_on(); !go) return tl::unexpected<Error>(std::move(go.error()));
    count_all_words();
    if (result_.summary.matches == 0) find_hindrances();
    return std::move(result_);
  }

 private:
  struct Filter {
    std::string name;
    Xapian::Query query;
  };

  Result<void> go_on() const {
    if (options_.cancelled && options_.cancelled()) return failure(ErrorCode::cancelled, "the search was cancelled");
    return {};
  }

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
      if (stands.size() == most_words) break;  // Those behind so many words are not looked for.
      const bool is_unsigned = clause.kind == ClauseKind::phrase && clause.occurrence == Occurrence::should;
      if (!is_unsigned || is_filter(clause)) continue;
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
    const Xapian::Database& index = matcher_.combined();
    Expander expander(index);
    IndexView view;
    view.languages = languages_;
    view.matches_any = [&](const Xapian::Query& asked) { return matcher_.any(asked); };
    view.frequency = [&](const std::string& term) { return matcher_.frequency(term); };
    view.expander = &expander;
    view.files = [&](const Clause& filter) { return files_->passing({filter}, matcher_); };
    if (options_.correct) {
      view.relatives = [&](const std::string& word, const std::vector<std::string>& own) {
        return matches_little(index, own) ? related_terms(index, word, own) : std::vector<std::string>();
      };
    }
    CompiledQuery compiled = compile(query, view, analyzers_);
    if (!left_out_.empty()) {
      compiled.ranked = {Xapian::Query::OP_AND_NOT, compiled.ranked, left_out_};
      compiled.all_words = {Xapian::Query::OP_AND_NOT, compiled.all_words, left_out_};
      compiled.only_words = false;
    }
    return compiled;
  }

  /// Without a query, all that passes the filters is asked for; and all there is where that is to be counted or listed.
  /// Nothing is like a paragraph without a telling word.
  Xapian::Query asked_for() const {
    const bool narrowed = !filters_.empty() || !options_.facets.empty() || options_.sort != SortBy::relevance;
    return query_.clauses.empty() && left_out_.empty() && narrowed ? Xapian::Query::MatchAll : compiled_.ranked;
  }

  std::vector<Xapian::Query> filter_queries() const {
    std::vector<Xapian::Query> queries;
    for (const Filter& filter : filters_) queries.push_back(filter.query);
    return queries;
  }

  void describe() {
    Summary& summary = result_.summary;
    summary.query = canonical(query_);
    for (const QueryWord& word : compiled_.words) {
      auto& missing = summary.missing;
      if (!word.missing || std::find(missing.begin(), missing.end(), word.typed) != missing.end()) continue;
      missing.push_back(word.typed);
      describe_nearest(word);
    }
    summary.stopped.assign(compiled_.stopped.begin(), compiled_.stopped.end());
    for (const auto& [language, paragraphs] : languages_) summary.languages.push_back(language);
    std::stable_sort(summary.languages.begin(), summary.languages.end(),
                     [&](const auto& a, const auto& b) { return languages_.at(a) > languages_.at(b); });
    tell_state(snapshots_, summary);
    result_.notes.insert(result_.notes.begin(), asked_.notes.begin(), asked_.notes.end());
    result_.notes.insert(result_.notes.end(), compiled_.notes.begin(), compiled_.notes.end());
    if (result_.notes.size() > most_notes) result_.notes.resize(most_notes);
    if (ranked_.empty() && compiled_.words.empty() && !has_filter(asked_)) {
      result_.notes.push_back({"nothing to look for: the query holds no word", 0});
    }
  }

  /// Of one word, and of words that are all required, the matches are those that hold every word, and are counted.
  void count_all_words() {
    Summary& summary = result_.summary;
    if (is_only_words()) {
      std::vector<Forms> words;
      words.reserve(compiled_.wanted.size());
      for (const WantedWord& word : compiled_.wanted) words.push_back(word.forms);
      summary.all_words = matcher_.count(compiled_.all_words, words);
      return;
    }
    const Xapian::Query all = filtered(compiled_.all_words, filter_queries());
    const bool counted = !summary.matches_estimated && !options_.group_by_file;
    const bool same = counted && all.get_description() == ranked_.get_description();
    summary.all_words = same ? summary.matches : matcher_.count(all);
  }

  /// What a word that occurs nowhere may have been meant to be, where that is worth a look.
  void describe_nearest(const QueryWord& word) {
    if (result_.summary.nearest.size() == most_corrections || !may_be_misspelt(word.surface)) return;
    std::vector<NearWord> near = words_within(matcher_.combined(), word.surface, farthest_nearest,
                                              {"", store::prefix_title, store::prefix_heading}, nearest_effort_);
    std::stable_sort(near.begin(), near.end(),
                     [](const NearWord& a, const NearWord& b) { return a.paragraphs > b.paragraphs; });
    if (near.size() > most_nearest) near.resize(most_nearest);
    NearestWords nearest{word.typed, {}};
    for (NearWord& one : near) nearest.words.push_back(std::move(one.word));
    if (!nearest.words.empty()) result_.summary.nearest.push_back(std::move(nearest));
  }

  Result<void> find_hits() {
    Summary& summary = result_.summary;
    if (!options_.facets.empty()) {
      auto counted = facets(options_.facets, ranked_, matcher_, files_->files(), languages_);
      if (!counted) return tl::unexpected<Error>(std::move(counted.error()));
      summary.facets = std::move(*counted);
    }
    if (!options_.hits_wanted || options_.limit == 0) {
      summary.matches = options_.group_by_file ? matcher_.count_files(ranked_) : matcher_.count(ranked_);
      return {};
    }
    // No more than there are, so that the sum is safe and nothing is reserved in vain.
    const std::size_t all = std::max<std::size_t>(matcher_.combined().get_doccount(), 1);
    const std::size_t begin = std::min(options_.offset, all);
    auto list = ranked_list(begin, begin + std::min(options_.limit, all));
    if (!list) return tl::unexpected<Error>(std::move(list.error()));
    summary.matches = list->count;
    summary.matches_estimated = list->count_estimated;
    std::vector<Place> places;
    for (std::size_t i = 0; i < list->shown.size(); ++i) {
      if (auto go = go_on(); !go) return go;
      auto hit = present(list->shown[i]);
      if (!hit) return tl::unexpected<Error>(std::move(hit.error()));
      hit->rank = begin + i + 1;
      result_.hits.push_back(std::move(*hit));
      places.push_back(list->shown[i].place);
    }
    find_lacking(places);
    if (options_.explain) {
      if (auto done = explain_hits(list->shown); !done) return done;
    }
    if (options_.context.section || options_.context.paragraphs > 0) {
      if (auto done = add_context(result_.hits, places, loader_, options_.context); !done) return done;
    }
    if (options_.budget > 0) summary.words_shown = keep_within(result_.hits, options_.budget);
    return {};
  }

  /// Where nothing ranks, all matches are alike, and stand in the order of their sources.
  Result<RankedList> ranked_list(std::size_t begin, std::size_t end) {
    if (files_ != nullptr && (options_.sort != SortBy::relevance || !compiled_.ranks)) {
      const SortBy sort = options_.sort == SortBy::date ? SortBy::date : SortBy::path;
      return listing(matcher_, loader_, files_->files(), ranked_, sort, begin, end, options_.group_by_file);
    }
    const Statistics statistics = statistics_of();
    Reranker reranker(asked_, compiled_.stopped, analyzers_, statistics);
    std::vector<WordForm> forms;
    if (is_only_words()) {
      for (const Addend& addend : compiled_.addends) {
        forms.insert(forms.end(), addend.forms.begin(), addend.forms.end());
      }
    }
    Ranker ranker(matcher_, loader_, reranker, ranked_, std::move(forms));
    return options_.group_by_file ? ranker.files(begin, end) : ranker.paragraphs(begin, end);
  }

  /// Whether no more is asked for than the words of compiled_.
  bool is_only_words() const { return compiled_.only_words && filters_.empty(); }

  /// Says of each hit which words it does not hold.
  void find_lacking(const std::vector<Place>& places) {
    if (compiled_.wanted.empty() || places.empty()) return;
    if (!compiled_.only_words && matcher_.among(compiled_.all_words, places).size() == places.size()) return;
    std::set<std::string> known;
    for (const WantedWord& word : compiled_.wanted) {
      if (!known.insert(word.typed).second) continue;
      const std::set<Place> holding = matcher_.among(word.query, word.forms, places);
      for (std::size_t i = 0; i < places.size(); ++i) {
        if (holding.count(places[i]) == 0) result_.hits[i].lacks.push_back(word.typed);
      }
    }
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
    return {languages_, [&](const std::string& term) { return matcher_.frequency(term); }, database.get_doccount(),
            database.get_avlength() / 2};
  }

  Result<Hit> present(const Ranked& ranked) {
    const auto paragraph = loader_.paragraph(ranked.place);
    if (!paragraph) return tl::unexpected<Error>(paragraph.error());
    Hit hit = loader_.hit(**paragraph);
    hit.score = ranked.score;
    hit.highlights = highlight(analyzers_.of(hit.language), hit.text, asked_, compiled_);
    if (hit.page && hit.page->first != hit.page->last) {
      hit.page = loader_.pages(**paragraph, most_telling_sentence(hit.text, hit.highlights));
    }
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

  /// What alone stands between the query and a hit: filters first, then parts of the query; "the filters together" where
  /// no single one does. And which filters nothing passes.
  void find_hindrances() {
    Summary& summary = result_.summary;
    const auto add = [&](std::string part, std::string instead, const Xapian::Query& without) {
      if (without.empty()) return;
      const std::uint64_t matches = matcher_.count(without);
      if (matches > 0) summary.hindrances.push_back({std::move(part), matches, std::move(instead)});
    };
    for (std::size_t left_out = 0; left_out < filters_.size(); ++left_out) {
      std::vector<Xapian::Query> others;
      for (std::size_t i = 0; i < filters_.size(); ++i) {
        if (i != left_out) others.push_back(filters_[i].query);
      }
      add(filters_[left_out].name, {}, filtered(asked_for(), others));
    }
    if (filters_.size() > 1 && summary.hindrances.empty()) add("the filters together", {}, asked_for());
    for (std::size_t number = 0; number < most_parts_tried; ++number) {
      Query without = asked_;
      const auto relief = relieve(without, number);
      if (!relief) break;
      add(canonical(relief->part), canonical({relief->instead, {}}),
          filtered(compile_query(without).ranked, filter_queries()));
    }
    find_closed_filters();
    if (!summary.closed.empty()) {
      summary.emptied_by = summary.closed.front();
    } else if (!summary.hindrances.empty()) {
      summary.emptied_by = summary.hindrances.front().part;
    }
  }

  void find_closed_filters() {
    std::vector<std::string>& closed = result_.summary.closed;
    for (const Filter& filter : filters_) {
      if (!matcher_.any(filter.query)) closed.push_back(filter.name);
    }
    std::size_t tried = 0;
    each_leaf(asked_, [&](const Clause& leaf, bool excluded) {
      if (excluded || !is_filter(leaf) || ++tried > most_parts_tried) return;
      if (!matcher_.any(compile_query({{leaf}, {}}).ranked)) closed.push_back(canonical({{leaf}, {}}));
    });
  }

  static constexpr std::size_t most_notes = 32;  ///< More would not be read.
  static constexpr std::size_t most_parts_tried = 8;
  static constexpr std::size_t farthest_nearest = 2;
  static constexpr std::size_t most_nearest = 3;

  const Snapshots& snapshots_;
  Analyzers& analyzers_;
  const Query& query_;  ///< As typed.
  Query asked_;         ///< Settled, and with corrected words.
  const SearchOptions& options_;
  KnownFiles* files_;
  const std::map<std::string, std::uint64_t> languages_;
  const Matcher matcher_;
  HitLoader loader_;
  std::vector<Filter> filters_;
  Xapian::Query left_out_;  ///< Empty: nothing is.
  CompiledQuery compiled_;
  Xapian::Query ranked_;  ///< Filters included.
  std::size_t nearest_effort_ = most_terms_read;
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
    return timed(options.state, [&](const std::vector<store::Snapshot>& snapshots) -> Result<SearchResult> {
      return answer(snapshots, searcher::parse(text), std::nullopt, options);
    });
  }

  Result<SearchResult> similar(std::string_view citation, const SearchOptions& options) {
    auto result = timed(options.state, [&](const std::vector<store::Snapshot>& snapshots) -> Result<SearchResult> {
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

  Result<SearchResult> read(std::string_view place, const ReadOptions& options) {
    return timed(options.state, [&](const std::vector<store::Snapshot>& snapshots) {
      auto result = searcher::read_place(snapshots, place, options.context);
      if (result) searcher::tell_state(snapshots, result->summary);
      return result;
    });
  }

  Result<VerifyReport> verify(const std::vector<Claim>& claims, const VerifyOptions& options) {
    return on_newest(options.state, [&](const std::vector<store::Snapshot>& snapshots) {
      const searcher::Matcher matcher(searcher::databases_of(snapshots));
      const auto frequency = [&](const std::string& term) { return matcher.frequency(term); };
      SearchOptions few;
      few.limit = 5;
      few.correct = false;
      few.cancelled = options.cancelled;
      const auto find_like = [&](const std::string& text, const std::string& language) -> Result<std::vector<Hit>> {
        auto result = answer(snapshots, searcher::rarest_words(text, analyzers_.of(language), frequency), {}, few);
        if (!result) return tl::unexpected<Error>(std::move(result.error()));
        return std::move(result->hits);
      };
      auto report = searcher::verify_claims(snapshots, claims, options, find_like);
      if (report) report->indexes = searcher::states_of(snapshots);
      return report;
    });
  }

  Result<Outline> outline(std::string_view path, const std::string& state) {
    return on_newest(state, [&](const std::vector<store::Snapshot>& snapshots) {
      auto outline = searcher::outline_of(snapshots, path);
      if (outline) outline->indexes = searcher::states_of(snapshots);
      return outline;
    });
  }

 private:
  /// Kept for the next search on the same state.
  Result<searcher::KnownFiles*> files(const std::vector<store::Snapshot>& snapshots) {
    auto marks = searcher::marks_of(snapshots);
    if (!files_ || marks != files_marks_) {
      auto read = searcher::Files::read(snapshots);
      if (!read) return tl::unexpected<Error>(std::move(read.error()));
      files_.emplace(std::move(*read));
      files_marks_ = std::move(marks);
    }
    return &*files_;
  }

  Result<SearchResult> answer(const std::vector<store::Snapshot>& snapshots, const searcher::Query& query,
                              std::optional<searcher::Place> left_out, const SearchOptions& options) {
    const auto filters = searcher::option_filters(options);
    if (!filters) return tl::unexpected<Error>(filters.error());
    searcher::KnownFiles* all = nullptr;
    if (searcher::needs_files(query, *filters, options)) {
      const auto read = files(snapshots);
      if (!read) return tl::unexpected<Error>(read.error());
      all = *read;
    }
    searcher::Search search(snapshots, analyzers_, query, options, all);
    if (left_out) search.leave_out(*left_out);
    return search.run(*filters);
  }

  /// Runs `unit` on the newest state of the indexes, which must be `state` where one is given.
  template <class Unit>
  auto on_newest(const std::string& state, const Unit& unit)
      -> std::invoke_result_t<const Unit&, const std::vector<store::Snapshot>&> {
    return store::with_snapshots(indexes_, snapshots_,
                                 [&](const std::vector<store::Snapshot>& snapshots)
                                     -> std::invoke_result_t<const Unit&, const std::vector<store::Snapshot>&> {
                                   if (auto same = searcher::expect_state(snapshots, state); !same) {
                                     return tl::unexpected<Error>(std::move(same.error()));
                                   }
                                   return unit(snapshots);
                                 });
  }

  template <class Unit>
  Result<SearchResult> timed(const std::string& state, const Unit& unit) {
    const auto start = std::chrono::steady_clock::now();
    auto result = on_newest(state, unit);
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    if (result) result->summary.milliseconds = elapsed.count();
    return result;
  }

  std::vector<std::filesystem::path> indexes_;
  std::vector<store::Snapshot> snapshots_;
  searcher::Analyzers analyzers_;
  std::optional<searcher::KnownFiles> files_;
  std::vector<store::CommitMark> files_marks_;
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

Result<SearchResult> Searcher::read(std::string_view place, const ReadOptions& options) {
  return impl_->read(place, options);
}

Result<Outline> Searcher::outline(std::string_view path, std::string_view state) {
  return impl_->outline(path, std::string(state));
}

Result<VerifyReport> Searcher::verify(const std::vector<Claim>& claims, const VerifyOptions& options) {
  return impl_->verify(claims, options);
}

Searcher::Searcher(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;
Searcher::~Searcher() = default;

}  // namespace pilcrow
