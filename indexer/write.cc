// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/write.h"

#include <unordered_set>
#include <utility>

#include "core/store/layout.h"
#include "core/store/schema.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

/// Documents and entries written between two commits: what a kill can lose. A commit costs some tens of milliseconds of
/// syncing.
constexpr std::size_t commit_after = 50'000;
constexpr std::size_t cost_of_entry = 1;

}  // namespace

IndexWriter::IndexWriter(Xapian::WritableDatabase database, store::State state)
    : database_(std::move(database)), state_(std::move(state)) {
  database_.begin_transaction();
}

IndexWriter IndexWriter::create(const fs::path& index, std::uint64_t generation, const Settings& settings) {
  const fs::path folder = index / store::generation_name(generation);
  Xapian::WritableDatabase database(folder.string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
  const auto set = [&](std::string_view key, const std::string& value) {
    database.set_metadata(std::string(key), value);
  };
  set(store::key_schema, std::to_string(store::schema_version));
  set(store::key_fingerprint, store::fingerprint());
  set(store::key_index_id, settings.index_id);
  set(store::key_generation, std::to_string(generation));
  set(store::key_dictionary, settings.dictionary);
  set(store::key_roots, store::encode(std::vector<Root>()));
  set(store::key_state, store::encode(store::State()));
  database.commit();
  return {std::move(database), store::State()};
}

IndexWriter IndexWriter::open(const store::Snapshot& snapshot) {
  const auto& facts = snapshot.facts();
  const fs::path folder = facts.folder / store::generation_name(facts.generation);
  return {Xapian::WritableDatabase(folder.string(), Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS), facts.state};
}

Result<store::FileEntry> IndexWriter::file(std::uint32_t number) const {
  return store::decode_file_entry(number, database_.get_metadata(store::file_key(number)));
}

void IndexWriter::put_file(store::FileEntry& entry, const store::FileEntry& before, std::vector<RowToWrite>& rows,
                           const std::function<Xapian::Document(std::size_t)>& build) {
  std::unordered_set<Xapian::docid> kept;
  for (const RowToWrite& row : rows) {
    if (row.kept != 0) kept.insert(row.kept);
  }
  std::size_t changed = cost_of_entry;
  for (const auto& row : before.paragraphs) {
    if (kept.contains(row.document)) continue;
    database_.delete_document(row.document);
    ++changed;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Xapian::docid document = rows[i].kept;
    if (document == 0) {
      document = database_.add_document(rows[i].built ? *rows[i].built : build(i));
      rows[i].built.reset();
      ++changed;
    }
    entry.paragraphs[i].document = document;
  }
  count(before, false);
  count(entry, true);
  database_.set_metadata(store::file_key(entry.number), store::encode(entry));
  wrote(changed);
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
  for (const auto& row : entry.paragraphs) database_.delete_document(row.document);
  count(entry, false);
  database_.set_metadata(store::file_key(entry.number), "");
  wrote(entry.paragraphs.size() + cost_of_entry);
}

void IndexWriter::set_roots(const std::vector<Root>& roots) {
  const std::string value = store::encode(roots);
  const std::string key(store::key_roots);
  if (database_.get_metadata(key) == value) return;
  database_.set_metadata(key, value);
  wrote(cost_of_entry);
}

void IndexWriter::commit() {
  if (uncommitted_ == 0) return;
  database_.set_metadata(std::string(store::key_state), store::encode(state_));
  database_.commit_transaction();
  database_.begin_transaction();
  uncommitted_ = 0;
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
  if (uncommitted_ >= commit_after) commit();
}

}  // namespace pilcrow::indexer
