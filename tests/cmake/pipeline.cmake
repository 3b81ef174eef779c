# SPDX-License-Identifier: GPL-3.0-or-later
pilcrow_test(pipeline_test
  SOURCES pipeline/update_test.cc $<$<BOOL:${PILCROW_TEST_POINTS}>:pipeline/bulk_test.cc> support/index_dump.cc unit/indexer/build_test.cc unit/indexer/vocabulary_test.cc
    unit/indexer/guard_test.cc
    unit/indexer/parallel_test.cc unit/indexer/known_files_test.cc unit/indexer/file_queue_test.cc
    unit/indexer/run_roots_test.cc unit/indexer/sample_test.cc
  LIBRARIES pilcrow_indexer PkgConfig::xapian fmt::fmt)

pilcrow_test(keeping_test
  SOURCES pipeline/members_test.cc pipeline/remove_test.cc pipeline/forget_test.cc pipeline/compact_test.cc pipeline/check_test.cc
    support/index_dump.cc
  LIBRARIES pilcrow_indexer pilcrow_searcher PkgConfig::xapian fmt::fmt)

# The system's own Python, since that is what Debian's python3-xapian is installed for.
find_program(PILCROW_SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
add_test(NAME xapian_tools
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/pipeline/xapian_tools_test.py
    ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} ${PROJECT_SOURCE_DIR}/corpus)
add_test(NAME same_answers
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/pipeline/same_answers_test.py
    ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} ${PROJECT_SOURCE_DIR}/corpus)
add_test(NAME upgrade
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/pipeline/upgrade_test.py
    ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} ${CMAKE_CURRENT_SOURCE_DIR}/data)
