// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of RTF.
//
// Headings by the outline level of the paragraph or of its style, or by the style's name ("heading 1"); list items;
// tables row by row; footnotes, comments and text boxes after the paragraph that they belong to; of a field, the result.
// Bytes are read in the code page of their font. Left out: hidden and deleted text, headers and footers, pictures,
// objects, tables of contents.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/decode.h"
#include "indexer/format/document_date.h"
#include "indexer/format/extraction.h"
#include "indexer/format/flow.h"
#include "indexer/format/format.h"

namespace pilcrow::indexer {
namespace {

constexpr std::size_t deepest = 1000;  // groups; Word ends far below
constexpr int body_text = 9;           // the outline level of what is no heading
constexpr int symbols = -1;            // the code page of a font of symbols

enum class Word {
  // Destinations: what the text of the group is for.
  left_out,
  passed,  // where "\*" allows to leave it out: what it holds counts
  font_table,
  style_sheet,
  information,
  title,
  created,
  modified,
  aside,
  author,
  list_text,
  // Characters.
  character,
  unicode,
  unicode_skip,
  binary,
  // Properties of characters and paragraphs.
  plain,
  hidden,
  deleted,
  font,
  language,
  default_language,
  paragraph_defaults,
  style,
  based_on,
  outline_level,
  list_level,
  list,
  in_table,
  nesting,
  // Ends.
  end_paragraph,
  end_cell,
  end_row,
  // Fonts and code pages.
  font_charset,
  code_page,
  font_code_page,
  default_font,
  mac,
  pc,
  pc_850,
  // Dates.
  year,
  month,
  day,
};

struct Meaning {
  Word word;
  std::string_view character = {};
};

/// Nothing for what changes no text.
std::optional<Meaning> meaning_of(std::string_view control_word) {
  static const std::unordered_map<std::string_view, Meaning> meanings = [] {
    std::unordered_map<std::string_view, Meaning> all = {
        {"fonttbl", {Word::font_table}},
        {"stylesheet", {Word::style_sheet}},
        {"info", {Word::information}},
        {"title", {Word::title}},
        {"creatim", {Word::created}},
        {"revtim", {Word::modified}},
        {"footnote", {Word::aside}},
        {"annotation", {Word::aside}},
        {"shptxt", {Word::aside}},
        {"dptxbxtext", {Word::aside}},
        {"atnauthor", {Word::author}},
        {"listtext", {Word::list_text}},
        {"pntext", {Word::list_text}},
        {"u", {Word::unicode}},
        {"uc", {Word::unicode_skip}},
        {"bin", {Word::binary}},
        {"plain", {Word::plain}},
        {"v", {Word::hidden}},
        {"deleted", {Word::deleted}},
        {"f", {Word::font}},
        {"lang", {Word::language}},
        {"deflang", {Word::default_language}},
        {"pard", {Word::paragraph_defaults}},
        {"s", {Word::style}},
        {"sbasedon", {Word::based_on}},
        {"outlinelevel", {Word::outline_level}},
        {"ilvl", {Word::list_level}},
        {"ls", {Word::list}},
        {"intbl", {Word::in_table}},
        {"itap", {Word::nesting}},
        {"par", {Word::end_paragraph}},
        {"sect", {Word::end_paragraph}},
        {"nestcell", {Word::end_paragraph}},
        {"nestrow", {Word::end_paragraph}},
        {"cell", {Word::end_cell}},
        {"row", {Word::end_row}},
        {"fcharset", {Word::font_charset}},
        {"ansicpg", {Word::code_page}},
        {"cpg", {Word::font_code_page}},
        {"deff", {Word::default_font}},
        {"mac", {Word::mac}},
        {"pc", {Word::pc}},
        {"pca", {Word::pc_850}},
        {"yr", {Word::year}},
        {"mo", {Word::month}},
        {"dy", {Word::day}},
    };
    for (const std::string_view word : {"colortbl",
                                        "pict",
                                        "objdata",
                                        "header",
                                        "headerl",
                                        "headerr",
                                        "headerf",
                                        "footer",
                                        "footerl",
                                        "footerr",
                                        "footerf",
                                        "fldinst",
                                        "nonshppict",
                                        "sp",
                                        "shprslt",
                                        "nesttableprops",
                                        "tc",
                                        "tcn",
                                        "xe",
                                        "rxe",
                                        "txe",
                                        "filetbl",
                                        "pntxta",
                                        "pntxtb",
                                        "falt",
                                        "ftnsep",
                                        "ftnsepc",
                                        "ftncn",
                                        "aftnsep",
                                        "aftnsepc",
                                        "aftncn",
                                        "listtable",
                                        "listoverridetable",
                                        "revtbl",
                                        "atnid",
                                        "atnicn",
                                        "atnref",
                                        "atntime",
                                        "atndate",
                                        "template"}) {
      all.emplace(word, Meaning{Word::left_out});
    }
    for (const std::string_view word : {"shpinst", "shpgrp", "do", "field", "fldrslt", "result", "upr"}) {
      all.emplace(word, Meaning{Word::passed});
    }
    const std::array<std::pair<std::string_view, std::string_view>, 14> characters = {{
        {"tab", " "},
        {"line", "\n"},
        {"page", "\n"},
        {"column", "\n"},
        {"lbr", "\n"},
        {"emspace", " "},
        {"enspace", " "},
        {"qmspace", " "},
        {"bullet", "•"},
        {"endash", "–"},
        {"emdash", "—"},
        {"lquote", "‘"},
        {"rquote", "’"},
        {"ldblquote", "“"},
    }};
    for (const auto& [word, character] : characters) all.emplace(word, Meaning{Word::character, character});
    all.emplace("rdblquote", Meaning{Word::character, "”"});
    return all;
  }();
  const auto found = meanings.find(control_word);
  return found == meanings.end() ? std::nullopt : std::optional(found->second);
}

bool is_destination(Word word) {
  return word <= Word::list_text;
}

/// Of a \fcharset; 0: that of the document.
int code_page_of_charset(int charset) {
  switch (charset) {
    case 0:
      return 1252;
    case 2:
      return symbols;
    case 77:
      return 10000;
    case 128:
      return 932;
    case 129:
    case 130:
      return 949;
    case 134:
      return 936;
    case 136:
      return 950;
    case 161:
      return 1253;
    case 162:
      return 1254;
    case 163:
      return 1258;
    case 177:
      return 1255;
    case 178:
      return 1256;
    case 186:
      return 1257;
    case 204:
      return 1251;
    case 222:
      return 874;
    case 238:
      return 1250;
    case 254:
      return 437;
    case 255:
      return 850;
    default:
      return 0;
  }
}

std::string encoding_of(int code_page) {
  switch (code_page) {
    case 932:
      return "shift_jis";
    case 936:
      return "gbk";
    case 949:
      return "euc-kr";
    case 950:
      return "big5";
    case 10000:
      return "macintosh";
    case 65001:
      return "utf-8";
    default:
      return (code_page >= 1250 && code_page <= 1258 ? "windows-" : "cp") + std::to_string(code_page);
  }
}

/// Of a Windows language number, by its lower ten bits; empty where it is none of the commonest.
std::string_view language_of(int number) {
  constexpr std::array<std::pair<int, std::string_view>, 48> languages = {{
      {0x01, "ar"}, {0x02, "bg"}, {0x03, "ca"}, {0x04, "zh"}, {0x05, "cs"}, {0x06, "da"}, {0x07, "de"}, {0x08, "el"},
      {0x09, "en"}, {0x0A, "es"}, {0x0B, "fi"}, {0x0C, "fr"}, {0x0D, "he"}, {0x0E, "hu"}, {0x0F, "is"}, {0x10, "it"},
      {0x11, "ja"}, {0x12, "ko"}, {0x13, "nl"}, {0x14, "nb"}, {0x15, "pl"}, {0x16, "pt"}, {0x18, "ro"}, {0x19, "ru"},
      {0x1A, "hr"}, {0x1B, "sk"}, {0x1C, "sq"}, {0x1D, "sv"}, {0x1E, "th"}, {0x1F, "tr"}, {0x20, "ur"}, {0x21, "id"},
      {0x22, "uk"}, {0x23, "be"}, {0x24, "sl"}, {0x25, "et"}, {0x26, "lv"}, {0x27, "lt"}, {0x29, "fa"}, {0x2A, "vi"},
      {0x2B, "hy"}, {0x2D, "eu"}, {0x2F, "mk"}, {0x36, "af"}, {0x37, "ka"}, {0x39, "hi"}, {0x3C, "ga"}, {0x3E, "ms"},
  }};
  for (const auto& [primary, name] : languages) {
    if (primary == (number & 0x3FF)) return name;
  }
  return {};
}

struct Style {
  std::string name;  ///< In lower case.
  int outline = body_text;
  int based_on = -1;
};

class RtfReader {
 public:
  explicit RtfReader(std::string_view bytes) : bytes_(bytes) {
    groups_.emplace_back();
    stories_.emplace_back();
  }

  ReadResult read() {
    while (at_ < bytes_.size() && !flow_.full()) {
      const char c = bytes_[at_];
      if (c == '{') {
        begin_group();
      } else if (c == '}') {
        // What follows the last group is not of the document.
        if (groups_.size() <= 2) break;
        end_group();
      } else if (c == '\\') {
        control();
      } else {
        plain_bytes();
      }
      if (groups_.size() > deepest) {
        return tl::unexpected("nested more than " + std::to_string(deepest) + " deep");
      }
    }
    while (groups_.size() > 2) end_group();
    flush();
    end_paragraph();
    close_table();
    Extraction out;
    Document& document = out.document();
    document.title = title_.empty() ? text::fold_space(information_title_) : title_;
    if (document.title.empty()) document.title = flow_.first_heading();
    const auto most = std::max_element(languages_.begin(), languages_.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != languages_.end()) document.language = language_of(most->first);
    document.date = date_.day();
    flow_.write(out);
    return out.finish();
  }

 private:
  struct Group {
    Word destination = Word::passed;
    bool is_story = false;  ///< An aside begins and ends with it.
    bool starred = false;   ///< "\*" came: the next word may be left out where it is not known.
    int unicode_skip = 1;
    int font = -1;
    int language = 0;
    bool hidden = false;
    bool deleted = false;
    int style = 0;
    int outline = -1;
    int list_level = 0;
    int list = 0;
    bool in_table = false;
  };

  /// The paragraph that is not complete yet; one each for the text and what interrupts it.
  struct Story {
    std::string text;
    std::string author;
    bool has_list_text = false;
    bool table_open = false;
  };

  Group& group() { return groups_.back(); }
  Story& story() { return stories_.back(); }
  bool is_shown() const {
    return groups_.back().destination == Word::passed && !groups_.back().hidden && !groups_.back().deleted;
  }

  void begin_group() {
    flush();
    skip_left_ = 0;
    ++at_;
    groups_.push_back(groups_.back());
    group().is_story = false;
    group().starred = false;
    if (group().destination == Word::style_sheet && groups_.size() == style_depth_) begin_style();
  }

  void end_group() {
    flush();
    skip_left_ = 0;
    ++at_;
    const Group ended = groups_.back();
    if (ended.is_story) {
      end_paragraph();
      close_table();
      flow_.end_aside();
      stories_.pop_back();
    }
    const bool is_style = ended.destination == Word::style_sheet && groups_.size() == style_depth_;
    groups_.pop_back();
    if (is_style) {
      end_style();
    } else if (ended.destination == group().destination) {
      return;
    } else if (ended.destination == Word::created || ended.destination == Word::modified) {
      const auto digits = [](int number, std::size_t count) {
        std::string text = std::to_string(std::clamp(number, 0, 9999));
        return text.insert(0, count - std::min(count, text.size()), '0');
      };
      date_.offer(ended.destination == Word::created ? "created" : "modified",
                  digits(year_, 4) + "-" + digits(month_, 2) + "-" + digits(day_, 2));
    }
  }

  void plain_bytes() {
    const std::size_t end = std::min(bytes_.find_first_of("\\{}", at_), bytes_.size());
    std::string_view run = bytes_.substr(at_, end - at_);
    at_ = end;
    if (is_left_out()) return;
    for (const char c : run) {
      if (c == '\r' || c == '\n' || c == '\0') continue;
      if (skip_left_ > 0) {
        --skip_left_;
      } else {
        pending_ += c;
      }
    }
  }

  bool is_left_out() const {
    const Word destination = groups_.back().destination;
    return destination == Word::left_out || destination == Word::information || destination == Word::font_table ||
           destination == Word::list_text;
  }

  void control() {
    ++at_;
    if (at_ >= bytes_.size()) return;
    const char c = bytes_[at_];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return control_word();
    ++at_;
    if (c == '\'') {
      unsigned value = 0;
      const std::string_view digits = bytes_.substr(at_, 2);
      const auto stop = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
      at_ += static_cast<std::size_t>(stop - digits.data());
      if (skip_left_ > 0) {
        --skip_left_;
      } else if (!is_left_out() && value != 0) {
        pending_ += static_cast<char>(value);
      }
      return;
    }
    if (c == '*') {
      group().starred = true;
      return;
    }
    if (skip_left_ > 0) {
      --skip_left_;
    } else if (c == '\\' || c == '{' || c == '}') {
      if (!is_left_out()) pending_ += c;
    } else if (c == '\n' || c == '\r') {
      flush();
      apply({Word::end_paragraph}, 0, false);
    } else if (c == '~' || c == '\t') {
      flush();
      add(" ");
    } else if (c == '_') {
      flush();
      add("-");
    }
  }

  void control_word() {
    constexpr std::size_t longest_word = 32;
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && at_ - begin < longest_word &&
           ((bytes_[at_] >= 'a' && bytes_[at_] <= 'z') || (bytes_[at_] >= 'A' && bytes_[at_] <= 'Z'))) {
      ++at_;
    }
    const std::string_view word = bytes_.substr(begin, at_ - begin);
    int number = 0;
    const auto [stop, error] = std::from_chars(bytes_.data() + at_, bytes_.data() + bytes_.size(), number);
    const std::size_t number_end = static_cast<std::size_t>(stop - bytes_.data());
    const bool has_number = number_end > at_;
    if (error != std::errc()) number = 0;
    at_ = number_end;
    if (at_ < bytes_.size() && bytes_[at_] == ' ') ++at_;
    const bool starred = std::exchange(group().starred, false);
    const auto meaning = meaning_of(word);
    if (meaning && meaning->word == Word::binary) {
      at_ += std::min<std::size_t>(static_cast<std::size_t>(std::max(number, 0)), bytes_.size() - at_);
    } else if (skip_left_ > 0) {
      --skip_left_;
    } else if (group().destination == Word::left_out) {
      return;
    } else if (meaning) {
      flush();
      apply(*meaning, number, has_number);
    } else if (starred) {
      flush();
      group().destination = Word::left_out;
    }
  }

  void apply(const Meaning& meaning, int number, bool has_number) {
    const bool on = !has_number || number != 0;
    if (is_destination(meaning.word)) return begin_destination(meaning.word);
    switch (meaning.word) {
      case Word::character:
        return add(meaning.character);
      case Word::unicode:
        return add_unicode(number);
      case Word::unicode_skip:
        group().unicode_skip = std::clamp(number, 0, 100);
        return;
      case Word::plain:
        group().hidden = group().deleted = false;
        group().font = default_font_;
        group().language = default_language_;
        return;
      case Word::hidden:
        group().hidden = on;
        return;
      case Word::deleted:
        group().deleted = on;
        return;
      case Word::font:
        group().font = number;
        return;
      case Word::language:
        group().language = number;
        return;
      case Word::default_language:
        default_language_ = group().language = number;
        return;
      case Word::paragraph_defaults:
        group().style = group().list_level = group().list = 0;
        group().outline = -1;
        group().in_table = false;
        return;
      case Word::style:
        group().style = number;
        return;
      case Word::based_on:
        if (group().destination == Word::style_sheet) style_.based_on = number;
        return;
      case Word::outline_level:
        (group().destination == Word::style_sheet ? style_.outline : group().outline) =
            std::clamp(number, 0, body_text);
        return;
      case Word::list_level:
        group().list_level = std::clamp(number, 0, 8);
        return;
      case Word::list:
        group().list = number;
        return;
      case Word::in_table:
        group().in_table = true;
        return;
      case Word::nesting:
        group().in_table = number > 0;
        return;
      case Word::end_paragraph:
      case Word::end_cell:
      case Word::end_row:
        return end(meaning.word);
      case Word::font_charset:
        if (group().destination == Word::font_table) code_pages_[group().font] = code_page_of_charset(number);
        return;
      case Word::font_code_page:
        if (group().destination == Word::font_table) code_pages_[group().font] = number;
        return;
      case Word::code_page:
        code_page_ = number;
        return;
      case Word::default_font:
        default_font_ = group().font = number;
        return;
      case Word::mac:
        code_page_ = 10000;
        return;
      case Word::pc:
        code_page_ = 437;
        return;
      case Word::pc_850:
        code_page_ = 850;
        return;
      case Word::year:
        year_ = number;
        return;
      case Word::month:
        month_ = number;
        return;
      case Word::day:
        day_ = number;
        return;
      case Word::binary:
      case Word::left_out:
      case Word::passed:
      case Word::font_table:
      case Word::style_sheet:
      case Word::information:
      case Word::title:
      case Word::created:
      case Word::modified:
      case Word::aside:
      case Word::author:
      case Word::list_text:
        return;
    }
  }

  void begin_destination(Word word) {
    // Inside what is left out, nothing else begins; title and dates only count in the document's information.
    const bool of_information = word == Word::title || word == Word::created || word == Word::modified;
    if (of_information && group().destination != Word::information) return;
    if (word == Word::passed) return;
    if (word == Word::aside) {
      if (group().destination != Word::passed) return;
      flow_.begin_aside();
      const std::string author = std::exchange(author_, {});
      stories_.emplace_back();
      story().author = author;
      group().is_story = true;
      group().style = group().list = 0;
      group().outline = -1;
      group().in_table = false;
      return;
    }
    if (word == Word::style_sheet) style_depth_ = groups_.size() + 1;
    if (word == Word::list_text) story().has_list_text = true;
    if (word == Word::author) author_.clear();
    if (word == Word::created || word == Word::modified) year_ = month_ = day_ = 0;
    group().destination = word;
  }

  // Styles.

  void begin_style() {
    style_ = {};
    group().style = 0;
    style_number_ = 0;
  }

  void end_style() { styles_[style_number_] = std::exchange(style_, {}); }

  struct Resolved {
    int heading = 0;
    bool title = false;
    bool left_out = false;
  };

  Resolved resolve(int number, int outline) const {
    constexpr int longest_chain = 20;  // also of styles that are based on each other in a circle
    Resolved resolved;
    for (int i = 0; i < longest_chain; ++i) {
      const auto found = styles_.find(number);
      if (found == styles_.end()) break;
      const Style& style = found->second;
      if (outline < 0 && style.outline < body_text) outline = style.outline;
      constexpr std::string_view heading = "heading ";
      if (outline < 0 && style.name.starts_with(heading) && style.name.size() == heading.size() + 1 &&
          style.name.back() >= '1' && style.name.back() <= '9') {
        outline = style.name.back() - '1';
      }
      resolved.title = resolved.title || style.name == "title";
      resolved.left_out = resolved.left_out || style.name.starts_with("toc ") || style.name.starts_with("contents ") ||
                          style.name.starts_with("index ");
      if (style.based_on == number) break;
      number = style.based_on;
    }
    if (outline >= 0 && outline < body_text) {
      resolved.heading = std::min(outline + 1, 6);
    } else if (resolved.title) {
      resolved.heading = 1;
    }
    return resolved;
  }

  // Text.

  void add(std::string_view text) {
    if (text.empty()) return;
    switch (group().destination) {
      case Word::style_sheet:
        add_to_style(text);
        return;
      case Word::title:
        information_title_ += text;
        return;
      case Word::author:
        author_ += text;
        return;
      default:
        break;
    }
    if (!is_shown()) return;
    story().text += text;
    languages_[group().language] += text.size();
  }

  void add_to_style(std::string_view text) {
    style_number_ = group().style;
    for (const char c : text) {
      if (c != ';') style_.name += text::lower(c);
    }
  }

  /// Bytes that are waiting for their whole run: a character may be two of them.
  void flush() {
    if (pending_.empty()) return;
    const auto of_font = code_pages_.find(group().font < 0 ? default_font_ : group().font);
    int code_page = of_font == code_pages_.end() || of_font->second == 0 ? code_page_ : of_font->second;
    if (code_page == symbols) {
      std::erase_if(pending_, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
      code_page = code_page_;
    }
    // A file may name any number of code pages, and those known are few.
    constexpr std::size_t most_decoders = 64;
    auto decoder = decoders_.find(code_page);
    if (decoder == decoders_.end()) {
      if (decoders_.size() > most_decoders) decoders_.clear();
      decoder = decoders_.emplace(code_page, RunDecoder(encoding_of(code_page))).first;
    }
    lead_ = 0;
    add(decoder->second.decode(std::exchange(pending_, {})));
  }

  /// A UTF-16 code unit, maybe negative; what follows for readers that do not know it is passed over.
  void add_unicode(int number) {
    const auto value = static_cast<char32_t>(number < 0 ? number + 0x10000 : number);
    skip_left_ = group().unicode_skip;
    if (value >= 0xD800 && value < 0xDC00) {
      lead_ = value;
      return;
    }
    const bool is_trail = value >= 0xDC00 && value < 0xE000;
    const char32_t lead = std::exchange(lead_, U'\0');
    std::string character;
    if (is_trail && lead != 0) {
      text::append_utf8(character, 0x10000 + ((lead - 0xD800) << 10U) + (value - 0xDC00));
    } else if (value >= 0xF000 && value < 0xF100) {
      return;  // a symbol
    } else if (value != 0) {
      text::append_utf8(character, value);
    }
    add(character);
  }

  // Paragraphs and tables.

  void end(Word word) {
    if (group().destination != Word::passed) return;
    if (word == Word::end_cell) group().in_table = true;
    end_paragraph();
    if (word == Word::end_paragraph || !story().table_open) return;
    if (word == Word::end_row) flow_.begin_row();
    flow_.begin_cell();
  }

  void end_paragraph() {
    std::string text = std::exchange(story().text, {});
    const bool has_list_text = std::exchange(story().has_list_text, false);
    const Group& now = group();
    if (now.in_table && !story().table_open) {
      flow_.begin_table();
      flow_.begin_row();
      flow_.begin_cell();
      story().table_open = true;
    } else if (!now.in_table) {
      close_table();
    }
    const Resolved is = resolve(now.style, now.outline);
    if (is.left_out) text.clear();
    if (is.title && title_.empty()) title_ = text::fold_space(text);
    if (std::string& author = story().author; !author.empty() && !text.empty()) {
      text.insert(0, text::fold_space(std::exchange(author, {})) + ": ");
    }
    if (is.heading > 0) {
      flow_.add(BlockKind::heading, text::fold_space(text), is.heading);
    } else if (now.list > 0 || has_list_text) {
      flow_.add(BlockKind::list_item, std::move(text), now.list_level + 1);
    } else {
      flow_.add(BlockKind::paragraph, std::move(text));
    }
  }

  void close_table() {
    if (std::exchange(story().table_open, false)) flow_.end_table();
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::vector<Group> groups_;
  std::vector<Story> stories_;
  Flow flow_;
  std::string pending_;
  int skip_left_ = 0;  // characters that only stand there for readers without Unicode
  char32_t lead_ = 0;  // half of a character
  int code_page_ = 1252;
  int default_font_ = -1;
  int default_language_ = 0;
  std::map<int, int> code_pages_;  // of fonts
  std::map<int, RunDecoder> decoders_;
  std::map<int, Style> styles_;
  Style style_;  // in the making
  int style_number_ = 0;
  std::size_t style_depth_ = 0;           // of the groups that are a style each
  std::map<int, std::size_t> languages_;  // how much text is in each
  std::string title_;                     // of the style for titles
  std::string information_title_;
  std::string author_;  // of the comment that follows
  DocumentDate date_;
  int year_ = 0;
  int month_ = 0;
  int day_ = 0;
};

}  // namespace

ReadResult read_rtf(std::string_view bytes, Members&) {
  const std::size_t begin = bytes.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  if (begin == bytes.npos || !bytes.substr(begin).starts_with("{\\rtf")) {
    return tl::unexpected<std::string>("not what its name says: no RTF");
  }
  return RtfReader(bytes.substr(begin)).read();
}

}  // namespace pilcrow::indexer
