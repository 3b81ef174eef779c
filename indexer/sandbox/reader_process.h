// SPDX-License-Identifier: GPL-3.0-or-later
// The DocumentReader of every update: a confined process, the program pilcrow-reader, does the reading. It lives on from
// file to file; one that crashed, hung or took too much is replaced, and only the file at hand pays for it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/document_reader.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// What reading one file may take; the output is bounded by the request's Bounds.
struct ReaderLimits {
  std::uint64_t cpu_seconds = 60;  ///< And one more for each MiB of the file.
  /// And ten seconds more for each MiB: a machine with much else to do does not condemn good files.
  std::chrono::milliseconds wall_clock = std::chrono::minutes(10);
  std::uint64_t memory_bytes = 1ULL << 30;       ///< And eight times the file,
  std::uint64_t most_memory_bytes = 4ULL << 30;  ///< but no more than this. Addresses, not only what is used.
};

/// Belongs to one thread at a time, and to that which reads: when a thread ends, the kernel ends the process that it
/// started, and the next file starts another.
class ReaderProcess final : public DocumentReader {
 public:
  /// Where the program is: $PILCROW_READER; else beside the running program, in ../libexec/pilcrow beside that, in
  /// libexec/pilcrow of the prefix that this library lies in, or where it was to be installed. input_output where there is none that can be run.
  static Result<std::filesystem::path> locate();

  /// `filters`: usable_filters(). Starts nothing yet.
  explicit ReaderProcess(std::filesystem::path program, std::vector<Filter> filters = {}, ReaderLimits limits = {});
  ~ReaderProcess() override;

  /// Starts the process where none runs, and waits until it is confined: whether files can be read at all. input_output.
  Result<void> start();

  bool converts(std::string_view name) const override;
  tl::expected<void, ReadFailure> read(ReadRequest request, const MemoryFile& bytes,
                                       const std::function<void(ReadPart&&)>& on_part) override;

  /// Of the process; 0 where none runs.
  pid_t process() const;

 private:
  class Worker;
  struct Allowance;
  struct Answer;

  tl::expected<std::vector<ReadPart>, ReadFailure> ask(const ReadRequest& request, const MemoryFile& bytes);
  Answer ask_worker(const ReadRequest& request, const MemoryFile& bytes);
  Allowance allowance_of(std::uint64_t size) const;
  tl::expected<MemoryFile, std::string> convert(const std::string& name, std::string_view bytes, std::uint64_t most,
                                                std::chrono::milliseconds& time, std::string& format);

  std::filesystem::path program_;
  std::vector<Filter> filters_;
  std::vector<std::string> extensions_;  ///< Of all filters.
  ReaderLimits limits_;
  std::unique_ptr<Worker> worker_;  ///< None before the first file, and after one that went wrong.
};

/// As many readers as a run needs, with its filters. Starts none. Fails where the program is not there, or as
/// usable_filters().
Result<std::vector<std::unique_ptr<ReaderProcess>>> make_readers(std::size_t count, const std::vector<Filter>& filters,
                                                                 const std::vector<Root>& roots);

}  // namespace pilcrow::indexer
