# SPDX-License-Identifier: GPL-3.0-or-later
# The process that reads documents: that it may do nothing else, and what becomes of one that goes wrong.
pilcrow_test(sandbox_test OPTIMISED
  SOURCES
    unit/indexer/sandbox/confine_test.cc
    unit/indexer/sandbox/filter_test.cc
    unit/indexer/sandbox/filters_file_test.cc
    unit/indexer/sandbox/protocol_test.cc
    unit/indexer/sandbox/reader_process_test.cc
  LIBRARIES pilcrow_index_cli pilcrow_reading PkgConfig::seccomp)
