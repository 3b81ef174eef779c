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

/// A root that was walked.
RootLoss present(std::uint64_t found, std::uint64_t indexed, std::uint64_t lost) {
  RootLoss loss;
  loss.path = "/kb";
  loss.found = found;
  loss.indexed = indexed;
  loss.lost = lost;
  return loss;
}

RootLoss resettled(RootLoss loss) {
  loss.new_settings = true;
  return loss;
}

RootLoss elsewhere(RootLoss loss) {
  loss.on_other_device = true;
  return loss;
}

RootLoss now_a_file(RootLoss loss) {
  loss.no_folder_more = true;
  return loss;
}

RootLoss absent(RootState state, const char* reason, std::uint64_t indexed) {
  RootLoss loss = present(0, indexed, indexed);
  loss.state = state;
  loss.reason = reason;
  return loss;
}

TEST_CASE("guard: which losses are believed") {
  const auto c = GENERATE(values<Case>({
      {"nothing lost", present(5, 5, 0), nullptr},
      {"nothing lost of a root that is gone", absent(RootState::missing, "no such file or folder", 0), nullptr},
      {"ten of ten, others found", present(3, 10, 10), nullptr},
      {"a fifth", present(80, 100, 20), nullptr},
      {"more than a fifth", present(79, 100, 21), "it has lost many files; 21 of its 100"},
      {"eleven of twelve", present(1, 12, 11), "it has lost many files; 11 of its 12"},
      {"new settings explain it", resettled(present(1, 100, 99)), nullptr},
      {"the last one of an empty root", present(0, 1, 1), "it is empty; 1 of its 1"},
      {"an empty root, whatever the settings", resettled(present(0, 1, 1)), "it is empty; 1 of its 1"},
      {"a root that is gone", absent(RootState::missing, "no such file or folder", 1),
       "no such file or folder; 1 of its 1"},
      {"one that cannot be read", absent(RootState::unreadable, "permission denied", 9),
       "permission denied; 9 of its 9"},
      {"a folder that is a file now, whatever the number", now_a_file(present(1, 1, 1)),
       "it was a folder and is a file now; 1 of its 1"},
      {"and whatever the settings", resettled(now_a_file(present(1, 2, 2))),
       "it was a folder and is a file now; 2 of its 2"},
      {"a file that is a folder now", present(3, 1, 1), nullptr},
      {"an empty root on another device", elsewhere(present(0, 30, 30)),
       "it is empty, and it is on another device than at the last run; 30 of its 30"},
      {"another device that holds other files", elsewhere(present(50, 30, 30)),
       "it has lost many files, and it is on another device than at the last run; 30 of its 30"},
      {"another device with the same files", elsewhere(present(30, 30, 0)), nullptr},
      {"another device and few files lost", elsewhere(present(29, 30, 1)), nullptr},
  }));
  INFO(c.name);
  const auto refused = refuse_loss(c.loss);
  REQUIRE(refused.has_value() == (c.refused != nullptr));
  if (refused) {
    CHECK(*refused == "'/kb': " + std::string(c.refused) +
                          " files would be lost, so they stay in the index; --allow-purge removes them");
  }
}

TEST_CASE("guard: a rebuild over a state that cannot be read believes in roots that hold something") {
  const auto c = GENERATE(values<Case>({
      {"a root with files", present(3, 0, 0), nullptr},
      {"an empty one", present(0, 0, 0), "it is empty"},
      {"one that is gone", absent(RootState::missing, "no such file or folder", 0), "no such file or folder"},
  }));
  INFO(c.name);
  const auto refused = refuse_rebuild(c.loss, true);
  REQUIRE(refused.has_value() == (c.refused != nullptr));
  if (refused) {
    CHECK(*refused ==
          "not rebuilt: '/kb': " + std::string(c.refused) + "; what is indexed of it stays; --allow-purge drops it");
  }
}

TEST_CASE("guard: a rebuild over a known state counts what it does not find") {
  CHECK_FALSE(refuse_rebuild(present(10, 20, 10), false));
  const auto refused = refuse_rebuild(present(9, 20, 11), false);
  REQUIRE(refused);
  CHECK(refused->starts_with("not rebuilt: '/kb': it has lost many files; 11 of its 20 files"));
}

}  // namespace
}  // namespace pilcrow::indexer
