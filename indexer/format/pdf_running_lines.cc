// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/pdf_running_lines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/text/ascii.h"
#include "core/text/hash.h"

namespace pilcrow::indexer {
namespace {

using text::is_digit;

/// Heads and feet have at most so many lines.
constexpr std::size_t outer_lines = 3;
/// Lines of text that begin or end with a figure are longer.
constexpr std::size_t longest_running_line = 200;

std::optional<int> roman(std::string_view text) {
  constexpr std::size_t longest = 9;  // "lxxxviii" and a little
  if (text.empty() || text.size() > longest) return std::nullopt;
  int total = 0;
  int before = 1000;
  for (const char letter : text) {
    const std::size_t at = std::string_view("ivxlc").find(static_cast<char>(letter | 0x20));
    if (at == std::string_view::npos) return std::nullopt;
    const int value = std::array{1, 5, 10, 50, 100}[at];
    total += value > before ? value - 2 * before : value;
    before = value;
  }
  return total;
}

/// The number that a word is, of a page.
std::optional<int> number(std::string_view word) {
  while (!word.empty() && std::string_view("[(-.,|").find(word.front()) != std::string_view::npos)
    word.remove_prefix(1);
  while (!word.empty() && std::string_view("])-.,|").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  if (word.empty() || word.size() > 9) return std::nullopt;
  if (std::all_of(word.begin(), word.end(), is_digit)) return std::atoi(std::string(word).c_str());
  return roman(word);
}

/// Figures do not count, nor does it where a page number in small Roman ones is all.
std::string without_figures(std::string_view text) {
  if (roman(text)) return "#";
  std::string out;
  for (const char byte : text) {
    if (!is_digit(byte)) {
      out += byte;
    } else if (out.empty() || out.back() != '#') {
      out += '#';
    }
  }
  return out;
}

struct Candidate {
  std::size_t page = 0;  // pages[page].lines[line]
  std::size_t line = 0;
  bool outermost = false;
  std::vector<std::uint64_t> keys;  // Lines that share one are the same line on other pages.
};

class RunningLines {
  struct Pages {
    std::size_t count = 0;
    std::size_t last = 0;
  };

 public:
  RunningLines(std::vector<PdfPage>& pages, float body_size) : pages_(pages), body_size_(body_size) {}

  void drop() {
    for (std::size_t page = 0; page < pages_.size(); ++page) find_candidates(page);
    for (const Candidate& candidate : candidates_) {
      for (const std::uint64_t key : candidate.keys) {
        Pages& with = pages_with_[key];
        // Columns may say the same beside each other; only other pages count.
        if (with.count == 0 || with.last != candidate.page) ++with.count;
        with.last = candidate.page;
      }
    }
    for (const Candidate& candidate : candidates_) {
      if (runs(candidate)) pages_[candidate.page].lines[candidate.line].text.clear();
    }
    for (PdfPage& page : pages_) {
      std::erase_if(page.lines, [](const PdfLine& line) { return line.text.empty(); });
    }
  }

 private:
  void find_candidates(std::size_t page) {
    const std::vector<PdfLine>& lines = pages_[page].lines;
    std::vector<std::size_t> order(lines.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return lines[a].top < lines[b].top; });
    take(page, order, 0);
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return lines[a].bottom > lines[b].bottom; });
    take(page, order, 1);
  }

  void take(std::size_t page, const std::vector<std::size_t>& order, std::uint64_t side) {
    const std::vector<PdfLine>& lines = pages_[page].lines;
    std::size_t height = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const PdfLine& line = lines[order[i]];
      if (i > 0 && std::abs(line.top - lines[order[i - 1]].top) > 0.5F * (line.bottom - line.top)) ++height;
      constexpr std::size_t most_beside = 8;  // each other, at one height
      if (height == outer_lines || i == outer_lines * most_beside) return;
      if (line.text.size() > longest_running_line) continue;
      Candidate candidate{page, order[i], height == 0, {}};
      const auto place = static_cast<std::uint64_t>(std::lround(line.top / 4) + 1'000'000) * 2 + side;
      candidate.keys.push_back(text::hash64(without_figures(line.text), place));
      if (height == 0) {
        const std::string_view text = line.text;
        const std::string_view first = text.substr(0, text.find(' '));
        const std::string_view last = text.substr(text.rfind(' ') + 1);
        for (const auto& [word, seed] : {std::pair{first, 1}, std::pair{last, 2}}) {
          if (const auto value = number(word)) {
            const std::string ahead = std::to_string(*value - static_cast<int>(pages_[page].number));
            candidate.keys.push_back(text::hash64(ahead, place * 4 + static_cast<std::uint64_t>(seed)));
          }
        }
      }
      candidates_.push_back(std::move(candidate));
    }
  }

  bool runs(const Candidate& candidate) const {
    const PdfPage& page = pages_[candidate.page];
    const PdfLine& line = page.lines[candidate.line];
    if (line.text.empty()) return true;
    const std::size_t needed = pages_.size() <= 3 ? 2 : 3;
    std::size_t most = 0;
    for (const std::uint64_t key : candidate.keys) most = std::max(most, pages_with_.at(key).count);
    if (line.size > 1.15F * body_size_ && 2 * most < pages_.size()) return false;
    return most >= needed ||
           (candidate.outermost && (line.text == page.label || line.text == std::to_string(page.number)));
  }

  std::vector<PdfPage>& pages_;
  float body_size_;
  std::vector<Candidate> candidates_;
  std::unordered_map<std::uint64_t, Pages> pages_with_;
};

}  // namespace

void drop_running_lines(std::vector<PdfPage>& pages, float body_size) {
  RunningLines(pages, body_size).drop();
}

}  // namespace pilcrow::indexer
