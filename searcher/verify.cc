// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/verify.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "core/store/citation.h"
#include "core/text/hash.h"
#include "core/text/language.h"
#include "searcher/verify_changes.h"
#include "searcher/verify_documents.h"
#include "searcher/verify_wording.h"

namespace pilcrow::searcher {
namespace {

using Paragraph = CheckedDocument::Paragraph;

// Looking for words in bytes that are ready to be compared costs 1 each. The whole takes some ten seconds.
constexpr std::uint64_t most_effort = 1ULL << 35;
constexpr std::uint64_t cost_of_comparable = 16;
constexpr std::uint64_t cost_of_words = 64;
constexpr std::uint64_t cost_of_showing = 64;  ///< For the memory it takes: half a gigabyte at most.
/// A shorter quotation stands in many places by chance: it counts where only one paragraph of its file has it.
constexpr std::size_t telling_size = 16;
constexpr std::size_t most_occurrences = 1000;
constexpr std::size_t most_candidates = 8;

/// So many words two texts must have in common to be called like each other: half of them; of few words, which stand
/// together by chance, more.
std::size_t least_common(std::size_t words) {
  return std::max((words + 1) / 2, std::min<std::size_t>(words * 2 / 3, 8));
}

std::string in_quotes(std::string_view text) {
  return "'" + std::string(text) + "'";
}

std::string lines_text(const LineRange& lines) {
  return lines.first == lines.last ? "line " + std::to_string(lines.first)
                                   : "lines " + std::to_string(lines.first) + "-" + std::to_string(lines.last);
}

/// As it was typed, without the folder that is everybody's.
std::string_view path_of(const Claim& claim) {
  std::string_view path = claim.path;
  while (path.starts_with("./")) path.remove_prefix(2);
  return path;
}

bool overlap(const LineRange& one, const LineRange& other) {
  return one.first <= other.last && other.first <= one.last;
}

/// What is looked for: a text, and how it compares.
struct Wanted {
  std::string text;
  bool whole = false;   ///< All of a paragraph.
  std::string words;    ///< Of a whole one, comparable.
  Quotation quotation;  ///< Of a part.

  Wanted(std::string wanted_text, bool is_whole) : text(std::move(wanted_text)), whole(is_whole) {
    if (whole) {
      words = comparable(text);
    } else {
      quotation = read_quotation(text);
    }
  }
  bool empty() const { return whole ? words.empty() : quotation.empty(); }
  bool is_telling() const { return (whole ? words.size() : quotation.size()) >= telling_size; }

  /// Whether these words, comparable, are or hold it.
  bool is_in(std::string_view paragraph, Effort& effort) const {
    return whole ? paragraph == words : holds(paragraph, quotation, effort);
  }
  /// What is looked for first: the longest of its parts.
  std::string_view key() const {
    if (whole) return words;
    return *std::max_element(quotation.parts.begin(), quotation.parts.end(),
                             [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  }
};

/// Paragraphs of a document that hold what is wanted.
struct Found {
  std::size_t first = 0;
  std::size_t last = 0;
  bool by_chance = false;  ///< It is short, others hold it as well, and none is where it is said to stand.
};

/// A claim on the way to its verdict.
struct Case {
  std::size_t claim = 0;
  std::optional<store::Citation> citation = {};
  std::optional<DocumentKey> document = {};  ///< The cited one, where the index has it.
  std::optional<std::string> indexed = {};   ///< The cited text, where the index has it and the file has it no more.
  bool never_said = false;                   ///< And it did not hold the quote.
  bool not_searched = false;                 ///< There were too many before it.
  bool done = false;
};

class Verifier {
 public:
  Verifier(const std::vector<store::Snapshot>& snapshots, const std::vector<Claim>& claims,
           const VerifyOptions& options, const FindLike& find_like)
      : snapshots_(snapshots),
        claims_(claims),
        options_(options),
        find_like_(find_like),
        documents_(snapshots, options.read_file),
        effort_(most_effort) {}

  Result<VerifyReport> run() {
    auto done = read_claims();
    if (done) done = find_documents();
    if (done) done = each_open_case([&](Case& one) { return check_cited(one); });
    if (done) done = look_for_contents();
    if (done) done = each_open_case([&](Case& one) { return look_for_words(one); });
    if (done) done = each_open_case([&](Case& one) { return look_for_something_like(one); });
    if (!done) return tl::unexpected<Error>(std::move(done.error()));
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      if (same_as_[i] != i) {
        Claim claim = claims_[i];
        report_.verdicts[i] = report_.verdicts[same_as_[i]];
        report_.verdicts[i].claim = std::move(claim);
        std::string& text = report_.verdicts[i].text;
        if (!effort_.spend(text.size() * cost_of_showing)) text.clear();
      }
      if (!holds(report_.verdicts[i].verdict)) ++report_.failed;
    }
    return std::move(report_);
  }

 private:
  const Claim& claim_of(const Case& one) const { return claims_[one.claim]; }
  Verification& verdict_of(const Case& one) { return report_.verdicts[one.claim]; }

  void decide(Case& one, Verdict verdict, std::string message) {
    verdict_of(one).verdict = verdict;
    verdict_of(one).message = std::move(message);
    one.done = true;
  }

  /// What can be told of the claims alone. The same claim is looked at once.
  Result<void> read_claims() {
    report_.verdicts.resize(claims_.size());
    same_as_.resize(claims_.size());
    std::map<text::Hash128, std::size_t> known;
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      const Claim& claim = claims_[i];
      report_.verdicts[i].claim = claim;
      std::string all;
      for (const std::string* const part : {&claim.citation, &claim.path, &claim.quote}) {
        all += std::to_string(part->size()) + ":" + *part;
      }
      if (claim.lines) all += std::to_string(claim.lines->first) + "-" + std::to_string(claim.lines->last);
      all += claim.whole ? "w" : "p";
      same_as_[i] = known.try_emplace(text::hash128(all), i).first->second;
      if (same_as_[i] != i) continue;
      Case one{i};
      read_claim(claim, one);
      if (!one.done) cases_.push_back(std::move(one));
    }
    return {};
  }

  void read_claim(const Claim& claim, Case& one) {
    if (claim.quote.size() > longest_quotation) {
      return decide(one, Verdict::invalid, "the quotation is too long to be compared");
    }
    if (!claim.quote.empty() && Wanted(claim.quote, claim.whole).empty()) {
      return decide(one, Verdict::invalid, "nothing in the quotation can be compared");
    }
    if (claim.citation.empty()) {
      if (!claim.path.empty() && (claim.lines || !claim.quote.empty())) return;
      if (!claim.path.empty())
        return decide(one, Verdict::invalid, "a path alone says nothing, without lines or a quote");
      return decide(one, Verdict::invalid, "it cites nothing: neither a citation nor a path");
    }
    one.citation = store::parse_citation(claim.citation);
    if (!one.citation) {
      return decide(one, Verdict::invalid,
                    in_quotes(claim.citation.substr(0, 100)) +
                        " is no citation, such as pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10; it may be cut off");
    }
    if (!database_of(*one.citation)) {
      decide(one, Verdict::invalid, in_quotes(claim.citation.substr(0, 100)) + " is a citation from another index");
    }
  }

  std::optional<std::uint32_t> database_of(const store::Citation& citation) const {
    for (std::size_t i = 0; i < snapshots_.size(); ++i) {
      if (snapshots_[i].facts().settings.index_id == citation.index_id) return static_cast<std::uint32_t>(i);
    }
    return {};
  }

  Result<void> find_documents() {
    if (cases_.empty()) return {};
    std::vector<std::string_view> names;
    for (const Case& one : cases_) {
      if (!one.citation) names.push_back(path_of(claim_of(one)));
    }
    if (auto listed = documents_.list(names); !listed) return listed;
    for (Case& one : cases_) {
      if (!one.citation) {
        const std::string_view path = path_of(claim_of(one));
        one.document = documents_.named(path);
        if (documents_.is_ambiguous(path))
          decide(one, Verdict::invalid, in_quotes(path) + " is the end of several paths");
        continue;
      }
      const auto keys = documents_.with_path_hash(*database_of(*one.citation), one.citation->path_hash);
      if (!keys.empty()) one.document = keys.front();
      // Two paths of one short hash: that which holds the content is meant.
      for (std::size_t i = 0; keys.size() > 1 && i < keys.size(); ++i) {
        const auto document = documents_.get(keys[i]);
        if (!document) return tl::unexpected<Error>(document.error());
        const std::uint64_t content = cited_content(*one.citation);
        if (!(*document)->contents.find(content).empty() || !(*document)->contents_before.find(content).empty()) {
          one.document = keys[i];
        }
      }
    }
    // Those of one document follow each other, so that it is read once.
    std::stable_sort(cases_.begin(), cases_.end(),
                     [](const Case& a, const Case& b) { return a.document < b.document; });
    return {};
  }

  template <class Check>
  Result<void> each_open_case(const Check& check) {
    for (Case& one : cases_) {
      if (one.done) continue;
      if (options_.cancelled && options_.cancelled()) {
        return failure(ErrorCode::cancelled, "the verification was cancelled");
      }
      if (auto checked = check(one); !checked) return checked;
    }
    return {};
  }

  // What stands somewhere.

  std::string place_text(const Verification& found) const {
    const std::string path = in_quotes(found.path);
    if (!found.page) return path + ", " + lines_text(found.lines);
    return path + ", page " + std::to_string(found.page->first);
  }

  /// The case is decided where that would be too much.
  Result<void> show(Case& one, CheckedDocument& document, const Found& found) {
    Verification& verdict = verdict_of(one);
    const Paragraph& first = document.paragraphs[found.first];
    const Paragraph& last = document.paragraphs[found.last];
    verdict.path = document.path;
    verdict.root = document.root;
    verdict.lines = {first.lines.first, std::max(first.lines.last, last.lines.last)};
    verdict.bytes = {first.bytes.begin, std::max(first.bytes.end, last.bytes.end)};
    verdict.page = first.page;
    verdict.headings = first.headings;
    verdict.citation = documents_.citation(document, found.first);
    verdict.freshness = document.freshness;
    verdict.from_file = document.from_file;
    verdict.text.clear();
    for (std::size_t i = found.first; i <= found.last; ++i) {
      const auto text = documents_.text(document, document.paragraphs[i]);
      if (!text) return tl::unexpected<Error>(text.error());
      verdict.text += (i > found.first ? "\n\n" : "") + **text;
    }
    return effort_.spend(verdict.text.size() * cost_of_showing) ? Result<void>() : give_up(one);
  }

  /// What else is to be known of the file.
  static std::string condition(const CheckedDocument& document) {
    if (document.freshness == Freshness::modified && !document.from_file) {
      return "; the file has changed since it was indexed";
    }
    if (document.freshness == Freshness::unknown && document.root != handed_over_root) {
      return "; that says the index, the file cannot be looked at now";
    }
    return {};
  }

  Result<void> hold(Case& one, CheckedDocument& document, const Found& found, bool moved, const Wanted& wanted) {
    if (auto shown = show(one, document, found); !shown || one.done) return shown;
    Verification& verdict = verdict_of(one);
    verdict.reflowed = wanted.whole && verdict.text != wanted.text;
    std::string message = "it stands in " + place_text(verdict);
    if (moved) message += " now";
    if (verdict.reflowed) message += ", with its lines broken elsewhere";
    decide(one, moved ? Verdict::moved : Verdict::exact, message + condition(document));
    return {};
  }

  /// Whether a claim's words that stand in these paragraphs stand elsewhere than it says.
  bool differs(const Case& one, const CheckedDocument& document, const Found& found, bool reflowed) const {
    const Claim& claim = claim_of(one);
    if (one.document != document.key || found.by_chance) return true;
    const std::string_view path = path_of(claim);
    const bool is_named = document.path == path || document.path.ends_with("/" + std::string(path));
    if (!path.empty() && !is_named) return true;
    if (!claim.lines) return false;
    const LineRange now = {document.paragraphs[found.first].lines.first, document.paragraphs[found.last].lines.last};
    if (reflowed) return claim.lines->first != now.first;
    return claim.whole || claim.quote.empty() ? *claim.lines != now : !overlap(*claim.lines, now);
  }

  /// Where in a document the words stand, nearest to the lines of the claim.
  Result<std::optional<Found>> find_in(CheckedDocument& document, const Wanted& wanted, const Claim& claim) {
    if (document.paragraphs.empty() || wanted.empty()) return std::nullopt;
    const auto read = documents_.wording(document);
    if (!read) return tl::unexpected<Error>(read.error());
    const CheckedDocument::Wording& wording = **read;
    for (std::size_t i = 0; claim.lines && i < document.paragraphs.size(); ++i) {
      if (!overlap(*claim.lines, document.paragraphs[i].lines)) continue;
      if (wanted.is_in(wording.of(i), effort_)) return Found{i, i};
    }
    const std::string_view key = wanted.key();
    std::optional<Found> best;
    std::uint32_t best_distance = 0;
    std::size_t from = 0;
    for (std::size_t i = 0; i < most_occurrences; ++i) {
      const auto at = find_words(wording.text, key, from, effort_);
      if (!at) break;
      from = at->end;
      const Found found{wording.paragraph_at(at->begin), wording.paragraph_at(at->end - 1)};
      const bool is_one = found.first == found.last;
      // A blank line may have come into a whole one: then it is all of these.
      const bool is_all = at->begin == wording.begins[found.first] &&
                          at->end == wording.begins[found.last] + wording.of(found.last).size();
      const bool spans = wanted.whole ? is_all : wanted.quotation.parts.size() == 1;
      if (!(is_one ? wanted.is_in(wording.of(found.first), effort_) : spans)) continue;
      if (best && !wanted.is_telling() && best->first != found.first) {
        best->by_chance = true;
        return best;
      }
      const std::uint32_t line = document.paragraphs[found.first].lines.first;
      const std::uint32_t asked = claim.lines ? claim.lines->first : 0;
      const std::uint32_t distance = line > asked ? line - asked : asked - line;
      if (best && (!claim.lines || distance >= best_distance)) continue;
      best = found;
      best_distance = distance;
    }
    return best;
  }

  /// The same of a paragraph and those around it that a quote may reach.
  Result<std::optional<Found>> find_around(CheckedDocument& document, std::size_t paragraph, const Wanted& wanted) {
    const auto own = documents_.text(document, document.paragraphs[paragraph]);
    if (!own) return tl::unexpected<Error>(own.error());
    std::string words = comparable(**own);
    effort_.spend((*own)->size() * cost_of_comparable);
    if (wanted.is_in(words, effort_)) return Found{paragraph, paragraph};
    if (wanted.whole || wanted.quotation.parts.size() != 1) return std::nullopt;
    const std::string_view quote = wanted.quotation.parts.front();
    if (quote.size() <= words.size() && quote.size() < telling_size) return std::nullopt;
    std::vector<std::pair<std::size_t, std::size_t>> begins = {{0, paragraph}};  // In `words`, and which paragraph.
    const auto reach = [&](bool after) -> Result<void> {
      std::size_t reached = 0;
      for (std::size_t i = paragraph; reached < quote.size() && (after ? ++i < document.paragraphs.size() : i-- > 0);) {
        const auto text = documents_.text(document, document.paragraphs[i]);
        if (!text) return tl::unexpected<Error>(text.error());
        const std::string next = comparable(**text);
        reached += next.size() + 1;
        if (after) {
          begins.emplace_back(words.size() + 1, i);
          words += ' ' + next;
        } else {
          for (auto& begin : begins) begin.first += next.size() + 1;
          begins.insert(begins.begin(), {0, i});
          words.insert(0, next + ' ');
        }
        if (begins.size() > most_candidates) break;
      }
      return {};
    };
    for (const bool after : {false, true}) {
      if (auto reached = reach(after); !reached) return tl::unexpected<Error>(std::move(reached.error()));
    }
    const auto paragraph_at = [&](std::size_t offset) {
      std::size_t found = begins.front().second;
      for (const auto& [begin, number] : begins) {
        if (begin <= offset) found = number;
      }
      return found;
    };
    for (std::size_t from = 0;;) {
      const auto at = find_words(words, quote, from, effort_);
      if (!at) return std::nullopt;
      const Found found{paragraph_at(at->begin), paragraph_at(at->end - 1)};
      if (found.first <= paragraph && paragraph <= found.last) return found;
      from = at->begin + 1;
    }
  }

  // The questions, in their order.

  Result<void> check_cited(Case& one) {
    if (!one.document) return {};
    const auto read = documents_.get(*one.document);
    if (!read) return tl::unexpected<Error>(read.error());
    CheckedDocument& document = **read;
    if (!one.citation) return check_lines(one, document);
    const std::uint64_t content = cited_content(*one.citation);
    const std::size_t ordinal = one.citation->ordinal;
    if (const auto rows = document.contents.find(content); !rows.empty()) {
      return check_paragraph(one, document, rows[std::min<std::size_t>(ordinal, rows.size()) - 1],
                             ordinal > rows.size());
    }
    if (const auto rows = document.contents_before.find(content); !rows.empty()) {
      Paragraph& before = document.before[rows[std::min<std::size_t>(ordinal, rows.size()) - 1]];
      const auto text = documents_.text(document, before);
      if (!text) return tl::unexpected<Error>(text.error());
      one.indexed = **text;
      const Wanted quote = wanted_of(one);
      one.never_said = !claim_of(one).quote.empty() && !quote.is_in(comparable(**text), effort_);
    }
    return check_words(one, document);
  }

  /// A claim that names lines alone, or none.
  Result<void> check_lines(Case& one, CheckedDocument& document) {
    const Claim& claim = claim_of(one);
    if (!claim.quote.empty()) return check_words(one, document);
    const auto found = on_lines(claim, document);
    return found ? hold(one, document, *found, false, wanted_of(one)) : Result<void>();
  }

  static std::optional<Found> on_lines(const Claim& claim, const CheckedDocument& document) {
    std::optional<Found> found;
    for (std::size_t i = 0; i < document.paragraphs.size(); ++i) {
      if (claim.lines && !overlap(*claim.lines, document.paragraphs[i].lines)) continue;
      if (!found) found = Found{i, i};
      if (claim.lines && i - found->first < most_candidates) found->last = i;
    }
    return found;
  }

  /// The cited paragraph is there.
  Result<void> check_paragraph(Case& one, CheckedDocument& document, std::size_t paragraph, bool moved) {
    const Claim& claim = claim_of(one);
    const Wanted wanted = wanted_of(one);
    const Found itself{paragraph, paragraph};
    const bool differs_itself = moved || differs(one, document, itself, false);
    if (wanted.empty()) return hold(one, document, itself, differs_itself, wanted);
    const auto found = find_around(document, paragraph, wanted);
    if (!found) return tl::unexpected<Error>(found.error());
    if (*found) return hold(one, document, **found, differs_itself, wanted);
    if (effort_.is_spent()) return give_up(one);
    if (auto shown = show(one, document, itself); !shown || one.done) return shown;
    const auto elsewhere = find_in(document, wanted, claim);
    if (!elsewhere) return tl::unexpected<Error>(elsewhere.error());
    std::string message = "what is quoted does not stand in the cited paragraph, " + place_text(verdict_of(one));
    if (*elsewhere) {
      message += ", but on " + lines_text(document.paragraphs[(*elsewhere)->first].lines);
    } else {
      tell_changes(one, wanted);
    }
    decide(one, Verdict::misquoted, message + condition(document));
    return {};
  }

  /// The words of the claim, in the cited document.
  Result<void> check_words(Case& one, CheckedDocument& document) {
    const Wanted wanted = wanted_of(one);
    const auto found = find_in(document, wanted, claim_of(one));
    if (!found) return tl::unexpected<Error>(found.error());
    if (!*found) return {};
    const auto text = documents_.text(document, document.paragraphs[(*found)->first]);
    if (!text) return tl::unexpected<Error>(text.error());
    const bool reflowed = wanted.whole && **text != wanted.text;
    return hold(one, document, **found, differs(one, document, **found, reflowed), wanted);
  }

  Result<void> look_for_contents() {
    std::vector<std::uint64_t> contents;
    for (const Case& one : cases_) {
      if (!one.done && one.citation) contents.push_back(cited_content(*one.citation));
    }
    if (contents.empty()) return {};
    const auto places = documents_.places_of(contents, options_.cancelled);
    if (!places) return tl::unexpected<Error>(places.error());
    return each_open_case([&](Case& one) -> Result<void> {
      if (!one.citation) return {};
      const std::uint64_t content = cited_content(*one.citation);
      const auto known = places->find(content);
      if (known == places->end()) return {};
      for (const Documents::Elsewhere& place : known->second) {
        if (one.document == place.document) continue;
        const auto document = documents_.get(place.document);
        if (!document) return tl::unexpected<Error>(document.error());
        const auto rows = (*document)->contents.find(content);
        if (!rows.empty()) return check_paragraph(one, **document, rows.front(), true);
      }
      return {};
    });
  }

  Result<void> look_for_words(Case& one) {
    const Wanted wanted = wanted_of(one);
    if (wanted.empty() || !wanted.is_telling()) return {};
    one.not_searched = searches_ == most_searches;
    if (one.not_searched) return {};
    ++searches_;
    std::string language(text::unknown_language);
    if (one.document) {
      const auto document = documents_.get(*one.document);
      if (!document) return tl::unexpected<Error>(document.error());
      language = (*document)->language;
    }
    const auto hits = find_like_(wanted.text, language);
    if (!hits) return tl::unexpected<Error>(hits.error());
    for (const Hit& hit : *hits) {
      for (const DocumentKey& key : documents_.at_path(hit.path)) {
        if (one.document == key) continue;
        const auto read = documents_.get(key);
        if (!read) return tl::unexpected<Error>(read.error());
        CheckedDocument& document = **read;
        std::optional<Found> found;
        if (document.from_file) {
          auto there = find_in(document, wanted, claim_of(one));
          if (!there) return tl::unexpected<Error>(std::move(there.error()));
          found = *there;
        } else if (hit.paragraph <= document.paragraphs.size() && wanted.is_in(comparable(hit.text), effort_)) {
          found = Found{hit.paragraph - 1, hit.paragraph - 1};
        }
        if (found) return hold(one, document, *found, true, wanted);
      }
    }
    return {};
  }

  Result<void> look_for_something_like(Case& one) {
    if (effort_.is_spent()) return give_up(one);
    if (!one.document) return lose(one, nullptr);
    const auto read = documents_.get(*one.document);
    if (!read) return tl::unexpected<Error>(read.error());
    CheckedDocument& document = **read;
    const Wanted wanted = wanted_of(one);
    // One word more or less makes no likeness of a short part: all that the paragraph said tells more.
    const bool by_indexed = one.indexed && !wanted.whole;
    const bool is_enough = by_indexed || wanted.whole || wanted.is_telling();
    const std::string& text = by_indexed ? *one.indexed : wanted.text;
    const auto words = is_enough ? compared_words(text) : std::vector<ComparedWord>();
    const auto likest = likest_paragraph(document, words);
    if (!likest) return tl::unexpected<Error>(likest.error());
    const std::optional<Found> cited =
        one.citation || !claim_of(one).lines ? std::nullopt : on_lines(claim_of(one), document);
    if (*likest) {
      const Found found{**likest, **likest};
      if (auto shown = show(one, document, found); !shown || one.done) return shown;
      if (by_indexed && wanted.is_in(comparable(verdict_of(one).text), effort_)) {
        return hold(one, document, found, differs(one, document, found, false), wanted);
      }
      tell_changes(one, wanted);
      const std::string place = place_text(verdict_of(one));
      if (one.never_said) {
        decide(one, Verdict::misquoted,
               "the cited paragraph did not say it when it was indexed; what comes near stands in " + place);
      } else {
        decide(one, Verdict::changed, "something like it stands in " + place + condition(document));
      }
      return {};
    }
    if (cited) {
      if (auto shown = show(one, document, *cited); !shown || one.done) return shown;
      decide(one, Verdict::misquoted,
             "what is quoted does not stand in " + place_text(verdict_of(one)) + condition(document));
      return {};
    }
    return lose(one, &document);
  }

  /// The paragraph that has most of these words, in their order, where those are enough. What stood in the index beside
  /// the cited paragraph did not become of it.
  Result<std::optional<std::size_t>> likest_paragraph(CheckedDocument& document,
                                                      const std::vector<ComparedWord>& words) {
    if (words.empty() || document.paragraphs.empty()) return std::nullopt;
    std::vector<std::uint32_t> hashes;
    hashes.reserve(words.size());
    for (const ComparedWord& word : words) hashes.push_back(word.hash);
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    const auto candidates = documents_.likest(document, hashes, most_candidates, effort_);
    if (!candidates) return tl::unexpected<Error>(candidates.error());
    const auto wording = documents_.wording(document);
    if (!wording) return tl::unexpected<Error>(wording.error());
    std::optional<std::size_t> best;
    std::size_t most_common = 0;
    for (const std::size_t candidate : *candidates) {
      const std::uint64_t content = document.paragraphs[candidate].content;
      if (!document.contents_before.find(content_digits(content)).empty()) continue;
      const std::string_view text = (*wording)->of(candidate);
      if (!effort_.spend(text.size() * cost_of_words)) break;
      const auto stretch = likest_stretch(words, compared_words(text, std::string_view::npos));
      const std::size_t common = common_words(words, stretch, effort_);
      if (common <= most_common) continue;
      most_common = common;
      best = candidate;
    }
    if (most_common < least_common(words.size())) return std::nullopt;
    return best;
  }

  /// What differs between what was wanted and what is shown.
  void tell_changes(const Case& one, const Wanted& wanted) {
    Verification& verdict = verdict_of(one);
    effort_.spend(verdict.text.size() * cost_of_words);
    const auto was = compared_words(wanted.text);
    const auto all = compared_words(verdict.text, wanted.whole ? most_compared : std::string_view::npos);
    const auto now = wanted.whole ? all : likest_stretch(was, all);
    if (common_words(was, now, effort_) < least_common(was.size())) return;
    verdict.changes = changes_between(wanted.text, was, verdict.text, now, !wanted.whole);
  }

  Result<void> lose(Case& one, const CheckedDocument* document) {
    const Claim& claim = claim_of(one);
    const bool is_missing = document != nullptr && document->freshness == Freshness::missing;
    if (document != nullptr) {
      verdict_of(one).freshness = document->freshness;
      verdict_of(one).from_file = document->from_file;
    }
    if (document != nullptr && !document->trouble.empty()) {
      decide(one, Verdict::invalid,
             "the file " + in_quotes(document->path) +
                 " has changed since it was indexed, and cannot be read: " + document->trouble);
      return {};
    }
    if (one.not_searched) return give_up(one);
    const bool untold = wanted_of(one).empty();
    std::string message;
    if (document == nullptr && claim.path.empty()) {
      message = "its file is not in the index any more";
    } else if (document == nullptr) {
      message = "nothing in the index is called " + in_quotes(claim.path);
    } else if (is_missing) {
      message = "its file " + in_quotes(document->path) + " is gone";
    } else {
      message = (untold ? "it does not stand in " : "neither it nor anything like it stands in ") +
                in_quotes(document->path) + " any more";
    }
    if (untold) message += "; without its text nobody can tell whether it was changed or deleted";
    if (document != nullptr) {
      message +=
          document->from_file || is_missing ? "; run pilcrow-index for what stands in new files" : condition(*document);
    }
    decide(one, Verdict::gone, message);
    return {};
  }

  Result<void> give_up(Case& one) {
    const Claim& claim = claim_of(one);
    verdict_of(one) = {};
    verdict_of(one).claim = claim;
    decide(one, Verdict::invalid, "not looked at: the claims before it took all that one run may take; split them");
    return {};
  }

  /// The quote; of a bare citation what the index has of it.
  Wanted wanted_of(const Case& one) const {
    const Claim& claim = claim_of(one);
    if (claim.quote.empty() && one.indexed) return {*one.indexed, true};
    return {claim.quote, claim.whole};
  }

  const std::vector<store::Snapshot>& snapshots_;
  const std::vector<Claim>& claims_;
  const VerifyOptions& options_;
  const FindLike& find_like_;
  Documents documents_;
  Effort effort_;
  std::vector<Case> cases_;
  std::vector<std::size_t> same_as_;  ///< Of each claim the first that says the same.
  std::size_t searches_ = 0;
  VerifyReport report_;
};

}  // namespace

Result<VerifyReport> verify_claims(const std::vector<store::Snapshot>& snapshots, const std::vector<Claim>& claims,
                                   const VerifyOptions& options, const FindLike& find_like) {
  return Verifier(snapshots, claims, options, find_like).run();
}

}  // namespace pilcrow::searcher
