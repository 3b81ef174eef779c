// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/telling.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::values;

namespace {

/// "a [marked] text": the text without brackets, and what they mark.
struct Marked {
  std::string text;
  std::vector<ByteRange> marks;
};

Marked marked(const std::string& typed) {
  Marked out;
  for (const char c : typed) {
    if (c == '[') {
      out.marks.push_back({out.text.size(), 0});
    } else if (c == ']') {
      out.marks.back().end = out.text.size();
    } else {
      out.text += c;
    }
  }
  return out;
}

struct Case {
  const char* name;
  const char* typed;
  const char* begins;  ///< What follows at the place.
};

}  // namespace

TEST_CASE("telling: the sentence that says most of what was asked for") {
  const auto c = GENERATE(values<Case>({
      {"nothing is marked", "The sun shines. The wind blows.", "The sun"},
      {"one is marked", "The sun shines. The [wind] blows.", "The wind"},
      {"two words say more than one", "The [wind] blows. The [wind] fills [batteries]. It rains.", "The wind fills"},
      {"a rare word says more than a frequent one", "The [wind] blows. The [wind] sings. All [batteries] are full.",
       "All batteries"},
      {"the first of equals", "Old [wind] blows. New [wind] blows.", "Old wind"},
      {"inflections are one word", "[Battery] by [battery]. The [storage] of [batteries].", "The storage"},
  }));
  INFO(c.name);
  const Marked text = marked(c.typed);
  const std::size_t at = most_telling_sentence(text.text, text.marks);
  CHECK(text.text.substr(at).starts_with(c.begins));
}
