// SPDX-License-Identifier: GPL-3.0-or-later
// "path:line:column:text", as editors read it: the place of the first marked word. Other places of the same text get no
// line: an editor steps through these, and would show what has just been read.
#include "searcher/cli/presenter.h"

namespace pilcrow::searcher::cli {
namespace {

class VimgrepPresenter : public Presenter {
 public:
  std::string present(const SearchResult& result, const std::optional<std::string>&) override {
    std::string lines;
    for (const Hit& hit : result.hits) {
      const Position position = position_of(hit, hit.highlights.empty() ? 0 : hit.highlights.front().begin);
      lines += shown_path(hit.path) + ":" + std::to_string(position.line) + ":" + std::to_string(position.column) +
               ":" + one_line(hit.text) + "\n";
    }
    return lines;
  }
};

}  // namespace

std::unique_ptr<Presenter> make_vimgrep_presenter() {
  return std::make_unique<VimgrepPresenter>();
}

}  // namespace pilcrow::searcher::cli
