// SPDX-License-Identifier: GPL-3.0-or-later
// JSON Schemas: those of the tools, put together from what is written once, and arguments checked by them.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "searcher/mcp/message.h"

namespace pilcrow::searcher::mcp {

/// Members in the order in which they were written: a model reads them.
using OrderedJson = nlohmann::ordered_json;

/// `schema`, and with it in "$defs" those of `definitions` that it names ("#/$defs/hit"), and that those name, in their
/// order.
OrderedJson with_definitions(OrderedJson schema, const OrderedJson& definitions);

/// What is wrong with `value`, as one sentence for a model that can then do better; nothing where it fits. Knows type,
/// properties, required, additionalProperties (false), items, enum, and the bounds of numbers, texts and arrays: no more
/// is in the schemas that tools.json has for arguments. `name` is what the value is called; empty: the arguments.
std::optional<std::string> misfit(const Json& schema, const Json& value, const std::string& name = {});

}  // namespace pilcrow::searcher::mcp
