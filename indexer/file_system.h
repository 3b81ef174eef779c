// SPDX-License-Identifier: GPL-3.0-or-later
// What the walk and the reader of files share: descriptors, stamps, and words for what the system refuses.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "indexer/walk.h"

struct stat;

namespace pilcrow::indexer {

/// An open file or folder; closed with this object.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close();

 private:
  int number_ = -1;
};

/// openat(), for paths of any length: one that the kernel would refuse is gone down in steps. Not open: errno says why.
Descriptor open_at(int folder, std::string path, int flags);

FileStamp stamp_of(const struct stat& status);

/// An errno in the words of a problem: "permission denied", "no such file".
std::string reason_of(int error);

/// Why the file or folder at an absolute path cannot be read now; empty where it can. Links are followed. Never waits for
/// a pipe.
std::string trouble_with(const std::string& path);

/// "larger than 256 MiB".
std::string larger_than(std::uint64_t limit);

}  // namespace pilcrow::indexer
