// SPDX-License-Identifier: GPL-3.0-or-later
// Between C and C++: every function of pilcrow.h is work inside guarded(), so that whatever fails in it, or is thrown,
// comes out as a code and a pilcrow_error.
#pragma once

#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pilcrow.h"
#include "pilcrow/error.h"

struct pilcrow_error {
  pilcrow_code code;
  std::string message;
};

struct pilcrow_json {
  std::string text;
  pilcrow_outcome outcome = PILCROW_COMPLETE;
};

namespace pilcrow::c {

/// Sets `place`, which may be NULL, to an error; where there is no memory for one, to one that is always there.
pilcrow_code tell(pilcrow_error** place, ErrorCode code, std::string_view message) noexcept;

inline tl::unexpected<Error> invalid(std::string message) {
  return failure(ErrorCode::invalid_argument, std::move(message));
}

/// Runs `work`, which gives a Result<void>.
template <class Work>
pilcrow_code guarded(pilcrow_error** error, Work&& work) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    const Result<void> done = std::forward<Work>(work)();
    return done ? PILCROW_OK : tell(error, done.error().code, done.error().message);
  } catch (const std::bad_alloc&) {
    return tell(error, ErrorCode::internal, "out of memory");
  } catch (const std::exception& thrown) {
    return tell(error, ErrorCode::internal, thrown.what());
  } catch (...) {
    return tell(error, ErrorCode::internal, "something was thrown that is no exception");
  }
}

/// The same where `work` gives what goes to `*place`, which is NULL until then.
template <class Handle, class Work>
pilcrow_code guarded_into(Handle** place, const char* name, pilcrow_error** error, Work&& work) noexcept {
  if (place != nullptr) *place = nullptr;
  return guarded(error, [&]() -> Result<void> {
    if (place == nullptr) return invalid(std::string("'") + name + "', where the answer goes, is NULL");
    Result<std::unique_ptr<Handle>> made = std::forward<Work>(work)();
    if (!made) return tl::unexpected<Error>(std::move(made.error()));
    *place = made->release();
    return {};
  });
}

inline Result<std::unique_ptr<pilcrow_json>> json_handle(std::string text, pilcrow_outcome outcome = PILCROW_COMPLETE) {
  return std::make_unique<pilcrow_json>(pilcrow_json{std::move(text), outcome});
}

/// `name` is what the header calls it.
Result<std::string_view> view_of(pilcrow_string string, const char* name);
Result<std::optional<std::string>> optional_string_of(const pilcrow_string* string, const char* name);
Result<std::vector<std::string>> list_of(const pilcrow_string* items, std::size_t count, const char* name);
Result<std::vector<std::string>> list_of(const pilcrow_strings& strings, const char* name);
/// Paths that have a NUL in them would be cut at it.
Result<std::string> path_of(pilcrow_string string, const char* name);
Result<std::vector<std::string>> paths_of(const pilcrow_string* items, std::size_t count, const char* name);

/// NULL is all defaults. A struct of a version to come may have members that we do not know; they must be 0.
Result<void> copy_sized(const void* given, void* ours, std::size_t size, const char* name);
template <class Options>
Result<Options> options_of(const Options* given, const char* name) {
  Options options = PILCROW_INIT(Options);
  auto copied = copy_sized(given, &options, sizeof options, name);
  if constexpr (requires { options.reserved; }) {
    if (copied && options.reserved != 0) copied = invalid(std::string(name) + ": 'reserved' is not 0");
  }
  if (!copied) return tl::unexpected<Error>(std::move(copied.error()));
  return options;
}

}  // namespace pilcrow::c
