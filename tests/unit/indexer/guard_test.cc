// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/guard.h"

#include "tests/support/catch.h"

namespace pilcrow::indexer {
namespace {

using test::values;

struct Case {
  const char* name;
  RootLoss loss;
  const char* refused;  ///< What the sentence says after the path; nullptr: believed.
};

TEST_CASE("guard: which losses are believed") {
  const std::string root = "/kb";
  const auto present = RootState::present;
  const auto c = GENERATE_COPY(values<Case>({
      {"nothing lost", {root, present, "", 5, 5, 0, false}, nullptr},
      {"nothing lost of a root that is gone",
       {root, RootState::missing, "no such file or folder", 0, 0, 0, false},
       nullptr},
      {"ten of ten, others found", {root, present, "", 3, 10, 10, false}, nullptr},
      {"a fifth", {root, present, "", 80, 100, 20, false}, nullptr},
      {"more than a fifth", {root, present, "", 79, 100, 21, false}, "it has lost many files"},
      {"eleven of twelve", {root, present, "", 1, 12, 11, false}, "it has lost many files"},
      {"new settings explain it", {root, present, "", 1, 100, 99, true}, nullptr},
      {"the last one of an empty root", {root, present, "", 0, 1, 1, false}, "it is empty"},
      {"an empty root, whatever the settings", {root, present, "", 0, 1, 1, true}, "it is empty"},
      {"a root that is gone",
       {root, RootState::missing, "no such file or folder", 0, 1, 1, false},
       "no such file or folder"},
      {"one that cannot be read",
       {root, RootState::unreadable, "permission denied", 0, 9, 9, false},
       "permission denied"},
  }));
  INFO(c.name);
  const auto refused = refuse_loss(c.loss);
  REQUIRE(refused.has_value() == (c.refused != nullptr));
  if (refused) CHECK(refused->starts_with("'/kb': " + std::string(c.refused) + "; "));
}

}  // namespace
}  // namespace pilcrow::indexer
