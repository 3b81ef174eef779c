# SPDX-License-Identifier: GPL-3.0-or-later
pilcrow_test(reading_test
  SOURCES
    unit/indexer/walk_test.cc
    unit/indexer/ignore_test.cc
    unit/indexer/read_file_test.cc
    unit/indexer/decode_test.cc
    property/decode_property_test.cc
    support/encode.cc
  LIBRARIES pilcrow_reading PkgConfig::icu Threads::Threads
)
