// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/verify_claims.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <system_error>

#include "core/cli/message.h"
#include "core/text/ascii.h"
#include "searcher/cli/presenter.h"

namespace pilcrow::searcher::cli {
namespace {

constexpr std::size_t largest_input = 256U << 20;
constexpr std::size_t most_changes_shown = 5;
constexpr std::size_t longest_change = 300;  ///< Columns.

std::string with_sign(const char* sign, const std::string& words) {
  return words.empty() ? std::string() : "  " + std::string(sign) + " " + short_line(words, longest_change) + "\n";
}

}  // namespace

Result<std::string> read_input(const std::string& file) {
  const std::string name = file == "-" ? "standard input" : file;
  const int descriptor = file == "-" ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  std::string input;
  std::array<char, 1U << 16> buffer{};
  ssize_t count = descriptor == -1 ? -1 : 0;
  while (descriptor != -1) {
    count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0 || input.size() > largest_input) break;
    input.append(buffer.data(), static_cast<std::size_t>(count));
  }
  const int error = errno;
  if (descriptor > STDERR_FILENO) ::close(descriptor);
  if (count < 0) {
    std::string reason = std::generic_category().message(error);
    reason[0] = text::lower(reason[0]);
    return failure(ErrorCode::input_output, "cannot read '" + name + "': " + reason);
  }
  if (input.size() > largest_input) {
    return failure(ErrorCode::invalid_argument, "'" + name + "' is larger than 256 MiB; split it");
  }
  return input;
}

std::string present_verdicts(const VerifyReport& report, const std::string& file) {
  std::string out;
  for (const Verification& one : report.verdicts) {
    if (one.verdict == Verdict::exact) continue;
    out += pilcrow::cli::on_one_line(file == "-" ? "(standard input)" : file) + ":" + std::to_string(one.claim.line) +
           ": " + name_of(one.verdict) + ": " + pilcrow::cli::on_one_line(one.message) + "\n";
    for (std::size_t i = 0; i < std::min(one.changes.size(), most_changes_shown); ++i) {
      out += with_sign("-", one.changes[i].was) + with_sign("+", one.changes[i].now);
    }
    if (one.changes.size() > most_changes_shown) {
      out += "  and " + counted(one.changes.size() - most_changes_shown, "more change") + "\n";
    }
  }
  return out;
}

std::string present_counts(const std::vector<VerifyReport>& reports) {
  std::string out;
  for (const Verdict verdict :
       {Verdict::exact, Verdict::moved, Verdict::changed, Verdict::gone, Verdict::misquoted, Verdict::invalid}) {
    std::size_t count = 0;
    for (const VerifyReport& report : reports) {
      count += static_cast<std::size_t>(std::count_if(report.verdicts.begin(), report.verdicts.end(),
                                                      [&](const Verification& one) { return one.verdict == verdict; }));
    }
    if (count > 0) out += (out.empty() ? "" : ", ") + grouped(count) + " " + name_of(verdict);
  }
  return out + "\n";
}

}  // namespace pilcrow::searcher::cli
