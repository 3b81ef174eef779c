// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/schema.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <string_view>
#include <vector>

namespace pilcrow::searcher::mcp {
namespace {

constexpr std::string_view reference = "#/$defs/";

/// The names behind all "$ref" of a schema.
std::set<std::string> named_in(const OrderedJson& schema) {
  std::set<std::string> names;
  std::vector<const OrderedJson*> open = {&schema};
  while (!open.empty()) {
    const OrderedJson& here = *open.back();
    open.pop_back();
    const bool is_object = here.is_object();
    if (is_object && here.contains("$ref")) {
      names.insert(here["$ref"].get<std::string>().substr(reference.size()));
    }
    if (is_object || here.is_array()) {
      for (const OrderedJson& child : here) open.push_back(&child);
    }
  }
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

bool has_type(const Json& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  // 5.0 is an integer, in JSON Schema.
  return value.is_number() && std::floor(value.get<double>()) == value.get<double>();
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::string article(std::string_view type) {
  return (type.find_first_of("aeio") == 0 ? "an " : "a ") + std::string(type);
}

/// "from 1 to 50", "at least 1", …, of the two bounds.
std::string range(const Json& schema, const char* least, const char* most) {
  const bool has_least = schema.contains(least);
  const bool has_most = schema.contains(most);
  if (has_least && has_most) return "from " + schema[least].dump() + " to " + schema[most].dump();
  return has_least ? "at least " + schema[least].dump() : "at most " + schema[most].dump();
}

/// Whether `measure` is outside of the two bounds.
bool outside(const Json& schema, const char* least, const char* most, double measure) {
  return measure < schema.value(least, 0.0) || measure > schema.value(most, std::numeric_limits<double>::max());
}

std::optional<std::string> object_misfit(const Json& schema, const Json& value, const std::string& name) {
  const std::string of = name.empty() ? "" : " of " + name;
  const Json& properties = schema.at("properties");
  for (const auto& [key, member] : value.items()) {
    if (properties.contains(key)) continue;
    const std::vector<std::string> known = keys_of(properties);
    return "unknown argument " + named(key) + of +
           (known.empty() ? ": there are none" : "; there are: " + listed(known));
  }
  for (const Json& required : schema.value("required", Json::array())) {
    const std::string key = required.get<std::string>();
    if (!value.contains(key)) return "argument '" + key + "'" + of + " is missing";
  }
  for (const auto& [key, member] : value.items()) {
    const std::string of_member = name.empty() ? "argument '" + key + "'" : "'" + key + "' of " + name;
    if (auto wrong = misfit(properties.at(key), member, of_member)) return wrong;
  }
  return std::nullopt;
}

std::optional<std::string> array_misfit(const Json& schema, const Json& value, const std::string& name) {
  if (outside(schema, "minItems", "maxItems", static_cast<double>(value.size()))) {
    return name + " needs " + range(schema, "minItems", "maxItems") + " elements";
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (auto wrong = misfit(schema.at("items"), value[i], "element " + std::to_string(i + 1) + " of " + name)) {
      return wrong;
    }
  }
  return std::nullopt;
}

}  // namespace

OrderedJson with_definitions(OrderedJson schema, const OrderedJson& definitions) {
  std::set<std::string> wanted;
  for (std::set<std::string> open = named_in(schema); !open.empty();) {
    const std::string name = *open.begin();
    open.erase(open.begin());
    if (wanted.insert(name).second) open.merge(named_in(definitions.at(name)));
  }
  OrderedJson taken = OrderedJson::object();
  for (const auto& [name, definition] : definitions.items()) {
    if (wanted.count(name) > 0) taken[name] = definition;
  }
  if (!taken.empty()) schema["$defs"] = std::move(taken);
  return schema;
}

std::optional<std::string> misfit(const Json& schema, const Json& value, const std::string& name) {
  const std::string type = schema.at("type").get<std::string>();
  if (!has_type(value, type)) return name + " needs " + article(type) + ", not " + article(value.type_name());
  if (type == "object") return object_misfit(schema, value, name);
  if (type == "array") return array_misfit(schema, value, name);
  if (type == "integer" && outside(schema, "minimum", "maximum", value.get<double>())) {
    return name + " needs an integer " + range(schema, "minimum", "maximum");
  }
  if (type == "string") {
    const auto& text = value.get_ref<const std::string&>();
    if (schema.contains("enum")) {
      const Json& choices = schema["enum"];
      if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
        return name + " needs one of " + listed(choices.get<std::vector<std::string>>()) + ", not " + named(text);
      }
    }
    if (outside(schema, "minLength", "maxLength", static_cast<double>(characters(text)))) {
      return name + " needs " + range(schema, "minLength", "maxLength") + " characters";
    }
  }
  return std::nullopt;
}

}  // namespace pilcrow::searcher::mcp
