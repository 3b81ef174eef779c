// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/property/plain_scan.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>
#include <stdexcept>
#include <utility>

namespace pilcrow::test {
namespace {

// The vocabulary. Words of a row have one English stem; the test holds that against the stemmer.

const std::vector<std::vector<std::string>> families{
    {"index", "indexes", "indexed", "indexing"},
    {"battery", "batteries"},
    {"cell", "cells"},
    {"call", "calls", "called", "calling"},
    {"bell", "bells"},
    {"belt", "belts"},
    {"bolt", "bolts", "bolted"},
    {"hall", "halls"},
    {"store", "stores", "stored", "storing"},
    {"storage"},
    {"process", "processes", "processed", "processing"},
    {"processor", "processors"},
    {"product", "products"},
    {"charge", "charges", "charged", "charging"},
    {"charger", "chargers"},
    {"plan", "plans", "planned", "planning"},
    {"plant", "plants", "planted"},
    {"planet"},
    {"email", "emails"},
    {"mail", "mails"},
    {"server", "servers"},
    {"serve", "serves", "served"},
    {"wind", "winds"},
    {"windplant"},
    {"form", "forms"},
    {"reform", "reforms"},
    {"accord", "accords"},
    {"brake", "brakes", "braking"},
    {"bark", "barks"},
    {"supplier", "suppliers"},
};

/// As they stand in a text: joined by a hyphen, an underscore or a slash, with apostrophes of each kind.
const std::vector<std::string> joined_words{"e-mail",     "e-mails",      "wind-plant", "trans-charge",  "cell_index",
                                            "plan_store", "server's",     "plant's",    "o'brien",       "l'accord",
                                            "l'index",    "wind/storage", "e-mail's",   "bolt-belt-bell"};

const std::string& any_of(Random& random, const std::vector<std::string>& values) {
  return values[below(random, values.size())];
}

/// Some families are frequent, others rare.
const std::string& any_word(Random& random) {
  const std::size_t family = std::min(below(random, families.size()), below(random, families.size()));
  return any_of(random, families[family]);
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string capitalized(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string recased(Random& random, const std::string& text) {
  const std::size_t drawn = below(random, 8);
  return drawn == 0 ? upper(text) : drawn < 3 ? capitalized(text) : text;
}

std::string text_word(Random& random) {
  return below(random, 8) == 0 ? any_of(random, joined_words) : any_word(random);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, ""));
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

std::string random_prose(Random& random) {
  std::vector<std::string> words;
  const std::size_t count = below(random, 5) == 0 ? 1 + below(random, 3) : 3 + below(random, 24);
  bool first = true;
  while (words.size() < count) {
    std::string word = text_word(random);
    if (first || below(random, 12) == 0) word = capitalized(word);
    const std::size_t mark = below(random, 12);
    first = mark == 0;
    word += first ? "." : mark == 1 ? "," : "";
    words.push_back(word);
  }
  return joined(words) + (words.back().back() == '.' ? "" : ".");
}

std::string random_title(Random& random) {
  std::vector<std::string> words;
  for (std::size_t i = 1 + below(random, 3); i > 0; --i) words.push_back(capitalized(text_word(random)));
  return joined(words);
}

bool is_letter_or_digit(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// Words.

/// "server's" without its "'s".
std::string without_possessive(const std::string& word) {
  return word.size() > 2 && word.ends_with("'s") ? word.substr(0, word.size() - 2) : word;
}

/// One stretch of letters, digits and apostrophes, hyphens and underscores between those.
void add_stretch(const std::string& stretch, ScannedWords& words, std::size_t& position) {
  // The vocabulary elides nothing but "l".
  if (stretch.starts_with("l'")) {
    words.push_back({"l", position++});
    add_stretch(stretch.substr(2), words, position);
    return;
  }
  std::vector<std::string> parts{""};
  std::string compound;
  for (const char c : without_possessive(stretch)) {
    if (c == '-' || c == '_') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
    if (c != '-') compound += c;
  }
  const std::size_t first = position;
  for (const std::string& part : parts) words.push_back({part, position++});
  if (parts.size() > 1) words.push_back({compound, first, true, parts.size()});
}

// Dates.

struct Dated {
  std::string day;
  std::int64_t seconds;  ///< Of its noon.
};

/// None is near to the day on which the test runs: past and future are far away.
const std::vector<Dated> days{
    {"2019-12-31", 1577793600}, {"2020-01-01", 1577880000}, {"2020-02-29", 1582977600}, {"2021-06-15", 1623758400},
    {"2021-06-30", 1625054400}, {"2021-07-01", 1625140800}, {"2023-10-09", 1696852800}, {"2094-03-05", 3918628800},
};

/// Inclusive, as texts: a day of no month is after all of its days, so that "2021" ends with "2021~".
struct Days {
  std::string first;
  std::string last;
};

struct AskedDays {
  std::string typed;
  Days days;
};

AskedDays random_days(Random& random) {
  const auto part = [&] {
    const std::string& day = days[below(random, days.size())].day;
    return day.substr(0, std::array<std::size_t, 3>{4, 7, 10}[below(random, 3)]);
  };
  const std::string one = part();
  const std::string other = part();
  switch (below(random, 6)) {
    case 0:
      return {one + "..", {one, "~"}};
    case 1:
      return {".." + one, {"", one + "~"}};
    case 2:
      // "2021..2021-06" is a range as well, but one from after to before is none.
      return one <= other ? AskedDays{one + ".." + other, {one, other + "~"}}
                          : AskedDays{other + ".." + one, {other, one + "~"}};
    case 3:
      return {any_of(random, {"7d..", "2w..", "3m..", "1y..", "today..", "yesterday.."}), {"2094", "~"}};
    case 4:
      return {any_of(random, {"..7d", "..2w", "..today", "..yesterday", "..1m"}), {"", "2023~"}};
    default:
      return {one, {one, one + "~"}};
  }
}

bool is_within(const std::string& day, const Days& range) {
  return range.first <= day && day <= range.last;
}

// Globs.

/// "*" and "?" stay within a name, "**" does not.
bool matches(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) return path.empty();
  if (pattern.starts_with("**/")) {
    if (matches(pattern.substr(3), path)) return true;
    const std::size_t slash = path.find('/');
    return slash != std::string_view::npos && matches(pattern, path.substr(slash + 1));
  }
  if (pattern == "**") return !path.empty();
  if (pattern[0] == '*') {
    if (matches(pattern.substr(1), path)) return true;
    return !path.empty() && path[0] != '/' && matches(pattern, path.substr(1));
  }
  if (path.empty() || (pattern[0] == '?' ? path[0] == '/' : pattern[0] != path[0])) return false;
  return matches(pattern.substr(1), path.substr(1));
}

/// The names from any to any other one of the path, the last being the file or a folder above it; an absolute pattern
/// from the first on.
bool selects(std::string_view pattern, const std::string& path) {
  const bool folders_only = pattern.ends_with('/');
  if (folders_only) pattern.remove_suffix(1);
  std::vector<std::size_t> begins{0};
  std::vector<std::size_t> ends;
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (path[i] == '/') ends.push_back(i);
  }
  if (!folders_only) ends.push_back(path.size());
  if (pattern[0] != '/') {
    begins = {1};
    for (std::size_t i = 1; i < path.size(); ++i) {
      if (path[i] == '/') begins.push_back(i + 1);
    }
  }
  for (const std::size_t begin : begins) {
    for (const std::size_t end : ends) {
      if (begin < end && matches(pattern, std::string_view(path).substr(begin, end - begin))) return true;
    }
  }
  return false;
}

std::string quoted_where_needed(Random& random, const std::string& value) {
  return value.find(' ') != std::string::npos || below(random, 4) == 0 ? '"' + value + '"' : value;
}

// Looking at words.

template <class Stands>
Set in_title(const Stands& stands) {
  return stands.title;
}

template <class Stands>
Set in_headings(const Stands& stands) {
  return stands.headings;
}

/// Where beginnings and misspelt words are looked for.
template <class Stands>
Set in_text_or_headings(const Stands& stands) {
  return stands.body | stands.title | stands.headings;
}

template <class Stands>
Set anywhere(const Stands& stands) {
  return stands.body | stands.title | stands.headings | stands.name;
}

/// The words that say all that a typed text says: a compound stands for its parts.
std::vector<std::string> telling_words(const ScannedWords& words) {
  std::vector<std::string> telling;
  for (const ScannedWord& word : words) {
    const bool covered = !word.compound && std::any_of(words.begin(), words.end(), [&](const ScannedWord& other) {
      return other.compound && other.position <= word.position && word.position < other.position + other.parts;
    });
    if (!covered) telling.push_back(word.surface);
  }
  return telling;
}

/// The words of a phrase, those with hyphens apart or written together.
std::vector<std::string> row_of(const ScannedWords& phrase, bool together) {
  std::vector<std::string> row;
  std::size_t next = 0;
  for (const ScannedWord& word : phrase) {
    if (word.compound || word.position < next) continue;
    const auto whole = std::find_if(phrase.begin(), phrase.end(), [&](const ScannedWord& other) {
      return other.compound && other.position == word.position && other.surface.find('_') == std::string::npos;
    });
    const bool written_together = together && whole != phrase.end();
    row.push_back(written_together ? whole->surface : word.surface);
    next = word.position + (written_together ? whole->parts : 1);
  }
  return row;
}

bool holds_row(const std::vector<std::string>& row, const ScannedWords& words) {
  const auto stands_at = [&](std::size_t position, const std::string& surface) {
    return std::any_of(words.begin(), words.end(),
                       [&](const ScannedWord& word) { return word.position == position && word.surface == surface; });
  };
  return std::any_of(words.begin(), words.end(), [&](const ScannedWord& first) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!stands_at(first.position + i, row[i])) return false;
    }
    return true;
  });
}

bool holds_phrase(const ScannedWords& phrase, const ScannedWords& words) {
  return holds_row(row_of(phrase, false), words) || holds_row(row_of(phrase, true), words);
}

using Positions = std::vector<std::size_t>;

/// Whether a position of each can be chosen, no two the same and none farther than `distance` from another.
bool are_near(const std::vector<Positions>& parts, std::size_t next, Positions& chosen, std::size_t distance) {
  if (next == parts.size()) return true;
  for (const std::size_t position : parts[next]) {
    const bool fits = std::all_of(chosen.begin(), chosen.end(), [&](std::size_t other) {
      return position != other && (position > other ? position - other : other - position) <= distance;
    });
    if (!fits) continue;
    chosen.push_back(position);
    const bool found = are_near(parts, next + 1, chosen, distance);
    chosen.pop_back();
    if (found) return true;
  }
  return false;
}

/// Insertions, deletions, replacements and swaps of neighbours.
std::size_t edits_between(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1,
                              table[i - 1][j - 1] + static_cast<std::size_t>(a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.size()][b.size()];
}

bool is_spelt_like(const std::string& word, const std::string& typed, std::size_t most) {
  if (!std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return false;
  const std::size_t edits = edits_between(word, typed);
  return edits <= most && (edits < 2 || word[0] == typed[0]);
}

/// A word with up to two letters changed.
std::string misspelt(Random& random, std::string word) {
  for (std::size_t i = below(random, 3); i > 0 && word.size() > 2; --i) {
    const std::size_t at = below(random, word.size());
    const char letter = static_cast<char>('a' + below(random, 26));
    switch (below(random, 4)) {
      case 0:
        word.insert(word.begin() + static_cast<std::ptrdiff_t>(at), letter);
        break;
      case 1:
        word.erase(at, 1);
        break;
      case 2:
        word[at] = letter;
        break;
      default:
        if (at > 0) std::swap(word[at - 1], word[at]);
    }
  }
  return word;
}

/// A row of words as they stand in `text`, sometimes not quite.
std::string random_slice(Random& random, const std::string& text) {
  std::vector<std::string> words = split(text);
  if (words.empty()) return any_word(random);
  const std::size_t length = std::min(words.size(), 1 + below(random, 4));
  const std::size_t from = below(random, words.size() - length + 1);
  words = {words.begin() + static_cast<std::ptrdiff_t>(from),
           words.begin() + static_cast<std::ptrdiff_t>(from + length)};
  switch (below(random, 8)) {
    case 0:
      words[below(random, words.size())] = text_word(random);
      break;
    case 1:
      std::reverse(words.begin(), words.end());
      break;
    case 2:
      return recased(random, joined(words));
    default:
      break;
  }
  return joined(words);
}

void set_time(const std::string& path, std::int64_t seconds) {
  const std::array<timespec, 2> times{timespec{seconds, 0}, timespec{seconds, 0}};
  if (::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) != 0)
    throw std::runtime_error("cannot set the time of " + path);
}

/// One document: its text, and its paragraphs as sheets that lack their path.
struct Written {
  std::string content;
  std::vector<Sheet> sheets;
};

/// A paragraph of its own, or the same words as one before.
std::string next_prose(Random& random, std::vector<std::string>& known) {
  if (!known.empty() && below(random, 6) == 0) return any_of(random, known);
  return known.emplace_back(random_prose(random));
}

Written write_markdown(Random& random, const std::string& day, std::vector<std::string>& known) {
  Written written;
  std::string title;
  const bool titled = below(random, 2) == 0;
  if (titled) title = random_title(random);
  if (titled || !day.empty()) {
    written.content =
        "---\n" + (titled ? "title: " + title + "\n" : "") + (day.empty() ? "" : "date: " + day + "\n") + "---\n\n";
  }
  std::vector<std::string> trail;
  const std::size_t sections = 1 + below(random, 4);
  for (std::size_t section = 0; section < sections; ++section) {
    const std::size_t level = section == 0 ? below(random, 2) : 1 + below(random, 2);
    if (level > 0) {
      trail.resize(std::min(trail.size(), level - 1));
      trail.push_back(random_title(random));
      if (level == 2 && trail.size() == 1) trail = {trail.back()};
      written.content += std::string(trail.size(), '#') + ' ' + trail.back() + "\n\n";
      if (title.empty()) title = trail.front();  // Without one of its own, the first heading.
    }
    for (std::size_t i = 1 + below(random, 4); i > 0; --i) {
      Sheet sheet;
      sheet.text = next_prose(random, known);
      sheet.headings = trail;
      written.content += sheet.text + "\n\n";
      written.sheets.push_back(sheet);
    }
  }
  for (Sheet& sheet : written.sheets) sheet.title = title;
  return written;
}

Written write_html(Random& random, const std::string& day, std::vector<std::string>& known) {
  Written written;
  const std::string title = random_title(random);
  const std::string heading = random_title(random);
  written.content = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>" + title + "</title>\n";
  if (!day.empty()) written.content += "<meta name=\"date\" content=\"" + day + "\">\n";
  written.content += "</head><body>\n<h2>" + heading + "</h2>\n";
  for (std::size_t i = 1 + below(random, 5); i > 0; --i) {
    Sheet sheet;
    sheet.text = next_prose(random, known);
    sheet.title = title;
    sheet.headings = {heading};
    written.content += "<p>" + sheet.text + "</p>\n";
    written.sheets.push_back(sheet);
  }
  written.content += "</body></html>\n";
  return written;
}

bool in_source_order(const Sheet& one, const Sheet& other) {
  // Name by name: what is in a folder comes before what begins with the folder's name.
  const auto key = [](std::string path) {
    std::replace(path.begin(), path.end(), '/', '\1');
    return path;
  };
  return std::make_pair(key(one.path), one.paragraph) < std::make_pair(key(other.path), other.paragraph);
}

}  // namespace

ScannedWords scan_words(std::string_view text) {
  ScannedWords words;
  std::size_t position = 0;
  std::string stretch;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool inside =
        i < text.size() &&
        (is_letter_or_digit(text[i]) || (std::string_view("'-_").find(text[i]) != std::string_view::npos &&
                                         !stretch.empty() && i + 1 < text.size() && is_letter_or_digit(text[i + 1])));
    if (inside) {
      stretch += static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
    } else if (!stretch.empty()) {
      add_stretch(std::exchange(stretch, ""), words, position);
    }
  }
  return words;
}

std::string Sheet::name() const {
  return path.substr(path.rfind('/') + 1);
}

std::string Sheet::extension() const {
  return lower(path.substr(path.rfind('.') + 1));
}

std::string Sheet::mime_type() const {
  return extension() == "html" ? "text/html" : "text/markdown";
}

std::vector<Sheet> write_documents(Random& random, const TemporaryFolder& folder, const std::string& root,
                                   const std::string& language, std::size_t documents) {
  static const std::vector<std::string> folders{"", "notes/", "notes-2/", "my notes/", "old/deep/", "old/Plans/"};
  static const std::vector<std::string> extensions{".md", ".md", ".markdown", ".html", ".MD"};
  std::vector<Sheet> sheets;
  std::vector<std::string> known;
  std::set<std::string> names;
  while (names.size() < documents) {
    std::string name = below(random, 10) == 0 ? "README" : text_word(random);
    if (name.find('/') != std::string::npos) continue;
    if (name.find_first_of("'_-") == std::string::npos && below(random, 4) == 0) name += "-" + any_word(random);
    const std::string below_root = any_of(random, folders) + name + any_of(random, extensions);
    if (!names.insert(lower(below_root)).second) continue;
    const Dated& dated = days[below(random, days.size())];
    const bool says_when = below(random, 2) == 0;
    const auto write = below_root.ends_with(".html") ? write_html : write_markdown;
    Written written = write(random, says_when ? dated.day : "", known);
    const std::string file = "docs/" + root + "/" + below_root;
    folder.write(file, written.content);
    // Where the document says when, the file's time is another.
    set_time((folder / file).string(), says_when ? days[below(random, days.size())].seconds : dated.seconds);
    std::uint32_t paragraph = 0;
    for (Sheet& sheet : written.sheets) {
      sheet.path = (folder / file).string();
      sheet.root = (folder / ("docs/" + root)).string();
      sheet.language = language;
      sheet.day = dated.day;
      sheet.paragraph = ++paragraph;
      sheet.title_words = scan_words(sheet.title);
      for (const std::string& heading : sheet.headings) sheet.heading_words.push_back(scan_words(heading));
      if (name != "README" && name != "index") sheet.name_words = scan_words(name);
      sheet.words = scan_words(sheet.text);
      for (ScannedWord& word : sheet.words) word.stem = stem_class(word.surface, language);
      sheets.push_back(std::move(sheet));
    }
  }
  return sheets;
}

std::string stem_class(const std::string& surface, const std::string& language) {
  static const std::map<std::string, std::string> english = [] {
    std::map<std::string, std::string> classes;
    for (const auto& family : families) {
      for (const std::string& word : family) classes[word] = family.front();
    }
    return classes;
  }();
  if (language != "en") return surface;
  const auto found = english.find(surface);
  return found == english.end() ? surface : found->second;
}

PlainScan::PlainScan(std::vector<Sheet> sheets) : sheets_(std::move(sheets)) {
  if (sheets_.size() > all_.size()) throw std::runtime_error("more paragraphs than a set holds");
  std::sort(sheets_.begin(), sheets_.end(), in_source_order);
  for (std::size_t i = 0; i < sheets_.size(); ++i) {
    const Sheet& sheet = sheets_[i];
    all_.set(i);
    languages_[sheet.language].set(i);
    for (const ScannedWord& word : sheet.words) words_[word.surface].body.set(i);
    for (const ScannedWord& word : sheet.title_words) words_[word.surface].title.set(i);
    for (const ScannedWord& word : sheet.name_words) words_[word.surface].name.set(i);
    for (const ScannedWords& heading : sheet.heading_words) {
      for (const ScannedWord& word : heading) words_[word.surface].headings.set(i);
    }
  }
}

template <class Holds>
Set PlainScan::where(const Holds& holds) const {
  Set set;
  for (std::size_t i = 0; i < sheets_.size(); ++i) set.set(i, holds(sheets_[i]));
  return set;
}

Set PlainScan::where_any(Pick pick, const std::function<bool(const std::string&)>& wanted) const {
  Set set;
  for (const auto& [surface, stands] : words_) {
    if (wanted(surface)) set |= pick(stands);
  }
  return set;
}

Set PlainScan::where_stem(Pick pick, const std::string& surface) const {
  Set set;
  for (const auto& in_language : languages_) {
    const std::string& language = in_language.first;
    const std::string stem = stem_class(surface, language);
    set |= in_language.second &
           where_any(pick, [&](const std::string& other) { return stem_class(other, language) == stem; });
  }
  return set;
}

Set PlainScan::where_all_stems(Pick pick, const std::string& typed) const {
  Set set = all_;
  for (const std::string& surface : telling_words(scan_words(typed))) set &= where_stem(pick, surface);
  return set;
}

Leaf PlainScan::word(const std::string& typed) const {
  Leaf leaf{.text = typed, .whole = where_all_stems(anywhere, typed)};
  for (const ScannedWord& word : scan_words(typed)) leaf.loose |= where_stem(anywhere, word.surface);
  return leaf;
}

Leaf PlainScan::random_word(Random& random) const {
  return word(recased(random, text_word(random)));
}

Leaf PlainScan::phrase(Random& random) const {
  const std::string typed = random_slice(random, any_sheet(random).text);
  const ScannedWords asked = scan_words(typed);
  const Set holds = where([&](const Sheet& sheet) { return holds_phrase(asked, sheet.words); });
  return {.text = '"' + typed + '"', .required = true, .loose = holds, .whole = holds};
}

Leaf PlainScan::near(Random& random) const {
  const std::size_t count = below(random, 4) == 0 ? 3 : 2;
  std::size_t distance = 0;
  std::string text;
  struct Part {
    std::string surface;
    bool exact;
  };
  std::vector<Part> parts;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) {
      const std::size_t number = 1 + below(random, 6);
      distance = std::max(distance, number);
      text += " near/" + std::to_string(number) + " ";
    }
    Part part{any_word(random), below(random, 4) == 0};
    // "wind-plant" is "wind" and "windplant" in the same place, where the engine, which looks no farther than the next
    // position of one of them, may miss another "wind" behind.
    while (part.surface == "windplant") part.surface = any_word(random);
    const std::string typed = recased(random, part.surface);
    text += part.exact ? '"' + typed + '"' : typed;
    parts.push_back(part);
  }
  const Set holds = where([&](const Sheet& sheet) {
    std::vector<Positions> positions;
    for (const Part& part : parts) {
      positions.emplace_back();
      const std::string stem = stem_class(part.surface, sheet.language);
      for (const ScannedWord& word : sheet.words) {
        if (part.exact ? word.surface == part.surface : word.stem == stem) {
          positions.back().push_back(word.position);
        }
      }
    }
    Positions chosen;
    return are_near(positions, 0, chosen, distance);
  });
  return {.text = text, .required = true, .loose = holds, .whole = holds};
}

Leaf PlainScan::prefix(Random& random) const {
  const std::string& word = any_word(random);
  const std::string begin = word.substr(0, 1 + below(random, word.size()));
  const Set holds =
      where_any(in_text_or_headings, [&](const std::string& surface) { return surface.starts_with(begin); });
  return {.text = recased(random, begin) + '*', .loose = holds, .whole = holds};
}

Leaf PlainScan::fuzzy(Random& random) const {
  const std::string typed = misspelt(random, any_word(random));
  const std::size_t most = 1 + below(random, 2);
  const Set holds =
      where_any(in_text_or_headings, [&](const std::string& surface) { return is_spelt_like(surface, typed, most); });
  return {.text = recased(random, typed) + (most == 2               ? "~2"
                                            : below(random, 2) == 0 ? "~"
                                                                    : "~1"),
          .loose = holds,
          .whole = holds};
}

Leaf PlainScan::in_heading(Random& random, bool title) const {
  const Pick pick = title ? Pick(in_title) : Pick(in_headings);
  const Sheet& sheet = any_sheet(random);
  Leaf leaf{.text = title ? "title:" : "heading:", .filter = true};
  switch (below(random, 5)) {
    case 0: {
      const std::string typed =
          random_slice(random, title || sheet.headings.empty() ? sheet.title : sheet.headings.back());
      const ScannedWords asked = scan_words(typed);
      leaf.text += '"' + typed + '"';
      leaf.whole = where([&](const Sheet& each) {
        if (title) return holds_phrase(asked, each.title_words);
        return std::any_of(each.heading_words.begin(), each.heading_words.end(),
                           [&](const ScannedWords& heading) { return holds_phrase(asked, heading); });
      });
      break;
    }
    case 1: {
      const std::string& word = any_word(random);
      const std::string begin = word.substr(0, 1 + below(random, word.size()));
      leaf.text += recased(random, begin) + '*';
      leaf.whole = where_any(pick, [&](const std::string& surface) { return surface.starts_with(begin); });
      break;
    }
    case 2: {
      const std::string typed = misspelt(random, any_word(random));
      const std::size_t most = 1 + below(random, 2);
      leaf.text += typed + (most == 2 ? "~2" : "~");
      leaf.whole = where_any(pick, [&](const std::string& surface) { return is_spelt_like(surface, typed, most); });
      break;
    }
    default: {
      const std::string typed = recased(random, text_word(random));
      leaf.text += typed;
      leaf.whole = where_all_stems(pick, typed);
    }
  }
  leaf.loose = leaf.whole;
  return leaf;
}

namespace {

std::string random_glob(Random& random, const Sheet& sheet) {
  const std::string name = sheet.name();
  switch (below(random, 8)) {
    case 0:
      return "*." + sheet.path.substr(sheet.path.rfind('.') + 1);
    case 1:
      return name;
    case 2:
      return any_of(random, {"notes", "notes/", "old", "old/", "deep", "my notes", "Plans/"});
    case 3:
      return any_of(random, {"notes/*", "old/**", "old/*/*.md", "**/deep/*", "alpha/*", "my notes/*.md", "docs/*/old"});
    case 4:
      return sheet.path.substr(0, sheet.path.rfind('/'));
    case 5:
      return sheet.path;
    case 6:
      return "?" + name.substr(1, 2) + "*";
    default:
      return name.substr(0, 1) + "*";
  }
}

std::string random_root(Random& random, const Sheet& sheet) {
  const std::string name = sheet.root.substr(sheet.root.rfind('/') + 1);
  switch (below(random, 3)) {
    case 0:
      return sheet.root;
    case 1:
      return "docs/" + name;
    default:
      return name.substr(0, 1) + "*";
  }
}

std::string random_type(Random& random, const Sheet& sheet) {
  switch (below(random, 5)) {
    case 0:
      return sheet.mime_type();
    case 1:
      return upper(sheet.extension());
    case 2:
      return "pdf";
    default:
      return sheet.extension();
  }
}

bool is_of_type(const Sheet& sheet, const std::string& type) {
  return sheet.extension() == lower(type) || sheet.mime_type() == type;
}

}  // namespace

Leaf PlainScan::filter(Random& random) const {
  const Sheet& sheet = any_sheet(random);
  Leaf leaf{.filter = true};
  switch (below(random, 5)) {
    case 0: {
      const std::string glob = random_glob(random, sheet);
      leaf.text = "path:" + quoted_where_needed(random, glob);
      leaf.whole = where([&](const Sheet& each) { return selects(glob, each.path); });
      break;
    }
    case 1: {
      const std::string type = random_type(random, sheet);
      leaf.text = "type:" + quoted_where_needed(random, type);
      leaf.whole = where([&](const Sheet& each) { return is_of_type(each, type); });
      break;
    }
    case 2: {
      const std::string language = any_of(random, {"en", "und", "fr"});
      leaf.text = "lang:" + quoted_where_needed(random, language);
      leaf.whole = where([&](const Sheet& each) { return each.language == language; });
      break;
    }
    case 3: {
      const std::string glob = random_root(random, sheet);
      leaf.text = "root:" + quoted_where_needed(random, glob);
      leaf.whole = where([&](const Sheet& each) { return selects(glob, each.root); });
      break;
    }
    default: {
      const AskedDays asked = random_days(random);
      leaf.text = "date:" + quoted_where_needed(random, asked.typed);
      leaf.whole = where([&](const Sheet& each) { return is_within(each.day, asked.days); });
    }
  }
  leaf.loose = leaf.whole;
  return leaf;
}

Leaf PlainScan::random_leaf(Random& random) const {
  switch (below(random, 20)) {
    case 0:
    case 1:
    case 2:
      return phrase(random);
    case 3:
    case 4:
      return near(random);
    case 5:
    case 6:
      return prefix(random);
    case 7:
    case 8:
      return fuzzy(random);
    case 9:
      return in_heading(random, true);
    case 10:
      return in_heading(random, false);
    case 11:
    case 12:
      return filter(random);
    default:
      return random_word(random);
  }
}

RandomFilters PlainScan::random_filters(Random& random) const {
  RandomFilters filters{.passes = all_};
  const auto one_in_four = [&] { return below(random, 4) == 0; };
  // One value must match, or another.
  const auto add = [&](const std::string& name, std::vector<std::string>& option,
                       const std::function<std::string(const Sheet&)>& value,
                       const std::function<Set(const std::string&)>& passing) {
    Set passes;
    for (std::size_t i = 1 + below(random, 2); i > 0; --i) {
      passes |= passing(option.emplace_back(value(any_sheet(random))));
    }
    filters.passes &= passes;
    filters.each[name] = passes;
  };
  SearchOptions& options = filters.options;
  if (one_in_four()) {
    add(
        "--path", options.paths, [&](const Sheet& sheet) { return random_glob(random, sheet); },
        [&](const std::string& glob) { return where([&](const Sheet& each) { return selects(glob, each.path); }); });
  }
  if (one_in_four()) {
    add(
        "--type", options.types, [&](const Sheet& sheet) { return random_type(random, sheet); },
        [&](const std::string& type) { return where([&](const Sheet& each) { return is_of_type(each, type); }); });
  }
  if (one_in_four()) {
    add(
        "--lang", options.languages, [](const Sheet& sheet) { return sheet.language; },
        [&](const std::string& language) { return languages_.at(language); });
  }
  if (one_in_four()) {
    add(
        "--root", options.roots, [&](const Sheet& sheet) { return random_root(random, sheet); },
        [&](const std::string& glob) { return where([&](const Sheet& each) { return selects(glob, each.root); }); });
  }
  if (one_in_four()) {
    add(
        "--heading", options.headings,
        [](const Sheet& sheet) { return sheet.headings.empty() ? std::string("Plan") : sheet.headings.back(); },
        [&](const std::string& heading) { return where_all_stems(in_headings, heading); });
  }
  if (one_in_four()) {
    options.since = any_of(random, {"2020", "2021-06", "2021-06-15", "2023-10-10", "7d", "today"});
    const std::string first = options.since.starts_with("2") ? options.since : "2094";
    filters.each["--since"] = where([&](const Sheet& each) { return each.day >= first; });
    filters.passes &= filters.each["--since"];
  }
  return filters;
}

}  // namespace pilcrow::test
