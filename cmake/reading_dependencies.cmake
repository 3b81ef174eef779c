# SPDX-License-Identifier: GPL-3.0-or-later
# The libraries that read documents. Only pilcrow-reader and the tests are linked with them; the installed package is not.
pkg_check_modules(cmark REQUIRED IMPORTED_TARGET libcmark-gfm)
pkg_check_modules(poppler REQUIRED IMPORTED_TARGET poppler-cpp)
pkg_check_modules(gmime REQUIRED IMPORTED_TARGET gmime-3.0)
pkg_check_modules(archive REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(magic REQUIRED IMPORTED_TARGET libmagic)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)

# cmark-gfm's extensions and CLD2 come without pkg-config files.
find_library(CMARK_GFM_EXTENSIONS_LIBRARY cmark-gfm-extensions REQUIRED)
find_library(CLD2_LIBRARY cld2 REQUIRED)
find_path(CLD2_INCLUDE_DIR cld2/public/compact_lang_det.h REQUIRED)
add_library(pilcrow::cmark_gfm_extensions UNKNOWN IMPORTED)
set_target_properties(pilcrow::cmark_gfm_extensions PROPERTIES IMPORTED_LOCATION ${CMARK_GFM_EXTENSIONS_LIBRARY})
add_library(pilcrow::cld2 UNKNOWN IMPORTED)
set_target_properties(pilcrow::cld2 PROPERTIES IMPORTED_LOCATION ${CLD2_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${CLD2_INCLUDE_DIR})
