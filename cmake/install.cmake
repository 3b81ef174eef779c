# SPDX-License-Identifier: GPL-3.0-or-later
# The installable package: programs, libraries, headers, find_package(pilcrow), pilcrow.pc, man pages.
include(CMakePackageConfigHelpers)

install(TARGETS pilcrow-index pilcrow-search RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS pilcrow_core pilcrow_indexer pilcrow_searcher EXPORT pilcrow-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
)
install(EXPORT pilcrow-targets NAMESPACE pilcrow:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/pilcrow)
configure_package_config_file(cmake/pilcrow-config.cmake.in ${PROJECT_BINARY_DIR}/pilcrow-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/pilcrow)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/pilcrow-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pilcrow-config.cmake ${PROJECT_BINARY_DIR}/pilcrow-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/pilcrow)
configure_file(cmake/pilcrow.pc.in ${PROJECT_BINARY_DIR}/pilcrow.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/pilcrow.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
