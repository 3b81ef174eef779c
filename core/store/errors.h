// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian's exceptions become pilcrow's errors here and nowhere else.
#pragma once

#include <string_view>
#include <type_traits>
#include <utility>

#include "pilcrow/error.h"

namespace pilcrow::store {

/// The Error for the exception being handled. Call it in a catch block only. `where` begins the message: "cannot open
/// 'x'".
Error current_exception_as_error(std::string_view where);

/// What the system says of an errno: "no space left on device".
std::string reason_of(int error_number);

/// Runs `action`, which may throw what Xapian, std or the system throw, and gives its Result or the translated error.
/// DatabaseModifiedError becomes index_busy: see Snapshot for the retry.
template <class Action>
auto translating_errors(std::string_view where, Action&& action) -> std::invoke_result_t<Action> {
  try {
    return std::forward<Action>(action)();
  } catch (...) {
    return tl::unexpected<Error>(current_exception_as_error(where));
  }
}

}  // namespace pilcrow::store
