// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/write.h"

#include <fcntl.h>

#include <cerrno>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "core/store/layout.h"
#include "core/store/schema.h"
#include "core/test_point.h"
#include "indexer/file_system.h"
#include "indexer/glass/probe.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

/// Documents and entries written between two commits: what a kill can lose. A commit costs some tens of milliseconds of
/// syncing.
constexpr std::size_t commit_after = 50'000;
constexpr std::size_t cost_of_entry = 1;
/// Documents added between two looks whether the run shall end.
constexpr std::size_t poll_after = 64;

/// Nothing of it need be durable before it is published, and then it is gone.
void mark_as_building(const fs::path& folder) {
  const fs::path mark = folder / store::building_name;
  if (Descriptor(::open(mark.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)).is_open()) return;
  throw fs::filesystem_error("cannot write", mark, std::error_code(errno, std::generic_category()));
}

}  // namespace

store::FileEntry unfinished(store::FileEntry entry) {
  if (entry.paragraphs.empty()) entry.outcome = store::FileOutcome::failed;
  if (entry.problem.empty()) entry.problem = "not read to its end yet";
  entry.mtime_ns = 0;
  entry.size = 0;
  entry.hash = {};
  return entry;
}

IndexWriter::IndexWriter(fs::path folder, std::unique_ptr<DocumentStore> store, store::State state)
    : folder_(std::move(folder)), store_(std::move(store)), state_(std::move(state)) {}

IndexWriter IndexWriter::create(const fs::path& index, std::uint64_t generation, const store::Settings& settings,
                                const Building& building) {
  const fs::path folder = index / store::generation_name(generation);
  fs::remove_all(folder);
  fs::create_directory(folder);
  mark_as_building(folder);
  std::unique_ptr<BulkStore> bulk;
  // What a kill leaves of the trial goes with the generation.
  const std::size_t wanted = test_size("PILCROW_TEST_BULK", 1);  // 2: or nothing
  if (wanted != 0 && glass::format_is_known(folder)) bulk = make_bulk_store(folder, building.memory);
  if (wanted == 2 && !bulk) throw Xapian::FeatureUnavailableError("the format of the linked Xapian is not known");
  BulkStore* const in_bulk = bulk.get();
  std::unique_ptr<DocumentStore> store = std::move(bulk);
  if (!store) store = make_xapian_store(folder);
  store->set_metadata(store::key_schema, std::to_string(store::schema_version));
  store->set_metadata(store::key_fingerprint, store::fingerprint());
  store->set_metadata(store::key_index_id, settings.index_id);
  store->set_metadata(store::key_generation, std::to_string(generation));
  store->set_metadata(store::key_dictionary, building.dictionary);
  store->set_metadata(store::key_roots, store::encode_roots(settings.roots));
  store->set_metadata(store::key_excluded, store::encode_paths(settings.excluded));
  store::State state;
  state.settings = store::hash_of(settings);
  store->set_metadata(store::key_state, store::encode(state));
  store->commit();
  IndexWriter writer(folder, std::move(store), std::move(state));
  writer.bulk_ = in_bulk;
  return writer;
}

IndexWriter IndexWriter::open(const store::Snapshot& snapshot) {
  const auto& facts = snapshot.facts();
  const fs::path folder = facts.folder / store::generation_name(facts.generation);
  return {folder, open_xapian_store(folder), facts.state};
}

void IndexWriter::finish_build() {
  if (bulk_ == nullptr) return;
  bulk_->set_metadata(store::key_state, store::encode(state_));
  test_point("bulk.finish");
  bulk_->finish();
  test_point("bulk.finished");
  bulk_ = nullptr;
  store_.reset();
  store_ = open_xapian_store(folder_);
  uncommitted_ = 0;
}

Result<store::FileEntry> IndexWriter::file(std::uint32_t number) const {
  return store::decode_file_entry(number, store_->metadata(store::file_key(number)));
}

bool IndexWriter::put_file(store::FileEntry& entry, const store::FileEntry& before, std::vector<RowToWrite>& rows,
                           const std::function<Draft(std::size_t)>& drafter, const std::function<bool()>& cancelled) {
  std::unordered_set<Xapian::docid> kept;
  std::vector<Xapian::docid> added;
  for (const RowToWrite& row : rows) {
    if (row.kept != 0) kept.insert(row.kept);
  }
  // An edited paragraph takes the place of what it was. Not where the run may end between them: that cannot be undone.
  std::vector<Xapian::docid> spare;  // In reverse, so that the first is taken first.
  if (rows.size() - kept.size() < poll_after) {
    for (auto row = before.paragraphs.rbegin(); row != before.paragraphs.rend(); ++row) {
      if (!kept.contains(row->document)) spare.push_back(row->document);
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Xapian::docid document = rows[i].kept;
    if (document == 0) {
      if (added.size() % poll_after == poll_after - 1 && cancelled()) {
        for (const auto one : added) store_->remove(one);
        return false;
      }
      test_point("add.document");
      const Draft draft = rows[i].draft ? std::move(*rows[i].draft) : drafter(i);
      if (!spare.empty() && store_->replace(spare.back(), draft, entry.number)) {
        document = spare.back();
        spare.pop_back();
        kept.insert(document);
      } else {
        document = store_->add(draft, entry.number);
      }
      rows[i].draft.reset();
      added.push_back(document);
    }
    entry.paragraphs[i].document = document;
  }
  std::size_t deleted = 0;
  for (const auto& row : before.paragraphs) {
    if (kept.contains(row.document)) continue;
    test_point("update.delete");
    store_->remove(row.document);
    ++deleted;
  }
  count(before, false);
  count(entry, true);
  test_point("update.entry");
  store_->set_metadata(store::file_key(entry.number), store::encode(entry));
  wrote(added.size() + deleted + cost_of_entry);
  return true;
}

void IndexWriter::move_file(const store::FileEntry& entry, const PlaceTerms& old_places, const PlaceTerms& new_places) {
  for (const auto& row : entry.paragraphs) store_->move(row.document, old_places, new_places);
  store_->set_metadata(store::file_key(entry.number), store::encode(entry));
  wrote(entry.paragraphs.size() + cost_of_entry);
}

void IndexWriter::put_entry(const store::FileEntry& entry) {
  store_->set_metadata(store::file_key(entry.number), store::encode(entry));
  wrote(cost_of_entry);
}

void IndexWriter::remove_file(const store::FileEntry& entry) {
  test_point("remove.file");
  for (const auto& row : entry.paragraphs) store_->remove(row.document);
  count(entry, false);
  store_->set_metadata(store::file_key(entry.number), "");
  wrote(entry.paragraphs.size() + cost_of_entry);
}

void IndexWriter::set_settings(const store::Settings& settings) {
  state_.settings = store::hash_of(settings);
  const std::string roots = store::encode_roots(settings.roots);
  const std::string excluded = store::encode_paths(settings.excluded);
  if (store_->metadata(store::key_roots) == roots && store_->metadata(store::key_excluded) == excluded) return;
  // One commit takes both, and their hash.
  store_->set_metadata(store::key_roots, roots);
  store_->set_metadata(store::key_excluded, excluded);
  wrote(2 * cost_of_entry);
}

void IndexWriter::commit() {
  if (uncommitted_ == 0 || !store_->commits()) return;
  store_->set_metadata(store::key_state, store::encode(state_));
  store_->commit();
  uncommitted_ = 0;
}

void IndexWriter::commit_state() {
  wrote(cost_of_entry);
  commit();
}

void IndexWriter::commit_fresh_size() {
  state_.fresh_bytes = store::size_of_folder(folder_);
  state_.fresh_paragraphs = state_.paragraphs;
  commit_state();
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

Draft RowDrafter::draft(const store::ParagraphRow& row, std::string_view text) {
  if (!begun_) builder_.begin(entry_, name_);
  begun_ = true;
  Draft draft = builder_.draft(row, text);
  writer_.learn(builder_.take_news());
  begun_ = !builder_.is_full();
  return draft;
}

}  // namespace pilcrow::indexer
