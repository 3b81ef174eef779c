// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/c/result.h"

#include <optional>
#include <utility>

#include "core/text/utf8.h"
#include "pilcrow/json.h"
#include "searcher/c/boundary.h"

using namespace pilcrow;
using namespace pilcrow::c;

namespace {

constexpr pilcrow_string none{"", 0};

pilcrow_string view(const std::string& string) {
  return {string.c_str(), string.size()};
}

/// The query is as the caller typed it; all else that is not a path is UTF-8.
SearchResult well_formed(SearchResult result) {
  result.summary.query = text::to_valid_utf8(result.summary.query);
  return result;
}

std::vector<pilcrow_string> views(const std::vector<std::string>& strings) {
  std::vector<pilcrow_string> all;
  all.reserve(strings.size());
  for (const std::string& string : strings) all.push_back(view(string));
  return all;
}

pilcrow_range range(const ByteRange& bytes) {
  return {bytes.begin, bytes.end};
}

int freshness_of(Freshness freshness) {
  switch (freshness) {
    case Freshness::current:
      return PILCROW_CURRENT;
    case Freshness::modified:
      return PILCROW_MODIFIED;
    case Freshness::missing:
      return PILCROW_MISSING;
    case Freshness::unknown:
      return PILCROW_UNKNOWN;
  }
  return PILCROW_UNKNOWN;
}

/// All but its lists.
pilcrow_hit plain_hit(const Hit& hit) {
  pilcrow_hit plain = PILCROW_INIT(pilcrow_hit);
  plain.rank = hit.rank;
  plain.score = hit.score;
  plain.path = view(hit.path);
  plain.root = view(hit.root);
  plain.title = view(hit.title);
  plain.paragraph = hit.paragraph;
  plain.first_line = hit.lines.first;
  plain.last_line = hit.lines.last;
  plain.page_label = plain.cited_label = none;
  if (hit.page) {
    plain.first_page = hit.page->first;
    plain.last_page = hit.page->last;
    plain.cited_page = hit.page->cited;
    plain.page_label = view(hit.page->label);
    plain.cited_label = view(hit.page->cited_label);
  }
  plain.bytes = range(hit.bytes);
  plain.bytes_of_extracted = hit.bytes_of_extracted ? 1 : 0;
  plain.freshness = freshness_of(hit.freshness);
  plain.encoding = view(hit.encoding);
  plain.language = view(hit.language);
  plain.type = view(hit.type);
  plain.date = view(hit.date);
  plain.text = view(hit.text);
  plain.citation = view(hit.citation);
  plain.meta = view(hit.meta);
  if (hit.kept) {
    plain.kept = range(*hit.kept);
    plain.kept_of = hit.kept_of;
  }
  plain.paragraphs_in_file = hit.paragraphs_in_file;
  return plain;
}

}  // namespace

pilcrow_result::pilcrow_result(SearchResult result, SearchOptions asked)
    : result_(well_formed(std::move(result))), asked_(std::move(asked)), state_(state_name(result_.summary.indexes)) {
  for (const Hit& hit : result_.hits) {
    Lists lists{views(hit.headings), views(hit.lacks), {}};
    for (const ByteRange& highlight : hit.highlights) lists.highlights.push_back(range(highlight));
    lists_.push_back(std::move(lists));
  }
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    const Lists& lists = lists_[i];
    pilcrow_hit hit = plain_hit(result_.hits[i]);
    hit.headings = {lists.headings.data(), lists.headings.size()};
    hit.lacks = {lists.lacks.data(), lists.lacks.size()};
    hit.highlights = lists.highlights.data();
    hit.highlight_count = lists.highlights.size();
    hits_.push_back(hit);
  }
  const Summary& summary = result_.summary;
  summary_.struct_size = sizeof summary_;
  summary_.query = view(summary.query);
  summary_.matches = summary.matches;
  summary_.matches_estimated = summary.matches_estimated ? 1 : 0;
  summary_.all_words = summary.all_words;
  summary_.milliseconds = summary.milliseconds;
  summary_.words_shown = summary.words_shown;
  summary_.paragraphs = summary.paragraphs;
  summary_.state = view(state_);
  summary_.index_id = view(summary.index_id);
  summary_.generation = summary.generation;
  summary_.revision = summary.revision;
  summary_.fingerprint = view(summary.fingerprint);
}

std::size_t pilcrow_result_count(const pilcrow_result* result) {
  return result == nullptr ? 0 : result->hits().size();
}

const pilcrow_hit* pilcrow_result_hit(const pilcrow_result* result, std::size_t number) {
  return number < pilcrow_result_count(result) ? &result->hits()[number] : nullptr;
}

const pilcrow_summary* pilcrow_result_summary(const pilcrow_result* result) {
  return result == nullptr ? nullptr : &result->summary();
}

pilcrow_code pilcrow_result_json(const pilcrow_result* result, const pilcrow_string* query_id, pilcrow_json** json,
                                 pilcrow_error** error) {
  return guarded_into(json, "json", error, [&]() -> Result<std::unique_ptr<pilcrow_json>> {
    if (result == nullptr) return invalid("'result' is NULL");
    auto id = optional_string_of(query_id, "query_id");
    if (!id) return tl::unexpected<Error>(std::move(id.error()));
    return json_handle(to_json_lines(result->result(), result->asked(), *id));
  });
}

void pilcrow_result_free(pilcrow_result* result) {
  delete result;
}
