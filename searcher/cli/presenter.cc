// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/presenter.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/cli/message.h"
#include "core/text/utf8.h"
#include "searcher/cli/excerpt.h"

namespace pilcrow::searcher::cli {
namespace {

class CountPresenter : public Presenter {
 public:
  std::string present(const SearchResult& result, const std::optional<std::string>& query_id) override {
    const std::string count = std::to_string(result.summary.matches) + "\n";
    return query_id ? one_line(*query_id) + "\t" + count : count;
  }
};

constexpr std::size_t widest_word = 32;
constexpr std::size_t most_words = 10;

constexpr std::size_t widest_part = 80;

/// "'wnid' occurs nowhere in the index; near: 'wind' and 'winds'"
void add_missing(const Summary& summary, std::vector<std::string>& lines) {
  const std::vector<std::string>& missing = summary.missing;
  if (missing.empty()) return;
  lines.push_back(enumerate(missing, most_words) + (missing.size() == 1 ? " occurs" : " occur") +
                  " nowhere in the index");
  const auto& nearest = summary.nearest;
  for (std::size_t i = 0; i < std::min(nearest.size(), most_words); ++i) {
    const std::string words = enumerate(nearest[i].words, most_words);
    if (missing.size() == 1) {
      lines.back() += "; near: " + words;
    } else {
      lines.push_back("near '" + short_line(nearest[i].typed, widest_word) + "': " + words);
    }
  }
}

void add_hindrances(const Summary& summary, std::vector<std::string>& lines) {
  const auto& hindrances = summary.hindrances;
  if (lines.empty() && hindrances.size() > 1) lines.emplace_back("no paragraph matches all that is asked for");
  for (const Hindrance& hindrance : hindrances) {
    const std::string part = short_line(hindrance.part, widest_part);
    lines.push_back(counted(hindrance.matches, "paragraph") + (hindrance.matches == 1 ? " matches" : " match") + ' ' +
                    (hindrance.instead.empty() ? "without " + part
                                               : short_line(hindrance.instead, widest_part) + " instead of " + part));
  }
}

}  // namespace

std::unique_ptr<Presenter> make_presenter(const PresenterOptions& options) {
  if (options.shape == Shape::count && options.format != Format::jsonl) return make_count_presenter();
  if (options.shape == Shape::facets) return make_facet_presenter();
  switch (options.format) {
    case Format::text:
      return make_text_presenter(options);
    case Format::jsonl:
      return make_jsonl_presenter(options);
    case Format::vimgrep:
      return make_vimgrep_presenter();
    case Format::llm:
      return make_llm_presenter();
    case Format::trec:
      return make_trec_presenter(options.shape);
  }
  return make_text_presenter(options);
}

std::unique_ptr<Presenter> make_count_presenter() {
  return std::make_unique<CountPresenter>();
}

std::vector<std::string> why_no_hits(const Summary& summary) {
  if (summary.paragraphs == 0) return {"the index holds no paragraphs"};
  std::vector<std::string> lines;
  add_missing(summary, lines);
  for (const std::string& filter : summary.closed) {
    const bool said = std::any_of(summary.hindrances.begin(), summary.hindrances.end(),
                                  [&](const Hindrance& hindrance) { return hindrance.part == filter; });
    if (!said) lines.push_back("no paragraph of the index passes " + short_line(filter, widest_part));
  }
  add_hindrances(summary, lines);
  if (!lines.empty()) return lines;
  if (summary.query.empty()) return {"there is nothing to look for"};
  return {"each part matches something, but no paragraph all that is asked for"};
}

bool all_partial(const SearchResult& result) {
  return result.summary.similar_to.empty() && result.summary.all_words == 0 &&
         std::any_of(result.hits.begin(), result.hits.end(), [](const Hit& hit) { return !hit.lacks.empty(); });
}

std::string nowhere(const Summary& summary) {
  return summary.missing.empty() ? std::string() : "; nowhere in the index: " + enumerate(summary.missing, most_words);
}

std::string enumerate(const std::vector<std::string>& words, std::size_t most) {
  const std::size_t shown = std::min(words.size(), most);
  std::string list;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) list += i + 1 == words.size() ? " and " : ", ";
    list += "'" + short_line(words[i], widest_word) + "'";
  }
  return shown < words.size() ? list + " and " + grouped(words.size() - shown) + " more" : list;
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3;) {
    i -= 3;
    digits.insert(i, ",");
  }
  return digits;
}

std::string counted(std::uint64_t number, const char* thing) {
  return grouped(number) + " " + thing + (number == 1 ? "" : "s");
}

bool has_lines(std::string_view type) {
  static constexpr std::array<std::string_view, 11> without = {"pdf",  "docx", "pptx", "odt", "odp",     "rtf",
                                                               "epub", "mail", "xlsx", "ods", "document"};
  return std::find(without.begin(), without.end(), type) == without.end();
}

std::string spot_of(std::string_view type, const LineRange& lines, const std::optional<PageRange>& page) {
  if (!page) return {};
  if (type == "xlsx" || type == "ods") {
    const std::string rows = lines.first == lines.last
                                 ? "row " + std::to_string(lines.first)
                                 : "rows " + std::to_string(lines.first) + "-" + std::to_string(lines.last);
    return "sheet " + one_line(page->cited_label) + ", " + rows;
  }
  const std::string number = std::to_string(page->cited);
  const std::string label = page->cited_label == number ? "" : " (" + one_line(page->cited_label) + ")";
  return (type == "pptx" || type == "odp" ? "slide " : "p. ") + number + label;
}

Position position_of(const Hit& hit, std::size_t offset) {
  if (!has_lines(hit.type)) return {};
  Position position{hit.lines.first, 1};
  // Of a text that a budget cut, nobody knows the lines before it.
  if (hit.type != "text" || (hit.kept && hit.kept->begin > 0)) return position;
  const std::string_view before = std::string_view(hit.text).substr(0, offset);
  // source.h: a line ends at "\n", and at "\r" where the file has no "\n". A text of one line ends has but one of them.
  const char line_end = hit.text.find('\n') != std::string::npos ? '\n' : '\r';
  position.line += static_cast<std::size_t>(std::count(before.begin(), before.end(), line_end));
  position.column = before.size() - (before.find_last_of(line_end) + 1) + 1;
  return position;
}

std::string one_line(std::string_view text) {
  return text::printable(text::fold_space(text));
}

std::string short_line(std::string_view text, std::size_t columns) {
  const std::string line = one_line(text);
  if (text::display_width(line) <= columns) return line;
  return wrap({{line, false}}, columns - 1, "", "").front() + "…";
}

std::string shown_path(std::string_view path) {
  return pilcrow::cli::on_one_line(path);
}

}  // namespace pilcrow::searcher::cli
