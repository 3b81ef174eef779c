# SPDX-License-Identifier: GPL-3.0-or-later
# What must hold from files to hits.
pilcrow_test(property_test OPTIMISED
  SOURCES property/end_to_end_property_test.cc property/rerank_property_test.cc support/encode.cc
  LIBRARIES pilcrow_reading pilcrow_searcher PkgConfig::icu PkgConfig::xapian)

# The query language held against a plain scan.
pilcrow_test(query_language_property_test OPTIMISED
  SOURCES property/query_language_property_test.cc property/plain_scan.cc property/wish.cc
  LIBRARIES pilcrow_reading pilcrow_searcher PkgConfig::xapian)
