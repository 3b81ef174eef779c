// SPDX-License-Identifier: GPL-3.0-or-later
// The half of include/pilcrow/json.h that answers; docs/json-output.md is the contract. Additive changes only.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/json.h"
#include "pilcrow/json.h"
#include "pilcrow/search.h"
#include "pilcrow/verify.h"

namespace pilcrow {
namespace {

using text::begin_json;
using text::Json;
using text::json_line;
using text::pair_of;
using text::path_json;

Json page_json(const std::optional<PageRange>& page) {
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

Json explanation_json(const Explanation& explanation) {
  Json words = Json::array();
  for (const ExplainedWord& word : explanation.words) {
    Json forms = Json::array();
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
void add_kept(Json& object, const std::optional<ByteRange>& kept, std::uint64_t kept_of) {
  if (!kept) return;
  object["kept"] = pair_of(*kept);
  object["kept_of"] = kept_of;
}

Json neighbors_json(const std::vector<Neighbor>& neighbors) {
  Json objects = Json::array();
  for (const Neighbor& neighbor : neighbors) {
    Json object = {{"paragraph", neighbor.paragraph},  {"lines", pair_of(neighbor.lines)},
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

Json facets_json(const std::vector<Facet>& facets) {
  Json object = Json::object();
  for (const Facet& facet : facets) {
    Json counts = Json::array();
    for (const FacetCount& count : facet.counts) {
      counts.push_back({{"value", path_json(count.value)}, {"matches", count.matches}});
    }
    object[name_of(facet.field)] = std::move(counts);
  }
  return object;
}

bool has_context(const SearchOptions& asked) {
  return asked.context.section || asked.context.paragraphs > 0;
}

/// Which indexes answered, and the name of their state.
void add_indexes(Json& object, const std::vector<IndexState>& indexes) {
  object["indexes"] = Json::array();
  for (const IndexState& index : indexes) {
    object["indexes"].push_back({{"index_id", index.index_id},
                                 {"generation", index.generation},
                                 {"revision", index.revision},
                                 {"fingerprint", index.fingerprint}});
  }
  object["state"] = state_name(indexes);
}

bool is_object_on_one_line(const std::string& json) {
  return json.starts_with('{') && json.find_first_of("\r\n") == std::string::npos && Json::accept(json);
}

/// Puts an exporter's object into its place, as it was given: to read it would cost the square of its members' number.
void insert_meta(std::string& line, const std::string& meta) {
  // It stands there once: in a string the quotes would be escaped.
  static constexpr std::string_view place = "\"meta\":null";
  line.replace(line.find(place), place.size(), "\"meta\":" + text::with_escaped_controls(meta));
}

std::string hit_line(const Hit& hit, const SearchOptions& asked, const std::optional<std::string>& query_id) {
  Json object = begin_json("hit", query_id);
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
  object["highlights"] = Json::array();
  for (const ByteRange& highlight : hit.highlights) object["highlights"].push_back(pair_of(highlight));
  object["freshness"] = name_of(hit.freshness);
  object["citation"] = hit.citation;
  const bool has_meta = is_object_on_one_line(hit.meta);
  if (has_meta) object["meta"] = nullptr;
  object["partial"] = !hit.lacks.empty();
  object["lacks"] = hit.lacks;
  if (has_context(asked)) {
    object["before"] = neighbors_json(hit.before);
    object["after"] = neighbors_json(hit.after);
  }
  object["also_in"] = Json::array();
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
  std::string line = json_line(object);
  if (has_meta) insert_meta(line, hit.meta);
  return line;
}

std::string summary_line(const SearchResult& result, const SearchOptions& asked,
                         const std::optional<std::string>& query_id) {
  const Summary& summary = result.summary;
  Json object = begin_json("summary", query_id);
  object["query"] = summary.query;
  object["matches"] = summary.matches;
  object["matches_estimated"] = summary.matches_estimated;
  object["all_words"] = summary.all_words;
  object["milliseconds"] = std::round(summary.milliseconds * 1e3) / 1e3;
  object["index_id"] = summary.index_id;
  object["generation"] = summary.generation;
  object["revision"] = summary.revision;
  object["fingerprint"] = summary.fingerprint;
  add_indexes(object, summary.indexes);
  object["paragraphs"] = summary.paragraphs;
  object["missing"] = summary.missing;
  object["corrections"] = Json::array();
  for (const Correction& correction : summary.corrections) {
    object["corrections"].push_back({{"typed", correction.typed}, {"used", correction.used}});
  }
  object["stopped"] = summary.stopped;
  object["languages"] = summary.languages;
  if (!summary.similar_to.empty()) object["similar_to"] = summary.similar_to;
  object["nearest"] = Json::array();
  for (const NearestWords& nearest : summary.nearest) {
    object["nearest"].push_back({{"typed", nearest.typed}, {"words", nearest.words}});
  }
  object["closed"] = summary.closed;
  object["emptied_by"] = summary.emptied_by;
  object["hindrances"] = Json::array();
  for (const Hindrance& hindrance : summary.hindrances) {
    Json one = {{"part", hindrance.part}, {"matches", hindrance.matches}};
    if (!hindrance.instead.empty()) one["instead"] = hindrance.instead;
    object["hindrances"].push_back(std::move(one));
  }
  if (!summary.facets.empty()) object["facets"] = facets_json(summary.facets);
  if (asked.budget > 0) object["words_shown"] = summary.words_shown;
  object["notes"] = Json::array();
  for (const Note& note : result.notes) {
    object["notes"].push_back({{"message", note.message}, {"column", note.column}});
  }
  return json_line(object);
}

Json claim_json(const Claim& claim) {
  return {{"citation", claim.citation},
          {"quote", claim.quote},
          {"whole", claim.whole},
          {"path", claim.path.empty() ? Json(nullptr) : path_json(claim.path)},
          {"lines", claim.lines ? Json(pair_of(*claim.lines)) : Json(nullptr)},
          {"line", claim.line}};
}

/// Where it stands now, or what it was compared with; null where there is neither.
Json found_json(const Verification& one) {
  if (one.path.empty()) return nullptr;
  return {{"path", path_json(one.path)},
          {"root", path_json(one.root)},
          {"lines", pair_of(one.lines)},
          {"bytes", pair_of(one.bytes)},
          {"page", page_json(one.page)},
          {"headings", one.headings},
          {"text", one.text},
          {"citation", one.citation},
          {"freshness", name_of(one.freshness)},
          {"from_file", one.from_file}};
}

std::string verdict_line(const Verification& one) {
  Json object = begin_json("verdict");
  object["verdict"] = name_of(one.verdict);
  object["holds"] = holds(one.verdict);
  object["message"] = one.message;
  object["claim"] = claim_json(one.claim);
  object["found"] = found_json(one);
  object["reflowed"] = one.reflowed;
  object["changes"] = Json::array();
  for (const Change& change : one.changes) object["changes"].push_back({{"was", change.was}, {"now", change.now}});
  return json_line(object);
}

}  // namespace

std::string to_json_lines(const SearchResult& result, const SearchOptions& asked,
                          const std::optional<std::string>& query_id) {
  std::string lines;
  for (const Hit& hit : result.hits) lines += hit_line(hit, asked, query_id);
  return lines + summary_line(result, asked, query_id);
}

std::string to_json(const Outline& outline) {
  Json object = begin_json("outline");
  object["path"] = path_json(outline.path);
  object["root"] = path_json(outline.root);
  object["title"] = outline.title;
  object["reader"] = outline.type;
  object["language"] = outline.language;
  object["date"] = outline.date;
  object["paragraphs"] = outline.paragraphs;
  object["freshness"] = name_of(outline.freshness);
  object["entries"] = Json::array();
  for (const OutlineEntry& entry : outline.entries) {
    object["entries"].push_back({{"headings", entry.headings},
                                 {"first_paragraph", entry.first_paragraph},
                                 {"paragraphs", entry.paragraphs},
                                 {"lines", pair_of(entry.lines)},
                                 {"page", page_json(entry.page)},
                                 {"citation", entry.citation}});
  }
  add_indexes(object, outline.indexes);
  return json_line(object);
}

std::string to_json_lines(const VerifyReport& report) {
  std::string lines;
  for (const Verification& one : report.verdicts) lines += verdict_line(one);
  Json object = begin_json("verification");
  object["claims"] = report.verdicts.size();
  object["failed"] = report.failed;
  for (const Verdict verdict :
       {Verdict::exact, Verdict::moved, Verdict::changed, Verdict::gone, Verdict::misquoted, Verdict::invalid}) {
    object["verdicts"][name_of(verdict)] =
        std::count_if(report.verdicts.begin(), report.verdicts.end(),
                      [&](const Verification& one) { return one.verdict == verdict; });
  }
  add_indexes(object, report.indexes);
  return lines + json_line(object);
}

}  // namespace pilcrow
