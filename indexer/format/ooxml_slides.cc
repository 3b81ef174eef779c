// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of pptx (PresentationML): slides in the order of the presentation, hidden ones too, each a page with its
// number. The title is a heading; paragraphs of the body are list items by their level, those of other shapes
// paragraphs; tables row by row, the texts of diagrams; then comments, and the speaker's notes under the heading
// "Notes". Date, footer and slide number are left out.
#include <algorithm>
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
#include "indexer/format/flow.h"
#include "indexer/format/format.h"
#include "indexer/format/package.h"
#include "indexer/format/xml_reader.h"

namespace pilcrow::indexer {
namespace {

using Event = XmlReader::Event;

/// How much text is in each language, as its runs say.
class RunLanguages {
 public:
  void begin_run(std::string language) { now_ = std::move(language); }
  void add(std::size_t size) {
    if (!now_.empty() && (sizes_.size() < 100 || sizes_.count(now_) != 0)) sizes_[now_] += size;
  }
  std::string most() const {
    const auto found = std::max_element(sizes_.begin(), sizes_.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; });
    return found == sizes_.end() ? "" : found->first;
  }

 private:
  std::string now_;
  std::map<std::string, std::size_t> sizes_;
};

/// The shapes of a slide, of its notes, or of a diagram.
class ShapeReader {
 public:
  ShapeReader(Slide& slide, Flow& flow, RunLanguages& languages) : slide_(slide), flow_(flow), languages_(languages) {}

  /// Only what the speaker wrote, in the body or in boxes of its own: a page of notes has placeholders for much else.
  void only_body() { only_body_ = true; }
  /// Ids of the diagrams that the slide refers to.
  const std::vector<std::string>& diagrams() const { return diagrams_; }

  std::string read(std::string_view part) {
    XmlReader xml(part);
    while (!flow_.full() && xml.next() != Event::finish) {
      if (xml.event() == Event::start) {
        start(xml);
      } else if (xml.event() == Event::end) {
        end(xml.name());
      } else if (in_text_) {
        text_ += xml.text();
        languages_.add(xml.text().size());
      }
    }
    return xml.damage();
  }

 private:
  void start(XmlReader& xml) {
    const std::string_view name = xml.name();
    if (name == "sp" || name == "graphicFrame") {
      placeholder_.clear();
    } else if (name == "ph") {
      placeholder_ = xml.attribute("type").value_or("obj");
    } else if (name == "p") {
      text_.clear();
      level_ = 0;
    } else if (name == "pPr") {
      level_ = static_cast<int>(std::clamp<long long>(xml.number("lvl"), 0, 8));
    } else if (name == "rPr") {
      languages_.begin_run(xml.attribute("lang").value_or(""));
    } else if (name == "t") {
      // In diagrams a point's text is a "t" that holds paragraphs.
      in_text_ = true;
    } else if (name == "br") {
      text_ += '\n';
    } else if (name == "tab") {
      text_ += ' ';
    } else if (name == "tbl") {
      flow_.begin_table();
    } else if (name == "tr") {
      flow_.begin_row();
    } else if (name == "tc") {
      flow_.begin_cell();
    } else if (name == "relIds") {
      diagrams_.push_back(xml.attribute("dm").value_or(""));
    } else if (name == "Fallback") {
      xml.skip();
    }
  }

  void end(std::string_view name) {
    if (name == "t") in_text_ = false;
    if (name == "tbl") flow_.end_table();
    if (name == "p") end_paragraph();
  }

  void end_paragraph() {
    const bool is_body = placeholder_ == "body" || placeholder_ == "obj";
    if (only_body_ && !is_body && !placeholder_.empty()) return;
    if (placeholder_ == "dt" || placeholder_ == "ftr" || placeholder_ == "sldNum" || placeholder_ == "hdr") return;
    std::string text = std::exchange(text_, {});
    if (placeholder_ == "title" || placeholder_ == "ctrTitle") {
      text = text::fold_space(text);
      if (!text.empty()) slide_.title.append(slide_.title.empty() ? "" : " ").append(text);
    } else if (is_body && !only_body_ && !flow_.in_table()) {
      flow_.add(BlockKind::list_item, std::move(text), level_ + 1);
    } else {
      flow_.add(BlockKind::paragraph, std::move(text));
    }
  }

  Slide& slide_;
  Flow& flow_;
  RunLanguages& languages_;
  bool only_body_ = false;
  std::vector<std::string> diagrams_;
  std::string placeholder_;  // what the shape is there for; empty where it is its own
  std::string text_;
  int level_ = 0;
  bool in_text_ = false;
};

class PresentationReader {
 public:
  PresentationReader(const Package& package, std::string main) : package_(package), main_(std::move(main)) {}

  /// Why it could not be read; empty where it could.
  std::string read(Extraction& out) {
    read_authors();
    const auto slides = package_.relations(main_);
    XmlReader xml(package_.part(main_));
    std::uint32_t number = 0;
    while (!out.full() && xml.next() != Event::finish) {
      if (!xml.starts("sldId")) continue;
      ++number;
      const auto found = slides.find(xml.attribute(":id").value_or(""));
      // Each once: a list may name one a million times.
      if (found == slides.end() || !read_.insert(found->second.target).second) continue;
      Slide slide;
      std::string damage = read_slide(found->second.target, slide);
      if (!damage.empty()) return damage;
      if (first_title_.empty()) first_title_ = slide.title;
      add_slide(out, number, std::move(slide));
    }
    return damage_of(main_, xml.damage());
  }

  const std::string& first_title() const { return first_title_; }
  std::string language() const { return languages_.most(); }

 private:
  std::string read_slide(const std::string& name, Slide& slide) {
    ShapeReader shapes(slide, slide.body, languages_);
    std::string damage = damage_of(name, shapes.read(package_.part(name)));
    if (!damage.empty()) return damage;
    const auto relations = package_.relations(name);
    for (const std::string& id : shapes.diagrams()) {
      const auto found = relations.find(id);
      if (found == relations.end() || !read_.insert(found->second.target).second) continue;
      ShapeReader(slide, slide.body, languages_).read(package_.part(found->second.target));
    }
    for (const auto& [id, relation] : relations) {
      if (relation.type == "comments") read_comments(relation.target, slide);
      if (relation.type == "notesSlide" && read_.insert(relation.target).second) {
        ShapeReader notes(slide, slide.notes, languages_);
        notes.only_body();
        notes.read(package_.part(relation.target));
      }
    }
    return {};
  }

  /// Authors of comments, by their ids: in one form of old, in another since 2021.
  void read_authors() {
    for (const auto& [id, relation] : package_.relations(main_)) {
      if (relation.type != "commentAuthors" && relation.type != "authors") continue;
      XmlReader xml(package_.part(relation.target));
      while (xml.next() != Event::finish) {
        if (!xml.starts("cmAuthor") && !xml.starts("author")) continue;
        authors_[xml.attribute("id").value_or("")] = xml.attribute("name").value_or("");
      }
    }
  }

  void read_comments(const std::string& name, Slide& slide) {
    if (!read_.insert(name).second) return;
    XmlReader xml(package_.part(name));
    std::string author;
    while (xml.next() != Event::finish) {
      if (xml.starts("cm") || xml.starts("reply")) {
        const auto found = authors_.find(xml.attribute("authorId").value_or(""));
        author = found == authors_.end() || found->second.empty() ? "" : found->second + ": ";
      } else if (xml.starts("text") || xml.starts("t")) {
        const std::string text = text::fold_space(xml.all_text());
        if (!text.empty() && slide.comments.size() <= most_blocks) slide.comments.push_back(author + text);
      }
    }
  }

  const Package& package_;
  const std::string main_;
  std::map<std::string, std::string> authors_;
  std::set<std::string> read_;  // parts
  std::string first_title_;
  RunLanguages languages_;
};

}  // namespace

ReadResult read_pptx(std::string_view bytes, Members& members) {
  const auto package =
      Package::open(bytes, [](std::string_view name) { return name.ends_with(".xml") || name.ends_with(".rels"); });
  if (!package) return tl::unexpected(package.error());
  const std::string main = package->related("", "officeDocument");
  if (!package->has(main)) return tl::unexpected<std::string>("damaged: no presentation in it");
  Extraction out;
  DocumentDate date;
  read_core_properties(*package, out.document(), date);
  PresentationReader reader(*package, main);
  if (std::string damage = reader.read(out); !damage.empty()) return tl::unexpected(std::move(damage));
  // Most properties say "PowerPoint Presentation", or what a template was called.
  if (!reader.first_title().empty()) out.document().title = reader.first_title();
  if (out.document().language.empty()) out.document().language = reader.language();
  out.document().date = date.day();
  package->hand_on_embedded(members);
  return out.finish();
}

}  // namespace pilcrow::indexer
