// SPDX-License-Identifier: GPL-3.0-or-later
// What a run says while it works: on a terminal one line that is written over, elsewhere a plain one every half minute
// for those who ask.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "indexer/cli/arguments.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer::cli {

/// How fast something grows: an average in which ten seconds ago count a third of now.
class Pace {
 public:
  /// `done` of whatever is counted after `seconds`; neither ever falls.
  void see(double seconds, double done);
  /// Per second; nothing as long as nothing can be said.
  std::optional<double> rate() const;

 private:
  double seconds_ = 0;
  double done_ = 0;
  double average_ = 0;
  double weight_ = 0;  ///< How much of `average_` was seen; the rest still is the zero that it began with.
};

/// How far a stage is, and how fast.
struct Outlook {
  Progress progress;
  std::optional<double> bytes_per_second;
  std::optional<double> seconds_left;
};

/// "reading  [######--------]  43 %  1,234 of 2,870 files  12.3 MB/s  1:05 left", in no more than `columns`: where they
/// are few, first the bar is left out, then what stands last.
std::string progress_line(const Outlook& outlook, std::size_t columns);

/// Draws what it is shown, now and then, on standard error.
class ProgressLine {
 public:
  explicit ProgressLine(Verbosity verbosity);
  void show(const Progress& progress);
  /// Leaves an empty line for what comes next.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  Outlook outlook(const Progress& progress, Clock::time_point now);
  void draw(const Outlook& outlook);

  bool interactive_ = false;
  bool plain_ = false;
  std::string shown_;
  std::optional<Stage> stage_;
  Clock::time_point stage_began_;
  Clock::time_point seen_;   ///< When the pace was last looked at.
  Clock::time_point drawn_;  ///< Or noted.
  Pace units_;
  Pace bytes_;
};

}  // namespace pilcrow::indexer::cli
