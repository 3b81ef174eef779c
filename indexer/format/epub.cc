// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of EPUB: the chapters in the order of the spine, each read as HTML, each a page with its number in the
// spine. A chapter without any heading has that of the table of contents. The table itself and the cover are
// left out.
#include <algorithm>
#include <array>
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
#include "indexer/format/xml_reader.h"

namespace pilcrow::indexer {
namespace {

using Event = XmlReader::Event;

constexpr std::string_view container_name = "META-INF/container.xml";
constexpr std::string_view encryption_name = "META-INF/encryption.xml";

bool is_wanted(std::string_view name) {
  constexpr std::array<std::string_view, 7> endings = {".opf", ".ncx", ".xhtml", ".html", ".htm", ".xht", ".xml"};
  return std::any_of(endings.begin(), endings.end(),
                     [name](std::string_view ending) { return name.ends_with(ending); });
}

/// For a reader of HTML, to which <title/> is a beginning without an end. Elements that are empty by their kind stay.
std::string with_end_tags(std::string_view xhtml) {
  constexpr std::string_view empty_ones = " area base br col embed hr img input link meta param source track wbr ";
  std::string out;
  out.reserve(xhtml.size());
  for (std::size_t at = 0; at < xhtml.size();) {
    const std::size_t open = std::min(xhtml.find('<', at), xhtml.size());
    out += xhtml.substr(at, open - at);
    const std::size_t end = xhtml.find('>', open);
    if (end == xhtml.npos) {
      out += xhtml.substr(open);
      break;
    }
    std::string_view tag = xhtml.substr(open, end + 1 - open);
    at = end + 1;
    const std::string_view name = tag.substr(1, tag.find_first_of(" \t\r\n/>", 1) - 1);
    const bool is_comment = name.starts_with('!') || name.starts_with('?');
    const std::string word = " " + std::string(name) + " ";
    if (!tag.ends_with("/>") || is_comment || name.empty() || empty_ones.find(word) != empty_ones.npos) {
      out += tag;
      continue;
    }
    tag.remove_suffix(2);
    out.append(tag).append("></").append(name).append(">");
  }
  return out;
}

/// What META-INF/encryption.xml lists: scrambled fonts, and in a protected book its chapters.
std::set<std::string> encrypted_parts(std::string_view part) {
  std::set<std::string> parts;
  XmlReader xml(part);
  while (xml.next() != Event::finish) {
    if (xml.starts("CipherReference")) parts.insert(resolve_path("", xml.attribute("URI").value_or("")));
  }
  return parts;
}

class BookReader {
 public:
  BookReader(const Package& package, std::string opf) : package_(package), opf_(std::move(opf)) {}

  ReadResult read() {
    if (std::string damage = damage_of(opf_, read_opf()); !damage.empty()) return tl::unexpected(std::move(damage));
    read_contents();
    const std::set<std::string> encrypted = encrypted_parts(package_.part(encryption_name));
    std::uint32_t number = 0;
    std::set<std::string> read;
    for (const std::string& id : spine_) {
      ++number;
      const auto found = items_.find(id);
      // Each once: a spine may name one a million times.
      if (found == items_.end() || left_out_.count(found->second) != 0 || !read.insert(found->second).second) continue;
      if (encrypted.count(found->second) != 0) return tl::unexpected<std::string>("encrypted");
      add_chapter(number, found->second);
      if (out_.full()) break;
    }
    if (read.empty()) return tl::unexpected<std::string>("damaged: no chapters in it");
    out_.document().date = date_.day();
    return out_.finish();
  }

 private:
  /// Metadata, parts by their ids, their order. Says what is wrong with it.
  std::string read_opf() {
    XmlReader xml(package_.part(opf_));
    while (xml.next() != Event::finish) {
      if (xml.event() != Event::start) continue;
      const std::string_view name = xml.name();
      if (name == "metadata") {
        read_metadata(xml);
      } else if (name == "item") {
        const std::string path = resolve_path(opf_, xml.attribute("href").value_or(""));
        const std::string type = xml.attribute("media-type").value_or("");
        const std::string properties = xml.attribute("properties").value_or("");
        if (type == "application/xhtml+xml" || type == "text/html") {
          items_[xml.attribute("id").value_or("")] = path;
          if (properties.find("nav") != properties.npos) {
            contents_.push_back(path);
            left_out_.insert(path);
          }
        } else if (type == "application/x-dtbncx+xml") {
          contents_.push_back(path);
        }
      } else if (name == "itemref") {
        spine_.push_back(xml.attribute("idref").value_or(""));
      } else if (name == "reference") {
        const std::string type = xml.attribute("type").value_or("");
        if (type == "toc" || type == "cover") left_out_.insert(resolve_path(opf_, xml.attribute("href").value_or("")));
      }
    }
    return xml.damage();
  }

  void read_metadata(XmlReader& xml) {
    Document& document = out_.document();
    const std::size_t depth = xml.depth();
    while (xml.next_in(depth)) {
      if (xml.event() != Event::start) continue;
      const std::string name(xml.name());
      if (name == "title" && document.title.empty()) {
        document.title = text::fold_space(xml.all_text());
      } else if (name == "language" && document.language.empty()) {
        document.language = text::fold_space(xml.all_text());
      } else if (name == "date") {
        const std::string event = xml.attribute("event").value_or("publication");
        date_.offer(event == "modification" ? "modified"
                    : event == "creation"   ? "created"
                                            : "published",
                    xml.all_text());
      }
      // dcterms:modified is that of the package, which a shop may have made anew; the text is older.
    }
  }

  /// What the table of contents calls each chapter.
  void read_contents() {
    for (const std::string& path : contents_) {
      XmlReader xml(package_.part(path));
      std::string label;
      while (xml.next() != Event::finish) {
        if (xml.starts("navLabel")) {
          label = text::fold_space(xml.all_text());
        } else if (xml.starts("content")) {
          name_chapter(path, xml.attribute("src").value_or(""), label);
        } else if (xml.starts("a")) {
          const std::string target = xml.attribute("href").value_or("");
          name_chapter(path, target, text::fold_space(xml.all_text()));
        }
      }
    }
  }

  void name_chapter(const std::string& base, const std::string& target, const std::string& label) {
    if (!label.empty()) labels_.emplace(resolve_path(base, target), label);
  }

  void add_chapter(std::uint32_t number, const std::string& path) {
    const std::string xhtml = with_end_tags(package_.part(path));
    const ReadResult chapter = read_html(xhtml);
    if (!chapter || chapter->blocks.empty()) return;
    out_.begin_page(number);
    const auto label = labels_.find(path);
    const bool has_heading = std::any_of(chapter->blocks.begin(), chapter->blocks.end(),
                                         [](const Block& block) { return block.kind == BlockKind::heading; });
    if (label != labels_.end() && !has_heading) out_.add(BlockKind::heading, label->second, 1);
    out_.append(*chapter);
  }

  const Package& package_;
  const std::string opf_;
  Extraction out_;
  DocumentDate date_;
  std::map<std::string, std::string> items_;  // paths by ids
  std::vector<std::string> spine_;            // ids
  std::vector<std::string> contents_;         // tables of contents
  std::set<std::string> left_out_;
  std::map<std::string, std::string> labels_;  // by paths
};

}  // namespace

ReadResult read_epub(std::string_view bytes, Members&) {
  const auto package = Package::open(bytes, is_wanted);
  if (!package) return tl::unexpected(package.error());
  XmlReader container(package->part(container_name));
  std::string opf;
  while (opf.empty() && container.next() != Event::finish) {
    if (container.starts("rootfile")) opf = resolve_path("", container.attribute("full-path").value_or(""));
  }
  if (!package->has(opf)) return tl::unexpected<std::string>("damaged: no book in it");
  return BookReader(*package, std::move(opf)).read();
}

}  // namespace pilcrow::indexer
