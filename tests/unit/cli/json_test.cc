// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/json.h"

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"

namespace pilcrow::cli {
namespace {

using nlohmann::ordered_json;

struct Case {
  const char* name;
  std::string text;
  const char* line;
};

TEST_CASE("json: a line is ASCII where a terminal would obey, and text otherwise") {
  const auto c = GENERATE(values<Case>({
      {"plain", "a \"b\"", "[\"a \\\"b\\\"\"]\n"},
      {"line ends do not end the line", "a\nb\r", "[\"a\\nb\\r\"]\n"},
      {"controls of ASCII", "\x1b[31m\x07\x7f", "[\"\\u001b[31m\\u0007\\u007f\"]\n"},
      {"controls beyond ASCII, the first and the last", "\xC2\x80\xC2\x9B\xC2\x9F", "[\"\\u0080\\u009b\\u009f\"]\n"},
      {"the character after them, and one with such a byte in it", "\xC2\xA0\xC3\x80", "[\"\xC2\xA0\xC3\x80\"]\n"},
      {"what is not UTF-8 is replaced", "a\xFF", "[\"a\xEF\xBF\xBD\"]\n"},
  }));
  INFO(c.name);
  CHECK(json_line(ordered_json::array({c.text})) == c.line);
}

TEST_CASE("json: a path that is not UTF-8 is its bytes") {
  CHECK(path_to_json<ordered_json>("a/b").dump() == "\"a/b\"");
  CHECK(path_to_json<ordered_json>("\xFF").dump() == "{\"bytes\":\"/w==\"}");
  CHECK(path_to_json<ordered_json>("ab\xFF").dump() == "{\"bytes\":\"YWL/\"}");
}

}  // namespace
}  // namespace pilcrow::cli
