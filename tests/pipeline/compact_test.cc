// SPDX-License-Identifier: GPL-3.0-or-later
// compact_index(): the same content in less space.
#include <filesystem>
#include <string>

#include <xapian.h>

#include "core/store/layout.h"
#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "indexer/compact.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/library.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

using test::Library;
using test::value_of;
using test::values;

std::string chapter(int number) {
  std::string text = "# Chapter " + std::to_string(number) + "\n\n";
  for (int i = 0; i < 40; ++i) {
    text +=
        "Turbine " + std::to_string(100 * number + i) + " turns wind into power for the grid of the north coast.\n\n";
  }
  return text;
}

/// Twelve chapters, of which one was removed.
struct Archive : Library {
  Archive() {
    for (int i = 0; i < 12; ++i) write("docs/" + std::to_string(i) + ".md", chapter(i));
    update({"docs"});
    remove({"docs/7.md"});
  }
};

std::string answers(const fs::path& index) {
  Searcher searcher = value_of(Searcher::open({index}));
  std::string out;
  for (const char* query : {"wind power", "\"north coast\"", "turbine 1103", "title:chapter"}) {
    for (const Hit& hit : value_of(searcher.search(query, {.limit = 30})).hits) {
      out += std::to_string(hit.score) + " " + hit.citation + "\n";
    }
  }
  return out;
}

TEST_CASE("compact: where there is no room for the copy, the index stays as it is") {
  const Archive archive;
  const std::string dump = archive.dump();
  const auto report = [&] {
    const test::FileSizeLimit limit(20'000);
    return compact_index(archive.index());
  }();
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::input_output);
  CHECK(store::newest_generation(archive.index()) == 1);
  CHECK(archive.dump() == dump);
}

TEST_CASE("compact: the same content in less space, in the next generation") {
  Archive archive;
  const std::string dump = archive.dump();
  const std::string found = answers(archive.index());
  const auto before = value_of(store::Snapshot::open(archive.index())).facts();
  const CompactionReport report = value_of(compact_index(archive.index()));
  CHECK(report.state.generation == 2);
  CHECK(report.bytes_after < report.bytes_before);
  CHECK(report.bytes_after == store::size_of_folder(archive.generation()));
  CHECK_FALSE(report.interrupted);
  CHECK(archive.generation() == archive.index() / store::generation_name(2));
  CHECK_FALSE(fs::exists(archive.index() / store::generation_name(1)));
  CHECK(archive.dump() == dump);
  CHECK(answers(archive.index()) == found);
  const auto after = value_of(store::Snapshot::open(archive.index())).facts();
  CHECK(after.settings == before.settings);
  CHECK(after.state.fresh_bytes == before.state.fresh_bytes);
  CHECK(test::damages(archive.index()) == "");
  // And it can be written as before.
  archive.write("docs/5.md", chapter(99));
  CHECK(archive.update().files_changed == 1);
  CHECK(test::damages(archive.index()) == "");
}

TEST_CASE("compact: an index without a paragraph") {
  Library library;
  library.write("docs/image.png", "\x89PNG");
  library.update({"docs"});
  const std::string dump = library.dump();
  value_of(compact_index(library.index()));
  CHECK(library.dump() == dump);
  CHECK(test::damages(library.index()) == "");
}

TEST_CASE("compact: cancelled, it changes nothing") {
  const Archive archive;
  const std::string dump = archive.dump();
  const int polls_before_the_end = GENERATE(0, 1, 2);
  int polls = 0;
  const CompactionReport report =
      value_of(compact_index(archive.index(), {.cancelled = [&] { return ++polls > polls_before_the_end; }}));
  CHECK(report.interrupted);
  CHECK(report.state.generation == 1);
  CHECK(report.bytes_after == report.bytes_before);
  CHECK(store::newest_generation(archive.index()) == 1);
  CHECK(archive.dump() == dump);
}

TEST_CASE("compact: another writer, and no index") {
  const Archive archive;
  const auto lock = store::WriterLock::acquire(archive.index(), 0);
  const auto locked = compact_index(archive.index());
  REQUIRE_FALSE(locked);
  CHECK(locked.error().code == ErrorCode::index_locked);
  const auto missing = compact_index(archive.path("nowhere"));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::index_missing);
}

TEST_CASE("compact: what a fresh build would take is never believed to be less than the compacted size") {
  const Archive archive;
  const auto state = [&] { return value_of(store::Snapshot::open(archive.index())).facts().state; };
  {
    Xapian::WritableDatabase database(archive.generation().string());
    store::State small = state();
    small.fresh_bytes = small.fresh_paragraphs;  // paragraphs of a byte
    database.set_metadata(std::string(store::key_state), store::encode(small));
    database.commit();
  }
  const CompactionReport report = value_of(compact_index(archive.index()));
  CHECK(state().fresh_bytes > report.bytes_after / 2);
  CHECK(state().fresh_paragraphs == state().paragraphs);
  CHECK(test::damages(archive.index()) == "");
}

struct Growth {
  const char* name;
  std::uint64_t fresh_bytes;
  std::uint64_t fresh_paragraphs;
  std::uint64_t paragraphs;
  std::uint64_t bytes;
  bool grown;
};

TEST_CASE("compact: when an index has grown too much") {
  constexpr std::uint64_t mb = 1'000'000;
  const auto c = GENERATE(values<Growth>({
      {"as it was built", 100 * mb, 100'000, 100'000, 100 * mb, false},
      {"one and a half times", 100 * mb, 100'000, 100'000, 150 * mb, false},
      {"more", 100 * mb, 100'000, 100'000, 151 * mb, true},
      {"with as many paragraphs more, it may", 100 * mb, 100'000, 160'000, 200 * mb, false},
      {"half of the paragraphs are gone, their space is not", 100 * mb, 100'000, 50'000, 100 * mb, true},
      {"all are gone", 100 * mb, 100'000, 0, 100 * mb, true},
      {"a small index may do as it likes", mb, 1'000, 10, 16 * mb, false},
      {"nobody knows what it took", 0, 0, 100'000, 900 * mb, false},
  }));
  INFO(c.name);
  store::State state;
  state.fresh_bytes = c.fresh_bytes;
  state.fresh_paragraphs = c.fresh_paragraphs;
  state.paragraphs = c.paragraphs;
  CHECK(indexer::has_grown(state, c.bytes) == c.grown);
}

TEST_CASE("compact: an update's end compacts an index that has grown, once") {
  const Archive archive;
  const auto lock = store::WriterLock::acquire(archive.index(), 0);
  const auto never = [] { return false; };
  const auto state = [&] { return value_of(store::Snapshot::open(archive.index())).facts().state; };
  CHECK(indexer::compact_if_grown(archive.index(), state(), never) == "");
  fs::resize_file(archive.generation() / "docdata.glass", 64U << 20);  // free space, which takes none on this disk
  const std::string dump = archive.dump();
  store::State grown = state();
  grown.fresh_bytes = 1'000'000;
  grown.fresh_paragraphs = grown.paragraphs;
  CHECK(indexer::compact_if_grown(archive.index(), grown, [] { return true; }) == "");
  CHECK(archive.generation().filename() == store::generation_name(1));
  CHECK(indexer::compact_if_grown(archive.index(), grown, never) == "the index had grown, and was compacted");
  CHECK(archive.generation().filename() == store::generation_name(2));
  CHECK(indexer::compact_if_grown(archive.index(), state(), never) == "");
  CHECK(archive.dump() == dump);
}

}  // namespace
}  // namespace pilcrow
