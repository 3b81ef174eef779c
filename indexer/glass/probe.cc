// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/probe.h"

#include <xapian.h>

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "indexer/glass/coding.h"
#include "indexer/glass/database_builder.h"
#include "indexer/glass/term_list.h"

namespace pilcrow::indexer::glass {

namespace fs = std::filesystem;

namespace {

struct SamplePosting {
  std::string term;
  std::uint32_t wdf = 0;
  std::vector<std::uint32_t> positions;
};

struct SampleDocument {
  std::vector<SamplePosting> postings;  // terms ascending
  std::string data;
  std::vector<std::pair<std::uint32_t, std::string>> values;
};

const std::string metadata_key = "f0001";

/// Of everything the format has a form for of its own, a little.
std::vector<SampleDocument> sample_documents() {
  return {
      {{{"Efirst", 0, {}}, {"Zwind", 5, {}}, {"wind", 2, {1, 9}}, {"winds", 3, {2, 3, 700}}},
       "one",
       {{0, "a"}, {1, "z"}}},
      {{{"Zwind", 200, {}}, {"wind", 1, {4}}, {std::string("x\0y", 3), 1, {5, 6}}}, "two", {{0, "b"}, {1, "y"}}},
      {},
  };
}

std::string sample_metadata() {
  std::string value;
  while (value.size() < 5000) value += std::to_string(value.size());  // several pieces of a tag
  return value;
}

/// A folder that is gone with this object.
class ProbeFolder {
 public:
  explicit ProbeFolder(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    fs::create_directory(path_);
  }
  ~ProbeFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ProbeFolder(const ProbeFolder&) = delete;
  ProbeFolder& operator=(const ProbeFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write_by_api(const fs::path& folder) {
  constexpr int flags = Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC;
  Xapian::WritableDatabase database(folder.string(), flags);
  for (const auto& sample : sample_documents()) {
    Xapian::Document document;
    document.set_data(sample.data);
    for (const auto& [term, wdf, positions] : sample.postings) {
      document.add_term(term, wdf);
      for (const auto position : positions) document.add_posting(term, position, 0);
    }
    for (const auto& [slot, value] : sample.values) document.add_value(slot, value);
    database.add_document(document);
  }
  database.set_metadata(metadata_key, sample_metadata());
  database.commit();
}

void write_by_builder(const fs::path& folder) {
  DatabaseBuilder builder(folder, 0);
  Inverter& inverter = builder.inverter();
  for (const auto& sample : sample_documents()) {
    NewDocument document;
    TermListWriter terms;
    for (const auto& [term, wdf, positions] : sample.postings) {
      std::string differences;
      std::uint32_t last = 0;
      for (const auto position : positions) append_unsigned(differences, position - std::exchange(last, position));
      inverter.add(inverter.number(term), builder.next_document(), wdf, differences);
      terms.add(term, wdf);
      document.length += wdf;
    }
    inverter.end_document();
    std::string term_list;
    append_term_list(term_list, document.length, terms.count(), terms.entries());
    document.term_list = term_list;
    document.data = sample.data;
    for (const auto& [slot, value] : sample.values) document.values.push_back({slot, value});
    builder.add(document);
  }
  builder.set_metadata(metadata_key, sample_metadata());
  builder.finish();
}

/// All that the API says of the database, as one string.
class Description {
 public:
  explicit Description(const fs::path& folder) : database_(folder.string()) {}

  std::string text() {
    say(database_.get_doccount(), database_.get_lastdocid(), database_.get_total_length(),
        database_.get_doclength_lower_bound(), database_.get_doclength_upper_bound(), database_.get_revision(),
        database_.has_positions() ? 1U : 0U);
    for (auto term = database_.allterms_begin(); term != database_.allterms_end(); ++term) {
      say(*term, term.get_termfreq(), database_.get_collection_freq(*term), database_.get_wdf_upper_bound(*term));
      describe_postings(*term);
    }
    for (auto all = database_.postlist_begin({}); all != database_.postlist_end({}); ++all) describe_document(*all);
    for (const Xapian::valueno slot : {0U, 1U, 2U}) describe_slot(slot);
    for (auto key = database_.metadata_keys_begin(); key != database_.metadata_keys_end(); ++key) {
      say(*key, database_.get_metadata(*key));
    }
    return std::move(text_);
  }

 private:
  template <typename... Parts>
  void say(const Parts&... parts) {
    (append(parts), ...);
  }
  void append(const std::string& part) { append_string(text_, part); }
  void append(std::uint64_t number) { append_unsigned(text_, number); }

  void describe_postings(const std::string& term) {
    for (auto posting = database_.postlist_begin(term); posting != database_.postlist_end(term); ++posting) {
      say(*posting, posting.get_wdf());
      for (auto at = posting.positionlist_begin(); at != posting.positionlist_end(); ++at) say(*at);
    }
  }

  void describe_document(Xapian::docid number) {
    const auto document = database_.get_document(number);
    say(number, database_.get_doclength(number), database_.get_unique_terms(number), document.get_data());
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) say(*term, term.get_wdf());
    for (auto value = document.values_begin(); value != document.values_end(); ++value)
      say(value.get_valueno(), *value);
  }

  void describe_slot(Xapian::valueno slot) {
    say(slot, database_.get_value_freq(slot), database_.get_value_lower_bound(slot),
        database_.get_value_upper_bound(slot));
    for (auto value = database_.valuestream_begin(slot); value != database_.valuestream_end(slot); ++value) {
      say(value.get_docid(), *value);
    }
  }

  Xapian::Database database_;
  std::string text_;
};

/// Of a version whose source was looked at. Others may keep a format's number and change what is asked of it.
bool version_is_known() {
  return (Xapian::major_version() == 1 && Xapian::minor_version() == 4) || Xapian::major_version() == 2;
}

}  // namespace

bool format_is_known(const fs::path& folder) noexcept {
  try {
    if (!version_is_known()) return false;
    const ProbeFolder by_api(folder / "probe-api");
    const ProbeFolder by_builder(folder / "probe-builder");
    write_by_api(by_api.path());
    write_by_builder(by_builder.path());
    return Description(by_api.path()).text() == Description(by_builder.path()).text();
  } catch (...) {
    return false;
  }
}

}  // namespace pilcrow::indexer::glass
