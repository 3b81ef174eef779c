# SPDX-License-Identifier: GPL-3.0-or-later
# The bulk writer: its parts, and what it writes held against what Xapian's API writes.
pilcrow_test(glass_property_test OPTIMISED
  SOURCES property/glass_property_test.cc support/glass_collection.cc support/glass_reader.cc
  LIBRARIES pilcrow_indexer PkgConfig::xapian)

# From postings to what the tables hold of them.
pilcrow_test(glass_terms_test
  SOURCES
    unit/indexer/glass/term_list_test.cc
    unit/indexer/glass/positions_test.cc
    unit/indexer/glass/inverter_test.cc
    support/glass_reader.cc
  LIBRARIES pilcrow_indexer PkgConfig::xapian fmt::fmt)

pilcrow_test(glass_test
  SOURCES unit/indexer/glass/coding_test.cc unit/indexer/glass/table_writer_test.cc
    unit/indexer/glass/database_builder_test.cc support/glass_collection.cc support/glass_reader.cc
  LIBRARIES pilcrow_indexer PkgConfig::xapian)

if(NOT PILCROW_TEST_PROGRAMS_ONLY)
  # The system's own Python, since that is what Debian's python3-xapian is installed for.
  find_program(PILCROW_SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
  add_executable(write_glass_pair support/write_glass_pair.cc support/glass_collection.cc)
  target_link_libraries(write_glass_pair PRIVATE pilcrow_indexer PkgConfig::xapian pilcrow_warnings)
  target_include_directories(write_glass_pair PRIVATE ${PROJECT_SOURCE_DIR})
  set_target_properties(write_glass_pair PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  pilcrow_program(write_glass_pair)
  add_test(NAME glass_tools
    COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/pipeline/glass_tools_test.py $<TARGET_FILE:write_glass_pair>)
endif()
