# SPDX-License-Identifier: GPL-3.0-or-later
# The rules of the house, as tests: which part may know which, layout, manual pages that say what --help says.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

add_test(NAME structure
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/structure/check_structure.py ${PROJECT_SOURCE_DIR})
add_test(NAME lint COMMAND ${PROJECT_SOURCE_DIR}/scripts/lint format scripts)
add_test(NAME manual_pages
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/structure/check_manual_pages.py ${PROJECT_SOURCE_DIR}/docs/man
    $<TARGET_FILE:pilcrow-index> ${PROJECT_SOURCE_DIR}/docs/man/pilcrow-index.1
    $<TARGET_FILE:pilcrow-search> ${PROJECT_SOURCE_DIR}/docs/man/pilcrow-search.1)

# Every header compiles alone. One with a source of its name is included first there (the structure test sees to that);
# each of the others gets a source of its own here.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
  ${PROJECT_SOURCE_DIR}/include/*.h ${PROJECT_SOURCE_DIR}/core/*.h
  ${PROJECT_SOURCE_DIR}/indexer/*.h ${PROJECT_SOURCE_DIR}/searcher/*.h)
set(alone)
foreach(header IN LISTS headers)
  string(REGEX REPLACE "\\.h$" ".cc" source ${header})
  if(NOT EXISTS ${PROJECT_SOURCE_DIR}/${source})
    string(REGEX REPLACE "^include/" "" included ${header})
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/alone/${source} CONTENT "#include \"${included}\"\n")
    list(APPEND alone ${CMAKE_CURRENT_BINARY_DIR}/alone/${source})
  endif()
endforeach()
if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")  # once is enough
  add_library(pilcrow_headers_alone OBJECT ${alone})
  target_link_libraries(pilcrow_headers_alone PRIVATE pilcrow_cli pilcrow_warnings PkgConfig::xapian)
  target_include_directories(pilcrow_headers_alone PRIVATE ${PROJECT_SOURCE_DIR}/include)
endif()
