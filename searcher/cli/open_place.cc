// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/open_place.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>
#include <vector>

#include "core/cli/message.h"
#include "core/text/utf8.h"
#include "searcher/cli/open_command.h"
#include "searcher/cli/presenter.h"

namespace pilcrow::searcher::cli {
namespace {

constexpr Context section{0, true};

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string pager() {
  std::string command = environment("PAGER");
  return command.empty() ? "less" : command;
}

/// Where it stands now, as a claim of all its text, or of nothing but that it is there.
Result<Verification> find_now(Searcher& searcher, Claim claim, const VerifyOptions& options) {
  auto report = searcher.verify({std::move(claim)}, options);
  if (!report) return tl::unexpected<Error>(std::move(report.error()));
  return std::move(report->verdicts.front());
}

Claim claim_of(const Hit& hit) {
  return {.citation = hit.citation, .quote = hit.text, .whole = true, .path = hit.path, .lines = hit.lines};
}

/// A program that takes over. Comes back only where it could not be started.
Error run(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));  // execvp() changes none
  arguments.push_back(nullptr);
  ::signal(SIGPIPE, SIG_DFL);  // It would be inherited as ignored.
  ::execvp(arguments.front(), arguments.data());
  return {ErrorCode::input_output, "cannot start 'sh': " + std::generic_category().message(errno)};
}

/// Whether a pager took it.
bool page(const std::string& text) {
  std::FILE* const pipe = ::popen(pager().c_str(), "we");
  if (pipe == nullptr) return false;
  std::fwrite(text.data(), 1, text.size(), pipe);  // One who closes it early has read enough.
  const int status = ::pclose(pipe);
  constexpr int not_found = 127;
  return status != -1 && !(WIFEXITED(status) && WEXITSTATUS(status) == not_found);
}

std::string paragraph_text(const std::string& text) {
  return text::printable(text) + "\n\n";
}

}  // namespace

Result<OpenedPlace> locate_hit(Searcher& searcher, Hit hit, const VerifyOptions& options) {
  OpenedPlace place{std::move(hit), {}};
  if (place.hit.freshness != Freshness::modified) return place;
  const auto now = find_now(searcher, claim_of(place.hit), options);
  if (!now) return tl::unexpected<Error>(now.error());
  const bool is_there = (holds(now->verdict) || now->verdict == Verdict::changed) && now->path == place.hit.path;
  if (is_there && now->from_file) {
    place.hit.lines = now->lines;
    place.hit.page = now->page;
    place.hit.text = now->text;
    if (now->verdict == Verdict::changed) place.note = "it has changed since it was indexed";
    return place;
  }
  place.note = "the file has changed since it was indexed; this is where it stood";
  return place;
}

Result<OpenedPlace> find_place_to_open(Searcher& searcher, const std::string& place, const VerifyOptions& options) {
  auto read = searcher.read(place, {.context = section, .state = options.state});
  if (!read && read.error().code == ErrorCode::paragraph_gone && place.starts_with("pc1:")) {
    // It may have moved into another file.
    const auto now = find_now(searcher, {.citation = place}, options);
    if (now && holds(now->verdict) && !now->from_file) {
      read = searcher.read(now->citation, {.context = section, .state = options.state});
    }
  }
  if (!read) return tl::unexpected<Error>(std::move(read.error()));
  return locate_hit(searcher, std::move(read->hits.front()), options);
}

std::string present_place(const Hit& hit) {
  const std::string spot = spot_of(hit.type, hit.lines, hit.page);
  std::string out = shown_path(hit.path);
  if (!spot.empty()) {
    out += ", " + spot;
  } else if (has_lines(hit.type)) {
    out += ":" + std::to_string(hit.lines.first);
  }
  out += "\n";
  for (std::size_t i = 0; i < hit.headings.size(); ++i) out += (i == 0 ? "" : " > ") + one_line(hit.headings[i]);
  out += hit.headings.empty() ? "\n" : "\n\n";
  for (const Neighbor& neighbor : hit.before) out += paragraph_text(neighbor.text);
  out += "\u00B6 " + paragraph_text(hit.text);
  for (const Neighbor& neighbor : hit.after) out += paragraph_text(neighbor.text);
  out.pop_back();
  return out;
}

bool has_file_to_open(const Hit& hit) {
  struct stat status {};
  return has_lines(hit.type) && !hit.bytes_of_extracted && hit.root != handed_over_root && hit.path.starts_with('/') &&
         ::stat(hit.path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

Result<void> show_place(const Hit& hit, bool interactive) {
  const std::string text = present_place(hit);
  if (!interactive) {
    pilcrow::cli::write_out(text);
    return {};
  }
  if (has_file_to_open(hit)) {
    std::string command = environment("VISUAL");
    if (command.empty()) command = environment("EDITOR");
    if (command.empty()) command = pager();
    return tl::unexpected<Error>(run(open_command(command, hit.path, hit.lines.first)));
  }
  if (!page(text)) pilcrow::cli::write_out(text);
  return {};
}

}  // namespace pilcrow::searcher::cli
