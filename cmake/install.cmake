# SPDX-License-Identifier: GPL-3.0-or-later
# The installable package: programs, libraries, headers, find_package(pilcrow), pilcrow.pc, man pages.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/pilcrow)

install(TARGETS pilcrow-index pilcrow-search RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# What pilcrow-index starts, and nobody by hand.
install(TARGETS pilcrow-reader RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/pilcrow)
install(TARGETS pilcrow_core pilcrow_indexer pilcrow_searcher EXPORT pilcrow-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
)
install(EXPORT pilcrow-targets NAMESPACE pilcrow:: DESTINATION ${package_dir})
# By itself, since who uses it needs nothing of what the static libraries are built on.
install(TARGETS pilcrow_c EXPORT pilcrow-c-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
)
install(EXPORT pilcrow-c-targets NAMESPACE pilcrow:: DESTINATION ${package_dir})

configure_package_config_file(cmake/pilcrow-config.cmake.in ${PROJECT_BINARY_DIR}/pilcrow-config.cmake
  INSTALL_DESTINATION ${package_dir})
# Before 1.0 a new minor version may break what was built on the old one.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/pilcrow-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pilcrow-config.cmake ${PROJECT_BINARY_DIR}/pilcrow-config-version.cmake
  cmake/dependencies.cmake
  DESTINATION ${package_dir})

# The .pc file finds its prefix from where it lies, so that `cmake --install --prefix` and packages can move it.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig
  OUTPUT_VARIABLE pc_to_prefix)
configure_file(cmake/pilcrow.pc.in ${PROJECT_BINARY_DIR}/pilcrow.pc @ONLY)
configure_file(cmake/pilcrow-c.pc.in ${PROJECT_BINARY_DIR}/pilcrow-c.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/pilcrow.pc ${PROJECT_BINARY_DIR}/pilcrow-c.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES docs/man/pilcrow-index.1 docs/man/pilcrow-search.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES docs/man/pilcrow-query.7 DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)
install(FILES LICENSE README.md CHANGELOG.md docs/index-format.md docs/json-output.md docs/query-syntax.md docs/formats.md docs/documents.md docs/mcp.md docs/llm.md docs/embedding.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES docs/schema/output.schema.json docs/schema/documents.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/pilcrow/schema)
install(DIRECTORY scripts/examples DESTINATION ${CMAKE_INSTALL_DOCDIR} USE_SOURCE_PERMISSIONS)
