// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of HTML.
//
// What a page shows becomes blocks: h1 to h6 are headings, li, dt and dd list items, pre is code, blockquote a
// quotation, tr a table row with its cells joined by " | "; any other text is a paragraph, parted by the elements that
// start a new line on a page. A table whose cells hold headings, lists, tables or several paragraphs is there for the
// layout, and its cells are read like sections.
// Left out, with all they hold: script, style, noscript, template, svg, math, iframe, object, embed, canvas, audio,
// video, map, select, datalist, button, textarea, nav, rt and rp (a reading inside a word would part it), what is
// `hidden` or `aria-hidden="true"`, and role="navigation" or "search". header, footer and aside stay: they often hold
// what is asked for. An image's alt text is not shown, so it is left out.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/format/format.h"
#include "indexer/format/html_outline.h"
#include "indexer/format/html_references.h"
#include "indexer/format/rendering.h"

namespace pilcrow::indexer {
namespace {

class PageReader {
 public:
  explicit PageReader(std::string_view source) : source_(source), rendering_(source) { context_.emplace_back(); }

  Document read(HtmlOutline&& outline) {
    outline.for_each([&](const HtmlOutline::Step& step) {
      switch (step.kind) {
        case HtmlOutline::Kind::begin:
          begin(step.tag, false);
          break;
        case HtmlOutline::Kind::begin_layout_table:
          begin(step.tag, true);
          break;
        case HtmlOutline::Kind::end:
          end();
          break;
        case HtmlOutline::Kind::text:
          add_text(step.place, true);
          break;
        case HtmlOutline::Kind::raw_text:
          add_text(step.place, false);
          break;
      }
      return document_.blocks.size() <= most_blocks;
    });
    end_block();
    document_.title = std::move(outline.title);
    document_.language = std::move(outline.language);
    document_.date = outline.date;
    return std::move(document_);
  }

 private:
  // What the elements around some text say about it.
  struct Context {
    HtmlRole role = HtmlRole::section;
    BlockKind kind = BlockKind::paragraph;
    int heading_level = 0;
    int list_level = 0;
    unsigned group = 0;       // of the outermost list, or of the table
    std::size_t item = 0;     // where in context_ the innermost item is, 0 outside of any
    bool item_begun = false;  // of an item: its own text is behind
    bool preformatted = false;
    bool row = false;  // cells are joined
    bool data_table = false;
  };

  void begin(HtmlTag tag, bool layout_table) {
    Context context = context_.back();
    context.item_begun = false;
    context.role = html_element(tag).role;
    begin_element(tag, layout_table, context);
    context_.push_back(context);
  }

  void end() {
    const HtmlRole role = context_.back().role;
    const Context& around = context_[context_.size() - 2];
    if (role != HtmlRole::line_break && !(role == HtmlRole::cell && around.row)) part(around);
    context_.pop_back();
    rendering_.keep_space(context_.back().preformatted);
  }

  // `context` is that of the element around, and becomes that of the element.
  void begin_element(HtmlTag tag, bool layout_table, Context& context) {
    if (context.role == HtmlRole::line_break) {
      if (context.row) rendering_.add_space();
      if (!context.row) rendering_.add_line_break();
      return;
    }
    if (context.role == HtmlRole::cell && context.row) {
      cell_begins_ = !rendering_.empty();
      return;
    }
    part(context_.back());
    switch (context.role) {
      case HtmlRole::heading:
        // A heading in a quotation heads nothing outside of it.
        if (context.kind == BlockKind::quote) break;
        context.kind = BlockKind::heading;
        context.heading_level = 1 + static_cast<int>(tag) - static_cast<int>(HtmlTag::h1);
        break;
      case HtmlRole::list:
        if (context.list_level++ == 0) context.group = ++group_;
        break;
      case HtmlRole::item:
        context.kind = BlockKind::list_item;
        context.item = context_.size();
        context.list_level = std::max(context.list_level, 1);
        break;
      case HtmlRole::preformatted:
        context.kind = BlockKind::code;
        context.preformatted = true;
        rendering_.keep_space(true);
        break;
      case HtmlRole::quotation:
        context.kind = BlockKind::quote;
        context.item = 0;
        break;
      case HtmlRole::table:
        context.data_table = !layout_table;
        if (context.data_table) context.group = ++group_;
        break;
      case HtmlRole::row:
        context.row = context.data_table;
        if (context.row) context.kind = BlockKind::table_row;
        break;
      case HtmlRole::section:
      case HtmlRole::cell:
      case HtmlRole::inline_text:
      case HtmlRole::left_out:
      case HtmlRole::line_break:
        break;
    }
  }

  // The page goes on on a new line: inside a row that is a space, inside code a line break, else a block ends.
  void part(const Context& around) {
    if (around.row) {
      rendering_.add_space();
    } else if (around.preformatted) {
      rendering_.begin_line();
    } else {
      end_block();
    }
  }

  void end_block() {
    cell_begins_ = false;
    if (rendering_.empty()) return;
    Block block = rendering_.finish();
    if (block.source.empty()) return;
    const Context& context = context_.back();
    block.kind = context.kind;
    if (block.kind == BlockKind::heading) block.level = context.heading_level;
    if (block.kind == BlockKind::table_row) block.group = context.group;
    if (block.kind == BlockKind::list_item) {
      block.group = context.group;
      // Only the first text of an item is the item; what else it holds are paragraphs that belong to the list.
      if (std::exchange(context_[context.item].item_begun, true)) {
        block.kind = BlockKind::paragraph;
      } else {
        block.level = context.list_level;
      }
    }
    document_.blocks.push_back(std::move(block));
  }

  void add_text(text::Span place, bool references) {
    const std::string_view text = source_.substr(0, place.end);
    if (cell_begins_ && text.find_first_not_of(" \t\n\f\r", place.begin) != std::string_view::npos) {
      cell_begins_ = false;
      rendering_.add_space();
      rendering_.add("| ");
    }
    // A page has one kind of line end, which shows where space is kept.
    const bool returns = context_.back().preformatted && text.find('\r', place.begin) != std::string_view::npos;
    for (std::size_t at = place.begin; at < place.end;) {
      const std::size_t stop = std::min(returns ? text.find_first_of("&\r", at) : text.find('&', at), place.end);
      rendering_.take({at, stop});
      at = stop;
      if (at == place.end) break;
      if (text[at] == '\r') {
        rendering_.take_as("\n", {at, at + 1});
        at += text.substr(at, 2) == "\r\n" ? 2U : 1U;
        continue;
      }
      character_.clear();
      const std::size_t end = references ? read_html_reference(text, at, HtmlPlace::text, character_) : at;
      if (end == at) {
        rendering_.take({at, at + 1});
        ++at;
      } else {
        rendering_.take_as(character_, {at, end});
        at = end;
      }
    }
  }

  std::string_view source_;
  Rendering rendering_;
  Document document_;
  std::vector<Context> context_;
  std::string character_;  // that a reference stands for
  unsigned group_ = 0;
  bool cell_begins_ = false;  // the next text is another cell's
};

}  // namespace

ReadResult read_html(std::string_view text) {
  return PageReader(text).read(outline_of_html(text));
}

}  // namespace pilcrow::indexer
