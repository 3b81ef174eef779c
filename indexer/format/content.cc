// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/content.h"

#include <magic.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/format/lines.h"

namespace pilcrow::indexer {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t head_reach = 32'768;

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

std::string_view without_leading_space(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n\f"), text.size()));
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i-- > 0;) value = (value << 8U) | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// --- zip ---------------------------------------------------------------------

/// What the names in a zip's central directory say. It is walked, so that the order of members does not matter.
Signature package_of_names(std::string_view bytes) {
  constexpr std::size_t end_size = 22;
  constexpr std::size_t longest_comment = 65'535;
  constexpr std::size_t entry_size = 46;
  constexpr int most_entries = 20'000;
  const std::size_t reach = std::min(bytes.size(), end_size + longest_comment);
  const std::size_t end = bytes.substr(bytes.size() - reach).rfind("PK\x05\x06");
  if (end == std::string_view::npos || reach - end < end_size) return {"zip", {}};
  std::size_t at = little_endian(bytes, bytes.size() - reach + end + 16, 4);
  bool package = false;
  Signature found{"zip", {}};
  for (int i = 0; i < most_entries && at < bytes.size() && bytes.size() - at >= entry_size; ++i) {
    if (bytes.substr(at, 4) != "PK\x01\x02") break;
    const std::size_t name_size = little_endian(bytes, at + 28, 2);
    const std::string_view name = bytes.substr(at + entry_size, name_size);
    if (name == "[Content_Types].xml") package = true;
    if (name == "word/document.xml") found = {"docx", {}};
    if (name == "ppt/presentation.xml") found = {"pptx", {}};
    if (name == "xl/workbook.xml") found = {"xlsx", {}};
    if (name == "xl/workbook.bin") found = {{}, "no reader for binary workbooks"};
    at += entry_size + name_size + little_endian(bytes, at + 30, 2) + little_endian(bytes, at + 32, 2);
  }
  return package ? found : Signature{"zip", {}};
}

/// OpenDocument and EPUB begin with a member "mimetype" that is not compressed.
Signature zip_kind(std::string_view bytes) {
  constexpr std::size_t header_size = 30;
  constexpr std::string_view member = "mimetype";
  struct Kind {
    std::string_view type;
    Signature signature;
  };
  // A longer type stands before one that it begins with.
  static constexpr std::array kinds = {
      Kind{"application/epub+zip", {"epub", {}}},
      Kind{"application/vnd.oasis.opendocument.text-master", {"odt", {}}},
      Kind{"application/vnd.oasis.opendocument.text", {"odt", {}}},
      Kind{"application/vnd.oasis.opendocument.presentation", {"odp", {}}},
      Kind{"application/vnd.oasis.opendocument.spreadsheet", {"ods", {}}},
      Kind{"application/vnd.oasis.opendocument.", {{}, "no reader for office documents"}},
  };
  if (bytes.substr(std::min(header_size, bytes.size()), member.size()) == member) {
    const std::string_view type =
        bytes.substr(std::min<std::size_t>(header_size + member.size() + little_endian(bytes, 28, 2), bytes.size()));
    for (const Kind& kind : kinds) {
      if (type.starts_with(kind.type)) return kind.signature;
    }
  }
  return package_of_names(bytes);
}

// --- others ------------------------------------------------------------------

/// The sum of a tar header's bytes, as it says itself: no text has that by chance.
bool is_tar(std::string_view bytes) {
  constexpr std::size_t block = 512;
  constexpr std::size_t sum_at = 148;
  constexpr std::size_t sum_size = 8;
  if (bytes.size() < block || bytes.front() == '\0') return false;
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < block; ++i) {
    sum +=
        i >= sum_at && i < sum_at + sum_size ? static_cast<unsigned char>(' ') : static_cast<unsigned char>(bytes[i]);
  }
  std::uint32_t said = 0;
  for (const char digit : bytes.substr(sum_at, sum_size)) {
    if (digit >= '0' && digit <= '7') said = said * 8 + static_cast<std::uint32_t>(digit - '0');
  }
  return said == sum;
}

/// A file of OLE's streams, by the names of those that only one kind has.
Signature ole_kind(std::string_view bytes) {
  const auto holds = [&](std::string_view name) {
    std::string wide;
    for (const char byte : name) wide.append({byte, '\0'});
    return bytes.find(wide) != std::string_view::npos;
  };
  if (holds("EncryptedPackage")) return {{}, "encrypted"};
  if (holds("__substg1.0_")) return {{}, "no reader for Outlook's mail"};
  return {{}, "no reader for old office documents"};
}

struct Header {
  std::string name;  ///< In lower case.
  std::string_view value;
};

/// "Name: value"; nothing where the line is none of that form.
std::optional<Header> header_line(std::string_view line) {
  constexpr std::size_t longest_name = 76;
  const std::size_t colon = line.substr(0, longest_name).find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const bool name = std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                                [](char byte) { return byte > ' ' && byte < '\x7F'; });
  if (!name) return std::nullopt;
  return Header{text::lower(line.substr(0, colon)), line.substr(colon + 1)};
}

}  // namespace

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_case) {
  return text::lower(text.substr(0, lower_case.size())) == lower_case;
}

Signature signature_of(std::string_view bytes) {
  struct Row {
    std::string_view begin;
    Signature signature;
  };
  static constexpr std::array rows = {
      Row{"%PDF-", {"pdf", {}}},
      Row{"\x1F\x8B\x08"sv, {"gzip", {}}},
      Row{"\xFD"
          "7zXZ\0"sv,
          {"xz", {}}},
      Row{"\x28\xB5\x2F\xFD"sv, {"zstd", {}}},
      Row{"{\\rtf", {"rtf", {}}},
      Row{"%!PS", {{}, "no reader for PostScript files"}},
      Row{"\xC5\xD0\xD3\xC6"sv, {{}, "no reader for PostScript files"}},
      Row{"-----BEGIN PGP MESSAGE-----", {{}, "encrypted"}},
  };
  for (const Row& row : rows) {
    if (bytes.starts_with(row.begin)) return row.signature;
  }
  if (bytes.size() >= 10 && bytes.starts_with("BZh") && bytes[3] >= '1' && bytes[3] <= '9' &&
      (bytes.substr(4, 6) == "1AY&SY" || bytes.substr(4, 6) == "\x17rE8P\x90")) {
    return {"bzip2", {}};
  }
  if (bytes.starts_with("PK\x03\x04") && bytes.size() >= 30) return zip_kind(bytes);
  if (bytes.starts_with("PK\x05\x06") && bytes.size() >= 22) return {"zip", {}};
  if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return ole_kind(bytes);
  if (is_tar(bytes)) return {"tar", {}};
  return {};
}

bool looks_like_pdf(std::string_view bytes) {
  return bytes.substr(0, 1024 + 5).find("%PDF-") != std::string_view::npos;
}

bool begins_with_header(std::string_view bytes) {
  std::string_view rest = without_byte_order_mark(bytes.substr(0, head_reach));
  return header_line(take_line(rest)).has_value();
}

bool looks_like_mail(std::string_view bytes) {
  std::string_view rest = without_byte_order_mark(bytes.substr(0, head_reach));
  const bool cut = bytes.size() > head_reach;
  bool sender = false;
  int others = 0;
  for (bool first = true; !rest.empty(); first = false) {
    const std::string_view line = take_line(rest);
    if (line.empty() || (rest.empty() && cut)) break;
    if (line.front() == ' ' || line.front() == '\t') {
      if (first) return false;
      continue;
    }
    const auto header = header_line(line);
    if (!header) return false;
    const std::string& name = header->name;
    if (name == "from" || name == "received" || name == "return-path") {
      sender = true;
    } else if (name == "to" || name == "date" || name == "subject" || name == "message-id" || name == "mime-version") {
      ++others;
    }
  }
  return sender && others >= 2;
}

bool looks_like_mbox(std::string_view bytes) {
  std::string_view rest = bytes.substr(0, head_reach);
  rest.remove_prefix(std::min(rest.find_first_not_of("\r\n"), rest.size()));
  const std::string_view line = take_line(rest);
  // "From anna@example.org Tue Mar  3 10:15:00 2026": a time is in every one of them, and in hardly a sentence.
  if (!line.starts_with("From ") || line.find(':') == std::string_view::npos) return false;
  const std::string_view next = take_line(rest);
  return next.starts_with(">From ") || header_line(next).has_value();
}

bool looks_like_man_page(std::string_view text) {
  std::string_view rest = without_leading_space(text.substr(0, head_reach));
  if (rest.empty() || (rest.front() != '.' && rest.front() != '\'')) return false;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (line.starts_with(".TH ") || line.starts_with(".Dd ") || line.starts_with(".so ")) return true;
  }
  return false;
}

bool looks_like_html(std::string_view text) {
  text = without_byte_order_mark(text);
  for (;;) {
    text = without_leading_space(text);
    const std::string_view end = starts_with_ignoring_case(text, "<?xml")  ? "?>"
                                 : starts_with_ignoring_case(text, "<!--") ? "-->"
                                                                           : "";
    if (end.empty()) break;
    const std::size_t at = text.find(end);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + end.size());
  }
  return starts_with_ignoring_case(text, "<!doctype html") || starts_with_ignoring_case(text, "<html");
}

bool looks_binary(std::string_view bytes) {
  return bytes.substr(0, 4096).find('\0') != std::string_view::npos;
}

std::string name_of_binary(std::string_view bytes) {
  struct Close {
    void operator()(magic_t cookie) const { magic_close(cookie); }
  };
  // It tells by the beginning; what it may look for further on would cost more than it tells.
  constexpr std::size_t reach = 65'536;
  constexpr std::size_t longest_name = 80;
  constexpr int flags = MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TEXT | MAGIC_NO_CHECK_TOKENS | MAGIC_NO_CHECK_CSV |
                        MAGIC_NO_CHECK_JSON | MAGIC_NO_CHECK_APPTYPE | MAGIC_NO_CHECK_ELF | MAGIC_ERROR;
  thread_local std::unique_ptr<std::remove_pointer_t<magic_t>, Close> cookie;
  if (!cookie) {
    cookie.reset(magic_open(flags));
    if (cookie && magic_load(cookie.get(), nullptr) != 0) cookie.reset();
    if (!cookie) return {};
  }
  constexpr std::size_t fewest = 4;  // of less it only says that it is little
  if (bytes.size() < fewest) return {};
  const char* const found = magic_buffer(cookie.get(), bytes.data(), std::min(bytes.size(), reach));
  if (found == nullptr) return {};
  const std::string whole = text::fold_space(text::to_valid_utf8(found));
  std::string_view name = std::string_view(whole).substr(0, whole.find_first_of(",\\("));
  name = name.substr(0, text::floor_to_character(name, std::min(name.size(), longest_name)));
  return name == "data" ? std::string() : text::fold_space(name);
}

}  // namespace pilcrow::indexer
