// SPDX-License-Identifier: GPL-3.0-or-later
// A run as TREC's tools read it: "query Q0 document rank score tag", a line for each hit and for each other place where
// it stands: a judge may have seen it in any of them.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include <fmt/format.h>

#include "core/text/utf8.h"
#include "searcher/cli/presenter.h"

namespace pilcrow::searcher::cli {
namespace {

/// `text` as one column, for tools that part columns at any white space and read UTF-8: percent-encoded are white space,
/// controls, ill-formed bytes and "%", so that nothing is lost.
std::string column(std::string_view text) {
  if (text.empty()) return "-";  // the id of "<TAB>query"
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, text::code_point_at(text, at).size);
    at += character.size();
    if (character != "%" && one_line(character) == character) {
      out += character;
    } else {
      for (const char byte : character) out += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    }
  }
  return out;
}

std::string path_below(const std::string& root, const std::string& path) {
  if (root == handed_over_root) return path;
  // A root may be a file that holds others.
  if (path.starts_with(root + "!/")) return path.substr(root.rfind('/') + 1);
  const std::filesystem::path below = std::filesystem::path(path).lexically_relative(root);
  return below == "." ? std::filesystem::path(path).filename().string() : below.string();  // a root may be a file
}

class TrecPresenter : public Presenter {
 public:
  explicit TrecPresenter(Shape shape) : shape_(shape) {}

  std::string present(const SearchResult& result, const std::optional<std::string>& query_id) override {
    const std::string id = column(query_id.value_or("1"));  // as the first line of --queries would be called
    // The tools sort by score, some of them as float, and break ties by name: what ties here has to fall, if by a hair.
    constexpr float lowest = -std::numeric_limits<float>::infinity();
    float score = std::numeric_limits<float>::infinity();
    std::string lines;
    std::size_t rank = result.hits.empty() ? 0 : result.hits.front().rank;
    const auto add = [&](double hit_score, const std::string& root, const std::string& path, std::uint32_t paragraph) {
      score = std::min(static_cast<float>(hit_score), std::nextafter(score, lowest));
      std::string document = column(path_below(root, path));
      if (shape_ == Shape::hits) document += "#" + std::to_string(paragraph);
      lines += fmt::format("{} Q0 {} {} {} pilcrow\n", id, document, rank++, score);
    };
    for (const Hit& hit : result.hits) {
      add(hit.score, hit.root, hit.path, hit.paragraph);
      for (const OtherPlace& place : hit.also_in) add(hit.score, place.root, place.path, place.paragraph);
    }
    return lines;
  }

 private:
  Shape shape_;
};

}  // namespace

std::unique_ptr<Presenter> make_trec_presenter(Shape shape) {
  return std::make_unique<TrecPresenter>(shape);
}

}  // namespace pilcrow::searcher::cli
