// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/verify.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pilcrow/verify.h"
#include "tests/support/catch.h"
#include "tests/unit/searcher/sample_index.h"

using namespace pilcrow;
using pilcrow::test::make_index;
using pilcrow::test::SampleFile;
using pilcrow::test::TemporaryFolder;

namespace {

const std::string gales = "When gales arrive in autumn the turbines on the ridge feed the whole valley for weeks.";
const std::string stores = "Surplus current is kept in two large batteries beside the old sawmill until the evening.";
const std::string fees = "Every household pays the same monthly fee, however much it draws from the common net.";
const std::string repairs = "Repairs are announced on the board at the town hall three days before they begin.";

/// A paragraph a line with a blank line between, as sample indexes have it.
std::string content_of(const std::vector<std::string>& paragraphs) {
  std::string content;
  for (const std::string& paragraph : paragraphs) content += paragraph + "\n\n";
  return content;
}

/// What a reader makes of such a file.
Result<std::vector<DocumentText>> read_plainly(const std::string& path, const Root& /*root*/) {
  if (!std::filesystem::exists(path)) return failure(ErrorCode::input_output, "cannot read '" + path + "'");
  const std::string content = test::read_file(path);
  DocumentText document;
  document.path = path;
  std::uint32_t line = 1;
  for (std::size_t begin = 0; begin < content.size();) {
    const std::size_t end = std::min(content.find("\n\n", begin), content.size());
    ParagraphText paragraph;
    paragraph.text = content.substr(begin, end - begin);
    const auto breaks = static_cast<std::uint32_t>(std::count(paragraph.text.begin(), paragraph.text.end(), '\n'));
    paragraph.lines = {line, line + breaks};
    paragraph.bytes = {begin, end};
    line += breaks + 2;
    begin = end + 2;
    if (!paragraph.text.empty()) document.paragraphs.push_back(std::move(paragraph));
  }
  return std::vector<DocumentText>{std::move(document)};
}

/// Files and their index.
class World {
 public:
  explicit World(const std::vector<SampleFile>& files) {
    make_index(folder_, "ix", files);
    open();
    for (const SampleFile& file : files) {
      for (std::size_t i = 0; i < file.paragraphs.size(); ++i) {
        const auto read = searcher_->read(file.name + ":" + std::to_string(2 * i + 1));
        REQUIRE(read);
        citations_[file.name].push_back(read->hits.at(0).citation);
      }
    }
  }

  /// Another time stamp tells, however fast that was.
  void write(const std::string& name, const std::string& content) {
    folder_.write("docs/" + name, content);
    std::filesystem::last_write_time(folder_ / "docs" / name,
                                     std::filesystem::file_time_type::clock::now() + std::chrono::hours(++edits_));
  }
  void remove(const std::string& name) { std::filesystem::remove(folder_ / "docs" / name); }
  void index_again(const std::vector<SampleFile>& files) {
    make_index(folder_, "ix", files, 2);
    open();
  }

  std::string cite(const std::string& name, std::size_t paragraph) const { return citations_.at(name).at(paragraph); }
  Claim bare(const std::string& name, std::size_t paragraph) const { return {.citation = cite(name, paragraph)}; }
  Claim quoted(const std::string& name, std::size_t paragraph, std::string quote) const {
    return {.citation = cite(name, paragraph), .quote = std::move(quote)};
  }
  /// As a hit says it.
  Claim whole(const std::string& name, std::size_t paragraph, std::string text) const {
    const auto line = static_cast<std::uint32_t>(2 * paragraph + 1);
    return {.citation = cite(name, paragraph),
            .quote = std::move(text),
            .whole = true,
            .path = path(name),
            .lines = LineRange{line, line}};
  }
  std::string path(const std::string& name) const { return (folder_ / "docs" / name).string(); }
  Searcher& searcher() { return *searcher_; }

  VerifyReport verify(const std::vector<Claim>& claims, bool reads = true) {
    VerifyOptions options;
    if (reads) options.read_file = read_plainly;
    auto report = searcher_->verify(claims, options);
    if (!report) FAIL(report.error().message);
    return std::move(*report);
  }

  /// "moved b.md:3 reflowed [was>now] file": verdict, where, what differs, and whether the file was read for it.
  std::string verdict(const Claim& claim, bool reads = true) {
    const VerifyReport report = verify({claim}, reads);
    const Verification& one = report.verdicts.at(0);
    REQUIRE(report.failed == (holds(one.verdict) ? 0 : 1));
    REQUIRE(!one.message.empty());
    std::string out = name_of(one.verdict);
    if (!one.path.empty()) {
      out += " " + one.path.substr(one.root.size() + 1) + ":" + std::to_string(one.lines.first);
      if (one.lines.last != one.lines.first) out += "-" + std::to_string(one.lines.last);
    }
    if (one.reflowed) out += " reflowed";
    for (const Change& change : one.changes) out += " [" + change.was + ">" + change.now + "]";
    return out + (one.from_file ? " file" : "");
  }

 private:
  void open() {
    auto opened = Searcher::open({folder_ / "ix"});
    if (!opened) FAIL(opened.error().message);
    searcher_.emplace(std::move(*opened));
  }

  TemporaryFolder folder_;
  std::optional<Searcher> searcher_;
  std::map<std::string, std::vector<std::string>> citations_;
  int edits_ = 0;
};

std::string with(std::string text, const std::string& was, const std::string& now) {
  return text.replace(text.find(was), was.size(), now);
}

}  // namespace

TEST_CASE("verify: what stands as it was indexed") {
  World world({{"a.md", "en", {gales, stores, fees, stores}}, {"b.md", "en", {repairs}}});
  CHECK(world.verdict(world.bare("a.md", 0)) == "exact a.md:1");
  CHECK(world.verdict(world.bare("a.md", 3)) == "exact a.md:7");
  CHECK(world.verdict(world.whole("a.md", 1, stores)) == "exact a.md:3");
  CHECK(world.verdict(world.quoted("a.md", 0, "the turbines on the ridge")) == "exact a.md:1");
  CHECK(world.verdict(world.quoted("a.md", 0, "**the** turbines\n  on the “ridge”")) ==
        "misquoted a.md:1 [“ridge”>ridge]");
  CHECK(world.verdict(world.quoted("a.md", 0, "When gales […] feed the whole valley.")) == "exact a.md:1");
  // A path of the claim that is another's.
  Claim misplaced = world.bare("a.md", 1);
  misplaced.path = world.path("b.md");
  CHECK(world.verdict(misplaced) == "moved a.md:3");
  misplaced.path = "a.md";
  CHECK(world.verdict(misplaced) == "exact a.md:3");
  // Lines of the claim that are others.
  Claim shifted = world.whole("a.md", 1, stores);
  shifted.lines = LineRange{9, 9};
  CHECK(world.verdict(shifted) == "moved a.md:3");
}

TEST_CASE("verify: what the cited paragraph does not say") {
  World world({{"a.md", "en", {gales, stores, fees}}, {"b.md", "en", {repairs}}});
  CHECK(world.verdict(world.quoted("a.md", 0, "nobody pays for anything")) == "misquoted a.md:1");
  CHECK(world.verdict(world.quoted("a.md", 0, "the turbines on the hill feed the whole valley")) ==
        "misquoted a.md:1 [hill>ridge]");
  CHECK(world.verdict(world.whole("a.md", 0, with(gales, "weeks", "months"))) == "misquoted a.md:1 [months.>weeks.]");
  // It stands, but elsewhere: the citation is wrong all the same.
  CHECK(world.verdict(world.quoted("a.md", 0, "beside the old sawmill")) == "misquoted a.md:1");
  CHECK(world.verify({world.quoted("a.md", 0, "beside the old sawmill")})
            .verdicts.at(0)
            .message.ends_with(", line 1, but on line 3"));
  // A quote over two paragraphs, either of them cited; and a third.
  const std::string two = "for weeks.\n\nSurplus current";
  CHECK(world.verdict(world.quoted("a.md", 0, two)) == "exact a.md:1-3");
  CHECK(world.verdict(world.quoted("a.md", 1, two)) == "exact a.md:1-3");
  CHECK(world.verdict(world.quoted("a.md", 2, two)) == "misquoted a.md:5");
}

TEST_CASE("verify: claims of which nothing can be said") {
  World world({{"a.md", "en", {gales}}});
  CHECK(world.verdict({}) == "invalid");
  CHECK(world.verdict({.citation = "nonsense"}) == "invalid");
  CHECK(world.verdict({.citation = {}, .path = "a.md"}) == "invalid");
  CHECK(world.verdict(world.quoted("a.md", 0, "…")) == "invalid");
  CHECK(world.verdict({.citation = world.cite("a.md", 0).substr(0, 20)}) == "invalid");
  CHECK(world.verdict({.citation = "pc1:other:00000000:000000000000"}) == "invalid");
  CHECK(world.verdict(world.quoted("a.md", 0, std::string(5U << 20, 'x'))) == "invalid");
  CHECK(world.verdict({.citation = "pc1:sampleix:00000000:000000000000"}) == "gone");
  CHECK(world.verdict({.citation = "pc1:sampleix:00000000:000000000000", .quote = "the same monthly fee as before"}) ==
        "gone");
}

TEST_CASE("verify: a file that has changed since is read again") {
  World world({{"a.md", "en", {gales, stores, fees}}, {"b.md", "en", {repairs}}});

  SECTION("lines shift") {
    world.write("a.md", content_of({repairs, gales, stores, fees}));
    CHECK(world.verdict(world.bare("a.md", 0)) == "exact a.md:3 file");
    CHECK(world.verdict(world.whole("a.md", 0, gales)) == "moved a.md:3 file");
    CHECK(world.verdict(world.quoted("a.md", 1, "two large batteries")) == "exact a.md:5 file");
  }
  SECTION("a word changes") {
    world.write("a.md", content_of({with(gales, "autumn", "winter"), stores, fees}));
    CHECK(world.verdict(world.bare("a.md", 0)) == "changed a.md:1 [autumn>winter] file");
    CHECK(world.verdict(world.whole("a.md", 0, gales)) == "changed a.md:1 [autumn>winter] file");
    CHECK(world.verdict(world.quoted("a.md", 0, "gales arrive in autumn")) == "changed a.md:1 [autumn>winter] file");
    // What is quoted has not changed.
    CHECK(world.verdict(world.quoted("a.md", 0, "turbines on the ridge")) == "exact a.md:1 file");
    CHECK(world.verdict(world.bare("a.md", 1)) == "exact a.md:3 file");
    // Nor what was never there.
    CHECK(world.verdict(world.quoted("a.md", 0, "gales arrive in early spring")).starts_with("misquoted a.md:1"));
  }
  SECTION("a sentence is added") {
    world.write("a.md", content_of({gales + " Nobody minds.", stores, fees}));
    CHECK(world.verdict(world.bare("a.md", 0)) == "changed a.md:1 [>Nobody minds.] file");
  }
  SECTION("lines are broken elsewhere") {
    world.write("a.md",
                content_of({with(with(gales, "in autumn", "in\nautumn"), "ridge feed", "ridge\nfeed"), stores}));
    CHECK(world.verdict(world.bare("a.md", 0)) == "exact a.md:1-3 reflowed file");
    CHECK(world.verdict(world.whole("a.md", 0, gales)) == "exact a.md:1-3 reflowed file");
    CHECK(world.verdict(world.quoted("a.md", 0, "arrive in autumn the turbines")) == "exact a.md:1-3 file");
    CHECK(world.verdict(world.bare("a.md", 1)) == "exact a.md:5 file");
  }
  SECTION("a blank line comes into it") {
    world.write("a.md", content_of({with(gales, "autumn the", "autumn\n\nthe"), stores}));
    CHECK(world.verdict(world.whole("a.md", 0, gales)) == "exact a.md:1-3 reflowed file");
    world.write("a.md", content_of({"So: " + with(gales, "autumn the", "autumn\n\nthe"), stores}));
    CHECK(!holds(world.verify({world.whole("a.md", 0, gales)}).verdicts.at(0).verdict));
  }
  SECTION("a paragraph is deleted") {
    world.write("a.md", content_of({stores, fees}));
    CHECK(world.verdict(world.bare("a.md", 0)) == "gone file");
    CHECK(world.verdict(world.whole("a.md", 0, gales)) == "gone file");
    CHECK(world.verdict(world.quoted("a.md", 0, "the turbines on the ridge")) == "gone file");
  }
  SECTION("a paragraph moves into another file, which has changed as well") {
    world.write("a.md", content_of({stores, fees}));
    world.write("b.md", content_of({repairs, gales}));
    // Nobody knows that it is there before it is indexed.
    CHECK(world.verdict(world.bare("a.md", 0)) == "gone file");
  }
  SECTION("one of two that are the same goes") {
    World twice({{"a.md", "en", {gales, stores, gales}}});
    twice.write("a.md", content_of({stores, gales}));
    CHECK(twice.verdict(twice.bare("a.md", 0)) == "exact a.md:3 file");
    CHECK(twice.verdict(twice.bare("a.md", 2)) == "moved a.md:3 file");
  }
  SECTION("the file is gone") {
    world.remove("a.md");
    CHECK(world.verdict(world.bare("a.md", 0)) == "gone");
    CHECK(world.verdict(world.whole("a.md", 0, gales)) == "gone");
    CHECK(world.verify({world.bare("a.md", 0)}).verdicts.at(0).freshness == Freshness::missing);
  }
  SECTION("nobody reads it: the index is believed, and the verdict says so") {
    world.write("a.md", content_of({repairs}));
    CHECK(world.verdict(world.bare("a.md", 0), false) == "exact a.md:1");
    const Verification one = world.verify({world.bare("a.md", 0)}, false).verdicts.at(0);
    CHECK(one.freshness == Freshness::modified);
    CHECK(one.message.ends_with("; the file has changed since it was indexed"));
  }
  SECTION("it cannot be read: it vouches for nothing") {
    world.write("a.md", content_of({repairs}));
    VerifyOptions options;
    options.read_file = [](const std::string&, const Root&) -> Result<std::vector<DocumentText>> {
      return failure(ErrorCode::input_output, "no reader");
    };
    const auto report = world.searcher().verify({world.bare("a.md", 0)}, options);
    REQUIRE(report);
    CHECK(report->verdicts.at(0).verdict == Verdict::invalid);
    CHECK(report->verdicts.at(0).message.ends_with("has changed since it was indexed, and cannot be read: no reader"));
  }
}

TEST_CASE("verify: a file that gives nothing any more is not believed to say nothing") {
  World world({{"a.md", "en", {gales}}});
  world.write("a.md", "\x01\x02");
  VerifyOptions options;
  std::string problem = "binary file";
  options.read_file = [&](const std::string& path, const Root&) -> Result<std::vector<DocumentText>> {
    DocumentText document;
    document.path = path;
    document.problem = problem;
    return std::vector<DocumentText>{document};
  };
  const auto unread = world.searcher().verify({world.bare("a.md", 0)}, options);
  REQUIRE(unread);
  CHECK(unread->verdicts.at(0).verdict == Verdict::invalid);
  CHECK(unread->verdicts.at(0).message.ends_with("cannot be read: binary file"));
  // Empty it is without a problem.
  problem.clear();
  CHECK(world.searcher().verify({world.bare("a.md", 0)}, options)->verdicts.at(0).verdict == Verdict::gone);
}

TEST_CASE("verify: after the index was brought up to date") {
  World world({{"a.md", "en", {gales, stores, fees}}, {"b.md", "en", {repairs}}, {"c.md", "en", {"Nothing."}}});
  world.remove("c.md");
  const std::string edited = with(stores, "two large", "three small");
  world.index_again(
      {{"a.md", "en", {repairs, edited}}, {"b.md", "en", {repairs, gales}}, {"d.md", "en", {"Nothing."}}});

  CHECK(world.verdict(world.bare("a.md", 0)) == "moved b.md:3");
  CHECK(world.verdict(world.whole("a.md", 0, gales)) == "moved b.md:3");
  CHECK(world.verdict(world.quoted("a.md", 0, "turbines on the ridge")) == "moved b.md:3");
  CHECK(world.verdict(world.quoted("a.md", 0, "nobody said that there")) == "misquoted b.md:3");
  CHECK(world.verdict(world.whole("a.md", 1, stores)) == "changed a.md:3 [two large>three small]");
  // Nobody knows what it said.
  CHECK(world.verdict(world.bare("a.md", 1)) == "gone");
  CHECK(world.verdict(world.quoted("a.md", 1, "the old sawmill until the evening")) == "exact a.md:3");
  CHECK(world.verdict(world.whole("a.md", 2, fees)) == "gone");
  CHECK(world.verdict(world.bare("c.md", 0)) == "moved d.md:1");
  CHECK(world.verdict(world.bare("b.md", 0)) == "exact b.md:1");
  // By its words, where no hash finds it: a part, broken elsewhere, in another file.
  const Claim part{.citation = "pc1:sampleix:00000000:000000000000", .quote = "the turbines\non the ridge feed"};
  CHECK(world.verdict(part) == "moved b.md:3");
}

TEST_CASE("verify: short quotations count only where they are not there by chance") {
  World world({{"a.md", "en", {gales, stores, fees}}});
  world.index_again({{"a.md", "en", {"The old fee. " + gales, stores, fees}}});
  CHECK(world.verdict(world.quoted("a.md", 0, "autumn")) == "exact a.md:1");
  CHECK(world.verdict(world.quoted("a.md", 0, "old sawmill")) == "exact a.md:3");
  CHECK(world.verdict(world.quoted("a.md", 0, "the old")) == "moved a.md:1");
  CHECK(world.verdict(world.quoted("a.md", 0, "the")) == "moved a.md:1");
  Claim placed = world.quoted("a.md", 0, "the old");
  placed.lines = LineRange{3, 3};
  CHECK(world.verdict(placed) == "exact a.md:3");
}

TEST_CASE("verify: claims that name a path and lines") {
  World world({{"a.md", "en", {gales, stores, fees}}, {"x/b.md", "en", {repairs}}, {"y/b.md", "en", {repairs}}});
  const auto claim = [](std::string path, std::uint32_t line, std::string quote) {
    return Claim{.citation = {}, .quote = std::move(quote), .path = std::move(path), .lines = LineRange{line, line}};
  };
  CHECK(world.verdict(claim(world.path("a.md"), 3, "two large batteries")) == "exact a.md:3");
  CHECK(world.verdict(claim("a.md", 3, "two large batteries")) == "exact a.md:3");
  CHECK(world.verdict(claim("a.md", 1, "two large batteries")) == "moved a.md:3");
  CHECK(world.verdict(claim("a.md", 3, "")) == "exact a.md:3");
  CHECK(world.verdict(claim("a.md", 2, "")) == "gone");
  CHECK(world.verdict(claim("a.md", 3, "two small batteries")) == "changed a.md:3 [small>large]");
  CHECK(world.verdict(claim("a.md", 3, "nobody said anything of that kind")) == "misquoted a.md:3");
  CHECK(world.verdict(claim("a.md", 1, "three days before they begin")) == "moved x/b.md:1");
  CHECK(world.verdict(claim("b.md", 1, "")) == "invalid");
  CHECK(world.verify({claim("b.md", 1, "")}).verdicts.at(0).message == "'b.md' is the end of several paths");
  CHECK(world.verdict(claim("./a.md", 3, "two large batteries")) == "exact a.md:3");
  CHECK(world.verdict(claim("x/b.md", 1, "")) == "exact x/b.md:1");
  CHECK(world.verdict({.citation = {}, .quote = "on the board", .path = "y/b.md"}) == "exact y/b.md:1");
}

TEST_CASE("verify: verdicts come in the order of the claims, the same claim has the same") {
  World world({{"a.md", "en", {gales, stores}}, {"b.md", "en", {repairs}}});
  std::vector<Claim> claims = {world.bare("b.md", 0), {.citation = "?"}, world.bare("a.md", 0), world.bare("b.md", 0)};
  for (std::size_t i = 0; i < claims.size(); ++i) claims[i].line = i + 1;
  const VerifyReport report = world.verify(claims);
  REQUIRE(report.verdicts.size() == 4);
  CHECK(report.failed == 1);
  CHECK(report.indexes.size() == 1);
  for (std::size_t i = 0; i < 4; ++i) CHECK(report.verdicts[i].claim.line == i + 1);
  CHECK(report.verdicts[0].message == report.verdicts[3].message);
  CHECK(report.verdicts[0].citation == world.cite("b.md", 0));
  CHECK(world.verify({}).verdicts.empty());
}

TEST_CASE("verify: what is not searched for is not gone") {
  World world({{"a.md", "en", {gales}}, {"b.md", "en", {repairs}}});
  world.index_again({{"a.md", "en", {fees}}, {"b.md", "en", {repairs, gales}}});
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < 1000; ++i) claims.push_back(world.quoted("b.md", 0, "x"));
  for (std::size_t i = 0; i < 1000; ++i) {
    claims[i].citation = "pc1:sampleix:00000000:000000000000";
    claims[i].quote = "never said anywhere " + std::to_string(i);
  }
  claims.push_back({.citation = "pc1:sampleix:00000000:000000000000", .quote = "the turbines on the ridge"});
  const VerifyReport report = world.verify(claims);
  CHECK(report.verdicts.at(999).verdict == Verdict::gone);
  CHECK(report.verdicts.at(1000).verdict == Verdict::invalid);
  CHECK(report.verdicts.at(1000).message.starts_with("not looked at"));
}

TEST_CASE("verify: cancelled, and of another state") {
  World world({{"a.md", "en", {gales}}});
  const auto cancelled = world.searcher().verify({world.bare("a.md", 0)}, {.cancelled = [] { return true; }});
  REQUIRE(!cancelled);
  CHECK(cancelled.error().code == ErrorCode::cancelled);
  const auto other = world.searcher().verify({world.bare("a.md", 0)}, {.state = "sampleix@7.7"});
  REQUIRE(!other);
  CHECK(other.error().code == ErrorCode::other_revision);
}

TEST_CASE("verify: each changed file is read once, whatever the claims") {
  World world({{"a.md", "en", {gales, stores}}, {"b.md", "en", {repairs}}});
  world.write("a.md", content_of({stores}));
  world.write("b.md", content_of({gales}));
  std::map<std::string, int> reads;
  VerifyOptions options;
  options.read_file = [&](const std::string& path, const Root& root) {
    ++reads[path];
    CHECK(path.starts_with(root.path + "/"));
    return read_plainly(path, root);
  };
  const auto report = world.searcher().verify(
      {world.bare("a.md", 0), world.bare("b.md", 0), world.bare("a.md", 1),
       world.quoted("b.md", 0, "nowhere to be found here"), world.quoted("a.md", 0, "the ridge feed the whole valley")},
      options);
  REQUIRE(report);
  CHECK(reads == std::map<std::string, int>{{world.path("a.md"), 1}, {world.path("b.md"), 1}});
}

TEST_CASE("verify: a hundred thousand claims, of long paragraphs and long quotes") {
  // Were each held against all, this would take hours.
  std::vector<std::string> paragraphs;
  std::string longest;
  for (int i = 0; i < 400; ++i)
    paragraphs.push_back("Paragraph " + std::to_string(i) + " is about item" + std::to_string(i) + ".");
  while (longest.size() < 100'000) longest += "again and again ";
  paragraphs.push_back(longest + "end");
  World world({{"a.md", "en", paragraphs}});
  std::vector<Claim> claims;
  for (int i = 0; i < 100'000; ++i) {
    const auto paragraph = static_cast<std::size_t>(i) % 400;
    Claim claim = world.bare("a.md", paragraph);
    if (i % 4 == 1) claim.quote = "is about item" + std::to_string(paragraph);
    if (i % 4 == 2) claim.quote = "is about something else, number " + std::to_string(i);
    if (i % 4 == 3) claim.citation = "pc1:sampleix:00000000:" + std::string(12, static_cast<char>('0' + i % 10));
    claims.push_back(std::move(claim));
  }
  for (int i = 0; i < 20; ++i) {
    claims.push_back(world.quoted("a.md", 400, longest.substr(static_cast<std::size_t>(i)) + "end"));
    claims.push_back(world.quoted("a.md", 400, longest + longest + std::to_string(i)));
  }
  const VerifyReport report = world.verify(claims);
  std::map<Verdict, int> counts;
  for (const Verification& one : report.verdicts) ++counts[one.verdict];
  CHECK(counts[Verdict::exact] >= 50'000);
  CHECK(counts[Verdict::misquoted] >= 25'000);
  CHECK(counts[Verdict::gone] == 25'000);
  CHECK(counts[Verdict::invalid] == 0);
}

namespace {

enum class Edit { keep, drop, change, extend, reflow, to_end, to_other_file };

/// A paragraph, what is done to it, and what is claimed of it.
struct Edited {
  std::vector<std::string> words;
  Edit edit = Edit::keep;
  std::size_t changed = 0;  ///< Which word.
  std::size_t part = 0;     ///< Where the quoted part begins, of eight words.
  std::string now;          ///< Empty: it is gone.
  std::uint32_t line = 0;   ///< Where it stands now.
};

std::string joined(const std::vector<std::string>& words, std::size_t begin, std::size_t count) {
  std::string text;
  for (std::size_t i = begin; i < begin + count; ++i) text += (i > begin ? " " : "") + words[i];
  return text;
}

std::string edited_text(const Edited& one) {
  std::vector<std::string> words = one.words;
  switch (one.edit) {
    case Edit::drop:
      return {};
    case Edit::change:
      words[one.changed] = "forty-two";
      break;
    case Edit::extend:
      words.push_back("more");
      words.push_back("again");
      break;
    case Edit::reflow:
      words[3] += "\n" + words[4];
      words.erase(words.begin() + 4);
      break;
    case Edit::keep:
    case Edit::to_end:
    case Edit::to_other_file:
      break;
  }
  return joined(words, 0, words.size());
}

/// What the truth asks for: of a bare citation, of a whole text with lines, of a part, and of words never said.
std::vector<Verdict> truth(const Edited& one, std::uint32_t line_before, bool again) {
  const Verdict placed = one.line == line_before ? Verdict::exact : Verdict::moved;
  const bool hit_part = one.edit == Edit::change && one.changed >= one.part && one.changed < one.part + 8;
  const Verdict never = again ? Verdict::changed : Verdict::misquoted;
  switch (one.edit) {
    case Edit::drop:
      return {Verdict::gone, Verdict::gone, Verdict::gone, Verdict::gone};
    case Edit::change:
      return {again ? Verdict::gone : Verdict::changed, Verdict::changed, hit_part ? Verdict::changed : Verdict::exact,
              never};
    case Edit::extend:
      return {again ? Verdict::gone : Verdict::changed, Verdict::changed, Verdict::exact, never};
    case Edit::reflow:
      return {again ? Verdict::gone : Verdict::exact, placed, Verdict::exact, never};
    case Edit::to_other_file:
      if (!again) return {Verdict::gone, Verdict::gone, Verdict::gone, Verdict::gone};
      return {Verdict::moved, Verdict::moved, Verdict::moved, Verdict::misquoted};
    case Edit::keep:
    case Edit::to_end:
      return {Verdict::exact, placed, Verdict::exact, Verdict::misquoted};
  }
  return {};
}

std::vector<std::string> texts_of(const std::vector<Edited>& paragraphs) {
  std::vector<std::string> texts;
  for (const Edited& one : paragraphs) texts.push_back(joined(one.words, 0, one.words.size()));
  return texts;
}

}  // namespace

TEST_CASE("verify: random edits of random documents, whose truth is known") {
  INFO("seed " << test::seed());
  test::Random random(test::seed());
  for (int round = 0; round < 40; ++round) {
    std::vector<Edited> paragraphs(3 + test::below(random, 6));
    for (Edited& one : paragraphs) {
      for (std::size_t left = 12 + test::below(random, 20); left > 0; --left) {
        one.words.push_back("w" + std::to_string(test::below(random, 100'000)));
      }
      one.edit = static_cast<Edit>(test::below(random, 7));
      one.changed = test::below(random, one.words.size());
      one.part = test::below(random, one.words.size() - 8);
      one.now = edited_text(one);
    }
    World world({{"a.md", "en", texts_of(paragraphs)}, {"b.md", "en", {repairs}}});
    // The edited files, as they are written and as they are indexed again.
    std::vector<std::string> here;
    std::vector<std::string> there = {repairs};
    std::uint32_t line = 1;
    for (const bool at_end : {false, true}) {
      for (Edited& one : paragraphs) {
        if (at_end != (one.edit == Edit::to_end) || one.now.empty()) continue;
        (one.edit == Edit::to_other_file ? there : here).push_back(one.now);
        if (one.edit == Edit::to_other_file) continue;
        one.line = line;
        line += one.edit == Edit::reflow ? 3 : 2;
      }
    }
    std::vector<Claim> claims;
    for (std::size_t i = 0; i < paragraphs.size(); ++i) {
      const std::string part = joined(paragraphs[i].words, paragraphs[i].part, 8);
      claims.push_back(world.bare("a.md", i));
      claims.push_back(world.whole("a.md", i, joined(paragraphs[i].words, 0, paragraphs[i].words.size())));
      claims.push_back(world.quoted("a.md", i, part));
      claims.push_back(world.quoted("a.md", i, with(part, " ", " never ")));
    }
    for (const bool again : {false, true}) {
      if (again) {
        world.index_again({{"a.md", "en", here}, {"b.md", "en", there}});
        // Sample indexes know nothing of paragraphs of several lines.
        std::uint32_t next = 1;
        for (const bool at_end : {false, true}) {
          for (Edited& one : paragraphs) {
            const bool stands = !one.now.empty() && one.edit != Edit::to_other_file;
            if (stands && at_end == (one.edit == Edit::to_end)) one.line = std::exchange(next, next + 2);
          }
        }
      } else {
        world.write("a.md", content_of(here));
        world.write("b.md", content_of(there));
      }
      const VerifyReport report = world.verify(claims);
      for (std::size_t i = 0; i < claims.size(); ++i) {
        const Edited& one = paragraphs[i / 4];
        const auto line_before = static_cast<std::uint32_t>(2 * (i / 4) + 1);
        INFO("round " << round << " again " << again << " edit " << static_cast<int>(one.edit) << " claim " << i % 4
                      << ": " << report.verdicts[i].message);
        REQUIRE(std::string(name_of(report.verdicts[i].verdict)) == name_of(truth(one, line_before, again)[i % 4]));
      }
    }
  }
}
