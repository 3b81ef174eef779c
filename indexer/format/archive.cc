// SPDX-License-Identifier: GPL-3.0-or-later
// Archives (zip, tar) and compressed files (gz, xz, zst, bz2), with libarchive: of its formats and filters only those
// named here, none of which runs a program.
#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <clocale>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/decode.h"
#include "indexer/file_system.h"
#include "indexer/format/content.h"
#include "indexer/format/format.h"

namespace pilcrow::indexer {
namespace {

struct Close {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, Close>;

/// libarchive puts names into the encoding of the thread's locale; in C's own, what is no ASCII would be lost.
class Utf8Locale {
 public:
  Utf8Locale() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{})) {
    if (locale_ != locale_t{}) before_ = uselocale(locale_);
  }
  ~Utf8Locale() {
    if (locale_ == locale_t{}) return;
    uselocale(before_);
    freelocale(locale_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t locale_;
  locale_t before_ = {};
};

/// "damaged: truncated input".
std::string damage(archive* reader) {
  constexpr std::size_t longest = 100;
  const char* const said = archive_error_string(reader);
  std::string text = text::fold_space(text::to_valid_utf8(said == nullptr ? "" : said));
  if (text.empty()) return "damaged";
  const auto is_upper = [](char byte) { return byte >= 'A' && byte <= 'Z'; };
  if (is_upper(text.front()) && text.size() > 1 && !is_upper(text[1]))
    text = text::lower(text.substr(0, 1)) + text.substr(1);
  while (text.ends_with('.')) text.pop_back();
  text.resize(text::floor_to_character(text, std::min(text.size(), longest)));
  return "damaged: " + text;
}

/// In whole MiB, where it is any: the bound of a small file is as odd as its size.
std::string too_large(std::uint64_t limit) {
  constexpr std::uint64_t mebibyte = 1ULL << 20;
  return larger_than(limit < mebibyte ? limit : limit / mebibyte * mebibyte);
}

/// Reads on to the end, or to one byte more than `most`. False: damaged.
bool read_to_end(archive* reader, std::uint64_t most, std::string& bytes) {
  constexpr std::size_t step = 1U << 16;
  std::array<char, step> buffer;
  while (bytes.size() <= most) {
    const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(step, most - bytes.size() + 1));
    const la_ssize_t got = archive_read_data(reader, buffer.data(), wanted);
    if (got < 0) return false;
    if (got == 0) break;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return true;
}

/// The name of a member. Old archives do not say its encoding: MS-DOS's has letters where Latin-1 and its kin have
/// controls, and lines to draw boxes with where they have letters.
std::string name_of(archive_entry* entry) {
  const char* const raw = archive_entry_pathname(entry);
  const std::string name = raw == nullptr ? "" : raw;
  if (text::is_utf8(name)) return name;
  const bool dos = std::none_of(name.begin(), name.end(), [](char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value >= 0xC0 && value != 0xE1;  // 0xE1: its sharp s
  });
  const auto decoded = decode(name, dos ? "ibm437" : "windows-1252");
  return decoded ? decoded->text() : text::to_valid_utf8(name);
}

/// Why a member is nothing to be read; empty where it is a file.
std::string_view why_no_file(archive_entry* entry) {
  if (archive_entry_hardlink(entry) != nullptr) return "a link";
  switch (archive_entry_filetype(entry)) {
    case AE_IFLNK:
      return "a link";
    case AE_IFCHR:
    case AE_IFBLK:
      return "a device";
    case AE_IFIFO:
      return "a pipe";
    case AE_IFSOCK:
      return "a socket";
    default:
      return {};
  }
}

/// Reads the member that the archive stands at. False: enough of them.
bool read_member(archive* reader, archive_entry* entry, Members& members) {
  const std::string name = name_of(entry);
  if (archive_entry_filetype(entry) == AE_IFDIR) return true;
  if (const std::string_view reason = why_no_file(entry); !reason.empty()) return members.skip(name, reason);
  if (!members.wants(name)) return true;
  if (archive_entry_is_encrypted(entry) != 0) return members.give_up(name, "encrypted");
  const std::uint64_t room = members.room();
  const bool sized = archive_entry_size_is_set(entry) != 0;
  // Of a sparse file this says no less than what reading it would.
  if (sized && archive_entry_size(entry) > 0 && static_cast<std::uint64_t>(archive_entry_size(entry)) > room) {
    return members.give_up(name, too_large(room));
  }
  std::string bytes;
  if (!read_to_end(reader, room, bytes)) return members.give_up(name, damage(reader));
  return members.read(name, bytes, {});
}

/// Whether nothing was packed. Where the library unpacks nothing and sees no damage, a file may still be cut off.
bool is_empty_file(std::string_view format, std::string_view bytes) {
  constexpr std::size_t least_gzip = 18;
  constexpr std::size_t least_bzip2 = 14;
  const std::string_view no_sum_and_no_size("\0\0\0\0\0\0\0\0", 8);
  if (format == "gzip") return bytes.size() >= least_gzip && bytes.ends_with(no_sum_and_no_size);
  if (format == "bzip2") return bytes.size() >= least_bzip2 && bytes[4] == '\x17';
  return true;
}

}  // namespace

ReadResult read_archive(std::string_view bytes, Members& members) {
  const Utf8Locale locale;
  const Reader reader(archive_read_new());
  if (!reader) throw std::bad_alloc();
  archive_read_support_format_tar(reader.get());
  archive_read_support_format_zip(reader.get());
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
    return tl::unexpected(damage(reader.get()));
  }
  for (;;) {
    archive_entry* entry = nullptr;
    const int found = archive_read_next_header(reader.get(), &entry);
    if (found == ARCHIVE_EOF) break;
    if (found != ARCHIVE_OK && found != ARCHIVE_WARN) return tl::unexpected(damage(reader.get()));
    if (!read_member(reader.get(), entry, members)) break;
  }
  return Document{};
}

tl::expected<std::string, std::string> unpack(std::string_view bytes, std::uint64_t most) {
  struct Filter {
    std::string_view format;
    int code;
  };
  static constexpr std::array filters = {
      Filter{"gzip", ARCHIVE_FILTER_GZIP},
      Filter{"xz", ARCHIVE_FILTER_XZ},
      Filter{"zstd", ARCHIVE_FILTER_ZSTD},
      Filter{"bzip2", ARCHIVE_FILTER_BZIP2},
  };
  const std::string_view format = signature_of(bytes).format;
  const auto* filter =
      std::find_if(filters.begin(), filters.end(), [&](const Filter& row) { return row.format == format; });
  if (filter == filters.end()) return tl::unexpected<std::string>("damaged: not what its name says");
  const Reader reader(archive_read_new());
  if (!reader) throw std::bad_alloc();
  archive_read_support_format_raw(reader.get());
  archive_read_support_format_empty(reader.get());
  // One layer and no more: told by itself, the library would take off all that there are.
  if (archive_read_append_filter(reader.get(), filter->code) != ARCHIVE_OK ||
      archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
    return tl::unexpected(damage(reader.get()));
  }
  // It was opened all the same, as a file of nothing, where it is damaged before anything could be unpacked.
  if (archive_error_string(reader.get()) != nullptr) return tl::unexpected(damage(reader.get()));
  std::string out;
  archive_entry* entry = nullptr;
  const int found = archive_read_next_header(reader.get(), &entry);
  if (found == ARCHIVE_EOF) {
    if (!is_empty_file(format, bytes)) return tl::unexpected<std::string>("damaged: cut off");
    return out;
  }
  if (found != ARCHIVE_OK && found != ARCHIVE_WARN) return tl::unexpected(damage(reader.get()));
  if (!read_to_end(reader.get(), most, out)) return tl::unexpected(damage(reader.get()));
  if (out.size() > most) return tl::unexpected("unpacked, it is " + too_large(most));
  return out;
}

}  // namespace pilcrow::indexer
