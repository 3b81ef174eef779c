// SPDX-License-Identifier: GPL-3.0-or-later
// What a test asks of a program in its environment:
//
//   PILCROW_TEST_POINT=NAME:N:ACTION   when NAME is reached for the Nth time, from 1, over all threads:
//                                        kill  dies at once, as by kill -9
//                                        int   is interrupted, as by Ctrl-C, and goes on
//                                        oom   memory has run out: std::bad_alloc
//                                        stop  stands still until SIGCONT, so that a test can look, or send a signal
//   PILCROW_TEST_POINT_LOG=FILE        "NAME COUNT" of every point that was reached, written at the end or before it dies
//   PILCROW_TEST_COMMIT_AFTER=N        commits so often that a small tree needs several (indexer/write.cc)
#include "core/test_point.h"

#ifdef PILCROW_TEST_POINTS  // scripts/lint looks at this file as every build compiles it

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <string>

namespace pilcrow {
namespace {

class TestPoints {
 public:
  TestPoints() {
    if (const char* log = std::getenv("PILCROW_TEST_POINT_LOG")) log_ = log;
    const char* asked = std::getenv("PILCROW_TEST_POINT");
    if (asked == nullptr) return;
    const std::string text = asked;
    const std::size_t first = text.find(':');
    const std::size_t second = text.find(':', first + 1);
    char* end = nullptr;
    if (first != std::string::npos && second != std::string::npos) {
      name_ = text.substr(0, first);
      number_ = std::strtoull(text.c_str() + first + 1, &end, 10);
      action_ = text.substr(second + 1);
    }
    const bool known = action_ == "kill" || action_ == "int" || action_ == "oom" || action_ == "stop";
    if (known && number_ != 0 && end == text.c_str() + second) return;
    // A test that does not test what it means to must not pass.
    std::fprintf(stderr, "PILCROW_TEST_POINT is not NAME:N:ACTION: %s\n", asked);
    std::abort();
  }

  ~TestPoints() {
    const std::lock_guard lock(mutex_);
    write_log();
  }

  TestPoints(const TestPoints&) = delete;
  TestPoints& operator=(const TestPoints&) = delete;

  void reach(const char* name) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t count = ++counts_[name];
    if (count != number_ || name_ != name) return;
    if (action_ == "kill") {
      write_log();
      std::raise(SIGKILL);
    } else if (action_ == "int") {
      std::raise(SIGINT);
    } else if (action_ == "stop") {
      std::raise(SIGSTOP);
    } else {
      throw std::bad_alloc();
    }
  }

 private:
  void write_log() const {
    if (log_.empty()) return;
    std::FILE* file = std::fopen(log_.c_str(), "w");
    if (file == nullptr) return;
    for (const auto& [name, count] : counts_) {
      std::fprintf(file, "%s %llu\n", name.c_str(), static_cast<unsigned long long>(count));
    }
    std::fclose(file);
  }

  std::mutex mutex_;
  std::map<std::string, std::uint64_t> counts_;
  std::string log_;
  std::string name_;
  std::string action_;
  std::uint64_t number_ = 0;  // 0: nothing is asked for.
};

}  // namespace

void test_point(const char* name) {
  static TestPoints points;
  points.reach(name);
}

std::size_t test_size(const char* variable, std::size_t usual) {
  const char* asked = std::getenv(variable);
  return asked == nullptr ? usual : std::strtoull(asked, nullptr, 10);
}

}  // namespace pilcrow

#endif  // PILCROW_TEST_POINTS
