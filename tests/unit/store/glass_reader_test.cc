// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/glass_reader.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <xapian.h>

#include "tests/support/catch.h"
#include "tests/support/random_text.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::store {
namespace {

using namespace std::string_literals;

using test::below;
using test::Random;
using test::TemporaryFolder;

Xapian::Document random_document(Random& random) {
  Xapian::Document document;
  for (std::size_t i = below(random, 30); i > 0; --i) {
    // Some of nearly all documents, some of few, some with zero bytes.
    const std::size_t number = below(random, 10) * below(random, 10) * below(random, 10);
    std::string term = "t" + std::to_string(number);
    if (number % 7 == 1) term += std::string(1, '\0') + "x";
    document.add_term(term, static_cast<Xapian::termcount>(below(random, 9) == 0 ? 1000 : below(random, 3)));
  }
  if (below(random, 4) > 0) document.add_value(0, std::to_string(below(random, 100)));
  if (below(random, 4) == 0) document.add_value(1, std::string(1 + below(random, 300), 'v'));
  document.set_data(std::string(below(random, 5) == 0 ? below(random, 9000) : below(random, 40), 'd') +
                    std::to_string(below(random, 1U << 20)));
  return document;
}

/// Documents with gaps, in several commits, so that blocks are used again.
void fill(Xapian::WritableDatabase& database, Random& random, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (below(random, 6) == 0 && database.get_lastdocid() > 0) {
      const auto number = static_cast<Xapian::docid>(1 + below(random, database.get_lastdocid()));
      database.replace_document(number, random_document(random));
    } else {
      database.add_document(random_document(random));
    }
    if (below(random, 700) == 0) database.commit();
  }
  database.set_metadata("f" + std::to_string(below(random, 50)), std::string(below(random, 20000), 'm'));
  database.commit();
}

struct Things {
  std::map<std::string, std::vector<std::pair<unsigned, unsigned>>> postings;
  std::map<unsigned, std::vector<std::string>> documents;
  std::map<std::string, std::string> metadata;
};

Things by_xapian(const Xapian::Database& database) {
  Things things;
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    auto& list = things.postings[*term];
    for (auto at = database.postlist_begin(*term); at != database.postlist_end(*term); ++at) {
      list.emplace_back(*at, at.get_wdf());
    }
  }
  for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at) {
    const Xapian::Document document = database.get_document(*at);
    things.documents[*at] = {std::to_string(at.get_doclength()), document.get_data(), document.get_value(0),
                             document.get_value(1)};
  }
  for (int i = 0; i < 50; ++i) {
    const std::string key = "f" + std::to_string(i);
    things.metadata[key] = database.get_metadata(key);
  }
  return things;
}

/// Compares what can be read; gives how many things could not.
std::size_t compare(GlassReader& reader, const Things& things, Random& random) {
  std::size_t unread = 0;
  const auto attempt = [&](const auto& look) {
    try {
      look();
    } catch (const UnreadableTable&) {
      ++unread;
    }
  };
  for (const auto& [term, list] : things.postings) {
    attempt([&, &term = term, &list = list] {
      std::vector<std::pair<unsigned, unsigned>> read;
      const auto postings = reader.postings(term);
      CHECK(postings->count() == list.size());
      for (; postings->document() != Postings::end; postings->next()) {
        read.emplace_back(postings->document(), postings->wdf());
        if (read.back().second > postings->most_often()) FAIL("wdf above its bound");
      }
      CHECK(read == list);
      const auto skipping = reader.postings(term);
      for (unsigned to = 0; skipping->document() != Postings::end;) {
        to += 1 + static_cast<unsigned>(below(random, below(random, 2) == 0 ? 5 : 2000));
        skipping->skip_to(to);  // CHECK() would take what this throws for its own
        const auto expected = std::lower_bound(list.begin(), list.end(), std::pair(to, 0U));
        CHECK(skipping->document() == (expected == list.end() ? Postings::end : expected->first));
        if (expected != list.end()) to = std::max(to, expected->first);
      }
    });
  }
  for (unsigned number = 1; number <= reader.statistics().last_document; ++number) {
    attempt([&] {
      const auto known = things.documents.find(number);
      const bool is_there = known != things.documents.end();
      const std::vector<std::string> read = {std::to_string(reader.lengths().of(number)), reader.value(0, number),
                                             reader.value(1, number)};
      const std::vector<std::string> none = {"0", "", ""};
      const auto expected =
          is_there ? std::vector<std::string>{known->second[0], known->second[2], known->second[3]} : none;
      CHECK(read == expected);
    });
    attempt([&] {
      const auto known = things.documents.find(number);
      const std::string data = reader.data(number, [](std::string_view bytes) { return std::string(bytes); });
      CHECK(data == (known != things.documents.end() ? known->second[1] : ""));
    });
  }
  for (const auto& [key, value] : things.metadata) {
    attempt([&, &key = key, &value = value] {
      const std::string read = reader.metadata(key);
      CHECK(read == value);
    });
  }
  return unread;
}

TEST_CASE("glass_reader: reads what Xapian reads, and says so where a later commit has taken a block") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  const TemporaryFolder folder;
  Xapian::WritableDatabase writer((folder / "database").string(), Xapian::DB_CREATE);
  for (int round = 0; round < 3; ++round) {
    fill(writer, random, 1500);
    const Xapian::Database database((folder / "database").string());
    const Things things = by_xapian(database);
    const auto reader = GlassReader::open(folder / "database", database.get_revision());
    REQUIRE(reader != nullptr);
    CHECK(reader->statistics().average_length() == database.get_avlength());
    // Data that Xapian compressed is left to it.
    CHECK(compare(*reader, things, random) < things.documents.size());
    const auto late = GlassReader::open(folder / "database", database.get_revision());
    fill(writer, random, 300);
    fill(writer, random, 300);
    compare(*late, things, random);  // What it has not read by now it reads right or not at all.
    CHECK(GlassReader::open(folder / "database", database.get_revision()) == nullptr);
  }
}

TEST_CASE("glass_reader: damage is no more than a wrong answer or an unreadable table") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  const TemporaryFolder folder;
  Xapian::WritableDatabase writer((folder / "database").string(), Xapian::DB_CREATE);
  fill(writer, random, 4000);
  const std::uint64_t revision = Xapian::Database((folder / "database").string()).get_revision();
  const std::string whole = test::read_file(folder / "database/postlist.glass");
  std::vector<std::size_t> lengths;  // where lists of lengths may be
  for (std::size_t at = whole.find("\0\xe0"s); at != whole.npos; at = whole.find("\0\xe0"s, at + 1))
    lengths.push_back(at);
  REQUIRE(lengths.size() > 3);
  for (int round = 0; round < 60; ++round) {
    std::string damaged = whole;
    for (std::size_t i = 1 + below(random, round % 2 == 0 ? 200 : 10); i > 0; --i) {
      std::size_t at = below(random, damaged.size());
      if (round % 2 == 1)
        at = std::min(lengths[below(random, lengths.size())] + below(random, 1500), damaged.size() - 1);
      damaged[at] = static_cast<char>(below(random, 2) == 0 ? 0xFF : below(random, 256));
    }
    if (round % 8 == 0) damaged.resize(below(random, damaged.size()));
    std::ofstream(folder / "database/postlist.glass", std::ios::binary) << damaged;
    const auto reader = GlassReader::open(folder / "database", revision);
    REQUIRE(reader != nullptr);
    for (int i = 0; i < 300; ++i) {
      try {
        const auto postings = reader->postings("t" + std::to_string(i));
        for (int steps = 0; steps < 5000 && postings->document() != Postings::end; ++steps) postings->next();
        reader->postings("t" + std::to_string(i))->skip_to(400);
        reader->lengths().of(static_cast<std::uint32_t>(i * 14));
        reader->value(0, static_cast<std::uint32_t>(i));
        reader->metadata("f" + std::to_string(i));
      } catch (const UnreadableTable&) {  // Xapian says what is wrong.
      }
    }
  }
}

}  // namespace
}  // namespace pilcrow::store
