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
