// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/compact.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <sstream>
#include <string>

#include <xapian.h>

#include "core/store/errors.h"
#include "core/store/layout.h"
#include "core/store/schema.h"
#include "core/store/small_file.h"
#include "core/store/snapshot.h"
#include "core/test_point.h"
#include "indexer/run.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using Cancelled = std::function<bool()>;

/// What a fresh build may be exceeded by, in percent. Compaction takes off more than that, so that one is soon followed
/// by another only where half of the index was written in between.
constexpr std::uint64_t grown_percent = 150;
/// Below this, blocks that are half empty and the tables' least sizes are most of it, and nobody would notice.
constexpr std::uint64_t always_small = 16U << 20;

/// Whether the copy holds what the original does, and Xapian finds nothing wrong with it.
bool is_whole(const Xapian::Database& original, const fs::path& copy_folder) {
  const Xapian::Database copy(copy_folder.string(), Xapian::DB_BACKEND_GLASS);
  if (copy.get_doccount() != original.get_doccount() || copy.get_lastdocid() != original.get_lastdocid() ||
      copy.get_total_length() != original.get_total_length()) {
    return false;
  }
  const bool same_keys = std::equal(original.metadata_keys_begin(), original.metadata_keys_end(),
                                    copy.metadata_keys_begin(), copy.metadata_keys_end());
  std::ostringstream complaints;
  return same_keys && Xapian::Database::check(copy_folder.string(), 0, &complaints) == 0;
}

/// False where the run was cancelled.
Result<bool> copy(const store::Snapshot& snapshot, std::uint64_t number, const Cancelled& cancelled) {
  const fs::path& index = snapshot.facts().folder;
  const fs::path folder = index / store::generation_name(number);
  test_point("compact.begin");
  // Not FULLER: Xapian 1.4 then writes items that are larger than a block may hold, and breaks the tree.
  Xapian::Database original = snapshot.database();
  original.compact(folder.string(), Xapian::DBCOMPACT_NO_RENUMBER | Xapian::Compactor::FULL);
  test_point("compact.copied");
  if (cancelled()) return false;
  {
    Xapian::WritableDatabase database(folder.string(), Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
    database.set_metadata(std::string(store::key_generation), std::to_string(number));
    // A fresh build takes no less than this. Without that, an index whose paragraphs are now longer than those it was
    // built of would be compacted by every update.
    store::State state = snapshot.facts().state;
    const std::uint64_t compacted = store::size_of_folder(folder);
    if (store::fresh_size(state) < compacted) {
      state.fresh_bytes = compacted;
      state.fresh_paragraphs = state.paragraphs;
      database.set_metadata(std::string(store::key_state), store::encode(state));
    }
    database.commit();
  }
  if (!is_whole(original, folder)) {
    return failure(ErrorCode::index_corrupt, "the compacted copy of the index '" + index.string() +
                                                 "' is not like the original; see 'pilcrow-index --check'");
  }
  test_point("compact.verified");
  return !cancelled();
}

Result<CompactionReport> copy_and_publish(const fs::path& index, const Cancelled& cancelled) {
  const auto snapshot = store::Snapshot::open(index);
  if (!snapshot) return tl::unexpected<Error>(snapshot.error());
  CompactionReport report;
  const auto size = [&](std::uint64_t generation) {
    return store::size_of_folder(index / store::generation_name(generation));
  };
  report.bytes_before = report.bytes_after = size(snapshot->facts().generation);
  report.interrupted = cancelled();
  if (report.interrupted) return report;

  const std::uint64_t number = store::next_generation(index);
  const auto copied = copy(*snapshot, number, cancelled);
  if (!copied) return tl::unexpected<Error>(copied.error());
  report.interrupted = !*copied;
  if (report.interrupted) return report;
  if (auto published = store::publish_generation(index, number); !published) {
    return tl::unexpected<Error>(published.error());
  }
  report.bytes_after = size(number);
  if (auto removed = store::remove_previous_generations(index); !removed) {
    return tl::unexpected<Error>(removed.error());
  }
  return report;
}

}  // namespace

Result<CompactionReport> compact(const fs::path& index, const Cancelled& cancelled) {
  auto report = store::translating_errors("cannot compact the index '" + index.string() + "'",
                                          [&] { return copy_and_publish(index, cancelled); });
  if (!report || report->interrupted) store::remove_leftovers(index);
  return report;
}

bool has_grown(const store::State& state, std::uint64_t bytes) {
  const std::uint64_t fresh = store::fresh_size(state);
  return fresh > 0 && bytes > always_small && bytes / grown_percent > fresh / 100;
}

std::string compact_if_grown(const fs::path& index, const store::State& state, const Cancelled& cancelled) {
  const auto generation = store::published_generation(index);
  if (!generation) return {};
  if (!has_grown(state, store::size_of_folder(index / store::generation_name(*generation)))) return {};
  const auto report = compact(index, cancelled);
  if (!report) return "the index has grown, and could not be compacted: " + report.error().message;
  return report->interrupted ? std::string() : "the index had grown, and was compacted";
}

}  // namespace pilcrow::indexer

namespace pilcrow {

Result<CompactionReport> compact_index(const fs::path& index, const RunOptions& options) {
  return indexer::run_alone<CompactionReport>(
      index, options, "compact", "cannot compact the index '" + index.string() + "'",
      [&](indexer::Run& run) { return indexer::compact(index, [&] { return run.cancelled(); }); });
}

}  // namespace pilcrow
