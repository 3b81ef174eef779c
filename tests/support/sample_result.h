// SPDX-License-Identifier: GPL-3.0-or-later
// A result as a search could give it, for tests of how results look.
#pragma once

#include "pilcrow/search.h"

namespace pilcrow::test {

inline Hit sample_hit() {
  Hit hit;
  hit.rank = 1;
  hit.score = 8.3123456789;
  hit.path = "/srv/kb/notes/energy.txt";
  hit.root = "/srv/kb";
  hit.title = "Energy";
  hit.headings = {"Wind", "Storage"};
  hit.paragraph = 7;
  hit.lines = {41, 44};
  hit.bytes = {2210, 2590};
  hit.encoding = "utf-8";
  hit.language = "en";
  hit.type = "text";
  hit.date = "2026-03-31";
  hit.text = "The wind blows at night. Storage takes up\nwhat the wind makes.";
  hit.highlights = {{4, 8}, {51, 55}};
  hit.freshness = Freshness::current;
  hit.citation = "pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10";
  return hit;
}

inline SearchResult sample_result() {
  SearchResult result;
  result.hits = {sample_hit()};
  result.summary.query = "wind -draft";
  result.summary.matches = 1234;
  result.summary.matches_estimated = true;
  result.summary.all_words = 12;
  result.summary.milliseconds = 3.7123;
  result.summary.index_id = "k3f9a2zq";
  result.summary.generation = 7;
  result.summary.revision = 42;
  result.summary.fingerprint = "schema/1";
  result.summary.indexes = {{"k3f9a2zq", 7, 42, "schema/1"}};
  result.summary.paragraphs = 96524;
  return result;
}

}  // namespace pilcrow::test
