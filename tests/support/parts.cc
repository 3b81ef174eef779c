// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/parts.h"

#include <algorithm>
#include <utility>

#include "core/text/day.h"
#include "core/text/utf8.h"

namespace pilcrow::test {
namespace {

std::string indented(std::string_view text) {
  std::string out = "   ";
  for (const char byte : text) {
    out += byte;
    if (byte == '\n') out += "   ";
  }
  return out + '\n';
}

std::string with_page_breaks(std::string text, const store::RowPages& pages) {
  for (std::size_t i = pages.breaks.size(); i-- > 0;) {
    const std::size_t at = std::min<std::size_t>(pages.breaks[i], text.size());
    text.insert(at, "⏎" + std::to_string(pages.first + i + 1) + "⏎");
  }
  return text;
}

}  // namespace

std::vector<indexer::ReadPart> read_parts(const std::string& name, std::string_view bytes,
                                          indexer::ReadRequest request) {
  std::vector<indexer::ReadPart> parts;
  request.name = name;
  indexer::read_document(request, bytes, [&](indexer::ReadPart&& part) { parts.push_back(std::move(part)); });
  return parts;
}

std::string dump(const indexer::ReadPart& part) {
  const store::FileEntry& entry = part.entry;
  std::string out = "== " + (entry.member.empty() ? std::string("the file") : text::printable(entry.member));
  out += " (" + (part.to_filter.empty() ? entry.type : "to be converted") + ")";
  if (!entry.title.empty()) out += " \"" + text::printable(entry.title) + '"';
  if (entry.date) out += " " + text::format(*entry.date);
  if (!entry.language.empty()) out += " " + entry.language;
  if (entry.bytes_of_extracted) out += " extracted";
  out += '\n';
  if (!entry.meta.empty()) out += "meta " + entry.meta + '\n';
  if (entry.outcome != store::FileOutcome::indexed) {
    out += entry.outcome == store::FileOutcome::skipped ? "skipped: " : "failed: ";
    out += text::printable(entry.problem) + '\n';
  }
  for (std::size_t i = 0; i < entry.paragraphs.size(); ++i) {
    const store::ParagraphRow& row = entry.paragraphs[i];
    out += "-- " + std::to_string(row.lines.first) + '-' + std::to_string(row.lines.last) + " [" +
           std::to_string(row.bytes.begin) + ',' + std::to_string(row.bytes.end) + ')';
    if (const auto pages = store::pages_of(entry, row)) {
      out += " p. " + std::to_string(pages->first) + '-' + std::to_string(pages->last) + " (" + pages->label + ')';
    }
    if (row.minor) out += " minor";
    out += ':';
    const char* separator = " ";
    for (const auto& heading : entry.trails[row.trail]) {
      out += separator + text::printable(heading);
      separator = " > ";
    }
    out += '\n' + indented(text::printable(row.pages ? with_page_breaks(part.texts[i], *row.pages) : part.texts[i]));
  }
  return out;
}

std::string dump(const std::vector<indexer::ReadPart>& parts) {
  std::string out;
  for (const auto& part : parts) out += dump(part);
  return out;
}

}  // namespace pilcrow::test
