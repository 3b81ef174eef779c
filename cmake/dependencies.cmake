# SPDX-License-Identifier: GPL-3.0-or-later
# Every library that pilcrow's libraries are built on. The installed package finds them by this same file.
# scripts/install-dependencies names the Debian packages.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json 3.9 REQUIRED)

# Xapian through pkg-config: Debian's CMake config only sets variables.
pkg_check_modules(xapian REQUIRED IMPORTED_TARGET xapian-core>=1.4.20)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(gumbo REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(cmark REQUIRED IMPORTED_TARGET libcmark-gfm)

# cmark-gfm's extensions and CLD2 come without pkg-config files.
find_library(CMARK_GFM_EXTENSIONS_LIBRARY cmark-gfm-extensions REQUIRED)
find_library(CLD2_LIBRARY cld2 REQUIRED)
find_path(CLD2_INCLUDE_DIR cld2/public/compact_lang_det.h REQUIRED)
if(NOT TARGET pilcrow::cld2)
  add_library(pilcrow::cmark_gfm_extensions UNKNOWN IMPORTED)
  set_target_properties(pilcrow::cmark_gfm_extensions PROPERTIES IMPORTED_LOCATION ${CMARK_GFM_EXTENSIONS_LIBRARY})
  add_library(pilcrow::cld2 UNKNOWN IMPORTED)
  set_target_properties(pilcrow::cld2 PROPERTIES IMPORTED_LOCATION ${CLD2_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${CLD2_INCLUDE_DIR})
endif()
