// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/present.h"

#include <unistd.h>

#include <ctime>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/cli/json.h"
#include "core/cli/message.h"
#include "core/cli/terminal.h"

namespace pilcrow::indexer::cli {
namespace {

using nlohmann::ordered_json;

constexpr const char* program = "pilcrow-index";

/// "1,234,567"
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string counted(std::uint64_t number, const char* singular, const char* plural) {
  return grouped(number) + " " + (number == 1 ? singular : plural);
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000) return counted(bytes, "byte", "bytes");
  if (bytes < 1'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
  if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
  return fmt::format("{:.2f} GB", static_cast<double>(bytes) / 1e9);
}

std::string time_text(std::int64_t unix_seconds) {
  if (unix_seconds == 0) return "never";
  const std::time_t time = unix_seconds;
  std::tm local{};
  ::localtime_r(&time, &local);
  char text[64];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z", &local);
  return {text, size};
}

/// A path for JSON, as in a hit: text, or where it is not UTF-8, its bytes.
ordered_json path_json(const std::string& path) {
  return pilcrow::cli::path_to_json<ordered_json>(path);
}

std::string line_of(const ordered_json& json) {
  return pilcrow::cli::json_line(json);
}

ordered_json root_json(const Root& root) {
  return {{"path", path_json(root.path)},
          {"include", root.include},
          {"exclude", root.exclude},
          {"hidden", root.hidden},
          {"ignore_files", root.ignore_files},
          {"follow_links", root.follow_links},
          {"max_file_size", root.max_file_size},
          {"language", root.language}};
}

ordered_json report_json(const UpdateReport& report, bool dry_run) {
  ordered_json problems = ordered_json::array();
  for (const Problem& problem : report.new_problems) {
    problems.push_back({{"path", path_json(problem.path)}, {"reason", problem.reason}, {"skipped", problem.skipped}});
  }
  return {{"type", "report"},
          {"format_version", 1},
          {"dry_run", dry_run},
          {"files_seen", report.files_seen},
          {"files_added", report.files_added},
          {"files_changed", report.files_changed},
          {"files_moved", report.files_moved},
          {"files_touched", report.files_touched},
          {"files_unchanged", report.files_unchanged},
          {"files_skipped", report.files_skipped},
          {"files_failed", report.files_failed},
          {"files_removed", report.files_removed},
          {"bytes_read", report.bytes_read},
          {"paragraphs_added", report.paragraphs_added},
          {"paragraphs_removed", report.paragraphs_removed},
          {"paragraphs_kept", report.paragraphs_kept},
          {"files", report.files},
          {"paragraphs", report.paragraphs},
          {"new_problems", std::move(problems)},
          {"refused_purges", report.refused_purges},
          {"interrupted", report.interrupted},
          {"note", report.note},
          {"seconds", report.seconds}};
}

std::string report_text(const UpdateReport& report, bool dry_run) {
  std::string changes;
  const auto add = [&](std::uint64_t number, const char* what) {
    if (number == 0) return;
    changes += (changes.empty() ? "" : ", ") + grouped(number) + " " + what;
  };
  add(report.files_added, "added");
  add(report.files_changed, "changed");
  add(report.files_moved, "moved");
  add(report.files_removed, "removed");
  add(report.files_touched, "touched");
  add(report.files_unchanged, "unchanged");
  add(report.files_skipped, "skipped");
  add(report.files_failed, "unreadable");
  if (changes.empty()) changes = "no files";
  std::string text = dry_run ? "would be: " + changes + "\n" : changes + "\n";
  if (!dry_run) {
    text += fmt::format("{} in {}; {} read in {:.1f} s\n", counted(report.paragraphs, "paragraph", "paragraphs"),
                        counted(report.files, "file", "files"), size_text(report.bytes_read), report.seconds);
  }
  return text;
}

}  // namespace

ProgressLine::ProgressLine(Verbosity verbosity) : last_(std::chrono::steady_clock::now()) {
  const auto terminal = pilcrow::cli::look_at(STDERR_FILENO, pilcrow::cli::ColorChoice::never);
  interactive_ = terminal.interactive && verbosity != Verbosity::quiet;
  plain_ = !terminal.interactive && verbosity == Verbosity::verbose;
}

void ProgressLine::show(const Progress& progress) {
  if (!interactive_ && !plain_) return;
  using namespace std::chrono_literals;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < (interactive_ ? 100ms : 30'000ms)) return;
  last_ = now;
  const std::string line =
      fmt::format("{} of {} files, {} read, {} paragraphs", grouped(progress.files_done), grouped(progress.files_total),
                  size_text(progress.bytes_read), grouped(progress.paragraphs));
  if (plain_) return pilcrow::cli::note(program, line);
  shown_ = true;
  const std::string over = "\r\x1b[K" + line;
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, over.data(), over.size());
}

void ProgressLine::clear() {
  if (!shown_) return;
  shown_ = false;
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, "\r\x1b[K", 4);
}

void show_report(const UpdateReport& report, const Arguments& arguments) {
  if (!report.note.empty()) pilcrow::cli::note(program, report.note);
  for (const Problem& problem : report.new_problems) {
    if (problem.skipped && arguments.verbosity != Verbosity::verbose) continue;
    pilcrow::cli::complain(
        program, fmt::format("{} '{}': {}", problem.skipped ? "skipped" : "cannot read", problem.path, problem.reason));
  }
  for (const std::string& refused : report.refused_purges) pilcrow::cli::complain(program, refused);
  if (report.interrupted)
    pilcrow::cli::complain(program, "interrupted; the index is whole, and the next run does the rest");
  if (arguments.format == ReportFormat::json) {
    pilcrow::cli::write_out(line_of(report_json(report, arguments.update.dry_run)));
  } else if (arguments.verbosity != Verbosity::quiet) {
    pilcrow::cli::write_out(report_text(report, arguments.update.dry_run));
  }
}

std::string present_status(const IndexStatus& status, const Arguments& arguments) {
  if (arguments.format == ReportFormat::json) {
    ordered_json roots = ordered_json::array();
    for (const Root& root : status.roots) roots.push_back(root_json(root));
    ordered_json languages = ordered_json::object();
    for (const auto& [language, paragraphs] : status.languages) languages[language] = paragraphs;
    return line_of({{"type", "status"},
                    {"format_version", 1},
                    {"index", path_json(arguments.index.string())},
                    {"index_id", status.index_id},
                    {"generation", status.generation},
                    {"revision", status.revision},
                    {"fingerprint", status.fingerprint},
                    {"roots", std::move(roots)},
                    {"files", status.files},
                    {"paragraphs", status.paragraphs},
                    {"problems", status.problems},
                    {"languages", std::move(languages)},
                    {"size_bytes", status.size_bytes},
                    {"updated_unix_seconds", status.updated_unix_seconds}});
  }
  std::string text =
      fmt::format("index        {} (id {})\n", pilcrow::cli::on_one_line(arguments.index.string()), status.index_id);
  for (const Root& root : status.roots) text += fmt::format("root         {}\n", pilcrow::cli::on_one_line(root.path));
  text += fmt::format("files        {}\nparagraphs   {}\nproblems     {}\n", grouped(status.files),
                      grouped(status.paragraphs), grouped(status.problems));
  std::string languages;
  for (const auto& [language, paragraphs] : status.languages) {
    languages += (languages.empty() ? "" : ", ") + language + " " + grouped(paragraphs);
  }
  text +=
      fmt::format("languages    {}\nsize         {}\nlast change  {}\ngeneration   {}, revision {}\nanalyser     {}\n",
                  languages.empty() ? "none" : languages, size_text(status.size_bytes),
                  time_text(status.updated_unix_seconds), status.generation, status.revision, status.fingerprint);
  return text;
}

std::string present_files(const std::vector<FileStatus>& files, const Arguments& arguments) {
  std::string out;
  for (const FileStatus& file : files) {
    if (arguments.problems_only && file.problem.empty()) continue;
    if (arguments.format == ReportFormat::json) {
      out += line_of({{"type", "file"},
                      {"format_version", 1},
                      {"path", path_json(file.path)},
                      {"paragraphs", file.paragraphs},
                      {"reader", file.type},
                      {"language", file.language},
                      {"encoding", file.encoding},
                      {"problem", file.problem}});
      continue;
    }
    out += pilcrow::cli::on_one_line(file.path);
    if (file.problem.empty()) {
      out += fmt::format("\t{}\t{}\t{}\n", counted(file.paragraphs, "paragraph", "paragraphs"), file.language,
                         file.encoding);
    } else {
      out += "\t" + pilcrow::cli::on_one_line(file.problem) + "\n";
    }
  }
  return out;
}

}  // namespace pilcrow::indexer::cli
