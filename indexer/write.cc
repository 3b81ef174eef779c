// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/write.h"

#include <cerrno>
#include <unordered_set>
#include <utility>

#include "core/store/layout.h"
#include "core/store/schema.h"
#include "core/store/small_file.h"
#include "core/test_point.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

/// Documents and entries written between two commits: what a kill can lose. A commit costs some tens of milliseconds of
/// syncing.
constexpr std::size_t commit_after = 50'000;
constexpr std::size_t cost_of_entry = 1;
/// Documents added between two looks whether the run shall end.
constexpr std::size_t poll_after = 64;

}  // namespace

store::FileEntry unfinished(store::FileEntry entry) {
  if (entry.paragraphs.empty()) entry.outcome = store::FileOutcome::failed;
  if (entry.problem.empty()) entry.problem = "not read to its end yet";
  entry.mtime_ns = 0;
  entry.size = 0;
  entry.hash = {};
  return entry;
}

IndexWriter::IndexWriter(fs::path folder, Xapian::WritableDatabase database, store::State state)
    : folder_(std::move(folder)), database_(std::move(database)), state_(std::move(state)) {
  database_.begin_transaction();
}

IndexWriter IndexWriter::create(const fs::path& index, std::uint64_t generation, const store::Settings& settings,
                                const std::string& dictionary) {
  const fs::path folder = index / store::generation_name(generation);
  Xapian::WritableDatabase database(folder.string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
  const auto set = [&](std::string_view key, const std::string& value) {
    database.set_metadata(std::string(key), value);
  };
  set(store::key_schema, std::to_string(store::schema_version));
  set(store::key_fingerprint, store::fingerprint());
  set(store::key_index_id, settings.index_id);
  set(store::key_generation, std::to_string(generation));
  set(store::key_dictionary, dictionary);
  set(store::key_roots, store::encode_roots(settings.roots));
  set(store::key_excluded, store::encode_paths(settings.excluded));
  store::State state;
  state.settings = store::hash_of(settings);
  set(store::key_state, store::encode(state));
  database.commit();
  return {folder, std::move(database), std::move(state)};
}

IndexWriter IndexWriter::open(const store::Snapshot& snapshot) {
  const auto& facts = snapshot.facts();
  const fs::path folder = facts.folder / store::generation_name(facts.generation);
  return {folder, Xapian::WritableDatabase(folder.string(), Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS), facts.state};
}

Result<store::FileEntry> IndexWriter::file(std::uint32_t number) const {
  return store::decode_file_entry(number, database_.get_metadata(store::file_key(number)));
}

bool IndexWriter::put_file(store::FileEntry& entry, const store::FileEntry& before, std::vector<RowToWrite>& rows,
                           const std::function<Xapian::Document(std::size_t)>& build,
                           const std::function<bool()>& cancelled) {
  std::unordered_set<Xapian::docid> kept;
  std::vector<Xapian::docid> added;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Xapian::docid document = rows[i].kept;
    if (document == 0) {
      if (added.size() % poll_after == poll_after - 1 && cancelled()) {
        for (const auto one : added) database_.delete_document(one);
        return false;
      }
      test_point("add.document");
      document = database_.add_document(rows[i].built ? *rows[i].built : build(i));
      rows[i].built.reset();
      added.push_back(document);
    } else {
      kept.insert(document);
    }
    entry.paragraphs[i].document = document;
  }
  std::size_t deleted = 0;
  for (const auto& row : before.paragraphs) {
    if (kept.contains(row.document)) continue;
    test_point("update.delete");
    database_.delete_document(row.document);
    ++deleted;
  }
  count(before, false);
  count(entry, true);
  test_point("update.entry");
  database_.set_metadata(store::file_key(entry.number), store::encode(entry));
  wrote(added.size() + deleted + cost_of_entry);
  return true;
}

void IndexWriter::move_file(const store::FileEntry& entry, const PlaceTerms& old_places, const PlaceTerms& new_places) {
  for (const auto& row : entry.paragraphs) {
    Xapian::Document document = database_.get_document(row.document);
    move_document(document, old_places, new_places);
    database_.replace_document(row.document, document);
  }
  database_.set_metadata(store::file_key(entry.number), store::encode(entry));
  wrote(entry.paragraphs.size() + cost_of_entry);
}

void IndexWriter::put_entry(const store::FileEntry& entry) {
  database_.set_metadata(store::file_key(entry.number), store::encode(entry));
  wrote(cost_of_entry);
}

void IndexWriter::remove_file(const store::FileEntry& entry) {
  test_point("remove.file");
  for (const auto& row : entry.paragraphs) database_.delete_document(row.document);
  count(entry, false);
  database_.set_metadata(store::file_key(entry.number), "");
  wrote(entry.paragraphs.size() + cost_of_entry);
}

void IndexWriter::set_settings(const store::Settings& settings) {
  state_.settings = store::hash_of(settings);
  const std::string roots = store::encode_roots(settings.roots);
  const std::string excluded = store::encode_paths(settings.excluded);
  const std::string roots_key(store::key_roots);
  const std::string excluded_key(store::key_excluded);
  if (database_.get_metadata(roots_key) == roots && database_.get_metadata(excluded_key) == excluded) return;
  // One commit takes both, and their hash.
  database_.set_metadata(roots_key, roots);
  database_.set_metadata(excluded_key, excluded);
  wrote(2 * cost_of_entry);
}

void IndexWriter::commit() {
  if (uncommitted_ == 0) return;
  database_.set_metadata(std::string(store::key_state), store::encode(state_));
  test_point("commit.begin");
  database_.commit_transaction();
  sync_names();
  test_point("commit.end");
  database_.begin_transaction();
  uncommitted_ = 0;
}

// Xapian syncs its tables and the new iamglass, then renames that, and leaves it there. Without this, a power cut during
// the next commit could find the old iamglass, and blocks of its tables overwritten.
void IndexWriter::sync_names() {
  if (!store::sync_folder(folder_)) throw Xapian::DatabaseError("cannot sync " + folder_.string(), errno);
}

void IndexWriter::commit_state() {
  wrote(cost_of_entry);
  commit();
}

void IndexWriter::count(const store::FileEntry& entry, bool add) {
  if (entry.paragraphs.empty()) return;
  const auto change = [add](std::uint64_t& counter, std::uint64_t by) { counter = add ? counter + by : counter - by; };
  change(state_.files, 1);
  change(state_.paragraphs, entry.paragraphs.size());
  for (const auto& row : entry.paragraphs) {
    const auto of_language = state_.languages.try_emplace(store::language_of(entry, row)).first;
    change(of_language->second, 1);
    if (of_language->second == 0) state_.languages.erase(of_language);
  }
}

void IndexWriter::wrote(std::size_t paragraphs) {
  uncommitted_ += paragraphs;
  if (uncommitted_ >= test_size("PILCROW_TEST_COMMIT_AFTER", commit_after)) commit();
}

}  // namespace pilcrow::indexer
