// SPDX-License-Identifier: GPL-3.0-or-later
// The file of --documents, or standard input.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "indexer/file_system.h"
#include "pilcrow/error.h"

namespace pilcrow::indexer::cli {

class DocumentsInput {
 public:
  /// "-": standard input. input_output.
  static Result<DocumentsInput> open(const std::string& path);

  /// As ReadLines. Waits as long as an exporter takes, but no longer than until `cancelled` says so: that is an end, too.
  Result<std::size_t> read(char* buffer, std::size_t size, const std::function<bool()>& cancelled) const;

 private:
  DocumentsInput(std::string name, Descriptor file, int number)
      : name_(std::move(name)), file_(std::move(file)), number_(number) {}

  std::string name_;
  Descriptor file_;  ///< None of standard input, which is not ours to close.
  int number_;
};

}  // namespace pilcrow::indexer::cli
