# SPDX-License-Identifier: GPL-3.0-or-later
# Micro benchmarks of single stages, where Google Benchmark is installed. Whole runs: scripts/bench.
find_package(benchmark QUIET)
if(benchmark_FOUND AND CMAKE_BUILD_TYPE STREQUAL "Release")
  add_executable(pilcrow-bench bench/stages_bench.cc)
  set_target_properties(pilcrow-bench PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  target_link_libraries(pilcrow-bench PRIVATE pilcrow_reading pilcrow_searcher pilcrow_warnings
    benchmark::benchmark_main)
endif()

# What confinement costs: scripts/bench sandbox.
add_executable(sandbox_bench EXCLUDE_FROM_ALL bench/sandbox_bench.cc)
target_link_libraries(sandbox_bench PRIVATE pilcrow_reading pilcrow_warnings)
set_target_properties(sandbox_bench PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
add_dependencies(sandbox_bench pilcrow-reader)

add_executable(query_bench EXCLUDE_FROM_ALL bench/query_bench.cc)
add_executable(operators_bench EXCLUDE_FROM_ALL bench/operators_bench.cc)
foreach(bench query_bench operators_bench)
  target_include_directories(${bench} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${bench} PRIVATE pilcrow_searcher PkgConfig::xapian fmt::fmt)
endforeach()
# What a call costs through the libraries.
add_executable(calls_bench EXCLUDE_FROM_ALL bench/calls_bench.cc)
target_link_libraries(calls_bench PRIVATE pilcrow_searcher pilcrow_c pilcrow_warnings)

# What scripts/bench compares with, and what it writes; and that all of it works, which says nothing of any time.
add_executable(plain_xapian EXCLUDE_FROM_ALL bench/plain_xapian.cc)
target_link_libraries(plain_xapian PRIVATE PkgConfig::xapian pilcrow_warnings)
add_executable(corpus_generator EXCLUDE_FROM_ALL bench/corpus_generator.cc)
target_link_libraries(corpus_generator PRIVATE fmt::fmt pilcrow_warnings)
set_target_properties(plain_xapian corpus_generator PROPERTIES
  RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set_target_properties(plain_xapian corpus_generator PROPERTIES EXCLUDE_FROM_ALL OFF)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  add_test(NAME bench
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_test.py ${PROJECT_BINARY_DIR})
endif()
