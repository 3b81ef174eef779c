// SPDX-License-Identifier: GPL-3.0-or-later
// An index opened for reading, as it was at one commit.
//
// Xapian 1.4 lets a reader survive one commit; the second makes any call throw DatabaseModifiedError, also in the
// middle of loading a document. So a query runs as one unit, query → load → done, inside with_snapshot(), which opens
// what is newest and runs the unit again. reopen() is not enough: it does not follow a stub that names another
// generation.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "core/store/errors.h"
#include "core/store/file_entry.h"
#include "core/store/glass_reader.h"
#include "core/store/paragraph_record.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::store {

/// Counters kept under key_state.
struct State {
  std::uint64_t files = 0;  ///< Indexed, with at least one paragraph.
  std::uint64_t paragraphs = 0;
  std::uint32_t next_file = 1;                     ///< The next file's number.
  std::int64_t updated_unix_ns = 0;                ///< When the last complete update that changed anything began.
  std::map<std::string, std::uint64_t> languages;  ///< Paragraphs of each.
  std::vector<std::uint64_t> devices;              ///< st_dev of each root when it was last walked; 0: never.
  /// When the last update began that looked at all files of each root; 0: none. One that was changed since may carry
  /// the time stamp that it was indexed with.
  std::vector<std::int64_t> looked_unix_ns;
  /// Size of the generation on disk and its paragraphs when it had just been built: what it has grown since.
  std::uint64_t fresh_bytes = 0;
  std::uint64_t fresh_paragraphs = 0;
  std::uint64_t settings = 0;  ///< hash_of() the settings that were committed with these.
};
/// What a build of these paragraphs, of one at least, would take on disk, by what one took; 0 where that is unknown.
std::uint64_t fresh_size(const State& state);
std::string encode(const State& state);
Result<State> decode_state(std::string_view json);

/// What an index was told: the roots, and the paths below them that were taken out.
struct Settings {
  std::string index_id;               ///< Kept across generations.
  std::vector<Root> roots;            ///< Files refer to them by number; one that was removed has an empty path.
  std::vector<std::string> excluded;  ///< Absolute paths, sorted.
  bool operator==(const Settings&) const = default;
};
std::string encode_roots(const std::vector<Root>& roots);
Result<std::vector<Root>> decode_roots(std::string_view json);
std::string encode_paths(const std::vector<std::string>& paths);
Result<std::vector<std::string>> decode_paths(std::string_view json);

/// Of the roots and the excluded paths: by it a damaged list is known.
std::uint64_t hash_of(const Settings& settings);

/// Writes the spare copy of the settings, durably, where it says something else; input_output.
Result<void> keep_settings(const std::filesystem::path& index, const Settings& settings);

/// The spare copy; nothing where it is missing or damaged.
std::optional<Settings> spare_settings(const std::filesystem::path& index);

/// Tells one published commit from the next: the stub's generation and the identity of Xapian's version file, which
/// each commit replaces.
struct CommitMark {
  std::uint64_t generation = 0;
  std::uint64_t inode = 0;
  std::int64_t mtime_ns = 0;
  bool operator==(const CommitMark&) const = default;
};
Result<CommitMark> newest_commit(const std::filesystem::path& index);

/// What an index says about itself.
struct IndexFacts {
  std::filesystem::path folder;
  CommitMark mark;
  std::uint64_t generation = 0;
  std::uint64_t revision = 0;
  std::string fingerprint;
  Settings settings;
  State state;
};

/// The part of it that answers and reports carry.
IndexState state_of(const IndexFacts& facts);
/// The published state; empty where there is none, or none that can be opened.
IndexState published_state(const std::filesystem::path& index);

/// Not thread-safe. Methods throw Xapian's exceptions: call them inside with_snapshot() or translating_errors().
class Snapshot {
 public:
  /// The published generation. index_missing, index_version (other schema or fingerprint; the message says what to do),
  /// index_corrupt.
  static Result<Snapshot> open(const std::filesystem::path& index);
  /// The same where the terms are those of another analyser: entries and texts can be read, and nothing searched.
  static Result<Snapshot> open_outdated(const std::filesystem::path& index);

  const IndexFacts& facts() const { return facts_; }
  const Xapian::Database& database() const { return database_; }
  /// The same without Xapian; nullptr where that cannot be done.
  const std::shared_ptr<GlassReader>& direct() const { return direct_; }

  /// A file's entry; index_corrupt where it is missing or broken.
  Result<FileEntry> file(std::uint32_t number) const;
  /// The same, of which little is wanted.
  Result<StoredFile> stored_file(std::uint32_t number) const;
  /// Its head alone; likewise.
  Result<FileHead> head(std::uint32_t number) const;
  /// Every entry, in the order of their numbers. `visit` returning false ends it. Cost: reads all entries.
  Result<void> each_file(const std::function<bool(FileEntry&&)>& visit) const;
  /// The same with the heads of entries alone: less to decode where files have many paragraphs.
  Result<void> each_file_head(const std::function<bool(FileHead&&)>& visit) const;
  /// A document's record.
  Result<ParagraphRecord> record(const Xapian::Document& document) const;
  Result<ParagraphRecord> record(Xapian::docid document) const;
  /// Empty where it has none.
  std::string value(unsigned slot, Xapian::docid document) const;

 private:
  Snapshot(IndexFacts facts, Xapian::Database database, std::shared_ptr<GlassReader> direct, TextCodec codec);
  std::string metadata(const std::string& key) const;
  static Result<Snapshot> open(const std::filesystem::path& index, bool outdated_too);
  /// Every entry as `decode` makes it of its number and bytes.
  template <class Decode, class Visit>
  Result<void> each_entry(const Decode& decode, const Visit& visit) const;
  IndexFacts facts_;
  Xapian::Database database_;
  std::shared_ptr<GlassReader> direct_;
  mutable TextCodec codec_;
};

/// The settings of an index that cannot be opened, so that it can be rebuilt: those in the published generation where
/// they are known to be what was written, else the spare copy, else whatever the generation tells (an older schema knows
/// no more). Nothing where neither tells.
std::optional<Settings> remembered_settings(const std::filesystem::path& index);

/// Absolute path of a file or of a document inside one, as it is shown and cited: the root's, and below it its own.
std::string absolute_path(const IndexFacts& facts, const FileEntry& entry);
std::string absolute_path(const IndexFacts& facts, const FileHead& file);
/// Absolute path of the file itself, which may hold the document.
std::string file_path(const IndexFacts& facts, const FileEntry& entry);
std::string file_path(const IndexFacts& facts, const FileHead& file);

/// Runs `unit` on the newest state of the indexes, up to three times more when a writer's commits overtake it; then
/// index_busy. `snapshots` holds what is open between calls; it is reopened when what is published has changed.
template <class Unit>
auto with_snapshots(const std::vector<std::filesystem::path>& indexes, std::vector<Snapshot>& snapshots, Unit&& unit)
    -> std::invoke_result_t<Unit, std::vector<Snapshot>&>;

/// Whether `snapshots` still are the newest published states. Cost: one small read and one stat an index.
bool still_newest(const std::vector<Snapshot>& snapshots);
/// One that is named twice, or a copy of another, is opened once; two states of one index are refused
/// (invalid_argument).
Result<std::vector<Snapshot>> open_all(const std::vector<std::filesystem::path>& indexes);

inline constexpr int snapshot_retries = 3;

template <class Unit>
auto with_snapshots(const std::vector<std::filesystem::path>& indexes, std::vector<Snapshot>& snapshots, Unit&& unit)
    -> std::invoke_result_t<Unit, std::vector<Snapshot>&> {
  for (int attempt = 0;; ++attempt) {
    if (snapshots.empty() || !still_newest(snapshots)) {
      auto opened = open_all(indexes);
      if (!opened) return tl::unexpected<Error>(std::move(opened.error()));
      snapshots = std::move(*opened);
    }
    try {
      return unit(snapshots);
    } catch (const Xapian::DatabaseModifiedError&) {
      snapshots.clear();
      if (attempt == snapshot_retries) return failure(ErrorCode::index_busy, "the index keeps changing; try again");
    } catch (...) {
      return tl::unexpected<Error>(current_exception_as_error("cannot read the index"));
    }
  }
}

}  // namespace pilcrow::store
