// SPDX-License-Identifier: GPL-3.0-or-later
// Office files and e-books: a zip archive of parts, most of them XML, that refer to each other.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "indexer/block.h"
#include "indexer/format/document_date.h"
#include "indexer/format/members.h"

namespace pilcrow::indexer {

/// What a part of an OOXML package refers to under an id.
struct Relation {
  std::string type;    ///< The last name of its type: "styles", "slide".
  std::string target;  ///< Path of the part; what lies outside of the package is left out.
};

class Package {
 public:
  /// The parts that are `wanted`, by their names. A reason where it is no such archive, is encrypted, or its parts
  /// unpack to more than is safe to read. Cost: linear in what is unpacked.
  static tl::expected<Package, std::string> open(std::string_view bytes, bool (*wanted)(std::string_view name));

  bool has(std::string_view name) const { return parts_.find(name) != parts_.end(); }
  /// As UTF-8; empty where there is no such part, or it was not wanted.
  std::string_view part(std::string_view name) const;
  /// Bytes of all that was wanted.
  std::size_t size() const;

  /// OOXML: by id, what the part refers to; the package itself where `part` is empty.
  std::map<std::string, Relation> relations(std::string_view part) const;
  /// OOXML: the part that `part` refers to with a relation of this type; the first by id; empty where there is none.
  std::string related(std::string_view part, std::string_view type) const;

  /// Hands on the parts whose names say that they are documents inside of the document ("…/embeddings/…").
  void hand_on_embedded(Members& members) const;

 private:
  std::string_view bytes_;
  std::map<std::string, std::string, std::less<>> parts_;
};

/// The path that `target` means, written in the part `base`: without "." and "..", "%20" resolved.
std::string resolve_path(std::string_view base, std::string_view target);

/// OOXML: title, language and dates as docProps/core.xml has them, each where it is not empty.
void read_core_properties(const Package& package, Document& document, DocumentDate& date);

/// "damaged: " and which part is, where that is so.
std::string damage_of(std::string_view part, std::string_view damage);

}  // namespace pilcrow::indexer
