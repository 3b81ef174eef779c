# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what was built and builds a stranger's program on it. libFuzzer's instrumentation cannot be linked outside.
if(NOT PILCROW_FUZZ)
  set(flags ${CMAKE_CXX_FLAGS})
  if(PILCROW_SANITIZE)
    string(APPEND flags " -fsanitize=${PILCROW_SANITIZE}")
  endif()
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  add_test(NAME installed_package
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/install/check_installed.py
      --cmake ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --source ${PROJECT_SOURCE_DIR} --build-type $<CONFIG>
      --compiler ${CMAKE_CXX_COMPILER} --c-compiler ${CMAKE_C_COMPILER} --pkg-config ${PKG_CONFIG_EXECUTABLE}
      "--flags=${flags}")
endif()
