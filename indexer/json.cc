// SPDX-License-Identifier: GPL-3.0-or-later
// The half of include/pilcrow/json.h that indexes; docs/json-output.md is the contract. Additive changes only.
#include "indexer/json.h"

#include <cstdint>
#include <string>
#include <utility>

#include "indexer/last_run.h"
#include "pilcrow/json.h"

namespace pilcrow {
namespace indexer {

const char* name_of(FileChange::Kind kind) {
  switch (kind) {
    case FileChange::Kind::added:
      return "added";
    case FileChange::Kind::changed:
      return "changed";
    case FileChange::Kind::moved:
      return "moved";
    case FileChange::Kind::removed:
      return "removed";
  }
  return "changed";
}

text::Json problems_json(const std::vector<Problem>& problems) {
  text::Json out = text::Json::array();
  for (const Problem& problem : problems) {
    text::Json one{{"path", text::path_json(problem.path)}, {"reason", problem.reason}, {"skipped", problem.skipped}};
    if (problem.line > 0) one["line"] = problem.line;
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace indexer

namespace {

using text::Json;
using text::json_line;
using text::path_json;
using text::paths_json;

Json root_json(const RootStatus& status) {
  const Root& root = status.root;
  return {{"path", path_json(root.path)},
          {"include", root.include},
          {"exclude", root.exclude},
          {"hidden", root.hidden},
          {"ignore_files", root.ignore_files},
          {"follow_links", root.follow_links},
          {"max_file_size", root.max_file_size},
          {"language", root.language},
          {"files", status.files},
          {"paragraphs", status.paragraphs},
          {"trouble", status.trouble}};
}

Json last_run_json(const IndexStatus& status) {
  if (!status.last_run) return nullptr;
  const LastRun& run = *status.last_run;
  return {{"action", run.action},
          {"outcome", run.outcome},
          {"message", run.message},
          {"began_unix_seconds", run.began_unix_seconds},
          {"seconds", run.seconds}};
}

Json protection_json(const ReaderProtection& protection) {
  return {{"landlock", protection.landlock}, {"seccomp", protection.seccomp}, {"note", protection.note}};
}

/// What the index has of a file, as members of a line.
Json known_json(const FileStatus& file) {
  return {{"paragraphs", file.paragraphs}, {"size", file.size},
          {"reader", file.type},           {"language", file.language},
          {"encoding", file.encoding},     {"problem", file.problem},
          {"skipped", file.skipped},       {"read_unix_seconds", file.read_unix_seconds}};
}

/// The line of a run, and in which state the index is then.
std::string report_line(Json object, const IndexState& state) {
  object["index_id"] = state.index_id;
  object["generation"] = state.generation;
  object["revision"] = state.revision;
  object["fingerprint"] = state.fingerprint;
  return json_line(object);
}

}  // namespace

std::string to_json(const UpdateReport& report, bool dry_run) {
  const std::uint64_t cut = report.new_failures + report.new_skips - report.new_problems.size();
  return report_line({{"type", "report"},
                      {"format_version", json_format_version},
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
                      {"new_failures", report.new_failures},
                      {"new_skips", report.new_skips},
                      {"new_problems", indexer::problems_json(report.new_problems)},
                      {"problems_cut", cut},
                      {"refused_purges", report.refused_purges},
                      {"interrupted", report.interrupted},
                      {"note", report.note},
                      {"seconds", report.seconds}},
                     report.state);
}

std::string to_json(const FileChange& change) {
  Json object = text::begin_json("change");
  object["change"] = indexer::name_of(change.kind);
  object["path"] = path_json(change.path);
  if (!change.moved_from.empty()) object["moved_from"] = path_json(change.moved_from);
  return json_line(object);
}

std::string to_json(const RemovalReport& report, bool forgotten) {
  return report_line({{"type", "removal"},
                      {"format_version", json_format_version},
                      {"forgotten", forgotten && !report.interrupted},
                      {"files", report.files},
                      {"paragraphs", report.paragraphs},
                      {"roots", paths_json(report.roots)},
                      {"excluded", paths_json(report.excluded)},
                      {"interrupted", report.interrupted},
                      {"note", report.note},
                      {"seconds", report.seconds}},
                     report.state);
}

std::string to_json(const CompactionReport& report) {
  return report_line({{"type", "compaction"},
                      {"format_version", json_format_version},
                      {"bytes_before", report.bytes_before},
                      {"bytes_after", report.bytes_after},
                      {"interrupted", report.interrupted},
                      {"seconds", report.seconds}},
                     report.state);
}

std::string to_json(const CheckReport& report) {
  return report_line({{"type", "check"},
                      {"format_version", json_format_version},
                      {"files", report.files},
                      {"paragraphs", report.paragraphs},
                      {"damages", report.damages},
                      {"examples", report.examples},
                      {"note", report.note},
                      {"interrupted", report.interrupted},
                      {"seconds", report.seconds}},
                     report.state);
}

std::string to_json(const ExportReport& report) {
  return report_line({{"type", "export"},
                      {"format_version", json_format_version},
                      {"documents", report.documents},
                      {"paragraphs", report.paragraphs},
                      {"bytes", report.bytes},
                      {"files_unread", report.files_unread},
                      {"left_out", report.left_out},
                      {"problems", indexer::problems_json(report.problems)},
                      {"interrupted", report.interrupted},
                      {"seconds", report.seconds}},
                     report.state);
}

std::string to_json(const IndexStatus& status, const std::string& index, const Error* trouble) {
  Json roots = Json::array();
  for (const RootStatus& root : status.roots) roots.push_back(root_json(root));
  Json languages = Json::object();
  for (const auto& [language, paragraphs] : status.languages) languages[language] = paragraphs;
  return json_line({{"type", "status"},
                    {"format_version", json_format_version},
                    {"index", path_json(index)},
                    {"error", trouble != nullptr ? trouble->message : ""},
                    {"index_id", status.index_id},
                    {"generation", status.generation},
                    {"revision", status.revision},
                    {"fingerprint", status.fingerprint},
                    {"roots", std::move(roots)},
                    {"excluded", paths_json(status.excluded)},
                    {"files", status.files},
                    {"paragraphs", status.paragraphs},
                    {"problems", status.problems},
                    {"languages", std::move(languages)},
                    {"size_bytes", status.size_bytes},
                    {"fresh_size_bytes", status.fresh_size_bytes},
                    {"other_bytes", status.other_bytes},
                    {"set_aside", paths_json(status.set_aside)},
                    {"updated_unix_seconds", status.updated_unix_seconds},
                    {"up_to_date_unix_seconds", indexer::up_to_date(status)},
                    {"last_run", last_run_json(status)},
                    {"protection", protection_json(reader_protection())}});
}

std::string to_json(const FileStatus& file) {
  Json object = text::begin_json("file");
  object["path"] = path_json(file.path);
  object.update(known_json(file));
  return json_line(object);
}

std::string to_json(const FileExplanation& file) {
  return json_line({{"type", "why"},
                    {"format_version", json_format_version},
                    {"path", path_json(file.path)},
                    {"verdict", file.verdict},
                    {"root", file.root.empty() ? Json(nullptr) : path_json(file.root)},
                    {"kept_out_by", file.kept_out_by},
                    {"rule_file", path_json(file.rule_file)},
                    {"rule_line", file.rule_line},
                    {"rule", path_json(file.rule)},
                    {"trouble", file.trouble},
                    {"is_folder", file.is_folder},
                    {"size", file.size},
                    {"modified_unix_seconds", file.modified_unix_seconds},
                    {"known", file.known ? known_json(*file.known) : Json(nullptr)},
                    {"current", file.current},
                    {"retried", file.retried},
                    {"files_below", file.files_below},
                    {"paragraphs_below", file.paragraphs_below}});
}

}  // namespace pilcrow
