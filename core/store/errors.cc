// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/errors.h"

#include <cerrno>
#include <exception>
#include <filesystem>
#include <new>
#include <optional>
#include <string>
#include <system_error>

#include <xapian.h>

namespace pilcrow::store {
namespace {

Error with_place(ErrorCode code, std::string_view where, std::string_view reason) {
  return Error{code, std::string(where).append(": ").append(reason)};
}

/// "Couldn't open" → "couldn't open"; "EOF" stays.
std::string uncapitalised(std::string text) {
  const auto is_capital = [&](std::size_t i) { return i < text.size() && text[i] >= 'A' && text[i] <= 'Z'; };
  if (is_capital(0) && !is_capital(1)) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

/// What is no damage, though Xapian does not name the system as the one to blame: where it could not write, and then could
/// not go back to the last commit in memory.
/// On disk that commit is whole. "Modifications failed (DatabaseError: Error writing block 25 (No space left on
/// device)), and couldn't open at the old revision: …" → "no space left on device (error writing block 25)".
std::optional<std::string> refused_write(std::string_view message) {
  if (message == "Failed to create iamglass file") return uncapitalised(std::string(message));
  constexpr std::string_view opening = "Modifications failed (";
  constexpr std::string_view closing = "), and couldn't open at the old revision";
  if (!message.starts_with(opening)) return {};
  message.remove_prefix(opening.size());
  message = message.substr(0, message.find(closing));
  if (const auto type = message.find("Error: "); type != message.npos) message.remove_prefix(type + 7);
  const auto reason = message.rfind(" (");
  if (reason == message.npos || !message.ends_with(')')) return uncapitalised(std::string(message));
  return uncapitalised(std::string(message.substr(reason + 2, message.size() - reason - 3))) + " (" +
         uncapitalised(std::string(message.substr(0, reason))) + ")";
}

Error damaged(std::string_view where, const std::string& what) {
  return with_place(ErrorCode::index_corrupt, where,
                    "the index is damaged (" + what + "); rebuild it with 'pilcrow-index --rebuild'");
}

}  // namespace

std::string reason_of(int error_number) {
  return uncapitalised(std::generic_category().message(error_number));
}

Error current_exception_as_error(std::string_view where) {
  try {
    throw;
  } catch (const Xapian::DatabaseModifiedError&) {
    return with_place(ErrorCode::index_busy, where, "the index changed meanwhile; try again");
  } catch (const Xapian::DatabaseVersionError& error) {
    return with_place(ErrorCode::index_version, where, error.get_msg() + "; rebuild it with 'pilcrow-index --rebuild'");
  } catch (const Xapian::DatabaseCorruptError& error) {
    return damaged(where, uncapitalised(error.get_msg()));
  } catch (const Xapian::DatabaseLockError& error) {
    // It also has no lock where it cannot make the file for it.
    if (!error.get_msg().ends_with("already locked")) {
      return with_place(ErrorCode::input_output, where, uncapitalised(error.get_msg()));
    }
    return with_place(ErrorCode::index_locked, where, "another program is writing to the index");
  } catch (const Xapian::DatabaseError& error) {
    if (const auto refused = refused_write(error.get_msg())) {
      return with_place(ErrorCode::input_output, where, *refused);
    }
    // Opening, reading, writing: the system's reason is what helps ("No space left on device").
    const char* reason = error.get_error_string();
    const std::string message = uncapitalised(error.get_msg());
    // The system has nothing to say where a table is shorter than it should be, and does not find one that is gone.
    if (reason == nullptr) return damaged(where, message);
    if (reason == std::generic_category().message(ENOENT)) return damaged(where, message);
    return with_place(ErrorCode::input_output, where, uncapitalised(reason) + " (" + message + ")");
  } catch (const Xapian::Error& error) {
    return with_place(ErrorCode::internal, where, error.get_description());
  } catch (const std::filesystem::filesystem_error& error) {
    const std::string of_file = error.path1().empty() ? std::string() : " ('" + error.path1().string() + "')";
    return with_place(ErrorCode::input_output, where, reason_of(error.code().value()) + of_file);
  } catch (const std::bad_alloc&) {
    return with_place(ErrorCode::input_output, where, "out of memory");
  } catch (const std::exception& error) {
    return with_place(ErrorCode::internal, where, error.what());
  } catch (...) {
    return with_place(ErrorCode::internal, where, "unknown failure");
  }
}

}  // namespace pilcrow::store
