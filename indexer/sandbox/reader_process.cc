// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox/reader_process.h"

#include <dlfcn.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>
#include <system_error>
#include <utility>

#include "core/store/bytes.h"
#include "core/text/file_name.h"
#include "indexer/file_system.h"
#include "indexer/sandbox/child.h"
#include "indexer/sandbox/confine.h"
#include "indexer/sandbox/filter.h"
#include "indexer/sandbox/protocol.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using Clock = std::chrono::steady_clock;
using store::FileOutcome;

constexpr std::string_view program_name = "pilcrow-reader";
constexpr std::uint64_t mebibyte = 1ULL << 20;
/// For a program to be loaded and to confine itself, on a machine that has much else to do.
constexpr std::chrono::minutes patience_at_start(2);

std::uint64_t mebibytes(std::uint64_t bytes) {
  return (bytes + mebibyte - 1) / mebibyte;
}

std::string seconds_text(std::uint64_t seconds) {
  if (seconds >= 120 && seconds % 60 == 0) return std::to_string(seconds / 60) + " minutes";
  return std::to_string(seconds) + (seconds == 1 ? " second" : " seconds");
}

std::string memory_text(std::uint64_t bytes) {
  const std::uint64_t size = mebibytes(bytes);
  return size % 1024 == 0 ? std::to_string(size / 1024) + " GiB" : std::to_string(size) + " MiB";
}

/// Sets what the kernel enforces; what was set for the program as a whole stays the most.
void set_limit(pid_t process, __rlimit_resource which, std::uint64_t most) {
  rlimit64 limit{};
  if (::prlimit64(process, which, nullptr, &limit) != 0) return;
  limit.rlim_cur = std::min<rlim64_t>(most, limit.rlim_max);
  ::prlimit64(process, which, &limit, nullptr);
}

/// Whole seconds, the begun one included.
std::uint64_t cpu_seconds_of(pid_t process) {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return 0;
  return static_cast<std::uint64_t>(used.tv_sec) + 1;
}

/// Of a document: its extension says who converts it.
const std::string& name_of(const ReadPart& part, const ReadRequest& request) {
  return part.entry.member.empty() ? request.name : part.entry.member;
}

tl::unexpected<Error> cannot_start(const fs::path& program, const std::string& why) {
  return failure(ErrorCode::input_output, "cannot start '" + program.string() + "': " + why);
}

/// The program or the shared library that this function was linked into, as the system found it; empty where it cannot
/// tell.
fs::path own_object() {
  Dl_info about{};
  std::error_code error;
  if (::dladdr(reinterpret_cast<const void*>(&own_object), &about) == 0 || about.dli_fname == nullptr) return {};
  return fs::canonical(about.dli_fname, error);
}

}  // namespace

/// What reading one file may take.
struct ReaderProcess::Allowance {
  std::uint64_t cpu_seconds;
  std::chrono::milliseconds wall_clock;
  std::uint64_t memory_bytes;
};

/// What came of one try.
struct ReaderProcess::Answer {
  std::vector<ReadPart> parts = {};
  std::optional<ReadFailure> failure = {};
  bool left_over = false;  ///< What files before left behind may be to blame.
};

/// The process, and this end of its socket.
class ReaderProcess::Worker {
 public:
  enum class Received { message, ended, too_long, nonsense };
  struct Message {
    Mark mark = Mark::done;
    std::string_view content;  ///< Until the next one is received.
  };

  Worker(Child child, Descriptor socket) : child_(std::move(child)), socket_(std::move(socket)) {}

  pid_t process() const { return child_.id(); }
  ChildEnd end() { return child_.end(); }
  bool is_used() const { return files_ > 0; }

  void allow(const Allowance& allowance) {
    set_limit(process(), RLIMIT_CPU, cpu_seconds_of(process()) + allowance.cpu_seconds);
    if (!has_sanitizer && memory_ != allowance.memory_bytes) set_limit(process(), RLIMIT_AS, allowance.memory_bytes);
    memory_ = allowance.memory_bytes;
  }

  bool send(const ReadRequest& request, const MemoryFile& bytes);
  Received receive(Clock::time_point deadline, std::uint64_t largest, Message& message);
  void count_file() { ++files_; }

 private:
  Received fill(Clock::time_point deadline, std::size_t wanted);

  Child child_;
  Descriptor socket_;
  std::string buffer_;
  std::size_t begin_ = 0;  ///< Of what was not looked at yet.
  std::uint64_t files_ = 0;
  std::uint64_t memory_ = 0;
};

bool ReaderProcess::Worker::send(const ReadRequest& request, const MemoryFile& bytes) {
  std::string body = encode(request);
  store::ByteWriter head;
  head.fixed64(body.size());
  std::string all = head.take() + body;
  if (body.size() > longest_request) return false;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  iovec part{all.data(), all.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* attached = CMSG_FIRSTHDR(&message);
  attached->cmsg_level = SOL_SOCKET;
  attached->cmsg_type = SCM_RIGHTS;
  attached->cmsg_len = CMSG_LEN(sizeof(int));
  const int file = bytes.descriptor();
  std::memcpy(CMSG_DATA(attached), &file, sizeof file);
  // The process waits for it, so there is room for all; one that does not is of no use.
  ssize_t sent = 0;
  while ((sent = ::sendmsg(socket_.number(), &message, MSG_NOSIGNAL | MSG_DONTWAIT)) < 0 && errno == EINTR) continue;
  return sent == static_cast<ssize_t>(all.size());
}

/// Until so many bytes are there.
ReaderProcess::Worker::Received ReaderProcess::Worker::fill(Clock::time_point deadline, std::size_t wanted) {
  constexpr std::size_t least_read = 64U << 10;
  while (buffer_.size() - begin_ < wanted) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Received::too_long;
    pollfd end{socket_.number(), POLLIN, 0};
    if (::poll(&end, 1, static_cast<int>(std::min<std::int64_t>(left + 1, 60'000))) <= 0) continue;
    // No more room is made than bytes that come: what is announced need not be true.
    buffer_.erase(0, std::exchange(begin_, 0));
    const std::size_t size = buffer_.size();
    buffer_.resize(size + std::clamp<std::size_t>(wanted - size, least_read, mebibyte));
    const ssize_t got = ::recv(socket_.number(), buffer_.data() + size, buffer_.size() - size, MSG_DONTWAIT);
    buffer_.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) return Received::ended;
  }
  return Received::message;
}

ReaderProcess::Worker::Received ReaderProcess::Worker::receive(Clock::time_point deadline, std::uint64_t largest,
                                                               Message& message) {
  if (const auto received = fill(deadline, message_head_size); received != Received::message) return received;
  const auto head = decode_message_head(std::string_view(buffer_).substr(begin_, message_head_size));
  if (!head || head->size > largest) return Received::nonsense;
  const auto size = static_cast<std::size_t>(head->size);
  if (const auto received = fill(deadline, message_head_size + size); received != Received::message) return received;
  message = {head->mark, std::string_view(buffer_).substr(begin_ + message_head_size, size)};
  begin_ += message_head_size + size;
  return Received::message;
}

Result<fs::path> ReaderProcess::locate() {
  std::error_code error;
  std::vector<fs::path> places;
  const char* chosen = std::getenv("PILCROW_READER");
  if (chosen != nullptr && *chosen != '\0') {
    places.emplace_back(chosen);
  } else {
    if (const fs::path running = fs::read_symlink("/proc/self/exe", error); !error) {
      places.push_back(running.parent_path() / program_name);
      places.push_back(running.parent_path().parent_path() / "libexec" / "pilcrow" / program_name);
    }
    // A shared library lies in PREFIX/lib, or in a folder of the machine's kind in there.
    if (const fs::path object = own_object(); object.is_absolute()) {
      const fs::path folder = object.parent_path().parent_path();
      for (const fs::path& prefix : {folder, folder.parent_path()}) {
        places.push_back(prefix / "libexec" / "pilcrow" / program_name);
      }
    }
    places.push_back(fs::path(PILCROW_LIBEXEC) / program_name);
  }
  for (const fs::path& place : places) {
    if (fs::is_regular_file(place, error) && ::access(place.c_str(), X_OK) == 0) return place;
  }
  const fs::path& last = places.back();
  return cannot_start(last, reason_of(::access(last.c_str(), X_OK) != 0 ? errno : EACCES));
}

ReaderProcess::ReaderProcess(fs::path program, std::vector<Filter> filters, ReaderLimits limits)
    : program_(std::move(program)), filters_(std::move(filters)), limits_(limits) {
  for (const Filter& filter : filters_) {
    extensions_.insert(extensions_.end(), filter.extensions.begin(), filter.extensions.end());
  }
}

ReaderProcess::~ReaderProcess() = default;

pid_t ReaderProcess::process() const {
  return worker_ == nullptr ? 0 : worker_->process();
}

Result<void> ReaderProcess::start() {
  if (worker_ != nullptr) return {};
  auto sockets = socket_pair();
  if (!sockets) return cannot_start(program_, reason_of(sockets.error()));
  std::vector<Child::Handed> descriptors{{sockets->second.number(), reader_socket}};
#ifdef PILCROW_TEST_POINTS
  // What a sanitizer has to say of a reader: only a test wants to see it.
  if (std::getenv("PILCROW_READER_STDERR") != nullptr) descriptors.emplace_back(STDERR_FILENO, STDERR_FILENO);
#endif
  auto child = Child::start(program_, {}, descriptors);
  if (!child) return cannot_start(program_, reason_of(child.error()));
  sockets->second = Descriptor();
  auto worker = std::make_unique<Worker>(std::move(*child), std::move(sockets->first));
  Worker::Message message;
  if (worker->receive(Clock::now() + patience_at_start, 0, message) != Worker::Received::message ||
      message.mark != Mark::ready) {
    return cannot_start(program_, "it ended before it was confined (" + describe(worker->end()) + ")");
  }
  worker_ = std::move(worker);
  return {};
}

bool ReaderProcess::converts(std::string_view name) const {
  return !filters_for(filters_, name).empty();
}

ReaderProcess::Allowance ReaderProcess::allowance_of(std::uint64_t size) const {
  const std::uint64_t units = mebibytes(size);
  return {
      limits_.cpu_seconds + size / mebibyte, limits_.wall_clock + std::chrono::seconds(10 * (size / mebibyte)),
      std::min(limits_.memory_bytes + 8 * units * mebibyte, std::max(limits_.most_memory_bytes, limits_.memory_bytes))};
}

/// What a filter makes of a document of this name, which may take what is left of `time`, and which reader reads that; why
/// the first of them failed, where all do.
tl::expected<MemoryFile, std::string> ReaderProcess::convert(const std::string& name, std::string_view bytes,
                                                             std::uint64_t most, std::chrono::milliseconds& time,
                                                             std::string& format) {
  const auto document = MemoryFile::of(bytes);
  if (!document) return tl::unexpected<std::string>("no memory to hand it to a filter");
  const Allowance allowance = allowance_of(bytes.size());
  std::string reason;
  for (const Filter* filter : filters_for(filters_, name)) {
    if (time.count() <= 0) return tl::unexpected<std::string>("filters take too long to convert what is in this file");
    const auto begin = Clock::now();
    auto made = run_filter(
        *filter, *document,
        {program_, {allowance.cpu_seconds, allowance.memory_bytes}, std::min(allowance.wall_clock, time), most});
    time -= std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    format = filter->output;
    if (made) return made;
    if (reason.empty()) reason = made.error();
  }
  return tl::unexpected<std::string>(std::move(reason));
}

ReaderProcess::Answer ReaderProcess::ask_worker(const ReadRequest& request, const MemoryFile& bytes) {
  if (auto started = start(); !started) return {{}, ReadFailure{started.error().message, true}};
  // Only one that has answered to the end is asked again: whatever happens before, its next words are of this file.
  auto worker = std::exchange(worker_, nullptr);
  const Allowance allowance = allowance_of(bytes.bytes().size());
  Answer answer;
  answer.left_over = worker->is_used();
  worker->allow(allowance);
  worker->count_file();
  const auto give_up = [&](std::string reason, bool try_again = false) -> Answer {
    return {{}, ReadFailure{std::move(reason), try_again}, answer.left_over};
  };
  const auto nonsense = [&] { return give_up("the reader answered nonsense"); };
  const auto ended = [&](const ChildEnd& end) {
    if (end.signal == SIGXCPU) {
      answer.left_over = false;
      return give_up("takes more than " + seconds_text(allowance.cpu_seconds) + " to read");
    }
    // Not by us: the machine ran out of memory, most likely.
    if (end.signal == SIGKILL) return give_up("the reader was killed", true);
    return give_up("the reader crashed (" + describe(end) + ")");
  };
  if (!worker->send(request, bytes)) return ended(worker->end());

  AnswerCheck check(request, bytes.bytes().size());
  const auto deadline = Clock::now() + allowance.wall_clock;
  for (;;) {
    Worker::Message message;
    switch (worker->receive(deadline, check.largest_message(), message)) {
      case Worker::Received::message:
        break;
      case Worker::Received::ended:
        return ended(worker->end());
      case Worker::Received::too_long:
        answer.left_over = false;
        return give_up("takes more than " +
                       seconds_text(static_cast<std::uint64_t>(allowance.wall_clock.count()) / 1000) + " to read");
      case Worker::Received::nonsense:
        return nonsense();
    }
    if (message.mark == Mark::out_of_memory) {
      return give_up("takes more than " + memory_text(allowance.memory_bytes) + " of memory to read");
    }
    if (message.mark == Mark::done) {
      if (!check.is_complete()) return nonsense();
      worker_ = std::move(worker);
      return answer;
    }
    auto part = message.mark == Mark::part ? decode_part(message.content) : std::nullopt;
    if (!part || !check.accepts(*part)) return nonsense();
    if (!part->to_filter.empty() && !converts(name_of(*part, request))) return nonsense();
    answer.parts.push_back(std::move(*part));
  }
}

tl::expected<std::vector<ReadPart>, ReadFailure> ReaderProcess::ask(const ReadRequest& request,
                                                                    const MemoryFile& bytes) {
  Answer answer = ask_worker(request, bytes);
  if (answer.failure && answer.left_over) answer = ask_worker(request, bytes);
  if (answer.failure) return tl::unexpected<ReadFailure>(std::move(*answer.failure));

  ReadRequest again = request;
  again.filtered.clear();
  for (const ReadPart& part : answer.parts) {
    for (const auto& text : part.texts) again.bounds.text_bytes -= text.size();
  }
  // One by one: each takes descriptors and memory.
  std::chrono::milliseconds filter_time = allowance_of(bytes.bytes().size()).wall_clock;
  std::uint64_t bytes_left = request.bounds.total_bytes;
  for (ReadPart& part : answer.parts) {
    const std::string to_filter = std::exchange(part.to_filter, {});
    if (to_filter.empty()) continue;
    store::FileEntry& entry = part.entry;
    const auto fail = [&](std::string reason) {
      entry.outcome = FileOutcome::failed;
      entry.problem = std::move(reason);
    };
    const auto made =
        convert(name_of(part, request), to_filter, request.bounds.member_bytes, filter_time, again.format);
    if (!made) {
      fail(made.error());
      continue;
    }
    if (made->bytes().size() > bytes_left) {
      fail("filters make more of this file than is safe to read");
      continue;
    }
    bytes_left -= made->bytes().size();
    auto parts = ask(again, *made);
    if (!parts && parts.error().try_again) return parts;
    if (!parts) {
      fail(std::move(parts.error().reason));
      continue;
    }
    // Of what a filter makes, only the document itself counts: it has nothing inside.
    const auto file =
        std::find_if(parts->begin(), parts->end(), [](const ReadPart& p) { return p.entry.member.empty(); });
    for (const auto& text : file->texts) again.bounds.text_bytes -= text.size();
    file->entry.member = std::move(entry.member);
    file->entry.bytes_of_extracted = true;
    part = std::move(*file);
  }
  return std::move(answer.parts);
}

tl::expected<void, ReadFailure> ReaderProcess::read(ReadRequest request, const MemoryFile& bytes,
                                                    const std::function<void(ReadPart&&)>& on_part) {
  request.filtered = extensions_;
  auto parts = ask(request, bytes);
  if (!parts) return tl::unexpected<ReadFailure>(std::move(parts.error()));
  for (ReadPart& part : *parts) on_part(std::move(part));
  return {};
}

Result<std::vector<std::unique_ptr<ReaderProcess>>> make_readers(std::size_t count, const std::vector<Filter>& filters,
                                                                 const std::vector<Root>& roots) {
  const auto program = ReaderProcess::locate();
  if (!program) return tl::unexpected<Error>(program.error());
  const auto usable = usable_filters(filters, roots);
  if (!usable) return tl::unexpected<Error>(usable.error());
  std::vector<std::unique_ptr<ReaderProcess>> readers;
  while (readers.size() < count) readers.push_back(std::make_unique<ReaderProcess>(*program, *usable));
  return readers;
}

}  // namespace pilcrow::indexer
