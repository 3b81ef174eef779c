// SPDX-License-Identifier: GPL-3.0-or-later
// An independent reader of glass tables, made from docs/glass-format.md alone: it goes through a file block by block and
// holds each against every rule that a newly written table keeps.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::test {

struct GlassEntry {
  std::string key;
  std::string tag;
  bool compressed = false;
  std::uint32_t pieces = 1;

  friend bool operator==(const GlassEntry&, const GlassEntry&) = default;
};

/// What the version file says of a table.
struct GlassTable {
  std::uint64_t root = 0;
  std::uint64_t level = 0;
  bool sequential = false;
  bool without_blocks = false;
  std::uint64_t entries = 0;
  std::uint64_t block_size = 0;
  std::uint64_t compressed_from = 0;
  std::string free_list;
};

/// The whole of iamglass.
struct GlassVersion {
  std::string magic;
  std::string identity;
  std::uint64_t revision = 0;
  std::vector<GlassTable> tables;  // postlist, docdata, termlist, position, spelling, synonym
  std::uint64_t documents = 0;
  std::uint64_t more_numbers = 0;  // the last document's number, less their count
  std::uint64_t shortest = 0;
  std::uint64_t wdf_bound = 0;
  std::uint64_t longest = 0;
  std::uint64_t oldest_changeset = 0;
  std::uint64_t total_length = 0;
  std::uint64_t spelling_bound = 0;
};

/// Throws std::runtime_error that says which rule is broken, as do all of these.
GlassVersion read_glass_version(const std::filesystem::path& folder);

/// All entries of a table of `blocks` blocks whose tree begins at `root`.
std::vector<GlassEntry> read_glass_table(const std::filesystem::path& file, std::uint64_t root, std::uint64_t level,
                                         std::uint64_t blocks);

/// The tables of a database that was just written, in the order of the version file; the two that are never there are
/// left out.
std::vector<std::vector<GlassEntry>> read_glass_database(const std::filesystem::path& folder);

}  // namespace pilcrow::test
