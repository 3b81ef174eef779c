// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox/filter.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <system_error>
#include <utility>

#include "core/text/file_name.h"
#include "core/text/utf8.h"
#include "indexer/sandbox/child.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view document_path = "/proc/self/fd/0";
constexpr std::size_t longest_complaint = 200;  // bytes of what a command says on standard error

/// Where commands without a folder are looked for, whatever the environment says.
constexpr std::array<const char*, 3> command_folders{"/usr/local/bin", "/usr/bin", "/bin"};

std::vector<Filter> own_filters() {
  return {
      {{"doc", "dot"}, {"antiword", "-w", "0", "-m", "UTF-8.txt", "{file}"}, "text"},
      {{"doc", "dot"}, {"catdoc", "-w", "-d", "utf-8", "{file}"}, "text"},
      {{"xls", "xlt"}, {"xls2csv", "-d", "utf-8", "{file}"}, "csv"},
      {{"ppt", "pps"}, {"catppt", "-d", "utf-8", "{file}"}, "text"},
      {{"djvu", "djv"}, {"djvutxt", "{file}"}, "text"},
      {{"msg"}, {"msgconvert", "--outfile", "-", "{file}"}, "mail"},
  };
}

bool can_run(const fs::path& program) {
  struct stat status {};
  return ::stat(program.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(program.c_str(), X_OK) == 0;
}

std::optional<fs::path> find_command(const std::string& name) {
  if (name.starts_with('/')) return can_run(name) ? std::optional<fs::path>(name) : std::nullopt;
  for (const char* folder : command_folders) {
    const fs::path path = fs::path(folder) / name;
    if (can_run(path)) return path;
  }
  return {};
}

/// "for doc, dot"
std::string purpose(const Filter& filter) {
  std::string text;
  for (const auto& extension : filter.extensions) text += (text.empty() ? "" : ", ") + extension;
  return "the filter for " + text;
}

bool is_extension(const std::string& extension) {
  return !extension.empty() && extension.size() <= 32 && extension == text::extension_of("a." + extension);
}

Result<Filter> usable(Filter filter, const std::vector<Root>& roots) {
  const auto wrong = [&](const std::string& what) {
    return failure(ErrorCode::invalid_argument, purpose(filter) + what);
  };
  if (filter.extensions.empty()) return failure(ErrorCode::invalid_argument, "a filter names no extensions");
  for (const auto& extension : filter.extensions) {
    if (!is_extension(extension)) return wrong(": an extension is written in lower case, without a dot");
  }
  static constexpr std::array<std::string_view, 6> outputs{"text", "markdown", "html", "csv", "mail", "document"};
  if (std::find(outputs.begin(), outputs.end(), filter.output) == outputs.end()) {
    return wrong(" cannot give '" + filter.output + "', only text, markdown, html, csv, mail or document");
  }
  if (filter.command.empty() || filter.command.front().empty()) return wrong(" has no command");
  const std::string name = filter.command.front();
  if (!name.starts_with('/') && name.find('/') != name.npos) {
    return wrong(": '" + name + "' is neither an absolute path nor the name of a command");
  }
  const auto command = find_command(name);
  if (!command) return wrong(": there is no command '" + name + "'");
  if (lies_in_a_root(*command, roots)) return wrong(": '" + command->string() + "' lies in what is indexed");
  filter.command.front() = command->string();
  return filter;
}

/// Where the end of a pipe was not reached, what could be read now goes to `out`.
bool take(const Descriptor& from, std::string& out, std::size_t most) {
  std::array<char, 64U << 10> buffer{};
  const ssize_t got = ::read(from.number(), buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  out.append(buffer.data(), std::min(static_cast<std::size_t>(got), most - std::min(most, out.size())));
  return got > 0;
}

enum class Outcome { ended, too_long, too_much };

/// Reads both pipes to their ends, then waits for that of the process.
Outcome collect(const Child& child, Descriptor& output, Descriptor& complaints, const FilterRun& run, std::string& text,
                std::string& complaint) {
  const auto deadline = Clock::now() + run.wall_clock;
  while (output.is_open() || complaints.is_open()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Outcome::too_long;
    std::array<pollfd, 2> ends{{{output.number(), POLLIN, 0}, {complaints.number(), POLLIN, 0}}};
    if (::poll(ends.data(), ends.size(), static_cast<int>(std::min<std::int64_t>(left + 1, 60'000))) <= 0) continue;
    // One byte more than is wanted tells that there is more.
    if (ends[0].revents != 0 && !take(output, text, run.output_bytes + 1)) output = Descriptor();
    if (ends[1].revents != 0 && !take(complaints, complaint, longest_complaint)) complaints = Descriptor();
    if (text.size() > run.output_bytes) return Outcome::too_much;
  }
  return child.ends_before(deadline) ? Outcome::ended : Outcome::too_long;
}

/// The first line that says something, fit to be shown.
std::string first_line(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  text.remove_prefix(begin);
  text = text.substr(0, text.find_first_of("\r\n"));
  return text::printable(text::to_valid_utf8(text));
}

std::string duration(std::chrono::milliseconds time) {
  const auto seconds = time.count() / 1000;
  return seconds >= 120 && seconds % 60 == 0 ? std::to_string(seconds / 60) + " minutes"
                                             : std::to_string(seconds) + (seconds == 1 ? " second" : " seconds");
}

}  // namespace

bool lies_in_a_root(const fs::path& path, const std::vector<Root>& roots) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  const auto is_inside = [&](const fs::path& inner, const fs::path& root) {
    const auto [end, ignored] = std::mismatch(root.begin(), root.end(), inner.begin(), inner.end());
    return end == root.end() || (end->empty() && std::next(end) == root.end());
  };
  return std::any_of(roots.begin(), roots.end(), [&](const Root& root) {
    if (root.path.empty()) return false;
    // As it is called and as it is: either may be what somebody else can write to.
    const fs::path named = fs::absolute(root.path, error).lexically_normal();
    return is_inside(path.lexically_normal(), named) || is_inside(real, fs::weakly_canonical(named, error));
  });
}

Result<std::vector<Filter>> usable_filters(const std::vector<Filter>& named, const std::vector<Root>& roots) {
  std::vector<Filter> filters;
  for (const Filter& filter : named) {
    auto checked = usable(filter, roots);
    if (!checked) return tl::unexpected<Error>(std::move(checked.error()));
    filters.push_back(std::move(*checked));
  }
  for (Filter& filter : own_filters()) {
    if (auto checked = usable(std::move(filter), roots)) filters.push_back(std::move(*checked));
  }
  return filters;
}

std::vector<const Filter*> filters_for(const std::vector<Filter>& filters, std::string_view name) {
  static constexpr std::array<std::string_view, 4> compressed{"gz", "xz", "zst", "bz2"};
  std::string extension = text::extension_of(name);
  while (std::find(compressed.begin(), compressed.end(), extension) != compressed.end()) {
    name.remove_suffix(extension.size() + 1);
    extension = text::extension_of(name);
  }
  std::vector<const Filter*> found;
  for (const Filter& filter : filters) {
    const auto& all = filter.extensions;
    if (std::find(all.begin(), all.end(), extension) != all.end()) found.push_back(&filter);
  }
  return found;
}

tl::expected<MemoryFile, std::string> run_filter(const Filter& filter, const MemoryFile& document,
                                                 const FilterRun& run) {
  const std::string called = "the filter '" + fs::path(filter.command.front()).filename().string() + "'";
  const auto failed = [&](const std::string& how) { return tl::unexpected<std::string>(called + how); };
  auto output = pipe_pair();
  auto complaints = pipe_pair();
  if (!output || !complaints) return failed(" cannot be started: no pipe");

  std::vector<std::string> arguments{"--filter", std::to_string(run.limits.cpu_seconds),
                                     std::to_string(run.limits.memory_bytes), "--"};
  for (std::string word : filter.command) {
    static constexpr std::string_view place = "{file}";
    for (std::size_t at = 0; (at = word.find(place, at)) != word.npos; at += document_path.size()) {
      word.replace(at, place.size(), document_path);
    }
    arguments.push_back(std::move(word));
  }
  // Whoever read it before may have left its place at the end.
  ::lseek(document.descriptor(), 0, SEEK_SET);
  auto child = Child::start(run.reader, arguments,
                            {{document.descriptor(), STDIN_FILENO},
                             {output->second.number(), STDOUT_FILENO},
                             {complaints->second.number(), STDERR_FILENO}});
  if (!child) return failed(" cannot be started: " + reason_of(child.error()));
  output->second = Descriptor();
  complaints->second = Descriptor();

  std::string text;
  std::string complaint;
  const Outcome outcome = collect(*child, output->first, complaints->first, run, text, complaint);
  const ChildEnd end = child->end();
  switch (outcome) {
    case Outcome::too_long:
      return failed(" takes more than " + duration(run.wall_clock));
    case Outcome::too_much:
      return failed(" gives more than " + std::to_string(run.output_bytes >> 20) + " MiB");
    case Outcome::ended:
      break;
  }
  if (end.signal == SIGXCPU || end.signal == SIGKILL) {
    return failed(" takes more than " + duration(std::chrono::seconds(run.limits.cpu_seconds)));
  }
  if (end.signal != 0 || end.status != 0) {
    const std::string said = first_line(complaint);
    return failed((end.signal != 0 ? " crashed (" : " failed (") + describe(end) + ")" +
                  (said.empty() ? "" : ": " + said));
  }
  auto file = MemoryFile::of(text);
  if (!file) return failed(" gives more than there is memory for");
  return std::move(*file);
}

}  // namespace pilcrow::indexer
