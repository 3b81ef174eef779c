# SPDX-License-Identifier: GPL-3.0-or-later
# What kills, full disks, failing writes and busy readers do to an index, in short; at length: scripts/torture.
set(torture ${CMAKE_CURRENT_SOURCE_DIR}/torture)
add_test(NAME readers
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${torture}/readers.py ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
if(PILCROW_TEST_POINTS)
  add_test(NAME torture
    COMMAND ${PILCROW_SYSTEM_PYTHON} ${torture}/torture.py ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} --jobs 2)
  set_tests_properties(torture PROPERTIES PROCESSORS 2)
endif()
# What users get. And a sanitizer wants to be loaded before all others.
if(NOT PILCROW_SANITIZE)
  add_test(NAME full_disk
    COMMAND ${PILCROW_SYSTEM_PYTHON} ${torture}/full_disk.py ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
  set_tests_properties(full_disk PROPERTIES SKIP_RETURN_CODE 77)
  add_library(fault_shim MODULE torture/fault_shim.cc)
  target_link_libraries(fault_shim PRIVATE pilcrow_warnings ${CMAKE_DL_LIBS})
  # It is there to be seen in place of the system's functions.
  set_target_properties(fault_shim PROPERTIES CXX_VISIBILITY_PRESET default LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME faults
    COMMAND ${PILCROW_SYSTEM_PYTHON} ${torture}/faults.py ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} $<TARGET_FILE:fault_shim> --jobs 2)
  set_tests_properties(faults PROPERTIES PROCESSORS 2)
endif()
