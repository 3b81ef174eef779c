// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/version_file.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

#include "indexer/glass/coding.h"
#include "indexer/glass/format.h"
#include "indexer/glass/output_file.h"

namespace pilcrow::indexer::glass {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

namespace {

// Part of Xapian's format: docs/glass-format.md, "The version file".
constexpr auto magic = "\x0F\x0DXapian Glass\x04\x6E"sv;  // the last two: of 2016-03-14
constexpr std::uint64_t sequential = 2;
constexpr std::uint64_t without_blocks = 1;
// From how many bytes on Xapian tries to compress a tag that an update writes: its own choice for each table.
constexpr std::uint64_t never = 0;
constexpr std::uint64_t from_18 = 18;

void append_table(std::string& out, const TableFacts& table, std::uint64_t compressed) {
  append_unsigned(out, table.root_block);
  append_unsigned(out, table.level << 2 | sequential | (table.blocks == 0 ? without_blocks : 0));
  append_unsigned(out, table.entries);
  append_unsigned(out, block_size >> 11);
  append_unsigned(out, compressed);
  std::string free_list;
  if (table.blocks > 0) {
    append_unsigned(free_list, revision);
    append_unsigned(free_list, table.blocks);
    free_list.append(4, '\0');  // nothing is free
  }
  append_string(out, free_list);
}

std::array<char, 16> random_identity() {
  std::array<char, 16> identity;
  if (::getentropy(identity.data(), identity.size()) != 0) {
    throw fs::filesystem_error("no random numbers", std::error_code(errno, std::generic_category()));
  }
  return identity;
}

}  // namespace

void write_version_file(const fs::path& folder, const DatabaseFacts& facts) {
  std::string out(magic);
  const auto identity = random_identity();
  out.append(identity.data(), identity.size());
  // An empty database is one that was never committed to.
  append_unsigned(out, facts.postings.blocks > 0 ? revision : 0);
  append_table(out, facts.postings, never);
  append_table(out, facts.data, from_18);
  append_table(out, facts.term_lists, from_18);
  append_table(out, facts.positions, never);
  append_table(out, {}, from_18);  // spelling
  append_table(out, {}, from_18);  // synonyms
  append_unsigned(out, facts.documents);
  append_unsigned(out, 0);  // the last document's number, less their count
  append_unsigned(out, facts.shortest);
  append_unsigned(out, facts.wdf_bound);
  append_unsigned(out, facts.longest - facts.wdf_bound);
  append_unsigned(out, 0);  // the oldest changeset
  append_unsigned(out, facts.total_length);
  append_unsigned(out, 0);  // of the spelling dictionary

  const fs::path unfinished = folder / "v.tmp";  // Xapian's own name for it
  auto file = create_file(unfinished);
  write_at(file, 0, out, unfinished);
  // The tables are synced by who publishes them; but no name of a file comes before its bytes.
  if (::fsync(file.number()) != 0) {
    throw fs::filesystem_error("cannot sync", unfinished, std::error_code(errno, std::generic_category()));
  }
  file.close();
  fs::rename(unfinished, folder / "iamglass");
}

}  // namespace pilcrow::indexer::glass
