// SPDX-License-Identifier: GPL-3.0-or-later
// No bytes hurt a reader: every golden input cut off at each place, and with bytes flipped at random, is read here, in
// this process and under its sanitizers. What comes out must be well-formed whatever went in. A library that crashes
// fails this test too: it shows what the confined processes are for.
//
// PILCROW_LONG=1 cuts at every single place; else what one file may cost decides how many places are left out, and it
// says so. PILCROW_SEED=n repeats a run.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "core/text/hash.h"
#include "core/text/utf8.h"
#include "tests/support/catch.h"
#include "tests/support/parts.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::test {
namespace {

namespace fs = std::filesystem;

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// What is wrong with a document that was read, in words; empty where it is well-formed.
std::string flaw(const indexer::ReadPart& part) {
  const store::FileEntry& entry = part.entry;
  if (entry.paragraphs.size() != part.texts.size()) return "rows and texts differ in number";
  const bool read = entry.outcome == store::FileOutcome::indexed;
  if (!read && entry.problem.empty()) return "no reason";
  if (!text::is_utf8(entry.member) || !text::is_utf8(entry.title) || !text::is_utf8(entry.problem)) return "no UTF-8";
  if (entry.member.starts_with('/') || entry.member.find("..") == 0) return "a member outside of its file";
  for (const auto& trail : entry.trails) {
    for (const auto& heading : trail) {
      if (heading.empty() || !text::is_utf8(heading)) return "a heading that is none";
    }
  }
  std::uint32_t documents = 0;
  for (std::size_t i = 0; i < entry.paragraphs.size(); ++i) {
    const store::ParagraphRow& row = entry.paragraphs[i];
    const std::string& text = part.texts[i];
    if (text.empty() || !text::is_utf8(text)) return "a text that is none";
    if (row.bytes.begin > row.bytes.end) return "bytes run backwards";
    if (row.lines.first > row.lines.last) return "lines run backwards";
    if (row.trail >= entry.trails.size()) return "no such trail";
    if (row.language > entry.other_languages.size()) return "no such language";
    documents += row.document;
    if (!row.pages) continue;
    if (row.pages->first == 0) return "no such page";
    std::uint32_t last = 0;
    for (const std::uint32_t at : row.pages->breaks) {
      if (at < last || at > text.size()) return "a page begins outside of its text";
      last = at;
    }
  }
  return documents == 0 ? "" : "a number that is not the reader's to give";
}

/// Reads it; what is wrong with anything that came out.
std::string flaw(const std::string& name, const std::string& bytes) {
  for (const auto& part : read_parts(name, bytes)) {
    if (std::string found = flaw(part); !found.empty()) return found + ": " + dump(part);
  }
  return {};
}

std::vector<fs::path> golden_inputs() {
  std::vector<fs::path> files;
  for (const char* folder : {"readers", "markup", "plain_text"}) {
    for (const auto& file : fs::directory_iterator(fs::path(PILCROW_SOURCE_DIR) / "tests/golden" / folder)) {
      const fs::path extension = file.path().extension();
      if (file.is_regular_file() && extension != ".dump" && extension != ".expected") files.push_back(file.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool is_long_run() {
  return std::getenv("PILCROW_LONG") != nullptr;
}

// Of one file, where not every place is wanted.
constexpr double most_seconds = 0.35;

}  // namespace

TEST_CASE("hostile: every golden input cut off anywhere is read or given up") {
  for (const fs::path& file : golden_inputs()) {
    const std::string name = file.filename().string();
    const std::string bytes = read_file(file);
    INFO(name);
    // How many readings there is time for, by what a few of them cost.
    constexpr std::size_t samples = 4;
    const double begin = cpu_seconds();
    for (std::size_t i = 1; i <= samples; ++i) {
      const std::size_t size = bytes.size() * i / samples;
      INFO("size " << size);
      REQUIRE(flaw(name, bytes.substr(0, size)).empty());
    }
    const double each = std::max((cpu_seconds() - begin) / samples, 1e-6);
    const double readings = is_long_run() ? 1e9 : std::max(most_seconds / each, 4.0);
    const std::size_t stride = 1 + static_cast<std::size_t>(static_cast<double>(bytes.size()) / readings);
    if (stride > 1) std::printf("%s: cut at every %zu. place of %zu\n", name.c_str(), stride, bytes.size());
    for (std::size_t size = 0; size < bytes.size(); size += stride) {
      const std::string found = flaw(name, bytes.substr(0, size));
      if (found.empty()) continue;
      INFO("size " << size);
      REQUIRE(found.empty());
    }
  }
}

TEST_CASE("hostile: every golden input with bytes flipped is read or given up") {
  const char* const given = std::getenv("PILCROW_SEED");
  const auto seed = given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10))
                                     : static_cast<std::uint32_t>(std::random_device{}());
  std::printf("seed %u\n", seed);
  std::fflush(stdout);  // A crash must not take it along.
  constexpr int flips = 200;
  for (const fs::path& file : golden_inputs()) {
    const std::string name = file.filename().string();
    const std::string bytes = read_file(file);
    if (bytes.empty()) continue;
    INFO(name << ", seed " << seed);
    // Of its own, so that a file that comes or goes does not change the others.
    std::mt19937 random(seed ^ static_cast<std::uint32_t>(text::hash64(name)));
    const double begin = cpu_seconds();
    int done = 0;
    for (; done < flips; ++done) {
      if (!is_long_run() && done >= 20 && cpu_seconds() - begin > most_seconds) break;
      std::string flipped = bytes;
      const std::size_t at = std::uniform_int_distribution<std::size_t>(0, bytes.size() - 1)(random);
      const int bit = std::uniform_int_distribution<int>(0, 7)(random);
      flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ (1U << static_cast<unsigned>(bit)));
      const std::string found = flaw(name, flipped);
      if (found.empty()) continue;
      INFO("byte " << at << ", bit " << bit);
      REQUIRE(found.empty());
    }
    if (done < flips) std::printf("%s: %d flips\n", name.c_str(), done);
  }
}

TEST_CASE("hostile: entities that unfold to a billion laughs") {
  std::string xml = "<?xml version=\"1.0\"?>\n<!DOCTYPE l [\n<!ENTITY l0 \"laugh\">\n";
  for (int i = 1; i < 12; ++i) {
    xml += "<!ENTITY l" + std::to_string(i) + " \"";
    for (int n = 0; n < 10; ++n) xml += "&l" + std::to_string(i - 1) + ";";
    xml += "\">\n";
  }
  xml += "]>\n<l><p>&l11;</p></l>\n";
  const double begin = cpu_seconds();
  for (const char* name : {"laughs.xml", "laughs.html", "laughs.rss", "laughs"}) {
    std::size_t size = 0;
    for (const auto& part : read_parts(name, xml)) {
      CHECK(flaw(part).empty());
      for (const auto& text : part.texts) size += text.size();
    }
    CHECK(size < 100'000);
  }
  CHECK(cpu_seconds() - begin < 5);
}

TEST_CASE("hostile: a hundred thousand levels of anything") {
  const auto levels = [](std::string_view open) {
    std::string out;
    for (int i = 0; i < 100'000; ++i) out += open;
    return out;
  };
  struct Case {
    const char* name;
    std::string bytes;
  };
  const std::vector<Case> cases = {
      {"deep.xml", levels("<a>")},
      {"deep.html", levels("<div>")},
      {"deep.json", levels("[")},
      {"deep.json", levels("{\"a\":")},
      {"deep.jsonl", levels("[")},
      {"deep.md", levels("> ")},
      {"deep.md", levels("[")},
      {"deep.rst", levels("* ")},
      {"deep.rtf", "{\\rtf1 " + levels("{")},
      {"deep.1", ".TH A 1\n" + levels(".RS\n")},
      {"deep.c", levels("{\n")},
      {"deep.csv", levels("\"\n")},
      {"deep.eml", "From: a\nTo: " + levels("(") + "\n\n" + levels(">")},
      {"deep.mbox", levels("From a 1:00 2026\n\n")},
      {"deep.pdf", "%PDF-1.7\n1 0 obj\n" + levels("[")},
  };
  for (const Case& c : cases) {
    INFO(c.name);
    const double begin = cpu_seconds();
    CHECK(flaw(c.name, c.bytes).empty());
    const double seconds = cpu_seconds() - begin;
    if (seconds > 2) std::printf("%s: %.1f s\n", c.name, seconds);
    CHECK(seconds < 20);
  }
}

}  // namespace pilcrow::test
