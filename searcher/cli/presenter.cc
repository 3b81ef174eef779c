// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/presenter.h"

#include <algorithm>
#include <vector>

#include "core/cli/message.h"
#include "core/text/utf8.h"

namespace pilcrow::searcher::cli {
namespace {

class CountPresenter : public Presenter {
 public:
  std::string present(const SearchResult& result, const std::optional<std::string>& query_id) override {
    const std::string count = std::to_string(result.summary.matches) + "\n";
    return query_id ? one_line(*query_id) + "\t" + count : count;
  }
};

/// "'a'", "'a' and 'b'", "'a', 'b' and 'c'"
std::string enumerate(const std::vector<std::string>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " and " : ", ";
    list += "'" + words[i] + "'";
  }
  return list;
}

}  // namespace

std::unique_ptr<Presenter> make_presenter(const PresenterOptions& options) {
  if (options.shape == Shape::count && options.format != Format::jsonl) return make_count_presenter();
  switch (options.format) {
    case Format::text:
      return make_text_presenter(options);
    case Format::jsonl:
      return make_jsonl_presenter();
    case Format::vimgrep:
      return make_vimgrep_presenter();
    case Format::trec:
      return make_trec_presenter(options.shape);
  }
  return make_text_presenter(options);
}

std::unique_ptr<Presenter> make_count_presenter() {
  return std::make_unique<CountPresenter>();
}

std::string why_no_hits(const Summary& summary) {
  if (summary.paragraphs == 0) return "the index holds no paragraphs";
  if (!summary.emptied_by.empty()) return "there are some without " + summary.emptied_by;
  if (summary.missing.size() == 1) return enumerate(summary.missing) + " occurs nowhere in the index";
  if (!summary.missing.empty()) return enumerate(summary.missing) + " occur nowhere in the index";
  if (summary.query.empty()) return "there is nothing to look for";
  return "no paragraph holds what is asked for";
}

std::string nowhere(const Summary& summary) {
  return summary.missing.empty() ? std::string() : "; nowhere in the index: " + enumerate(summary.missing);
}

Position position_of(const Hit& hit, std::size_t offset) {
  Position position{hit.lines.first, 1};
  if (hit.type != "text") return position;
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

std::string shown_path(std::string_view path) {
  return pilcrow::cli::on_one_line(path);
}

}  // namespace pilcrow::searcher::cli
