// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/cli/message.h"
#include "core/cli/terminal.h"
#include "indexer/cli/wording.h"

namespace pilcrow::indexer::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto between_drawings = 100ms;
constexpr auto between_notes = 30'000ms;
constexpr double memory_seconds = 10;
/// A guess from less than this says more about caches and folders than about the run.
constexpr double least_seconds = 3;
constexpr double least_share = 0.01;
constexpr std::size_t widest_bar = 30;
constexpr std::size_t narrowest_bar = 8;

const char* word_for(Stage stage) {
  switch (stage) {
    case Stage::walking:
      return "looking for files";
    case Stage::reading:
      return "reading";
    case Stage::removing:
      return "removing";
    case Stage::copying:
      return "copying";
    case Stage::checking:
      return "checking";
  }
  return "";
}

/// By bytes where they are known: files differ in size. Nothing where no total is known.
std::optional<double> share_done(const Progress& progress) {
  const std::uint64_t total = progress.bytes_total != 0 ? progress.bytes_total : progress.files_total;
  const std::uint64_t done = progress.bytes_total != 0 ? progress.bytes_done : progress.files_done;
  if (total == 0) return {};
  return std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
}

std::string bar(double share, std::size_t width) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
  return "[" + std::string(full, '#') + std::string(width - full, '-') + "]";
}

std::string time_left(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole >= 3600) return fmt::format("{} h {:02} min left", whole / 3600, whole % 3600 / 60);
  return fmt::format("{}:{:02} left", whole / 60, whole % 60);
}

/// What is said behind the bar, the more telling first.
std::vector<std::string> parts_of(const Outlook& outlook) {
  const Progress& progress = outlook.progress;
  std::vector<std::string> parts;
  if (const auto share = share_done(progress)) parts.push_back(fmt::format("{:.0f} %", std::floor(*share * 100)));
  parts.push_back(progress.files_total == 0
                      ? counted(progress.files_done, "file", "files")
                      : grouped(progress.files_done) + " of " + counted(progress.files_total, "file", "files"));
  if (outlook.bytes_per_second) parts.push_back(fmt::format("{:.1f} MB/s", *outlook.bytes_per_second / 1e6));
  if (outlook.seconds_left) parts.push_back(time_left(*outlook.seconds_left));
  return parts;
}

}  // namespace

void Pace::see(double seconds, double done) {
  const double passed = seconds - seconds_;
  if (passed <= 0) return;
  const double fresh = 1 - std::exp(-passed / memory_seconds);
  average_ += fresh * ((done - done_) / passed - average_);
  weight_ += fresh * (1 - weight_);
  seconds_ = seconds;
  done_ = done;
}

std::optional<double> Pace::rate() const {
  if (seconds_ < least_seconds || average_ <= 0) return {};
  return average_ / weight_;
}

std::string progress_line(const Outlook& outlook, std::size_t columns) {
  const std::string word = word_for(outlook.progress.stage);
  std::size_t taken = word.size();
  std::string behind;
  for (const std::string& part : parts_of(outlook)) {
    if (taken + 2 + part.size() > columns) break;
    behind += "  " + part;
    taken += 2 + part.size();
  }
  const auto share = share_done(outlook.progress);
  const std::size_t frame = 4;  // two spaces, two brackets
  const std::size_t width = taken + frame < columns ? std::min(widest_bar, columns - taken - frame) : 0;
  const std::string front = share && width >= narrowest_bar ? "  " + bar(*share, width) : "";
  return word.substr(0, columns) + front + behind;
}

ProgressLine::ProgressLine(Verbosity verbosity) : drawn_(Clock::now()) {
  const auto terminal = pilcrow::cli::look_at(STDERR_FILENO, pilcrow::cli::ColorChoice::never);
  interactive_ = terminal.interactive && verbosity != Verbosity::quiet;
  plain_ = !terminal.interactive && verbosity == Verbosity::verbose;
}

void ProgressLine::show(const Progress& progress) {
  if (!interactive_ && !plain_) return;
  const auto now = Clock::now();
  if (stage_ != progress.stage) {
    stage_ = progress.stage;
    stage_began_ = seen_ = now;
    units_ = bytes_ = Pace();
  }
  if (now - seen_ < between_drawings) return;
  seen_ = now;
  const Outlook seen = outlook(progress, now);
  if (now - drawn_ < (interactive_ ? std::chrono::milliseconds(between_drawings) : between_notes)) return;
  drawn_ = now;
  draw(seen);
}

Outlook ProgressLine::outlook(const Progress& progress, Clock::time_point now) {
  const double seconds = std::chrono::duration<double>(now - stage_began_).count();
  const auto share = share_done(progress);
  bytes_.see(seconds, static_cast<double>(progress.bytes_done));
  units_.see(seconds, share.value_or(0));
  Outlook outlook{progress, bytes_.rate(), {}};
  const auto pace = units_.rate();
  if (share && *share >= least_share && pace) outlook.seconds_left = (1 - *share) / *pace;
  return outlook;
}

void ProgressLine::draw(const Outlook& outlook) {
  if (plain_) {
    // No bar: what is kept in a file is read later.
    std::string line = word_for(outlook.progress.stage);
    for (const std::string& part : parts_of(outlook)) line += ", " + part;
    return pilcrow::cli::note(program, line);
  }
  // The last column stays free: some terminals begin a new line when it is written.
  const std::size_t columns = pilcrow::cli::look_at(STDERR_FILENO, pilcrow::cli::ColorChoice::never).columns;
  const std::string line = progress_line(outlook, columns - 1);
  if (line == shown_) return;
  // Over the old line, then away with what is left of it: erasing first would flicker.
  const std::string over = "\r" + line + "\x1b[K";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, over.data(), over.size());
  shown_ = line;
}

void ProgressLine::clear() {
  if (shown_.empty()) return;
  shown_.clear();
  constexpr std::string_view empty_line = "\r\x1b[K";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, empty_line.data(), empty_line.size());
}

}  // namespace pilcrow::indexer::cli
