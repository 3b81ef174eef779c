// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/file_types.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/text/file_name.h"
#include "indexer/handed_over.h"

namespace pilcrow::indexer {
namespace {

struct NamedType {
  std::string_view reader;     ///< Hit::type: "markdown".
  std::string_view mime_type;  ///< "text/markdown".
};

// A format that is read has its row here, and one with its reader in format/format.cc.
constexpr std::array types = {
    NamedType{"text", "text/plain"},
    NamedType{"markdown", "text/markdown"},
    NamedType{"html", "text/html"},
    NamedType{"csv", "text/csv"},
    NamedType{"json", "application/json"},
    NamedType{"jsonl", "application/jsonl"},
    NamedType{"xml", "application/xml"},
    NamedType{"log", "text/x-log"},
    NamedType{"rst", "text/x-rst"},
    NamedType{"man", "text/troff"},
    NamedType{"code", "text/x-source"},
    NamedType{"pdf", "application/pdf"},
    NamedType{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    NamedType{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    NamedType{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    NamedType{"odt", "application/vnd.oasis.opendocument.text"},
    NamedType{"odp", "application/vnd.oasis.opendocument.presentation"},
    NamedType{"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    NamedType{"rtf", "application/rtf"},
    NamedType{"epub", "application/epub+zip"},
    NamedType{"mail", "message/rfc822"},
    NamedType{"mbox", "application/mbox"},
    NamedType{"zip", "application/zip"},
    NamedType{"tar", "application/x-tar"},
    NamedType{"gzip", "application/gzip"},
    NamedType{"xz", "application/x-xz"},
    NamedType{"zstd", "application/zstd"},
    NamedType{"bzip2", "application/x-bzip2"},
    NamedType{handed_over_type, "application/x-pilcrow-document"},
    // Older names that are still sent.
    NamedType{"xml", "text/xml"},
    NamedType{"rtf", "text/rtf"},
    NamedType{"gzip", "application/x-gzip"},
    NamedType{"zip", "application/x-zip-compressed"},
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
           " 7z rar jar war ear apk deb rpm cab ar cpio iso dmg img vhd vhdx vmdk qcow2 whl egg xpi crx snap flatpak "},
    Unread{"compressed file", " lz lz4 lzma lzo z br "},
    Unread{"font", " ttf otf ttc woff woff2 eot pfb pfa pfm afm pcf bdf "},
    Unread{"compiled program",
           " o obj a so dll dylib lib exe com bin elf ko class pyc pyo pyd beam wasm dex msi sys efi "
           "rlib rmeta gch pch node nib mo gmo "},
    Unread{"database",
           " db sqlite sqlite3 db3 mdb accdb dbf glass ldb sst frm ibd myd myi parquet feather orc h5 hdf5 "
           "npy npz pkl pickle mat rdata rds "},
    Unread{"no reader for PostScript files", " ps "},
    Unread{"no reader for office documents", " xlsb odg pages numbers key wpd vsd vsdx one "},
    Unread{"no reader for e-books", " mobi azw azw3 fb2 djvu chm lit "},
    Unread{"no reader for mail", " msg pst ost emlx "},
    Unread{"encrypted or signed data", " gpg pgp sig asc p7m p7s p12 pfx jks keystore kdbx "},
};

/// A file of a Maildir: "1699999999.M1P2.mail.example.com:2,S". What looks like its extension is a part of a host's name,
/// or a message's flags.
bool is_maildir_name(std::string_view name) {
  name.remove_prefix(name.rfind('/') + 1);  // npos + 1 is 0
  constexpr std::size_t fewest_digits = 9;
  const std::size_t seconds = std::min(name.find_first_not_of("0123456789"), name.size());
  if (seconds < fewest_digits || name.substr(seconds, 1) != ".") return false;
  const std::string_view delivery = name.substr(seconds + 1);
  const std::size_t end = delivery.find_first_not_of("0123456789_#MPQRVIX");
  return end != std::string_view::npos && end != 0 && delivery[end] == '.';
}

}  // namespace

std::string_view mime_type(std::string_view reader) {
  const auto* found =
      std::find_if(types.begin(), types.end(), [&](const NamedType& type) { return type.reader == reader; });
  return found == types.end() ? std::string_view() : found->mime_type;
}

std::string_view reader_of_mime_type(std::string_view mime_type) {
  const auto* found =
      std::find_if(types.begin(), types.end(), [&](const NamedType& type) { return type.mime_type == mime_type; });
  return found == types.end() ? std::string_view() : found->reader;
}

std::string extension_word(std::string_view name) {
  const std::string extension = is_maildir_name(name) ? std::string() : text::extension_of(name);
  if (extension.empty() || extension.find(' ') != std::string::npos) return {};
  return " " + extension + " ";
}

std::string_view unread_by_name(std::string_view path) {
  const std::string word = extension_word(path);
  if (word.empty()) return {};
  for (const Unread& row : unread) {
    if (row.extensions.find(word) != std::string_view::npos) return row.reason;
  }
  return {};
}

}  // namespace pilcrow::indexer
