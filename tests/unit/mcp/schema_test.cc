// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/schema.h"

#include <string>

#include "searcher/mcp/documents.h"
#include "tests/support/catch.h"

using namespace pilcrow::searcher::mcp;
using pilcrow::test::values;

TEST_CASE("misfit: what is wrong with arguments, so that a model can do better") {
  struct Case {
    std::string name;
    std::string value;
    std::string expected;
  };
  const Json schema = Json::parse(R"({
    "type": "object",
    "properties": {
      "query": { "type": "string", "minLength": 1, "maxLength": 5 },
      "limit": { "type": "integer", "minimum": 1, "maximum": 50 },
      "files": { "type": "boolean" },
      "sort": { "type": "string", "enum": ["date", "path"] },
      "paths": { "type": "array", "items": { "type": "string" }, "maxItems": 2 },
      "claims": { "type": "array", "minItems": 1, "items": { "type": "object", "properties": { "quote": { "type": "string" } },
        "required": ["quote"], "additionalProperties": false } }
    },
    "required": ["query"],
    "additionalProperties": false
  })");
  const auto c = GENERATE(values<Case>({
      {"all is well",
       R"({"query":"wind","limit":50,"files":true,"sort":"path","paths":["a","b"],"claims":[{"quote":""}]})", ""},
      {"characters are counted, not bytes", R"({"query":"éééé€"})", ""},
      {"5.0 is an integer", R"({"query":"a","limit":5.0})", ""},
      {"unknown", R"({"query":"a","limits":5})",
       "unknown argument 'limits'; there are: claims, files, limit, paths, query, sort"},
      {"missing", R"({"limit":5})", "argument 'query' is missing"},
      {"null is not nothing", R"({"query":null})", "argument 'query' needs a string, not a null"},
      {"a number for a text", R"({"query":5})", "argument 'query' needs a string, not a number"},
      {"a text for a number", R"({"query":"a","limit":"5"})", "argument 'limit' needs an integer, not a string"},
      {"half a number", R"({"query":"a","limit":0.5})", "argument 'limit' needs an integer, not a number"},
      {"too little", R"({"query":"a","limit":0})", "argument 'limit' needs an integer from 1 to 50"},
      {"far too much", R"({"query":"a","limit":1e300})", "argument 'limit' needs an integer from 1 to 50"},
      {"a number for a switch", R"({"query":"a","files":1})", "argument 'files' needs a boolean, not a number"},
      {"none of the choices", R"({"query":"a","sort":"score"})",
       "argument 'sort' needs one of date, path, not 'score'"},
      {"too short", R"({"query":""})", "argument 'query' needs from 1 to 5 characters"},
      {"too long", R"({"query":"abcdef"})", "argument 'query' needs from 1 to 5 characters"},
      {"a text for a list", R"({"query":"a","paths":"*.md"})", "argument 'paths' needs an array, not a string"},
      {"too many", R"({"query":"a","paths":["a","b","c"]})", "argument 'paths' needs at most 2 elements"},
      {"too few", R"({"query":"a","claims":[]})", "argument 'claims' needs at least 1 elements"},
      {"in a list", R"({"query":"a","paths":["a",1]})", "element 2 of argument 'paths' needs a string, not a number"},
      {"in an object of a list", R"({"query":"a","claims":[{"quote":1}]})",
       "'quote' of element 1 of argument 'claims' needs a string, not a number"},
      {"unknown in an object of a list", R"({"query":"a","claims":[{"quote":"","page":1}]})",
       "unknown argument 'page' of element 1 of argument 'claims'; there are: quote"},
  }));
  INFO(c.name);
  CHECK(misfit(schema, Json::parse(c.value)).value_or("") == c.expected);
}

TEST_CASE("misfit: where there are no arguments") {
  const Json schema = Json::parse(R"({"type":"object","properties":{},"additionalProperties":false})");
  CHECK_FALSE(misfit(schema, Json::object()));
  CHECK(misfit(schema, Json::parse(R"({"a":1})")).value_or("") == "unknown argument 'a': there are none");
}

TEST_CASE("with_definitions: those that are named, and those that these name") {
  const OrderedJson definitions = OrderedJson::parse(R"({"z":{"type":"string"},"a":{"items":[{"$ref":"#/$defs/z"}]},
    "loop":{"$ref":"#/$defs/loop"},"other":{}})");
  const auto put = [&](const char* schema) { return with_definitions(OrderedJson::parse(schema), definitions).dump(); };
  CHECK(put(R"({"type":"object"})") == R"({"type":"object"})");
  CHECK(put(R"({"$ref":"#/$defs/a"})") ==
        R"({"$ref":"#/$defs/a","$defs":{"z":{"type":"string"},"a":{"items":[{"$ref":"#/$defs/z"}]}}})");
  CHECK(put(R"({"$ref":"#/$defs/loop"})") == R"({"$ref":"#/$defs/loop","$defs":{"loop":{"$ref":"#/$defs/loop"}}})");
}

TEST_CASE("tools: what they say of their arguments is all that is checked") {
  // A keyword that misfit() does not know would be a promise that nobody keeps.
  const std::vector<std::string> known = {"type",        "properties", "required", "additionalProperties",
                                          "items",       "enum",       "minimum",  "maximum",
                                          "minLength",   "maxLength",  "minItems", "maxItems",
                                          "description", "default"};
  std::vector<Json> open;
  for (const Json& tool : Json::parse(tools_json)) open.push_back(tool.at("inputSchema"));
  while (!open.empty()) {
    const Json schema = open.back();
    open.pop_back();
    for (const auto& [keyword, value] : schema.items()) {
      CAPTURE(keyword);
      CHECK(std::find(known.begin(), known.end(), keyword) != known.end());
    }
    if (schema.at("type") == "object") CHECK(schema.at("additionalProperties") == false);
    if (schema.contains("items")) open.push_back(schema["items"]);
    for (const Json& property : schema.value("properties", Json::object())) open.push_back(property);
    if (schema.contains("default")) CHECK_FALSE(misfit(schema, schema["default"], "the default"));
  }
}
