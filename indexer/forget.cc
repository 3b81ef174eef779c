// SPDX-License-Identifier: GPL-3.0-or-later
// forget(): removal, and then a fresh generation, so that nothing is left of what was removed.
//
// Xapian leaves what it deletes in free blocks, and the dictionary that the texts are compressed with is made of pieces
// of them. So a fresh generation is built of the entries and texts that remain, under a dictionary trained on these, and
// all that is older is deleted.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "core/store/errors.h"
#include "core/store/layout.h"
#include "core/store/schema.h"
#include "core/store/small_file.h"
#include "core/store/snapshot.h"
#include "core/test_point.h"
#include "indexer/build.h"
#include "indexer/file_task.h"
#include "indexer/memory_budget.h"
#include "indexer/remove.h"
#include "indexer/run.h"
#include "indexer/stored_text.h"
#include "indexer/write.h"
#include "pilcrow/index.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using store::FileEntry;

/// Texts that the dictionary is trained on.
constexpr std::uint64_t sample_bytes = 2U << 20;

/// Texts from all over the index; the same for the same content.
Result<std::vector<std::string>> sample(const store::Snapshot& snapshot, Run& run) {
  std::uint64_t bytes = 0;
  auto read = snapshot.each_file([&](FileEntry&& entry) {
    for (const auto& row : entry.paragraphs) bytes += row.bytes.end - row.bytes.begin;
    return !run.cancelled();
  });
  const std::uint64_t stride = bytes / sample_bytes + 1;
  std::uint64_t passed = 0;
  std::uint64_t taken = 0;
  std::vector<std::string> texts;
  if (!read) return tl::unexpected<Error>(read.error());
  read = snapshot.each_file([&](FileEntry&& entry) {
    for (const auto& row : entry.paragraphs) {
      if (passed++ % stride != 0 || taken >= sample_bytes) continue;
      texts.push_back(stored_text(snapshot, entry, row));
      taken += texts.back().size();
    }
    return taken < sample_bytes && !run.cancelled();
  });
  if (!read) return tl::unexpected<Error>(read.error());
  return texts;
}

/// Copies all of `snapshot` into the generation `number`, which is not published. False where the run was cancelled.
Result<bool> copy(Run& run, const store::Snapshot& snapshot, std::uint64_t number) {
  const store::IndexFacts& facts = snapshot.facts();
  const auto texts = sample(snapshot, run);
  if (!texts) return tl::unexpected<Error>(texts.error());
  const std::string dictionary = store::train_dictionary(*texts);
  test_point("forget.dictionary");
  DocumentBuilder builder(0, store::TextCodec(dictionary));
  IndexWriter writer = IndexWriter::create(run.index(), number, facts.settings, {dictionary, memory_to_use(0) / 2});
  std::uint64_t files = 0;
  auto read = snapshot.each_file([&](FileEntry&& entry) {
    test_point("forget.file");
    std::vector<RowToWrite> rows(entry.paragraphs.size());
    if (entry.root >= facts.settings.roots.size()) {
      throw Xapian::DatabaseCorruptError("a file lies below a root that is not remembered");
    }
    RowDrafter drafter(writer, builder, entry, place_name(facts.settings.roots[entry.root], entry));
    const auto draft = [&](std::size_t i) {
      const store::ParagraphRow& row = entry.paragraphs[i];
      return drafter.draft(row, stored_text(snapshot, entry, row));
    };
    if (!writer.put_file(entry, {}, rows, draft, [&] { return run.cancelled(); })) return false;
    if (!rows.empty()) ++files;
    run.report({.stage = Stage::copying,
                .files_done = files,
                .files_total = facts.state.files,
                .paragraphs = writer.state().paragraphs});
    return !run.cancelled();
  });
  if (!read) return tl::unexpected<Error>(read.error());
  if (run.cancelled()) return false;
  writer.state().next_file = facts.state.next_file;
  writer.state().updated_unix_ns = facts.state.updated_unix_ns;
  writer.state().devices = facts.state.devices;
  writer.state().looked_unix_ns = facts.state.looked_unix_ns;
  writer.finish_build();
  writer.commit();
  writer.commit_fresh_size();
  test_point("forget.copied");
  return true;
}

/// The copy takes the place of all that is older. False where the run was cancelled before.
Result<bool> replace_all(Run& run) {
  return store::translating_errors("cannot copy the index '" + run.index().string() + "'", [&]() -> Result<bool> {
    const auto snapshot = store::Snapshot::open(run.index());
    if (!snapshot) return tl::unexpected<Error>(snapshot.error());
    const std::uint64_t number = store::next_generation(run.index());
    auto copied = copy(run, *snapshot, number);
    if (!copied || !*copied) return copied;
    if (auto published = store::publish_generation(run.index(), number); !published) {
      return tl::unexpected<Error>(published.error());
    }
    test_point("forget.published");
    // Both are tried, whatever becomes of the first.
    auto previous = store::remove_previous_generations(run.index());
    auto aside = store::remove_set_aside(run.index());
    if (!previous) return tl::unexpected<Error>(previous.error());
    if (!aside) return tl::unexpected<Error>(aside.error());
    // A power cut must not bring back what is deleted.
    if (auto synced = store::sync_folder(run.index()); !synced) return tl::unexpected<Error>(synced.error());
    test_point("forget.done");
    return true;
  });
}

Result<RemovalReport> remove_and_copy(Run& run, const std::vector<std::string>& paths) {
  auto removed = remove_paths(run, paths, true);
  if (!removed || removed->interrupted) return removed;
  RemovalReport report = std::move(*removed);
  test_point("forget.removed");
  const auto replaced = replace_all(run);
  if (!replaced || !*replaced) store::remove_leftovers(run.index());
  if (!replaced) {
    return failure(replaced.error().code, "removed, but its text is still on the disk: " + replaced.error().message +
                                              "; then forget it again");
  }
  if (!*replaced) {
    report.interrupted = true;
    report.note = "removed, but its text is still on the disk: forget it again";
  }
  return report;
}

}  // namespace
}  // namespace pilcrow::indexer

namespace pilcrow {

Result<RemovalReport> forget(const fs::path& index, const std::vector<std::string>& paths, const RunOptions& options) {
  return indexer::run_alone<RemovalReport>(index, options, "forget",
                                           "cannot forget anything in the index '" + index.string() + "'",
                                           [&](indexer::Run& run) { return indexer::remove_and_copy(run, paths); });
}

}  // namespace pilcrow
