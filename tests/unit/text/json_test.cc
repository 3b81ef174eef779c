// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/json.h"

#include "pilcrow/json.h"
#include "tests/support/catch.h"

namespace pilcrow::text {
namespace {

struct Case {
  const char* name;
  std::string text;
  const char* line;
};

TEST_CASE("json: a line is ASCII where a terminal would obey, and text otherwise") {
  const auto c = GENERATE(values<Case>({
      {"plain", "a \"b\"", "[\"a \\\"b\\\"\"]\n"},
      {"line ends do not end the line", "a\nb\r", "[\"a\\nb\\r\"]\n"},
      {"nor do separators",
       "a\xE2\x80\xA8"
       "b\xE2\x80\xA9",
       "[\"a\\u2028b\\u2029\"]\n"},
      {"controls of ASCII", "\x1b[31m\x07\x7f", "[\"\\u001b[31m\\u0007\\u007f\"]\n"},
      {"controls beyond ASCII, the first and the last", "\xC2\x80\xC2\x9B\xC2\x9F", "[\"\\u0080\\u009b\\u009f\"]\n"},
      {"the character after them, and one with such a byte in it", "\xC2\xA0\xC3\x80", "[\"\xC2\xA0\xC3\x80\"]\n"},
      {"characters beside the separators", "\xE2\x80\xA7\xE2\x80\xAA", "[\"\xE2\x80\xA7\xE2\x80\xAA\"]\n"},
      {"what is not UTF-8 is replaced", "a\xFF", "[\"a\xEF\xBF\xBD\"]\n"},
      {"a character that is cut off, too", "a\xE2\x80", "[\"a\xEF\xBF\xBD\"]\n"},
  }));
  INFO(c.name);
  CHECK(json_line(Json::array({c.text})) == c.line);
}

TEST_CASE("json: a path that is not UTF-8 is its bytes") {
  CHECK(path_json("a/b").dump() == "\"a/b\"");
  CHECK(path_json("\xFF").dump() == "{\"bytes\":\"/w==\"}");
  CHECK(path_json("ab\xFF").dump() == "{\"bytes\":\"YWL/\"}");
  CHECK(paths_json({"a", "\xFF"}).dump() == "[\"a\",{\"bytes\":\"/w==\"}]");
}

TEST_CASE("json: an error takes the place of an answer") {
  CHECK(to_json(Error{ErrorCode::index_busy, "come again\x1b"}) ==
        "{\"type\":\"error\",\"format_version\":1,\"code\":\"index_busy\",\"message\":\"come again\\u001b\"}\n");
  CHECK(to_json(Error{ErrorCode::cancelled, "b\xFF"}, "q\n1") ==
        "{\"type\":\"error\",\"format_version\":1,\"query_id\":\"q\\n1\",\"code\":\"cancelled\",\"message\":"
        "\"b\xEF\xBF\xBD\"}\n");
}

}  // namespace
}  // namespace pilcrow::text
