// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes are lines for the MCP server: each is answered with messages that are JSON-RPC, or not at all, and each
// call is taken or refused with a reason.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "searcher/mcp/lines.h"
#include "searcher/mcp/session.h"
#include "searcher/mcp/tools.h"

namespace {

using namespace pilcrow::searcher::mcp;

void require(bool condition) {
  if (!condition) std::abort();
}

void check_response(const Json& response) {
  require(response.at("jsonrpc") == "2.0" && response.contains("result") != response.contains("error"));
  require(!response.contains("id") || is_id(response["id"]));
  if (response.contains("error")) require(response["error"].at("code").is_number_integer());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // Without an index: arguments are checked before it is opened.
  static const std::unique_ptr<Tools> tools = make_tools({"/nonexistent/index"});
  if (size == 0) return 0;
  Session session(*tools);
  Lines lines(1U << 14);
  const auto take = [&](const std::string* line) {
    const Exchange exchange = session.take(line);
    std::vector<std::string> responses;
    for (const auto& answer : exchange.answers) {
      const Call* const call = std::get_if<Call>(&answer);
      if (call == nullptr) {
        responses.push_back(std::get<std::string>(answer));
      } else {
        const ToolAnswer answered = tools->call(call->tool, call->arguments, *call->cancelled);
        require(!answered.text.empty() && (!answered.failed || call->tool != "status" || !call->arguments.empty()));
        responses.push_back(tool_message(*call, answered));
      }
      check_response(Json::parse(responses.back()));
    }
    const std::string out = joined(exchange, responses);
    require(out.empty() == responses.empty() && (out.empty() || out.find('\n') == out.size() - 1));
    if (!out.empty()) require(Json::parse(out).is_array() == exchange.batch);
  };
  const std::size_t piece = bytes[0] % 64 + 1U;
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  for (std::size_t at = 0; at < text.size(); at += piece) lines.feed(text.substr(at, piece), take);
  lines.end(take);
  return 0;
}
