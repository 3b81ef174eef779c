# SPDX-License-Identifier: GPL-3.0-or-later
# Documents that exporters hand over: the lines, and what becomes of them.
pilcrow_test(documents_test
  SOURCES unit/indexer/format/documents_test.cc pipeline/documents_test.cc pipeline/export_test.cc
    support/parts.cc support/index_dump.cc
  LIBRARIES pilcrow_reading pilcrow_searcher nlohmann_json::nlohmann_json PkgConfig::xapian fmt::fmt)

find_program(PILCROW_SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
add_test(NAME documents_schema
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/pipeline/documents_schema_test.py
    ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} ${PROJECT_SOURCE_DIR}/docs)
add_test(NAME exporters
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/pipeline/exporters_test.py
    ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} ${PROJECT_SOURCE_DIR}/scripts/examples)
set_tests_properties(exporters PROPERTIES SKIP_RETURN_CODE 77)
