// SPDX-License-Identifier: GPL-3.0-or-later
// Callbacks of C as those of C++.
#pragma once

#include <functional>

#include "pilcrow.h"

namespace pilcrow::c {

/// Whether any callback of a call has said that it is to end; once said, it stays so. Lives as long as the call.
class Wish {
 public:
  Wish(pilcrow_cancelled cancelled, void* user) : cancelled_(cancelled), user_(user) {}

  /// What a callback gave.
  void take(int answer) { ends_ = ends_ || answer != 0; }
  std::function<bool()> polled() {
    return [this] {
      if (!ends_ && cancelled_ != nullptr) take(cancelled_(user_));
      return ends_;
    };
  }

 private:
  pilcrow_cancelled cancelled_;
  void* user_;
  bool ends_ = false;
};

}  // namespace pilcrow::c
