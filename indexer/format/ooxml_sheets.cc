// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of xlsx (SpreadsheetML): sheets in the order of the workbook, hidden ones too; see sheet.h. Cells show what
// is stored: texts, numbers, dates where the number's format says so, TRUE and FALSE, of formulas the last result.
// Errors (#N/A) are left out.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/utf8.h"
#include "indexer/format/document_date.h"
#include "indexer/format/extraction.h"
#include "indexer/format/format.h"
#include "indexer/format/package.h"
#include "indexer/format/sheet.h"
#include "indexer/format/xml_reader.h"

namespace pilcrow::indexer {
namespace {

using Event = XmlReader::Event;

constexpr std::uint32_t last_column = 16'384;

/// Characters that XML cannot hold are written "_x000D_".
std::string without_escapes(std::string_view text) {
  constexpr std::size_t size = 7;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view escape = text.substr(at, size);
    std::uint32_t value = 0;
    if (escape.size() == size && escape.starts_with("_x") && escape.back() == '_' &&
        std::from_chars(escape.data() + 2, escape.data() + size - 1, value, 16).ptr == escape.data() + size - 1) {
      text::append_utf8(out, value);
      at += size;
    } else {
      out += text[at++];
    }
  }
  return out;
}

/// The text of <si>, <is>, <text>: of its runs, without how they are spoken.
std::string rich_text(XmlReader& xml) {
  std::string text;
  const std::size_t depth = xml.depth();
  bool in_text = xml.name() == "text";  // of a threaded comment, which has no runs
  while (xml.next_in(depth)) {
    if (xml.starts("rPh")) {
      xml.skip();
    } else if (xml.event() == Event::text) {
      if (in_text) text += xml.text();
    } else if (xml.name() == "t" || xml.name() == "r") {
      in_text = xml.starts("t");
    }
  }
  return text.find("_x") == text.npos ? text : without_escapes(text);
}

/// Texts that cells share. Packed: there may be fifty million of them.
class SharedStrings {
 public:
  void read(std::string_view part) {
    XmlReader xml(part);
    while (xml.next() != Event::finish) {
      if (!xml.starts("si")) continue;
      text_ += rich_text(xml);
      ends_.push_back(static_cast<std::uint32_t>(text_.size()));
    }
  }
  std::string_view at(std::size_t index) const {
    if (index >= ends_.size()) return {};
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
  }

 private:
  std::string text_;
  std::vector<std::uint32_t> ends_;  // a part is smaller than 4 GB
};

/// What the numbers of cells mean, by the cells' formats.
std::vector<NumberForm> read_formats(std::string_view part) {
  std::vector<NumberForm> forms;
  std::map<long long, NumberForm> own;
  XmlReader xml(part);
  while (xml.next() != Event::finish) {
    if (xml.starts("numFmt")) own[xml.number("numFmtId")] = form_of_format(xml.attribute("formatCode").value_or(""));
    if (!xml.starts("cellXfs")) continue;
    const std::size_t depth = xml.depth();
    while (xml.next_in(depth)) {
      if (!xml.starts("xf")) continue;
      const long long id = xml.number("numFmtId");
      const auto found = own.find(id);
      forms.push_back(found == own.end() ? form_of_format(id) : found->second);
    }
  }
  return forms;
}

struct CellPlace {
  std::uint32_t row = 0;  ///< 0: not said.
  std::uint32_t column = 0;
};

CellPlace place_of(std::string_view reference) {
  CellPlace place;
  std::size_t i = 0;
  for (; i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z' && place.column <= last_column; ++i) {
    place.column = place.column * 26 + static_cast<std::uint32_t>(reference[i] - 'A' + 1);
  }
  std::from_chars(reference.data() + i, reference.data() + reference.size(), place.row);
  return place;
}

class WorkbookReader {
 public:
  WorkbookReader(const Package& package, std::string main, SheetWriter& writer)
      : package_(package), main_(std::move(main)), writer_(writer) {
    strings_.read(package.part(package.related(main_, "sharedStrings")));
    forms_ = read_formats(package.part(package.related(main_, "styles")));
  }

  /// Why it could not be read; empty where it could.
  std::string read() {
    const auto parts = package_.relations(main_);
    XmlReader xml(package_.part(main_));
    std::set<std::string> read;
    while (!writer_.full() && xml.next() != Event::finish) {
      if (xml.starts("workbookPr")) {
        const std::string value = xml.attribute("date1904").value_or("");
        from_1904_ = value == "1" || value == "true";
      }
      if (!xml.starts("sheet")) continue;
      writer_.begin_sheet(text::fold_space(xml.attribute("name").value_or("")));
      const auto found = parts.find(xml.attribute(":id").value_or(""));
      // Each once: a list may name one a million times.
      if (found == parts.end() || !read.insert(found->second.target).second) continue;
      std::string damage = read_sheet(found->second.target);
      if (!damage.empty()) return damage;
    }
    return damage_of(main_, xml.damage());
  }

 private:
  std::string read_sheet(const std::string& name) {
    XmlReader xml(package_.part(name));
    row_ = 0;
    while (!writer_.full() && xml.next() != Event::finish) {
      if (xml.starts("row")) read_row(xml);
    }
    bool threaded = false;
    const auto relations = package_.relations(name);
    for (const auto& [id, relation] : relations) threaded = threaded || relation.type == "threadedComment";
    for (const auto& [id, relation] : relations) {
      if (relation.type == (threaded ? "threadedComment" : "comments")) read_comments(relation.target);
    }
    writer_.end_sheet();
    return damage_of(name, xml.damage());
  }

  void read_row(XmlReader& xml) {
    const long long number = xml.number("r");
    row_ = number > 0 && number < most_rows ? static_cast<std::uint32_t>(number) : row_ + 1;
    SheetRow row;
    std::uint32_t column = 0;
    const std::size_t depth = xml.depth();
    while (xml.next_in(depth)) {
      if (!xml.starts("c")) continue;
      const CellPlace place = place_of(xml.attribute("r").value_or(""));
      column = place.column > column ? place.column : column + 1;
      read_cell(xml);
      if (column <= last_column) row.add(column, shown());
    }
    writer_.add_row({row_, row_}, std::move(row));
  }

  void read_cell(XmlReader& xml) {
    type_ = xml.attribute("t").value_or("n");
    const auto form = static_cast<std::size_t>(xml.number("s"));
    form_ = form < forms_.size() ? forms_[form] : NumberForm::number;
    value_.clear();
    const std::size_t depth = xml.depth();
    while (xml.next_in(depth)) {
      if (xml.starts("v")) value_ = xml.all_text();
      if (xml.starts("is")) value_ = rich_text(xml);
    }
  }

  /// What the cell shows that was read last.
  std::string_view shown() {
    if (type_ == "s") {
      std::size_t index = 0;
      const auto [stop, error] = std::from_chars(value_.data(), value_.data() + value_.size(), index);
      return error == std::errc() ? strings_.at(index) : std::string_view();
    }
    if (type_ == "e") return {};
    if (type_ == "b") return value_ == "1" ? "TRUE" : "FALSE";
    if (type_ == "n") value_ = shown_date(value_, form_, from_1904_);
    return value_;
  }

  void read_comments(const std::string& name) {
    XmlReader xml(package_.part(name));
    std::string cell;
    while (xml.next() != Event::finish) {
      if (xml.starts("comment") || xml.starts("threadedComment")) cell = xml.attribute("ref").value_or("");
      if (xml.starts("text")) writer_.add_comment(place_of(cell).row, cell, rich_text(xml));
    }
  }

  static constexpr long long most_rows = 1LL << 31;

  const Package& package_;
  const std::string main_;
  SheetWriter& writer_;
  SharedStrings strings_;
  std::vector<NumberForm> forms_;
  bool from_1904_ = false;
  std::uint32_t row_ = 0;
  std::string type_;  // of the cell
  NumberForm form_ = NumberForm::number;
  std::string value_;
};

}  // namespace

ReadResult read_xlsx(std::string_view bytes, Members& members) {
  const auto package =
      Package::open(bytes, [](std::string_view name) { return name.ends_with(".xml") || name.ends_with(".rels"); });
  if (!package) return tl::unexpected(package.error());
  const std::string main = package->related("", "officeDocument");
  if (!package->has(main)) return tl::unexpected<std::string>("damaged: no workbook in it");
  Extraction out;
  DocumentDate date;
  read_core_properties(*package, out.document(), date);
  SheetWriter writer(out, most_text_of(package->size()));
  std::string damage = WorkbookReader(*package, main, writer).read();
  if (damage.empty()) damage = writer.trouble();
  if (!damage.empty()) return tl::unexpected(std::move(damage));
  out.document().date = date.day();
  package->hand_on_embedded(members);
  return out.finish();
}

}  // namespace pilcrow::indexer
