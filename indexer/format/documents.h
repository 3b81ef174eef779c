// SPDX-License-Identifier: GPL-3.0-or-later
// Documents as an exporter hands them over, one JSON object each: docs/documents.md is the contract.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "indexer/block.h"
#include "indexer/handed_over.h"

namespace pilcrow::indexer {

struct HandedOver {
  std::string uri;       ///< Empty where it has none, which is for the caller to judge.
  bool deleted = false;  ///< Then there is nothing else.
  Document document;     ///< Document::extracted is set.
  std::string type = std::string(handed_over_type);
  /// Members that mean nothing here and may be mistyped: "titel", "blocks.txt". Each once, the first ten.
  std::vector<std::string> unknown_members;
};

struct NotHandedOver {
  std::string uri;                           ///< As far as it was told.
  std::string reason;                        ///< "\"deleted\" must be true or false"
  std::vector<std::string> unknown_members;  ///< As in HandedOver: one of them may be why.
};

/// The document, or what is wrong with it; all or nothing. Any bytes are safe. Cost: linear; memory: a few times the
/// line.
tl::expected<HandedOver, NotHandedOver> read_handed_over(std::string_view line);

}  // namespace pilcrow::indexer
