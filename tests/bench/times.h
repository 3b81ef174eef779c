// SPDX-License-Identifier: GPL-3.0-or-later
// Processor times of this process, since the machines that measure are shared.
#pragma once

#include <time.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace pilcrow::bench {

inline double processor_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Times of one thing over all queries, the best of several runs of each.
class Times {
 public:
  explicit Times(std::string name) : name_(std::move(name)) {}

  template <class Run>
  void measure(const Run& run) {
    double best = 0;
    for (int i = 0; i < 3; ++i) {
      const double start = processor_ms();
      run();
      const double time = processor_ms() - start;
      if (i == 0 || time < best) best = time;
    }
    times_.push_back(best);
  }

  bool empty() const { return times_.empty(); }

  /// In milliseconds.
  double quantile(double share) {
    std::sort(times_.begin(), times_.end());
    return times_[static_cast<std::size_t>(share * static_cast<double>(times_.size() - 1))];
  }

  void print(Times& unit) {
    fmt::print("{:<44} {:>8.3f} {:>8.3f} {:>8.2f}\n", name_, quantile(0.5), quantile(0.95),
               quantile(0.5) / unit.quantile(0.5));
  }

 private:
  std::string name_;
  std::vector<double> times_;
};

}  // namespace pilcrow::bench
