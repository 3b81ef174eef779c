// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/last_run.h"

#include <string_view>

#include <nlohmann/json.hpp>

#include "core/store/layout.h"
#include "core/store/small_file.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using nlohmann::ordered_json;

/// Whether it was an update that nothing cut short: from its beginning on the index has been up to date.
bool was_complete_update(const LastRun& run) {
  return (run.action == "update" || run.action == "rebuild") &&
         (run.outcome == "complete" || run.outcome == "problems");
}

}  // namespace

void record_run(const fs::path& index, const LastRun& run, bool of_all_roots) {
  std::int64_t up_to_date = run.began_unix_seconds;
  if (!was_complete_update(run) || !of_all_roots) {
    const auto before = last_run(index);
    up_to_date = before ? before->up_to_date_unix_seconds : 0;
  }
  const ordered_json json{{"format_version", 1},
                          {"action", run.action},
                          {"outcome", run.outcome},
                          {"message", run.message},
                          {"began_unix_seconds", run.began_unix_seconds},
                          {"seconds", run.seconds},
                          {"up_to_date_unix_seconds", up_to_date}};
  // A message may hold a path that is not UTF-8.
  const std::string text = json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
  [[maybe_unused]] const auto written = store::replace_small_file(index / store::last_run_name, text);
}

std::optional<LastRun> last_run(const fs::path& index) {
  const auto text = store::read_small_file(index / store::last_run_name);
  if (!text) return {};
  const ordered_json json = ordered_json::parse(*text, nullptr, false);
  const auto is = [&](const char* name, bool (ordered_json::*kind)() const noexcept) {
    return json.contains(name) && (json.at(name).*kind)();
  };
  for (const char* name : {"action", "outcome", "message"}) {
    if (!is(name, &ordered_json::is_string)) return {};
  }
  for (const char* name : {"began_unix_seconds", "up_to_date_unix_seconds"}) {
    if (!is(name, &ordered_json::is_number_integer)) return {};
  }
  if (!is("seconds", &ordered_json::is_number)) return {};
  LastRun run;
  run.action = json["action"];
  run.outcome = json["outcome"];
  run.message = json["message"];
  run.began_unix_seconds = json["began_unix_seconds"];
  run.seconds = json["seconds"];
  run.up_to_date_unix_seconds = json["up_to_date_unix_seconds"];
  return run;
}

std::int64_t up_to_date(const IndexStatus& status) {
  const std::int64_t recorded = status.last_run ? status.last_run->up_to_date_unix_seconds : 0;
  return recorded != 0 ? recorded : status.updated_unix_seconds;
}

}  // namespace pilcrow::indexer
