// SPDX-License-Identifier: GPL-3.0-or-later
// why_file(): the chain that decides whether a file is found, link by link, until one says no:
//
//   is there a root → was it removed → do the rules on the way let it in → can it be read now → what the index has of it
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/store/paths.h"
#include "core/store/snapshot.h"
#include "indexer/file_system.h"
#include "indexer/file_types.h"
#include "indexer/run_roots.h"
#include "indexer/walk.h"
#include "pilcrow/index.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;

bool is_at_or_below(std::string_view path, std::string_view folder) {
  return path == folder || store::is_below(path, folder);
}

std::string utc(std::int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm parts{};
  if (::gmtime_r(&time, &parts) == nullptr) return "an unknown day";
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min);
}

/// "it was read on …"
std::string was_read(std::int64_t unix_seconds) {
  return unix_seconds == 0 ? "it was read" : "it was read on " + utc(unix_seconds);
}

std::string paragraphs_text(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " paragraph" : " paragraphs");
}

/// One question, answered from one snapshot.
class Inquiry {
 public:
  Inquiry(const store::Snapshot& snapshot, std::string path) : snapshot_(snapshot) { answer_.path = std::move(path); }

  Result<FileExplanation> run() {
    file_ = answer_.path;
    if (auto looked = look_into_index(); !looked) return tl::unexpected<Error>(looked.error());
    find_root();
    find_rule();
    look_at_disk();
    if (entry_) take(*entry_);
    answer_.verdict = verdict();
    return std::move(answer_);
  }

 private:
  const store::Settings& settings() const { return snapshot_.facts().settings; }

  /// The innermost one: what lies below two roots belongs to the inner.
  void find_root() {
    for (const Root& root : settings().roots) {
      const bool is_inner = root_ == nullptr || root.path.size() > root_->path.size();
      if (!root.path.empty() && is_inner && is_at_or_below(file_, root.path)) root_ = &root;
    }
    if (root_ != nullptr) answer_.root = root_->path;
  }

  void find_rule() {
    for (const std::string& excluded : settings().excluded) {
      if (!is_at_or_below(file_, excluded)) continue;
      answer_.kept_out_by = "removed";
      answer_.rule = excluded;
      return;
    }
    if (root_ == nullptr) return;
    std::string below = file_.substr(root_->path.size());
    if (below.starts_with('/')) below.erase(0, 1);
    KeptOut kept_out = why_not_walked(*root_, below);
    answer_.kept_out_by = std::move(kept_out.by);
    answer_.rule_file = std::move(kept_out.file);
    answer_.rule_line = kept_out.line;
    answer_.rule = std::move(kept_out.rule);
  }

  void look_at_disk() {
    answer_.trouble = trouble_with(file_);
    struct stat status {};
    if (::stat(file_.c_str(), &status) != 0) {
      is_missing_ = errno == ENOENT || errno == ENOTDIR;
      return;
    }
    answer_.is_folder = S_ISDIR(status.st_mode);
    answer_.size = answer_.is_folder ? 0 : static_cast<std::uint64_t>(status.st_size);
    answer_.modified_unix_seconds = status.st_mtim.tv_sec;
    stamp_ = stamp_of(status);
  }

  Result<void> look_into_index() {
    std::uint32_t number = 0;
    const std::string as_folder = answer_.path + "/";
    const std::string as_holder = answer_.path + "!/";
    auto read = snapshot_.each_file_head([&](store::FileHead&& head) {
      const std::string path = store::absolute_path(snapshot_.facts(), head);
      if (head.holder == 0 && answer_.path.starts_with(path) && answer_.path.substr(path.size()).starts_with("!/")) {
        file_ = path;
      }
      if (!is_at_or_below(path, answer_.path) && !path.starts_with(as_holder)) return true;
      // A folder that could not be looked into is known by its name with "/" at its end.
      if (path == answer_.path || path == as_folder) {
        number = head.number;
      } else {
        ++answer_.files_below;
      }
      answer_.paragraphs_below += head.paragraph_count;
      return true;
    });
    if (!read || number == 0) return read;
    auto entry = snapshot_.file(number);
    if (!entry) return tl::unexpected<Error>(std::move(entry.error()));
    entry_ = std::move(*entry);
    return {};
  }

  void take(const FileEntry& entry) {
    answer_.known = FileStatus{
        answer_.path,           entry.paragraphs.size(), entry.size,    entry.type,
        entry.language,         entry.encoding,          entry.problem, entry.outcome == FileOutcome::skipped,
        entry.read_unix_seconds};
    outcome_ = entry.outcome;
    const bool never_read = entry.holder == 0 && entry.hash == text::Hash128{};
    const bool same_stamp = stamp_ == FileStamp{entry.size, entry.mtime_ns, entry.inode};  // none is not the same
    by_this_version_ = entry.readers == readers_version;
    answer_.current = same_stamp && by_this_version_;
    // What had been read before it became unreadable keeps its paragraphs and its old stamp.
    const bool kept = entry.outcome == FileOutcome::indexed && !entry.problem.empty() && !same_stamp;
    answer_.retried = (entry.outcome == FileOutcome::failed && never_read) || kept;
  }

  /// The first link of the chain that says no.
  std::string verdict() const {
    if (root_ == nullptr) return "no root covers it";
    if (!answer_.kept_out_by.empty()) return kept_out() + what_goes();
    if (answer_.is_folder) return folder();
    if (is_missing_) return missing();
    if (!answer_.trouble.empty())
      return "it cannot be read: " + answer_.trouble + "; every run tries again" + what_stays();
    if (!answer_.known && file_ != answer_.path)
      return "there was no such document in '" + file_ + "' when it was read";
    if (!answer_.known) return "it is new: the next run will index it";
    return known();
  }

  std::string kept_out() const {
    const std::string& by = answer_.kept_out_by;
    if (by == "removed") {
      return answer_.rule == answer_.path ? "it was removed; naming it brings it back"
                                          : "'" + answer_.rule + "' was removed; naming it brings it back";
    }
    if (by == "ignored") {
      return fmt::format("{} line {} ({}) keeps it out", answer_.rule_file, answer_.rule_line, answer_.rule);
    }
    if (by == "hidden") return "the name '" + answer_.rule + "' begins with a dot, which keeps it out";
    if (by == "excluded") return "--exclude '" + answer_.rule + "' keeps it out";
    if (by == "not included") return "no --include of its root lets it in";
    if (by == "index") return "it belongs to an index";
    if (by == "size") return "its size keeps it out" + rule_in_brackets();
    if (by == "kind") return "it is no regular file" + rule_in_brackets();
    if (by == "link") return "a symbolic link keeps it out" + rule_in_brackets();
    return by + " keeps it out";
  }

  std::string rule_in_brackets() const { return answer_.rule.empty() ? std::string() : " (" + answer_.rule + ")"; }

  bool is_searchable() const { return answer_.known && answer_.known->paragraphs > 0; }
  std::string what_goes() const { return is_searchable() ? "; the next run removes what is indexed of it" : ""; }
  std::string what_stays() const { return is_searchable() ? "; what is indexed of it stays until then" : ""; }

  std::string folder() const {
    if (!answer_.trouble.empty()) return "it cannot be looked into: " + answer_.trouble + "; every run tries again";
    return fmt::format("it is a folder, and nothing keeps it out: {} indexed below it",
                       paragraphs_text(answer_.paragraphs_below));
  }

  std::string documents_below() const {
    return fmt::format("it holds {} {} with {}", answer_.files_below,
                       answer_.files_below == 1 ? "document" : "documents", paragraphs_text(answer_.paragraphs_below));
  }

  std::string missing() const {
    const std::string trouble = trouble_with(root_->path);
    const bool known = answer_.known || answer_.files_below > 0;
    if (!trouble.empty() && root_->path != answer_.path) {
      return "its root '" + root_->path + "' cannot be read: " + trouble +
             (known ? "; what is indexed of it stays until --allow-purge" : "");
    }
    if (!known) return "there is no such file, and the index knows none";
    const bool indexed = is_searchable() || answer_.paragraphs_below > 0;
    if (!indexed) return "it is gone from disk; the next run drops what is known of it";
    // A missing root is not believed to have lost its files.
    return root_->path == answer_.path
               ? "it was indexed, and is gone from disk; what is indexed of it stays until --allow-purge"
               : "it was indexed, and is gone from disk; the next run removes it";
  }

  std::string known() const {
    const FileStatus& file = *answer_.known;
    const bool changed = !answer_.current && by_this_version_;
    const std::string next = changed           ? "; it was changed since, which the next run sees"
                             : answer_.current ? ""
                                               : "; it was read by another version, so the next run reads it again";
    if (answer_.retried) return "it could not be read: " + file.problem + "; every run tries again" + what_stays();
    switch (outcome_) {
      case FileOutcome::failed:
        return "it could not be read: " + file.problem + (changed ? next : "; it is tried again when it changes");
      case FileOutcome::skipped:
        return "it is passed over: " + file.problem + (changed ? next : "; it is looked at again when it changes");
      case FileOutcome::indexed:
        break;
    }
    if (file.paragraphs == 0 && answer_.files_below > 0) {
      return was_read(file.read_unix_seconds) + ": " + documents_below() + next;
    }
    if (file.paragraphs == 0) return was_read(file.read_unix_seconds) + ", and holds no text" + next;
    if (answer_.current) {
      return "it is searchable: " + paragraphs_text(file.paragraphs) + ", unchanged since " +
             was_read(file.read_unix_seconds);
    }
    return "it is searchable as " + was_read(file.read_unix_seconds) + ": " + paragraphs_text(file.paragraphs) + next;
  }

  const store::Snapshot& snapshot_;
  FileExplanation answer_;
  std::string file_;                ///< The path, or that of the file which holds what was asked for.
  std::optional<FileEntry> entry_;  ///< What the index knows of it.
  const Root* root_ = nullptr;
  std::optional<FileStamp> stamp_;  ///< On disk now.
  bool is_missing_ = false;         ///< From the disk.
  FileOutcome outcome_ = FileOutcome::indexed;
  bool by_this_version_ = true;
};

/// The same of a document that an exporter handed over: nobody can look where it came from. Nothing where there is none
/// of this URI.
Result<std::optional<FileExplanation>> why_document(const store::Snapshot& snapshot, const std::string& uri) {
  const auto& roots = snapshot.facts().settings.roots;
  if (!holds_documents(snapshot.facts().settings)) return std::nullopt;
  std::uint32_t number = 0;
  auto read = snapshot.each_file_head([&](store::FileHead&& head) {
    const bool is_it = head.path == uri && head.root < roots.size() && roots[head.root].path == handed_over_root;
    if (is_it) number = head.number;
    return !is_it;
  });
  if (!read) return tl::unexpected<Error>(read.error());
  if (number == 0) return std::nullopt;
  const auto entry = snapshot.file(number);
  if (!entry) return tl::unexpected<Error>(entry.error());
  FileExplanation answer;
  answer.path = uri;
  answer.root = handed_over_root;
  answer.size = entry->size;
  answer.known =
      FileStatus{uri,   entry->paragraphs.size(), entry->size, entry->type, entry->language, entry->encoding, {},
                 false, entry->read_unix_seconds};
  answer.current = true;
  const std::string handed_over = "handed over on " + utc(entry->read_unix_seconds);
  answer.verdict = entry->paragraphs.empty()
                       ? "it was " + handed_over + ", and holds no text"
                       : "it is searchable as it was " + handed_over + ": " + paragraphs_text(entry->paragraphs.size());
  return answer;
}

}  // namespace
}  // namespace pilcrow::indexer

namespace pilcrow {

Result<FileExplanation> why_file(const fs::path& index, const std::string& path) {
  const std::string full = store::full_path(path);
  if (full.empty()) return failure(ErrorCode::invalid_argument, "a file needs a path");
  std::vector<store::Snapshot> snapshots;
  return store::with_snapshots({index}, snapshots,
                               [&](std::vector<store::Snapshot>& opened) -> Result<FileExplanation> {
                                 auto document = indexer::why_document(opened.front(), path);
                                 if (!document) return tl::unexpected<Error>(std::move(document.error()));
                                 if (*document) return std::move(**document);
                                 return indexer::Inquiry(opened.front(), full).run();
                               });
}

}  // namespace pilcrow
