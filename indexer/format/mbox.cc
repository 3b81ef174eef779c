// SPDX-License-Identifier: GPL-3.0-or-later
// A mailbox in one file: messages one after the other, a line "From sender date" before each. Of the variants that there
// are it takes all: where a length is given and the next message begins behind it, that is believed (mboxcl2), else
// lines tell; and a line that was quoted so as not to look like one, ">From ", is what it was.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "core/text/ascii.h"
#include "core/text/hash.h"
#include "indexer/format/format.h"
#include "indexer/format/mime.h"

namespace pilcrow::indexer {
namespace {

using text::is_digit;

/// A line end and what stands behind it up to the next one; its end is not part of it.
std::string_view line_at(std::string_view bytes, std::size_t at) {
  return bytes.substr(at, std::min(bytes.find('\n', at), bytes.size()) - at);
}

/// "From anna@example.org Tue Mar  3 10:15:00 2026": a sentence may begin so, but has no time and year in it.
bool is_separator(std::string_view line) {
  constexpr std::size_t longest = 1000;
  if (!line.starts_with("From ") || line.size() > longest) return false;
  bool time = false;
  bool year = false;
  std::size_t digits = 0;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    if (i < line.size() && is_digit(line[i])) {
      ++digits;
      continue;
    }
    year = year || digits == 4;
    time = time || (digits > 0 && digits <= 2 && i + 2 < line.size() && line[i] == ':' && is_digit(line[i + 1]) &&
                    is_digit(line[i + 2]));
    digits = 0;
  }
  return time && year;
}

/// Where the next message begins, at `at` or behind it; the end where there is none. A separator stands behind an empty
/// line.
std::size_t next_message(std::string_view bytes, std::size_t at) {
  while ((at = bytes.find("\nFrom ", at)) != std::string_view::npos) {
    const bool behind_empty = bytes[at - 1] == '\n' || (bytes[at - 1] == '\r' && at > 1 && bytes[at - 2] == '\n');
    ++at;
    if (behind_empty && is_separator(line_at(bytes, at))) return at;
  }
  return bytes.size();
}

/// Where the message ends whose text begins at `body`, by the length that it gives; nothing where it gives none, or one
/// that cannot be.
std::optional<std::size_t> end_by_length(std::string_view bytes, std::size_t body, const std::string& said) {
  constexpr std::size_t most_digits = 15;
  if (said.empty() || said.size() > most_digits || !std::all_of(said.begin(), said.end(), is_digit))
    return std::nullopt;
  const std::size_t length = std::stoull(said);
  if (length > bytes.size() - body) return std::nullopt;
  const std::size_t end = body + length;
  const std::size_t next = std::min(bytes.find_first_not_of("\r\n", end), bytes.size());
  constexpr std::size_t most_between = 4;
  if (next - end > most_between) return std::nullopt;
  if (next == bytes.size()) return next;
  const bool line_begins = next > 0 && bytes[next - 1] == '\n';
  if (line_begins && is_separator(line_at(bytes, next))) return next;
  return std::nullopt;
}

/// Takes one mark of quotation from each line ">From ", ">>From ".
std::string unquoted(std::string_view message) {
  std::string out;
  std::size_t kept = 0;
  for (std::size_t at = 0; (at = message.find("\n>", at)) != std::string_view::npos;) {
    const std::size_t marks_end = std::min(message.find_first_not_of('>', at + 1), message.size());
    if (message.substr(marks_end, 5) == "From ") {
      out += message.substr(kept, at + 1 - kept);
      kept = at + 2;
    }
    at = marks_end;
  }
  if (kept == 0) return std::string(message);
  out += message.substr(kept);
  return out;
}

/// A name that stays the message's when others come and go: its Message-ID, else a hash of it.
std::string name_of(std::string_view message, const MimeHeaders& headers) {
  constexpr std::size_t longest = 200;
  std::string id = headers.raw("message-id");
  const std::size_t begin = id.find('<');
  if (begin != std::string::npos) id = id.substr(begin + 1, id.find('>', begin) - begin - 1);
  if (id.empty() || id.size() > longest) return "message-" + text::hex(text::hash64(message), 12) + ".eml";
  const auto is_harmful = [](char byte) { return byte == '/' || byte == '\\' || byte <= ' ' || byte == '\x7F'; };
  std::replace_if(id.begin(), id.end(), is_harmful, '_');
  if (id.front() == '.') id.front() = '_';
  return id + ".eml";
}

}  // namespace

ReadResult read_mbox(std::string_view bytes, Members& members) {
  std::size_t at = std::min(bytes.find_first_not_of("\r\n"), bytes.size());
  while (at < bytes.size()) {
    const std::size_t begin = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
    std::string_view rest = bytes.substr(begin);
    const MimeHeaders headers(rest);
    const std::size_t body = bytes.size() - rest.size();
    const auto end = end_by_length(bytes, body, headers.raw("content-length"));
    // The empty line that ends the headers may be the one before the next message.
    const std::size_t next = end ? *end : next_message(bytes, std::max(begin, body) - 1);
    const std::string_view message = bytes.substr(begin, next - begin);
    at = next;
    const std::string name = name_of(message, headers);
    if (!members.wants(name)) continue;
    if (message.size() > members.room()) {
      if (!members.read(name, message, "message/rfc822")) break;
    } else if (!members.read(name, unquoted(message), "message/rfc822")) {
      break;
    }
  }
  return Document{};
}

}  // namespace pilcrow::indexer
