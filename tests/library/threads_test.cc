// SPDX-License-Identifier: GPL-3.0-or-later
// The library in programs of many threads: eight that search, each on its own, while another changes, rebuilds and
// compacts the index; writers side by side; work that another thread cancels. By the C++ interface and by that of C.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "pilcrow.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow {
namespace {

using test::TemporaryFolder;

constexpr unsigned searching_threads = 8;
constexpr int documents = 20;
constexpr int rounds = 9;

/// Documents that say in which round they were written: one state of all of them is one number.
void write_round(const TemporaryFolder& folder, int round, int count = documents) {
  for (int i = 0; i < count; ++i) {
    folder.write("docs/" + std::to_string(i) + ".txt",
                 "Document " + std::to_string(i) + " was written in round " + std::to_string(round) + ".\n");
  }
}

/// The texts of an answer, or what went wrong.
struct Answer {
  std::vector<std::string> texts;
  std::string error;
};
/// A searcher of some kind that belongs to one thread.
using Ask = std::function<Answer()>;
using OpenAsk = std::function<Ask(const std::string& index)>;

constexpr const char* question = "document written round";

Ask open_cpp(const std::string& index) {
  auto opened = Searcher::open({index});
  if (!opened) return [message = opened.error().message] { return Answer{{}, message}; };
  return [searcher = std::make_shared<Searcher>(std::move(*opened))] {
    Answer answer;
    const auto result = searcher->search(question, {.limit = 100});
    if (!result) return Answer{{}, result.error().message};
    for (const Hit& hit : result->hits) answer.texts.push_back(hit.text);
    return answer;
  };
}

Ask open_c(const std::string& index) {
  const pilcrow_string place = {index.data(), index.size()};
  pilcrow_searcher* opened = nullptr;
  if (pilcrow_open(&place, 1, &opened, nullptr) != PILCROW_OK) return [] { return Answer{{}, "cannot open"}; };
  const std::shared_ptr<pilcrow_searcher> searcher(opened, pilcrow_close);
  return [searcher] {
    Answer answer;
    pilcrow_search_options options = PILCROW_INIT(pilcrow_search_options);
    options.limit = 100;
    pilcrow_result* result = nullptr;
    pilcrow_error* error = nullptr;
    if (pilcrow_search(searcher.get(), pilcrow_str(question), &options, &result, &error) != PILCROW_OK) {
      answer.error = pilcrow_error_message(error);
    }
    for (std::size_t i = 0; i < pilcrow_result_count(result); ++i) {
      const pilcrow_string text = pilcrow_result_hit(result, i)->text;
      answer.texts.emplace_back(text.data, text.size);
    }
    pilcrow_result_free(result);
    pilcrow_error_free(error);
    return answer;
  };
}

/// The round that all texts are from, or -1.
int round_of(const Answer& answer) {
  if (answer.texts.size() != documents) return -1;
  int round = -1;
  for (const std::string& text : answer.texts) {
    const int number = std::stoi(text.substr(text.rfind(' ') + 1));
    if (round >= 0 && number != round) return -1;
    round = number;
  }
  return round;
}

/// Asks until told that it is over, and once more. What is wrong, or empty.
std::string ask_until(const Ask& ask, const std::atomic<bool>& over, std::atomic<int>& answers) {
  int last = -1;
  for (bool last_time = false; !last_time;) {
    last_time = over;
    const Answer answer = ask();
    if (!answer.error.empty()) return answer.error;
    const int round = round_of(answer);
    if (round < 0) return "an answer of " + std::to_string(answer.texts.size()) + " hits, not all of one state";
    if (round < last) return "round " + std::to_string(round) + " after round " + std::to_string(last);
    last = round;
    ++answers;
  }
  return last == rounds ? "" : "the last round that is seen is " + std::to_string(last);
}

/// Changes, rebuilds and compacts the index in turn. What is wrong, or empty.
std::string write_rounds(const TemporaryFolder& folder, const std::string& index, std::atomic<int>& callbacks) {
  const auto writer = std::this_thread::get_id();
  std::atomic<bool> elsewhere{false};
  const auto count = [&] {
    ++callbacks;
    if (std::this_thread::get_id() != writer) elsewhere = true;
  };
  for (int round = 1; round <= rounds; ++round) {
    write_round(folder, round);
    UpdateOptions options;
    options.rebuild = round % 3 == 0;
    options.jobs = 2;
    options.on_progress = [&](const Progress&) { count(); };
    options.on_change = [&](const FileChange&) { count(); };
    options.cancelled = [&] {
      count();
      return false;
    };
    const auto report = update_index(index, {}, options);
    if (!report) return report.error().message;
    if (round % 3 != 1) continue;
    RunOptions run;
    run.on_progress = options.on_progress;
    run.cancelled = options.cancelled;
    if (const auto compacted = compact_index(index, run); !compacted) return compacted.error().message;
  }
  return elsewhere ? "a callback was called by another thread than the one that made the call" : "";
}

TEST_CASE("threads: eight search, each by its own searcher, while the index is changed, rebuilt and compacted") {
  struct Case {
    const char* name;
    OpenAsk open;
  };
  const auto c = GENERATE(values<Case>({{"in C++", open_cpp}, {"in C", open_c}}));
  INFO(c.name);
  const TemporaryFolder folder;
  const std::string index = folder / "index";
  write_round(folder, 0);
  REQUIRE(update_index(index, {{.path = folder / "docs"}}));

  std::atomic<bool> over{false};
  std::atomic<int> answers{0};
  std::atomic<int> callbacks{0};
  std::vector<std::string> failures(searching_threads + 1);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < searching_threads; ++i) {
    threads.emplace_back([&, i] { failures[i] = ask_until(c.open(index), over, answers); });
  }
  threads.emplace_back([&] {
    failures[searching_threads] = write_rounds(folder, index, callbacks);
    over = true;
  });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& failure : failures) CHECK(failure == "");
  CHECK(answers >= static_cast<int>(searching_threads));
  CHECK(callbacks > rounds * documents);
  const auto checked = check_index(index);
  REQUIRE(checked);
  CHECK(checked->damages == 0);
}

TEST_CASE("threads: indexes are built side by side, and one index by one writer at a time") {
  const TemporaryFolder folder;
  write_round(folder, 0);
  constexpr unsigned writers = 4;
  std::vector<std::string> said(2 * writers);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < writers; ++i) {
    threads.emplace_back([&, i] {
      const auto report =
          update_index(folder / ("index" + std::to_string(i)), {{.path = folder / "docs"}}, {.jobs = 1});
      said[i] = report ? std::to_string(report->files) : report.error().message;
    });
    threads.emplace_back([&, i] {
      const auto report =
          update_index(folder / "shared", {{.path = folder / "docs"}}, {.jobs = 1, .wait_seconds = 600});
      said[writers + i] = report ? std::to_string(report->files) : report.error().message;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& one : said) CHECK(one == std::to_string(documents));
}

/// Something that happens in one thread and that others wait for.
class Event {
 public:
  void tell() {
    const std::lock_guard lock(mutex_);
    happened_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return happened_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool happened_ = false;
};

TEST_CASE("threads: another thread cancels an update, and a later one does the rest") {
  const TemporaryFolder folder;
  const std::string index = folder / "index";
  constexpr std::uint64_t many = 200;  // Not all of them are read when the first is written.
  write_round(folder, 0, many);
  REQUIRE(update_index(index, {{.path = folder / "docs"}}));
  write_round(folder, 1, many);

  Event under_way;
  Event wanted;
  std::atomic<bool> cancelled{false};
  std::thread other([&] {
    under_way.wait();
    cancelled = true;
    wanted.tell();
  });
  UpdateOptions options;
  options.on_change = [&](const FileChange&) {
    under_way.tell();
    wanted.wait();
  };
  options.cancelled = [&] { return cancelled.load(); };
  const auto report = update_index(index, {}, options);
  other.join();
  REQUIRE(report);
  CHECK(report->interrupted);
  CHECK(report->files_changed > 0);
  CHECK(report->files_changed < many);
  const auto rest = update_index(index, {});
  REQUIRE(rest);
  CHECK(report->files_changed + rest->files_changed == many);
}

TEST_CASE("threads: a search ends at whichever step another thread cancels it, and the next one is whole") {
  const TemporaryFolder folder;
  const std::string index = folder / "index";
  write_round(folder, 0);
  REQUIRE(update_index(index, {{.path = folder / "docs"}}));
  auto searcher = Searcher::open({index});
  REQUIRE(searcher);
  int steps = 0;
  for (bool whole = false; !whole; ++steps) {
    std::atomic<bool> cancelled{false};
    int polls = 0;
    SearchOptions options;
    options.limit = 100;
    options.cancelled = [&] {
      if (polls++ == steps) std::thread([&] { cancelled = true; }).join();
      return cancelled.load();
    };
    const auto result = searcher->search(question, options);
    whole = result.has_value();
    if (whole) CHECK(result->hits.size() == documents);
    if (!whole) CHECK(result.error().code == ErrorCode::cancelled);
  }
  CHECK(steps > documents);  // It is asked before each hit.
}

}  // namespace
}  // namespace pilcrow
