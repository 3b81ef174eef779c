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

enum class Of { everything, documents };

std::string dump_document(const store::Snapshot& snapshot, std::uint32_t number, std::uint32_t file, Of what) {
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
    if (what == Of::documents && (*term).starts_with(store::prefix_path_part)) continue;
    out += fmt::format(" {}/{}", *term, term.get_wdf());
    for (auto at = term.positionlist_begin(); at != term.positionlist_end(); ++at) out += fmt::format(":{}", *at);
  }
  return out + "\n";
}

std::string dump_head(const store::Snapshot& snapshot, const store::FileEntry& entry, Of what) {
  const std::string path = text::printable(store::absolute_path(snapshot.facts(), entry));
  if (what == Of::documents) {
    std::string labels;
    for (const std::string& label : entry.page_labels) labels += " '" + label + "'";
    return fmt::format("{} date {} {} {} {} title {} meta {} labels{}{}\n", path, text::format(store::day_of(entry)),
                       entry.language, entry.encoding, entry.type, entry.title, entry.meta, labels,
                       entry.bytes_of_extracted ? " extracted" : "");
  }
  return fmt::format("{} outcome {} {} size {} mtime {} date {} {} {} {} title {}\n", path,
                     static_cast<int>(entry.outcome), entry.problem, entry.size, entry.mtime_ns,
                     entry.date ? text::format(*entry.date) : "none", entry.language, entry.encoding, entry.type,
                     entry.title);
}

std::string dump(const std::filesystem::path& index, Of what) {
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
  std::size_t seen = 0;
  const auto read = snapshot->each_file([&](store::FileEntry&& entry) {
    std::string out = dump_head(*snapshot, entry, what);
    for (const auto& row : entry.paragraphs) {
      if (row.pages) out += fmt::format("  page {} breaks {}\n", row.pages->first, fmt::join(row.pages->breaks, " "));
      if (row.minor) out += "  minor\n";
      out += fmt::format("  bytes {}-{} lines {}-{} trail", row.bytes.begin, row.bytes.end, row.lines.first,
                         row.lines.last);
      for (const auto& heading : entry.trails.at(row.trail)) out += " / " + heading;
      out += " language " + store::language_of(entry, row) + "\n" +
             dump_document(*snapshot, row.document, entry.number, what);
      ++paragraphs;
    }
    if (heads.at(seen++) != store::head_of(entry))
      throw std::runtime_error("the head of a file is not that of its entry");
    if (what == Of::everything || entry.outcome == store::FileOutcome::indexed) files.push_back(std::move(out));
    return true;
  });
  if (!read) throw std::runtime_error(read.error().message);
  if (heads.size() != seen) throw std::runtime_error("there are more heads than files");
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

}  // namespace

std::string dump_index(const std::filesystem::path& index) {
  return dump(index, Of::everything);
}

std::string dump_documents(const std::filesystem::path& index) {
  return dump(index, Of::documents);
}

}  // namespace pilcrow::test
