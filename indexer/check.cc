// SPDX-License-Identifier: GPL-3.0-or-later
// check_index(): whether an index is whole.
//
//   tables     Xapian's own look at the structure of each
//   metadata   keys, settings, the spare copy of these
//   files      each entry, and each of its paragraphs: the document must be the one that its text makes
//   postings   must be those of the documents, to each word its positions; no document without a file
//   counters   must be what was counted on the way
//
// Xapian's tables have no checksums, so a damaged byte can leave a structure that is right and terms that are not. But
// all of a document follows from the file's entry, which has a checksum, and the text, whose hash is in the entry. The
// postings stand in the order of terms and the documents in theirs: both are summed up, and the sums must be equal.
#include <unistd.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <exception>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <xapian.h>

#include "core/store/citation.h"
#include "core/store/errors.h"
#include "core/store/layout.h"
#include "core/store/paths.h"
#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "core/text/hash.h"
#include "core/text/utf8.h"
#include "indexer/build.h"
#include "indexer/file_task.h"
#include "indexer/indexed_as.h"
#include "indexer/prepare.h"
#include "indexer/run.h"
#include "pilcrow/index.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::ParagraphRow;

constexpr std::size_t most_examples = 100;
constexpr std::array tables = {"docdata", "termlist", "postlist", "position"};
constexpr std::array known_keys = {store::key_schema,     store::key_fingerprint, store::key_index_id,
                                   store::key_generation, store::key_dictionary,  store::key_roots,
                                   store::key_excluded,   store::key_state};

/// A sum over postings that does not depend on their order.
class PostingSum {
 public:
  /// `term` is a hash of the term.
  template <class Position>
  void add(std::uint64_t term, Xapian::docid document, Xapian::termcount wdf, Position position, Position end) {
    std::uint64_t one = mixed(mixed(term, document), wdf);
    for (; position != end; ++position) one = mixed(one, *position);
    sum_ += one;
  }
  bool operator==(const PostingSum&) const = default;

 private:
  static std::uint64_t mixed(std::uint64_t hash, std::uint64_t number) {
    hash = (hash ^ number) * 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 29);
  }
  std::uint64_t sum_ = 0;
};

/// Only words have positions, and only they need be asked for them.
bool may_have_positions(std::string_view term) {
  return !term.starts_with(store::prefix_stem);
}

/// One look through one snapshot.
class Check {
 public:
  Check(Run& run, const store::Snapshot& snapshot)
      : run_(run), snapshot_(snapshot), facts_(snapshot.facts()), database_(snapshot.database()) {}

  CheckReport look_through();

 private:
  void look_at_tables();
  void look_at_settings();
  void look_at_files();
  void look_at_file(std::uint32_t number);
  void look_at_paragraph(const FileEntry& entry, const ParagraphRow& row);
  void look_at_document(const Xapian::Document& document, const Xapian::Document& expected, const std::string& name);
  void look_at_names();
  void look_at_documents();
  void look_at_postings();
  void look_at_counters();

  void damage(std::string sentence) {
    ++report_.damages;
    if (report_.examples.size() < most_examples) report_.examples.push_back(std::move(sentence));
  }
  /// Runs `action`; what it throws is a damage of `what`.
  template <class Action>
  void guarded(const std::string& what, const Action& action);
  std::string path_of(const FileEntry& entry) const { return text::printable(store::absolute_path(facts_, entry)); }
  /// What no two files share. A URI may look like a path, and so may a document in a file: "a.zip!/b" may be a file, too.
  template <class File>
  std::string name_of(const File& file) const {
    const auto& roots = facts_.settings.roots;
    const bool handed_over = file.root < roots.size() && roots[file.root].path == handed_over_root;
    std::string name = handed_over ? std::string(handed_over_root) : std::string();
    name += store::file_path(facts_, file);
    if (!file.member.empty()) name.append(1, '\0').append(file.member);
    return name;
  }
  bool is_taken(Xapian::docid document) const { return document < taken_.size() && taken_[document]; }

  Run& run_;
  const store::Snapshot& snapshot_;
  const store::IndexFacts& facts_;
  const Xapian::Database& database_;
  DocumentBuilder builder_{0, store::TextCodec("")};
  KnownTerms terms_;
  CheckReport report_;

  store::State counted_;
  std::uint32_t last_number_ = 0;
  std::vector<std::uint64_t> names_;    ///< Hashes of the paths.
  std::vector<std::uint32_t> files_;    ///< Numbers of those that are not inside others, ascending.
  std::vector<std::uint32_t> holders_;  ///< Numbers of the files that others say they are inside of.
  std::vector<bool> taken_;             ///< By document: whether a row has it.
  bool all_read_ = true;                ///< Every document could be compared: then the postings can be, too.
  PostingSum of_documents_;
  std::uint64_t total_length_ = 0;
  std::array<std::pair<std::string, std::string>, 2> value_range_;  ///< By slot: least and greatest.
};

template <class Action>
void Check::guarded(const std::string& what, const Action& action) {
  try {
    action();
  } catch (const Xapian::DatabaseModifiedError&) {
    throw;
  } catch (const Xapian::Error& error) {
    damage(what + " cannot be read: " + error.get_msg());
  } catch (const std::exception& error) {
    damage(what + " cannot be read: " + error.what());
  }
}

CheckReport Check::look_through() {
  report_.state = store::state_of(facts_);
  look_at_tables();
  look_at_settings();
  look_at_files();
  look_at_names();
  look_at_documents();
  look_at_postings();
  look_at_counters();
  report_.interrupted = run_.cancelled();
  return std::move(report_);
}

/// Each by itself: Xapian stops at the first that it cannot read.
void Check::look_at_tables() {
  const fs::path folder = facts_.folder / store::generation_name(facts_.generation);
  // It opens them as a writer does, though it writes nothing.
  if (::access((folder / "postlist.glass").c_str(), W_OK) != 0 && errno != ENOENT) {
    report_.note = "Xapian's own check of the tables was left out, as it needs the right to write to them";
    return;
  }
  for (const char* const table : tables) {
    if (run_.cancelled()) return;
    const std::string name = std::string("the table ") + table;
    // Xapian makes the tables of texts and positions at first use.
    if (database_.get_doccount() == 0 && !fs::exists(folder / (std::string(table) + ".glass"))) continue;
    guarded(name, [&] {
      std::ostringstream out;
      const std::size_t errors = Xapian::Database::check((folder / table).string() + ".glass", 0, &out);
      if (errors == 0) return;
      // One of its lines says what; with the others, the count is right.
      std::string complaint;
      std::istringstream lines(out.str());
      for (std::string line; complaint.empty() && std::getline(lines, line);) {
        if (!line.empty() && !line.ends_with(':')) complaint = line;
      }
      damage(name + ": " + complaint);
      report_.damages += errors - 1;
    });
  }
}

void Check::look_at_settings() {
  guarded("the metadata", [&] {
    const auto get = [&](std::string_view key) { return database_.get_metadata(std::string(key)); };
    if (get(store::key_generation) != std::to_string(facts_.generation)) {
      damage("generation " + std::to_string(facts_.generation) + " says that it is another one");
    }
    if (facts_.state.settings != store::hash_of(facts_.settings)) {
      damage("the roots or the excluded paths are not those that were written");
    }
    if (facts_.settings.index_id.empty()) damage("the index has no id");
  });
  // It may say more or less than the index, as it is written before it. But it must be of use.
  // A first build that was killed as it began has none yet; the next run writes it.
  // And it need not be readable to whoever may read the index: searches do without.
  if (::access((facts_.folder / store::settings_name).c_str(), R_OK) != 0) return;
  const auto spare = store::spare_settings(facts_.folder);
  if (!spare) {
    damage("the spare copy of the settings, " + std::string(store::settings_name) + ", cannot be read");
  } else if (spare->index_id != facts_.settings.index_id) {
    damage("the spare copy of the settings, " + std::string(store::settings_name) + ", is that of another index");
  }
}

void Check::look_at_files() {
  guarded("the list of files", [&] {
    for (auto key = database_.metadata_keys_begin(); key != database_.metadata_keys_end(); ++key) {
      if (run_.cancelled()) return;
      const std::string name = *key;
      if (std::find(known_keys.begin(), known_keys.end(), name) != known_keys.end()) continue;
      const std::uint32_t number =
          name.starts_with(store::key_file) ? store::file_number(std::string_view(name).substr(1)) : 0;
      if (number == 0) {
        damage("there is metadata of an unknown name, '" + text::printable(name) + "'");
        continue;
      }
      const std::uint64_t damages = report_.damages;
      guarded("the entry of file " + std::to_string(number), [&] { look_at_file(number); });
      all_read_ = all_read_ && damages == report_.damages;
      run_.report({.stage = Stage::checking,
                   .files_done = report_.files,
                   .files_total = facts_.state.files,
                   .paragraphs = report_.paragraphs});
    }
  });
}

void Check::look_at_file(std::uint32_t number) {
  ++report_.files;
  last_number_ = number;
  auto decoded = store::decode_file_entry(number, database_.get_metadata(store::file_key(number)));
  if (!decoded) return damage(decoded.error().message);
  const FileEntry& entry = *decoded;
  const std::string path = path_of(entry);
  if (entry.root >= facts_.settings.roots.size() || facts_.settings.roots[entry.root].path.empty()) {
    return damage("file " + std::to_string(number) + ", '" + path + "', lies below a root that is not remembered");
  }
  names_.push_back(text::hash64(name_of(entry)));
  (entry.holder == 0 ? files_ : holders_).push_back(entry.holder == 0 ? number : entry.holder);
  if (entry.paragraphs.empty()) return;

  ++counted_.files;
  builder_.begin(entry, place_name(facts_.settings.roots[entry.root], entry));
  for (std::size_t i = 0; i < entry.paragraphs.size(); ++i) {
    if (i % 64 == 0 && run_.cancelled()) return;
    const ParagraphRow& row = entry.paragraphs[i];
    ++report_.paragraphs;
    ++counted_.paragraphs;
    ++counted_.languages[store::language_of(entry, row)];
    const std::uint64_t damages = report_.damages;
    guarded("document " + std::to_string(row.document) + " of '" + path + "'", [&] { look_at_paragraph(entry, row); });
    all_read_ = all_read_ && damages == report_.damages;
  }
}

void Check::look_at_paragraph(const FileEntry& entry, const ParagraphRow& row) {
  const std::string name = "document " + std::to_string(row.document) + " of '" + path_of(entry) + "'";
  const Xapian::Document document = database_.get_document(row.document);
  if (is_taken(row.document)) return damage(name + " belongs to two paragraphs");
  if (taken_.size() <= row.document) taken_.resize(std::size_t{row.document} + 1);
  taken_[row.document] = true;
  const auto record = snapshot_.record(document);
  if (!record) return damage(name + " has a record that cannot be read");
  if (record->file != entry.number) return damage(name + " has the record of another file");
  if (row.trail >= entry.trails.size()) return damage(name + " has headings that its file has not");
  if (!text::is_utf8(record->text)) return damage(name + " has a text that is not UTF-8");
  if (store::content_hash(record->text) != row.content) return damage(name + " has another text than was written");
  if (indexed_as(entry, row, record->text) != row.indexed_as) {
    return damage(name + " was indexed under other headings, another title or language");
  }
  const Draft draft = builder_.draft(row, record->text);
  terms_.learn(builder_.take_news());
  look_at_document(document, document_of(draft, entry.number, terms_), name);
}

void Check::look_at_document(const Xapian::Document& document, const Xapian::Document& expected,
                             const std::string& name) {
  const Xapian::docid number = document.get_docid();
  std::uint64_t length = 0;
  auto found = document.termlist_begin();
  bool same_terms = true;
  for (auto term = expected.termlist_begin(); term != expected.termlist_end(); ++term) {
    const std::string word = *term;
    same_terms = same_terms && found != document.termlist_end() && *found == word && found.get_wdf() == term.get_wdf();
    if (same_terms) ++found;
    of_documents_.add(text::hash64(word), number, term.get_wdf(), term.positionlist_begin(), term.positionlist_end());
    length += term.get_wdf();
  }
  if (!same_terms || found != document.termlist_end()) damage(name + " has other terms than its text");
  if (database_.get_doclength(number) != length) damage(name + " has another length than its text");
  if (length > 0 &&
      (length < database_.get_doclength_lower_bound() || length > database_.get_doclength_upper_bound())) {
    damage(name + " is shorter or longer than any should be");
  }
  total_length_ += length;
  bool same_values = document.values_count() == expected.values_count();
  for (Xapian::valueno slot = 0; slot < value_range_.size(); ++slot) {
    const std::string value = expected.get_value(slot);
    same_values = same_values && document.get_value(slot) == value;
    auto& [least, greatest] = value_range_[slot];
    if (!value.empty() && (least.empty() || value < least)) least = value;
    greatest = std::max(greatest, value);
  }
  if (!same_values) damage(name + " has other values than its text");
}

/// Hashes tell which paths may be there twice; which are, the paths themselves.
void Check::look_at_names() {
  for (const std::uint32_t holder : holders_) {
    if (std::binary_search(files_.begin(), files_.end(), holder)) continue;
    damage("a document is inside of file " + std::to_string(holder) + ", which is not there");
  }
  std::sort(names_.begin(), names_.end());
  std::map<std::uint64_t, std::vector<std::string>> twice;
  for (auto name = names_.begin(); (name = std::adjacent_find(name, names_.end())) != names_.end(); ++name) {
    if (twice.size() < most_examples) twice[*name];
  }
  if (twice.empty()) return;
  guarded("the list of files", [&] {
    for (auto key = database_.metadata_keys_begin(std::string(store::key_file));
         key != database_.metadata_keys_end(std::string(store::key_file)); ++key) {
      const std::string name = *key;
      const std::uint32_t number = store::file_number(std::string_view(name).substr(1));
      const auto file = store::decode_file_head(number, database_.get_metadata(name));
      if (!file) continue;
      const std::string path = name_of(*file);
      const auto paths = twice.find(text::hash64(path));
      if (paths == twice.end()) continue;
      auto& known = paths->second;
      if (std::find(known.begin(), known.end(), path) != known.end()) {
        damage("'" + text::printable(path) + "' is there twice");
      } else {
        known.push_back(path);
      }
    }
  });
}

void Check::look_at_documents() {
  guarded("the list of documents", [&] {
    std::uint64_t documents = 0;
    for (auto document = database_.postlist_begin(""); document != database_.postlist_end(""); ++document) {
      if (run_.cancelled()) return;
      ++documents;
      if (!is_taken(*document)) damage("document " + std::to_string(*document) + " belongs to no file");
    }
    if (documents != database_.get_doccount()) damage("Xapian counts other documents than there are");
  });
}

void Check::look_at_postings() {
  PostingSum of_postings;
  bool all_read = all_read_;
  guarded("the list of terms", [&] {
    for (auto term = database_.allterms_begin(); term != database_.allterms_end(); ++term) {
      if (run_.cancelled()) return;
      const std::string word = *term;
      const std::uint64_t hash = text::hash64(word);
      const bool positions = may_have_positions(word);
      const std::uint64_t damages = report_.damages;
      const std::string name = "the term '" + text::printable(word) + "'";
      guarded(name, [&] {
        Xapian::doccount documents = 0;
        Xapian::termcount occurrences = 0;
        for (auto posting = database_.postlist_begin(word); posting != database_.postlist_end(word); ++posting) {
          const Xapian::termcount wdf = posting.get_wdf();
          ++documents;
          occurrences += wdf;
          if (positions) {
            of_postings.add(hash, *posting, wdf, posting.positionlist_begin(), posting.positionlist_end());
          } else {
            of_postings.add(hash, *posting, wdf, Xapian::PositionIterator(), Xapian::PositionIterator());
          }
        }
        if (documents != term.get_termfreq() || occurrences != database_.get_collection_freq(word)) {
          damage(name + " is counted wrongly");
        }
      });
      all_read = all_read && damages == report_.damages;
      run_.report({.stage = Stage::checking,
                   .files_done = report_.files,
                   .files_total = facts_.state.files,
                   .paragraphs = report_.paragraphs});
    }
  });
  if (run_.cancelled()) return;
  // Where something could not be read, that was said already.
  if (all_read && of_postings != of_documents_) damage("the postings are not those of the documents");
}

void Check::look_at_counters() {
  if (run_.cancelled()) return;
  const store::State& state = facts_.state;
  if (counted_.files != state.files) {
    damage(std::to_string(counted_.files) + " files have paragraphs, and " + std::to_string(state.files) +
           " are counted");
  }
  if (counted_.paragraphs != state.paragraphs) {
    damage("the files have " + std::to_string(counted_.paragraphs) + " paragraphs, and " +
           std::to_string(state.paragraphs) + " are counted");
  }
  if (counted_.languages != state.languages) damage("the paragraphs of each language are counted wrongly");
  if (last_number_ >= state.next_file) damage("the next file would get a number that is taken");
  if (!all_read_) return;
  guarded("the statistics", [&] {
    if (database_.get_total_length() != total_length_) damage("the length of all documents is counted wrongly");
    for (Xapian::valueno slot = 0; slot < value_range_.size(); ++slot) {
      const auto& [least, greatest] = value_range_[slot];
      if (database_.get_value_lower_bound(slot) > least || database_.get_value_upper_bound(slot) < greatest) {
        damage("the bounds of value " + std::to_string(slot) + " are wrong");
      }
    }
  });
}

}  // namespace
}  // namespace pilcrow::indexer

namespace pilcrow {

Result<CheckReport> check_index(const fs::path& index, const RunOptions& options) {
  indexer::Run run(index, options);
  for (int attempt = 0; attempt <= store::snapshot_retries; ++attempt) {
    std::vector<store::Snapshot> snapshots;
    auto report = store::with_snapshots({index}, snapshots, [&](auto& opened) -> Result<CheckReport> {
      return indexer::Check(run, opened.front()).look_through();
    });
    if (!report) return report;
    // Xapian looks at what is on the disk, so what it saw may belong to a commit that came in between.
    if (report->interrupted || store::still_newest(snapshots)) {
      report->seconds = run.seconds();
      return report;
    }
  }
  return failure(ErrorCode::index_busy, "the index '" + index.string() + "' is being written; try again");
}

}  // namespace pilcrow
