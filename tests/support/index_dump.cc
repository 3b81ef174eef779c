// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/index_dump.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <xapian.h>

#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "core/text/utf8.h"

namespace pilcrow::test {
namespace {

std::string dump_document(const store::Snapshot& snapshot, std::uint32_t number, std::uint32_t file) {
  const Xapian::Document document = snapshot.database().get_document(number);
  const auto record = snapshot.record(document);
  if (!record) throw std::runtime_error(record.error().message);
  if (record->file != file || document.get_value(store::slot_file) != store::file_value(file)) {
    throw std::runtime_error("a document names another file");
  }
  std::string out = "    text " + text::printable(record->text) + "\n    twins ";
  for (const char byte : document.get_value(store::slot_twins)) {
    out += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  }
  out += "\n    terms";
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    if ((*term).starts_with(store::prefix_file)) continue;
    out += fmt::format(" {}/{}", *term, term.get_wdf());
    for (auto at = term.positionlist_begin(); at != term.positionlist_end(); ++at) out += fmt::format(":{}", *at);
  }
  return out + "\n";
}

}  // namespace

std::string dump_index(const std::filesystem::path& index) {
  const auto snapshot = store::Snapshot::open(index);
  if (!snapshot) throw std::runtime_error(snapshot.error().message);
  std::vector<std::string> files;
  std::vector<store::FileHead> heads;
  const auto read_heads = snapshot->each_file_head([&](store::FileHead&& head) {
    heads.push_back(std::move(head));
    return true;
  });
  if (!read_heads) throw std::runtime_error(read_heads.error().message);
  std::uint64_t paragraphs = 0;
  const auto read = snapshot->each_file([&](store::FileEntry&& entry) {
    std::string out =
        fmt::format("{} outcome {} {} size {} mtime {} date {} {} {} {} title {}\n",
                    text::printable(store::absolute_path(snapshot->facts(), entry)), static_cast<int>(entry.outcome),
                    entry.problem, entry.size, entry.mtime_ns, entry.date ? text::format(*entry.date) : "none",
                    entry.language, entry.encoding, entry.type, entry.title);
    for (const auto& row : entry.paragraphs) {
      if (row.pages) out += fmt::format("  page {} breaks {}\n", row.pages->first, row.pages->breaks.size());
      if (row.minor) out += "  minor\n";
      out += fmt::format("  bytes {}-{} lines {}-{} trail", row.bytes.begin, row.bytes.end, row.lines.first,
                         row.lines.last);
      for (const auto& heading : entry.trails.at(row.trail)) out += " / " + heading;
      out +=
          " language " + store::language_of(entry, row) + "\n" + dump_document(*snapshot, row.document, entry.number);
      ++paragraphs;
    }
    if (heads.at(files.size()) != store::head_of(entry))
      throw std::runtime_error("the head of a file is not that of its entry");
    files.push_back(std::move(out));
    return true;
  });
  if (!read) throw std::runtime_error(read.error().message);
  if (heads.size() != files.size()) throw std::runtime_error("there are more heads than files");
  if (paragraphs != snapshot->database().get_doccount() || paragraphs != snapshot->facts().state.paragraphs) {
    throw std::runtime_error("an index holds documents that no file has");
  }
  std::sort(files.begin(), files.end());
  std::string out;
  for (const auto& file : files) out += file;
  for (const auto& [language, count] : snapshot->facts().state.languages)
    out += fmt::format("{} {}\n", language, count);
  return out;
}

}  // namespace pilcrow::test
