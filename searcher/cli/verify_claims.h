// SPDX-License-Identifier: GPL-3.0-or-later
// --verify: files of claims → verdicts, for people or as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/error.h"
#include "pilcrow/verify.h"

namespace pilcrow::searcher::cli {

/// All of a file; "-" is standard input. input_output where it cannot be read, invalid_argument where it is larger than
/// any answer (256 MiB).
Result<std::string> read_input(const std::string& file);

/// A line for each verdict but exact ones, "answer.md:12: changed: …", and below it what differs. Harmless to a terminal.
std::string present_verdicts(const VerifyReport& report, const std::string& file);

/// "498 exact, 1 moved, 1 changed", with a line end.
std::string present_counts(const std::vector<VerifyReport>& reports);

}  // namespace pilcrow::searcher::cli
