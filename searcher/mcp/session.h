// SPDX-License-Identifier: GPL-3.0-or-later
// What the messages of the Model Context Protocol mean. Knows nothing of streams and threads.
//
// Two eras are served side by side. A request that names its revision in `_meta` (2026-07-28) stands for itself; any
// other belongs to the session that `initialize` began (2025-11-25 and earlier).
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "searcher/mcp/message.h"
#include "searcher/mcp/tools.h"

namespace pilcrow::searcher::mcp {

/// A tool that is to be called.
struct Call {
  Json id;
  std::string tool;
  Json arguments;
  bool modern = false;  ///< The answer is that of 2026-07-28.
  std::shared_ptr<std::atomic<bool>> cancelled = std::make_shared<std::atomic<bool>>(false);
};

/// What came of one line. Answers that are known already are responses.
struct Exchange {
  std::vector<std::variant<std::string, Call>> answers;
  bool batch = false;           ///< Responses are sent together, as an array.
  std::vector<Json> cancelled;  ///< Requests whose answer nobody waits for any more.
  bool has_calls() const;
};

class Session {
 public:
  /// `tools` must outlive the session; they are not called.
  explicit Session(const Tools& tools) : tools_(tools) {}

  /// nullptr: the line was longer than longest_message.
  Exchange take(const std::string* line);

 private:
  using Answer = std::variant<std::string, Call>;

  void take_message(const Json& message, Exchange& exchange);
  tl::expected<Answer, Fault> answer(const Json& id, const std::string& method, const Json& params, bool batch);
  tl::expected<bool, Fault> is_modern(const std::string& method, const Json& params) const;
  tl::expected<Answer, Fault> initialize(const Json& id, const Json& params);
  tl::expected<Answer, Fault> list_tools(const Json& id, const Json& params, bool modern) const;
  tl::expected<Answer, Fault> call_tool(const Json& id, const Json& params, bool modern) const;

  const Tools& tools_;
  std::string revision_;  ///< That `initialize` agreed on; empty before.
};

/// The response to a call that has been answered.
std::string tool_message(const Call& call, const ToolAnswer& answer);

/// The line that answers an exchange, from the responses to it; empty where there is none.
std::string joined(const Exchange& exchange, const std::vector<std::string>& responses);

}  // namespace pilcrow::searcher::mcp
