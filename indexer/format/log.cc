// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of logs. A record begins with a line that has a time in its first words, and goes on over the lines that
// have none (a stack trace). Records of one moment stand together up to the size of a paragraph, to the letter. A log
// without times is plain text. One pass, no memory but the blocks.
#include <algorithm>
#include <string_view>

#include "core/text/ascii.h"
#include "indexer/characters.h"
#include "indexer/format/format.h"
#include "indexer/format/lines.h"
#include "indexer/paragraphs.h"

namespace pilcrow::indexer {
namespace {

using text::is_digit;

/// Whether the file is a log is judged by its first lines.
constexpr std::size_t sample_lines = 1000;
/// The time stands in the first words of a line, and these are not far in.
constexpr std::size_t most_words_before = 5;
constexpr std::size_t longest_beginning = 120;
/// Records of a moment that are larger than this do not stand with those of the next.
constexpr std::size_t enough = gathered_paragraph / 2;

/// How long the beginning is that has this shape: 9 is any digit, other signs are themselves; 0 where it has another.
std::size_t shaped(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '9' ? !is_digit(text[i]) : shape[i] != text[i]) return 0;
  }
  return shape.size();
}

bool is_month(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = text.size() < 3 ? std::string_view::npos : months.find(text.substr(0, 3));
  return at != std::string_view::npos && at % 3 == 0;
}

/// The part of a time that says the minute (of seconds since some beginning: the first eight digits), where one begins
/// here; else empty.
std::string_view minute_at(std::string_view text) {
  // 12:50, and what may stand behind: :46
  const auto time_from = [text](std::size_t at) -> std::string_view {
    std::size_t size = shaped(text.substr(std::min(at, text.size())), "99:99:99");
    if (size == 0) return {};
    return text.substr(0, at + 5);
  };
  if (std::string_view found = time_from(0); !found.empty()) return found;
  for (const std::string_view shape : {"9999-99-99", "9999/99/99", "9999.99.99", "99.99.9999", "99/99/9999", "99-99"}) {
    const std::size_t size = shaped(text, shape);
    if (size == 0 || size >= text.size()) continue;
    if (text[size] != ' ' && text[size] != 'T' && text[size] != '_') continue;
    const std::size_t at = size + 1;
    if (std::string_view found = time_from(at); !found.empty()) return found;
    if (shaped(text.substr(at), "99:99") != 0 && shape.size() > 5) return text.substr(0, at + 5);
  }
  if (is_month(text)) {  // Nov 22 12:50:46, Nov  2 2026 12:50:46
    std::size_t at = std::min(text.find_first_not_of(' ', 3), text.size());
    for (int numbers = 0; at > 3 && numbers < 2; ++numbers) {
      const std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
      if (end == at || end >= text.size() || text[end] != ' ') return {};
      at = end + 1;
      if (std::string_view found = time_from(at); !found.empty()) return found;
    }
    return {};
  }
  if (text.size() > 12 && shaped(text, "99/") != 0 && is_month(text.substr(3))) {  // 22/Nov/2026:12:50:46
    return shaped(text.substr(6), "/9999:") != 0 ? time_from(12) : std::string_view();
  }
  // 1763815846.123 (epoch)
  if (shaped(text, "9999999999.999") != 0) return text.substr(0, 8);
  // I1122 12:50:46 (glog)
  if (!text.empty() && std::string_view("IWEF").find(text[0]) != std::string_view::npos &&
      shaped(text.substr(1), "9999 ") != 0) {
    return time_from(6);
  }
  return {};
}

/// The minute of the record that the line begins; empty where it goes on with one.
std::string_view minute_of(std::string_view line) {
  constexpr std::string_view brackets = "[(<\"{";
  line = line.substr(0, longest_beginning);
  if (line.empty() || line[0] == ' ' || line[0] == '\t') {
    // The kernel's: "[    1.234567] text" is the only one with a space so early.
    return {};
  }
  if (line[0] == '[') {
    const std::size_t digits = line.find_first_not_of(' ', 1);
    const std::size_t point = line.find_first_not_of("0123456789", std::min(digits, line.size()));
    if (digits != std::string_view::npos && point != std::string_view::npos && point > digits &&
        shaped(line.substr(point), ".999999]") != 0) {
      return line.substr(0, point);
    }
  }
  for (std::size_t words = 0; words < most_words_before && !line.empty(); ++words) {
    while (!line.empty() && brackets.find(line[0]) != std::string_view::npos) line.remove_prefix(1);
    if (const std::string_view minute = minute_at(line); !minute.empty()) return minute;
    line.remove_prefix(std::min(line.find(' '), line.size()));
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  }
  return {};
}

/// At least two records, and one in twenty lines: there are long stack traces.
bool is_log(std::string_view text) {
  Lines lines(text);
  text::Span line;
  std::size_t count = 0;
  std::size_t records = 0;
  while (count < sample_lines && lines.next(line)) {
    ++count;
    records += minute_of(line.of(text)).empty() ? 0U : 1U;
  }
  return records >= 2 && records * 20 >= count;
}

}  // namespace

ReadResult read_log(std::string_view text) {
  if (!is_log(text)) return read_plain_text(text);
  Document document;
  text::Span whole;  // records that will be one block
  std::string_view its_minute;
  text::Span record;
  std::string_view record_minute;
  const auto add = [&] {
    if (whole.empty()) return;
    Block block;
    block.kind = BlockKind::code;
    block.source = whole;
    block.text = whole.of(text);
    document.blocks.push_back(std::move(block));
    whole = {};
  };
  const auto end_record = [&] {
    record = trimmed(text, record);
    if (record.empty()) return;
    const bool another_moment = record_minute != its_minute;
    if (!whole.empty() &&
        (record.end - whole.begin > gathered_paragraph || (another_moment && whole.size() >= enough))) {
      add();
    }
    if (whole.empty() || another_moment) its_minute = record_minute;
    whole = {whole.empty() ? record.begin : whole.begin, record.end};
  };
  Lines lines(text);
  for (text::Span line; document.blocks.size() <= most_blocks && lines.next(line);) {
    const std::string_view minute = minute_of(line.of(text));
    if (minute.empty()) {
      record.end = line.end;
      continue;
    }
    end_record();
    record = line;
    record_minute = minute;
  }
  end_record();
  add();
  return document;
}

}  // namespace pilcrow::indexer
