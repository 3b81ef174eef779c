# SPDX-License-Identifier: GPL-3.0-or-later
# Command-line cases: a folder each, see tests/cli/README.md.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
# The system's own Python, since that is what Debian's python3-jsonschema is installed for.
find_program(PILCROW_SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)

pilcrow_test(index_cli_test
  SOURCES
    unit/indexer/arguments_test.cc
    unit/indexer/export_output_test.cc
    unit/indexer/last_run_test.cc
    unit/indexer/progress_test.cc
    unit/indexer/report_test.cc
    unit/indexer/wording_test.cc
    pipeline/answers_test.cc
  LIBRARIES pilcrow_index_cli fmt::fmt nlohmann_json::nlohmann_json)

set(run_case ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/cli/run_case.py
  --bin $<TARGET_FILE_DIR:pilcrow-search> --source ${PROJECT_SOURCE_DIR})
file(GLOB cases CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cli/cases/*/cmd)
foreach(case IN LISTS cases)
  get_filename_component(case ${case} DIRECTORY)
  get_filename_component(name ${case} NAME)
  add_test(NAME cli_${name} COMMAND ${run_case} ${case})
  list(APPEND case_folders ${case})
endforeach()

add_test(NAME cli_harness COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/cli/run_case_test.py)
add_custom_target(update-cli-cases COMMAND ${run_case} --update ${case_folders}
  DEPENDS pilcrow-index pilcrow-search VERBATIM COMMENT "Rewriting tests/cli/cases: review the difference")

add_test(NAME cli_queries
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/cli/queries_test.py $<TARGET_FILE_DIR:pilcrow-search>)

add_test(NAME cli_query_examples
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/cli/query_examples_test.py
    $<TARGET_FILE_DIR:pilcrow-search> ${PROJECT_SOURCE_DIR}/corpus
    ${PROJECT_SOURCE_DIR}/docs/query-syntax.md ${PROJECT_SOURCE_DIR}/docs/man/pilcrow-query.7)

add_test(NAME systemd_units
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/cli/systemd_units_test.py
    $<TARGET_FILE:pilcrow-index> ${PROJECT_SOURCE_DIR}/scripts/examples)
set_tests_properties(systemd_units PROPERTIES SKIP_RETURN_CODE 77)
