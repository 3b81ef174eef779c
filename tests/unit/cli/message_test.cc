// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/message.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <new>
#include <stdexcept>
#include <string>

#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace pilcrow;

namespace {

struct Outcome {
  int status = -1;
  std::string out;
  std::string err;
};

/// What run_main() of `body` does in a process of its own, whose standard output is `out` (a file made here if empty).
Outcome run(const std::function<int()>& body, const std::string& out_path = {}, bool close_stdout = false) {
  const test::TemporaryFolder folder;
  const std::string out = out_path.empty() ? (folder / "out").string() : out_path;
  const std::string err = (folder / "err").string();
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    if (close_stdout) ::close(STDOUT_FILENO);
    ::_exit(cli::run_main("pilcrow-test", 7, body));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  Outcome outcome;
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (out_path.empty()) outcome.out = test::read_file(out);
  outcome.err = test::read_file(err);
  return outcome;
}

}  // namespace

TEST_CASE("messages: details stand below, indented, each on one line") {
  const auto outcome = run([] {
    cli::complain("pilcrow-test", "no hits\nat all", {"3 without a\x1b[2J", "4 without b"});
    return 0;
  });
  CHECK(outcome.err ==
        "pilcrow-test: no hits\\nat all\n"
        "  3 without a\\x1b[2J\n"
        "  4 without b\n");
}

TEST_CASE("messages: one line each, with the program's name in front") {
  const auto outcome = run([] {
    cli::complain("pilcrow-test", "cannot read 'a.txt': permission denied");
    cli::note("pilcrow-test", "unclosed quote");
    return 3;
  });
  CHECK(outcome.err ==
        "pilcrow-test: cannot read 'a.txt': permission denied\n"
        "pilcrow-test: note: unclosed quote\n");
  CHECK(outcome.out.empty());
  CHECK(outcome.status == 3);
}

TEST_CASE("messages: a file's name cannot speak to the terminal") {
  const auto outcome = run([] {
    cli::complain("pilcrow-test", "cannot read 'a\nb\tc\x1b[2J'");
    return 0;
  });
  CHECK(outcome.err == "pilcrow-test: cannot read 'a\\nb\\tc\\x1b[2J'\n");
}

TEST_CASE("messages: a caret points at the place in a query") {
  const auto shown = [](const std::string& text, std::size_t column) {
    return run([&] {
             cli::note_at("pilcrow-test", "unclosed quote", text, column);
             return 0;
           })
        .err;
  };
  const std::string first = "pilcrow-test: note: unclosed quote\n";
  CHECK(shown("wind \"solar power", 5) == first + "  wind \"solar power\n       ^\n");
  CHECK(shown("\"wind", 0) == first + "  \"wind\n  ^\n");
  CHECK(shown("東京 \"", 7) == first + "  東京 \"\n       ^\n");
  CHECK(shown("a\nb \"", 4) == first + "  a\\nb \"\n       ^\n");
  CHECK(shown(std::string(200, 'a') + "\"" + std::string(200, 'b'), 200) ==
        first + "  …" + std::string(60, 'a') + "\"" + std::string(39, 'b') + "…\n" + std::string(63, ' ') + "^\n");
}

TEST_CASE("output: what is written arrives as it is") {
  const std::string page = std::string("a\0b\x1b\n", 5) + std::string(1U << 20, 'x');
  const auto outcome = run([&] { return cli::write_out(page) && !cli::output_failed() ? 0 : 1; });
  CHECK(outcome.out == page);
  CHECK(outcome.status == 0);
}

TEST_CASE("output: a closed pipe is a quiet success") {
  const auto outcome = run([] {
    int ends[2];
    if (::pipe(ends) != 0) return 9;
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    if (cli::write_out("text")) return 8;
    if (cli::write_out("more")) return 8;
    return cli::output_failed() ? 6 : 0;
  });
  CHECK(outcome.err.empty());
  CHECK(outcome.status == 0);
}

TEST_CASE("output: a full disk is said once and fails the program") {
  const auto outcome = run(
      [] {
        if (cli::write_out("text") || cli::write_out("more")) return 8;
        return cli::output_failed() ? 0 : 6;
      },
      "/dev/full");
  CHECK(outcome.err == "pilcrow-test: cannot write to standard output: no space left on device\n");
  CHECK(outcome.status == 7);
}

TEST_CASE("output: a closed standard output is an error, and no file opens in its place") {
  const auto outcome = run(
      [] {
        if (::open("/dev/null", O_RDONLY) <= 2) return 5;
        return cli::write_out("text") ? 6 : 0;
      },
      {}, true);
  CHECK(outcome.err == "pilcrow-test: cannot write to standard output: bad file descriptor\n");
  CHECK(outcome.status == 7);
}

TEST_CASE("main: an exception that nobody caught is an internal error") {
  CHECK(run([]() -> int { throw std::runtime_error("surprise"); }).err == "pilcrow-test: internal error: surprise\n");
  CHECK(run([]() -> int { throw 1; }).err == "pilcrow-test: internal error\n");
  CHECK(run([]() -> int { throw std::bad_alloc(); }).err == "pilcrow-test: out of memory\n");
  CHECK(run([]() -> int { throw 1; }).status == 7);
}
