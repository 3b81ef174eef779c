// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/run_roots.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/store/paths.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

/// Without links and dots, as far as it exists.
std::string real_path(const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path.string() : real.string();
}

/// The number for a new root: that of one that was removed, or the next.
std::uint32_t free_number(std::vector<Root>& roots) {
  const auto hole = std::find_if(roots.begin(), roots.end(), [](const Root& root) { return root.path.empty(); });
  const auto number = static_cast<std::uint32_t>(hole - roots.begin());
  if (hole == roots.end()) roots.emplace_back();
  return number;
}

}  // namespace

Result<RunRoots> choose_roots(const fs::path& index, store::Settings remembered, const std::vector<Root>& named,
                              bool all) {
  RunRoots run;
  run.settings = std::move(remembered);
  auto& roots = run.settings.roots;
  const std::string real_index = real_path(index);
  for (Root root : named) {
    root.path = store::full_path(root.path);
    if (root.path.empty()) return failure(ErrorCode::invalid_argument, "a root needs a path");
    if (const std::string real = real_path(root.path); real == real_index || store::is_below(real, real_index)) {
      return failure(ErrorCode::invalid_argument, "'" + root.path + "' belongs to the index itself");
    }
    const auto same = std::find_if(roots.begin(), roots.end(), [&](const Root& old) { return old.path == root.path; });
    auto number = static_cast<std::uint32_t>(same - roots.begin());
    if (same == roots.end()) {
      number = free_number(roots);
    } else if (*same != root) {
      run.resettled.insert(number);
      if (same->language != root.language) run.relanguaged.insert(number);
    }
    std::erase_if(run.settings.excluded, [&](const std::string& excluded) {
      return root.path == excluded || store::is_below(root.path, excluded);
    });
    roots[number] = std::move(root);
    run.named.insert(number);
  }
  for (std::uint32_t number = 0; number < roots.size(); ++number) {
    const bool wanted = named.empty() || all || run.named.contains(number);
    if (wanted && is_walked(roots[number])) run.selected.push_back(number);
  }
  return run;
}

bool is_walked(const Root& root) {
  return !root.path.empty() && root.path != handed_over_root;
}

bool holds_documents(const store::Settings& settings) {
  return std::any_of(settings.roots.begin(), settings.roots.end(),
                     [](const Root& root) { return root.path == handed_over_root; });
}

std::vector<std::string> passed_over(const fs::path& index, const store::Settings& settings, const Root& root) {
  std::vector<std::string> paths;
  const auto add = [&](const std::string& path) {
    if (store::is_below(path, root.path)) paths.push_back(path);
  };
  for (const std::string& path : settings.excluded) add(path);
  for (const Root& inner : settings.roots) add(inner.path);
  // The index in a folder that it indexes: a first build's has no mark yet that the walk would know it by.
  const std::string real = real_path(root.path);
  if (const std::string real_index = real_path(index); store::is_below(real_index, real)) {
    add(store::path_below(root.path, real_index.substr(real.ends_with('/') ? real.size() : real.size() + 1)));
  }
  return paths;
}

}  // namespace pilcrow::indexer
