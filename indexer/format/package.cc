// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/package.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "core/text/utf8.h"
#include "indexer/decode.h"
#include "indexer/format/xml_reader.h"

namespace pilcrow::indexer {
namespace {

// A book of 2,000 pages has some ten thousand parts; the XML of a sheet with a million rows takes 100 MB.
constexpr std::size_t most_parts = 100'000;
constexpr std::uint64_t largest_part = 256ULL << 20;
constexpr std::uint64_t most_unpacked = 512ULL << 20;
// Real parts unpack to 5 to 50 times their size; repetitive sheets to 100.
constexpr std::uint64_t highest_ratio = 200;
constexpr std::uint64_t always_unpacked = 16ULL << 20;

constexpr std::string_view too_large = "its parts unpack to more than is safe to read";
constexpr std::string_view damaged = "damaged: not a whole zip archive";

struct CloseArchive {
  void operator()(archive* opened) const { archive_read_free(opened); }
};
using Archive = std::unique_ptr<archive, CloseArchive>;

/// With its list of parts at the end, which a file that was cut off lacks.
Archive open_zip(std::string_view bytes) {
  Archive zip(archive_read_new());
  if (!zip || archive_read_support_format_zip_seekable(zip.get()) != ARCHIVE_OK) return nullptr;
  if (archive_read_open_memory(zip.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) return nullptr;
  return zip;
}

std::string name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  std::string path = name == nullptr ? "" : name;
  std::replace(path.begin(), path.end(), '\\', '/');
  return path.substr(std::min(path.find_first_not_of('/'), path.size()));
}

/// The bytes of the entry just found, no more than `most`; the reason else.
tl::expected<std::string, std::string> unpack_entry(archive* zip, std::uint64_t most) {
  std::string out;
  const void* piece = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  for (;;) {
    const int result = archive_read_data_block(zip, &piece, &size, &offset);
    if (result == ARCHIVE_EOF) return out;
    if (result != ARCHIVE_OK) return tl::unexpected(std::string(damaged));
    if (size > most - out.size()) return tl::unexpected(std::string(too_large));
    out.append(static_cast<const char*>(piece), size);
  }
}

/// Of an OLE container, which is what an encrypted OOXML file is.
bool holds_encrypted_package(std::string_view bytes) {
  std::string name;
  for (const char c : std::string_view("EncryptedPackage")) name.append({c, '\0'});
  return bytes.find(name) != bytes.npos;
}

bool is_embedded(std::string_view name) {
  return name.find("/embeddings/") != name.npos && !name.ends_with(".bin");
}

std::string in_utf8(std::string part) {
  if (text::is_utf8(part)) return part;
  auto decoded = decode(part);
  return decoded ? decoded->text() : text::to_valid_utf8(part);
}

std::string without_percent(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

tl::expected<Package, std::string> Package::open(std::string_view bytes, bool (*wanted)(std::string_view name)) {
  constexpr std::string_view ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  if (bytes.starts_with(ole)) {
    return tl::unexpected<std::string>(holds_encrypted_package(bytes) ? "encrypted"
                                                                      : "an older format than its name says");
  }
  if (!bytes.starts_with("PK")) return tl::unexpected<std::string>("not what its name says: no zip archive");
  const Archive zip = open_zip(bytes);
  if (!zip) return tl::unexpected(std::string(damaged));
  Package package;
  package.bytes_ = bytes;
  std::uint64_t left = std::min<std::uint64_t>(most_unpacked, always_unpacked + highest_ratio * bytes.size());
  for (std::size_t count = 0;; ++count) {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(zip.get(), &entry);
    if (result == ARCHIVE_EOF) break;
    if (result < ARCHIVE_WARN) return tl::unexpected(std::string(damaged));
    if (count == most_parts) return tl::unexpected("holds more than " + std::to_string(most_parts) + " parts");
    std::string name = name_of(entry);
    if (!wanted(name) || package.has(name)) continue;
    if (archive_entry_is_data_encrypted(entry) != 0) return tl::unexpected<std::string>("encrypted");
    auto part = unpack_entry(zip.get(), std::min(left, largest_part));
    if (!part) return tl::unexpected(part.error());
    left -= part->size();
    package.parts_.emplace(std::move(name), in_utf8(std::move(*part)));
  }
  return package;
}

std::string_view Package::part(std::string_view name) const {
  const auto found = parts_.find(name);
  return found == parts_.end() ? std::string_view() : std::string_view(found->second);
}

std::size_t Package::size() const {
  std::size_t size = 0;
  for (const auto& [name, part] : parts_) size += part.size();
  return size;
}

std::map<std::string, Relation> Package::relations(std::string_view part) const {
  const std::size_t slash = part.rfind('/');
  const std::size_t name = slash == part.npos ? 0 : slash + 1;
  std::string path(part.substr(0, name));
  path.append("_rels/").append(part.substr(name)).append(".rels");
  std::map<std::string, Relation> relations;
  XmlReader xml(this->part(path));
  while (xml.next() != XmlReader::Event::finish) {
    if (!xml.starts("Relationship") || xml.attribute("TargetMode") == "External") continue;
    const std::string type = xml.attribute("Type").value_or("");
    relations.emplace(
        xml.attribute("Id").value_or(""),
        Relation{type.substr(type.rfind('/') + 1), resolve_path(part, xml.attribute("Target").value_or(""))});
  }
  return relations;
}

std::string Package::related(std::string_view part, std::string_view type) const {
  for (const auto& [id, relation] : relations(part)) {
    if (relation.type == type) return relation.target;
  }
  return {};
}

void Package::hand_on_embedded(Members& members) const {
  const Archive zip = open_zip(bytes_);
  archive_entry* entry = nullptr;
  for (std::size_t count = 0; zip && count < most_parts; ++count) {
    if (archive_read_next_header(zip.get(), &entry) < ARCHIVE_WARN) return;
    const std::string path = name_of(entry);
    if (!is_embedded(path)) continue;
    // "word/embeddings/a.xlsx": the first name is that of the format, and nobody knows it.
    const std::string name = path.substr(path.find('/') + 1);
    if (!members.wants(name)) continue;
    const auto bytes = unpack_entry(zip.get(), std::min(members.room(), largest_part));
    if (!(bytes ? members.read(name, *bytes, {}) : members.give_up(name, bytes.error()))) return;
  }
}

std::string resolve_path(std::string_view base, std::string_view target) {
  target = target.substr(0, target.find('#'));
  std::string path;
  if (!target.starts_with('/')) path = base.substr(0, base.rfind('/') == base.npos ? 0 : base.rfind('/'));
  const std::string decoded = without_percent(target);
  std::string_view rest = decoded;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view name = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      path.erase(path.rfind('/') == path.npos ? 0 : path.rfind('/'));
    } else {
      if (!path.empty()) path += '/';
      path += name;
    }
  }
  return path;
}

void read_core_properties(const Package& package, Document& document, DocumentDate& date) {
  XmlReader xml(package.part(package.related("", "core-properties")));
  while (xml.next() != XmlReader::Event::finish) {
    if (xml.starts("title")) {
      document.title = text::fold_space(xml.all_text());
    } else if (xml.starts("language")) {
      document.language = text::fold_space(xml.all_text());
    } else if (xml.event() == XmlReader::Event::start) {
      const std::string name(xml.name());
      if (name == "created" || name == "modified") date.offer(name, xml.all_text());
    }
  }
}

std::string damage_of(std::string_view part, std::string_view damage) {
  if (damage.empty()) return {};
  std::string reason = "damaged: ";
  return reason.append(part).append(": ").append(damage);
}

}  // namespace pilcrow::indexer
