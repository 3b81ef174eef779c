# SPDX-License-Identifier: GPL-3.0-or-later
# The MCP server: its parts, the program as a client drives it, hostile messages, and the official client where it is.
pilcrow_test(mcp_test
  SOURCES
    unit/mcp/lines_test.cc
    unit/mcp/schema_test.cc
    unit/mcp/server_test.cc
    unit/mcp/session_test.cc
  LIBRARIES pilcrow_mcp)

# The system's own Python, since that is what Debian's python3-jsonschema is installed for.
find_program(PILCROW_SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
add_test(NAME mcp_session
  COMMAND ${PILCROW_SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/mcp/mcp_test.py
    ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} ${PROJECT_SOURCE_DIR})
add_test(NAME mcp_hostile_messages
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/mcp/fuzz_messages.py --seconds 5
    --bin ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} --documents ${PROJECT_SOURCE_DIR}/corpus)
add_test(NAME mcp_sdk_client
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/mcp/sdk_client_test.py
    ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} ${PROJECT_SOURCE_DIR}/corpus ${PROJECT_SOURCE_DIR}/build/mcp-sdk)
set_tests_properties(mcp_sdk_client PROPERTIES SKIP_RETURN_CODE 77)
