// SPDX-License-Identifier: GPL-3.0-or-later
// Prints every line that include/pilcrow/json.h can make, of structs with drawn members, for a test to hold to the schema.
//
// usage: print_random_json ROUNDS
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/json.h"
#include "tests/support/random_text.h"

namespace pilcrow {
namespace {

/// What goes wrong in JSON, in lines and in UTF-8.
constexpr std::array<std::string_view, 30> pieces = {"word",
                                                     "Wörter",
                                                     "風",
                                                     "\U0001F9ED",
                                                     " ",
                                                     "\"",
                                                     "\\",
                                                     "/",
                                                     "\n",
                                                     "\r\n",
                                                     "\t",
                                                     {"\0", 1},
                                                     "\x1b[31m",
                                                     "\x7f",
                                                     "\xC2\x85",
                                                     "\xC2\x9B",
                                                     "\u2028",
                                                     "\u2029",
                                                     "\u202E",
                                                     "\uFEFF",
                                                     "\uFFFF",
                                                     "\xFF",
                                                     "\xC3",
                                                     "\xE2\x80",
                                                     "\xED\xA0\x80",
                                                     "\xED\xBF\xBF",
                                                     "\xF4\x90\x80\x80",
                                                     "\xC0\x80",
                                                     "{\"type\":",
                                                     "</script>"};

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  bool maybe() { return test::below(random_, 2) == 0; }

  std::string text() { return test::random_text(random_, pieces, 6); }

  std::uint64_t number() {
    static constexpr std::array<std::uint64_t, 6> numbers = {0, 1, 7, 0xFFFFFFFF, 1ULL << 53, ~std::uint64_t{0}};
    return numbers[test::below(random_, numbers.size())];
  }

  std::uint32_t ordinal() { return static_cast<std::uint32_t>(std::max<std::uint64_t>(1, number() & 0xFFFFFFFF)); }

  double real() {
    static constexpr std::array<double, 6> numbers = {0, 1, 8.3123456789, 1e-300, 1e300, 4503599627370497.5};
    return numbers[test::below(random_, numbers.size())];
  }

  std::int64_t time() { return maybe() ? 0 : static_cast<std::int64_t>(number() >> 1) * (maybe() ? 1 : -1); }

  /// Up to three of what `one` draws.
  template <class One>
  auto some(const One& one) {
    std::vector<decltype(one())> all(test::below(random_, 4));
    for (auto& each : all) each = one();
    return all;
  }

  template <class One>
  auto perhaps(const One& one) -> std::optional<decltype(one())> {
    if (maybe()) return std::nullopt;
    return one();
  }

  template <class Value>
  Value one_of(std::initializer_list<Value> all) {
    return all.begin()[test::below(random_, all.size())];
  }

  std::vector<std::string> texts() {
    return some([&] { return text(); });
  }
  std::optional<std::string> query_id() {
    return perhaps([&] { return text(); });
  }

  ByteRange bytes() { return {number(), number()}; }
  LineRange lines() { return {ordinal(), ordinal()}; }
  std::optional<PageRange> page() {
    return perhaps([&] { return PageRange{ordinal(), ordinal(), text(), ordinal(), text()}; });
  }
  Freshness freshness() {
    return one_of({Freshness::current, Freshness::modified, Freshness::missing, Freshness::unknown});
  }
  std::string meta() {
    return one_of<std::string>({"", "{}", R"({"a":[1,{"b":null,"type":"x"}],"c":1.5e3})", "[]", "no JSON", "\xFF"});
  }

  IndexState index_state() { return {text(), number(), number(), text()}; }
  std::vector<IndexState> indexes() {
    return some([&] { return index_state(); });
  }

  Neighbor neighbor() {
    Neighbor one;
    one.paragraph = ordinal();
    one.headings = texts();
    one.lines = lines();
    one.bytes = bytes();
    one.page = page();
    one.text = text();
    one.kept = perhaps([&] { return bytes(); });
    one.kept_of = number();
    one.citation = text();
    return one;
  }

  OtherPlace place() { return {text(), text(), ordinal(), lines(), maybe(), page(), text()}; }

  ExplainedWord explained_word() {
    ExplainedWord word;
    word.typed = text();
    word.count = number();
    word.required = maybe();
    word.phrase = maybe();
    word.forms = some([&] { return ExplainedForm{text(), texts()}; });
    word.relatives = texts();
    word.paragraphs = number();
    word.in_text = number();
    word.in_title = number();
    word.in_headings = number();
    word.in_file_name = number();
    word.of_relatives = number();
    word.weight = real();
    return word;
  }

  Explanation explanation() {
    return {some([&] { return explained_word(); }), {real(), real(), real(), real(), real(), real()}};
  }

  Hit hit() {
    Hit one;
    one.rank = ordinal();
    one.score = real();
    one.path = text();
    one.root = text();
    one.title = text();
    one.headings = texts();
    one.paragraph = ordinal();
    one.lines = lines();
    one.bytes = bytes();
    one.bytes_of_extracted = maybe();
    one.page = page();
    one.encoding = text();
    one.language = text();
    one.type = text();
    one.date = text();
    one.text = text();
    one.highlights = some([&] { return bytes(); });
    one.freshness = freshness();
    one.citation = text();
    one.also_in = some([&] { return place(); });
    one.paragraphs_in_file = number();
    one.lacks = texts();
    one.before = some([&] { return neighbor(); });
    one.after = some([&] { return neighbor(); });
    one.kept = perhaps([&] { return bytes(); });
    one.kept_of = number();
    one.explanation = perhaps([&] { return explanation(); });
    one.meta = meta();
    return one;
  }

  Summary summary() {
    Summary one;
    one.query = text();
    one.matches = number();
    one.matches_estimated = maybe();
    one.all_words = number();
    one.milliseconds = real();
    one.missing = texts();
    one.corrections = some([&] { return Correction{text(), text()}; });
    one.stopped = texts();
    one.languages = texts();
    one.similar_to = text();
    one.nearest = some([&] { return NearestWords{text(), {text()}}; });
    one.closed = texts();
    one.emptied_by = text();
    one.hindrances = some([&] { return Hindrance{text(), number(), text()}; });
    const auto counts = [&] { return FacetCount{text(), number()}; };
    for (const FacetField field : {FacetField::path, FacetField::type, FacetField::language, FacetField::root}) {
      if (maybe()) one.facets.push_back({field, some(counts)});
    }
    one.words_shown = number();
    one.index_id = text();
    one.generation = number();
    one.revision = number();
    one.fingerprint = text();
    one.indexes = indexes();
    one.paragraphs = number();
    return one;
  }

  SearchResult result() {
    return {some([&] { return hit(); }), summary(), some([&] { return Note{text(), number()}; })};
  }

  SearchOptions asked() {
    SearchOptions options;
    options.context = {number(), maybe()};
    options.budget = number();
    return options;
  }

  Outline outline() {
    const auto entry = [&] {
      return OutlineEntry{texts(), ordinal(), static_cast<std::uint32_t>(number() & 0xFFFFFFFF),
                          lines(), page(),    text()};
    };
    return {text(), text(), text(), text(), text(), text(), number(), freshness(), some(entry), indexes()};
  }

  Verification verification() {
    Verification one;
    one.claim = {text(),  text(), maybe(), text(), perhaps([&] { return maybe() ? lines() : LineRange{0, 0}; }),
                 number()};
    one.verdict =
        one_of({Verdict::exact, Verdict::moved, Verdict::changed, Verdict::gone, Verdict::misquoted, Verdict::invalid});
    one.message = text();
    one.path = text();
    one.root = text();
    one.lines = lines();
    one.bytes = bytes();
    one.page = page();
    one.headings = texts();
    one.text = text();
    one.citation = text();
    one.reflowed = maybe();
    one.changes = some([&] { return Change{text(), text()}; });
    one.freshness = freshness();
    one.from_file = maybe();
    return one;
  }

  VerifyReport verify_report() {
    return {some([&] { return verification(); }), number(), indexes()};
  }

  Error error() {
    using enum ErrorCode;
    return {one_of({invalid_argument, index_missing, index_version, index_corrupt, index_locked, index_busy,
                    input_output, paragraph_gone, other_revision, cancelled, internal}),
            text()};
  }

  std::vector<Problem> problems() {
    return some([&] { return Problem{text(), text(), maybe(), number()}; });
  }

  UpdateReport update_report() {
    UpdateReport one;
    for (std::uint64_t* count :
         {&one.files_seen, &one.files_added, &one.files_changed, &one.files_moved, &one.files_touched,
          &one.files_unchanged, &one.files_skipped, &one.files_failed, &one.files_removed, &one.bytes_read,
          &one.paragraphs_added, &one.paragraphs_removed, &one.paragraphs_kept, &one.paragraphs, &one.files}) {
      *count = number();
    }
    one.new_problems = problems();
    one.new_failures = one.new_problems.size();  // As an update counts them: no fewer than it names.
    one.new_skips = test::below(random_, 3);
    one.refused_purges = texts();
    one.of_all_roots = maybe();
    one.interrupted = maybe();
    one.note = text();
    one.seconds = real();
    one.state = index_state();
    return one;
  }

  FileChange change() {
    using enum FileChange::Kind;
    return {one_of({added, changed, moved, removed}), text(), text()};
  }

  RemovalReport removal() { return {number(), number(), texts(), texts(), maybe(), text(), real(), index_state()}; }
  CompactionReport compaction() { return {number(), number(), maybe(), real(), index_state()}; }
  CheckReport check() { return {number(), number(), number(), texts(), text(), maybe(), real(), index_state()}; }
  ExportReport export_report() {
    ExportReport one;
    one.documents = number();
    one.paragraphs = number();
    one.bytes = number();
    one.files_unread = number();
    one.left_out = number();
    one.problems = problems();
    one.interrupted = maybe();
    one.seconds = real();
    one.state = index_state();
    return one;
  }

  FileStatus file() { return {text(), number(), number(), text(), text(), text(), text(), maybe(), time()}; }

  IndexStatus status() {
    const auto root = [&] {
      return RootStatus{
          {text(), texts(), texts(), maybe(), maybe(), maybe(), number(), text()}, number(), number(), text()};
    };
    IndexStatus one;
    one.index_id = text();
    one.generation = number();
    one.revision = number();
    one.fingerprint = text();
    one.roots = some(root);
    one.excluded = texts();
    one.files = number();
    one.paragraphs = number();
    one.problems = number();
    one.languages = some([&] { return std::pair(text(), number()); });
    one.size_bytes = number();
    one.fresh_size_bytes = number();
    one.other_bytes = number();
    one.set_aside = texts();
    one.updated_unix_seconds = time();
    one.last_run = perhaps([&] {
      return LastRun{
          one_of<std::string>({"update", "rebuild", "remove", "forget", "compact"}),
          one_of<std::string>({"complete", "problems", "purge refused", "interrupted", "failed", "unfinished"}),
          text(),
          time(),
          real(),
          time()};
    });
    return one;
  }

  FileExplanation why() {
    FileExplanation one;
    one.path = text();
    one.verdict = text();
    one.root = text();
    one.kept_out_by = one_of<std::string>(
        {"removed", "hidden", "ignored", "excluded", "not included", "link", "kind", "size", "index", ""});
    one.rule_file = text();
    one.rule_line = number();
    one.rule = text();
    one.trouble = text();
    one.size = number();
    one.modified_unix_seconds = time();
    one.known = perhaps([&] { return file(); });
    one.current = maybe();
    one.retried = maybe();
    one.is_folder = maybe();
    one.files_below = number();
    one.paragraphs_below = number();
    return one;
  }

  /// A line of every type.
  std::string lines_of_all_types() {
    const Error trouble = error();
    std::string all = to_json_lines(result(), asked(), query_id());
    all += to_json(outline());
    all += to_json_lines(verify_report());
    all += to_json(trouble, query_id());
    all += to_json(update_report(), maybe());
    all += to_json(change());
    all += to_json(removal(), maybe());
    all += to_json(compaction());
    all += to_json(check());
    all += to_json(export_report());
    all += to_json(status(), text(), maybe() ? &trouble : nullptr);
    all += to_json(file());
    all += to_json(why());
    return all;
  }

 private:
  test::Random random_;
};

}  // namespace
}  // namespace pilcrow

int main(int argc, char* argv[]) {
  const long rounds = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 1;
  pilcrow::Draw draw(pilcrow::test::seed());
  for (long round = 0; round < rounds; ++round) {
    const std::string lines = draw.lines_of_all_types();
    if (std::fwrite(lines.data(), 1, lines.size(), stdout) != lines.size()) return 1;
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
