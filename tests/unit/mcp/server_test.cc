// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/server.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/support/catch.h"

using namespace pilcrow::searcher::mcp;

namespace {

using Clock = std::chrono::steady_clock;

/// Tools that do what their names say.
class OddTools : public Tools {
 public:
  const std::string& list() const override { return list_; }
  bool has(std::string_view) const override { return true; }
  ToolAnswer call(const std::string& name, const Json& arguments, const std::atomic<bool>& cancelled) override {
    ++calls;
    if (name == "throw") throw std::runtime_error("thrown");
    if (name == "wait") {
      while (!cancelled.load()) std::this_thread::yield();
      return {true, "cancelled"};
    }
    if (name == "hang") {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return released_; });
    }
    if (name == "large") return {false, "\"" + std::string(1U << 19, 'x') + "\""};
    return {false, arguments.dump()};
  }
  void release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }
  std::atomic<int> calls = 0;

 private:
  std::string list_ = "[]";
  std::mutex mutex_;
  std::condition_variable changed_;
  bool released_ = false;
};

/// A server in a thread, with pipes to it.
class Served {
 public:
  explicit Served(const std::shared_ptr<Tools>& tools) {
    std::signal(SIGPIPE, SIG_IGN);
    REQUIRE(::pipe2(to_.data(), O_CLOEXEC) == 0);
    REQUIRE(::pipe2(from_.data(), O_CLOEXEC) == 0);
    thread_ = std::thread([this, tools] {
      at_rest_ = serve(tools, to_[0], from_[1]);
      ::close(from_[1]);
    });
    say(R"({"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-03-26"}})");
    line();
  }
  ~Served() {
    if (to_[1] != -1) end_input();
    thread_.join();
    ::close(to_[0]);
    close_output();
  }
  void say(std::string line) {
    line += '\n';
    REQUIRE(::write(to_[1], line.data(), line.size()) == static_cast<ssize_t>(line.size()));
  }
  void call(const std::string& id, const std::string& tool) {
    say(R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"tools/call","params":{"name":")" + tool +
        R"(","arguments":{"a":1}}})");
  }
  /// The next line of the output; empty at its end.
  std::string line() {
    std::array<char, 1U << 16> piece{};
    std::size_t end = 0;
    while ((end = read_.find('\n', end)) == std::string::npos) {
      end = read_.size();
      const ssize_t count = ::read(from_[0], piece.data(), piece.size());
      if (count <= 0) return "";
      read_.append(piece.data(), static_cast<std::size_t>(count));
    }
    std::string line = read_.substr(0, end);
    read_.erase(0, end + 1);
    return line;
  }
  /// Its id, and whether it is an error: "1", "2 -32603".
  std::string answered() {
    const std::string text = line();
    if (text.empty()) return "";
    const Json message = Json::parse(text);
    return message.at("id").dump() + (message.contains("error") ? " " + message["error"]["code"].dump() : "");
  }
  void end_input() {
    ::close(to_[1]);
    to_[1] = -1;
  }
  void close_output() {
    if (from_[0] != -1) ::close(from_[0]);
    from_[0] = -1;
  }
  bool join() {
    thread_.join();
    thread_ = std::thread([] {});
    return at_rest_;
  }

 private:
  std::array<int, 2> to_{};
  std::array<int, 2> from_{};
  std::string read_;  ///< And not given yet.
  std::thread thread_;
  bool at_rest_ = false;
};

void wait_for_call(const OddTools& tools) {
  while (tools.calls.load() == 0) std::this_thread::yield();
}

}  // namespace

TEST_CASE("server: what is asked before the end is answered, in order") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  for (const char* const id : {"1", "2", "3"}) server.call(id, "echo");
  server.end_input();
  CHECK(server.answered() == "1");
  CHECK(server.answered() == "2");
  CHECK(server.answered() == "3");
  CHECK(server.answered().empty());
  CHECK(server.join());
}

TEST_CASE("server: a ping is answered while a tool is at work, and cancelled calls never are") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  server.call("1", "wait");
  server.call("2", "echo");
  server.call("3", "echo");
  wait_for_call(*tools);
  server.say(R"({"jsonrpc":"2.0","id":"p","method":"ping"})");
  CHECK(server.answered() == "\"p\"");
  server.say(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}})");
  server.say(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"1"}})");  // not the number
  server.say(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})");
  CHECK(server.answered() == "3");
  CHECK(tools->calls == 2);
  server.say(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":3}})");  // too late
  server.call("4", "echo");
  CHECK(server.answered() == "4");
}

TEST_CASE("server: the input ends while a tool is at work") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  server.call("1", "wait");
  wait_for_call(*tools);
  const Clock::time_point began = Clock::now();
  server.end_input();
  CHECK(server.join());
  CHECK(Clock::now() - began < std::chrono::seconds(10));
  CHECK(server.answered().empty());
}

TEST_CASE("server: a tool that never ends keeps nobody") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  server.call("1", "hang");
  wait_for_call(*tools);
  server.end_input();
  CHECK_FALSE(server.join());
  tools->release();
}

TEST_CASE("server: a tool that throws costs its call") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  server.call("1", "throw");
  CHECK(server.answered() == "1 -32603");
  server.call("2", "echo");
  CHECK(server.answered() == "2");
}

TEST_CASE("server: nobody reads its output any more") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  server.close_output();
  server.call("1", "echo");
  CHECK(server.join());
}

TEST_CASE("server: who asks and does not read, waits; then all is there") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  constexpr int calls = 20;  // far more than may be unsent
  for (int i = 0; i < calls; ++i) server.call(std::to_string(i), "large");
  for (int i = 0; i < calls; ++i) {
    CHECK(server.line().starts_with(R"({"jsonrpc":"2.0","id":)" + std::to_string(i) + ","));
  }
}

TEST_CASE("server: a client that ends its input and never reads keeps nobody") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  for (int i = 0; i < 30; ++i) server.call(std::to_string(i), "large");
  server.end_input();
  CHECK(server.join());
}

TEST_CASE("server: what was written before the input closed is answered, though there was no room to read it") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  constexpr int large = 8;  // as much as may be unsent
  constexpr int small = 900;
  for (int i = 0; i < large; ++i) server.call(std::to_string(i), "large");
  while (tools->calls.load() < large) std::this_thread::yield();
  for (int i = 0; i < small; ++i) server.say(R"({"jsonrpc":"2.0","id":"p","method":"ping"})");
  server.end_input();
  int answers = 0;
  while (!server.line().empty()) ++answers;
  CHECK(answers == large + small);
}

TEST_CASE("server: the other end of a socket closes") {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  REQUIRE(::pipe2(input.data(), O_CLOEXEC) == 0);
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, output.data()) == 0);
  ::close(output[1]);
  CHECK(serve(std::make_shared<OddTools>(), input[0], output[0]));
  for (const int stream : {input[0], input[1], output[0]}) ::close(stream);
}

TEST_CASE("server: a batch is answered together") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  server.say(R"([{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}},)"
             R"({"jsonrpc":"2.0","id":2,"method":"ping"}])");
  CHECK(
      server.line() ==
      R"([{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{}"}],"structuredContent":{},"isError":false}},)"
      R"({"jsonrpc":"2.0","id":2,"result":{}}])");
}

TEST_CASE("server: more calls than may wait are refused") {
  const auto tools = std::make_shared<OddTools>();
  Served server(tools);
  server.call("0", "wait");
  wait_for_call(*tools);
  // Each costs a little more than the 64 KiB of which 64 MiB may wait.
  for (int i = 1; i <= 1022; ++i) server.call(std::to_string(i), "echo");
  const Json refused = Json::parse(server.line());
  CHECK(refused.at("result").at("isError") == true);
  CHECK(refused.at("id") == 1022);
  server.say(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":0}})");
  CHECK(server.answered() == "1");
}
