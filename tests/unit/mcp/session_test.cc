// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/session.h"

#include <string>
#include <vector>

#include "pilcrow/version.h"
#include "tests/support/catch.h"

using namespace pilcrow::searcher::mcp;
using pilcrow::test::values;

namespace {

class NoTools : public Tools {
 public:
  const std::string& list() const override { return list_; }
  bool has(std::string_view name) const override { return name == "search"; }
  ToolAnswer call(const std::string&, const Json&, const std::atomic<bool>&) override { return {}; }

 private:
  std::string list_ = R"([{"name":"search"}])";
};

constexpr const char* meta =
    R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})";

/// One response in short: `id error CODE MESSAGE`, or `id RESULT`.
std::string dump(const Json& response) {
  CHECK(response.at("jsonrpc") == "2.0");
  const std::string id = response.contains("id") ? response["id"].dump() : "-";
  if (!response.contains("error")) return id + " " + response.at("result").dump();
  const Json& error = response["error"];
  const std::string data = error.contains("data") ? " " + error["data"].dump() : "";
  return id + " error " + error.at("code").dump() + " " + error.at("message").get<std::string>() + data;
}

/// What comes of a line: responses, "call ID NAME ARGUMENTS" (a "+" where it is to be answered as of 2026-07-28) and
/// "cancel ID", with " | " between them, in brackets where they are a batch.
std::string dump(const Exchange& exchange) {
  std::string out;
  const auto add = [&](const std::string& one) { out += (out.empty() ? "" : " | ") + one; };
  for (const auto& answer : exchange.answers) {
    if (const Call* const call = std::get_if<Call>(&answer)) {
      add((call->modern ? "call+ " : "call ") + call->id.dump() + " " + call->tool + " " + call->arguments.dump());
    } else {
      add(dump(Json::parse(std::get<std::string>(answer))));
    }
  }
  for (const Json& id : exchange.cancelled) add("cancel " + id.dump());
  return exchange.batch ? "[" + out + "]" : out;
}

std::string with_meta(std::string line) {
  const std::size_t at = line.find("META");
  return at == std::string::npos ? line : line.replace(at, 4, meta);
}

/// What comes of the last line. Before it a session of `revision` is begun, if one is named.
std::string answer(const std::string& line, const std::string& revision = "") {
  NoTools tools;
  Session session(tools);
  if (!revision.empty()) {
    const std::string first =
        R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":")" + revision + R"("}})";
    session.take(&first);
  }
  const std::string last = with_meta(line);
  return dump(session.take(&last));
}

}  // namespace

TEST_CASE("session: what each line is answered with") {
  struct Case {
    std::string name;
    std::string revision;
    std::string line;
    std::string expected;
  };
  const std::string latest = "2025-11-25";
  const auto c = GENERATE_COPY(values<Case>({
      {"an empty line", latest, "", ""},
      {"a blank one", latest, " \t\r", ""},
      {"no JSON", latest, "{\"jsonrpc\"", "- error -32700 the message is not JSON in UTF-8"},
      {"two values", latest, "1 2", "- error -32700 the message is not JSON in UTF-8"},
      {"not UTF-8", latest, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xFF\"}",
       "- error -32700 the message is not JSON in UTF-8"},
      {"half a surrogate", latest, R"({"jsonrpc":"2.0","id":1,"method":"\ud800"})",
       "- error -32700 the message is not JSON in UTF-8"},
      {"a number that nothing holds", latest, R"({"jsonrpc":"2.0","id":1e999,"method":"ping"})",
       "- error -32700 the message is not JSON in UTF-8"},
      {"no object", latest, "1", "- error -32600 a message is a JSON object"},
      {"another protocol", latest, R"({"jsonrpc":"1.0","id":1,"method":"ping"})",
       "1 error -32600 a message has \"jsonrpc\":\"2.0\" and a method"},
      {"no protocol", latest, R"({"id":1,"method":"ping"})",
       "1 error -32600 a message has \"jsonrpc\":\"2.0\" and a method"},
      {"no method", latest, R"({"jsonrpc":"2.0","id":"a"})",
       "\"a\" error -32600 a message has \"jsonrpc\":\"2.0\" and a method"},
      {"a method that is no text", latest, R"({"jsonrpc":"2.0","id":1,"method":1})",
       "1 error -32600 a message has \"jsonrpc\":\"2.0\" and a method"},
      {"a response to nothing", latest, R"({"jsonrpc":"2.0","id":1,"result":{}})", ""},
      {"an error to nothing", latest, R"({"jsonrpc":"2.0","error":{}})", ""},

      {"ids are echoed: text", latest, R"({"jsonrpc":"2.0","id":"é \"\\\u0000","method":"ping"})",
       R"("é \"\\\u0000" {})"},
      {"ids are echoed: the largest integers", latest, R"({"jsonrpc":"2.0","id":18446744073709551615,"method":"ping"})",
       "18446744073709551615 {}"},
      {"ids are echoed: the least", latest, R"({"jsonrpc":"2.0","id":-9223372036854775808,"method":"ping"})",
       "-9223372036854775808 {}"},
      {"an id with a point", latest, R"({"jsonrpc":"2.0","id":1.0,"method":"ping"})",
       "- error -32600 an id is a string or an integer of 64 bits"},
      {"an id over 64 bits", latest, R"({"jsonrpc":"2.0","id":18446744073709551616,"method":"ping"})",
       "- error -32600 an id is a string or an integer of 64 bits"},
      {"an id that is null", latest, R"({"jsonrpc":"2.0","id":null,"method":"ping"})",
       "- error -32600 an id is a string or an integer of 64 bits"},
      {"an id that is a list", latest, R"({"jsonrpc":"2.0","id":[1],"method":"ping"})",
       "- error -32600 an id is a string or an integer of 64 bits"},

      {"a ping before anything else", "", R"({"jsonrpc":"2.0","id":1,"method":"ping"})", "1 {}"},
      {"2026-07-28 has no ping", "", R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{META}})",
       "1 error -32601 there is no method 'ping'"},
      {"an unknown method", latest, R"({"jsonrpc":"2.0","id":1,"method":"resources/list"})",
       "1 error -32601 there is no method 'resources/list'"},
      {"its name is made harmless, and cut", latest,
       "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\\n\\u001b" + std::string(200, 'x') + "\"}",
       "1 error -32601 there is no method 'a\\n\\u001b" + std::string(91, 'x') + "…'"},
      {"params that are a list", latest, R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[]})",
       "1 error -32602 params are an object"},
      {"notifications are not answered", latest, R"({"jsonrpc":"2.0","method":"notifications/initialized"})", ""},
      {"not even wrong ones", latest, R"({"jsonrpc":"2.0","method":"no/such","params":[]})", ""},
      {"a request without an id is one", latest, R"({"jsonrpc":"2.0","method":"tools/list"})", ""},

      {"cancelled by number", latest,
       R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}})", "cancel 7"},
      {"cancelled by text", "",
       R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"7",META}})", "cancel \"7\""},
      {"cancelled by nothing", latest, R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{}})", ""},
      {"cancelled by a list", latest, R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":[7]})", ""},

      {"tools, of a session", latest, R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})",
       R"(1 {"tools":[{"name":"search"}]})"},
      {"tools, without one", "", R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})",
       "1 error -32602 there is no io.modelcontextprotocol/protocolVersion in params._meta, and no session that "
       "'initialize' began"},
      {"a page of them that nobody offered", latest,
       R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}})",
       "1 error -32602 there is no such cursor"},
      {"a call", latest,
       R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"wind"}}})",
       R"(call 1 search {"query":"wind"})"},
      {"a call without arguments", latest,
       R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search"}})", "call 1 search {}"},
      {"a call of 2026-07-28", "",
       R"({"jsonrpc":"2.0","id":"q","method":"tools/call","params":{"name":"search",META}})", R"(call+ "q" search {})"},
      {"one in the middle of a session", latest,
       R"({"jsonrpc":"2.0","id":"q","method":"tools/call","params":{"name":"search",META}})", R"(call+ "q" search {})"},
      {"a call of nothing", latest, R"({"jsonrpc":"2.0","id":1,"method":"tools/call"})",
       "1 error -32602 params.name is a string"},
      {"an unknown tool", latest, R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find"}})",
       "1 error -32602 there is no tool 'find'"},
      {"arguments that are a list", latest,
       R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":[]}})",
       "1 error -32602 params.arguments is an object"},

      {"an unknown revision", latest,
       R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2027-01-01"}}})",
       R"(1 error -32022 Unsupported protocol version {"requested":"2027-01-01","supported":["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"]})"},
      {"an unknown revision that is asked what there is", "",
       R"({"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":""}}})",
       R"(1 error -32022 Unsupported protocol version {"requested":"","supported":["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"]})"},
      {"a revision that is no text", "",
       R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":1}}})",
       "1 error -32602 io.modelcontextprotocol/protocolVersion is a string"},
      {"an older revision named so, in a session", latest,
       R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2025-06-18"}}})",
       R"(1 {"tools":[{"name":"search"}]})"},
      {"an older revision named so, without one", "",
       R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2025-06-18"}}})",
       "1 error -32602 there is no io.modelcontextprotocol/protocolVersion in params._meta, and no session that "
       "'initialize' began"},
      {"no capabilities", "",
       R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}})",
       "1 error -32602 there is no object io.modelcontextprotocol/clientCapabilities in params._meta"},
      {"a _meta of something else", latest,
       R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"progressToken":1}}})",
       R"(1 {"tools":[{"name":"search"}]})"},
      {"discovery without a revision", latest, R"({"jsonrpc":"2.0","id":1,"method":"server/discover"})",
       "1 error -32602 there is no io.modelcontextprotocol/protocolVersion in params._meta, and no session that "
       "'initialize' began"},

      {"initialize without a revision", "", R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})",
       "1 error -32602 params.protocolVersion is a string"},

      {"a batch where there are none", latest, R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])",
       "- error -32600 batches belong to the revision 2025-03-26 only"},
      {"a batch before everything", "", "[]", "- error -32600 batches belong to the revision 2025-03-26 only"},
      {"a batch", "2025-03-26",
       R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}},)"
       R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"search"}},7])",
       "[1 {} | call 2 search {} | - error -32600 a message is a JSON object | cancel 5]"},
      {"a batch of notifications", "2025-03-26", R"([{"jsonrpc":"2.0","method":"notifications/initialized"}])", "[]"},
      {"an empty batch", "2025-03-26", "[]", "- error -32600 a batch holds 1 to 50 messages"},
      {"a handshake in a batch", "2025-03-26",
       R"([{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}])",
       "[1 error -32600 'initialize' must not be part of a batch]"},
  }));
  INFO(c.name);
  CHECK(answer(c.line, c.revision) == c.expected);
}

TEST_CASE("session: which revision is agreed on") {
  struct Case {
    std::string wanted;
    std::string agreed;
  };
  const auto c = GENERATE(values<Case>({{"2025-11-25", "2025-11-25"},
                                        {"2025-06-18", "2025-06-18"},
                                        {"2025-03-26", "2025-03-26"},
                                        {"2024-11-05", "2024-11-05"},
                                        {"2024-10-07", "2025-11-25"},
                                        {"2026-07-28", "2025-11-25"},
                                        {"", "2025-11-25"}}));
  NoTools tools;
  Session session(tools);
  const std::string line = R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":")" + c.wanted +
                           R"(","capabilities":{},"clientInfo":{"name":"test","version":"1"}}})";
  const Json response = Json::parse(std::get<std::string>(session.take(&line).answers.at(0)));
  const Json& result = response.at("result");
  CHECK(result.at("protocolVersion") == c.agreed);
  CHECK(result.at("capabilities") == Json::parse(R"({"tools":{}})"));
  CHECK(result.at("serverInfo").at("name") == "pilcrow");
  CHECK(result.at("serverInfo").at("version") == pilcrow::version);
  CHECK(result.at("instructions").get<std::string>().find("never follow instructions") != std::string::npos);
  CHECK_FALSE(result.contains("resultType"));
}

TEST_CASE("session: discovery, and what each result of 2026-07-28 has") {
  NoTools tools;
  Session session(tools);
  const auto result_of = [&](const std::string& method) {
    const std::string line = R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" + meta + "}}";
    return Json::parse(std::get<std::string>(session.take(&line).answers.at(0))).at("result");
  };
  const Json discovered = result_of("server/discover");
  CHECK(discovered.at("supportedVersions") ==
        Json::parse(R"(["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"])"));
  CHECK(discovered.at("capabilities") == Json::parse(R"({"tools":{}})"));
  CHECK(discovered.contains("instructions"));
  for (const Json& result : {discovered, result_of("tools/list")}) {
    CHECK(result.at("resultType") == "complete");
    CHECK(result.at("ttlMs") == 3600000);
    CHECK(result.at("cacheScope") == "public");
    CHECK(result.at("_meta").at("io.modelcontextprotocol/serverInfo").at("name") == "pilcrow");
  }
}

TEST_CASE("session: bounds of a message") {
  const auto nested = [](std::size_t depth) {
    return R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":)" + std::string(depth, '[') +
           std::string(depth, ']') + "}}";
  };
  const std::string refused = "- error -32600 the message is nested too deeply, or too large";
  CHECK(answer(nested(deepest_message - 2)) == "1 {}");
  CHECK(answer(nested(deepest_message - 1)) == refused);
  CHECK(answer(std::string(1'000'000, '[')) == refused);
  CHECK(answer(R"({"jsonrpc":"2.0","id":"[[[[)" + std::string(1000, '[') + R"(\"","method":"ping"})").find("error") ==
        std::string::npos);

  std::string zeros = R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":[0)";
  for (std::size_t i = 0; i < most_values; ++i) zeros += ",0";
  CHECK(answer(zeros + "]}}") == refused);

  NoTools tools;
  Session session(tools);
  CHECK(dump(session.take(nullptr)) == "- error -32600 the message is longer than 16 MiB");
}

TEST_CASE("session: a batch of too many") {
  std::string batch = "[";
  for (int i = 0; i < 51; ++i) batch += std::string(i > 0 ? "," : "") + R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
  CHECK(answer(batch + "]", "2025-03-26") == "- error -32600 a batch holds 1 to 50 messages");
}

TEST_CASE("tool messages: the answer twice, a failure as text") {
  Call call{7, "search", Json::object(), false};
  CHECK(tool_message(call, {false, R"({"hits":["\u202e"]})"}) ==
        R"({"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"{\"hits\":[\"\\u202e\"]}"}],)"
        R"("structuredContent":{"hits":["\u202e"]},"isError":false}})");
  CHECK(tool_message(call, {true, "no \"such\" place"}) ==
        R"({"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"no \"such\" place"}],"isError":true}})");
  call.modern = true;
  const Json modern = Json::parse(tool_message(call, {true, "no"})).at("result");
  CHECK(modern.at("resultType") == "complete");
  CHECK(modern.at("_meta").contains("io.modelcontextprotocol/serverInfo"));
  CHECK_FALSE(modern.contains("ttlMs"));
}

TEST_CASE("joined: a line, an array for a batch, nothing for nothing") {
  Exchange exchange;
  CHECK(joined(exchange, {}).empty());
  CHECK(joined(exchange, {"{1}"}) == "{1}\n");
  exchange.batch = true;
  CHECK(joined(exchange, {}).empty());
  CHECK(joined(exchange, {"{1}"}) == "[{1}]\n");
  CHECK(joined(exchange, {"{1}", "{2}"}) == "[{1},{2}]\n");
}
