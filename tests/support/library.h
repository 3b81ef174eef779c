// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of documents and an index beside it, for tests of the runs that keep an index.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "core/store/layout.h"
#include "core/store/snapshot.h"
#include "pilcrow/index.h"
#include "tests/support/catch.h"
#include "tests/support/index_dump.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::test {

/// The value; fails the test, with the message, where there is none.
template <class Value>
Value value_of(Result<Value> result) {
  INFO((result ? std::string() : result.error().message));
  REQUIRE(result);
  return std::move(*result);
}

class Library {
 public:
  Library() { std::filesystem::create_directory(folder_ / "docs"); }

  /// Files get a time stamp of their own, long ago, so that none is as young as the index.
  void write(const std::string& name, const std::string& content) {
    folder_.write(name, content);
    const timespec times[2] = {{next_time_, 5}, {next_time_, 5}};
    ++next_time_;
    REQUIRE(::utimensat(AT_FDCWD, path(name).c_str(), times, 0) == 0);
  }
  /// Of "docs/a.txt".
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::filesystem::path index() const { return folder_ / "index"; }
  std::filesystem::path generation() const {
    return index() / store::generation_name(value_of(store::published_generation(index())));
  }

  UpdateReport update(const std::vector<std::string>& roots = {}, const UpdateOptions& options = {}) const {
    return value_of(update_index(index(), as_roots(roots), options));
  }
  RemovalReport remove(const std::vector<std::string>& names) const {
    return value_of(remove_from_index(index(), paths(names)));
  }
  std::vector<std::string> paths(const std::vector<std::string>& names) const {
    std::vector<std::string> all;
    for (const std::string& name : names) all.push_back(path(name));
    return all;
  }

  /// Names of the files that have paragraphs: "docs/a.txt docs/b.txt".
  std::string files() const {
    std::string out;
    for (const FileStatus& file : value_of(list_files(index()))) {
      if (file.paragraphs > 0) out += (out.empty() ? "" : " ") + below(file.path);
    }
    return out;
  }
  std::string dump() const { return dump_index(index()); }
  /// What an index of these roots would hold that was just built.
  std::string fresh_dump(const std::vector<std::string>& roots) const {
    std::filesystem::remove_all(folder_ / "fresh");
    value_of(update_index(folder_ / "fresh", as_roots(roots)));
    return dump_index(folder_ / "fresh");
  }
  /// A settings list on one line: "docs -" are a root and a hole.
  std::string roots() const {
    std::string out;
    for (const Root& root : settings().roots)
      out += (out.empty() ? "" : " ") + (root.path.empty() ? "-" : below(root.path));
    return out;
  }
  std::string excluded() const { return joined(settings().excluded); }
  store::Settings settings() const { return value_of(store::Snapshot::open(index())).facts().settings; }
  std::string joined(const std::vector<std::string>& paths) const {
    std::string out;
    for (const std::string& path : paths) out += (out.empty() ? "" : " ") + below(path);
    return out;
  }
  std::string below(const std::string& path) const {
    const std::string top = folder_.path().string() + "/";
    return path.starts_with(top) ? path.substr(top.size()) : path;
  }

 private:
  std::vector<Root> as_roots(const std::vector<std::string>& names) const {
    std::vector<Root> roots;
    for (const std::string& name : names) roots.push_back({.path = path(name)});
    return roots;
  }

  TemporaryFolder folder_;
  long next_time_ = 1'600'000'000;
};

/// The first damages that a check finds, and how many there are; empty where the index is whole.
inline std::string damages(const std::filesystem::path& index) {
  const CheckReport report = value_of(check_index(index));
  if (report.damages == 0) return {};
  std::string out = std::to_string(report.damages);
  for (const std::string& example : report.examples) out += "\n" + example;
  return out;
}

}  // namespace pilcrow::test
