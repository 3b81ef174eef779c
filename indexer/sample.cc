// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sample.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "indexer/prepare.h"

namespace pilcrow::indexer {
namespace {

constexpr std::uint64_t sample_bytes = 2U << 20;
constexpr std::uint64_t sample_files = 400;
constexpr std::uint64_t quick_to_read = 4U << 20;

}  // namespace

std::vector<std::string> sample_texts(const FileQueue& queue, const std::vector<Root>& roots,
                                      const std::function<bool()>& cancelled) {
  const std::uint64_t step = std::max<std::uint64_t>(1, queue.to_read() / sample_files);
  const std::uint64_t share = sample_bytes / std::max<std::uint64_t>(1, queue.to_read() / step);
  std::vector<std::string> samples;
  FileQueue::Reader reader(queue);
  std::uint64_t position = 0;
  while (auto queued = reader.next()) {
    if (!queued->file.problem.empty() || position++ % step != 0) continue;
    if (cancelled()) break;
    if (queued->file.stamp.size > quick_to_read) continue;
    PreparedFile file = prepare_file(roots[queued->root], queued->file, [](const auto&) { return false; });
    std::uint64_t taken = 0;
    for (std::string& text : file.texts) {
      if (taken >= share) break;
      taken += text.size();
      samples.push_back(std::move(text));
    }
  }
  return samples;
}

}  // namespace pilcrow::indexer
