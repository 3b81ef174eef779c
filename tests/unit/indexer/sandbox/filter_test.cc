// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox/filter.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "indexer/sandbox/protection.h"
#include "indexer/sandbox/reader_process.h"
#include "tests/support/catch.h"
#include "tests/support/tar.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using test::TemporaryFolder;

/// A filter whose command is a script, in a folder of its own.
Filter script(const TemporaryFolder& folder, const std::string& name, const std::string& lines) {
  folder.write("bin/" + name, "#!/bin/bash\n" + lines + "\n");
  const fs::path path = folder / "bin" / name;
  fs::permissions(path, fs::perms::owner_all);
  return {{"odd"}, {path.string(), "{file}"}};
}

FilterRun usual_run() {
  const auto program = ReaderProcess::locate();
  REQUIRE(program);
  return {*program, {10, 1ULL << 30}, std::chrono::seconds(60), 1U << 20};
}

/// What comes of it, or why nothing does; `folder` as FOLDER.
std::string run_script(const TemporaryFolder& folder, const std::string& lines, const FilterRun& run = usual_run()) {
  const auto document = MemoryFile::of("The document.\n");
  REQUIRE(document);
  const auto made = run_filter(script(folder, "convert", lines), *document, run);
  std::string said = made ? std::string(made->bytes()) : made.error();
  for (std::size_t at = 0; (at = said.find(folder.path().string(), at)) != said.npos;) {
    said.replace(at, folder.path().string().size(), "FOLDER");
  }
  return said;
}

struct Case {
  const char* name;
  const char* lines;
  const char* said;
};

TEST_CASE("filter: it is handed the document, and what it writes is taken") {
  const auto c = GENERATE(values<Case>({
      {"as a file", "cat \"$1\"", "The document.\n"},
      {"as its standard input", "cat", "The document.\n"},
      {"more than once", "cat \"$1\" \"$1\"; cat", "The document.\nThe document.\nThe document.\n"},
      {"whose size can be told", "stat -Lc %s \"$1\"", "14\n"},
      {"in a place where it can look around", "[[ -r /usr/bin/env ]] && echo yes", "yes\n"},
      {"what it says besides is nobody's concern", "echo aside >&2; echo text", "text\n"},
      {"where it may say nothing", "echo aside >/dev/null; echo text", "text\n"},
      {"with an environment of its own", "echo \"$PATH $LC_ALL ${PILCROW_READER-none}\"",
       "/usr/local/bin:/usr/bin:/bin C.UTF-8 none\n"},
      {"a failure has its status and its first line", "echo; echo 'not a Word document' >&2; exit 1",
       "the filter 'convert' failed (status 1): not a Word document"},
      {"a failure without a word", "exit 3", "the filter 'convert' failed (status 3)"},
      {"a complaint is fit to be shown", "printf '\\033[31mred\\n' >&2; exit 1",
       "the filter 'convert' failed (status 1): \\x1b[31mred"},
      {"a crash", "kill -SEGV $$", "the filter 'convert' crashed (segmentation fault)"},
  }));
  INFO(c.name);
  const TemporaryFolder folder;
  CHECK(run_script(folder, c.lines) == c.said);
}

TEST_CASE("filter: all else is refused") {
  if (protection().landlock_abi == 0 || !protection().seccomp) return;
  const TemporaryFolder folder;
  folder.write("secret", "secret\n");
  const std::string secret = (folder / "secret").string();
  const auto refused = [&](const std::string& lines) {
    INFO(lines);
    const std::string said = run_script(folder, lines);
    CHECK(said.starts_with("the filter 'convert' failed (status "));
    CHECK((said.ends_with("Permission denied") || said.ends_with("Operation not permitted")));
  };
  refused("cat " + secret);
  refused("cat /etc/passwd");
  refused("cat /proc/1/environ");
  refused("ls " + folder.path().string());
  refused("exec 3<>/dev/tcp/127.0.0.1/9");
  refused("exec 3<>/dev/udp/127.0.0.1/9");
  refused("touch " + (folder / "new").string());
  refused("touch " + (folder / "bin/new").string());
  refused("touch -d 2001-01-01 " + secret);
  refused("echo more > /dev/shm/pilcrow");
  refused("chmod 777 " + secret);
  // fchmodat2()
  refused("perl -e 'exit 0 if syscall(452, -100, $ARGV[0], 0777, 0) == 0; print STDERR $!; exit 1' " + secret);
  refused("mkdir " + (folder / "new").string());
  refused("rm " + secret);
  refused("mv " + secret + " " + secret + ".moved");
  refused("truncate -s 0 " + secret);
  refused("echo more > \"$1\"");
  refused("unshare --user true");
  refused("setsid --fork sleep 100; exec 3<>/dev/tcp/127.0.0.1/9");
  if (protection().landlock_abi >= 6) refused("kill -0 " + std::to_string(::getpid()));
  CHECK(test::read_file(secret) == "secret\n");
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 2);
}

TEST_CASE("filter: time, output and what it leaves behind are bounded") {
  const TemporaryFolder folder;
  FilterRun run = usual_run();
  SECTION("a clock") {
    run.wall_clock = std::chrono::seconds(1);
    CHECK(run_script(folder, "sleep 100", run) == "the filter 'convert' takes more than 1 second");
  }
  SECTION("a clock, where it has closed its output") {
    run.wall_clock = std::chrono::seconds(1);
    CHECK(run_script(folder, "exec >&- 2>&-; sleep 100", run) == "the filter 'convert' takes more than 1 second");
  }
  SECTION("work") {
    run.limits.cpu_seconds = 1;
    CHECK(run_script(folder, "while :; do :; done", run) == "the filter 'convert' takes more than 1 second");
  }
  SECTION("output") {
    CHECK(run_script(folder, "yes", run) == "the filter 'convert' gives more than 1 MiB");
  }
  SECTION("complaints") {
    CHECK(run_script(folder, "yes | head -c 1000000 >&2; echo text", run) == "text\n");
  }
  SECTION("processes in the background end with it") {
    run.wall_clock = std::chrono::seconds(60);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(run_script(folder, "sleep 50 >/dev/null 2>&1 & echo text", run) == "text\n");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(40));
  }
  SECTION("memory") {
    if (has_sanitizer) return;
    run.limits.memory_bytes = 64U << 20;
    CHECK(run_script(folder, "x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo ${#x}", run)
              .starts_with("the filter 'convert' failed (status "));
  }
}

TEST_CASE("filter: a command that cannot be run says so") {
  const auto document = MemoryFile::of("x");
  const auto made = run_filter({{"odd"}, {"/nowhere/convert"}}, *document, usual_run());
  REQUIRE_FALSE(made);
  CHECK(made.error() == "the filter 'convert' failed (status 126): cannot be run: no such file");
}

std::string why_not(const Filter& filter, const std::vector<Root>& roots = {}) {
  const auto filters = usable_filters({filter}, roots);
  return filters ? filters->front().command.front() : filters.error().message;
}

TEST_CASE("filters: what is named must make sense and be there") {
  CHECK(why_not({{"odd"}, {"cat"}}) == "/usr/bin/cat");
  CHECK(why_not({{"odd"}, {"/bin/cat"}}) == "/bin/cat");
  CHECK(why_not({{}, {"cat"}}) == "a filter names no extensions");
  CHECK(why_not({{"odd", ".Odd"}, {"cat"}}) ==
        "the filter for odd, .Odd: an extension is written in lower case, without a dot");
  CHECK(why_not({{"odd"}, {}}) == "the filter for odd has no command");
  CHECK(why_not({{"odd"}, {"cat"}, "pdf"}) ==
        "the filter for odd cannot give 'pdf', only text, markdown, html, csv, mail or document");
  CHECK(why_not({{"odd"}, {"no-such-command"}}) == "the filter for odd: there is no command 'no-such-command'");
  CHECK(why_not({{"odd"}, {"/etc/passwd"}}) == "the filter for odd: there is no command '/etc/passwd'");
  CHECK(why_not({{"odd"}, {"bin/cat"}}) ==
        "the filter for odd: 'bin/cat' is neither an absolute path nor the name of a command");
}

TEST_CASE("filters: what is indexed never says what is run") {
  const TemporaryFolder folder;
  const Filter filter = script(folder, "convert", "cat");
  const std::string command = filter.command.front();
  CHECK(why_not(filter) == command);
  CHECK(why_not(filter, {{.path = (folder / "docs").string()}}) == command);
  CHECK(why_not(filter, {{.path = (folder / "bi").string()}}) == command);
  const std::string refused = "the filter for odd: '" + command + "' lies in what is indexed";
  CHECK(why_not(filter, {{.path = folder.path().string()}}) == refused);
  CHECK(why_not(filter, {{.path = (folder / "bin").string() + "/"}}) == refused);
  CHECK(why_not(filter, {{.path = command}}) == refused);
  CHECK(why_not(filter, {{.path = (folder / "docs/../bin").string()}}) == refused);
  fs::create_directory(folder / "docs");
  fs::create_symlink(command, folder / "docs/convert");
  fs::create_symlink(folder / "bin", folder / "link");
  const Filter linked{{"odd"}, {(folder / "docs/convert").string()}};
  CHECK(why_not(linked, {{.path = (folder / "docs").string()}}).ends_with("lies in what is indexed"));
  CHECK(why_not(linked, {{.path = (folder / "bin").string()}}).ends_with("lies in what is indexed"));
  CHECK(why_not(filter, {{.path = (folder / "link").string()}}) == refused);
}

TEST_CASE("filters: those for a name are taken in their order, whatever it is compressed with") {
  const std::vector<Filter> filters{{{"doc", "dot"}, {"/a"}}, {{"doc", "xls"}, {"/b"}}};
  const auto command = [&](std::string_view name) {
    std::string all;
    for (const Filter* filter : filters_for(filters, name)) all += filter->command.front();
    return all;
  };
  CHECK(command("a.doc") == "/a/b");
  CHECK(command("folder.x/A.DOC") == "/a/b");
  CHECK(command("a.xls") == "/b");
  CHECK(command("a.zip!/b.dot") == "/a");
  CHECK(command("a.doc.gz") == "/a/b");
  CHECK(command("a.xls.xz.bz2") == "/b");
  CHECK(command("a.docx").empty());
  CHECK(command("doc").empty());
  CHECK(command("a.gz").empty());
}

/// "[MEMBER]PROBLEM<TEXT>…" of each part.
std::string read_with(const Filter& filter, const std::string& name, std::string_view bytes) {
  auto filters = usable_filters({filter}, {});
  REQUIRE(filters);
  ReaderProcess reader(usual_run().reader, std::move(*filters));
  const auto file = MemoryFile::of(bytes);
  ReadRequest request;
  request.name = name;
  std::string said;
  const auto done = reader.read(request, *file, [&](ReadPart&& part) {
    said += "[" + part.entry.member + "]" + part.entry.problem;
    for (std::size_t i = 0; i < part.texts.size(); ++i) {
      for (const auto& heading : part.entry.trails[part.entry.paragraphs[i].trail]) said += heading + ": ";
      said += "<" + part.texts[i] + ">";
    }
    CHECK(part.to_filter.empty());
    CHECK((part.entry.bytes_of_extracted || !part.entry.problem.empty()));
  });
  return done ? said : done.error().reason;
}

TEST_CASE("filters: what they make of a document stands in its place") {
  const TemporaryFolder folder;
  Filter filter = script(folder, "convert", "tr a-z A-Z < \"$1\"");
  CHECK(read_with(filter, "a.odd", "The wind.\n\nThe rain.\n") == "[]<THE WIND.><THE RAIN.>");
  filter.output = "markdown";
  CHECK(read_with(filter, "a.odd", "# Weather\n\nThe wind.\n") == "[]WEATHER: <THE WIND.>");
  CHECK(read_with(script(folder, "fail", "exit 1"), "a.odd", "x") == "[]the filter 'fail' failed (status 1)");
  CHECK(read_with(script(folder, "silent", "exit 0"), "a.odd", "x") == "[]");
}

TEST_CASE("filters: an archive of many documents takes few descriptors") {
  const TemporaryFolder folder;
  const Filter filter = script(folder, "copy", "cat");
  std::vector<std::pair<std::string, std::string>> files;
  std::string wanted;
  for (int i = 10; i < 40; ++i) {
    files.emplace_back(std::to_string(i) + ".odd", "The wind.");
    wanted += "[" + std::to_string(i) + ".odd]<The wind.>";
  }
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit few{35, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
  const std::string said = read_with(filter, "a.tar", test::tar(files));
  ::setrlimit(RLIMIT_NOFILE, &before);
  CHECK(said == wanted + "[]");
}

TEST_CASE("filters: what they take of one file is bounded all together") {
  const TemporaryFolder folder;
  ReaderLimits limits;
  limits.wall_clock = std::chrono::seconds(2);
  ReaderProcess reader(usual_run().reader, {script(folder, "spin", "while :; do :; done")}, limits);
  const auto file = MemoryFile::of(test::tar({{"a.odd", "x"}, {"b.odd", "x"}, {"c.odd", "x"}}));
  ReadRequest request;
  request.name = "a.tar";
  std::vector<std::string> problems;
  REQUIRE(reader.read(request, *file, [&](ReadPart&& part) { problems.push_back(part.entry.problem); }));
  const std::string too_long = "filters take too long to convert what is in this file";
  CHECK(problems == std::vector<std::string>{"the filter 'spin' takes more than 2 seconds", too_long, too_long, ""});
}

TEST_CASE("filters: where one fails, the next is asked; where all do, the first says why") {
  const TemporaryFolder folder;
  const Filter fails = script(folder, "fail", "exit 1");
  const auto read = [&](const Filter& second) {
    ReaderProcess reader(usual_run().reader, {fails, second});
    const auto file = MemoryFile::of("The wind.");
    ReadRequest request;
    request.name = "a.odd";
    std::string said;
    REQUIRE(reader.read(request, *file, [&](ReadPart&& part) {
      said += part.entry.problem;
      for (const auto& text : part.texts) said += text;
    }));
    return said;
  };
  CHECK(read(script(folder, "copy", "cat")) == "The wind.");
  CHECK(read(script(folder, "crash", "kill -SEGV $$")) == "the filter 'fail' failed (status 1)");
}

}  // namespace
}  // namespace pilcrow::indexer
