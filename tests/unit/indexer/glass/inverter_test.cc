// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/inverter.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "indexer/glass/coding.h"
#include "indexer/glass/table_writer.h"
#include "tests/support/catch.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/glass_reader.h"
#include "tests/support/random_text.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::indexer::glass {
namespace {

namespace fs = std::filesystem;
using test::below;
using test::Random;
using test::TemporaryFolder;

constexpr std::size_t a_run_each_document = 1;
constexpr std::size_t mebibyte = std::size_t{1} << 20;
constexpr std::size_t gibibyte = std::size_t{1} << 30;

struct TermOfDocument {
  std::uint32_t wdf = 0;
  std::vector<std::uint32_t> positions;
};
using Document = std::map<std::string, TermOfDocument>;
/// By their numbers, which may have gaps.
using Documents = std::map<std::uint32_t, Document>;

std::string varints(const std::vector<std::uint32_t>& positions) {
  std::string out;
  std::uint32_t last = 0;
  for (const auto position : positions) {
    append_unsigned(out, position - last);
    last = position;
  }
  return out;
}

void add(Inverter& inverter, std::uint32_t number, const Document& document) {
  for (const auto& [term, posting] : document) {
    inverter.add(inverter.number(term), number, posting.wdf, varints(posting.positions));
  }
  inverter.end_document();
}

/// Key → tag.
using Table = std::map<std::string, std::string>;

Table read_table(const fs::path& file, const TableFacts& facts) {
  Table table;
  if (facts.blocks == 0) return table;
  for (auto& entry : test::read_glass_table(file, facts.root_block, facts.level, facts.blocks)) {
    table.emplace(std::move(entry.key), std::move(entry.tag));
  }
  return table;
}

struct Tables {
  Table postings;
  Table positions;
  std::string posting_file;
  std::string position_file;
  std::uint32_t runs = 0;
  std::uint32_t wdf_bound = 0;
};

std::string file_or_nothing(const fs::path& file) {
  return fs::exists(file) ? test::read_file(file) : std::string();
}

Tables tables_of(const Documents& documents, std::size_t memory) {
  const TemporaryFolder folder;
  Inverter inverter(folder.path(), memory);
  for (const auto& [number, document] : documents) add(inverter, number, document);
  Tables tables;
  tables.runs = inverter.epoch();
  inverter.finish();
  TableFacts positions;
  std::thread other([&] {
    TableWriter table(folder / "position");
    inverter.write_positions(table);
    positions = table.finish();
  });
  TableWriter table(folder / "postlist");
  inverter.write_postings(table);
  const TableFacts postings = table.finish();
  other.join();
  tables.postings = read_table(folder / "postlist", postings);
  tables.positions = read_table(folder / "position", positions);
  tables.posting_file = file_or_nothing(folder / "postlist");
  tables.position_file = file_or_nothing(folder / "position");
  tables.wdf_bound = inverter.wdf_bound();
  return tables;
}

/// The leaves of a table that Xapian wrote in one commit, in whatever order they lie.
Table leaves_of(const fs::path& file) {
  constexpr std::size_t block_size = 8192;
  const std::string bytes = test::read_file(file);
  std::map<std::pair<std::string, std::size_t>, std::string> pieces;
  const auto number = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes.at(at))) << 8 |
           static_cast<unsigned char>(bytes.at(at + 1));
  };
  for (std::size_t block = 0; block < bytes.size(); block += block_size) {
    if (bytes.at(block + 4) != 0) continue;
    const std::size_t directory_end = number(block + 9);
    for (std::size_t entry = 11; entry < directory_end; entry += 2) {
      const std::size_t item = block + number(block + entry);
      const bool first = (number(item) & 0x2000) != 0;
      const std::size_t end = item + (number(item) & 0x1FFF) + 3;
      const std::size_t key_size = static_cast<unsigned char>(bytes.at(item + 2));
      const std::string key = bytes.substr(item + 3, key_size);
      std::size_t at = item + 3 + key_size;
      const std::size_t component = first ? 1 : number(at);
      if (!first) at += 2;
      if (!key.empty()) pieces[{key, component}] = bytes.substr(at, end - at);
    }
  }
  Table table;
  for (const auto& [place, piece] : pieces) table[place.first] += piece;
  return table;
}

/// What Xapian's own API makes of the documents; of the postlist table what belongs to terms.
std::pair<Table, Table> tables_by_xapian(const Documents& documents) {
  const TemporaryFolder folder;
  const fs::path path = folder / "db";
  ::setenv("XAPIAN_FLUSH_THRESHOLD", "1000000", 1);
  Xapian::WritableDatabase database(path.string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC);
  for (const auto& [number, document] : documents) {
    Xapian::Document made;
    for (const auto& [term, posting] : document) {
      made.add_term(term, posting.wdf);
      for (const auto position : posting.positions) made.add_posting(term, position, 0);
    }
    database.replace_document(number, made);
  }
  database.commit();
  database.close();
  Table postings = leaves_of(path / "postlist.glass");
  std::erase_if(postings, [](const auto& entry) { return entry.first.starts_with(std::string("\0\xE0", 2)); });
  return {std::move(postings), fs::exists(path / "position.glass") ? leaves_of(path / "position.glass") : Table()};
}

/// What a document looks like; a zero leaves something out.
struct Shape {
  std::string name;
  std::size_t documents = 0;
  std::size_t terms = 0;       // of a document, at most
  std::size_t vocabulary = 1;  // the lower a term's number, the more often it comes
  std::size_t positions = 0;   // of a posting, at most
  std::uint32_t gap = 1;       // between documents, at most
  bool odd = false;            // terms with zero bytes, and of 245 bytes; any wdf
};

std::string term_of(std::size_t number, bool odd) {
  std::string term = fmt::format("{:x}", number * 2654435761 % 4294967291);
  if (!odd) return term;
  if (number % 5 == 0) term.insert(number % term.size(), 1, '\0');
  if (number % 5 == 1) term.resize(8, '\0');
  if (number % 5 == 2) term = "prefixed" + term;
  if (number % 5 == 3 && number % 7 == 3) term.resize(245, 'x');
  if (number % 5 == 4) term += std::string(number % 11, '\0');
  return term;
}

Documents random_documents(Random& random, const Shape& shape) {
  static constexpr std::uint32_t odd_wdfs[] = {0, 1, 127, 128, 16384, 2'000'000};
  Documents documents;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < shape.documents; ++i) {
    number += 1 + static_cast<std::uint32_t>(below(random, shape.gap));
    Document& document = documents[number];
    for (std::size_t terms = below(random, shape.terms + 1); terms > 0; --terms) {
      const std::size_t rank = below(random, 1 + below(random, 1 + below(random, shape.vocabulary)));
      TermOfDocument& posting = document[term_of(rank, shape.odd)];
      posting.wdf = shape.odd ? odd_wdfs[below(random, std::size(odd_wdfs))] : 1 + posting.wdf;
      if (shape.positions == 0 || below(random, 3) == 0) continue;
      posting.positions.clear();
      std::size_t count = 1 + (below(random, 4) == 0 ? below(random, shape.positions) : 0);
      const std::uint32_t widest = shape.odd && below(random, 10) == 0 ? 100'000 : 1 + below(random, 8) % 8;
      for (std::uint32_t position = 0; count > 0; --count) {
        position += 1 + static_cast<std::uint32_t>(below(random, widest));
        posting.positions.push_back(position);
      }
    }
  }
  return documents;
}

TEST_CASE("inverter: as Xapian, byte for byte, whatever the memory") {
  const auto shape = GENERATE(test::values<Shape>({
      {"nothing", 0, 0, 1, 0, 1, false},
      {"documents without terms", 3, 0, 1, 0, 1, false},
      {"one document", 1, 50, 100, 3, 1, false},
      {"few terms in many documents", 5000, 3, 6, 0, 3, false},
      {"words, with positions", 1000, 40, 4000, 6, 1, false},
      {"terms, frequencies and positions of all kinds", 700, 20, 300, 60, 1000, true},
      {"wide gaps, beyond where numbers of documents get longer", 300, 10, 50, 2, 30'000'000 / 300, true},
      {"long lists of positions", 12, 4, 6, 10'000, 1, true},
  }));
  INFO(shape.name << ", PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  const Documents documents = random_documents(random, shape);
  const auto [postings, positions] = tables_by_xapian(documents);

  const Tables at_once = tables_of(documents, gibibyte);
  CHECK(at_once.runs == 0);
  CHECK((at_once.postings == postings));
  CHECK((at_once.positions == positions));

  const Tables in_runs = tables_of(documents, a_run_each_document);
  CHECK(in_runs.runs == documents.size());
  CHECK((in_runs.posting_file == at_once.posting_file));
  CHECK((in_runs.position_file == at_once.position_file));
  CHECK(in_runs.wdf_bound == at_once.wdf_bound);
}

TEST_CASE("inverter: a little memory is enough for much") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  const Documents documents = random_documents(random, {"", 20'000, 40, 30'000, 8, 5, true});
  const Tables in_runs = tables_of(documents, mebibyte);
  const Tables at_once = tables_of(documents, gibibyte);
  CHECK(in_runs.runs > 4);
  CHECK((in_runs.posting_file == at_once.posting_file));
  CHECK((in_runs.position_file == at_once.position_file));
}

TEST_CASE("inverter: lists of many chunks, positions larger than any buffer") {
  // 30,000 postings of one term are many chunks and many slices; 200,000 positions are more than runs are read by.
  const TemporaryFolder folder;
  std::vector<std::uint32_t> many;
  for (std::uint32_t i = 0; i < 200'000; ++i) many.push_back(3 * i * (1 + i % 2) + i + 1);
  std::sort(many.begin(), many.end());
  many.erase(std::unique(many.begin(), many.end()), many.end());
  Documents documents;
  for (std::uint32_t number = 1; number <= 30'000; ++number) documents[number]["often"] = {1 + number % 300, {number}};
  documents[15'000]["large"] = {1, many};
  documents[15'001]["large"] = {1, {1, 2}};
  const auto [postings, positions] = tables_by_xapian(documents);
  for (const std::size_t memory : {gibibyte, std::size_t{150'000}}) {
    const Tables tables = tables_of(documents, memory);
    CHECK((tables.runs > 0) == (memory < mebibyte));
    CHECK((tables.postings == postings));
    CHECK((tables.positions == positions));
    CHECK(tables.wdf_bound == 300);
  }
}

TEST_CASE("inverter: terms have numbers until a run is written") {
  const TemporaryFolder folder;
  Inverter inverter(folder.path(), a_run_each_document);
  CHECK(inverter.number("wind") == 0);
  CHECK(inverter.number("sun") == 1);
  CHECK(inverter.number("wind") == 0);
  const auto epoch = inverter.epoch();
  inverter.add(0, 1, 1, "");
  inverter.end_document();
  CHECK(inverter.epoch() != epoch);
  CHECK(inverter.number("sun") == 0);
}

TEST_CASE("inverter: a term that occurs too often for the format is an error that names it") {
  const TemporaryFolder folder;
  const auto memory = GENERATE(a_run_each_document, gibibyte);
  Inverter inverter(folder.path(), memory);
  constexpr std::uint32_t most = 0xFFFFFFFF;
  add(inverter, 1, {{"often", {most, {}}}, {"sun", {most, {}}}});
  add(inverter, 2, {{"often", {1, {}}}});
  inverter.finish();
  CHECK(inverter.wdf_bound() == most);
  TableWriter table(folder / "postlist");
  CHECK_THROWS_WITH(inverter.write_postings(table),
                    "more occurrences of a term than an index can count (4,294,967,295): 'often'");
}

TEST_CASE("inverter: a disk that is full is an error") {
  const TemporaryFolder folder;
  const test::FileSizeLimit limit(100);
  Inverter inverter(folder.path(), a_run_each_document);
  Document document;
  for (int i = 0; i < 100; ++i) document[fmt::format("term{}", i)].wdf = 1;
  CHECK_THROWS_AS(add(inverter, 1, document), fs::filesystem_error);
}

/// The temporary file in `folder` that has no name, made as short as a failing disk may make it.
void truncate_unnamed_file(const fs::path& folder, double share) {
  int found = 0;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
    std::error_code ignored;
    const std::string target = fs::read_symlink(entry.path(), ignored).string();
    if (!target.starts_with(folder.string() + '/') || !target.ends_with(" (deleted)")) continue;
    const auto size = static_cast<double>(fs::file_size(entry.path()));
    REQUIRE(::truncate(entry.path().c_str(), static_cast<off_t>(size * share)) == 0);
    ++found;
  }
  REQUIRE(found == 1);
}

TEST_CASE("inverter: runs that are shorter than they were written are an error") {
  Random random(test::seed());
  const Documents documents = random_documents(random, {"", 300, 20, 500, 4, 5, false});
  const auto share = GENERATE(0.0, 0.5, 0.999);
  const TemporaryFolder folder;
  Inverter inverter(folder.path(), a_run_each_document);
  for (const auto& [number, document] : documents) add(inverter, number, document);
  inverter.finish();
  REQUIRE(inverter.epoch() > 0);
  truncate_unnamed_file(folder.path(), share);
  TableWriter postings(folder / "postlist");
  CHECK_THROWS_AS(inverter.write_postings(postings), fs::filesystem_error);
  TableWriter positions(folder / "position");
  CHECK_THROWS_AS(inverter.write_positions(positions), fs::filesystem_error);
}

}  // namespace
}  // namespace pilcrow::indexer::glass
