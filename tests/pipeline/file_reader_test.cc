// SPDX-License-Identifier: GPL-3.0-or-later
// One file, read as an update reads it.
#include <filesystem>
#include <string>

#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace pilcrow;
using pilcrow::test::TemporaryFolder;

namespace {

/// "path title 'text' headings first-last", a line a paragraph; or why there is none.
std::string dump(const Result<std::vector<DocumentText>>& documents) {
  if (!documents) return documents.error().message.substr(0, 11);
  std::string out;
  for (const DocumentText& document : *documents) {
    out += std::filesystem::path(document.path).filename().string() + " " + document.type;
    if (!document.problem.empty()) out += " (" + document.problem + ")";
    out += "\n";
    for (const ParagraphText& paragraph : document.paragraphs) {
      out += " " + std::to_string(paragraph.lines.first) + "-" + std::to_string(paragraph.lines.last);
      for (const std::string& heading : paragraph.headings) out += " " + heading;
      out += " '" + paragraph.text + "'\n";
    }
  }
  return out;
}

}  // namespace

TEST_CASE("file reader: what an update would make of a file") {
  const TemporaryFolder folder;
  folder.write("a.md", "# Wind\n\nGales blow.\n\n## Sun\n\nIt shines.\n");
  folder.write("b.png", "no picture");
  folder.write("c.eml",
               "From: a@example.org\nSubject: Two things\nMIME-Version: 1.0\n"
               "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSee the note.\n"
               "--x\nContent-Type: text/plain; name=note.txt\nContent-Disposition: attachment; filename=note.txt\n\n"
               "It is short.\n--x--\n");
  const auto reader = file_reader();
  const auto read = [&, reader](const std::string& path) { return reader(path, {.path = folder.path().string()}); };
  const auto again = read;  // A copy reads with the same process.
  CHECK(dump(read((folder / "a.md").string())) ==
        "a.md markdown\n 3-3 Wind 'Gales blow.'\n 7-7 Wind Sun 'It shines.'\n");
  CHECK(dump(again((folder / "b.png").string())) == "b.png  (image)\n");
  CHECK(dump(read((folder / "nowhere.md").string())) == "cannot read");
  CHECK(dump(read(folder.path().string())) == "cannot read");
  const auto mail = read((folder / "c.eml").string());
  REQUIRE(mail);
  REQUIRE(mail->size() == 2);
  CHECK((*mail)[1].path == (folder / "c.eml").string() + "!/note.txt");
  CHECK((*mail)[1].paragraphs.at(0).text == "It is short.");
}

TEST_CASE("file reader: just what is indexed") {
  const TemporaryFolder folder;
  folder.write("docs/a.txt", "One\nline.\r\n\r\nAnother,\r\nlonger one.\n\n  - item\n  - item\n");
  folder.write("docs/b.md", "---\ntitle: B\n---\n\n# Head\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted *text*\n");
  const auto built = update_index(folder / "ix", {{.path = (folder / "docs").string()}});
  REQUIRE(built);
  auto searcher = Searcher::open({folder / "ix"});
  REQUIRE(searcher);
  const auto read = file_reader();
  for (const char* const name : {"a.txt", "b.md"}) {
    const auto indexed = searcher->read(name);
    const auto now = read((folder / "docs" / name).string(), {.path = (folder / "docs").string()});
    REQUIRE(indexed);
    REQUIRE(now);
    REQUIRE(now->size() == 1);
    REQUIRE(now->front().paragraphs.size() == indexed->hits.size());
    CHECK(now->front().path == indexed->hits.front().path);
    for (std::size_t i = 0; i < indexed->hits.size(); ++i) {
      const Hit& hit = indexed->hits[i];
      const ParagraphText& paragraph = now->front().paragraphs[i];
      CHECK(paragraph.text == hit.text);
      CHECK(paragraph.lines == hit.lines);
      CHECK(paragraph.bytes == hit.bytes);
      CHECK(paragraph.headings == hit.headings);
      CHECK(paragraph.language == hit.language);
    }
  }
}

TEST_CASE("file reader: where nobody reads, the first call says so") {
  const auto read = file_reader({{.extensions = {"x"}, .command = {"/nowhere/converter"}}});
  const auto documents = read("/etc/hostname", {.path = "/etc"});
  REQUIRE(!documents);
  CHECK(documents.error().message.find("/nowhere/converter") != std::string::npos);
}

TEST_CASE("file reader: by the rules of the root") {
  const TemporaryFolder folder;
  folder.write("secret/key.txt", "Not for you.\n");
  folder.write("docs/real/a.txt", "Wind blows.\n");
  const std::filesystem::path docs = folder / "docs";
  std::filesystem::create_symlink(folder / "secret/key.txt", docs / "link.txt");
  std::filesystem::create_directory_symlink(folder / "secret", docs / "linked");
  std::filesystem::create_symlink(docs / "real/a.txt", docs / "inner.txt");
  std::filesystem::create_directory_symlink(docs, folder / "named");
  const auto reader = file_reader();
  const auto read = [&](const std::string& name, const Root& root) {
    const auto documents = reader(root.path + name, root);
    return documents ? "read" : documents.error().message.substr(documents.error().message.rfind(": ") + 2);
  };
  const Root plain{.path = docs.string()};
  Root following = plain;
  following.follow_links = true;
  CHECK(read("/real/a.txt", plain) == "read");
  CHECK(read("/inner.txt", plain) == "a link leads to it");
  CHECK(read("/inner.txt", following) == "read");
  for (const Root& root : {plain, following}) {
    CHECK(read("/link.txt", root) == "a link leads out of the root");
    CHECK(read("/linked/key.txt", root) == "a link leads out of the root");
    CHECK(read("/../secret/key.txt", root) == "not below its root");
  }
  // A link that is named as a root was meant, as a folder and as a file.
  CHECK(read("/real/a.txt", {.path = (folder / "named").string()}) == "read");
  CHECK(read("", {.path = (docs / "link.txt").string()}) == "read");
  CHECK(read("/real", plain) == "not a regular file any more");
  Root small = plain;
  small.max_file_size = 3;
  CHECK(read("/real/a.txt", small) != "read");
}
