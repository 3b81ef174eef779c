// SPDX-License-Identifier: GPL-3.0-or-later
// How pilcrow says that an operation could not be done.
//
// Every public call that can fail returns Result<T>. No exception crosses this interface. A file that cannot be read is
// not an error of the run that met it: it is a *problem*, recorded in the index with its reason (see index.h).
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace pilcrow {

/// What kind of failure it was, and so how to recover from it.
enum class ErrorCode {
  invalid_argument,  ///< The call makes no sense as it stands; the message says why.
  index_missing,     ///< There is no index at that place: build one.
  index_version,     ///< The index was built by another version or with other settings: rebuild it.
  index_corrupt,     ///< The index is damaged: rebuild it.
  index_locked,      ///< Another writer is at work: wait, or come again.
  index_busy,        ///< The index kept changing under the reader, in spite of retries: come again.
  input_output,      ///< The operating system refused; the message holds its reason.
  paragraph_gone,    ///< What a citation names is not in the index any more: search again.
  other_revision,  ///< The index is in another state than the one that was asked for: search without, or take that one.
  cancelled,       ///< The caller's own `cancelled` said so.
  internal,        ///< A bug in pilcrow, or a library that failed in a way nobody foresaw.
};

/// A failure. `message` says what, where and what to do next; lower case, no full stop, no program name.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
};

/// The value, or why there is none. Becomes std::expected with C++23.
template <class T>
using Result = tl::expected<T, Error>;

/// An Error on its way into a Result: `return failure(ErrorCode::index_missing, "no index at …");`
inline tl::unexpected<Error> failure(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace pilcrow
