# SPDX-License-Identifier: GPL-3.0-or-later
# Warnings and sanitizers for what is built here; an INTERFACE target that is never exported.
add_library(pilcrow_warnings INTERFACE)
target_compile_options(pilcrow_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wnon-virtual-dtor -Wold-style-cast -Wunused -Woverloaded-virtual)
if(PILCROW_WERROR)
  target_compile_options(pilcrow_warnings INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees uninitialised members in std::optional and overlaps in string concatenation where there are none (GCC 105562, 105651).
  target_compile_options(pilcrow_warnings INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
endif()
if(PILCROW_SANITIZE)
  add_compile_definitions(PILCROW_SANITIZED)
  add_compile_options(-fsanitize=${PILCROW_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${PILCROW_SANITIZE})
endif()

# pilcrow_program(NAME): what every executable of ours is linked with besides its libraries.
function(pilcrow_program name)
  if(PILCROW_SANITIZE MATCHES "address")
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/sanitizer_options.cc)
    set_source_files_properties(${PROJECT_SOURCE_DIR}/cmake/sanitizer_options.cc TARGET_DIRECTORY ${name} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endif()
endfunction()
if(PILCROW_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
