// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the source tree that the program carries in itself: cmake/embed.cmake writes what is declared here.
#pragma once

#include <string_view>

namespace pilcrow::searcher::mcp {

extern const std::string_view tools_json;          ///< searcher/mcp/tools.json
extern const std::string_view output_schema_json;  ///< docs/schema/output.schema.json

}  // namespace pilcrow::searcher::mcp
