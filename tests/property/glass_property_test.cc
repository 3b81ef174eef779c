// SPDX-License-Identifier: GPL-3.0-or-later
// What the builder writes is what Xapian's API would have written, for every collection, and stays so through all that is
// done to a database later. PILCROW_GLASS_ROUNDS: how many random collections more than usual.
#include <fcntl.h>
#include <unistd.h>
#include <xapian.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "indexer/glass/probe.h"
#include "tests/support/catch.h"
#include "tests/support/glass_collection.h"
#include "tests/support/glass_reader.h"
#include "tests/support/temporary_folder.h"

#if XAPIAN_MAJOR_VERSION == 1
// The library exports these, but no header that is installed declares them.
namespace Xapian {
struct ReplicationInfo {
  int changeset_count = 0;
  int fullcopy_count = 0;
  bool changed = false;
};
class DatabaseMaster {
 public:
  explicit DatabaseMaster(std::string path) : path_(std::move(path)) {}
  void write_changesets_to_fd(int fd, const std::string& start_revision, ReplicationInfo* info) const;

 private:
  std::string path_;
};
class DatabaseReplica {
 public:
  explicit DatabaseReplica(const std::string& path);
  ~DatabaseReplica();
  DatabaseReplica(const DatabaseReplica&) = delete;
  DatabaseReplica& operator=(const DatabaseReplica&) = delete;
  std::string get_revision_info() const;
  void set_read_fd(int fd);
  bool apply_next_changeset(ReplicationInfo* info, double reader_close_time);

 private:
  class Internal;
  Internal* internal_;
};
}  // namespace Xapian
#endif

namespace pilcrow {
namespace {

namespace fs = std::filesystem;
using test::below;
using test::Random;
using test::SampleCollection;
using test::SampleShape;

CATCH_TRANSLATE_EXCEPTION(const Xapian::Error& error) {
  return error.get_description();
}

/// The same collection, written both ways.
struct Pair {
  fs::path api;
  fs::path built;
};

void check_no_errors(const fs::path& folder) {
  std::ostringstream said;
  const auto stub = folder / "XAPIANDB";  // of a replica
  const auto errors = Xapian::Database::check((fs::exists(stub) ? stub : folder).string(), 0, &said);
  INFO(said.str());
  REQUIRE(errors == 0);
}

void check_same(const Pair& pair, std::uint64_t seed) {
  check_no_errors(pair.api);
  check_no_errors(pair.built);
  const auto expected = test::dump_database(Xapian::Database(pair.api.string()), seed);
  const auto actual = test::dump_database(Xapian::Database(pair.built.string()), seed);
  REQUIRE(test::first_difference(expected, actual) == "");
}

/// Deletions, replacements and additions, the same in each database for the same seed.
void change(Xapian::WritableDatabase& database, const SampleShape& shape, std::uint64_t seed) {
  Random random(seed);
  const auto last = database.get_lastdocid();
  std::vector<Xapian::docid> there;
  for (auto document = database.postlist_begin(""); document != database.postlist_end(""); ++document) {
    there.push_back(*document);
  }
  for (const auto document : there) {
    switch (below(random, 12)) {
      case 0:
      case 1:
        database.delete_document(document);
        break;
      case 2:
        database.replace_document(document, test::to_xapian(test::random_document(random, shape)));
        break;
      case 3: {  // the same again
        auto same = database.get_document(document);
        same.set_data(same.get_data() + "!");
        database.replace_document(document, same);
        break;
      }
      default:
        break;
    }
  }
  database.replace_document(last + 5, test::to_xapian(test::random_document(random, shape)));
  for (auto count = 5 + there.size() / 8; count > 0; --count) {
    database.add_document(test::to_xapian(test::random_document(random, shape)));
  }
  for (int i = 0; i < 5; ++i) {
    database.set_metadata("f" + std::to_string(below(random, 30)),
                          i % 2 == 0 ? "" : std::string(below(random, 5000), 'n'));
  }
  database.commit();
}

void compact(const std::vector<fs::path>& sources, const fs::path& into, unsigned flags) {
  Xapian::Database all;
  for (const auto& source : sources) all.add_database(Xapian::Database(source.string()));
  all.compact(into.string(), flags);
}

void check_compacted(const test::TemporaryFolder& folder, const Pair& pair, std::uint64_t seed) {
  const Pair alone{folder / "api-alone", folder / "built-alone"};
  compact({pair.api}, alone.api, 0);
  compact({pair.built}, alone.built, 0);
  check_same(alone, seed);
  // With another one on each side: the one that is merged is not always the first.
  const Pair merged{folder / "api-merged", folder / "built-merged"};
  compact({pair.api, alone.api, pair.api}, merged.api, 0);
  compact({pair.built, alone.api, pair.built}, merged.built, 0);
  check_same(merged, seed);
  for (const auto& made : {alone.api, alone.built, merged.api, merged.built}) fs::remove_all(made);
}

#if XAPIAN_MAJOR_VERSION == 1
/// Brings the copy of a database up to date; gives how many changesets and full copies that took.
std::string replicate(const test::TemporaryFolder& folder, const fs::path& from, const fs::path& copy) {
  const auto stream = (folder / "stream").string();
  Xapian::ReplicationInfo applied;
  {
    Xapian::DatabaseReplica replica(copy.string());
    const int out = ::open(stream.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    REQUIRE(out >= 0);
    Xapian::ReplicationInfo sent;
    Xapian::DatabaseMaster(from.string()).write_changesets_to_fd(out, replica.get_revision_info(), &sent);
    ::close(out);
    const int in = ::open(stream.c_str(), O_RDONLY);
    REQUIRE(in >= 0);
    replica.set_read_fd(in);
    Xapian::ReplicationInfo one;
    bool more = true;
    while (more) {
      more = replica.apply_next_changeset(&one, 0);
      applied.changeset_count += one.changeset_count;
      applied.fullcopy_count += one.fullcopy_count;
    }
    ::close(in);
  }
  return std::to_string(applied.changeset_count) + " changesets, " + std::to_string(applied.fullcopy_count) + " copies";
}
#endif

void check_collection(const SampleCollection& collection, const SampleShape& shape, std::uint64_t seed) {
  const test::TemporaryFolder folder;
  const Pair pair{folder / "api", folder / "built"};
  test::write_by_api(pair.api, collection);
  test::write_by_builder(pair.built, collection);
  test::read_glass_database(pair.built);  // which throws where a rule is broken
  check_same(pair, seed);
  const bool large = collection.documents.size() > 1000;
  if (!large) check_compacted(folder, pair, seed);
  for (std::uint64_t round = 1; round <= (large ? 1 : 2); ++round) {
    for (const auto& path : {pair.api, pair.built}) {
      Xapian::WritableDatabase database(path.string(), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
      change(database, shape, seed + round);
    }
    check_same(pair, seed + round);
  }
  if (!large) check_compacted(folder, pair, seed);
}

struct Case {
  std::string name;
  SampleShape shape;
};

std::vector<Case> cases() {
  constexpr std::size_t kib = 1024;
  std::vector<Case> all;
  const auto add = [&all](std::string name) -> SampleShape& {
    return all.emplace_back(Case{std::move(name), {}}).shape;
  };
  add("nothing at all").metadata = 0;
  add("metadata alone");
  {
    auto& shape = add("one document");
    shape.documents = 1;
    shape.metadata = 0;
  }
  add("some").documents = 60;
  {
    auto& shape = add("more documents than sort in two bytes, few terms");
    shape.documents = 33000;
    shape.terms = 1;
    shape.vocabulary = 3;
    shape.positions = 1;
    shape.text = 3;
    shape.slots = {0};
  }
  {
    auto& shape = add("no positions");
    shape.documents = 300;
    shape.positions = 0;
  }
  {
    auto& shape = add("no data");
    shape.documents = 300;
    shape.text = 0;
  }
  {
    auto& shape = add("no terms");
    shape.documents = 300;
    shape.terms = 0;
  }
  {
    auto& shape = add("no wdf and no positions");
    shape.documents = 300;
    shape.wdf = false;
    shape.positions = 0;
  }
  {
    auto& shape = add("terms of 245 bytes and with zero bytes");
    shape.documents = 300;
    shape.terms = 20;
    shape.odd_terms = true;
  }
  {
    auto& shape = add("many positions");
    shape.documents = 40;
    shape.positions = 5000;
    shape.vocabulary = 30;
  }
  {
    auto& shape = add("slots that sort otherwise than their numbers");
    shape.documents = 300;
    shape.slots = {0, 127, 128, 300, 65536, 4294967294};
  }
  {
    auto& shape = add("metadata and data of many pieces");
    shape.documents = 20;
    shape.text = 60 * kib;
    shape.metadata = 40;
    shape.metadata_size = 100 * kib;
    shape.memory = 64 * kib;
  }
  {
    auto& shape = add("more postings than the memory holds");
    shape.documents = 1100;
    shape.terms = 40;
    shape.vocabulary = 4000;
    shape.positions = 800;
    shape.text = 10;
    shape.memory = 64 * kib;
  }
  return all;
}

TEST_CASE("glass: a database that was built is one that Xapian wrote") {
  INFO("PILCROW_SEED=" << test::seed());
  for (const auto& c : cases()) {
    DYNAMIC_SECTION(c.name) {
      Random random(test::seed());
      check_collection(test::random_collection(random, c.shape), c.shape, test::seed());
    }
  }
}

TEST_CASE("glass: any shape of collection") {
  const char* given = std::getenv("PILCROW_GLASS_ROUNDS");
  const auto rounds = given == nullptr ? 6 : std::strtoull(given, nullptr, 10);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const auto seed = test::seed() + 1000 * round;
    INFO("PILCROW_SEED=" << test::seed() << ", round " << round);
    Random random(seed);
    SampleShape shape;
    shape.documents = below(random, 1 + below(random, 400));
    shape.terms = below(random, 40);
    shape.vocabulary = 1 + below(random, 5000);
    shape.positions = below(random, 2) == 0 ? 0 : 1 + below(random, 60);
    shape.text = below(random, 3) == 0 ? 0 : below(random, 6000);
    shape.odd_terms = below(random, 2) == 0;
    shape.wdf = below(random, 4) != 0;
    if (!shape.wdf) shape.positions = 0;
    shape.slots.resize(below(random, 3));
    shape.metadata = below(random, 60);
    shape.metadata_size = 1 + below(random, 9000);
    shape.memory = std::size_t{16} << (10 + below(random, 10));
    check_collection(test::random_collection(random, shape), shape, seed);
  }
}

TEST_CASE("glass: tags around every size at which they are cut") {
  // L and L1 of the format, for keys as those of metadata and of documents' data.
  SampleCollection collection;
  for (std::size_t key_size = 1; key_size <= 200; key_size += 67) {
    const std::size_t whole = 2043 - (key_size + 2 + 5);
    for (std::size_t pieces = 0; pieces <= 4; ++pieces) {
      for (std::size_t more = 0; more <= 6; ++more) {
        const auto size = pieces * whole + more;
        const auto name = std::to_string(pieces) + std::to_string(more) + std::string(key_size, 'k');
        if (size > 2) collection.metadata.emplace_back(name.substr(0, key_size + 2), std::string(size - 2, 'm'));
      }
    }
  }
  collection.metadata.emplace_back("large", std::string(3000000, 'l'));
  Random random(test::seed());
  for (const std::size_t size :
       {0U, 1U, 2032U, 2033U, 2034U, 2035U, 2036U, 2037U, 2038U, 4068U, 4069U, 4070U, 4071U, 1000000U}) {
    test::SampleDocument document;
    for (std::size_t i = 0; i < size; ++i) document.text += static_cast<char>(below(random, 256));
    collection.documents.push_back(document);
  }
  check_collection(collection, {}, test::seed());
}

#if XAPIAN_MAJOR_VERSION == 1
TEST_CASE("glass: replication sends what was built, and then its changes") {
  ::setenv("XAPIAN_MAX_CHANGESETS", "10", 1);
  const test::TemporaryFolder folder;
  const Pair pair{folder / "api", folder / "built"};
  const Pair copies{folder / "api-copy", folder / "built-copy"};
  SampleShape shape;
  shape.documents = 500;
  Random random(test::seed());
  const auto collection = test::random_collection(random, shape);
  test::write_by_api(pair.api, collection);
  test::write_by_builder(pair.built, collection);
  CHECK(replicate(folder, pair.api, copies.api) == "0 changesets, 1 copies");
  CHECK(replicate(folder, pair.built, copies.built) == "0 changesets, 1 copies");
  check_same(copies, 1);
  for (std::uint64_t round = 1; round <= 3; ++round) {
    for (const auto& path : {pair.api, pair.built}) {
      Xapian::WritableDatabase database(path.string(), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
      change(database, shape, round);
      change(database, shape, round + 100);
    }
    CHECK(replicate(folder, pair.api, copies.api) == "2 changesets, 0 copies");
    CHECK(replicate(folder, pair.built, copies.built) == "2 changesets, 0 copies");
    check_same(copies, round);
    check_same({pair.built, copies.built}, round);
  }
  ::unsetenv("XAPIAN_MAX_CHANGESETS");
}
#endif

}  // namespace
}  // namespace pilcrow
