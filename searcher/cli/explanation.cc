// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/explanation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/text/utf8.h"
#include "searcher/cli/presenter.h"

namespace pilcrow::searcher::cli {
namespace {

constexpr std::size_t widest_word = 32;

/// A word as a cell.
std::string cell(std::string_view text) {
  return short_line(text, widest_word);
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += separator;
    line += one_line(word);
  }
  return line;
}

std::string typed(const ExplainedWord& word) {
  std::string text = cell(word.typed);
  if (word.phrase) {
    text = '"' + text + '"';
  } else if (word.required) {
    text = '+' + text;
  }
  return word.count > 1 ? text + " ×" + std::to_string(word.count) : text;
}

/// "wind", "list (de) listen (en)"; with three relatives "wind ~3".
std::string forms(const ExplainedWord& word) {
  std::string line;
  for (const ExplainedForm& form : word.forms) {
    if (!line.empty()) line += ' ';
    line += cell(form.form);
    if (!form.languages.empty()) line += " (" + joined(form.languages, ", ") + ")";
  }
  if (!word.relatives.empty()) line += " ~" + std::to_string(word.relatives.size());
  return line;
}

/// "text 2, headings 1 · 12 paragraphs"
std::string frequencies(const ExplainedWord& word) {
  if (word.paragraphs == 0) return "nowhere in the index";
  std::string line;
  const auto add = [&](const char* field, std::size_t count) {
    if (count > 0) line += fmt::format("{}{} {}", line.empty() ? "" : ", ", field, count);
  };
  add("text", word.in_text);
  add("title", word.in_title);
  add("headings", word.in_headings);
  add("file name", word.in_file_name);
  if (line.empty()) line = "absent";
  add("relatives", word.of_relatives);
  return line + fmt::format(" · {} paragraph{}", word.paragraphs, word.paragraphs == 1 ? "" : "s");
}

struct Row {
  std::string weight;
  std::string name;
  std::string form;
  std::string why;
};

std::vector<Row> rerank_rows(const RerankParts& parts) {
  const std::array<std::pair<double, Row>, 6> all = {{
      {parts.run, {{}, "run", {}, fmt::format("{:.0f} in a row as in the query", parts.run)}},
      {parts.sentence, {{}, "sentence", {}, "what the best sentence holds"}},
      {parts.nearness, {{}, "nearness", {}, "words that stand near each other"}},
      {parts.exact, {{}, "exact", {}, "words in the form that was typed"}},
      {parts.file, {{}, "file", {}, "what other paragraphs of the file say"}},
      {parts.grams, {{}, "grams", {}, "words like those that are absent"}},
  }};
  std::vector<Row> rows;
  for (const auto& [score, row] : all) {
    if (score == 0) continue;
    rows.push_back(row);
    rows.back().weight = fmt::format("{:.3f}", score);
  }
  return rows;
}

void pad(std::string& text, std::size_t columns, bool right) {
  const std::string room(columns - std::min(columns, text::display_width(text)), ' ');
  text = right ? room + text : text + room;
}

void align(std::vector<Row>& rows, std::string Row::*column, bool right) {
  std::size_t widest = 0;
  for (const Row& row : rows) widest = std::max(widest, text::display_width(row.*column));
  for (Row& row : rows) pad(row.*column, widest, right);
}

}  // namespace

std::string query_explained(const Summary& summary) {
  std::string lines = "query      " + one_line(summary.query) + "\n";
  for (const Correction& correction : summary.corrections) {
    lines += "corrected  " + one_line(correction.typed) + " → " + one_line(correction.used) + "\n";
  }
  if (!summary.stopped.empty()) lines += "left out   " + joined(summary.stopped, " ") + "\n";
  if (!summary.missing.empty()) lines += "nowhere    " + joined(summary.missing, " ") + "\n";
  if (!summary.languages.empty()) lines += "stems of   " + joined(summary.languages, " ") + "\n";
  return lines;
}

std::string hit_explained(const Hit& hit) {
  if (!hit.explanation) return {};
  const Explanation& explanation = *hit.explanation;
  std::vector<Row> rows;
  double words = 0;
  for (const ExplainedWord& word : explanation.words) {
    words += word.weight;
    rows.push_back(
        {word.weight == 0 ? "-" : fmt::format("{:.3f}", word.weight), typed(word), forms(word), frequencies(word)});
  }
  for (Row& row : rerank_rows(explanation.rerank)) rows.push_back(std::move(row));
  align(rows, &Row::weight, true);
  align(rows, &Row::name, false);
  align(rows, &Row::form, false);
  std::string lines =
      fmt::format("  score {:.3f}: words {:.3f}, text {:.3f}\n", hit.score, words, explanation.rerank.sum());
  for (const Row& row : rows) lines += "    " + row.weight + "  " + row.name + "  " + row.form + "  " + row.why + "\n";
  return lines;
}

}  // namespace pilcrow::searcher::cli
