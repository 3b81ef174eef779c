// SPDX-License-Identifier: GPL-3.0-or-later
// Messages to people, on standard error, and the safe way out of main().
#pragma once

#include <functional>
#include <string_view>

namespace pilcrow::cli {

/// "pilcrow-index: message\n" on standard error; control characters in it (a file name's newline, say) made visible.
void complain(std::string_view program, std::string_view message);

/// "pilcrow-search: note: message\n", likewise.
void note(std::string_view program, std::string_view message);

/// Writes all of `text` to standard output; false once nobody reads it any more (a closed pipe) or it cannot be
/// written. A closed pipe is a quiet success for the caller; output_failed() tells a full disk from it.
bool write_out(std::string_view text);
bool output_failed();  ///< A write failed for another reason than a closed pipe; the reason has been complained of.

/// Sets up what every program here needs before it starts (SIGPIPE ignored, since writes report it), runs `body`,
/// flushes, and turns an exception that nobody caught into "internal error" and `failure_status`.
int run_main(std::string_view program, int failure_status, const std::function<int()>& body);

}  // namespace pilcrow::cli
