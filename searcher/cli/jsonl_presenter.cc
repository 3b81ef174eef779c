// SPDX-License-Identifier: GPL-3.0-or-later
// One JSON object a line; docs/json-output.md is the contract. Additive changes only.
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/cli/json.h"
#include "searcher/cli/presenter.h"

namespace pilcrow::searcher::cli {
namespace {

using nlohmann::ordered_json;

constexpr int format_version = 1;

ordered_json path_json(const std::string& path) {
  return pilcrow::cli::path_to_json<ordered_json>(path);
}

ordered_json page_json(const std::optional<PageRange>& page) {
  if (!page) return nullptr;
  return {{"first", page->first},
          {"last", page->last},
          {"label", page->label},
          {"cited", page->cited},
          {"cited_label", page->cited_label}};
}

const char* name_of(Freshness freshness) {
  switch (freshness) {
    case Freshness::current:
      return "current";
    case Freshness::modified:
      return "modified";
    case Freshness::missing:
      return "missing";
    case Freshness::unknown:
      return "unknown";
  }
  return "unknown";
}

/// Microseconds and millionths of a score are noise.
double rounded(double value) {
  return std::round(value * 1e6) / 1e6;
}

template <class Range>
std::array<decltype(Range::begin), 2> pair_of(const Range& range) {
  return {range.begin, range.end};
}

std::array<std::uint32_t, 2> pair_of(const LineRange& lines) {
  return {lines.first, lines.last};
}

ordered_json begin(const char* type, const std::optional<std::string>& query_id) {
  ordered_json object = {{"type", type}, {"format_version", format_version}};
  if (query_id) object["query_id"] = *query_id;
  return object;
}

std::string line_of(const ordered_json& object) {
  return pilcrow::cli::json_line(object);
}

ordered_json explanation_json(const Explanation& explanation) {
  ordered_json words = ordered_json::array();
  for (const ExplainedWord& word : explanation.words) {
    ordered_json forms = ordered_json::array();
    for (const ExplainedForm& form : word.forms) {
      forms.push_back({{"form", form.form}, {"languages", form.languages}});
    }
    words.push_back({{"typed", word.typed},
                     {"count", word.count},
                     {"required", word.required},
                     {"phrase", word.phrase},
                     {"forms", std::move(forms)},
                     {"relatives", word.relatives},
                     {"paragraphs", word.paragraphs},
                     {"in_text", word.in_text},
                     {"in_title", word.in_title},
                     {"in_headings", word.in_headings},
                     {"in_file_name", word.in_file_name},
                     {"of_relatives", word.of_relatives},
                     {"weight", rounded(word.weight)}});
  }
  const RerankParts& parts = explanation.rerank;
  return {{"words", std::move(words)},
          {"rerank",
           {{"run", rounded(parts.run)},
            {"sentence", rounded(parts.sentence)},
            {"nearness", rounded(parts.nearness)},
            {"exact", rounded(parts.exact)},
            {"file", rounded(parts.file)},
            {"grams", rounded(parts.grams)}}}};
}

/// What of the text was kept, where it is not all.
void add_kept(ordered_json& object, const std::optional<ByteRange>& kept, std::uint64_t kept_of) {
  if (!kept) return;
  object["kept"] = pair_of(*kept);
  object["kept_of"] = kept_of;
}

ordered_json neighbors_json(const std::vector<Neighbor>& neighbors) {
  ordered_json objects = ordered_json::array();
  for (const Neighbor& neighbor : neighbors) {
    ordered_json object = {{"paragraph", neighbor.paragraph},  {"lines", pair_of(neighbor.lines)},
                           {"bytes", pair_of(neighbor.bytes)}, {"page", page_json(neighbor.page)},
                           {"headings", neighbor.headings},    {"text", neighbor.text}};
    add_kept(object, neighbor.kept, neighbor.kept_of);
    object["citation"] = neighbor.citation;
    objects.push_back(std::move(object));
  }
  return objects;
}

const char* name_of(FacetField field) {
  switch (field) {
    case FacetField::path:
      return "path";
    case FacetField::type:
      return "type";
    case FacetField::language:
      return "language";
    case FacetField::root:
      return "root";
  }
  return "type";
}

ordered_json facets_json(const std::vector<Facet>& facets) {
  ordered_json object = ordered_json::object();
  for (const Facet& facet : facets) {
    ordered_json counts = ordered_json::array();
    for (const FacetCount& count : facet.counts) {
      counts.push_back({{"value", path_json(count.value)}, {"matches", count.matches}});
    }
    object[name_of(facet.field)] = std::move(counts);
  }
  return object;
}

std::string hit_line(const Hit& hit, const PresenterOptions& options, const std::optional<std::string>& query_id) {
  ordered_json object = begin("hit", query_id);
  object["rank"] = hit.rank;
  object["score"] = rounded(hit.score);
  object["path"] = path_json(hit.path);
  object["root"] = path_json(hit.root);
  object["title"] = hit.title;
  object["headings"] = hit.headings;
  object["paragraph"] = hit.paragraph;
  object["lines"] = pair_of(hit.lines);
  object["bytes"] = pair_of(hit.bytes);
  if (hit.bytes_of_extracted) object["bytes_of"] = "extracted";
  object["page"] = page_json(hit.page);
  object["encoding"] = hit.encoding;
  object["language"] = hit.language;
  object["date"] = hit.date;
  object["text"] = hit.text;
  add_kept(object, hit.kept, hit.kept_of);
  object["highlights"] = ordered_json::array();
  for (const ByteRange& highlight : hit.highlights) object["highlights"].push_back(pair_of(highlight));
  object["freshness"] = name_of(hit.freshness);
  object["citation"] = hit.citation;
  if (!hit.meta.empty()) {
    ordered_json meta = ordered_json::parse(hit.meta, nullptr, false);
    if (meta.is_object()) object["meta"] = std::move(meta);
  }
  object["partial"] = !hit.lacks.empty();
  object["lacks"] = hit.lacks;
  if (options.context) {
    object["before"] = neighbors_json(hit.before);
    object["after"] = neighbors_json(hit.after);
  }
  object["also_in"] = ordered_json::array();
  for (const OtherPlace& place : hit.also_in) {
    object["also_in"].push_back({{"path", path_json(place.path)},
                                 {"root", path_json(place.root)},
                                 {"paragraph", place.paragraph},
                                 {"lines", pair_of(place.lines)},
                                 {"identical", place.identical}});
    if (place.page) object["also_in"].back()["page"] = page_json(place.page);
  }
  if (hit.paragraphs_in_file > 0) object["paragraphs_in_file"] = hit.paragraphs_in_file;
  if (hit.explanation) object["explanation"] = explanation_json(*hit.explanation);
  return line_of(object);
}

std::string summary_line(const SearchResult& result, const PresenterOptions& options,
                         const std::optional<std::string>& query_id) {
  const Summary& summary = result.summary;
  ordered_json object = begin("summary", query_id);
  object["query"] = summary.query;
  object["matches"] = summary.matches;
  object["matches_estimated"] = summary.matches_estimated;
  object["all_words"] = summary.all_words;
  object["milliseconds"] = std::round(summary.milliseconds * 1e3) / 1e3;
  object["index_id"] = summary.index_id;
  object["generation"] = summary.generation;
  object["revision"] = summary.revision;
  object["fingerprint"] = summary.fingerprint;
  object["paragraphs"] = summary.paragraphs;
  object["missing"] = summary.missing;
  object["corrections"] = ordered_json::array();
  for (const Correction& correction : summary.corrections) {
    object["corrections"].push_back({{"typed", correction.typed}, {"used", correction.used}});
  }
  object["stopped"] = summary.stopped;
  object["languages"] = summary.languages;
  if (!summary.similar_to.empty()) object["similar_to"] = summary.similar_to;
  object["nearest"] = ordered_json::array();
  for (const NearestWords& nearest : summary.nearest) {
    object["nearest"].push_back({{"typed", nearest.typed}, {"words", nearest.words}});
  }
  object["closed"] = summary.closed;
  object["emptied_by"] = summary.emptied_by;
  object["hindrances"] = ordered_json::array();
  for (const Hindrance& hindrance : summary.hindrances) {
    ordered_json one = {{"part", hindrance.part}, {"matches", hindrance.matches}};
    if (!hindrance.instead.empty()) one["instead"] = hindrance.instead;
    object["hindrances"].push_back(std::move(one));
  }
  if (!summary.facets.empty()) object["facets"] = facets_json(summary.facets);
  if (options.budget > 0) object["words_shown"] = summary.words_shown;
  object["notes"] = ordered_json::array();
  for (const Note& note : result.notes) {
    object["notes"].push_back({{"message", note.message}, {"column", note.column}});
  }
  return line_of(object);
}

class JsonlPresenter : public Presenter {
 public:
  explicit JsonlPresenter(PresenterOptions options) : options_(std::move(options)) {}

  std::string present(const SearchResult& result, const std::optional<std::string>& query_id) override {
    std::string lines;
    for (const Hit& hit : result.hits) lines += hit_line(hit, options_, query_id);
    return lines + summary_line(result, options_, query_id);
  }

 private:
  PresenterOptions options_;
};

}  // namespace

std::unique_ptr<Presenter> make_jsonl_presenter(const PresenterOptions& options) {
  return std::make_unique<JsonlPresenter>(options);
}

}  // namespace pilcrow::searcher::cli
