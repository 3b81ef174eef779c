// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of docx (WordprocessingML).
//
// Paragraphs are headings by the outline level that they or their style have (a style has it from what it is based on,
// or by its name "heading 1", which is the same in every language), list items where they are numbered, rows of tables,
// else paragraphs. Footnotes, endnotes, comments and text boxes come after the paragraph that they belong to. What a
// revision deleted is left out, what it inserted is there; of a field, the result; no hidden text, no headers and
// footers, no table of contents and index, which only repeat the headings.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/format/document_date.h"
#include "indexer/format/extraction.h"
#include "indexer/format/flow.h"
#include "indexer/format/format.h"
#include "indexer/format/package.h"
#include "indexer/format/xml_reader.h"

namespace pilcrow::indexer {
namespace {

using text::lower;

using Event = XmlReader::Event;

constexpr int body_text = 9;  // the outline level of what is no heading

/// What a style, or a paragraph itself, says of a paragraph. -1: nothing.
struct Properties {
  int outline = -1;
  int list_level = -1;
  long long numbering = -1;  ///< 0: none.
};

struct Style {
  std::string name;  ///< In lower case.
  std::string based_on;
  Properties properties;
};

int within(long long number, int most) {
  return static_cast<int>(std::clamp<long long>(number, 0, most));
}

/// Of a property that is there or not: <w:vanish/>, <w:vanish w:val="false"/>.
bool is_on(const XmlReader& xml) {
  const std::string value = xml.attribute("val").value_or("1");
  return value != "0" && value != "false" && value != "off";
}

class Styles {
 public:
  /// `language` is that of the document, where it says.
  void read(std::string_view part, std::string& language) {
    XmlReader xml(part);
    std::string id;
    while (xml.next() != Event::finish) {
      if (xml.event() != Event::start) continue;
      if (xml.name() == "style") {
        id = xml.attribute("styleId").value_or("");
        if (xml.attribute("type") == "paragraph" && xml.attribute("default") == "1") default_ = id;
      } else if (xml.name() == "lang" && language.empty() && (id.empty() || id == default_)) {
        language = xml.attribute("val").value_or("");
      } else if (!id.empty()) {
        read_property(xml, styles_[id]);
      }
    }
  }

  struct Resolved {
    int heading = 0;  ///< Level, 0: none.
    bool title = false;
    bool left_out = false;  ///< It is of a table of contents, or of an index.
    Properties properties;
  };

  /// What holds for a paragraph of this style that says so much itself.
  Resolved resolve(const std::string& style, const Properties& own) const {
    constexpr int longest_chain = 20;  // of styles that are based on each other; also of those in a circle
    Resolved resolved;
    resolved.properties = own;
    std::string id = style.empty() ? default_ : style;
    for (int i = 0; i < longest_chain && !id.empty(); ++i) {
      const auto found = styles_.find(id);
      if (found == styles_.end()) break;
      const Style& now = found->second;
      const std::string& name = now.name;
      if (now.properties.list_level >= 0 && resolved.properties.list_level < 0) {
        resolved.properties.list_level = now.properties.list_level;
      }
      if (resolved.properties.numbering < 0) resolved.properties.numbering = now.properties.numbering;
      if (resolved.properties.outline < 0) resolved.properties.outline = outline_of(now);
      resolved.title = resolved.title || name == "title";
      resolved.left_out = resolved.left_out || name.starts_with("toc ") || name.starts_with("index ");
      id = now.based_on;
    }
    if (resolved.properties.outline >= 0 && resolved.properties.outline < body_text) {
      resolved.heading = std::min(resolved.properties.outline + 1, 6);
    } else if (resolved.title) {
      resolved.heading = 1;
    }
    return resolved;
  }

 private:
  static void read_property(XmlReader& xml, Style& style) {
    if (xml.name() == "name") {
      style.name = lower(xml.attribute("val").value_or(""));
    } else if (xml.name() == "basedOn") {
      style.based_on = xml.attribute("val").value_or("");
    } else if (xml.name() == "outlineLvl") {
      style.properties.outline = within(xml.number("val"), body_text);
    } else if (xml.name() == "ilvl") {
      style.properties.list_level = within(xml.number("val"), 8);
    } else if (xml.name() == "numId") {
      style.properties.numbering = xml.number("val");
    }
  }

  static int outline_of(const Style& style) {
    constexpr std::string_view heading = "heading ";
    const std::string& name = style.name;
    const bool by_name =
        name.starts_with(heading) && name.size() == heading.size() + 1 && name.back() >= '1' && name.back() <= '9';
    return style.properties.outline < 0 && by_name ? name.back() - '1' : style.properties.outline;
  }

  std::map<std::string, Style> styles_;
  std::string default_;
};

struct Paragraph {
  std::string text;
  std::string style;
  Properties properties;
  bool joined = false;  ///< Its end was deleted: the next paragraph goes on where it ends.
};

/// Footnotes, endnotes or comments, by their ids: what each says, paragraph by paragraph.
using Notes = std::map<std::string, std::vector<std::string>>;

/// Goes through a part with paragraphs. What a paragraph is for, the heirs know.
class StoryReader {
 public:
  virtual ~StoryReader() = default;

  /// Why the part was not read to its end; empty where it was.
  std::string read(std::string_view part) {
    XmlReader xml(part);
    while (!full() && xml.next() != Event::finish) {
      if (xml.event() == Event::text) {
        if (in_text_ && !hidden_ && !open_.empty()) open_.back().text += xml.text();
      } else if (xml.event() == Event::end) {
        end(xml.name());
      } else {
        start(xml);
      }
    }
    return xml.damage();
  }

 protected:
  virtual bool full() const { return false; }
  /// An element that is none of a paragraph's own begins or ends.
  virtual void start_other(XmlReader& xml) = 0;
  virtual void end_other(std::string_view name) = 0;
  virtual void finish(Paragraph&& paragraph) = 0;

 private:
  void start(XmlReader& xml) {
    const std::string_view name = xml.name();
    if (name == "p") {
      open_.push_back(std::exchange(next_, {}));
    } else if (name == "pPr") {
      read_properties(xml);
    } else if (name == "r") {
      hidden_ = false;
    } else if (name == "rPr") {
      const std::size_t depth = xml.depth();
      while (xml.next_in(depth)) {
        if (xml.starts("vanish")) hidden_ = is_on(xml);
      }
    } else if (name == "t") {
      in_text_ = true;
    } else if (name == "tab" || name == "ptab") {
      add(" ");
    } else if (name == "br" || name == "cr") {
      add("\n");
    } else if (name == "noBreakHyphen") {
      add("-");
    } else if (name == "del" || name == "moveFrom" || name == "Fallback" || name == "rt") {
      xml.skip();  // what was deleted, what is there in a newer form already, how a word is spoken
    } else {
      start_other(xml);
    }
  }

  void end(std::string_view name) {
    if (name == "t") {
      in_text_ = false;
    } else if (name == "p" && !open_.empty()) {
      Paragraph paragraph = std::move(open_.back());
      open_.pop_back();
      if (paragraph.joined) {
        next_.text = std::move(paragraph.text);
      } else {
        finish(std::move(paragraph));
      }
    } else {
      end_other(name);
    }
  }

  void read_properties(XmlReader& xml) {
    Paragraph ignored;
    Paragraph& paragraph = open_.empty() ? ignored : open_.back();
    const std::size_t depth = xml.depth();
    while (xml.next_in(depth)) {
      if (xml.event() != Event::start) continue;
      if (xml.name() == "pStyle") {
        paragraph.style = xml.attribute("val").value_or("");
      } else if (xml.name() == "outlineLvl") {
        paragraph.properties.outline = within(xml.number("val"), body_text);
      } else if (xml.name() == "ilvl") {
        paragraph.properties.list_level = within(xml.number("val"), 8);
      } else if (xml.name() == "numId") {
        paragraph.properties.numbering = xml.number("val");
      } else if (xml.name() == "del" || xml.name() == "moveFrom") {
        paragraph.joined = true;
      } else if (xml.name() == "pPrChange" || xml.name() == "rPrChange") {
        xml.skip();  // as it was before
      }
    }
  }

  void add(std::string_view text) {
    if (!open_.empty() && !hidden_) open_.back().text += text;
  }

  std::vector<Paragraph> open_;  // with those around a text box
  Paragraph next_;
  bool in_text_ = false;
  bool hidden_ = false;
};

class NoteReader final : public StoryReader {
 public:
  Notes take() { return std::move(notes_); }

 private:
  void start_other(XmlReader& xml) override {
    if (xml.name() != "footnote" && xml.name() != "endnote" && xml.name() != "comment") return;
    id_ = xml.attribute("id").value_or("");
    author_ = text::fold_space(xml.attribute("author").value_or(""));
  }
  void end_other(std::string_view) override {}
  void finish(Paragraph&& paragraph) override {
    if (text::fold_space(paragraph.text).empty()) return;
    if (!author_.empty()) paragraph.text.insert(0, std::exchange(author_, {}) + ": ");
    notes_[id_].push_back(std::move(paragraph.text));
  }

  Notes notes_;
  std::string id_;
  std::string author_;  // of the note, until it has been said
};

Notes read_notes(std::string_view part) {
  NoteReader reader;
  reader.read(part);
  return reader.take();
}

class BodyReader final : public StoryReader {
 public:
  BodyReader(const Package& package, const std::string& main, const Styles& styles)
      : styles_(styles),
        footnotes_(read_notes(package.part(package.related(main, "footnotes")))),
        endnotes_(read_notes(package.part(package.related(main, "endnotes")))),
        comments_(read_notes(package.part(package.related(main, "comments")))) {}

  Flow& flow() { return flow_; }
  const std::string& title() const { return title_; }

 private:
  bool full() const override { return flow_.full(); }

  void start_other(XmlReader& xml) override {
    const std::string_view name = xml.name();
    if (name == "tbl") {
      flow_.begin_table();
    } else if (name == "tr") {
      flow_.begin_row();
    } else if (name == "trPr") {
      skip_deleted_row(xml);
    } else if (name == "tc") {
      flow_.begin_cell();
    } else if (name == "txbxContent") {
      flow_.begin_aside();
    } else if (name == "footnoteReference") {
      add_note(footnotes_, xml);
    } else if (name == "endnoteReference") {
      add_note(endnotes_, xml);
    } else if (name == "commentReference") {
      add_note(comments_, xml);
    }
  }

  void end_other(std::string_view name) override {
    if (name == "tbl") flow_.end_table();
    if (name == "txbxContent") flow_.end_aside();
  }

  void finish(Paragraph&& paragraph) override {
    const Styles::Resolved is = styles_.resolve(paragraph.style, paragraph.properties);
    if (is.left_out) paragraph.text.clear();
    if (is.title && title_.empty()) title_ = text::fold_space(paragraph.text);
    if (is.heading > 0) {
      flow_.add(BlockKind::heading, text::fold_space(paragraph.text), is.heading);
    } else if (is.properties.numbering > 0) {
      flow_.add(BlockKind::list_item, std::move(paragraph.text), std::max(is.properties.list_level, 0) + 1);
    } else {
      flow_.add(BlockKind::paragraph, std::move(paragraph.text));
    }
  }

  /// In its properties.
  static void skip_deleted_row(XmlReader& xml) {
    const std::size_t depth = xml.depth();
    bool deleted = false;
    while (xml.next_in(depth)) deleted = deleted || xml.starts("del");
    while (deleted && xml.next_in(depth - 1)) {
    }
  }

  /// Each once: a file may refer to one a million times.
  void add_note(Notes& notes, const XmlReader& xml) {
    const auto found = notes.find(xml.attribute("id").value_or(""));
    if (found == notes.end()) return;
    flow_.begin_aside();
    for (std::string& text : found->second) flow_.add(BlockKind::paragraph, std::move(text));
    flow_.end_aside();
    notes.erase(found);
  }

  const Styles& styles_;
  Flow flow_;
  std::string title_;
  Notes footnotes_;
  Notes endnotes_;
  Notes comments_;
};

}  // namespace

ReadResult read_docx(std::string_view bytes, Members& members) {
  const auto package =
      Package::open(bytes, [](std::string_view name) { return name.ends_with(".xml") || name.ends_with(".rels"); });
  if (!package) return tl::unexpected(package.error());
  const std::string main = package->related("", "officeDocument");
  if (!package->has(main)) return tl::unexpected<std::string>("damaged: no document in it");
  Extraction out;
  DocumentDate date;
  std::string language;
  read_core_properties(*package, out.document(), date);
  Styles styles;
  styles.read(package->part(package->related(main, "styles")), language);
  BodyReader body(*package, main, styles);
  if (std::string damage = damage_of(main, body.read(package->part(main))); !damage.empty()) {
    return tl::unexpected(std::move(damage));
  }
  // What the page shows is nearer to the truth than properties, which a template may have left behind.
  if (!body.title().empty()) out.document().title = body.title();
  if (out.document().title.empty()) out.document().title = body.flow().first_heading();
  if (out.document().language.empty()) out.document().language = language;
  out.document().date = date.day();
  body.flow().write(out);
  package->hand_on_embedded(members);
  return out.finish();
}

}  // namespace pilcrow::indexer
