# SPDX-License-Identifier: GPL-3.0-or-later
# The C library: what it exports, every function of it from C99, and that it can be loaded beside others.
if(PILCROW_FUZZ)
  return()  # libFuzzer's instrumentation wants a program of its own.
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND NOT CMAKE_C_COMPILER)
  string(REPLACE "clang++" "clang" CMAKE_C_COMPILER ${CMAKE_CXX_COMPILER})  # One sanitizer, not two.
endif()
enable_language(C)
find_program(PILCROW_SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)

function(pilcrow_c_program name source)
  add_executable(${name} ${source})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests C_STANDARD 99
    C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
  if(source MATCHES "\\.c$")
    target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:C>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion
      -Wstrict-prototypes -Wmissing-prototypes $<$<BOOL:${PILCROW_WERROR}>:-Werror>>)
  else()
    target_link_libraries(${name} PRIVATE pilcrow_warnings)
  endif()
  pilcrow_program(${name})
endfunction()
set(in_folder ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/c/in_folder.py $<TARGET_FILE:pilcrow-reader>)

pilcrow_c_program(c_api_test c/api_test.c)
target_link_libraries(c_api_test PRIVATE pilcrow_c)
add_dependencies(c_api_test pilcrow-reader)
add_test(NAME c_api COMMAND ${in_folder} $<TARGET_FILE:c_api_test>)

# Every allocation fails once: through the shared library, since the program's operator new is that of all.
pilcrow_c_program(c_memory_test c/memory_test.cc)
target_link_libraries(c_memory_test PRIVATE pilcrow_c)
set_target_properties(c_memory_test PROPERTIES CXX_VISIBILITY_PRESET default)
add_test(NAME c_memory COMMAND ${in_folder} $<TARGET_FILE:c_memory_test>)

pilcrow_c_program(c_layout c/layout.c)
add_test(NAME c_abi
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/c/abi_test.py $<TARGET_FILE:pilcrow_c> $<TARGET_FILE:c_layout>
    ${PROJECT_SOURCE_DIR} ${CMAKE_C_COMPILER})

# Beside another user of Xapian, which has names of ours as well.
pilcrow_c_program(c_beside_xapian c/beside_xapian.cc)
target_link_libraries(c_beside_xapian PRIVATE PkgConfig::xapian Threads::Threads ${CMAKE_DL_LIBS})
set_target_properties(c_beside_xapian PROPERTIES ENABLE_EXPORTS ON CXX_VISIBILITY_PRESET default)
add_dependencies(c_beside_xapian pilcrow_c)
add_test(NAME c_beside_xapian COMMAND ${in_folder} $<TARGET_FILE:c_beside_xapian> $<TARGET_FILE:pilcrow_c>)
add_test(NAME c_beside_xapian_python
  COMMAND ${in_folder} ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/c/beside_xapian.py
    "--sanitize=${PILCROW_SANITIZE}" ${CMAKE_CXX_COMPILER} $<TARGET_FILE:pilcrow_c>)
set_tests_properties(c_beside_xapian_python PROPERTIES SKIP_RETURN_CODE 77)

# Both libraries in programs of many threads.
pilcrow_test(threads_test
  SOURCES library/threads_test.cc
  LIBRARIES pilcrow_indexer pilcrow_searcher pilcrow_c Threads::Threads)
