# SPDX-License-Identifier: GPL-3.0-or-later
pilcrow_test(cli_test
  SOURCES unit/cli/message_test.cc unit/cli/options_test.cc unit/cli/terminal_test.cc
  LIBRARIES pilcrow_cli)

pilcrow_test(searcher_test
  SOURCES
    unit/searcher/arguments_test.cc
    unit/searcher/budget_test.cc
    unit/searcher/compile_test.cc
    unit/searcher/context_test.cc
    unit/searcher/excerpt_test.cc
    unit/searcher/explain_test.cc
    unit/searcher/explanation_test.cc
    unit/searcher/facets_test.cc
    unit/searcher/files_test.cc
    unit/searcher/highlight_test.cc
    unit/searcher/json_test.cc
    unit/searcher/likeness_test.cc
    unit/searcher/listing_test.cc
    unit/searcher/llm_presenter_test.cc
    unit/searcher/match_test.cc
    unit/searcher/presenter_test.cc
    unit/searcher/query_lines_test.cc
    unit/searcher/query_test.cc
    unit/searcher/rank_test.cc
    unit/searcher/readable_test.cc
    unit/searcher/rerank_test.cc
    unit/searcher/sample_index.cc
    unit/searcher/searcher_test.cc
    unit/searcher/similar_test.cc
    unit/searcher/spelling_test.cc
    unit/searcher/telling_test.cc
    unit/searcher/words_test.cc
  LIBRARIES pilcrow_searcher pilcrow_search_cli PkgConfig::xapian fmt::fmt)
