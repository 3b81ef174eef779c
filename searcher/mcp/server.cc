// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "searcher/mcp/lines.h"
#include "searcher/mcp/session.h"

namespace pilcrow::searcher::mcp {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto time_to_answer = std::chrono::milliseconds(500);  // once the input has ended
constexpr auto time_to_stop = std::chrono::milliseconds(500);    // once all is cancelled

// Who asks faster than he reads waits; who asks faster than tools answer is refused.
constexpr std::size_t most_unsent = 8U << 20;
constexpr std::size_t most_waiting = 64U << 20;
constexpr std::size_t cost_of_waiting = 64U << 10;  // beside the bytes of the message

/// Belongs to both of its threads: a tool that does not end keeps what it needs.
class Server : public std::enable_shared_from_this<Server> {
 public:
  Server(std::shared_ptr<Tools> tools, int input, int output)
      : tools_(std::move(tools)), session_(*tools_), lines_(longest_message), input_(input), output_(output) {
    if (wake_ == -1) throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  ~Server() { ::close(wake_); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  bool run() {
    std::thread worker([self = shared_from_this()] { self->work(); });
    serve();
    const bool at_rest = stop();
    if (at_rest) {
      worker.join();
    } else {
      worker.detach();
    }
    return at_rest;
  }

 private:
  /// An exchange whose tools wait to be called, or are being called.
  struct Job {
    Exchange exchange;
    std::size_t cost = 0;
  };

  // The thread of the streams.

  void serve() {
    while (!nobody_reads_) {
      const bool at_end = input_ == -1;
      const Clock::time_point now = Clock::now();
      bool idle = false;
      std::size_t unsent = 0;
      {
        const std::lock_guard lock(mutex_);
        idle = jobs_.empty();
        unsent = unsent_.size() - sent_;
      }
      const bool has_room = unsent < most_unsent;
      if (at_end && idle && unsent == 0) return;
      const bool limited = at_end || (hung_up_ && !has_room);
      if (limited && now >= deadline_) return;
      std::array<pollfd, 3> streams = {
          pollfd{hung_up_ && !has_room ? -1 : input_, static_cast<short>(has_room ? POLLIN : 0), 0},
          pollfd{output_, static_cast<short>(unsent > 0 ? POLLOUT : 0), 0}, pollfd{wake_, POLLIN, 0}};
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - now).count();
      if (::poll(streams.data(), streams.size(), limited ? static_cast<int>(left) : -1) == -1 && errno != EINTR) return;
      if ((streams[2].revents & POLLIN) != 0) rest();
      if ((streams[1].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) nobody_reads_ = true;
      if ((streams[1].revents & POLLOUT) != 0) send();
      const bool hung_up = (streams[0].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
      if ((streams[0].revents & POLLIN) != 0) {
        receive();
      } else if (hung_up && has_room) {
        end_of_input();
      } else if (hung_up) {
        // What was written before is read once there is room for answers, for which somebody must read these.
        hung_up_ = true;
        deadline_ = Clock::now() + time_to_answer;
      }
      if (!at_end && input_ == -1) deadline_ = Clock::now() + time_to_answer;
    }
  }

  void receive() {
    std::array<char, 1U << 16> buffer{};
    const ssize_t count = ::read(input_, buffer.data(), buffer.size());
    if (count > 0) {
      lines_.feed({buffer.data(), static_cast<std::size_t>(count)}, [this](const std::string* line) { take(line); });
    } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
      end_of_input();
    }
  }

  void end_of_input() {
    lines_.end([this](const std::string* line) { take(line); });
    input_ = -1;
  }

  void take(const std::string* line) {
    auto job = std::make_shared<Job>();
    job->exchange = session_.take(line);
    for (const Json& id : job->exchange.cancelled) cancel(id);
    if (!job->exchange.has_calls()) return answer(*job);
    job->cost = cost_of_waiting + line->size();
    const std::lock_guard lock(mutex_);
    if (waiting_ + job->cost > most_waiting) return refuse(*job);
    waiting_ += job->cost;
    jobs_.push_back(std::move(job));
    changed_.notify_one();
  }

  /// What needs no tool.
  void answer(const Job& job) {
    std::vector<std::string> responses;
    for (const auto& one : job.exchange.answers) responses.push_back(std::get<std::string>(one));
    const std::lock_guard lock(mutex_);
    unsent_ += joined(job.exchange, responses);
  }

  void refuse(const Job& job) {
    std::vector<std::string> responses;
    for (const auto& one : job.exchange.answers) {
      const Call* const call = std::get_if<Call>(&one);
      responses.push_back(
          call == nullptr
              ? std::get<std::string>(one)
              : tool_message(*call, {true, "too many calls are waiting: wait for their answers, then call again"}));
    }
    unsent_ += joined(job.exchange, responses);
  }

  /// All that have this id. Nothing where the answer has been given already.
  void cancel(const Json& id) {
    const std::lock_guard lock(mutex_);
    for (const auto& job : jobs_) {
      for (const auto& one : job->exchange.answers) {
        const Call* const call = std::get_if<Call>(&one);
        if (call != nullptr && call->id == id) call->cancelled->store(true);
      }
    }
  }

  void send() {
    // So much a pipe takes without waiting, once it takes anything.
    constexpr std::size_t at_once = 4096;
    const std::lock_guard lock(mutex_);
    const std::string_view rest = std::string_view(unsent_).substr(sent_, at_once);
    const ssize_t count = ::write(output_, rest.data(), rest.size());
    if (count == -1) {
      if (errno != EAGAIN && errno != EINTR) nobody_reads_ = true;
      return;
    }
    sent_ += static_cast<std::size_t>(count);
    if (input_ != -1) deadline_ = Clock::now() + time_to_answer;
    if (sent_ < unsent_.size() && sent_ < most_unsent) return;
    unsent_.erase(0, sent_);
    sent_ = 0;
    changed_.notify_one();
  }

  /// Takes the worker's word that there is something to send.
  void rest() {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t taken = ::read(wake_, &count, sizeof count);
  }

  /// Whether the worker came to its end.
  bool stop() {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    for (const auto& job : jobs_) {
      for (const auto& one : job->exchange.answers) {
        if (const Call* const call = std::get_if<Call>(&one)) call->cancelled->store(true);
      }
    }
    changed_.notify_all();
    return changed_.wait_for(lock, time_to_stop, [this] { return stopped_; });
  }

  // The worker.

  void work() {
    for (std::shared_ptr<const Job> job = next(); job != nullptr; job = next()) {
      std::vector<std::string> responses;
      for (const auto& one : job->exchange.answers) {
        const Call* const call = std::get_if<Call>(&one);
        std::string response = call == nullptr ? std::get<std::string>(one) : call_tool(*call);
        if (!response.empty()) responses.push_back(std::move(response));
      }
      finish(*job, responses);
    }
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  /// Waits; nothing at the end.
  std::shared_ptr<const Job> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || (!jobs_.empty() && unsent_.size() - sent_ < most_unsent); });
    return stopping_ ? nullptr : jobs_.front();
  }

  /// Empty where it was cancelled: then nobody waits for a response.
  std::string call_tool(const Call& call) {
    if (call.cancelled->load()) return {};
    std::string response;
    try {
      response = tool_message(call, tools_->call(call.tool, call.arguments, *call.cancelled));
    } catch (const std::exception& error) {
      response = error_message(call.id, {ErrorNumber::internal_error,
                                         legible(std::string("internal error: ") + error.what(), 1000), nullptr});
    }
    return call.cancelled->load() ? std::string() : response;
  }

  void finish(const Job& job, const std::vector<std::string>& responses) {
    const std::string line = joined(job.exchange, responses);
    {
      const std::lock_guard lock(mutex_);
      waiting_ -= job.cost;
      jobs_.pop_front();
      unsent_ += line;
    }
    constexpr std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t told = ::write(wake_, &one, sizeof one);
  }

  std::shared_ptr<Tools> tools_;
  Session session_;
  Lines lines_;
  int input_;  ///< -1 after its end.
  int output_;
  int wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  bool nobody_reads_ = false;
  bool hung_up_ = false;        ///< Nobody writes to the input any more; not all of it is read.
  Clock::time_point deadline_;  ///< Once the input has ended, or hung up while there is no room.

  std::mutex mutex_;  ///< Of all below.
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Job>> jobs_;  ///< The first is the one at work.
  std::size_t waiting_ = 0;                ///< What they cost.
  std::string unsent_;                     ///< Whole lines, of which the first bytes,
  std::size_t sent_ = 0;                   ///< so many, have gone out.
  bool stopping_ = false;
  bool stopped_ = false;
};

/// A copy of a standard stream that no process started later has; the stream itself is then `instead`.
int take_stream(int stream, int instead) {
  const int taken = ::fcntl(stream, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (taken == -1 || ::dup2(instead, stream) == -1) {
    throw std::system_error(errno, std::generic_category(), "a standard stream cannot be taken");
  }
  return taken;
}

}  // namespace

bool serve(const std::shared_ptr<Tools>& tools, int input, int output) {
  return std::make_shared<Server>(tools, input, output)->run();
}

int serve_standard_streams(const std::vector<std::filesystem::path>& indexes) {
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing == -1) throw std::system_error(errno, std::generic_category(), "/dev/null");
  const int input = take_stream(STDIN_FILENO, nothing);
  const int output = take_stream(STDOUT_FILENO, STDERR_FILENO);
  // A tool that hangs, on a network share say, must not keep the process alive; there is nothing that would be lost.
  if (!serve(make_tools(indexes), input, output)) std::_Exit(0);
  return 0;
}

}  // namespace pilcrow::searcher::mcp
