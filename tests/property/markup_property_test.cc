// SPDX-License-Identifier: GPL-3.0-or-later
// The readers of markup against documents made up together with what is to be found in them, against the documents of
// this machine, and against hostile ones.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/format/format.h"
#include "tests/property/markup_promises.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"

namespace {

namespace fs = std::filesystem;
using pilcrow::indexer::Block;
using pilcrow::indexer::BlockKind;
using pilcrow::indexer::Document;
using pilcrow::indexer::read_html;
using pilcrow::indexer::read_markdown;
using pilcrow::test::broken_promise;
using pilcrow::test::dump;

std::uint64_t seed() {
  const char* const given = std::getenv("PILCROW_SEED");
  return given == nullptr ? 20240229 : std::strtoull(given, nullptr, 10);
}

// A piece of source and what a page shows of it.
struct Piece {
  std::string source;
  std::string shown;
};

// Writes a document and, beside it, the blocks that are in it.
class Author {
 public:
  Author(std::uint64_t number, bool html) : random_(seed() + number), html_(html) {
    line_end_ = one_in(3) ? "\r\n" : "\n";
  }

  void write() {
    for (int i = 0; i < 8; ++i) html_ ? write_html_block() : write_markdown_block();
  }

  const std::string& source() const { return source_; }
  const Document& expected() const { return expected_; }

 private:
  bool one_in(unsigned n) { return std::uniform_int_distribution<unsigned>(1, n)(random_) == 1; }
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  std::string word() {
    static const std::vector<std::string> words = {"alpha", "Öl",  "naïve", "pump",  "seal",
                                                   "東京",  "x86", "a",     "valve", "drift"};
    return words[below(words.size())];
  }

  Piece markdown_piece() {
    const std::string w = word();
    const std::vector<Piece> pieces = {{w, w},
                                       {"*" + w + "*", w},
                                       {"**" + w + "**", w},
                                       {"~~" + w + "~~", w},
                                       {"`" + w + "`", w},
                                       {"[" + w + "](https://example.org/a_(b) \"pump seal\")", w},
                                       {"![" + w + "](pump.png)", w},
                                       {"***" + w + "** drift*", w + " drift"},
                                       {"&lt;" + w + "&gt;", "<" + w + ">"},
                                       {"\\*" + w + "\\_", "*" + w + "_"},
                                       {"&amp;amp;" + w, "&amp;" + w},
                                       {"<span title='x'>" + w + "</span>", w},
                                       {"[*" + w + "* `pump`][label]", w + " pump"}};
    return pieces[below(pieces.size())];
  }

  Piece html_piece() {
    const std::string w = word();
    const std::vector<Piece> pieces = {{w, w},
                                       {"<em>" + w + "</em>", w},
                                       {"<a href='x>y' title=\"pump\">" + w + "</a>", w},
                                       {"&lt;" + w + "&gt;", "<" + w + ">"},
                                       {"&amp;amp; " + w, "&amp; " + w},
                                       {"<!-- drift > -->" + w, w},
                                       {"<b><i>" + w + "</b></i>", w},
                                       {"caf&eacute;&#x21;", "café!"},
                                       {w + "&nbsp; &nbsp;" + w, w + " " + w},
                                       {"<script>if (a < b) drift();</script>" + w, w},
                                       {"</stray>" + w, w},
                                       {"AT&T", "AT&T"}};
    return pieces[below(pieces.size())];
  }

  // Words with a plain one first, so that a line begins and ends with text.
  Piece inlines(std::string_view next_line) {
    Piece line{word(), {}};
    line.shown = line.source;
    for (std::size_t i = below(6); i > 0; --i) {
      const Piece piece = html_ ? html_piece() : markdown_piece();
      const bool breaks = !next_line.empty() && one_in(4);
      line.source += (breaks ? line_end_ + std::string(next_line.substr(1)) : " ") + piece.source;
      line.shown += " " + piece.shown;
    }
    const std::string last = word();
    line.source += " " + last;
    line.shown += " " + last;
    return line;
  }

  void put(BlockKind kind, int level, unsigned group, const Piece& piece) {
    Block block;
    block.kind = kind;
    block.level = level;
    block.group = group;
    block.text = piece.shown;
    block.source = {source_.size(), source_.size() + piece.source.size()};
    expected_.blocks.push_back(block);
    source_ += piece.source;
  }

  void write_markdown_block() {
    switch (below(7)) {
      case 0: {
        const std::size_t level = 2 + below(5);
        source_ += std::string(level, '#') + "  ";
        put(BlockKind::heading, static_cast<int>(level), 0, inlines({}));
        if (one_in(2)) source_ += "  ##";
        break;
      }
      case 1:
        put(BlockKind::heading, 2, 0, inlines("\n"));
        source_ += line_end_ + "---";
        break;
      case 2: {
        ++group_;
        for (std::size_t i = 1 + below(3); i > 0; --i) {
          source_ += "- ";
          put(BlockKind::list_item, 1, group_, inlines("\n  "));
          source_ += line_end_;
          if (one_in(2)) {
            source_ += "  1. ";
            put(BlockKind::list_item, 2, group_, inlines("\n     "));
            source_ += line_end_;
          }
          if (one_in(3)) {
            source_ += line_end_ + "  ";
            put(BlockKind::paragraph, 0, group_, inlines("\n"));
            source_ += line_end_;
          }
        }
        source_ += line_end_ + "<!-- -->";
        break;
      }
      case 3:
        source_ += "> ";
        put(BlockKind::quote, 0, 0, inlines("\n> "));
        source_ += line_end_ + ">" + line_end_ + "> > ";
        put(BlockKind::quote, 0, 0, inlines("\n>> "));
        break;
      case 4: {
        ++group_;
        for (int row = 0; row < 3; ++row) {
          source_ += "| ";
          const Piece first = inlines({});
          const Piece second = inlines({});
          put(BlockKind::table_row, 0, group_,
              {first.source + "  | " + second.source, first.shown + " | " + second.shown});
          source_ += " |" + line_end_;
          if (row == 0) source_ += "|---|:-:|" + line_end_;
        }
        break;
      }
      case 5: {
        const Piece line = inlines({});
        source_ += "```c" + line_end_;
        put(BlockKind::code, 0, 0, {line.source + line_end_ + line_end_ + "  pump;", line.source + "\n\n  pump;"});
        source_ += line_end_ + "```";
        break;
      }
      default:
        put(BlockKind::paragraph, 0, 0, inlines("\n"));
        break;
    }
    source_ += line_end_ + line_end_ + "[label]: <https://example.org/pump>" + line_end_ + line_end_;
  }

  void write_html_block() {
    switch (below(7)) {
      case 0: {
        const std::string level = std::to_string(1 + below(6));
        source_ += "<h" + level + " class=drift> ";
        put(BlockKind::heading, level[0] - '0', 0, inlines("\n"));
        source_ += " </h" + level + ">";
        break;
      }
      case 1: {
        ++group_;
        source_ += "<ul>";
        for (std::size_t i = 1 + below(3); i > 0; --i) {
          source_ += "<li>";
          put(BlockKind::list_item, 1, group_, inlines("\n  "));
          if (one_in(2)) {
            source_ += "<ol><li><p>";
            put(BlockKind::list_item, 2, group_, inlines("\n"));
            source_ += "<p>";
            put(BlockKind::paragraph, 0, group_, inlines("\n"));
            source_ += "</ol>";
          }
        }
        source_ += "</ul>";
        break;
      }
      case 2:
        source_ += "<blockquote><p>";
        put(BlockKind::quote, 0, 0, inlines("\n"));
        source_ += "</blockquote>";
        break;
      case 3: {
        ++group_;
        source_ += "<table>";
        for (int row = 0; row < 3; ++row) {
          source_ += "<tr><td>";
          const Piece first = inlines("\n");
          const Piece second = inlines("\n");
          put(BlockKind::table_row, 0, group_,
              {first.source + " </td>\n<td> " + second.source, first.shown + " | " + second.shown});
        }
        source_ += "</table>";
        break;
      }
      case 4: {
        source_ += "<pre>" + line_end_;
        const std::string a = word();
        const std::string b = word();
        put(BlockKind::code, 0, 0, {a + line_end_ + "   <b>" + b + "</b> &lt;  x", a + "\n   " + b + " <  x"});
        source_ += line_end_ + "</pre>";
        break;
      }
      case 5:
        source_ += "<nav>drift</nav><div>";
        put(BlockKind::paragraph, 0, 0, inlines("\n"));
        source_ += "<p>";
        put(BlockKind::paragraph, 0, 0, inlines("\n"));
        source_ += "</p> ";
        put(BlockKind::paragraph, 0, 0, inlines("\n"));
        source_ += "</div>";
        break;
      default:
        source_ += "<p>";
        put(BlockKind::paragraph, 0, 0, inlines("\n"));
        source_ += "</p>";
        break;
    }
    source_ += line_end_;
  }

  std::mt19937_64 random_;
  bool html_;
  std::string line_end_;
  std::string source_;
  Document expected_;
  unsigned group_ = 0;
};

bool is_ascii_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string letters_of(std::string_view text) {
  std::string letters;
  std::copy_if(text.begin(), text.end(), std::back_inserter(letters), is_ascii_alphanumeric);
  return letters;
}

// How much of the text, white space aside, anchors' stretches reach, byte for byte.
std::size_t anchored_size(const Block& block, std::string_view source) {
  std::size_t total = 0;
  for (std::size_t i = 0; i < block.anchors.size(); ++i) {
    const std::size_t end = i + 1 < block.anchors.size() ? block.anchors[i + 1].text : block.text.size();
    std::size_t at = block.anchors[i].source;
    for (std::size_t t = block.anchors[i].text; t < end && at < source.size() && block.text[t] == source[at];
         ++t, ++at) {
      total += pilcrow::test::is_white(block.text[t]) ? 0U : 1U;
    }
  }
  return total;
}

// HTML without its tags and comments, and without the elements that are never shown.
std::string without_tags(std::string_view html) {
  std::string out;
  for (std::size_t i = 0; i < html.size();) {
    const bool tag = html[i] == '<' && i + 1 < html.size() &&
                     (is_ascii_alphanumeric(html[i + 1]) || html[i + 1] == '/' || html[i + 1] == '!');
    if (!tag) {
      out += html[i++];
      continue;
    }
    std::string_view end = ">";
    if (html.substr(i, 4) == "<!--") end = "-->";
    for (const std::string_view name : {"script", "style", "svg", "button", "noscript", "nav"}) {
      if (html.substr(i + 1, name.size()) == name && !is_ascii_alphanumeric(html.substr(i + 1 + name.size(), 1)[0])) {
        const std::size_t close = html.find("</", i);
        i = std::min(html.find(name, close), html.size());
      }
    }
    i = std::min(html.find(end, i), html.size() - 1) + 1;
  }
  return out;
}

// The references to ASCII resolved, others dropped: it is letters that are compared.
std::string with_references_resolved(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (text[i] == '&' && end < text.size() && (is_ascii_alphanumeric(text[end]) || text[end] == '#')) ++end;
    const bool reference = text[i] == '&' && end < text.size() && text[end] == ';' && end > i + 1;
    if (!reference) {
      out += text[i++];
      continue;
    }
    if (text.substr(i, 2) == "&#") {
      const bool hexadecimal = text[i + 2] == 'x' || text[i + 2] == 'X';
      const unsigned long value =
          std::strtoul(std::string(text.substr(i + (hexadecimal ? 3 : 2))).c_str(), nullptr, hexadecimal ? 16 : 10);
      if (value < 0x80) out += static_cast<char>(value);
    }
    i = end + 1;
  }
  return out;
}

// Whether all of `part` is in `whole`, in this order.
bool is_subsequence(std::string_view part, std::string_view whole) {
  std::size_t i = 0;
  for (const char c : whole) i += i < part.size() && part[i] == c ? 1U : 0U;
  return i == part.size();
}

// Up to `most` files of this machine's documentation.
std::vector<fs::path> documents(std::string_view extension, std::size_t most) {
  std::vector<fs::path> paths;
  std::error_code error;
  const fs::directory_options options = fs::directory_options::skip_permission_denied;
  for (const char* const root : {PILCROW_SOURCE_DIR "/corpus", PILCROW_SOURCE_DIR "/docs", "/usr/share/doc"}) {
    for (fs::recursive_directory_iterator it(root, options, error), end; it != end && !error; it.increment(error)) {
      std::error_code ignored;
      if (it->path().extension() == extension && it->is_regular_file(ignored) && it->file_size(ignored) < 1'000'000) {
        paths.push_back(it->path());
      }
    }
  }
  std::sort(paths.begin(), paths.end());
  while (paths.size() > most) {
    paths.erase(paths.begin() + static_cast<std::ptrdiff_t>(paths.size() * 7 / 11 % paths.size()));
  }
  return paths;
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (; count > 0; --count) out += text;
  return out;
}

}  // namespace

TEST_CASE("markup: what was written into a document is found at its very place") {
  const bool html = GENERATE(false, true);
  CAPTURE(seed(), html);
  for (std::uint64_t number = 0; number < 400; ++number) {
    Author author(number, html);
    author.write();
    INFO("document " << number << ":\n" << author.source());
    auto found = html ? read_html(author.source()) : read_markdown(author.source());
    REQUIRE(found.has_value());
    REQUIRE(broken_promise(*found, author.source()) == "");
    found->title.clear();
    REQUIRE(dump(*found) == dump(author.expected()));
    for (const Block& block : found->blocks) {
      CAPTURE(block.text);
      // References are not verbatim, nearly all else is.
      REQUIRE(anchored_size(block, author.source()) * 2 >= letters_of(block.text).size());
    }
  }
}

TEST_CASE("markup: a Markdown block's source holds its letters in their order") {
  for (const fs::path& path : documents(".md", 120)) {
    INFO(path);
    const std::string source = content_of(path);
    const auto document = read_markdown(source);
    REQUIRE(document.has_value());
    REQUIRE(broken_promise(*document, source) == "");
    for (const Block& block : document->blocks) {
      const std::string_view as_written = block.source.of(source);
      const bool code = block.kind == BlockKind::code;
      const std::string stretch = code ? std::string(as_written) : with_references_resolved(as_written);
      CAPTURE(block.text, stretch);
      REQUIRE(is_subsequence(letters_of(block.text), letters_of(stretch)));
    }
  }
}

TEST_CASE("markup: an HTML block's source without its tags is its text") {
  for (const fs::path& path : documents(".html", 120)) {
    INFO(path);
    const std::string source = content_of(path);
    const auto document = read_html(source);
    REQUIRE(document.has_value());
    REQUIRE(broken_promise(*document, source) == "");
    for (const Block& block : document->blocks) {
      const std::string stretch = with_references_resolved(without_tags(block.source.of(source)));
      CAPTURE(block.text, stretch);
      REQUIRE(letters_of(block.text) == letters_of(stretch));
    }
  }
}

TEST_CASE("markup: any sequence of markup is read, and keeps what a block promises") {
  static const std::vector<std::string> tokens = {"a",         " ",         "\n",        "\r\n",      "\r",
                                                  "\n\n",      "> ",        "- ",        "1. ",       "  ",
                                                  "    ",      "\t",        "# ",        "*",         "**",
                                                  "_",         "`",         "``",        "~~",        "[",
                                                  "](",        "]",         ")",         "[a]: b\n",  "[^1]",
                                                  "\n[^1]: ",  "![",        "|",         "\n|-|-|\n", "```\n",
                                                  "---\n",     "===\n",     "\\",        "&amp;",     "&copy",
                                                  "&",         "<",         ">",         "<b>",       "</b>",
                                                  "<p>",       "</p>",      "<div>",     "</div>",    "<table>",
                                                  "<tr>",      "<td>",      "</table>",  "<li>",      "<ul>",
                                                  "</ul>",     "<pre>",     "</pre>",    "<!--",      "-->",
                                                  "<br>",      "<h2>",      "</h2>",     "<nav>",     "</nav>",
                                                  "<svg>",     "</svg>",    "<a href='", "'>",        "<blockquote>",
                                                  "<select>",  "<title>",   "</title>",  "é",         "\u00A0",
                                                  "東",        "www.a.b",   "x@y.z",     "word",      "<script>",
                                                  "</script>", "<caption>", "<dt>",      "<form>",    "</form>",
                                                  "[x] ",      ":"};
  CAPTURE(seed());
  std::mt19937_64 random(seed());
  for (int document_number = 0; document_number < 4000; ++document_number) {
    std::string source;
    for (std::size_t i = random() % 60; i > 0; --i) source += tokens[random() % tokens.size()];
    INFO("document " << document_number << ":\n" << source);
    for (const auto& document : {read_markdown(source), read_html(source)}) {
      REQUIRE(document.has_value());
      // Where nothing but plain text is left, a text stands for itself.
      REQUIRE(broken_promise(*document, source) == "");
    }
  }
}

TEST_CASE("markup: hostile documents are read in bounded time") {
  const std::vector<std::string> markdown = {
      repeated("> ", 100000) + "a",
      repeated("* ", 100000) + "a\n" + repeated("\n", 100000),
      repeated("[", 100000),
      repeated("![[]()", 100000),
      repeated("a\n", 250000) + "|-\n",
      "www.a.b" + repeated(")", 100000),
      repeated("|", 100000) + "\n" + repeated("|-", 50000) + "\n",
      repeated("|a", 2000) + "\n" + repeated("|-", 2000) + "\n" + repeated("|x\n", 5000),
      repeated("*a **b ", 30000) + repeated("b** a*", 30000),
      repeated("a@b.", 50000),
  };
  const std::vector<std::string> html = {
      repeated("<div>", 100000) + "x" + repeated("</div>", 100000),
      repeated("<b>", 100000) + "x",
      repeated("<form><div></form>x", 20000),
      repeated("<b><div></b>x", 20000),
      repeated("<div><object></div></object>x", 20000),
      "<svg>" + repeated("<td>", 100000) + "x",
      repeated("<table><tr><td>", 10000) + "x",
      "<a " + repeated("b=c d", 100000) + ">x",
      repeated("<html a=b>", 50000) + "x",
      repeated("<!--", 100000),
  };
  // Each takes well under a second; what is quadratic takes minutes, and the test program's time limit ends it.
  for (const std::string& source : markdown) {
    INFO(source.substr(0, 40));
    CHECK(read_markdown(source).has_value());
  }
  for (const std::string& source : html) {
    INFO(source.substr(0, 40));
    const auto document = read_html(source);
    REQUIRE(document.has_value());
    CHECK(broken_promise(*document, source) == "");
  }
}
