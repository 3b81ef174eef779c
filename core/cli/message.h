// SPDX-License-Identifier: GPL-3.0-or-later
// Messages to people, on standard error, and the safe way out of main().
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::cli {

/// `text` as one line fit to be shown: text::printable(), and line ends and tabs are escapes as well.
std::string on_one_line(std::string_view text);

/// "pilcrow-index: message\n" on standard error; control characters in it (a file name's newline, say) made visible.
void complain(std::string_view program, std::string_view message);
/// The same, and below it the details, a line each, indented.
void complain(std::string_view program, std::string_view message, const std::vector<std::string>& details);

/// "pilcrow-search: note: message\n", likewise.
void note(std::string_view program, std::string_view message);

/// note(), and below it the line of `text` that it is about, with a caret under the byte `column`. A long line is shown
/// around the caret only.
void note_at(std::string_view program, std::string_view message, std::string_view text, std::size_t column);

/// Writes all of `text` to standard output, at once: nothing is buffered, so compose a whole line or page first. False
/// once nobody reads it any more (a closed pipe) or it cannot be written. A closed pipe is a quiet success for the
/// caller; output_failed() tells a full disk from it. Not thread-safe.
bool write_out(std::string_view text);
/// The same to standard error, as it is.
bool write_error(std::string_view text);
bool output_failed();  ///< A write failed for another reason than a closed pipe; the reason has been complained of.

/// Sets up what every program here needs before it starts (SIGPIPE ignored, since writes report it; the three standard
/// streams taken, so that no database can open as one of them), runs `body`, and gives its status, or `failure_status`
/// where an exception was caught by nobody ("internal error") or output failed.
int run_main(std::string_view program, int failure_status, const std::function<int()>& body);

}  // namespace pilcrow::cli
