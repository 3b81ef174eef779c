# SPDX-License-Identifier: GPL-3.0-or-later
pilcrow_test(store_test
  SOURCES
    unit/store/citation_test.cc
    unit/store/errors_test.cc
    unit/store/file_entry_test.cc
    unit/store/glass_reader_test.cc
    unit/store/layout_test.cc
    unit/store/paragraph_record_test.cc
    unit/store/paths_test.cc
    unit/store/schema_test.cc
    unit/store/snapshot_test.cc
  LIBRARIES PkgConfig::xapian)
