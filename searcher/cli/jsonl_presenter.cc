// SPDX-License-Identifier: GPL-3.0-or-later
// One JSON object a line, as every part of pilcrow prints it.
#include "pilcrow/json.h"
#include "searcher/cli/presenter.h"

namespace pilcrow::searcher::cli {
namespace {

class JsonlPresenter : public Presenter {
 public:
  explicit JsonlPresenter(const PresenterOptions& options) {
    asked_.context.section = options.context;
    asked_.budget = options.budget;
  }

  std::string present(const SearchResult& result, const std::optional<std::string>& query_id) override {
    return to_json_lines(result, asked_, query_id);
  }

 private:
  SearchOptions asked_;
};

}  // namespace

std::unique_ptr<Presenter> make_jsonl_presenter(const PresenterOptions& options) {
  return std::make_unique<JsonlPresenter>(options);
}

}  // namespace pilcrow::searcher::cli
