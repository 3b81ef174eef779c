// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/mime.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/decode.h"
#include "indexer/format/content.h"
#include "indexer/format/format.h"
#include "indexer/format/lines.h"

namespace pilcrow::indexer {
namespace {

constexpr std::size_t longest_head = 256U << 10;
constexpr std::size_t most_headers = 1000;
constexpr std::size_t longest_value = 64U << 10;
constexpr std::size_t longest_parameters = 8U << 10;
constexpr std::size_t longest_boundary = 200;  // RFC 2046: 70
constexpr std::size_t most_parts = 10'000;
constexpr int deepest = 20;

struct Free {
  void operator()(char* text) const { g_free(text); }
  void operator()(GDateTime* time) const { g_date_time_unref(time); }
  void operator()(InternetAddressList* list) const { g_object_unref(list); }
  void operator()(GMimeContentType* type) const { g_object_unref(type); }
  void operator()(GMimeContentDisposition* disposition) const { g_object_unref(disposition); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

/// GMime's tables are made once, before the first use.
void start_gmime() {
  static const bool started = (g_mime_init(), true);
  static_cast<void>(started);
}

std::string string_of(const char* text) {
  return text == nullptr ? std::string() : text::fold_space(text::to_valid_utf8(text));
}

bool is_blank(char byte) {
  return byte == ' ' || byte == '\t';
}

/// Where the name of the header ends that the line begins with; npos where it is none.
std::size_t header_name_size(std::string_view line) {
  constexpr std::size_t longest_name = 200;
  std::size_t end = 0;
  while (end < line.size() && end < longest_name && line[end] > ' ' && line[end] < '\x7F' && line[end] != ':') ++end;
  std::size_t colon = end;
  while (colon < line.size() && is_blank(line[colon])) ++colon;
  return end > 0 && colon < line.size() && line[colon] == ':' ? end : std::string_view::npos;
}

/// How many bytes of `rest` are the header of its first line and the lines that go on with it.
std::size_t header_size(std::string_view rest) {
  std::size_t size = 0;
  do {
    const std::size_t end = rest.find('\n', size);
    size = end == std::string_view::npos ? rest.size() : end + 1;
  } while (size < rest.size() && is_blank(rest[size]));
  return size;
}

GMimeContentEncoding encoding_of(const MimePart& part) {
  const std::string said = part.headers.raw("content-transfer-encoding");
  return g_mime_content_encoding_from_string(said.c_str());
}

/// Encodings that are pure ASCII to the eye, so that nobody sees them but who is told.
bool hides_in_ascii(std::string_view charset) {
  return charset.starts_with("iso-2022-") || charset == "utf-7" || charset == "hz-gb-2312";
}

/// Puts the parts inside of `parts[holder]` behind the others.
void split(std::vector<MimePart>& parts, std::size_t holder) {
  const std::string delimiter = "--" + parts[holder].boundary;
  const std::string_view body = parts[holder].body;
  std::string_view rest = body;
  std::optional<std::size_t> begin;
  const auto finish = [&](std::size_t end) {
    if (!begin || parts.size() >= most_parts) return;
    // The line end before a delimiter belongs to it.
    std::string_view whole = body.substr(*begin, std::max(end, *begin) - *begin);
    if (whole.ends_with('\n')) whole.remove_suffix(1);
    if (whole.ends_with('\r')) whole.remove_suffix(1);
    parts.emplace_back(whole);
    parts.back().parent = holder;
    parts[holder].children.push_back(parts.size() - 1);
  };
  while (!rest.empty()) {
    const std::size_t at = body.size() - rest.size();
    std::string_view line = take_line(rest);
    if (!line.starts_with(delimiter)) continue;
    line.remove_prefix(delimiter.size());
    const bool last = line.starts_with("--");
    if (last) line.remove_prefix(2);
    if (!std::all_of(line.begin(), line.end(), is_blank)) continue;
    finish(at);
    begin.reset();
    if (last) return;
    begin = body.size() - rest.size();
  }
  finish(body.size());
}

}  // namespace

MimeHeaders::MimeHeaders(std::string_view& message) {
  start_gmime();
  std::size_t room = longest_head;
  for (bool first = true; !message.empty(); first = false) {
    std::string_view behind = message;
    const std::string_view line = take_line(behind);
    if (line.empty()) {
      message = behind;
      return;
    }
    const std::size_t name_size = header_name_size(line);
    const bool envelope = first && (line.starts_with("From ") || line.starts_with(">From "));
    // A line that is none ends them, as if an empty one stood before it.
    if (name_size == std::string_view::npos && !envelope) return;
    const std::size_t size = header_size(message);
    if (!envelope && headers_.size() < most_headers && size <= room) {
      room -= size;
      const std::size_t colon = message.find(':', name_size);
      headers_.push_back({text::lower(line.substr(0, name_size)), message.substr(colon + 1, size - colon - 1)});
    }
    message.remove_prefix(size);
  }
}

std::string MimeHeaders::raw(std::string_view name) const {
  const auto found =
      std::find_if(headers_.begin(), headers_.end(), [&](const Header& header) { return header.name == name; });
  if (found == headers_.end()) return {};
  std::string value;
  for (const char byte : found->value.substr(0, longest_value)) {
    if (byte == '\n' || byte == '\r' || byte == '\0') continue;
    value += byte == '\t' ? ' ' : byte;
  }
  value.erase(0, value.find_first_not_of(' '));
  value.erase(value.find_last_not_of(' ') + 1);
  return value;
}

std::string MimeHeaders::text(std::string_view name) const {
  const std::string value = raw(name);
  return string_of(Owned<char>(g_mime_utils_header_decode_text(nullptr, value.c_str())).get());
}

std::string MimeHeaders::people(std::string_view name) const {
  // A group ends in a colon's people, and a group may hold groups: GMime follows them by recursion.
  constexpr std::ptrdiff_t most_colons = 100;
  const std::string value = raw(name);
  if (std::count(value.begin(), value.end(), ':') > most_colons) return text(name);
  const Owned<InternetAddressList> list(internet_address_list_parse(nullptr, value.c_str()));
  if (!list || internet_address_list_length(list.get()) == 0) return text(name);
  return string_of(Owned<char>(internet_address_list_to_string(list.get(), nullptr, FALSE)).get());
}

std::string MimeHeaders::date(std::string_view name) const {
  const std::string value = raw(name);
  const Owned<GDateTime> time(value.empty() ? nullptr : g_mime_utils_header_decode_date(value.c_str()));
  if (!time) return {};
  return string_of(Owned<char>(g_date_time_format(time.get(), "%Y-%m-%d %H:%M %z")).get());
}

MimePart::MimePart(std::string_view whole) : headers(whole), body(whole) {
  const auto parameter = [](auto* object, const char* parameter_name) {
    const char* value = nullptr;
    if constexpr (std::is_same_v<decltype(object), GMimeContentType*>) {
      value = g_mime_content_type_get_parameter(object, parameter_name);
    } else {
      value = g_mime_content_disposition_get_parameter(object, parameter_name);
    }
    return string_of(value);
  };
  type = "text/plain";
  const std::string said_type = headers.raw("content-type").substr(0, longest_parameters);
  if (said_type.find('/') != std::string::npos) {
    const Owned<GMimeContentType> parsed(g_mime_content_type_parse(nullptr, said_type.c_str()));
    type = text::lower(string_of(Owned<char>(g_mime_content_type_get_mime_type(parsed.get())).get()));
    file_name = parameter(parsed.get(), "name");
    charset = text::lower(parameter(parsed.get(), "charset"));
    boundary = parameter(parsed.get(), "boundary");
    smime_type = text::lower(parameter(parsed.get(), "smime-type"));
    flowed = text::lower(parameter(parsed.get(), "format")) == "flowed";
    delete_space = text::lower(parameter(parsed.get(), "delsp")) == "yes";
  }
  const std::string said_disposition = headers.raw("content-disposition").substr(0, longest_parameters);
  if (!said_disposition.empty()) {
    const Owned<GMimeContentDisposition> parsed(g_mime_content_disposition_parse(nullptr, said_disposition.c_str()));
    disposition = text::lower(string_of(g_mime_content_disposition_get_disposition(parsed.get())));
    if (const std::string name = parameter(parsed.get(), "filename"); !name.empty()) file_name = name;
  }
}

std::vector<MimePart> mime_parts(std::string_view message) {
  std::vector<MimePart> parts;
  parts.emplace_back(message);
  std::vector<int> depths{0};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t boundary_size = parts[i].boundary.size();
    if (!parts[i].is_multipart() || boundary_size == 0 || boundary_size > longest_boundary || depths[i] == deepest) {
      continue;
    }
    split(parts, i);
    depths.resize(parts.size(), depths[i] + 1);
  }
  return parts;
}

std::string mime_bytes(const MimePart& part, std::uint64_t most) {
  constexpr std::size_t step = 1U << 16;
  const GMimeContentEncoding encoding = encoding_of(part);
  const bool encoded = encoding == GMIME_CONTENT_ENCODING_BASE64 ||
                       encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
                       encoding == GMIME_CONTENT_ENCODING_UUENCODE;
  const std::uint64_t limit = most == UINT64_MAX ? most : most + 1;
  if (!encoded) return std::string(part.body.substr(0, limit));
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, encoding);
  std::string out;
  std::string_view rest = part.body;
  while (!rest.empty() && out.size() < limit) {
    const std::string_view piece = rest.substr(0, step);
    rest.remove_prefix(piece.size());
    const std::size_t before = out.size();
    out.resize(before + g_mime_encoding_outlen(&state, piece.size()));
    const std::size_t size = g_mime_encoding_step(&state, piece.data(), piece.size(), out.data() + before);
    out.resize(before + size);
  }
  if (out.size() > limit) out.resize(limit);
  return out;
}

std::string mime_text(const MimePart& part, std::uint64_t most) {
  std::string bytes = mime_bytes(part, most);
  if (hides_in_ascii(part.charset)) {
    const iconv_t converter = g_mime_iconv_open("utf-8", part.charset.c_str());
    // What a failing call to iconv_open() gives is no pointer at all.
    if (reinterpret_cast<std::intptr_t>(converter) != -1) {  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
      const Owned<char> converted(g_mime_iconv_strndup(converter, bytes.data(), bytes.size()));
      g_mime_iconv_close(converter);
      if (converted) return text::to_valid_utf8(converted.get());
    }
  }
  std::string declared = part.charset;
  if (declared.empty() && part.type == "text/html") declared = declared_encoding("x.html", bytes);
  auto decoded = decode(bytes, declared);
  if (decoded) return decoded->text();
  std::erase(bytes, '\0');
  return text::to_valid_utf8(bytes);
}

}  // namespace pilcrow::indexer
