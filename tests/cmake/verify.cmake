# SPDX-License-Identifier: GPL-3.0-or-later
# Citations: reading what they name, and whether it still stands there.
pilcrow_test(verify_test
  SOURCES
    unit/searcher/claims_test.cc
    unit/searcher/open_command_test.cc
    unit/searcher/read_place_test.cc
    unit/searcher/sample_index.cc
    unit/searcher/verify_test.cc
    unit/searcher/verify_changes_test.cc
    unit/searcher/verify_wording_test.cc
  LIBRARIES pilcrow_searcher pilcrow_search_cli PkgConfig::xapian)

pilcrow_test(file_reader_test
  SOURCES pipeline/file_reader_test.cc
  LIBRARIES pilcrow_indexer pilcrow_searcher)

add_test(NAME verify_experiment
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/verify/verify_experiment.py
    --bin $<TARGET_FILE_DIR:pilcrow-search> --documents ${PROJECT_SOURCE_DIR}/corpus --count 100 --check)
add_test(NAME open_in_editors
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/verify/open_test.py $<TARGET_FILE_DIR:pilcrow-search>)
