# SPDX-License-Identifier: GPL-3.0-or-later
# The plain-text reader and the stages around it, with golden files. PILCROW_UPDATE_GOLDEN=1 rewrites those.
pilcrow_test(plain_text_test
  SOURCES
    unit/indexer/language_detection_test.cc
    unit/indexer/paragraphs_test.cc
    unit/indexer/plain_text_test.cc
    golden/plain_text_golden_test.cc
  LIBRARIES pilcrow_reading
)

# The query language: from a query to what the engine is asked and what is found.
pilcrow_test(query_table_test
  SOURCES golden/query_table_test.cc
  LIBRARIES pilcrow_reading pilcrow_searcher PkgConfig::xapian)
