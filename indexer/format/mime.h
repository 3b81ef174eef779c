// SPDX-License-Identifier: GPL-3.0-or-later
// What a message consists of: its headers, decoded, and the tree of its parts. The tree is found without recursion and
// without a copy; GMime decodes what stands in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::indexer {

/// The headers of a message or a part. More than 1,000 of them, or 256 KiB, are not looked at.
class MimeHeaders {
 public:
  /// Takes the headers from the beginning of `message`, and leaves what they belong to.
  explicit MimeHeaders(std::string_view& message);

  /// The first one of this name (in lower case) as it stands, unfolded; empty where there is none. At most 64 KiB.
  std::string raw(std::string_view name) const;
  /// As people read it: encoded words decoded, UTF-8, white space folded.
  std::string text(std::string_view name) const;
  /// Names and addresses: "Anna Meier <anna@example.org>, team@example.org".
  std::string people(std::string_view name) const;
  /// "2026-03-01 10:15 +0100", as its writer saw it; empty where it is no date.
  std::string date(std::string_view name) const;

 private:
  struct Header {
    std::string name;        // in lower case
    std::string_view value;  // folded
  };
  std::vector<Header> headers_;
};

struct MimePart {
  explicit MimePart(std::string_view whole);

  MimeHeaders headers;
  std::string_view body;    ///< Still encoded.
  std::string type;         ///< "text/plain", in lower case.
  std::string disposition;  ///< "attachment", "inline"; may be empty.
  std::string file_name;    ///< Decoded; may be empty.
  std::string charset;
  std::string boundary;
  std::string smime_type;
  bool flowed = false;
  bool delete_space = false;          ///< Of flowed text.
  std::vector<std::size_t> children;  ///< Indices into the tree.
  std::size_t parent = 0;             ///< Of the first one: itself.

  bool is_multipart() const { return type.starts_with("multipart/"); }
  bool is_attachment() const { return disposition == "attachment"; }
};

/// The parts of a message, each after the one that holds it; the first is the message itself. What is nested deeper than
/// 20 levels stays one part, and behind 10,000 parts no more is looked for. Cost: linear in bytes times levels.
std::vector<MimePart> mime_parts(std::string_view message);

/// The bytes of a part, decoded; no more than `most` and one.
std::string mime_bytes(const MimePart& part, std::uint64_t most);
/// The text of a part, in UTF-8, however wrong what it says of its encoding may be.
std::string mime_text(const MimePart& part, std::uint64_t most);

}  // namespace pilcrow::indexer
