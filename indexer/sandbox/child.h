// SPDX-License-Identifier: GPL-3.0-or-later
// A program that is started, looked after and ended: in a session of its own, away from the terminal, with an empty
// environment and no descriptors but those that it is handed.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "indexer/file_system.h"

namespace pilcrow::indexer {

/// A pair of descriptors, both closed on exec.
struct DescriptorPair {
  Descriptor first;
  Descriptor second;
};
/// Where one end is closed, the other knows. errno where there is none.
tl::expected<DescriptorPair, int> socket_pair();
/// `first` reads what is written to `second`.
tl::expected<DescriptorPair, int> pipe_pair();

/// How a process ended; both are 0 where it ended well, both -1 where nobody can tell.
struct ChildEnd {
  int signal = 0;
  int status = 0;
};

/// "segmentation fault" or "status 1".
std::string describe(const ChildEnd& end);

class Child {
 public:
  /// One of ours, and the number that it has there.
  using Handed = std::pair<int, int>;

  /// Starts `program`, a path, with `arguments`. Of the descriptors 0, 1 and 2, those that are not handed over lead
  /// nowhere. errno where it cannot be started.
  static tl::expected<Child, int> start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                                        const std::vector<Handed>& descriptors);

  Child(Child&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  Child& operator=(Child&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Child() { end(); }

  pid_t id() const { return id_; }
  /// Kills it and all that it started, unless it has ended already, and says how it did.
  ChildEnd end();
  /// Whether it has ended by then, waiting for it.
  bool ends_before(std::chrono::steady_clock::time_point deadline) const;

 private:
  explicit Child(pid_t id) : id_(id) {}
  pid_t id_ = 0;  ///< Of its process group as well; 0: it has ended.
};

}  // namespace pilcrow::indexer
