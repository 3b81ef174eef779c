# SPDX-License-Identifier: GPL-3.0-or-later
pilcrow_test(text_test
  SOURCES
    unit/text/analyzer_test.cc
    unit/text/day_test.cc
    unit/text/file_name_test.cc
    unit/text/fold_test.cc
    unit/text/glob_test.cc
    unit/text/hash_test.cc
    unit/text/json_test.cc
    unit/text/language_test.cc
    unit/text/light_stems_test.cc
    unit/text/sentences_test.cc
    unit/text/utf8_test.cc
    property/analyzer_property_test.cc
    property/text_property_test.cc
  LIBRARIES pilcrow_core nlohmann_json::nlohmann_json
)
