// SPDX-License-Identifier: GPL-3.0-or-later
// Documents inside a document: files of an archive, messages of a mailbox, attachments. The reader of the outer one
// hands them on and keeps none; who takes them keeps the bounds, which are those of the file as a whole.
#pragma once

#include <cstdint>
#include <string_view>

namespace pilcrow::indexer {

class Members {
 public:
  virtual ~Members() = default;

  /// Asked of a member before it is unpacked. False: its bytes need not be, for it is hidden, or nobody reads files of its
  /// name, which is then recorded here.
  virtual bool wants(std::string_view name) = 0;
  /// How many bytes of the next member would be read. A reader unpacks no more than one byte beyond them.
  virtual std::uint64_t room() const = 0;
  /// Reads a member, before it returns. `name`: its path inside the document, whatever it looks like ("../a", "/etc/b"):
  /// it is made harmless and unique here. `declared`: its MIME type, where the document gives it. False: enough of them,
  /// the reader should end.
  virtual bool read(std::string_view name, std::string_view bytes, std::string_view declared) = 0;
  /// A member that is there, but cannot be read: "encrypted", "unpacks to more than 200 times its size".
  virtual bool give_up(std::string_view name, std::string_view reason) = 0;
  /// A member that is not read by design: "a link".
  virtual bool skip(std::string_view name, std::string_view reason) = 0;
};

/// For who does not want any.
class NoMembers final : public Members {
 public:
  bool wants(std::string_view) override { return false; }
  std::uint64_t room() const override { return 0; }
  bool read(std::string_view, std::string_view, std::string_view) override { return false; }
  bool give_up(std::string_view, std::string_view) override { return false; }
  bool skip(std::string_view, std::string_view) override { return false; }
};

}  // namespace pilcrow::indexer
