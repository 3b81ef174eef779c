// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/present.h"

#include <algorithm>
#include <ctime>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/cli/message.h"
#include "indexer/cli/wording.h"
#include "indexer/last_run.h"
#include "pilcrow/json.h"

namespace pilcrow::indexer::cli {
namespace {

using pilcrow::cli::on_one_line;

/// "name         value\n", nothing where there is no value.
void add_line(std::string& text, std::string_view name, std::string_view value) {
  if (!value.empty()) text += fmt::format("{:<12} {}\n", name, on_one_line(value));
}

std::string with_detail(std::string text, std::string_view separator, std::string_view detail) {
  if (!detail.empty()) text.append(separator).append(detail);
  return text;
}

std::string size_line(const IndexStatus& status) {
  std::string text = size_text(status.size_bytes);
  if (status.fresh_size_bytes > 0) text += "; " + size_text(status.fresh_size_bytes) + " if it were built afresh";
  if (status.other_bytes > 0) text += "; " + size_text(status.other_bytes) + " besides, of other generations";
  return text;
}

std::string last_run_line(const LastRun& run, std::int64_t now) {
  return with_detail(
      fmt::format("{}, {}: {}, {}, took {}", run.action, run.outcome, ago_text(now - run.began_unix_seconds),
                  time_text(run.began_unix_seconds), span_text(run.seconds)),
      "; ", run.message);
}

}  // namespace

std::string present_status(const IndexStatus& status, const Error* trouble, const Arguments& arguments) {
  if (arguments.format == ReportFormat::json) return to_json(status, arguments.index.string(), trouble);
  const std::int64_t now = std::time(nullptr);
  const bool known = trouble == nullptr;
  std::string text;
  add_line(text, "index", arguments.index.string() + (status.index_id.empty() ? "" : " (id " + status.index_id + ")"));
  for (const RootStatus& root : status.roots) {
    const std::string counts = known ? fmt::format("  {} in {}", counted(root.paragraphs, "paragraph", "paragraphs"),
                                                   counted(root.files, "file", "files"))
                                     : "";
    if (root.root.path == handed_over_root) {
      add_line(text, "documents",
               "handed over" + (known ? fmt::format("  {} in {}", counted(root.paragraphs, "paragraph", "paragraphs"),
                                                    counted(root.files, "document", "documents"))
                                      : ""));
      continue;
    }
    add_line(text, "root", with_detail(root.root.path + counts, "; now: ", root.trouble));
  }
  for (const std::string& path : status.excluded) add_line(text, "excluded", path + "  until it is named again");
  if (known) {
    std::string languages;
    for (const auto& [language, paragraphs] : status.languages) {
      languages += (languages.empty() ? "" : ", ") + language + " " + grouped(paragraphs);
    }
    add_line(text, "files", grouped(status.files));
    add_line(text, "paragraphs", grouped(status.paragraphs));
    add_line(text, "problems", grouped(status.problems));
    add_line(text, "languages", languages.empty() ? "none" : languages);
  }
  add_line(text, "size", size_line(status));
  for (const std::string& folder : status.set_aside) {
    add_line(text, "set aside", folder + "  damaged; delete it when nothing in it is needed any more");
  }
  const ReaderProtection protection = reader_protection();
  add_line(text, "protection", with_detail(protection.description, "; ", protection.note));
  if (status.last_run) add_line(text, "last run", last_run_line(*status.last_run, now));
  if (const std::int64_t since = up_to_date(status); since > 0) {
    add_line(text, "up to date", ago_text(now - since) + ", " + time_text(since));
  }
  if (known) add_line(text, "last change", time_text(status.updated_unix_seconds));
  add_line(text, "generation",
           fmt::format("{}{}", status.generation, known ? fmt::format(", revision {}", status.revision) : ""));
  add_line(text, "analyser", known ? status.fingerprint + ", this program's" : "");
  return text;
}

std::string present_files(const std::vector<FileStatus>& files, const Arguments& arguments) {
  std::string out;
  for (const FileStatus& file : files) {
    if (arguments.problems_only && file.problem.empty()) continue;
    if (arguments.format == ReportFormat::json) {
      out += to_json(file);
      continue;
    }
    out += on_one_line(file.path);
    if (file.problem.empty()) {
      out += fmt::format("\t{}\t{}\t{}\n", counted(file.paragraphs, "paragraph", "paragraphs"), file.language,
                         file.encoding);
    } else {
      out += "\t" + on_one_line(file.problem) + "\n";
    }
  }
  return out;
}

std::string present_why(const FileExplanation& file, const Arguments& arguments) {
  if (arguments.format == ReportFormat::json) return to_json(file);
  const bool has_rule = !file.kept_out_by.empty();
  std::string text = on_one_line(file.path) + ": " + on_one_line(file.verdict) + "\n";
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {:<11} {}\n", name, on_one_line(value));
  };
  add("root", file.root.empty() ? "none" : file.root);
  std::string rule = has_rule ? with_detail(file.kept_out_by, ": ", file.rule) : "none keeps it out";
  if (!file.rule_file.empty()) rule += fmt::format(" ({} line {})", file.rule_file, file.rule_line);
  const bool handed_over = file.root == handed_over_root;
  if ((has_rule || !file.root.empty()) && !handed_over) add("rule", rule);
  if (!handed_over)
    add("on disk", !file.trouble.empty() ? file.trouble : file.is_folder ? "a folder" : "a file that can be read");
  if (file.modified_unix_seconds != 0) {
    if (!file.is_folder) add("size", size_text(file.size));
    add("modified", time_text(file.modified_unix_seconds));
  }
  if (file.is_folder || file.files_below > 0) {
    add("below it", fmt::format("{} known, {}", counted(file.files_below, "file", "files"),
                                counted(file.paragraphs_below, "paragraph", "paragraphs")));
  }
  if (!file.known) {
    if (!file.is_folder) add("in index", "no");
    return text;
  }
  add("reader", file.known->type);
  add("encoding", file.known->encoding);
  add("language", file.known->language);
  add("problem", file.known->problem);
  add(handed_over ? "handed over" : "last read",
      file.known->read_unix_seconds == 0 ? "" : time_text(file.known->read_unix_seconds));
  add("paragraphs", grouped(file.known->paragraphs));
  add("current", file.current ? "yes" : "no");
  return text;
}

}  // namespace pilcrow::indexer::cli
