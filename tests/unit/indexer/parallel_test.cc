// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/parallel.h"

#include <atomic>
#include <stdexcept>

#include "tests/support/catch.h"

namespace pilcrow::indexer {
namespace {

/// Items 0..count-1, each squared; what arrives, in the order of arrival.
std::vector<int> squares(int count, const ParallelLimits& limits, const std::function<void(int)>& during = {}) {
  int given = 0;
  std::vector<int> out;
  parallel_in_order<int, int>(
      limits, [&]() -> std::optional<int> { return given < count ? std::optional<int>(given++) : std::nullopt; },
      [](const int&) -> std::uint64_t { return 10; },
      [&](unsigned, const int& item) {
        if (during) during(item);
        return item * item;
      },
      [&](int&& result) { out.push_back(result); });
  return out;
}

TEST_CASE("parallel: results come in the items' order, whatever the number of threads") {
  std::vector<int> expected;
  for (int i = 0; i < 1000; ++i) expected.push_back(i * i);
  for (const unsigned threads : {1U, 2U, 7U}) CHECK(squares(1000, {threads, 16, 1000}) == expected);
  CHECK(squares(0, {4, 16, 1000}).empty());
}

TEST_CASE("parallel: no more is under way than the limits allow, but always one") {
  std::atomic<int> begun{0};
  std::atomic<bool> known_worker{true};  // Catch2 counts its checks in one thread only
  int given = 0;
  int taken = 0;
  int most = 0;
  parallel_in_order<int, int>(
      {3, 100, 45}, [&]() -> std::optional<int> { return given < 200 ? std::optional<int>(given++) : std::nullopt; },
      [](const int&) -> std::uint64_t { return 10; },
      [&](unsigned worker, const int& item) {
        ++begun;
        if (worker >= 3) known_worker = false;
        return item;
      },
      [&](int&&) {
        most = std::max(most, begun.load() - taken);
        ++taken;
      });
  CHECK(known_worker);
  CHECK(taken == 200);
  CHECK(most <= 4);  // 4 items of cost 10 fit into 45
  CHECK(squares(3, {2, 4, 1}).size() == 3);
}

TEST_CASE("parallel: an exception of the work is thrown where its result was due, and no thread is left behind") {
  const auto fail_at_5 = [](int item) {
    if (item == 5) throw std::runtime_error("five");
  };
  CHECK_THROWS_WITH(squares(100, {3, 8, 1000}, fail_at_5), "five");
}

}  // namespace
}  // namespace pilcrow::indexer
