# SPDX-License-Identifier: GPL-3.0-or-later
# The judged queries of corpus/: prints the figures and fails below the bound on MRR@10. And the scorer's own tests.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
# The system's own Python, since that is what Debian's python3-jsonschema is installed for.
find_program(PILCROW_SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
add_test(NAME ranking_judged_queries
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/ranking/judge.py ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}
    ${PROJECT_SOURCE_DIR}/corpus 0.70)
add_test(NAME ranking_evaluate
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/ranking/evaluate_test.py ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
