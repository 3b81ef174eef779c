// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sample.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "core/store/paths.h"
#include "indexer/file_types.h"
#include "indexer/prepare.h"

namespace pilcrow::indexer {
namespace {

constexpr std::uint64_t sample_bytes = 1U << 20;
constexpr std::uint64_t sample_files = 400;
/// All that is read here is read once more: of large files fewer give more each.
constexpr std::uint64_t most_read = 3U << 20;
constexpr std::uint64_t least_files = 16;
/// Of less there will be no dictionary: see store::train_dictionary().
constexpr std::uint64_t least_bytes = 64U << 10;
constexpr std::uint64_t quick_to_read = 4U << 20;
/// Of files whose text has to be extracted one in so many is read, and gives so much more: a PDF takes as long to read as
/// a hundred texts.
constexpr std::uint64_t extracted_step = 8;

bool takes_long(const PreparedFile& file) {
  return file.entry.bytes_of_extracted || !file.members.empty() || file.entry.outcome == store::FileOutcome::failed;
}

}  // namespace

std::vector<std::string> sample_texts(const FileQueue& queue, const std::vector<Root>& roots, DocumentReader& reader,
                                      const std::function<bool()>& cancelled) {
  if (queue.bytes() < least_bytes) return {};
  const std::uint64_t few_large = std::min(queue.bytes() / most_read, queue.to_read() / least_files);
  const std::uint64_t step = std::max({std::uint64_t{1}, queue.to_read() / sample_files, few_large});
  const std::uint64_t share = sample_bytes / std::max<std::uint64_t>(1, queue.to_read() / step);
  const std::uint64_t much = std::min(share * extracted_step, std::max(share, sample_bytes / extracted_step));
  std::vector<std::string> samples;
  std::map<std::string, std::uint64_t> extracted;  // by extension: how many have come since the first
  FileQueue::Reader files(queue);
  std::uint64_t position = 0;
  while (auto queued = files.next()) {
    if (!queued->file.problem.empty() || queued->file.stamp.size > quick_to_read) continue;
    const std::string name = store::path_below(roots[queued->root].path, queued->file.path);
    if (reader.converts(name) || position++ % step != 0) continue;
    if (cancelled()) break;
    const std::string extension = extension_word(name);
    const auto known = extracted.find(extension);
    if (known != extracted.end() && known->second++ % extracted_step != 0) continue;
    PreparedFile file = prepare_file(roots[queued->root], queued->file, reader, [](const auto&) { return false; });
    if (known == extracted.end() && takes_long(file)) extracted.emplace(extension, 1);
    const std::uint64_t most = takes_long(file) ? much : share;
    std::uint64_t taken = 0;
    const auto sample = [&](PreparedDocument& document) {
      for (std::string& text : document.texts) {
        if (taken >= most) return;
        taken += text.size();
        samples.push_back(std::move(text));
      }
    };
    sample(file);
    for (PreparedDocument& member : file.members) sample(member);
  }
  return samples;
}

}  // namespace pilcrow::indexer
