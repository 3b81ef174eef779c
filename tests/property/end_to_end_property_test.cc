// SPDX-License-Identifier: GPL-3.0-or-later
// From files to hits through the public interface (and the stage that loads hits, where every paragraph is wanted by
// itself): what must hold of any documents. Texts are random, of a seed, or those of corpus/; what is expected is worked
// out here a second time, in a few lines that share nothing with the product.
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/snapshot.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "searcher/load.h"
#include "tests/support/catch.h"
#include "tests/support/encode.h"
#include "tests/support/random_text.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

using test::below;
using test::Random;
using test::TemporaryFolder;

const std::string corpus = std::string(PILCROW_SOURCE_DIR) + "/corpus";

template <class T>
T checked(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}

void build(const fs::path& index, const std::vector<Root>& roots, const UpdateOptions& options = {}) {
  const UpdateReport report = checked(update_index(index, roots, options));
  CHECK(report.new_problems.empty());
}

/// Every paragraph by itself, file by file: a search shows those once that say the same.
std::vector<Hit> every_paragraph(const fs::path& index) {
  const std::vector<store::Snapshot> snapshots = checked(store::open_all({index}));
  searcher::HitLoader loader(snapshots);
  std::vector<Hit> hits;
  const auto read = snapshots.front().each_file([&](store::FileEntry&& entry) {
    for (const store::ParagraphRow& row : entry.paragraphs) {
      hits.push_back(loader.hit(*checked(loader.paragraph({0, row.document}))));
    }
    return true;
  });
  if (!read) FAIL(read.error().message);
  return hits;
}

std::string place_of(const std::string& path, std::uint32_t paragraph) {
  return path + ':' + std::to_string(paragraph);
}
std::string place_of(const Hit& hit) {
  return place_of(hit.path, hit.paragraph);
}

/// The places that a hit stands for, its own first.
std::vector<std::string> places_of(const Hit& hit) {
  std::vector<std::string> places{place_of(hit)};
  for (const OtherPlace& place : hit.also_in) places.push_back(place_of(place.path, place.paragraph));
  return places;
}

std::string slice(const std::string& bytes, const ByteRange& range) {
  REQUIRE(range.begin < range.end);
  REQUIRE(range.end <= bytes.size());
  return bytes.substr(range.begin, range.end - range.begin);
}

/// A letter or digit of ASCII, or any byte beyond it.
bool is_wordy(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

std::string decoded(const std::string& encoding, const std::string& bytes) {
  // Browsers, and so pilcrow, mean these supersets by the names.
  static const std::map<std::string, std::string> supersets{{"shift_jis", "windows-31j"}, {"euc-kr", "windows-949"}};
  const auto superset = supersets.find(encoding);
  return test::decode_at_once((superset == supersets.end() ? encoding : superset->second).c_str(), bytes);
}

std::uint32_t line_at(std::string_view text, std::size_t offset) {
  const char end = text.find('\n') == std::string_view::npos ? '\r' : '\n';
  return static_cast<std::uint32_t>(1 +
                                    std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), end));
}

/// What `hit` says of its place, against the file, decoded at once and counted from its beginning.
void check_place(const Hit& hit, const std::string& bytes) {
  const std::string all = decoded(hit.encoding, bytes);
  const std::string before = decoded(hit.encoding, bytes.substr(0, hit.bytes.begin));
  const std::string source = decoded(hit.encoding, slice(bytes, hit.bytes));
  const std::size_t begin = before.size();
  REQUIRE(all.compare(begin, source.size(), source) == 0);
  CHECK(hit.lines == LineRange{line_at(all, begin), line_at(all, begin + source.size() - 1)});
  if (hit.type == "text") REQUIRE(source == hit.text);
}

/// The places of a file's paragraphs one behind the other, and of its letters none lost: what is between two of them
/// stands in a heading.
void check_nothing_lost(const std::vector<Hit>& hits, const std::string& bytes, const std::string& mark) {
  std::string headings;
  for (const Hit& hit : hits) {
    headings += hit.title + ' ';
    for (const std::string& heading : hit.headings) headings += heading + ' ';
  }
  std::uint64_t end = mark.size();
  const auto check_gap = [&](std::uint64_t to) {
    std::istringstream words(decoded(hits.front().encoding, bytes.substr(end, to - end)));
    for (std::string word; words >> word;) {
      if (!std::any_of(word.begin(), word.end(), is_wordy)) continue;
      INFO("lost: " << word);
      CHECK(headings.find(word) != std::string::npos);
    }
  };
  for (const Hit& hit : hits) {
    REQUIRE(hit.bytes.begin >= end);
    check_gap(hit.bytes.begin);
    end = hit.bytes.end;
  }
  check_gap(bytes.size());
}

// Plain text, in every encoding.

struct Writing {
  std::string name;
  std::string converter;
  std::string mark;
  std::string encoding;  ///< As a hit names it.
  std::vector<std::string> sentences;
};

const std::vector<std::string> western{
    "Die Prüfung der Bremsanlage übernimmt die Werkstatt in Köln, außer am Wochenende.",
    "Größere Schäden müssen vor der Rückgabe des Fahrzeugs schriftlich bestätigt werden.",
    "Für jede Ausnahme gilt die Frist von 14 Tagen; danach verfällt der Anspruch.",
    "Der Händler trägt die Kosten (siehe § 12), sofern er den Mangel zu vertreten hat.",
    "Können die Prüfer den Fehler nicht finden, so wird das Gerät vollständig ersetzt!",
    "Wer haftet für Folgeschäden?",
};
const std::vector<std::string> japanese{
    "電池の温度が高いときは、充電を始める前に三十分ほど待ってください。",
    "ケーブルに傷がある場合は使用を中止し、販売店に連絡します。",
    "アプリの更新が終わるまで、車の電源を切らないでください。",
    "点検の結果は、担当者が書面でお客様に報告します。",
    "充電できないときはどうすればよいですか？",
};
const std::vector<std::string> mixed{
    "The brake test 🚗 is done by two people, one of whom signs.",
    "Die Prüfung der Größe kostet 12 € – oder nichts.",
    "Проверка тормозов занимает не более сорока минут.",
    "ケーブルに傷がある場合は使用を中止します。",
    "snake_case, foo::bar and e-mail are found whole (and by their parts).",
    "A \"quoted\" word, an ‘odd’ one, and +signs or -dashes at the beginning.",
    "Cafe\u0301s write their names with a combining accent.",
};

std::vector<Writing> writings() {
  return {
      {"utf-8", "UTF-8", "", "utf-8", mixed},
      {"utf-8 with mark", "UTF-8", "\xEF\xBB\xBF", "utf-8", mixed},
      {"utf-16le", "UTF-16LE", "\xFF\xFE", "utf-16le", mixed},
      {"utf-16be", "UTF-16BE", "\xFE\xFF", "utf-16be", mixed},
      {"latin-1", "windows-1252", "", "windows-1252", western},
      {"shift_jis", "windows-31j", "", "shift_jis", japanese},
  };
}

std::string drawn(Random& random, const std::vector<std::string>& pieces) {
  return pieces[below(random, pieces.size())];
}

/// Sentences in a row, on lines of random width, as people and programs leave them.
std::string random_prose(Random& random, const Writing& writing, std::size_t sentences) {
  std::string text;
  const std::size_t width = 20 + below(random, 200);
  std::size_t column = 0;
  for (; sentences > 0; --sentences) {
    std::istringstream words(drawn(random, writing.sentences));
    for (std::string word; words >> word; column += word.size()) {
      if (!text.empty()) text += column > width ? '\n' : ' ';
      if (column > width) column = 0;
      text += word;
    }
  }
  return text;
}

std::string random_plain_text(Random& random, const Writing& writing) {
  std::string text(below(random, 3), '\n');
  for (std::size_t blocks = 1 + below(random, 12); blocks > 0; --blocks) {
    switch (below(random, 8)) {
      case 0:
        for (std::size_t items = 1 + below(random, 5); items > 0; --items) {
          text += "- " + drawn(random, writing.sentences) + '\n';
        }
        break;
      case 1:
        text += std::to_string(1 + below(random, 9)) + ". " + drawn(random, writing.sentences) + '\n';
        break;
      case 2:
        text += "CHAPTER " + std::to_string(below(random, 99)) + "\n=======\n";
        break;
      case 3:
        text += "    " + drawn(random, writing.sentences) + "\n\t" + drawn(random, writing.sentences) + " \n";
        break;
      case 4:
        text += random_prose(random, writing, 80);  // longer than a paragraph may be
        break;
      default:
        text += random_prose(random, writing, 1 + below(random, 5));
    }
    text += std::string(below(random, 4), '\n');
  }
  // Enough that its encoding shows.
  return text + '\n' + random_prose(random, writing, 4) + '\n';
}

std::string with_line_ends(std::string_view text, std::string_view end) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += end;
    } else {
      out += c;
    }
  }
  return out;
}

TEST_CASE("property: the bytes of a paragraph of plain text, decoded, are its text, in every encoding") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  const TemporaryFolder folder;
  std::map<std::string, std::pair<std::string, const Writing*>> files;  // path → bytes and how they were written
  const std::vector<Writing> all = writings();
  for (const Writing& writing : all) {
    const std::array<std::string, 3> line_ends{"\n", "\r\n", "\r"};
    for (std::size_t i = 0; i < 12; ++i) {
      const std::string name = "docs/" + writing.name + " " + std::to_string(i) + ".txt";
      const std::string text = with_line_ends(random_plain_text(random, writing), line_ends[i % 3]);
      const std::string bytes = writing.mark + test::encode(writing.converter.c_str(), text);
      folder.write(name, bytes);
      files[(folder / name).string()] = {bytes, &writing};
    }
  }
  build(folder / "index", {{.path = (folder / "docs").string()}});
  std::map<std::string, std::vector<Hit>> by_file;
  for (Hit& hit : every_paragraph(folder / "index")) by_file[hit.path].push_back(std::move(hit));
  REQUIRE(by_file.size() == files.size());
  for (const auto& [path, hits] : by_file) {
    const auto& [bytes, writing] = files.at(path);
    INFO(path);
    for (const Hit& hit : hits) {
      INFO("paragraph " << hit.paragraph << ": " << hit.text);
      CHECK(hit.encoding == writing->encoding);
      check_place(hit, bytes);
    }
    check_nothing_lost(hits, bytes, writing->mark);
  }
}

// Markup.

std::string letters_and_digits(const std::string& text, bool beyond_ascii) {
  std::string out;
  for (const char c : text) {
    if (is_wordy(c) && (beyond_ascii || static_cast<unsigned char>(c) < 0x80)) out += c;
  }
  return out;
}

std::string without(const std::string& text, const std::string& pattern) {
  return std::regex_replace(text, std::regex(pattern, std::regex::ECMAScript | std::regex::multiline), " ");
}

std::string without_markup(const std::string& type, std::string source) {
  source = without(source, "<!--[^]*?-->");
  if (type == "html") return without(source, "</?[a-zA-Z][^>]*>");
  source = without(source, "^(> ?)*[ \\t]*(\\d{1,2}[.)]|[-*+]) (\\[[ x]\\] )?");
  source = without(source, "^[ \\t]*```.*$");
  source = without(source, "\\]\\([^)]*\\)");
  return without(source, "</?em>");  // the only one in use; others may stand in code
}

std::string random_inline(Random& random, const std::string& type, std::size_t words) {
  static const std::vector<std::string> plain{"wind", "Größe",  "storage", "of",    "the",
                                              "2026", "valve,", "水素",    "ready."};
  static const std::vector<std::string> markdown{
      "**wind**",        "_of old_",   "`std::map`",     "[data sheet](https://example.org/a)",
      "~~gone~~",        "&amp;",      "gr&uuml;n",      "<em>iron</em>",
      "![stamp](b.png)", "***both***", "<!-- never -->", "a\\*star"};
  static const std::vector<std::string> html{"<b>wind</b>",      "<a href=\"x.html\" title='no'>sheet</a>",
                                             "gr&#252;n",        "<span>st</span>orage",
                                             "&lt;here&gt;",     "<!-- never <b>this</b> -->",
                                             "line<br>break",    "caf&eacute;",
                                             "3&nbsp;t &mdash;", "<code>a &amp; b</code>"};
  std::string text = "Of";
  for (; words > 0; --words) {
    // Not at the beginning of a line: what begins one in Markdown and looks like HTML is HTML to its end.
    const bool new_line = below(random, 8) == 0;
    const bool marked = !new_line && below(random, 4) == 0;
    text += new_line ? '\n' : ' ';
    text += drawn(random, !marked ? plain : type == "markdown" ? markdown : html);
  }
  return text;
}

std::string random_markdown(Random& random) {
  std::string text;
  for (std::size_t blocks = 1 + below(random, 12); blocks > 0; --blocks) {
    const auto line = [&](std::size_t words) {
      return std::regex_replace(random_inline(random, "markdown", words), std::regex("\n"), " ");
    };
    switch (below(random, 6)) {
      case 0:
        text += std::string(1 + below(random, 3), '#') + ' ' + line(3) + '\n';
        break;
      case 1:
        for (std::size_t items = 1 + below(random, 8); items > 0; --items) {
          text += std::string(2 * below(random, 2), ' ') + "- " + line(below(random, 12)) + '\n';
        }
        break;
      case 2:
        text += "| one | two |\n|---|--:|\n";
        for (std::size_t rows = below(random, 6); rows > 0; --rows) text += "| " + line(2) + " | " + line(4) + " |\n";
        break;
      case 3:
        text += "```\ncode " + std::to_string(below(random, 99)) + "\n\n  more\n```\n";
        break;
      case 4:
        text += "> " + line(30) + '\n';
        break;
      default:
        text += random_inline(random, "markdown", below(random, 300)) + '\n';
    }
    text += '\n';
  }
  return text;
}

std::string random_html(Random& random) {
  std::string text = "<!DOCTYPE html><html><head><title>Notes</title></head><body>\n";
  for (std::size_t blocks = 1 + below(random, 12); blocks > 0; --blocks) {
    const auto words = [&](std::size_t count) { return random_inline(random, "html", count); };
    switch (below(random, 6)) {
      case 0:
        text += "<h2>" + words(3) + "</h2>";
        break;
      case 1:
        text += "<ul>";
        for (std::size_t items = 1 + below(random, 8); items > 0; --items) text += "\n <li>" + words(below(random, 12));
        text += "</ul>";
        break;
      case 2:
        text += "<table><tr><th>one<th>two</tr>";
        for (std::size_t rows = below(random, 6); rows > 0; --rows) {
          text += "<tr><td>" + words(2) + "</td>\n<td>" + words(3) + "</td></tr>";
        }
        text += "</table>";
        break;
      case 3:
        text += "<pre>code " + std::to_string(below(random, 99)) + "\n  more</pre>";
        break;
      case 4:
        text += "<div><blockquote>" + words(30) + "</blockquote></div>";
        break;
      default:
        text += "<p class=x>" + words(below(random, 300));
    }
    text += '\n';
  }
  return text + "</body></html>\n";
}

void check_markup(const std::vector<Hit>& hits) {
  std::string path;
  std::string bytes;
  for (const Hit& hit : hits) {
    if (hit.type == "text") continue;
    if (hit.path != path) bytes = test::read_file(path = hit.path);
    INFO(hit.path << ":" << hit.lines.first << ": " << hit.text);
    check_place(hit, bytes);
    const std::string source = decoded(hit.encoding, slice(bytes, hit.bytes));
    const std::string stripped = without(source, "&#?[a-zA-Z0-9]+;");
    const bool whole = stripped == source;  // an entity may be a letter, but none of ASCII
    CHECK(letters_and_digits(without_markup(hit.type, stripped), whole) == letters_and_digits(hit.text, whole));
  }
}

TEST_CASE("property: the source of a paragraph of markup, stripped of it, is its text") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  const TemporaryFolder folder;
  for (int i = 0; i < 30; ++i) {
    const std::string_view end = i % 3 == 0 ? "\r\n" : "\n";
    folder.write("docs/" + std::to_string(i) + ".md", with_line_ends(random_markdown(random), end));
    folder.write("docs/" + std::to_string(i) + ".html", with_line_ends(random_html(random), end));
  }
  build(folder / "index", {{.path = (folder / "docs").string()}});
  const std::vector<Hit> hits = every_paragraph(folder / "index");
  CHECK(hits.size() > 100);
  check_markup(hits);
}

// Dates.

TEST_CASE("end to end: a hit has the date of its document, else that of its file in UTC") {
  const TemporaryFolder folder;
  const std::string text = "The pump empties the lower basin when the river is high, and stops by itself.\n";
  folder.write("docs/dated.md", "---\ndate: 2026-06-15T23:30:00-05:00\n---\n" + text);
  folder.write("docs/dated.html", "<meta property=article:modified_time content='2026-06-16'><p>" + text);
  folder.write("docs/undated.md", text);
  folder.write("docs/undated.txt", "date: 2026-06-15\n\n" + text);
  for (const auto& file : fs::directory_iterator(folder / "docs")) {
    const timespec last_moment_of_2019{1'577'836'799, 999'999'999};
    const timespec times[2] = {last_moment_of_2019, last_moment_of_2019};
    REQUIRE(::utimensat(AT_FDCWD, file.path().c_str(), times, 0) == 0);
  }
  build(folder / "index", {{.path = (folder / "docs").string()}});
  std::map<std::string, std::string> dates;
  for (const Hit& hit : every_paragraph(folder / "index")) dates[fs::path(hit.path).filename()] = hit.date;
  CHECK(dates == std::map<std::string, std::string>{{"dated.html", "2026-06-16"},
                                                    {"dated.md", "2026-06-15"},
                                                    {"undated.md", "2019-12-31"},
                                                    {"undated.txt", "2019-12-31"}});
}

// What is in a paragraph finds it.

/// The first words as they stand, up to a quote: what a person would copy.
std::vector<std::string> first_words(const std::string& text, std::size_t count) {
  static const std::vector<std::string> quotes{"\"", "“", "”", "„", "«", "»"};
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; words.size() < count && in >> word;) {
    if (std::any_of(quotes.begin(), quotes.end(), [&](const auto& q) { return word.find(q) != std::string::npos; }))
      break;
    words.push_back(word);
  }
  return words;
}

std::string joined(const std::vector<std::string>& words, const std::string& sign) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ' ';
    out += (is_wordy(word.front()) ? sign : "") + word;
  }
  return out;
}

/// The rank of `wanted`, or of the hit that stands for it; 0 where there is none.
std::size_t rank_of(const Hit& wanted, Searcher& searcher, const std::string& query, std::size_t limit) {
  for (const Hit& hit : checked(searcher.search(query, {.limit = limit})).hits) {
    const auto places = places_of(hit);
    if (std::find(places.begin(), places.end(), place_of(wanted)) != places.end()) return hit.rank;
  }
  return 0;
}

TEST_CASE("property: every paragraph of the corpus is found by its words, and first by its beginning") {
  const TemporaryFolder folder;
  build(folder / "index", {{.path = corpus}});
  Searcher searcher = checked(Searcher::open({folder / "index"}));
  const std::vector<Hit> hits = every_paragraph(folder / "index");
  std::size_t asked = 0;
  std::size_t first = 0;
  for (const Hit& hit : hits) {
    INFO(hit.path << ":" << hit.lines.first << ": " << hit.text);
    check_place(hit, test::read_file(hit.path));
    const auto words = first_words(hit.text, 12);
    if (letters_and_digits(joined(words, ""), true).empty()) continue;
    CHECK(rank_of(hit, searcher, joined(words, "+"), hits.size()) > 0);
    CHECK(rank_of(hit, searcher, '"' + joined(first_words(hit.text, 6), "") + '"', hits.size()) > 0);
    if (words.size() < 12) continue;
    ++asked;
    first += rank_of(hit, searcher, joined(words, ""), 1);
  }
  // Not all: elsewhere the same words may stand in a heading, where they count for more.
  CHECK(asked > 200);
  CHECK(first * 100 >= asked * 97);
  check_markup(hits);
}

// Which paragraphs match, and what is marked in them: by looking for the words in every text.

const std::vector<std::string> vocabulary{"anvil", "bolt",  "crane", "drill", "easel", "flask", "gauge",
                                          "hinge", "ingot", "joist", "knurl", "lathe", "mallet"};

/// Each word of a text of ASCII, in lower case, with its place.
std::vector<std::pair<std::string, ByteRange>> words_of(const std::string& text) {
  std::vector<std::pair<std::string, ByteRange>> words;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_wordy(text[i])) {
      if (!inside) words.push_back({"", {i, i}});
      words.back().first += static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
      words.back().second.end = i + 1;
    }
    inside = is_wordy(text[i]);
  }
  return words;
}

/// A part of a query: a word or several in quotes, with or without a sign.
struct Part {
  std::string sign;
  std::vector<std::string> words;
  bool quoted = false;
  std::string text() const {
    const std::string row = joined(words, "");
    return quoted ? sign + '"' + row + '"' : sign + row;
  }
};

Part random_part(Random& random) {
  Part part;
  part.quoted = below(random, 4) == 0;
  const std::array<std::string, 5> signs{"", "", "", "+", "-"};
  part.sign = signs[below(random, signs.size())];
  for (std::size_t i = part.quoted ? 1 + below(random, 3) : 1; i > 0; --i)
    part.words.push_back(drawn(random, vocabulary));
  return part;
}

/// Where the words of the part stand in the text, all of them.
std::set<ByteRange> places_of(const Part& part, const std::string& text) {
  std::set<ByteRange> places;
  const auto words = words_of(text);
  for (std::size_t i = 0; i + part.words.size() <= words.size(); ++i) {
    const bool here = std::equal(part.words.begin(), part.words.end(), words.begin() + static_cast<std::ptrdiff_t>(i),
                                 [](const auto& wanted, const auto& word) { return wanted == word.first; });
    for (std::size_t j = 0; here && j < part.words.size(); ++j) places.insert(words[i + j].second);
  }
  return places;
}

/// Words also count in the headings above, quoted ones do not.
bool holds(const Hit& paragraph, const Part& part) {
  if (!places_of(part, paragraph.text).empty()) return true;
  std::string above = paragraph.title;
  for (const std::string& heading : paragraph.headings) above += ' ' + heading;
  return !part.quoted && !places_of(part, above).empty();
}

bool matches(const Hit& paragraph, const std::vector<Part>& query) {
  bool any = false;
  bool required = false;
  bool wanted = false;
  for (const Part& part : query) {
    const bool here = holds(paragraph, part);
    if (part.sign == "-") {
      if (here) return false;
      continue;
    }
    wanted = true;
    any = any || here;
    if (part.sign == "+" || part.quoted) {
      required = true;
      if (!here) return false;
    }
  }
  return any || required || !wanted;
}

TEST_CASE("property: what matches is what holds the words, and every one of them is marked, and nothing else") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  const TemporaryFolder folder;
  // What stands in many places, here and there with another word.
  std::vector<std::string> common(30);
  for (std::string& word : common) word = drawn(random, vocabulary);
  for (int file = 0; file < 12; ++file) {
    std::string text;
    for (std::size_t blocks = 2 + below(random, 10); blocks > 0; --blocks) {
      if (below(random, 4) == 0) text += "# " + drawn(random, vocabulary) + "\n\n";
      if (below(random, 4) == 0) {
        std::vector<std::string> words = common;
        if (below(random, 2) == 0) words[below(random, words.size())] = drawn(random, vocabulary);
        text += joined(words, "") + " ends.\n\n";
        continue;
      }
      for (std::size_t words = 1 + below(random, 12); words > 0; --words) {
        std::string word = drawn(random, vocabulary);
        if (below(random, 3) == 0) word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
        const std::array<std::string, 6> ends{" ", " ", "\n", ", ", ". ", " & "};
        text += word + ends[below(random, ends.size())];
      }
      text += "ends.\n\n";
    }
    folder.write("docs/" + std::to_string(file) + ".md", text);
  }
  // A language without stemmer and stop words, so that a word is itself and nothing else.
  build(folder / "index", {{.path = (folder / "docs").string(), .language = "und"}});
  Searcher searcher = checked(Searcher::open({folder / "index"}));
  const std::vector<Hit> paragraphs = every_paragraph(folder / "index");
  CHECK(paragraphs.size() > 50);
  std::size_t other_places = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<Part> query;
    std::string text;
    for (std::size_t parts = 1 + below(random, 4); parts > 0; --parts) {
      query.push_back(random_part(random));
      text += (text.empty() ? "" : " ") + query.back().text();
    }
    INFO(text);
    std::set<std::string> expected;
    for (const Hit& paragraph : paragraphs) {
      if (matches(paragraph, query)) expected.insert(place_of(paragraph));
    }
    const SearchResult result = checked(searcher.search(text, {.limit = paragraphs.size(), .correct = false}));
    std::set<std::string> found;
    for (const Hit& hit : result.hits) {
      INFO(hit.text);
      for (const std::string& place : places_of(hit)) CHECK(found.insert(place).second);
      other_places += hit.also_in.size();
      std::set<ByteRange> marks;
      for (const Part& part : query) {
        if (part.sign != "-") marks.merge(places_of(part, hit.text));
      }
      CHECK((std::vector<ByteRange>(marks.begin(), marks.end()) == hit.highlights));
    }
    CHECK(found == expected);
    CHECK(result.summary.matches == found.size());
    CHECK(checked(searcher.search(text, {.hits_wanted = false, .correct = false})).summary.matches == found.size());
  }
  CHECK(other_places > 100);
}

// Citations.

TEST_CASE("property: citations name one paragraph each and survive edits elsewhere in the file") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  const TemporaryFolder folder;
  const fs::path index = folder / "index";
  const Root root{.path = (folder / "docs").string()};
  std::map<std::string, std::vector<std::string>> files{{"a.txt", {}}, {"b.md", {}}, {"c.html", {}}};
  int next = 0;
  const auto new_paragraph = [&] {
    return "Paragraph " + std::to_string(next++) + " tells at some length what the " + drawn(random, vocabulary) +
           " is for, and ends here.";
  };
  const auto write = [&](const std::string& name) {
    std::string text;
    for (const std::string& paragraph : files[name]) text += (name == "c.html" ? "<p>" : "") + paragraph + "\n\n";
    folder.write("docs/" + name, text);
  };
  const auto citations = [&] {
    build(index, {root});
    std::map<std::string, std::multiset<std::string>> by_text;
    std::set<std::string> all;
    const auto hits = every_paragraph(index);
    for (const Hit& hit : hits) {
      by_text[fs::path(hit.path).filename().string() + ' ' + hit.text].insert(hit.citation);
      CHECK(all.insert(hit.citation).second);
      check_place(hit, test::read_file(hit.path));
    }
    return by_text;
  };
  for (auto& [name, paragraphs] : files) {
    for (int i = 0; i < 8; ++i)
      paragraphs.push_back(i % 4 == 3 ? "The same words stand here again and again." : new_paragraph());
    write(name);
  }
  auto before = citations();
  for (int round = 0; round < 12; ++round) {
    auto edited = files.begin();
    std::advance(edited, below(random, files.size()));
    auto& paragraphs = edited->second;
    std::string touched;
    const auto at = paragraphs.begin() + static_cast<std::ptrdiff_t>(below(random, paragraphs.size()));
    switch (below(random, 3)) {
      case 0:
        paragraphs.insert(at, new_paragraph());
        break;
      case 1:
        touched = *at;
        *at = new_paragraph();
        break;
      default:
        touched = *at;
        paragraphs.erase(at);
    }
    write(edited->first);
    const auto after = citations();
    for (const auto& [text, names] : before) {
      if (text == edited->first + ' ' + touched) continue;
      INFO("round " << round << ": " << text);
      CHECK((after.count(text) == 1 && after.at(text) == names));
    }
    before = after;
  }
}

// The same documents, indexed in another way.

std::vector<std::string> judged_queries() {
  std::vector<std::string> queries{"\"kill switch\"", "+battery -cell", "-the", "電池の温度", "OTA update campaign"};
  std::istringstream lines(test::read_file(corpus + "/queries.tsv"));
  for (std::string line; std::getline(lines, line);) queries.push_back(line.substr(line.find('\t') + 1));
  return queries;
}

/// All that a hit says but its score and what names the index.
std::string described(const Hit& hit) {
  std::ostringstream out;
  out << hit.rank << ' ' << hit.path << ':' << hit.paragraph << " l" << hit.lines.first << '-' << hit.lines.last << " b"
      << hit.bytes.begin << '-' << hit.bytes.end << ' ' << hit.encoding << ' ' << hit.language << ' ' << hit.type << ' '
      << hit.title;
  for (const std::string& heading : hit.headings) out << " > " << heading;
  for (const ByteRange& mark : hit.highlights) out << " [" << mark.begin << '-' << mark.end << ']';
  for (const OtherPlace& place : hit.also_in) {
    out << (place.identical ? " = " : " ~ ") << place.path << ':' << place.paragraph << " l" << place.lines.first << '-'
        << place.lines.last;
  }
  out << ' ' << hit.citation.substr(hit.citation.find(':', 4)) << ' ' << hit.paragraphs_in_file << '\n' << hit.text;
  return out.str();
}

/// The same hits in the same order, the same counts; scores to the last few digits, since the order in which a sum is
/// taken differs.
void check_same_answers(Searcher& one, Searcher& other, const SearchOptions& options) {
  for (const std::string& query : judged_queries()) {
    INFO(query);
    const SearchResult a = checked(one.search(query, options));
    const SearchResult b = checked(other.search(query, options));
    CHECK(a.summary.matches == b.summary.matches);
    CHECK(a.summary.all_words == b.summary.all_words);
    CHECK(a.summary.missing == b.summary.missing);
    CHECK(a.summary.paragraphs == b.summary.paragraphs);
    REQUIRE(a.hits.size() == b.hits.size());
    for (std::size_t i = 0; i < a.hits.size(); ++i) {
      CHECK(described(a.hits[i]) == described(b.hits[i]));
      CHECK(std::abs(a.hits[i].score - b.hits[i].score) <= 1e-9 * std::abs(a.hits[i].score));
    }
  }
}

TEST_CASE("property: several indexes together answer as one index of all their roots does") {
  const TemporaryFolder folder;
  std::vector<Root> all;
  std::array<std::vector<Root>, 3> parts;
  std::set<std::string> entries;
  for (const auto& entry : fs::directory_iterator(corpus)) entries.insert(entry.path().string());
  for (const std::string& entry : entries) {
    parts[all.size() % parts.size()].push_back({.path = entry});
    all.push_back({.path = entry});
  }
  std::vector<fs::path> indexes;
  for (const auto& part : parts) build(indexes.emplace_back(folder / std::to_string(indexes.size())), part);
  build(folder / "all", all);
  Searcher together = checked(Searcher::open(indexes));
  Searcher one = checked(Searcher::open({folder / "all"}));
  check_same_answers(one, together, {.limit = 1000});
  check_same_answers(one, together, {.limit = 5, .offset = 3});
  check_same_answers(one, together, {.limit = 1000, .types = {"md", "txt"}, .group_by_file = true});
}

// Explanations.

/// The queries of the corpus and some with signs, quotes, errors and other scripts.
std::vector<std::string> queries_to_explain() {
  std::vector<std::string> queries{"",
                                   "-draft",
                                   "the",
                                   "plant plant hall Plants",
                                   "+plant +hall \"the plant\" manager -cell",
                                   "\"duty lead\" \"plant manager\"",
                                   "+kill-switch e-mail rb-07",
                                   "colour produktion Werke fabbrica usine 工場 東京都",
                                   "ransomwere incidnet",
                                   "runbook index readme glossary"};
  std::istringstream lines(test::read_file(corpus + "/queries.tsv"));
  for (std::string line; std::getline(lines, line);) queries.push_back(line.substr(line.find('\t') + 1));
  return queries;
}

void check_explanation(const Hit& hit) {
  INFO(hit.path << ":" << hit.lines.first);
  REQUIRE(hit.explanation);
  double sum = hit.explanation->rerank.sum();
  for (const ExplainedWord& word : hit.explanation->words) {
    INFO(word.typed);
    sum += word.weight;
    CHECK((word.absent() && word.of_relatives == 0) == (word.weight == 0));
    if (!word.absent()) CHECK(word.paragraphs > 0);
    if (word.required) CHECK(!word.absent());
  }
  CHECK(std::abs(sum - hit.score) <= 1e-9 * std::max(1.0, hit.score));
}

TEST_CASE("property: explanations add up to the scores, and change no answer") {
  const TemporaryFolder folder;
  build(folder / "strategy", {{.path = corpus + "/strategy"}, {.path = corpus + "/legal"}});
  build(folder / "service", {{.path = corpus + "/service"}, {.path = corpus + "/security"}, {.path = corpus + "/hr"}});
  build(folder / "all", {{.path = corpus}});
  Searcher one = checked(Searcher::open({folder / "all"}));
  Searcher two = checked(Searcher::open({folder / "strategy", folder / "service"}));
  std::size_t explained = 0;
  for (Searcher* searcher : {&one, &two}) {
    for (const std::string& query : queries_to_explain()) {
      INFO(query);
      for (const SearchOptions& options :
           {SearchOptions{.limit = 150}, SearchOptions{.limit = 20, .types = {"md"}, .group_by_file = true}}) {
        SearchOptions explaining = options;
        explaining.explain = true;
        const SearchResult plain = checked(searcher->search(query, options));
        const SearchResult result = checked(searcher->search(query, explaining));
        REQUIRE(result.hits.size() == plain.hits.size());
        for (std::size_t i = 0; i < result.hits.size(); ++i) {
          CHECK(!plain.hits[i].explanation);
          CHECK(result.hits[i].citation == plain.hits[i].citation);
          CHECK(result.hits[i].score == plain.hits[i].score);
          check_explanation(result.hits[i]);
        }
        explained += result.hits.size();
      }
    }
  }
  CHECK(explained > 5000);
}

TEST_CASE("property: what is similar to a paragraph is never itself, and its words are") {
  const TemporaryFolder folder;
  build(folder / "index", {{.path = corpus}});
  Searcher searcher = checked(Searcher::open({folder / "index"}));
  std::size_t found = 0;
  for (const Hit& paragraph : every_paragraph(folder / "index")) {
    INFO(paragraph.citation);
    const SearchResult result = checked(searcher.similar(paragraph.citation, {.limit = 20, .explain = true}));
    CHECK(result.summary.similar_to == paragraph.citation);
    CHECK(result.summary.missing.empty());
    CHECK(result.summary.corrections.empty());
    for (const Hit& hit : result.hits) {
      const auto places = places_of(hit);
      CHECK(std::find(places.begin(), places.end(), place_of(paragraph)) == places.end());
      check_explanation(hit);
    }
    if (!result.hits.empty()) ++found;
  }
  CHECK(found > 300);
}

TEST_CASE("property: neither threads nor the order in which files were made change an answer") {
  const TemporaryFolder folder;
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(corpus)) {
    if (entry.is_regular_file()) names.push_back(fs::relative(entry.path(), corpus).string());
  }
  std::sort(names.begin(), names.end());
  const Root root{.path = (folder / "docs").string()};
  const auto make = [&](const std::string& index, unsigned jobs) {
    fs::remove_all(folder / "docs");
    for (const std::string& name : names) folder.write("docs/" + name, test::read_file(corpus + "/" + name));
    build(folder / index, {root}, {.jobs = jobs});
    return checked(Searcher::open({folder / index}));
  };
  Searcher first = make("first", 1);
  std::reverse(names.begin(), names.end());
  Searcher second = make("second", 3);
  check_same_answers(first, second, {.limit = 1000});
}

}  // namespace
}  // namespace pilcrow
