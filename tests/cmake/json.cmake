# SPDX-License-Identifier: GPL-3.0-or-later
# What every part prints as JSON, held to docs/schema/output.schema.json.
find_program(PILCROW_SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
if(NOT PILCROW_TEST_PROGRAMS_ONLY)
  add_executable(print_random_json support/print_random_json.cc)
  target_link_libraries(print_random_json PRIVATE pilcrow_indexer pilcrow_searcher pilcrow_warnings)
  target_include_directories(print_random_json PRIVATE ${PROJECT_SOURCE_DIR})
  set_target_properties(print_random_json PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  pilcrow_program(print_random_json)
  add_test(NAME json_schema
    COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/pipeline/json_schema_test.py $<TARGET_FILE:print_random_json>)
endif()
