// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/filters_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/store/small_file.h"
#include "indexer/file_system.h"
#include "indexer/sandbox/filter.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer::cli {
namespace {

using nlohmann::json;

/// What is wrong with a file.
class Complaint {
 public:
  explicit Complaint(const fs::path& path) : begin_("the filters file '" + path.string() + "' ") {}
  tl::unexpected<Error> operator()(std::string_view what, ErrorCode code = ErrorCode::invalid_argument) const {
    return failure(code, begin_ + std::string(what));
  }

 private:
  std::string begin_;
};

/// The path that it has and the one that it is: nobody else can put another file in its place, or write to it.
Result<void> check_owner(const fs::path& path, const Complaint& wrong) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return wrong("cannot be read: " + reason_of(errno), ErrorCode::input_output);
  if (!S_ISREG(status.st_mode)) return wrong("is not a file");
  if (status.st_uid != 0 && status.st_uid != ::geteuid()) return wrong("belongs to somebody else");
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return wrong("may be written by others: it says what is run; take that right away (chmod go-w)");
  }
  return {};
}

bool is_strings(const json& value) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(), [](const json& element) { return element.is_string(); });
}

Result<Filter> filter_of(const json& value, const std::string& which, const Complaint& wrong) {
  if (!value.is_object()) return wrong("should have an object as " + which);
  Filter filter;
  for (const auto& [name, member] : value.items()) {
    if (name == "output") {
      if (!member.is_string()) return wrong("should have a string as \"output\" of " + which);
      filter.output = member.get<std::string>();
    } else if (name == "extensions" || name == "command") {
      if (!is_strings(member)) return wrong("should have strings in [] as \"" + name + "\" of " + which);
      (name == "command" ? filter.command : filter.extensions) = member.get<std::vector<std::string>>();
    } else {
      return wrong("says \"" + name + "\" of " + which + ", which means nothing");
    }
  }
  for (const char* name : {"extensions", "command"}) {
    if (!value.contains(name)) return wrong("does not say \"" + std::string(name) + "\" of " + which);
  }
  return filter;
}

}  // namespace

fs::path default_filters_file() {
  const auto set = [](const char* name) -> const char* {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : nullptr;
  };
  const fs::path below = fs::path("pilcrow") / "filters.json";
  fs::path own;
  if (const char* home = set("XDG_CONFIG_HOME")) {
    own = home / below;
  } else if (const char* user = set("HOME")) {
    own = user / (".config" / below);
  }
  std::error_code error;
  return !own.empty() && fs::exists(own, error) ? own : "/etc" / below;
}

Result<std::vector<Filter>> read_filters_file(const fs::path& path, bool must_exist, const std::vector<Root>& roots) {
  const Complaint wrong(path);
  std::error_code error;
  if (!must_exist && !fs::exists(path, error)) return {};
  if (auto checked = check_owner(path, wrong); !checked) return tl::unexpected<Error>(checked.error());
  if (lies_in_a_root(path, roots)) return wrong("lies in what is indexed: what is indexed never says what is run");
  const auto content = store::read_small_file(path);
  if (!content) return wrong("cannot be read: " + reason_of(errno), ErrorCode::input_output);
  json all;
  try {
    all = json::parse(*content);
  } catch (const json::parse_error& problem) {
    const auto at = content->begin() + static_cast<std::ptrdiff_t>(std::min(problem.byte, content->size()));
    return wrong("is no JSON: line " + std::to_string(1 + std::count(content->begin(), at, '\n')));
  }
  if (!all.is_object() || all.size() != 1 || !all.contains("filters") || !all["filters"].is_array()) {
    return wrong("should be {\"filters\": [...]}");
  }
  std::vector<Filter> filters;
  for (const json& value : all["filters"]) {
    auto filter = filter_of(value, "filter " + std::to_string(filters.size() + 1), wrong);
    if (!filter) return tl::unexpected<Error>(filter.error());
    filters.push_back(std::move(*filter));
  }
  return filters;
}

}  // namespace pilcrow::indexer::cli
