// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/paths.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/unprivileged.h"

namespace pilcrow::indexer {
namespace {

using test::TemporaryFolder;
using test::values;

/// A walk, and what it handed over.
struct Walked : WalkResult {
  std::vector<WalkedFile> all;  ///< In the order in which it came.
  std::vector<WalkedFile> found;
  std::vector<WalkedFile> problems;
};

Walked walked(const Root& root, const std::vector<std::string>& passed_over = {},
              const std::function<bool()>& cancelled = {}) {
  Walked result;
  const auto take = [&](const WalkedFile& file) {
    result.all.push_back(file);
    (file.problem.empty() ? result.found : result.problems).push_back(file);
  };
  static_cast<WalkResult&>(result) = walk(root, passed_over, take, cancelled);
  CHECK(result.files == result.found.size());
  return result;
}

/// "a b/c | d: permission denied": the files, then the problems; skips in parentheses.
std::string dump(const Walked& result) {
  std::string out;
  for (const auto& file : result.found) out += (out.empty() ? "" : " ") + file.path;
  for (const auto& problem : result.problems) {
    out += " | " + problem.path + ": " + (problem.skipped ? "(" + problem.problem + ")" : problem.problem);
  }
  if (result.state == RootState::missing) out += "missing: " + result.reason;
  if (result.state == RootState::unreadable) out += "unreadable: " + result.reason;
  return out;
}

struct File {
  std::string name;  ///< Ends in "/": an empty folder.
  std::string content = {};
};

void make(const TemporaryFolder& folder, const std::vector<File>& files) {
  for (const auto& file : files) {
    if (file.name.ends_with('/')) {
      std::filesystem::create_directories(folder / file.name);
    } else {
      folder.write(file.name, file.content);
    }
  }
}

/// What a row says of a Root; the rest is as by default.
struct Settings {
  std::vector<std::string> include = {};
  std::vector<std::string> exclude = {};
  bool hidden = false;
  bool ignore_files = true;
  bool follow_links = false;
  std::uint64_t max_file_size = 1000;
};

Root root_at(const std::filesystem::path& path, const Settings& settings = {}) {
  Root root;
  root.path = path;
  root.include = settings.include;
  root.exclude = settings.exclude;
  root.hidden = settings.hidden;
  root.ignore_files = settings.ignore_files;
  root.follow_links = settings.follow_links;
  root.max_file_size = settings.max_file_size;
  return root;
}

TEST_CASE("walk: which files are found, and in which order") {
  struct Case {
    std::string name;
    std::vector<File> files;
    Settings settings;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"an empty folder", {}, {}, ""},
      {"names in the order of their bytes", {{"b"}, {"a"}, {"B"}, {"\xC3\xA9"}}, {}, "B a b \xC3\xA9"},
      {"a folder's files before what begins like it", {{"a-b"}, {"a/z"}, {"a.txt"}, {"a0"}}, {}, "a/z a-b a.txt a0"},
      {"empty folders are nothing", {{"a/"}, {"b"}}, {}, "b"},
      {"hidden files and folders are passed over", {{".a"}, {".b/c"}, {"d"}}, {}, "d"},
      {"hidden ones when asked", {{".a"}, {".b/c"}, {"d"}}, {.hidden = true}, ".a .b/c d"},
      {".git is never entered", {{".git/config"}, {"a/.git/config"}, {"d"}}, {.hidden = true}, "d"},
      {"an index is never entered", {{"i/XAPIANDB"}, {"i/lock"}, {"i/x"}, {"j/lock"}, {"j/y"}}, {}, "j/lock j/y"},
      {"an ignore file", {{".gitignore", "*.o\n"}, {"a.c"}, {"a.o"}, {"x/b.o"}}, {}, "a.c"},
      {"ignore files switched off", {{".gitignore", "*.o\n"}, {"a.c"}, {"a.o"}}, {.ignore_files = false}, "a.c a.o"},
      {"a deeper ignore file has the last word",
       {{".gitignore", "*.o\n"}, {"a.o"}, {"x/.gitignore", "!b.o\n"}, {"x/b.o"}, {"x/c.o"}},
       {},
       "x/b.o"},
      {".ignore overrules .gitignore, .pilcrowignore both",
       {{".gitignore", "a\nb\nc\n"}, {".ignore", "!a\n!b\n"}, {".pilcrowignore", "a\n"}, {"a"}, {"b"}, {"c"}},
       {},
       "b"},
      {".git/info/exclude, overruled by .gitignore",
       {{".git/info/exclude", "a\nb\n"}, {".gitignore", "!b\n"}, {"a"}, {"b"}},
       {},
       "b"},
      {"nothing is taken back from an ignored folder",
       {{".gitignore", "x/\n!x/a\n"}, {"x/a"}, {"x/.gitignore", "!a\n"}, {"b"}},
       {},
       "b"},
      {"anchored rules are anchored in their folder",
       {{"x/.gitignore", "/a\n"}, {"a"}, {"x/a"}, {"x/y/a"}},
       {},
       "a x/y/a"},
      {"an excluded folder is not entered, an excluded file not listed",
       {{"old/a"}, {"new/a"}, {"new/a.tmp"}},
       {.exclude = {"old", "*.tmp"}},
       "new/a"},
      {"what is included must match, folders need not",
       {{"x/a.md"}, {"x/b.c"}, {"c.md"}},
       {.include = {"*.md"}},
       "c.md x/a.md"},
      {"exclude beats include", {{"a.md"}, {"b.md"}}, {.include = {"*.md"}, .exclude = {"b.*"}}, "a.md"},
      {"ignore files beat include", {{".ignore", "a.md"}, {"a.md"}, {"b.md"}}, {.include = {"*.md"}}, "b.md"},
      {"a file over the limit is told of",
       {{"big", "12345"}, {"fits", "1234"}},
       {.max_file_size = 4},
       "fits | big: (larger than 4 bytes)"},
      {"names are bytes", {{"new\nline"}, {"not \xFF\xFE utf-8"}}, {}, "new\nline not \xFF\xFE utf-8"},
      {"an ignore file that is too large is told of, and not honoured",
       {{".gitignore", "a\n" + std::string(300'000, '#')}, {"a"}},
       {},
       "a | : .gitignore is not honoured: larger than 256 KiB"},
  }));
  INFO(c.name);
  const TemporaryFolder folder;
  make(folder, c.files);
  CHECK(dump(walked(root_at(folder.path(), c.settings))) == c.expected);
}

TEST_CASE("walk: an exclude glob that begins with a slash is an absolute path") {
  const TemporaryFolder folder;
  make(folder, {{"a/x"}, {"b/x"}});
  CHECK(dump(walked(root_at(folder.path(), {.exclude = {(folder / "a").string()}}))) == "b/x");
}

TEST_CASE("walk: the stamp is what stat says") {
  const TemporaryFolder folder;
  make(folder, {{"a", "12345"}});
  const auto result = walked(root_at(folder.path()));
  struct stat status {};
  REQUIRE(::stat((folder / "a").c_str(), &status) == 0);
  REQUIRE(result.found.size() == 1);
  CHECK(result.found[0].stamp ==
        FileStamp{5, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec, status.st_ino});
  CHECK(result.device == status.st_dev);
}

TEST_CASE("walk: a file over the limit keeps its stamp") {
  const TemporaryFolder folder;
  make(folder, {{"a", "12345"}});
  const auto result = walked(root_at(folder.path(), {.max_file_size = 4}));
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].stamp.size == 5);
}

TEST_CASE("walk: what is neither file nor folder is told of") {
  const TemporaryFolder folder;
  make(folder, {{"a"}});
  REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto name = (folder / "socket").string();
  REQUIRE(name.size() < sizeof address.sun_path);
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  REQUIRE(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK(dump(walked(root_at(folder.path()))) == "a | fifo: (named pipe) | socket: (socket)");
  ::close(listener);
}

TEST_CASE("walk: links") {
  struct Case {
    std::string name;
    std::string target;  ///< Of a link "l" in a root with "f", "z/a" and, beside it, "outside/b".
    bool follow_links;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a link to a file is not followed", "f", false, "f z/a"},
      {"nor one to a folder", "z", false, "f z/a"},
      {"a broken one is passed over", "nowhere", false, "f z/a"},
      {"a link to a file, followed", "f", true, "f l z/a"},
      {"a folder is entered once, in order", "z", true, "f l/a"},
      {"a broken one, followed", "nowhere", true, "f z/a | l: broken link"},
      {"a link to itself", "l", true, "f z/a | l: broken link"},
      {"a link to the root", ".", true, "f z/a"},
      {"a link to a folder outside", "../outside", true, "f z/a | l: (link out of the root)"},
      {"a link to a file outside", "../outside/b", true, "f z/a | l: (link out of the root)"},
      {"a link to the folder above", "..", true, "f z/a | l: (link out of the root)"},
      {"a link to a neighbour that begins like the root", "../root2", true, "f z/a | l: (link out of the root)"},
      {"a link to a device", "/dev/null", true, "f z/a | l: (link out of the root)"},
  }));
  INFO(c.name);
  const TemporaryFolder folder;
  make(folder, {{"root/f"}, {"root/z/a"}, {"outside/b"}, {"root2/c"}});
  std::filesystem::create_symlink(c.target, folder / "root/l");
  CHECK(dump(walked(root_at(folder / "root", {.follow_links = c.follow_links}))) == c.expected);
}

TEST_CASE("walk: a link in a folder deep down leads back, and the walk ends") {
  const TemporaryFolder folder;
  make(folder, {{"a/b/c/f"}, {"a/g"}});
  std::filesystem::create_symlink("../..", folder / "a/b/c/up");
  std::filesystem::create_symlink("../../a/b", folder / "a/b/again");
  CHECK(dump(walked(root_at(folder.path(), {.follow_links = true}))) == "a/b/c/f a/g");
}

TEST_CASE("walk: the root itself") {
  const TemporaryFolder folder;
  make(folder, {{"root/f", "1"}, {"single", "22"}, {"root/.hidden/f"}});
  std::filesystem::create_symlink("root", folder / "link");
  REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
  struct Case {
    std::string name;
    std::string root;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a folder", "root", "f"},
      {"a folder with a slash at its end", "root/", "f"},
      {"a hidden folder that the user named", "root/.hidden", "f"},
      {"a link to a folder", "link", "f"},
      {"nothing", "nothing", "missing: no such file or folder"},
      {"below a file", "single/x", "missing: no such file or folder"},
      {"a fifo", "fifo", "unreadable: not a file or folder"},
      {"a device", "/dev/null", "unreadable: not a file or folder"},
  }));
  INFO(c.name);
  CHECK(dump(walked(root_at(folder / c.root))) == c.expected);
}

TEST_CASE("walk: a root that is a file is listed with an empty path") {
  const TemporaryFolder folder;
  make(folder, {{".single", "22"}});
  const auto result = walked(root_at(folder / ".single", {.include = {"*.md"}}));
  CHECK(result.state == RootState::present);
  REQUIRE(result.found.size() == 1);
  CHECK(result.found[0].path.empty());
  CHECK(result.found[0].stamp.size == 2);
}

TEST_CASE("walk: what may not be read is told of, and the rest is walked") {
  const TemporaryFolder folder;
  make(folder, {{"root/a"}, {"root/closed/b"}, {"root/listed/c"}, {"root/z"}, {"root/open/.ignore"}, {"root/open/d"}});
  const auto root = root_at(folder / "root");
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
  REQUIRE(::chmod((folder / "root").c_str(), 0755) == 0);
  REQUIRE(::chmod((folder / "root/open").c_str(), 0755) == 0);
  REQUIRE(::chmod((folder / "root/open/.ignore").c_str(), 0) == 0);
  REQUIRE(::chmod((folder / "root/closed").c_str(), 0) == 0);
  REQUIRE(::chmod((folder / "root/listed").c_str(), 0444) == 0);
  CHECK(test::unprivileged([&] { return dump(walked(root)); }) ==
        "a open/d z | closed/: permission denied | listed/c: permission denied | open/: .ignore is not honoured: "
        "permission denied");
  REQUIRE(::chmod((folder / "root").c_str(), 0) == 0);
  CHECK(test::unprivileged([&] { return dump(walked(root)); }) == "unreadable: permission denied");
  REQUIRE(::chmod(folder.path().c_str(), 0) == 0);
  CHECK(test::unprivileged([&] { return dump(walked(root)); }) == "unreadable: permission denied");
  // Whoever runs the test must be able to remove the folder.
  for (const char* name : {"", "root", "root/closed", "root/listed"})
    REQUIRE(::chmod((folder / name).c_str(), 0755) == 0);
}

/// A chain of folders, each with a folder "e" and a file in it beside the next link. Built and taken down step by step,
/// since neither paths nor descriptors go that deep.
class Chain {
 public:
  /// With the slash behind it, 60 bytes.
  static inline const std::string link = std::string(59, 'd');

  Chain(const std::filesystem::path& root, int depth)
      : depth_(depth), deepest_(::open(root.c_str(), O_RDONLY | O_DIRECTORY)) {
    for (int i = 0; i < depth; ++i) {
      REQUIRE(::mkdirat(deepest_, "e", 0700) == 0);
      ::close(::openat(deepest_, "e/f", O_WRONLY | O_CREAT, 0600));
      REQUIRE(::mkdirat(deepest_, link.c_str(), 0700) == 0);
      step(link.c_str());
    }
  }
  Chain(const Chain&) = delete;
  Chain& operator=(const Chain&) = delete;
  ~Chain() {
    for (int i = 0; i < depth_; ++i) {
      step("..");
      ::unlinkat(deepest_, link.c_str(), AT_REMOVEDIR);
      ::unlinkat(deepest_, "e/f", 0);
      ::unlinkat(deepest_, "e", AT_REMOVEDIR);
    }
    ::close(deepest_);
  }

 private:
  void step(const char* name) {
    const int next = ::openat(deepest_, name, O_RDONLY | O_DIRECTORY);
    ::close(deepest_);
    deepest_ = next;
  }

  int depth_;
  int deepest_;
};

TEST_CASE("walk: a chain of folders deeper than descriptors and paths go") {
  const TemporaryFolder folder;
  const Chain chain(folder.path(), 200);
  const auto result = walked(root_at(folder.path()));
  CHECK(result.problems.empty());
  REQUIRE(result.found.size() == 200);
  CHECK(result.found.front().path.size() == 60 * 199 + 3);  // The deepest: "d" sorts before "e".
  CHECK(result.found.back().path == "e/f");
}

TEST_CASE("walk: a chain without end ends at 16 KiB of path") {
  const TemporaryFolder folder;
  const Chain chain(folder.path(), 300);
  const auto result = walked(root_at(folder.path()));
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].problem == "path too long");
  CHECK(result.problems[0].path.size() == 60 * 274);  // 273 links are 16,380 bytes, and below them "e/f" still fits.
  CHECK(result.found.size() == 274);
}

TEST_CASE("walk: descriptors are bounded at any depth") {
  const TemporaryFolder folder;
  const Chain chain(folder.path(), 150);
  const auto open_descriptors = [] {
    const auto folder_of_descriptors = std::filesystem::directory_iterator("/proc/self/fd");
    return std::distance(begin(folder_of_descriptors), end(folder_of_descriptors));
  };
  const auto before = open_descriptors();
  std::ptrdiff_t most = 0;
  walked(root_at(folder.path()), {}, [&] {
    most = std::max(most, open_descriptors());
    return false;
  });
  CHECK(most < before + 80);
  CHECK(open_descriptors() == before);
}

TEST_CASE("walk: each path comes in its turn, problems among the files") {
  const TemporaryFolder folder;
  make(folder, {{"a"}, {"b", "12345"}, {"c/.gitignore", std::string(300'000, '#')}, {"c/d"}, {"c-d"}});
  std::string order;
  for (const auto& file : walked(root_at(folder.path(), {.max_file_size = 4})).all) order += file.path + " ";
  CHECK(order == "a b c/ c/d c-d ");
}

TEST_CASE("walk: a folder with several problems is handed over once") {
  const TemporaryFolder folder;
  const std::string large(300'000, '#');
  make(folder, {{"a/.gitignore", large}, {"a/.ignore", large}, {"a/b"}});
  const auto result = walked(root_at(folder.path()));
  CHECK(dump(result) ==
        "a/b | a/: .gitignore is not honoured: larger than 256 KiB; .ignore is not honoured: larger than 256 KiB");
  CHECK(result.unread_folders == std::vector<std::string>{"a/"});
}

TEST_CASE("walk: what belongs to somebody else is passed over") {
  struct Case {
    std::string name;
    std::vector<std::string> passed_over;  ///< Below the root; with a "/" in front, below the folder that holds it.
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", {}, "a/b a/c/d a-c e"},
      {"a file", {"e"}, "a/b a/c/d a-c"},
      {"a folder with all it holds", {"a"}, "a-c e"},
      {"a folder within a folder, and a file", {"a/c", "a/b"}, "a-c e"},
      {"neighbours that begin like the root", {"/root2", "/roo"}, "a/b a/c/d a-c e"},
      {"the root itself is walked: somebody named it", {"/root"}, "a/b a/c/d a-c e"},
      {"what is not there", {"x", "a/b/c"}, "a/b a/c/d a-c e"},
  }));
  INFO(c.name);
  const TemporaryFolder folder;
  make(folder, {{"root/a/b"}, {"root/a/c/d"}, {"root/a-c"}, {"root/e"}});
  std::vector<std::string> passed_over;
  for (const auto& path : c.passed_over) {
    passed_over.push_back(path.starts_with('/') ? (folder / path.substr(1)).string()
                                                : (folder / "root" / path).string());
  }
  CHECK(dump(walked(root_at(folder / "root"), passed_over)) == c.expected);
}

TEST_CASE("walk: what is passed over does not come back by a link") {
  struct Case {
    std::string name;
    std::vector<std::string> passed_over;
    std::string expected;
  };
  // "a" leads to "b/c", "k" to "f", "z" to "b".
  const auto c = GENERATE(values<Case>({
      {"nothing", {}, "a/d b/e f k"},
      {"a file", {"f"}, "a/d b/e"},
      {"a folder", {"b"}, "f k"},
      {"a folder that a link leads to", {"b/c"}, "b/e f k"},
      {"a file below it", {"b/c/d"}, "b/e f k"},
      {"the link alone", {"k"}, "a/d b/e f"},
      {"the link to a folder alone", {"a"}, "b/c/d b/e f k"},
      {"what has but the name of something there", {"d", "c", "b/d"}, "a/d b/e f k"},
  }));
  INFO(c.name);
  const TemporaryFolder folder;
  make(folder, {{"root/b/c/d"}, {"root/b/e"}, {"root/f"}});
  std::filesystem::create_symlink("b/c", folder / "root/a");
  std::filesystem::create_symlink("f", folder / "root/k");
  std::filesystem::create_symlink("b", folder / "root/z");
  std::vector<std::string> passed_over;
  for (const auto& path : c.passed_over) passed_over.push_back((folder / "root" / path).string());
  CHECK(dump(walked(root_at(folder / "root", {.follow_links = true}), passed_over)) == c.expected);
}

/// "ignored .gitignore:3 *.o": what keeps a path out; "-" for nothing.
std::string dump(const KeptOut& kept, const std::string& root) {
  if (kept.by.empty()) return "-";
  std::string out = kept.by;
  if (!kept.file.empty()) out += " " + kept.file.substr(root.size() + 1) + ":" + std::to_string(kept.line);
  return kept.rule.empty() ? out : out + " " + kept.rule;
}

TEST_CASE("why not walked: the first rule on the way, with its place") {
  struct Case {
    std::string name;
    std::string path;
    Settings settings;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a file that is walked", "a.md", {}, "-"},
      {"a hidden file", ".h.md", {}, "hidden .h.md"},
      {"below a hidden folder", ".d/x/a.md", {}, "hidden .d"},
      {"hidden ones when asked", ".h.md", {.hidden = true}, "-"},
      {".git even then", ".git/config", {.hidden = true}, "hidden .git"},
      {"an ignore file, with the line as it stands", "x/a.o", {}, "ignored .gitignore:3 *.o"},
      {"the last rule that matches", "x/y/b.o", {}, "ignored x/.ignore:2 /y/b.*"},
      {"taken back", "x/c.o", {}, "-"},
      {"an ignored folder keeps out all it holds", "out/deep/a.md", {}, "ignored .gitignore:4 out/"},
      {"ignore files switched off", "x/a.o", {.ignore_files = false}, "-"},
      {".git/info/exclude", "secret.md", {}, "ignored .git/info/exclude:1 secret*"},
      {"an exclude glob", "x/y/z.md", {.exclude = {"*.txt", "y"}}, "excluded y"},
      {"not included", "a.md", {.include = {"*.txt"}}, "not included"},
      {"a folder need not be included", "x/y/z.txt", {.include = {"*.txt"}}, "-"},
      {"a link", "link", {}, "link links are not followed"},
      {"below a linked folder", "link/z.md", {}, "link links are not followed"},
      {"a link, followed", "link/z.md", {.follow_links = true}, "-"},
      {"a broken link", "broken", {.follow_links = true}, "link broken link"},
      {"a link out of the root", "away/a", {.follow_links = true}, "link link out of the root"},
      {"a pipe", "pipe", {}, "kind named pipe"},
      {"over the limit", "a.md", {.max_file_size = 4}, "size larger than 4 bytes"},
      {"an index", "index/gen-000001/iamglass", {}, "index"},
      {"a file that is gone", "x/gone.o", {}, "ignored .gitignore:3 *.o"},
      {"a folder that is gone", "x/gone/.h/a", {}, "hidden .h"},
      {"rules by name reach what is not there", "no/such/folder/a.o", {}, "ignored .gitignore:3 *.o"},
      {"a rule for folders, of one that is gone", "no/out/a.md", {}, "ignored .gitignore:4 out/"},
      {"a folder, as the walk names it", "x/y/", {}, "-"},
      {"the root", "", {}, "-"},
  }));
  INFO(c.name);
  const TemporaryFolder folder;
  make(folder, {{"root/a.md", "12345"},
                {"root/.h.md"},
                {"root/.d/x/a.md"},
                {"root/.git/info/exclude", "secret*\n"},
                {"root/.gitignore", "# objects\n\n*.o\nout/\n"},
                {"root/x/.ignore", "!c.o\r\n/y/b.*\r\n"},
                {"root/x/a.o"},
                {"root/x/c.o"},
                {"root/x/y/b.o"},
                {"root/x/y/z.md"},
                {"root/x/y/z.txt"},
                {"root/out/deep/a.md"},
                {"root/secret.md"},
                {"root/index/XAPIANDB"},
                {"root/index/lock"},
                {"root/index/gen-000001/iamglass"},
                {"outside/a"}});
  const std::filesystem::path root = folder / "root";
  std::filesystem::create_symlink("x/y", root / "link");
  std::filesystem::create_symlink("nowhere", root / "broken");
  std::filesystem::create_symlink("../outside", root / "away");
  REQUIRE(::mkfifo((root / "pipe").c_str(), 0600) == 0);
  CHECK(dump(why_not_walked(root_at(root, c.settings), c.path), root) == c.expected);
}

TEST_CASE("why not walked: a root that is a file is kept out by its size alone") {
  const TemporaryFolder folder;
  make(folder, {{".single", "22"}});
  CHECK(why_not_walked(root_at(folder / ".single", {.include = {"*.md"}}), "").by.empty());
  CHECK(why_not_walked(root_at(folder / ".single", {.max_file_size = 1}), "").by == "size");
  CHECK(why_not_walked(root_at(folder / "gone"), "x/.y").by == "hidden");
}

TEST_CASE("why not walked: says of each path what the walk does") {
  const TemporaryFolder folder;
  make(
      folder,
      {{".gitignore", "*.o\n!keep.o\nb/c\n"}, {"a.o"}, {"keep.o"}, {"b/c/d"}, {"b/e.tmp"}, {"b/f", "12345"}, {"b/.g"}});
  const Root root = root_at(folder.path(), {.exclude = {"*.tmp"}, .max_file_size = 4});
  std::vector<std::string> found;
  for (const auto& file : walked(root).found) found.push_back(file.path);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    if (entry.is_directory()) continue;
    const std::string path = entry.path().lexically_relative(folder.path());
    INFO(path);
    CHECK(why_not_walked(root, path).by.empty() == (std::find(found.begin(), found.end(), path) != found.end()));
  }
}

TEST_CASE("walk: a cancelled walk ends at the next folder") {
  const TemporaryFolder folder;
  make(folder, {{"a"}, {"b/c"}, {"d/e"}});
  int folders = 0;
  CHECK(dump(walked(root_at(folder.path()), {}, [&] { return ++folders == 3; })) == "a b/c");
}

TEST_CASE("source order: name by name") {
  std::vector<std::string> paths{"a.txt", "b", "a-b", "a/z", "a", "a/b/c", "a/b-c", "\xFF", ""};
  std::sort(paths.begin(), paths.end(),
            [](const auto& left, const auto& right) { return store::compare_paths(left, right) < 0; });
  CHECK(paths == std::vector<std::string>{"", "a", "a/b/c", "a/b-c", "a/z", "a-b", "a.txt", "b", "\xFF"});
}

}  // namespace
}  // namespace pilcrow::indexer
