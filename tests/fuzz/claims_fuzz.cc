// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an answer that cites: its claims lie in it, and comparing them ends.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/utf8.h"
#include "pilcrow/verify.h"
#include "searcher/verify_changes.h"
#include "searcher/verify_wording.h"

namespace {

using namespace pilcrow;
using namespace pilcrow::searcher;

void require(bool holds) {
  if (!holds) std::abort();
}

std::size_t words_in(const std::vector<Change>& changes, std::string Change::*side) {
  std::size_t count = 0;
  for (const Change& change : changes) count += compared_words(change.*side).size();
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  const std::string input(bytes, bytes + size);
  for (const Claim& claim : read_claims(input)) {
    require(claim.quote.size() <= size && claim.citation.size() <= size);
    require(claim.line >= 1 && claim.line <= size);
    require(!claim.lines || (claim.lines->first >= 1 && claim.lines->first <= claim.lines->last));
    const Quotation quotation = read_quotation(claim.quote);
    Effort effort(1ULL << 30);
    const std::string words = comparable(claim.quote);
    require(text::is_utf8(words) && words.find("  ") == std::string::npos);
    for (const std::string& part : quotation.parts) require(!part.empty() && part.size() <= 3 * claim.quote.size() + 3);
  }

  const std::string_view half = std::string_view(input).substr(0, size / 2);
  const std::string_view other = std::string_view(input).substr(size / 2);
  const auto one = compared_words(half);
  const auto two = compared_words(other);
  Effort effort(1ULL << 30);
  const std::size_t common = common_words(one, two, effort);
  require(common <= one.size() && common <= two.size() && common == common_words(two, one, effort));
  require(likest_stretch(one, two).size() <= two.size());
  const auto changes = changes_between(half, one, other, two, false);
  require(!changes.empty() || one.size() == two.size());
  require(words_in(changes, &Change::was) <= one.size() && words_in(changes, &Change::now) <= two.size());
  changes_between(half, one, other, two, true);
  return 0;
}
