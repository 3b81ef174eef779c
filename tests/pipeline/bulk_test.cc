// SPDX-License-Identifier: GPL-3.0-or-later
// An index that was built in bulk is the one that Xapian's API would have made, and stays so.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <xapian.h>

#include "core/store/layout.h"
#include "core/store/schema.h"
#include "pilcrow/index.h"
#include "tests/support/catch.h"
#include "tests/support/index_dump.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

using test::dump_index;
using test::TemporaryFolder;

#ifndef PILCROW_TEST_POINTS
#error "without test points both sides of each comparison would be built alike"
#endif

/// While it lives, a variable of the tests is set.
class Told {
 public:
  Told(const char* variable, const char* value) : variable_(variable) { ::setenv(variable, value, 1); }
  ~Told() { ::unsetenv(variable_); }
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;

 private:
  const char* variable_;
};
struct ByApi : Told {
  ByApi() : Told("PILCROW_TEST_BULK", "0") {}
};
struct InBulk : Told {
  InBulk() : Told("PILCROW_TEST_BULK", "2") {}
};

UpdateReport build(const fs::path& index, const fs::path& documents, const UpdateOptions& options = {}) {
  const auto report = update_index(index, {{.path = documents.string()}}, options);
  INFO((report ? std::string() : report.error().message));
  REQUIRE(report);
  return *report;
}

UpdateReport build_until_a_file_is_read(const fs::path& index, const fs::path& documents, UpdateOptions options) {
  bool read = false;
  options.on_change = [&](const FileChange&) { read = true; };
  options.cancelled = [&] { return read; };
  return build(index, documents, options);
}

Xapian::Database open(const fs::path& index) {
  return Xapian::Database((index / store::generation_name(store::published_generation(index).value())).string());
}

/// What dump_index() leaves out, as it is the same only where everything was written in the same order.
std::string dump_database(const Xapian::Database& database) {
  std::ostringstream out;
  out << database.get_doccount() << " " << database.get_lastdocid() << " " << database.get_total_length() << " "
      << database.get_doclength_lower_bound() << "-" << database.get_doclength_upper_bound() << " "
      << database.has_positions() << "\n";
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    out << *term << " " << term.get_termfreq() << " " << database.get_collection_freq(*term);
    for (auto posting = database.postlist_begin(*term); posting != database.postlist_end(*term); ++posting) {
      out << " " << *posting << "/" << posting.get_wdf() << "/" << posting.get_doclength();
      for (auto at = posting.positionlist_begin(); at != posting.positionlist_end(); ++at) out << ":" << *at;
    }
    out << "\n";
  }
  for (const auto slot : {store::slot_file, store::slot_twins}) {
    out << slot << " " << database.get_value_freq(slot) << " " << database.get_value_lower_bound(slot) << " "
        << database.get_value_upper_bound(slot);
    for (auto value = database.valuestream_begin(slot); value != database.valuestream_end(slot); ++value) {
      out << " " << value.get_docid() << "=" << *value;
    }
    out << "\n";
  }
  for (auto document = database.postlist_begin(""); document != database.postlist_end(""); ++document) {
    const Xapian::Document stored = database.get_document(*document);
    out << *document << " " << stored.get_data() << " " << stored.termlist_count() << " " << stored.values_count();
    for (auto term = stored.termlist_begin(); term != stored.termlist_end(); ++term) {
      out << " " << *term << "/" << term.get_wdf();
    }
    out << "\n";
  }
  for (auto key = database.metadata_keys_begin(); key != database.metadata_keys_end(); ++key) {
    // These tell times, the index's id and sizes.
    if (*key == store::key_state || *key == store::key_index_id || (*key).starts_with(store::key_file)) continue;
    out << *key << " " << database.get_metadata(*key) << "\n";
  }
  return out.str();
}

/// The numbers of problems that Xapian finds, after what it said.
std::size_t problems_of(const fs::path& index) {
  std::ostringstream said;
  const auto generation = store::generation_name(store::published_generation(index).value());
  const std::size_t problems = Xapian::Database::check((index / generation).string(), 0, &said);
  if (problems > 0) UNSCOPED_INFO(said.str());
  return problems;
}

/// Documents that are handed over have the time of the run, which no two share.
std::string content_of(const fs::path& index) {
  static const std::regex time("u:[^\n]* mtime [0-9]+");
  return std::regex_replace(dump_index(index), time, "");
}

void same(const fs::path& bulk, const fs::path& api) {
  CHECK(problems_of(bulk) == 0);
  CHECK(problems_of(api) == 0);
  // No CHECK of the texts themselves: nobody reads megabytes of difference.
  const bool same_content = content_of(bulk) == content_of(api);
  CHECK(same_content);
  const std::string one = dump_database(open(bulk));
  const std::string other = dump_database(open(api));
  const auto differs = std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first - one.begin();
  INFO("first difference: " << one.substr(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, differs - 80)), 200));
  const bool same_database = one == other;
  CHECK(same_database);
}

/// Documents of several kinds and languages, a paragraph of many terms, an archive's members.
void write_documents(const TemporaryFolder& folder) {
  fs::copy(fs::path(PILCROW_SOURCE_DIR) / "corpus", folder / "docs", fs::copy_options::recursive);
  std::mt19937 random(20'261'122);
  std::string text = "# A list of words\n\n";
  for (int paragraph = 0; paragraph < 400; ++paragraph) {
    for (auto words = random() % 90; words > 0; --words) {
      text += "w" + std::to_string(random() % (1U + random() % 3000)) + (random() % 9 == 0 ? "\n" : " ");
    }
    text += "\n\n";
  }
  folder.write("docs/words.md", text);
  folder.write("docs/empty.txt", "");
  folder.write("docs/folder/with a title.html", "<title>Twice</title><h1>Twice</h1><p>One.<p>One.<p>Two words");
}

}  // namespace

TEST_CASE("bulk: the same documents, postings, values and metadata as by the API, now and after updates") {
  const TemporaryFolder folder;
  write_documents(folder);
  {
    const InBulk in_bulk;
    build(folder / "bulk", folder / "docs");
  }
  {
    const ByApi by_api;
    build(folder / "api", folder / "docs");
  }
  same(folder / "bulk", folder / "api");

  // Some files go, some change, some are new.
  std::size_t number = 0;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "docs")) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    if (++number % 11 == 0) fs::remove(file);
    if (number % 7 == 0 && fs::exists(file)) std::ofstream(file, std::ios::app) << "\n\nA paragraph more.\n";
  }
  folder.write("docs/new.txt", "This is new.\n\nAnd so is this.\n");
  for (const char* const index : {"bulk", "api"}) build(folder / index, folder / "docs", {.allow_purge = true});
  same(folder / "bulk", folder / "api");

  for (const char* const index : {"bulk", "api"}) REQUIRE(compact_index(folder / index));
  same(folder / "bulk", folder / "api");
}

TEST_CASE("bulk: neither the number of threads nor the memory changes a byte of the tables") {
  const TemporaryFolder folder;
  write_documents(folder);
  build(folder / "one", folder / "docs", {.jobs = 1});
  {
    const Told little("PILCROW_TEST_MEMORY", "3000000");  // many runs
    build(folder / "many", folder / "docs", {.jobs = 5});
  }
  // The postlist also holds the entries, which tell when a file was read, and the index's id.
  for (const char* const table : {"position.glass", "termlist.glass", "docdata.glass"}) {
    INFO(table);
    const bool same_bytes =
        test::read_file(folder / "one/gen-000001" / table) == test::read_file(folder / "many/gen-000001" / table);
    CHECK(same_bytes);
  }
  const bool same_database = dump_database(open(folder / "one")) == dump_database(open(folder / "many"));
  CHECK(same_database);
}

TEST_CASE("bulk: documents that are handed over, some of them several times or deleted again") {
  const TemporaryFolder folder;
  std::string lines;
  for (int i = 0; i < 900; ++i) {
    const std::string uri = R"({"uri":"u:)" + std::to_string(i * i % 101) + "\"";
    lines += i % 13 == 0 ? uri + R"(,"deleted":true})" + "\n"
                         : uri + R"(,"text":"The first paragraph stays.\n\nThe second one is of line )" +
                               std::to_string(i) + R"( of many, and so it changes."})" + "\n";
  }
  const auto hand_over = [&](const fs::path& index) {
    std::size_t read = 0;
    const auto report = update_documents(index, [&](char* buffer, std::size_t size) -> Result<std::size_t> {
      const std::size_t count = lines.copy(buffer, size, read);
      read += count;
      return count;
    });
    INFO((report ? std::string() : report.error().message));
    REQUIRE(report);
  };
  {
    const InBulk in_bulk;
    hand_over(folder / "bulk");
  }
  {
    const ByApi by_api;
    hand_over(folder / "api");
  }
  same(folder / "bulk", folder / "api");
  hand_over(folder / "bulk");
  hand_over(folder / "api");
  same(folder / "bulk", folder / "api");

  // A rebuild carries them over.
  const std::string content = content_of(folder / "bulk");
  const InBulk in_bulk;
  const auto rebuilt = update_index(folder / "bulk", {}, {.rebuild = true});
  REQUIRE(rebuilt);
  CHECK(problems_of(folder / "bulk") == 0);
  const bool same_content = content_of(folder / "bulk") == content;
  CHECK(same_content);
}

TEST_CASE("bulk: an interrupted first build keeps what it came to, and the next run goes on") {
  const TemporaryFolder folder;
  write_documents(folder);
  const UpdateReport interrupted = build_until_a_file_is_read(folder / "index", folder / "docs", {});
  CHECK(interrupted.interrupted);
  CHECK(interrupted.paragraphs > 0);
  CHECK(problems_of(folder / "index") == 0);
  CHECK(open(folder / "index").get_doccount() == interrupted.paragraphs);
  const UpdateReport rest = build(folder / "index", folder / "docs");
  CHECK(rest.paragraphs > interrupted.paragraphs);
  build(folder / "fresh", folder / "docs");
  const bool same_content = dump_index(folder / "index") == dump_index(folder / "fresh");
  CHECK(same_content);
  CHECK(problems_of(folder / "index") == 0);
}

TEST_CASE("bulk: an interrupted rebuild leaves the index as it was") {
  const TemporaryFolder folder;
  write_documents(folder);
  build(folder / "index", folder / "docs");
  const std::string content = dump_index(folder / "index");
  const UpdateReport interrupted = build_until_a_file_is_read(folder / "index", folder / "docs", {.rebuild = true});
  CHECK(interrupted.interrupted);
  CHECK(store::published_generation(folder / "index").value() == 1);
  CHECK_FALSE(fs::exists(folder / "index/gen-000002"));
  const bool as_it_was = dump_index(folder / "index") == content;
  CHECK(as_it_was);
}

}  // namespace pilcrow
