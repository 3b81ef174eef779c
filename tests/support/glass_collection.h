// SPDX-License-Identifier: GPL-3.0-or-later
// Random collections of documents, written through Xapian's API and by our own builder, and all that the API says of one.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/random_text.h"

namespace pilcrow::test {

struct SamplePosting {
  std::uint32_t wdf = 0;
  std::vector<std::uint32_t> positions;  // ascending, from 1
};

struct SampleDocument {
  std::map<std::string, SamplePosting> postings;
  std::string text;
  std::map<std::uint32_t, std::string> values;
};

struct SampleCollection {
  std::vector<SampleDocument> documents;
  std::vector<std::pair<std::string, std::string>> metadata;  // in the order in which it is set; empty: removed
  std::size_t memory = std::size_t{1} << 20;
};

/// What random collections are made of; a zero leaves something out.
struct SampleShape {
  std::size_t documents = 0;
  std::size_t terms = 8;         // most in one document
  std::size_t vocabulary = 200;  // terms in all, unequally often
  std::size_t positions = 4;     // most of one posting
  std::size_t text = 200;        // longest
  bool odd_terms = false;        // 245 bytes, zero bytes
  bool wdf = true;               // else all 0
  std::vector<std::uint32_t> slots = {0, 1};
  std::size_t metadata = 10;
  std::size_t metadata_size = 300;
  std::size_t memory = std::size_t{1} << 20;
};

SampleDocument random_document(Random& random, const SampleShape& shape);
SampleCollection random_collection(Random& random, const SampleShape& shape);

/// As a Xapian document.
Xapian::Document to_xapian(const SampleDocument& document);

/// A new database in `folder`, which is made: by add_document() and one commit, or by DatabaseBuilder.
void write_by_api(const std::filesystem::path& folder, const SampleCollection& collection);
void write_by_builder(const std::filesystem::path& folder, const SampleCollection& collection);

/// All that the API says of a database, a line each, weights and averages bit for bit. The same seed asks the same.
std::string dump_database(const Xapian::Database& database, std::uint64_t seed);

/// The first line in which two dumps differ, from both; empty where none does.
std::string first_difference(const std::string& left, const std::string& right);

}  // namespace pilcrow::test
