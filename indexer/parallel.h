// SPDX-License-Identifier: GPL-3.0-or-later
// Work on many items at once, results in the items' order: so the outcome never depends on the number of threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace pilcrow::indexer {

/// What is under way at once: bounds the memory held by work done, but not yet taken.
struct ParallelLimits {
  unsigned threads = 1;
  std::size_t items = 64;
  std::uint64_t cost = 256ULL << 20;  ///< Sum of the items' costs; one item alone may exceed it.
};

/// Calls `next` (this thread) for items until it gives none, `work(worker, item)` in the threads, and `take` (this
/// thread) with each result, in the order of the items. `cost(item)` counts against the limits. An exception in `work`
/// is thrown here, in its turn. `worker` is a number below limits.threads: one thread at a time has it, so workers can
/// own what is not thread-safe.
template <class Item, class Result>
void parallel_in_order(const ParallelLimits& limits, const std::function<std::optional<Item>()>& next,
                       const std::function<std::uint64_t(const Item&)>& cost,
                       const std::function<Result(unsigned, const Item&)>& work,
                       const std::function<void(Result&&)>& take) {
  struct Slot {
    Item item;
    std::uint64_t cost = 0;
    std::optional<Result> result;
    std::exception_ptr error;
  };
  std::mutex mutex;
  std::condition_variable work_wanted;
  std::condition_variable result_ready;
  std::deque<Slot> slots;     // in order; the front is the next to be taken. A deque keeps its elements' addresses.
  std::deque<Slot*> waiting;  // not yet begun
  bool closed = false;

  const auto run_worker = [&](unsigned worker) {
    std::unique_lock lock(mutex);
    for (;;) {
      work_wanted.wait(lock, [&] { return closed || !waiting.empty(); });
      if (waiting.empty()) return;
      Slot* slot = waiting.front();
      waiting.pop_front();
      lock.unlock();
      std::optional<Result> result;
      std::exception_ptr error;
      try {
        result.emplace(work(worker, slot->item));
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      slot->result = std::move(result);
      slot->error = error;
      result_ready.notify_one();
    }
  };

  std::vector<std::jthread> workers;
  // Also when `next` or `take` throws: the workers finish what they hold and end before the queue goes.
  struct Closer {
    std::mutex& mutex;
    std::condition_variable& wanted;
    std::deque<Slot*>& waiting;
    bool& closed;
    std::vector<std::jthread>& workers;
    ~Closer() {
      {
        const std::lock_guard lock(mutex);
        waiting.clear();
        closed = true;
      }
      wanted.notify_all();
      workers.clear();
    }
  } closer{mutex, work_wanted, waiting, closed, workers};
  for (unsigned worker = 0; worker < limits.threads; ++worker) workers.emplace_back(run_worker, worker);

  std::uint64_t under_way = 0;
  std::optional<Item> item = next();
  for (;;) {
    while (item) {
      const std::uint64_t item_cost = cost(*item);
      if (!slots.empty() && (slots.size() >= limits.items || under_way + item_cost > limits.cost)) break;
      under_way += item_cost;
      {
        const std::lock_guard lock(mutex);
        slots.push_back({std::move(*item), item_cost, {}, {}});
        waiting.push_back(&slots.back());
      }
      work_wanted.notify_one();
      item = next();
    }
    if (slots.empty()) return;
    Slot done = [&] {
      std::unique_lock lock(mutex);
      result_ready.wait(lock, [&] { return slots.front().result || slots.front().error; });
      Slot front = std::move(slots.front());
      slots.pop_front();
      return front;
    }();
    under_way -= done.cost;
    if (done.error) std::rethrow_exception(done.error);
    take(std::move(*done.result));
  }
}

}  // namespace pilcrow::indexer
