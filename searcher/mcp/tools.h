// SPDX-License-Identifier: GPL-3.0-or-later
// What a client may call. The tools are described in tools.json: names, descriptions for a model, and the schemas that
// arguments are checked by.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/mcp/message.h"

namespace pilcrow::searcher::mcp {

struct ToolAnswer {
  bool failed = false;
  std::string text;  ///< JSON that fits the tool's outputSchema; of a failure, sentences that help a model.
};

class Tools {
 public:
  virtual ~Tools() = default;
  /// A JSON array of their descriptions, as tools/list gives it; always the same.
  virtual const std::string& list() const = 0;
  virtual bool has(std::string_view name) const = 0;
  /// Calls one that there is. `arguments` is an object. `cancelled` is polled; what is cancelled may fail or succeed.
  virtual ToolAnswer call(const std::string& name, const Json& arguments, const std::atomic<bool>& cancelled) = 0;
};

/// Those of pilcrow, on one index or several as one. An index is opened when it is first asked, and missing as long as
/// it is missing. Calls belong to one thread.
std::unique_ptr<Tools> make_tools(const std::vector<std::filesystem::path>& indexes);

}  // namespace pilcrow::searcher::mcp
