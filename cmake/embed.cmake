# SPDX-License-Identifier: GPL-3.0-or-later
# pilcrow_embed(TARGET NAMESPACE HEADER NAME=FILE...): each text file becomes the std::string_view NAMESPACE::NAME that
# HEADER declares, in a source that is made anew whenever one of the files changes.
function(pilcrow_embed target namespace header)
  set(source "// Made by cmake/embed.cmake.\n#include \"${header}\"\n\nnamespace ${namespace} {\n")
  foreach(pair IN LISTS ARGN)
    string(REGEX MATCH "^([^=]+)=(.+)$" unused "${pair}")
    set(name ${CMAKE_MATCH_1})
    set(file ${CMAKE_MATCH_2})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} content)
    string(APPEND source "\nconst std::string_view ${name} = R\"pilcrow(${content})pilcrow\";\n")
  endforeach()
  string(APPEND source "\n}  // namespace ${namespace}\n")
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded.cc)
  file(CONFIGURE OUTPUT ${output} CONTENT "\@source\@" @ONLY NEWLINE_STYLE UNIX)
  target_sources(${target} PRIVATE ${output})
endfunction()
