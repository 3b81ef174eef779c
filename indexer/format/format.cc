// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/format.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/text/file_name.h"

namespace pilcrow::indexer {
namespace {

constexpr Format plain_text{"text", "text/plain", read_plain_text};
constexpr Format markdown{"markdown", "text/markdown", read_markdown};
constexpr Format html{"html", "text/html", read_html};

struct ExtensionFormat {
  std::string_view extension;
  const Format* format;
};

// Adding a format is adding its rows. An extension that is not here leaves it to the text's beginning, and in the end
// to the reader for plain text.
constexpr std::array formats = {
    ExtensionFormat{"md", &markdown},      ExtensionFormat{"markdown", &markdown}, ExtensionFormat{"mdown", &markdown},
    ExtensionFormat{"mkd", &markdown},     ExtensionFormat{"html", &html},         ExtensionFormat{"htm", &html},
    ExtensionFormat{"xhtml", &html},       ExtensionFormat{"xht", &html},          ExtensionFormat{"shtml", &html},
    ExtensionFormat{"txt", &plain_text},   ExtensionFormat{"text", &plain_text},   ExtensionFormat{"log", &plain_text},
    ExtensionFormat{"csv", &plain_text},   ExtensionFormat{"tsv", &plain_text},    ExtensionFormat{"json", &plain_text},
    ExtensionFormat{"jsonl", &plain_text}, ExtensionFormat{"xml", &plain_text},    ExtensionFormat{"js", &plain_text},
    ExtensionFormat{"php", &plain_text},   ExtensionFormat{"jsp", &plain_text},    ExtensionFormat{"vue", &plain_text},
};

struct Unread {
  std::string_view reason;
  std::string_view extensions;  ///< With a space before and after each.
};

constexpr std::array unread = {
    Unread{
        "image",
        " png jpg jpeg jpe jfif gif bmp tif tiff webp ico cur psd xcf svg svgz heic heif avif jxl jp2 raw cr2 nef dng "
        "eps ai pcx tga pbm pgm ppm pnm xpm xbm exr hdr "},
    Unread{"audio", " mp3 ogg oga opus flac wav aac m4a wma aif aiff mid midi ape au ra amr "},
    Unread{"video", " mp4 m4v mkv webm avi mov wmv flv mpg mpeg ogv 3gp 3g2 vob m2ts mts "},
    Unread{"archive",
           " zip tar tgz tbz tbz2 txz tzst 7z rar jar war ear apk deb rpm cab ar cpio iso dmg img vhd vhdx vmdk qcow2 "
           "whl egg xpi crx snap flatpak "},
    Unread{"compressed file", " gz bz2 xz zst lz lz4 lzma lzo z br "},
    Unread{"font", " ttf otf ttc woff woff2 eot pfb pfa pfm afm pcf bdf "},
    Unread{"compiled program",
           " o obj a so dll dylib lib exe com bin elf ko class pyc pyo pyd beam wasm dex msi sys efi "
           "rlib rmeta gch pch node nib mo gmo "},
    Unread{"database",
           " db sqlite sqlite3 db3 mdb accdb dbf glass ldb sst frm ibd myd myi parquet feather orc h5 hdf5 "
           "npy npz pkl pickle mat rdata rds "},
    Unread{"no reader for PDF files", " pdf "},
    Unread{"no reader for PostScript files", " ps "},
    Unread{"no reader for office documents",
           " doc docx docm dot dotx odt ott fodt xls xlsx xlsm xlsb ods ots ppt pptx "
           "pptm pps ppsx odp odg rtf pages numbers key wpd vsd vsdx one "},
    Unread{"no reader for e-books", " epub mobi azw azw3 fb2 djvu chm lit "},
    Unread{"no reader for mail", " eml mbox msg pst ost emlx "},
    Unread{"encrypted or signed data", " gpg pgp sig asc p7m p7s p12 pfx jks keystore kdbx "},
};

char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char byte) { return lower(byte); });
  return out;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() &&
         std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                    [](char expected, char byte) { return expected == lower(byte); });
}

std::string_view without_leading_space(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n\f"), text.size()));
}

/// Whether the first thing in it, after an XML declaration and comments, is HTML's.
bool begins_like_html(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
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

/// The value after `name`, "=" and an opening quote, if any; at `at`, which is behind the name.
std::string value_after(std::string_view text, std::size_t at) {
  text = without_leading_space(text.substr(at));
  if (text.empty() || text.front() != '=') return {};
  text = without_leading_space(text.substr(1));
  if (!text.empty() && (text.front() == '"' || text.front() == '\'')) text = without_leading_space(text.substr(1));
  const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.:");
  return std::string(text.substr(0, end));
}

}  // namespace

std::string_view mime_type(std::string_view format_name) {
  for (const Format* format : {&plain_text, &markdown, &html}) {
    if (format->name == format_name) return format->mime_type;
  }
  return {};
}

const Format* format_for(std::string_view path, std::string_view text, std::string& reason) {
  reason = unread_by_name(path);
  if (!reason.empty()) return nullptr;
  const std::string extension = text::extension_of(path);
  const auto* row = std::find_if(formats.begin(), formats.end(),
                                 [&](const ExtensionFormat& candidate) { return candidate.extension == extension; });
  if (row != formats.end()) return row->format;
  return begins_like_html(text) ? &html : &plain_text;
}

std::string_view unread_by_name(std::string_view path) {
  const std::string extension = text::extension_of(path);
  if (extension.empty() || extension.find(' ') != std::string::npos) return {};
  const std::string word = " " + extension + " ";
  for (const Unread& row : unread) {
    if (row.extensions.find(word) != std::string_view::npos) return row.reason;
  }
  return {};
}

std::string declared_encoding(std::string_view path, std::string_view head) {
  // Browsers look no further either (they stop at 1,024 bytes; some generators put long comments first).
  constexpr std::size_t longest_look = 4096;
  std::string ignored;
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  const std::string text = lower(head.substr(0, longest_look));
  const std::string_view view = text;
  if (view.substr(0, 6) == "<?xml ") {
    const std::string_view declaration = view.substr(0, view.find("?>"));
    const std::size_t at = declaration.find("encoding");
    if (at != std::string_view::npos) {
      if (std::string found = value_after(declaration, at + 8); !found.empty()) return found;
    }
  }
  if (format_for(path, head, ignored) != &html) return {};
  for (std::size_t at = 0; (at = view.find('<', at)) != std::string_view::npos;) {
    const bool comment = view.substr(at, 4) == "<!--";
    const std::size_t end = std::min(view.find(comment ? "-->" : ">", at), view.size());
    if (view.substr(at, 5) == "<meta") {
      const std::string_view tag = view.substr(at, end - at);
      const std::size_t charset = tag.find("charset");
      if (charset != std::string_view::npos) {
        if (std::string found = value_after(tag, charset + 7); !found.empty()) return found;
      }
    }
    at = end;
  }
  return {};
}

}  // namespace pilcrow::indexer
