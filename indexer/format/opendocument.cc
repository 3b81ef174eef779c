// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of OpenDocument: texts, presentations and spreadsheets, in a package or as one flat XML file.
//
// Texts: headings by their outline level, lists by their depth, tables row by row; footnotes, comments and text boxes
// after the paragraph that they belong to. Presentations: each page with its title as heading, its texts, comments and
// the speaker's notes. Spreadsheets: see sheet.h. Left out: what was deleted while changes were tracked, headers and
// footers, tables of contents and indexes.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/utf8.h"
#include "indexer/decode.h"
#include "indexer/format/document_date.h"
#include "indexer/format/extraction.h"
#include "indexer/format/flow.h"
#include "indexer/format/format.h"
#include "indexer/format/package.h"
#include "indexer/format/sheet.h"
#include "indexer/format/xml_reader.h"

namespace pilcrow::indexer {
namespace {

using Event = XmlReader::Event;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Title, dates, language: <office:meta>.
void read_meta(std::string_view part, Document& document, DocumentDate& date) {
  XmlReader xml(part);
  while (xml.next() != Event::finish) {
    if (!xml.starts("meta")) {
      if (xml.starts("body") || xml.starts("styles") || xml.starts("automatic-styles")) xml.skip();
      continue;
    }
    const std::size_t depth = xml.depth();
    while (xml.next_in(depth)) {
      if (xml.starts("title")) {
        document.title = text::fold_space(xml.all_text());
      } else if (xml.starts("language")) {
        document.language = text::fold_space(xml.all_text());
      } else if (xml.starts("date")) {
        date.offer("modified", xml.all_text());  // dc:date: of the last change
      } else if (xml.starts("creation-date")) {
        date.offer("created", xml.all_text());
      }
    }
  }
}

/// The styles that are, or are made from, the one for titles; and the language of the default style.
class Styles {
 public:
  void read(std::string_view part, std::string& language) {
    XmlReader xml(part);
    bool in_default = false;
    while (xml.next() != Event::finish) {
      if (xml.event() != Event::start) continue;
      if (xml.name() == "body") {
        xml.skip();
      } else if (xml.name() == "style" || xml.name() == "default-style") {
        in_default = xml.name() == "default-style";
        const std::string name = xml.attribute("name").value_or("");
        if (!in_default && !name.empty()) parents_[name] = xml.attribute("parent-style-name").value_or("");
      } else if (xml.name() == "text-properties" && in_default && language.empty()) {
        language = xml.attribute("language").value_or("");
        const std::string country = xml.attribute("country").value_or("");
        if (language == "none") language.clear();
        if (!language.empty() && !country.empty() && country != "none") language += "-" + country;
      }
    }
  }

  bool is_title(std::string name) const {
    constexpr int longest_chain = 20;  // also of styles that are based on each other in a circle
    for (int i = 0; i < longest_chain && !name.empty(); ++i) {
      if (name == "Title") return true;
      const auto found = parents_.find(name);
      if (found == parents_.end()) break;
      name = found->second;
    }
    return false;
  }

 private:
  std::map<std::string, std::string> parents_;
};

/// The text of paragraphs: white space folded as the format says, what stands for it shown.
class ParagraphText {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        text_ += c;
      } else if (!text_.empty() && text_.back() != ' ' && text_.back() != '\n') {
        text_ += ' ';
      }
    }
  }
  /// <text:s/>, <text:tab/>, <text:line-break/>.
  void add_element(std::string_view name) {
    if (name == "s" || name == "tab") text_ += ' ';
    if (name == "line-break") text_ += '\n';
  }
  std::string take() { return std::exchange(text_, {}); }

 private:
  std::string text_;
};

/// What is never shown as text, with all that it holds.
bool is_left_out(std::string_view name) {
  return is_one_of(name, {"tracked-changes",
                          "table-of-content",
                          "illustration-index",
                          "table-index",
                          "object-index",
                          "user-index",
                          "alphabetical-index",
                          "bibliography",
                          "note-citation",
                          "ruby-text",
                          "forms",
                          "event-listeners",
                          "settings",
                          "title",
                          "desc",
                          "math",
                          "object",
                          "binary-data",
                          "header",
                          "footer",
                          "header-decl",
                          "footer-decl",
                          "date-time-decl",
                          "scripts",
                          "styles",
                          "automatic-styles",
                          "master-styles",
                          "font-face-decls",
                          "shapes",
                          "dde-links",
                          "content-validations",
                          "label-ranges",
                          "calculation-settings"});
}

/// The text of a comment: "Author: what he says".
std::string read_annotation(XmlReader& xml) {
  std::string author;
  std::string all;
  ParagraphText paragraph;
  const std::size_t depth = xml.depth();
  while (xml.next_in(depth)) {
    if (xml.event() == Event::text) {
      paragraph.add(xml.text());
    } else if (xml.starts("creator")) {
      author = text::fold_space(xml.all_text());
    } else if (xml.starts("date") || xml.starts("date-string") || xml.starts("creator-initials") ||
               xml.starts("sender-initials")) {
      xml.skip();
    } else if (xml.event() == Event::start) {
      paragraph.add_element(xml.name());
    } else if (xml.name() == "p") {
      all.append(all.empty() ? "" : "\n").append(paragraph.take());
    }
  }
  if (text::fold_space(all).empty()) return {};
  return author.empty() ? all : author + ": " + all;
}

/// Goes through <office:text>, or one page of a presentation.
class TextReader {
 public:
  explicit TextReader(const Styles& styles) : styles_(styles) { open_.emplace_back(); }

  /// For a page of a presentation, to whose parts what is found goes.
  void set_slide(Slide& slide) { slide_ = &slide; }
  Flow& flow() { return slide_ == nullptr ? flow_ : in_notes_ ? slide_->notes : slide_->body; }
  const std::string& title() const { return title_; }

  /// To the end of the element that has started.
  void read(XmlReader& xml) {
    const std::size_t depth = xml.depth();
    while (!flow().full() && xml.next_in(depth)) {
      if (xml.event() == Event::text) {
        if (open_.back().begun) open_.back().text.add(xml.text());
      } else if (xml.event() == Event::start) {
        start(xml);
      } else {
        end(xml.name());
      }
    }
  }

 private:
  struct Paragraph {
    bool begun = false;  ///< Text between paragraphs is none.
    ParagraphText text;
    int heading = 0;
    bool title = false;
  };
  struct List {
    bool item_begun = false;  ///< The next paragraph is the item; those after it are paragraphs of it.
  };

  void start(XmlReader& xml) {
    const std::string_view name = xml.name();
    if (is_left_out(name)) {
      if (name == "title" && xml.prefix() == "text") return;  // a field
      xml.skip();
    } else if (name == "p" || name == "h") {
      begin_paragraph(xml);
    } else if (name == "list") {
      lists_.emplace_back();
    } else if (name == "list-item" || name == "list-header") {
      if (!lists_.empty()) lists_.back().item_begun = true;
    } else if (name == "table") {
      flow().begin_table();
    } else if (name == "table-row") {
      flow().begin_row();
    } else if (name == "table-cell") {
      flow().begin_cell();
    } else if (name == "note-body" || name == "text-box") {
      // A slide is nothing but boxes.
      if (slide_ == nullptr || name == "note-body") begin_aside();
    } else if (name == "annotation") {
      add_annotation(read_annotation(xml));
    } else if (name == "notes" && slide_ != nullptr) {
      in_notes_ = true;
    } else if (slide_ != nullptr && (name == "frame" || name == "custom-shape")) {
      shape_ = xml.attribute("class").value_or("");
      if (is_one_of(shape_, {"header", "footer", "date-time", "page-number", "page"})) xml.skip();
    } else if (open_.back().begun) {
      open_.back().text.add_element(name);
    }
  }

  void end(std::string_view name) {
    if ((name == "p" || name == "h") && open_.back().begun) {
      end_paragraph();
    } else if (name == "list" && !lists_.empty()) {
      lists_.pop_back();
    } else if (name == "table") {
      flow().end_table();
    } else if (name == "note-body" || (name == "text-box" && slide_ == nullptr)) {
      end_aside();
    } else if (name == "notes") {
      in_notes_ = false;
    } else if (name == "frame" || name == "custom-shape") {
      shape_.clear();
    }
  }

  void begin_paragraph(const XmlReader& xml) {
    Paragraph paragraph;
    paragraph.begun = true;
    if (xml.name() == "h") {
      paragraph.heading = static_cast<int>(std::clamp<long long>(xml.number("outline-level"), 1, 6));
    }
    paragraph.title = slide_ == nullptr && styles_.is_title(xml.attribute("style-name").value_or(""));
    open_.push_back(std::move(paragraph));
  }

  void end_paragraph() {
    Paragraph paragraph = std::move(open_.back());
    open_.pop_back();
    std::string text = paragraph.text.take();
    if (paragraph.title) {
      if (title_.empty()) title_ = text::fold_space(text);
      paragraph.heading = std::max(paragraph.heading, 1);
    }
    if (shape_ == "title" && slide_ != nullptr && !in_notes_) {
      text = text::fold_space(text);
      if (!text.empty()) slide_->title.append(slide_->title.empty() ? "" : " ").append(text);
    } else if (paragraph.heading > 0) {
      flow().add(BlockKind::heading, text::fold_space(text), paragraph.heading);
    } else if (!lists_.empty() && std::exchange(lists_.back().item_begun, false)) {
      flow().add(BlockKind::list_item, std::move(text), static_cast<int>(std::min<std::size_t>(lists_.size(), 9)));
    } else {
      flow().add(BlockKind::paragraph, std::move(text));
    }
  }

  /// In the middle of a paragraph, maybe of a list: neither goes on inside.
  void begin_aside() {
    flow().begin_aside();
    open_.emplace_back();
    outer_lists_.push_back(std::exchange(lists_, {}));
  }

  void end_aside() {
    if (outer_lists_.empty()) return;
    flow().end_aside();
    open_.pop_back();
    lists_ = std::move(outer_lists_.back());
    outer_lists_.pop_back();
  }

  void add_annotation(std::string text) {
    if (text.empty()) return;
    if (slide_ != nullptr) return slide_->comments.push_back(std::move(text));
    flow().begin_aside();
    flow().add(BlockKind::paragraph, std::move(text));
    flow().end_aside();
  }

  const Styles& styles_;
  Slide* slide_ = nullptr;
  Flow flow_;
  std::string title_;
  std::string shape_;  // what the shape on a slide is there for
  bool in_notes_ = false;
  std::vector<Paragraph> open_;  // with those around a text box or a note; between them those that have not begun
  std::vector<List> lists_;
  std::vector<std::vector<List>> outer_lists_;
};

/// Goes through <office:spreadsheet>.
class SpreadsheetReader {
 public:
  SpreadsheetReader(XmlReader& xml, SheetWriter& writer) : xml_(xml), writer_(writer) {}

  void read() {
    const std::size_t depth = xml_.depth();
    while (!writer_.full() && xml_.next_in(depth)) {
      if (xml_.event() != Event::start) continue;
      if (xml_.name() == "table") {
        read_sheet();
      } else {
        xml_.skip();
      }
    }
  }

 private:
  void read_sheet() {
    writer_.begin_sheet(text::fold_space(xml_.attribute("name").value_or("")));
    row_ = 1;
    const std::size_t depth = xml_.depth();
    while (!writer_.full() && xml_.next_in(depth)) {
      if (xml_.starts("table-row")) {
        read_row();
      } else if (xml_.starts("shapes") || xml_.starts("forms")) {
        xml_.skip();
      }
    }
    writer_.end_sheet();
  }

  /// How often the element stands there, as it says: 1 to a number that no sheet has.
  std::uint32_t repeated(std::string_view attribute) const {
    return static_cast<std::uint32_t>(std::clamp<long long>(xml_.number(attribute), 1, 1LL << 30));
  }

  void read_row() {
    const std::uint32_t count = repeated("number-rows-repeated");
    std::uint32_t column = 1;
    SheetRow row;
    const std::size_t depth = xml_.depth();
    while (xml_.next_in(depth)) {
      if (!xml_.starts("table-cell") && !xml_.starts("covered-table-cell")) continue;
      const bool covered = xml_.name() != "table-cell";
      const std::uint32_t cells = repeated("number-columns-repeated");
      const std::string text = read_cell(column);
      // The last columns of a sheet may all say the same; nobody looks at that.
      constexpr std::uint32_t most_repeated = 100;
      if (!covered && !text.empty()) {
        for (std::uint32_t i = 0; i < std::min(cells, most_repeated); ++i) row.add(column + i, text);
      }
      column = std::min(column + cells, last_column);
    }
    const std::uint32_t last = std::min(row_ + count - 1, last_row);
    writer_.add_row({row_, last}, std::move(row));
    row_ = std::min(last + 1, last_row);
  }

  std::string read_cell(std::uint32_t column) {
    const std::string type = xml_.attribute("value-type").value_or("");
    std::string value;
    if (type == "float" || type == "currency" || type == "percentage") {
      value = shown_number(xml_.attribute("value").value_or(""));
    } else if (type == "date") {
      value = xml_.attribute("date-value").value_or("");
      std::replace(value.begin(), value.end(), 'T', ' ');
      if (value.ends_with(":00") && value.size() == std::string_view("2026-06-15 10:00:00").size()) {
        value.resize(value.size() - 3);
      }
    } else if (type == "boolean") {
      value = xml_.attribute("boolean-value") == "true" ? "TRUE" : "FALSE";
    }
    std::string text;
    ParagraphText paragraph;
    const std::size_t depth = xml_.depth();
    while (xml_.next_in(depth)) {
      if (xml_.event() == Event::text) {
        if (in_paragraph_) paragraph.add(xml_.text());
      } else if (xml_.starts("annotation")) {
        writer_.add_comment(row_, name_of(column), read_annotation(xml_));
      } else if (xml_.event() == Event::start && is_left_out(xml_.name())) {
        xml_.skip();
      } else if (xml_.name() == "p") {
        in_paragraph_ = xml_.event() == Event::start;
        if (!in_paragraph_) text.append(text.empty() ? "" : " ").append(paragraph.take());
      } else if (xml_.event() == Event::start) {
        paragraph.add_element(xml_.name());
      }
    }
    in_paragraph_ = false;
    return value.empty() ? text : value;
  }

  /// "AB12".
  std::string name_of(std::uint32_t column) const {
    std::string name;
    for (; column > 0; column = (column - 1) / 26)
      name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
    return name + std::to_string(row_);
  }

  static constexpr std::uint32_t last_row = 1U << 30;
  static constexpr std::uint32_t last_column = 1U << 30;

  XmlReader& xml_;
  SheetWriter& writer_;
  std::uint32_t row_ = 1;
  bool in_paragraph_ = false;
};

/// The parts of a document; of a flat one all are the same.
struct Parts {
  std::string_view content;
  std::string_view styles;
  std::string_view meta;
};

void read_presentation(XmlReader& xml, const Styles& styles, Extraction& out, std::string& title) {
  std::uint32_t number = 0;
  const std::size_t depth = xml.depth();
  while (!out.full() && xml.next_in(depth)) {
    if (!xml.starts("page")) {
      if (xml.event() == Event::start) xml.skip();
      continue;
    }
    Slide slide;
    TextReader reader(styles);
    reader.set_slide(slide);
    reader.read(xml);
    if (title.empty()) title = slide.title;
    add_slide(out, ++number, std::move(slide));
  }
}

ReadResult read_parts(const Parts& parts) {
  Extraction out;
  DocumentDate date;
  std::string language;
  std::string title;
  read_meta(parts.meta, out.document(), date);
  Styles styles;
  styles.read(parts.styles, language);
  if (parts.content != parts.styles) styles.read(parts.content, language);
  SheetWriter writer(out, most_text_of(parts.content.size()));
  bool found = false;
  XmlReader xml(parts.content);
  while (!out.full() && xml.next() != Event::finish) {
    if (!xml.starts("body")) continue;
    const std::size_t depth = xml.depth();
    while (!out.full() && xml.next_in(depth)) {
      if (xml.starts("text")) {
        TextReader reader(styles);
        reader.read(xml);
        title = reader.title();
        if (title.empty() && out.document().title.empty()) title = reader.flow().first_heading();
        reader.flow().write(out);
      } else if (xml.starts("presentation") || xml.starts("drawing")) {
        read_presentation(xml, styles, out, title);
      } else if (xml.starts("spreadsheet")) {
        SpreadsheetReader(xml, writer).read();
      } else {
        continue;
      }
      found = true;
    }
  }
  std::string damage = damage_of("content.xml", xml.damage());
  if (damage.empty() && !found) damage = "damaged: no document in it";
  if (damage.empty()) damage = writer.trouble();
  if (!damage.empty()) return tl::unexpected(std::move(damage));
  if (!title.empty()) out.document().title = std::move(title);
  if (out.document().language.empty()) out.document().language = std::move(language);
  out.document().date = date.day();
  return out.finish();
}

/// Objects in it are packages of their own without a wrapper, so there is nothing to hand on.
bool is_wanted(std::string_view name) {
  return is_one_of(name, {"content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"});
}

bool is_encrypted(std::string_view manifest) {
  XmlReader xml(manifest);
  while (xml.next() != Event::finish) {
    if (xml.starts("encryption-data")) return true;
  }
  return false;
}

}  // namespace

ReadResult read_opendocument(std::string_view bytes, Members&) {
  const std::size_t begin = std::min(bytes.find_first_not_of("\xEF\xBB\xBF \t\r\n"), bytes.size());
  if (bytes.substr(begin).starts_with("<?xml") || bytes.substr(begin).starts_with("<office:document")) {
    const auto decoded = decode(bytes);
    if (!decoded) return tl::unexpected(decoded.error());
    return read_parts({decoded->text(), decoded->text(), decoded->text()});
  }
  const auto package = Package::open(bytes, is_wanted);
  if (!package) return tl::unexpected(package.error());
  if (is_encrypted(package->part("META-INF/manifest.xml"))) return tl::unexpected<std::string>("encrypted");
  if (!package->has("content.xml")) return tl::unexpected<std::string>("damaged: no document in it");
  return read_parts({package->part("content.xml"), package->part("styles.xml"), package->part("meta.xml")});
}

}  // namespace pilcrow::indexer
