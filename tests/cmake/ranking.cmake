# SPDX-License-Identifier: GPL-3.0-or-later
# The judged queries of corpus/: prints the mean reciprocal rank and fails below the bound.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME ranking_judged_queries
  COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/ranking/judge.py ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}
    ${PROJECT_SOURCE_DIR}/corpus --bound 0.70)
