// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/claims_in_markdown.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "core/text/ascii.h"
#include "core/text/span.h"
#include "searcher/verify_wording.h"

namespace pilcrow::searcher {
namespace {

using text::Span;

constexpr std::string_view mark = "pc1:";
/// So much may stand between a block quote and the citation behind it: "— energy.md, chapter 3".
constexpr std::size_t longest_attribution = 160;

/// Lines that belong together, without their ">".
struct Block {
  bool quoted = false;
  std::string text;
  std::vector<std::pair<std::size_t, std::uint64_t>> lines;  ///< Where each begins in the text, and its number.

  std::uint64_t line_at(std::size_t offset) const {
    const auto next = std::upper_bound(lines.begin(), lines.end(), std::pair(offset, ~std::uint64_t{0}));
    return std::prev(next)->second;
  }
};

std::string_view without_indent(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

/// Whether a line begins a paragraph of its own.
bool begins_block(std::string_view line) {
  if (line.starts_with('|') || line.starts_with('#')) return true;
  std::size_t marker = 0;
  if (line.starts_with('-') || line.starts_with('*') || line.starts_with('+')) {
    marker = 1;
  } else {
    while (marker < line.size() && marker < 9 && text::is_digit(line[marker])) ++marker;
    if (marker == 0 || marker == line.size() || (line[marker] != '.' && line[marker] != ')')) return false;
    ++marker;
  }
  return marker < line.size() && line[marker] == ' ';
}

template <class Visit>
void each_block(std::string_view input, const Visit& visit) {
  Block block;
  std::uint64_t number = 0;
  const auto end_block = [&] {
    if (!block.lines.empty()) visit(std::exchange(block, {}));
  };
  for (std::size_t begin = 0; begin < input.size();) {
    const std::size_t end = std::min(input.find('\n', begin), input.size());
    std::string_view line = without_indent(input.substr(begin, end - begin));
    begin = end + 1;
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) {
      end_block();
      continue;
    }
    const bool quoted = line.starts_with('>');
    while (line.starts_with('>')) line = without_indent(line.substr(1));
    if (quoted != block.quoted || (!quoted && begins_block(line))) end_block();
    block.quoted = quoted;
    block.lines.emplace_back(block.text.size(), number);
    block.text.append(line).append("\n");
  }
  end_block();
}

bool is_of_citation(char c) {
  return text::is_letter(c) || text::is_digit(c) || c == ':';
}

/// Also those that are cut off; a mark with nothing behind it is none.
std::vector<Span> citations_in(std::string_view text) {
  std::vector<Span> citations;
  for (std::size_t begin = text.find(mark); begin != std::string_view::npos; begin = text.find(mark, begin)) {
    std::size_t end = begin + mark.size();
    while (end < text.size() && is_of_citation(text[end])) ++end;
    const std::size_t next = end;
    while (text[end - 1] == ':') --end;
    const bool in_word = begin > 0 && is_of_citation(text[begin - 1]);
    if (!in_word && end > begin + mark.size()) citations.push_back({begin, end});
    begin = next;
  }
  return citations;
}

/// Quotation marks: what opens, and what closes it.
struct Marks {
  std::string_view open;
  std::array<std::string_view, 2> close;
};
constexpr std::array<Marks, 10> quotation_marks = {{
    {"\"", {"\"", "\""}},
    {"\xE2\x80\x9C", {"\xE2\x80\x9D", "\xE2\x80\x9D"}},  // “ ”
    {"\xE2\x80\x9E", {"\xE2\x80\x9C", "\xE2\x80\x9D"}},  // „ “ or ”
    {"\xC2\xAB", {"\xC2\xBB", "\xC2\xBB"}},              // « »
    {"\xC2\xBB", {"\xC2\xAB", "\xC2\xAB"}},              // » «
    {"\xE2\x80\xB9", {"\xE2\x80\xBA", "\xE2\x80\xBA"}},  // ‹ ›
    {"\xE2\x80\xBA", {"\xE2\x80\xB9", "\xE2\x80\xB9"}},  // › ‹
    {"\xE2\x80\x9A", {"\xE2\x80\x98", "\xE2\x80\x98"}},  // ‚ ‘
    {"\xE3\x80\x8C", {"\xE3\x80\x8D", "\xE3\x80\x8D"}},  // 「 」
    {"\xE3\x80\x8E", {"\xE3\x80\x8F", "\xE3\x80\x8F"}},  // 『 』
}};

const Marks* opened_at(std::string_view text, std::size_t offset) {
  const auto marks = std::find_if(quotation_marks.begin(), quotation_marks.end(),
                                  [&](const Marks& one) { return text.substr(offset).starts_with(one.open); });
  return marks == quotation_marks.end() ? nullptr : &*marks;
}

std::size_t index_of(const Marks& marks) {
  return static_cast<std::size_t>(&marks - quotation_marks.data());
}

/// Where the mark stands that closes; the end where there is none.
Span closed_at(std::string_view text, std::size_t from, const Marks& marks) {
  // Not find() for each mark: one that never comes would be looked for again and again.
  for (std::size_t at = from; at < text.size(); ++at) {
    for (const std::string_view close : marks.close) {
      if (text.substr(at).starts_with(close)) return {at, at + close.size()};
    }
  }
  return {text.size(), text.size()};
}

/// Without what belongs to the citation behind it: an open bracket, a line that says whose words these were, a dash.
std::string_view without_attribution(std::string_view text) {
  const std::size_t line = text.rfind('\n');
  const std::size_t bracket = text.find_last_of("([");
  const bool is_on_line = bracket != std::string_view::npos && (line == std::string_view::npos || bracket > line);
  if (is_on_line && text.size() - bracket <= longest_attribution &&
      text.find_first_of(")]", bracket) == std::string_view::npos) {
    text = text.substr(0, bracket);
  }
  const std::string_view last = without_indent(text.substr(line == std::string_view::npos ? 0 : line + 1));
  for (const std::string_view dash : {"\xE2\x80\x94", "\xE2\x80\x93", "--", "- ", "Source", "source"}) {
    if (last.starts_with(dash)) text = text.substr(0, line == std::string_view::npos ? 0 : line);
  }
  for (;;) {
    const std::size_t end = text.find_last_not_of(" \t\n`<:;-");
    text = text.substr(0, end == std::string_view::npos ? 0 : end + 1);
    if (!text.ends_with("\xE2\x80\x94") && !text.ends_with("\xE2\x80\x93")) return text;
    text.remove_suffix(3);
  }
}

/// What the citation before it left over is not part of a quote.
std::string_view without_rest(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n`>])}.,;:");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

/// Without the quotation marks around all of it.
std::string_view without_marks(std::string_view text) {
  const Marks* const marks = opened_at(text, 0);
  if (marks == nullptr) return text;
  const std::string_view inner = text.substr(marks->open.size());
  const Span end = closed_at(inner, 0, *marks);
  return end.end == inner.size() && !end.empty() ? inner.substr(0, end.begin) : text;
}

class Reader {
 public:
  explicit Reader(std::size_t most) : most_(most) {}

  void take(Block&& block) {
    if (claims_.size() >= most_) return;
    const std::vector<Span> citations = citations_in(block.text);
    if (citations.empty()) {
      if (block.quoted && announced_) {
        announce(block.text);
      } else if (block.quoted) {
        before_.push_back(std::move(block.text));
      } else {
        before_.clear();
        announced_ = false;
      }
      return;
    }
    announced_ = false;
    bool cited_first = false;  // What is quoted stands behind the citations of this paragraph.
    for (std::size_t i = 0; i < citations.size() && claims_.size() < most_; ++i) {
      const std::size_t begin = i == 0 ? 0 : citations[i - 1].end;
      const std::size_t next = i + 1 < citations.size() ? citations[i + 1].begin : block.text.size();
      const std::string_view text(block.text);
      const std::string_view before = text.substr(begin, citations[i].begin - begin);
      const std::string_view behind = text.substr(citations[i].end, next - citations[i].end);
      std::vector<std::string> quotes;
      if (block.quoted) {
        std::string_view quote = without_attribution(i == 0 ? before : without_rest(before));
        if (i == 0 && quote.empty()) quote = without_attribution(without_rest(behind));
        add(without_marks(quote), quotes);
      } else if (cited_first) {
        find_quotes(behind, {}, quotes);
      } else {
        find_quotes(before, behind, quotes);
        if (i == 0 && quotes.empty() && before.size() <= longest_attribution) {
          for (const std::string& quote : before_) add(without_marks(without_attribution(quote)), quotes);
        }
        if (i == 0 && quotes.empty()) {
          find_quotes(behind, {}, quotes);
          cited_first = !quotes.empty();
        }
      }
      const bool last = i + 1 == citations.size();
      announced_ = last && !block.quoted && quotes.empty() &&
                   behind.find_last_not_of(" \t\n*_)]") != std::string_view::npos &&
                   behind[behind.find_last_not_of(" \t\n*_)]")] == ':';
      claim(citations[i].of(text), block.line_at(citations[i].begin), std::move(quotes));
    }
    before_.clear();
  }

  std::vector<Claim> finish() { return std::move(claims_); }

 private:
  static void add(std::string_view quote, std::vector<std::string>& quotes) {
    if (!read_quotation(quote).empty()) quotes.emplace_back(quote);
  }

  /// What stands in quotation marks in a text, before a citation or behind it; or around it, where the marks close behind
  /// it.
  static void find_quotes(std::string_view before, std::string_view behind, std::vector<std::string>& quotes) {
    std::array<bool, quotation_marks.size()> never_closed{};  // So that no end is looked for again.
    for (std::size_t at = 0; at < before.size();) {
      const Marks* const marks = opened_at(before, at);
      if (marks == nullptr || never_closed[index_of(*marks)]) {
        ++at;
        continue;
      }
      const std::size_t begin = at + marks->open.size();
      const Span end = closed_at(before, begin, *marks);
      if (!end.empty()) {
        add(before.substr(begin, end.begin - begin), quotes);
        at = end.end;
        continue;
      }
      if (!closed_at(behind, 0, *marks).empty()) {
        add(without_attribution(before.substr(begin)), quotes);
        return;
      }
      never_closed[index_of(*marks)] = true;
      at = begin;
    }
  }

  /// A block quote that the paragraph before it announced, "… [pc1:…] says:".
  void announce(std::string_view text) {
    std::vector<std::string> quotes;
    add(without_marks(without_attribution(text)), quotes);
    if (quotes.empty() || claims_.empty() || claims_.size() == most_) return;
    if (claims_.back().quote.empty()) {
      claims_.back().quote = std::move(quotes.front());
    } else {
      Claim next = claims_.back();
      next.quote = std::move(quotes.front());
      claims_.push_back(std::move(next));
    }
  }

  void claim(std::string_view citation, std::uint64_t line, std::vector<std::string>&& quotes) {
    if (quotes.empty()) quotes.emplace_back();
    for (std::string& quote : quotes) {
      if (claims_.size() == most_) return;
      Claim claim;
      claim.citation = citation;
      claim.quote = std::move(quote);
      claim.line = line;
      claims_.push_back(std::move(claim));
    }
  }

  std::size_t most_;
  std::vector<std::string> before_;  ///< Block quotes right before, without citations.
  bool announced_ = false;           ///< The last claim waits for the block quote behind it.
  std::vector<Claim> claims_;
};

}  // namespace

std::vector<Claim> claims_in_markdown(std::string_view input, std::size_t most) {
  Reader reader(most);
  each_block(input, [&](Block&& block) { reader.take(std::move(block)); });
  return reader.finish();
}

}  // namespace pilcrow::searcher
