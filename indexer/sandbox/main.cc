// SPDX-License-Identifier: GPL-3.0-or-later
// pilcrow-reader: reads documents for pilcrow-index, confined. Nobody starts it by hand.
//
//   pilcrow-reader                                          reads what is asked for on descriptor 3
//   pilcrow-reader --filter CPU_SECONDS MEMORY -- COMMAND   becomes a filter's command
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iconv.h>
#include <array>
#include <cerrno>
#include <clocale>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/store/bytes.h"
#include "core/text/utf8.h"
#include "indexer/file_system.h"
#include "indexer/sandbox/confine.h"
#include "indexer/sandbox/protocol.h"
#include "indexer/sandbox/test_requests.h"

namespace pilcrow::indexer {
namespace {

constexpr int cannot_be_confined = 70;
constexpr int cannot_be_run = 126;
constexpr int usage = 2;

/// A file that was handed over, in memory.
class Mapping {
 public:
  explicit Mapping(const Descriptor& file) {
    struct stat status {};
    if (::fstat(file.number(), &status) != 0 || status.st_size < 0) return;
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ > 0) data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.number(), 0);
    is_good_ = data_ != MAP_FAILED;
  }
  ~Mapping() {
    if (is_good_ && size_ > 0) ::munmap(data_, size_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  bool is_good() const { return is_good_; }
  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
  bool is_good_ = false;
};

/// The host's end is closed, or there is something wrong with it: nobody is left to read for.
[[noreturn]] void leave() {
  ::_exit(0);
}

void receive(char* to, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::recv(reader_socket, to, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) leave();
    to += got;
    size -= static_cast<std::size_t>(got);
  }
}

void send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(reader_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) leave();
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

/// The descriptors that came with a message.
std::vector<Descriptor> descriptors_of(msghdr& message) {
  std::vector<Descriptor> descriptors;
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(part) + i * sizeof(int), sizeof number);
      descriptors.emplace_back(number);
    }
  }
  return descriptors;
}

struct Request {
  ReadRequest request;
  Descriptor file;
};

Request receive_request() {
  std::array<char, request_head_size> head{};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  iovec part{head.data(), head.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t got = 0;
  while ((got = ::recvmsg(reader_socket, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) continue;
  if (got <= 0) leave();
  std::vector<Descriptor> files = descriptors_of(message);
  if (files.size() != 1 || (message.msg_flags & MSG_CTRUNC) != 0) leave();
  receive(head.data() + got, head.size() - static_cast<std::size_t>(got));
  const std::uint64_t size = store::ByteReader({head.data(), head.size()}).fixed64();
  if (size > longest_request) leave();
  std::string body(static_cast<std::size_t>(size), '\0');
  receive(body.data(), body.size());
  auto request = decode_request(body);
  if (!request) leave();
  return {std::move(*request), std::move(files.front())};
}

/// Small messages go out together.
class Reply {
 public:
  void add(Mark mark, const std::string& content = {}) {
    constexpr std::size_t enough = 256U << 10;
    waiting_ += message_head(mark, content.size());
    if (content.size() > enough) {
      flush();
      send(content);
      return;
    }
    waiting_ += content;
    if (waiting_.size() > enough || mark != Mark::part) flush();
  }
  /// Forgets what was not sent yet.
  void drop() { waiting_.clear(); }

 private:
  void flush() { send(std::exchange(waiting_, {})); }
  std::string waiting_;
};

void read_parts(const ReadRequest& request, std::string_view bytes, Reply& reply) {
  const auto hand_over = [&](ReadPart&& part) {
    // What a library says of a document need not be text.
    part.entry.problem = text::to_valid_utf8(std::string_view(part.entry.problem).substr(0, 1000));
    reply.add(Mark::part, encode(part));
  };
#ifdef PILCROW_TEST_POINTS
  if (auto tried = try_as_asked(request.format, bytes)) {
    ReadPart part;
    part.entry.outcome = store::FileOutcome::failed;
    part.entry.problem = std::move(*tried);
    return hand_over(std::move(part));
  }
#endif
  read_document(request, bytes, hand_over);
}

[[noreturn]] void serve() {
  Reply reply;
  reply.add(Mark::ready);
  for (;;) {
    const Request asked = receive_request();
    try {
      const Mapping file(asked.file);
      if (!file.is_good()) throw std::bad_alloc();
      read_parts(asked.request, file.bytes(), reply);
      reply.add(Mark::done);
    } catch (const std::bad_alloc&) {
      reply.drop();
      reply.add(Mark::out_of_memory);
    }
  }
}

/// The C library converts encodings by modules that it loads when they are first asked for, which a confined process
/// cannot. Those of mail are loaded here: a conversion that stays open keeps its module.
void load_encodings() {
  for (const char* name :
       {"ISO-8859-1",  "ISO-8859-2",  "ISO-8859-3",  "ISO-8859-4",  "ISO-8859-5",  "ISO-8859-6",  "ISO-8859-7",
        "ISO-8859-8",  "ISO-8859-9",  "ISO-8859-10", "ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16",
        "CP1250",      "CP1251",      "CP1252",      "CP1253",      "CP1254",      "CP1255",      "CP1256",
        "CP1257",      "CP1258",      "KOI8-R",      "KOI8-U",      "CP437",       "CP850",       "CP852",
        "CP866",       "MACINTOSH",   "UTF-7",       "TIS-620",     "GB2312",      "GBK",         "GB18030",
        "HZ",          "BIG5",        "BIG5-HKSCS",  "EUC-TW",      "EUC-JP",      "SHIFT_JIS",   "CP932",
        "ISO-2022-JP", "ISO-2022-KR", "EUC-KR",      "CP949",       "ISO-2022-CN", "UTF-16",      "UTF-32"}) {
    static_cast<void>(::iconv_open("UTF-8", name));
  }
}

int run_reader() {
  std::setlocale(LC_ALL, "C.UTF-8");
  ::tzset();
  load_encodings();
  if (!confine_reader(reader_socket)) return cannot_be_confined;
  serve();
}

int run_filter_command(const std::vector<char*>& words) {
  const auto number = [](const char* text) { return std::strtoull(text, nullptr, 10); };
  if (words.size() < 6 || std::string_view(words[4]) != "--") return usage;
  const auto complain = [](const std::string& what) {
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, what.data(), what.size());
    return cannot_be_run;
  };
  const auto confined = confine_filter(words[5], {number(words[2]), number(words[3])});
  if (!confined) return complain("cannot be confined: " + confined.error());
  std::vector<char*> command(words.begin() + 5, words.end());
  command.push_back(nullptr);
  ::execv(command.front(), command.data());
  return complain("cannot be run: " + reason_of(errno));
}

}  // namespace
}  // namespace pilcrow::indexer

int main(int argc, char* argv[]) {
  const std::vector<char*> words(argv, argv + argc);
  int status = pilcrow::indexer::usage;
  if (words.size() == 1) {
    status = pilcrow::indexer::run_reader();
  } else if (std::string_view(words[1]) == "--filter") {
    status = pilcrow::indexer::run_filter_command(words);
  }
  // Nothing that a library wants to do at the end is worth doing, or possible in here.
  ::_exit(status);
}
