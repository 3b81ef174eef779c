// SPDX-License-Identifier: GPL-3.0-or-later
// Who reads the documents of a file: a confined process (sandbox/), or in tests this one.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "indexer/memory_file.h"
#include "indexer/read_document.h"

namespace pilcrow::indexer {

/// Why a file could not be read to its end.
struct ReadFailure {
  std::string reason;      ///< "the reader crashed (segmentation fault)".
  bool try_again = false;  ///< It may be the machine's fault, not the file's: worth another try in the next run.
};

/// One at a time: a reader belongs to one thread.
class DocumentReader {
 public:
  virtual ~DocumentReader() = default;
  /// Whether a filter converts files of this name, which nobody here reads.
  virtual bool converts(std::string_view name) const = 0;
  /// As read_document(), with what filters make of the parts that they convert; `request.filtered` is set here. What was
  /// handed over before a failure counts for nothing.
  virtual tl::expected<void, ReadFailure> read(ReadRequest request, const MemoryFile& bytes,
                                               const std::function<void(ReadPart&&)>& on_part) = 0;
};

}  // namespace pilcrow::indexer
