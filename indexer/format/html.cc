// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of HTML, on gumbo.
//
// What a page shows becomes blocks: h1 to h6 are headings, li, dt and dd list items, pre is code, blockquote a
// quotation, tr a table row with its cells joined by " | "; any other text is a paragraph, parted by the elements that
// start a new line on a page. A table whose cells hold headings, lists, tables or several paragraphs is there for the
// layout, and its cells are read like sections.
// Left out, with all they hold: script, style, noscript, template, svg, math, iframe, object, embed, canvas, audio,
// video, map, select, datalist, button, textarea, nav, rt and rp (a reading inside a word would part it), what is
// `hidden` or `aria-hidden="true"`, and role="navigation" or "search". header, footer and aside stay: they often hold
// what is asked for. An image's alt text is not shown, so it is left out.
#include <gumbo.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "indexer/format/bounded_memory.h"
#include "indexer/format/document_date.h"
#include "indexer/format/format.h"
#include "indexer/format/rendering.h"

namespace pilcrow::indexer {
namespace {

using text::is_letter;
using text::is_space;
using text::lower;

// gumbo's tree of a real page takes 10 to 40 times its size.
constexpr std::size_t parser_memory = std::size_t{512} << 20U;
// gumbo looks through all open elements at each tag, and through all attributes of a tag at each attribute.
constexpr std::size_t deepest_nesting = 512;
constexpr std::size_t most_attributes = 1000;

// ── Tags, without a parser ──────────────────────────────────────────────────────────────────────────────────────────

// A stretch of the source that is no text: a tag, a comment, a declaration.
struct Tag {
  std::size_t end = 0;        ///< Behind it.
  std::string name;           ///< In lower case; empty for a comment or declaration.
  bool closing = false;       ///< </name>
  bool self_closing = false;  ///< <name/>
  std::size_t attribute_count = 0;
};

// The tag at `offset`, nothing where its "<" is text.
std::optional<Tag> tag_at(std::string_view source, std::size_t offset) {
  if (offset + 1 >= source.size() || source[offset] != '<') return std::nullopt;
  Tag tag;
  std::size_t i = offset + 1;
  if (source.substr(i, 3) == "!--") {
    const std::size_t end = source.find("-->", i + 1);
    tag.end = end == std::string_view::npos ? source.size() : end + 3;
    return tag;
  }
  if (source[i] == '!' || source[i] == '?') {
    tag.end = std::min(source.find('>', i), source.size() - 1) + 1;
    return tag;
  }
  tag.closing = source[i] == '/';
  if (tag.closing) ++i;
  if (i >= source.size() || !is_letter(source[i])) return std::nullopt;
  for (; i < source.size() && !is_space(source[i]) && source[i] != '>' && source[i] != '/'; ++i) {
    tag.name += lower(source[i]);
  }
  char quote = '\0';
  for (; i < source.size(); ++i) {
    const char c = source[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '>') {
      break;
    } else if ((c == '"' || c == '\'') && source[i - 1] == '=') {
      quote = c;
    } else if ((is_space(c) || c == '/') && !is_space(source[i - 1])) {
      ++tag.attribute_count;
    }
  }
  tag.self_closing = source[i - 1] == '/';
  tag.end = std::min(i + 1, source.size());
  return tag;
}

// Where the text of an element that holds no tags ends: at its end tag, or with the source.
std::size_t raw_text_end(std::string_view source, std::size_t from, std::string_view name) {
  for (std::size_t i = source.find("</", from); i != std::string_view::npos; i = source.find("</", i + 2)) {
    const std::string_view candidate = source.substr(i + 2, name.size());
    if (std::equal(candidate.begin(), candidate.end(), name.begin(), name.end(),
                   [](char a, char b) { return lower(a) == b; })) {
      return i;
    }
  }
  return source.size();
}

std::size_t tag_markup(std::string_view source, std::size_t offset) {
  constexpr std::size_t longest_tag = 4096;  // so that a "<" that never ends costs no more than that
  if (source[offset] != '<') return 0;
  const std::string_view window = source.substr(offset, longest_tag);
  const std::optional<Tag> tag = tag_at(window, 0);
  return tag && window[tag->end - 1] == '>' ? tag->end : 0;
}

constexpr Rendering::Syntax raw_text;
constexpr Rendering::Syntax tagged_text = {tag_markup, true};

bool is_one_of(std::string_view name, std::string_view names) {
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end = std::min(names.find(' ', begin), names.size());
    if (names.substr(begin, end - begin) == name) return true;
    begin = end + 1;
  }
  return false;
}

// An upper bound of how deep gumbo's stack of open elements gets, by its rules for end tags (HTML, 13.2.6.4.7), and
// whether that and the attributes stay within what it takes in linear time.
class TagSurvey {
 public:
  bool exceeds_limit(std::string_view source) {
    for (std::size_t i = source.find('<'); i < source.size(); i = source.find('<', i)) {
      const std::optional<Tag> tag = tag_at(source, i);
      if (!tag) {
        ++i;
        continue;
      }
      i = tag->end;
      if (tag->name.empty()) continue;
      // The attributes of all <html> and <body> tags are gathered in one element.
      const bool root = tag->name == "html" || tag->name == "body";
      if (root) root_attributes_ += tag->attribute_count;
      if (tag->attribute_count > most_attributes || root_attributes_ > most_attributes) return true;
      if (tag->closing) {
        close(tag->name);
      } else {
        open(*tag);
        if (open_.size() > deepest_nesting) return true;
        if (is_one_of(tag->name, "script style xmp iframe noembed noframes textarea title"))
          i = raw_text_end(source, i, tag->name);
        if (tag->name == "plaintext") break;
      }
    }
    return false;
  }

 private:
  // How an element's end tag finds it.
  enum class Role {
    ordinary,    // any element between is closed, but it is not looked for behind a special one
    special,     // likewise, but only a barrier ends the search
    barrier,     // likewise, and it ends the search for others
    formatting,  // is taken out of the stack alone
  };
  struct Element {
    std::string name;
    Role role;
  };

  static Role role_of(std::string_view name) {
    if (is_one_of(name, "a b big code em font form i nobr s small strike strong tt u")) return Role::formatting;
    if (is_one_of(name, "table caption object applet marquee template svg math")) return Role::barrier;
    if (is_one_of(
            name,
            "address article aside blockquote button center details dir div dl fieldset figcaption figure footer "
            "frameset h1 h2 h3 h4 h5 h6 header hgroup iframe listing main menu nav ol plaintext pre section select "
            "summary ul xmp")) {
      return Role::special;
    }
    return Role::ordinary;
  }

  void open(const Tag& tag) {
    if (foreign_depth_ > 0 && tag.self_closing) return;
    // Void elements, and those that the next one of their kind closes: they never pile up, outside of svg and math.
    if (foreign_depth_ == 0 &&
        is_one_of(
            tag.name,
            "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track "
            "wbr html head body p li dt dd tr td th thead tbody tfoot colgroup option optgroup")) {
      return;
    }
    const bool foreign = tag.name == "svg" || tag.name == "math";
    if (foreign && tag.self_closing) return;
    if (foreign) ++foreign_depth_;
    open_.push_back({tag.name, role_of(tag.name)});
  }

  void close(const std::string& name) {
    const Role role = role_of(name);
    for (std::size_t i = open_.size(); i-- > 0;) {
      const Element& element = open_[i];
      if (element.name == name) {
        if (name == "svg" || name == "math") --foreign_depth_;
        const auto found = open_.begin() + static_cast<std::ptrdiff_t>(i);
        open_.erase(found, role == Role::formatting ? found + 1 : open_.end());
        return;
      }
      if (element.role == Role::barrier) return;
      if (element.role == Role::special && role == Role::ordinary) return;
    }
  }

  std::vector<Element> open_;
  std::size_t root_attributes_ = 0;
  std::size_t foreign_depth_ = 0;
};

// ── The tree ────────────────────────────────────────────────────────────────────────────────────────────────────────

// What an element does to the text in it.
enum class Role {
  inline_text,
  section,
  left_out,
  heading,
  list,
  item,
  preformatted,
  quotation,
  table,
  row,
  cell,
  line_break
};

Role role_of(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_MAP:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_TITLE:
      return Role::left_out;
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
      return Role::heading;
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_DIR:
    case GUMBO_TAG_DL:
      return Role::list;
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
      return Role::item;
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_LISTING:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_PLAINTEXT:
      return Role::preformatted;
    case GUMBO_TAG_BLOCKQUOTE:
      return Role::quotation;
    case GUMBO_TAG_TABLE:
      return Role::table;
    case GUMBO_TAG_TR:
      return Role::row;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
      return Role::cell;
    case GUMBO_TAG_BR:
      return Role::line_break;
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_P:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_THEAD:
      return Role::section;
    default:
      return Role::inline_text;
  }
}

std::string_view attribute(const GumboNode& element, const char* name) {
  const GumboAttribute* const found = gumbo_get_attribute(&element.v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

bool is_left_out(const GumboNode& element) {
  if (role_of(element.v.element.tag) == Role::left_out || element.v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
    return true;
  if (element.v.element.attributes.length == 0) return false;
  const std::string_view role = attribute(element, "role");
  return gumbo_get_attribute(&element.v.element.attributes, "hidden") != nullptr ||
         attribute(element, "aria-hidden") == "true" || role == "navigation" || role == "search";
}

const GumboVector* children_of(const GumboNode& node) {
  if (node.type == GUMBO_NODE_DOCUMENT) return &node.v.document.children;
  return is_element(node) ? &node.v.element.children : nullptr;
}

// Calls enter(node) and leave(node) for `root` and all below it, without recursion; below only where enter() says true.
// Stops where enter() says nothing.
template <typename Enter, typename Leave>
void walk(const GumboNode& root, const Enter& enter, const Leave& leave) {
  struct Step {
    const GumboNode* node;
    unsigned next_child;
  };
  std::vector<Step> path;
  const GumboNode* entering = &root;
  while (true) {
    if (entering != nullptr) {
      const std::optional<bool> below = enter(*entering);
      if (!below) return;
      path.push_back({entering, *below ? 0 : ~0U});
    }
    Step& step = path.back();
    const GumboVector* const children = children_of(*step.node);
    if (children != nullptr && step.next_child < children->length) {
      entering = static_cast<const GumboNode*>(children->data[step.next_child++]);
      continue;
    }
    entering = nullptr;
    leave(*step.node);
    path.pop_back();
    if (path.empty()) return;
  }
}

// Whether a table is there to place what is in it. Stops at the first nested table, so that nested tables are not
// looked through again and again.
bool is_layout_table(const GumboNode& table) {
  if (attribute(table, "role") == "presentation") return true;
  bool layout = false;
  std::size_t sections_in_cell = 0;
  walk(
      table,
      [&](const GumboNode& node) -> std::optional<bool> {
        if (!is_element(node) || &node == &table) return true;
        switch (role_of(node.v.element.tag)) {
          case Role::heading:
          case Role::list:
          case Role::preformatted:
          case Role::quotation:
          case Role::table:
            layout = true;
            break;
          case Role::cell:
            sections_in_cell = 0;
            break;
          case Role::section:
            if (node.v.element.tag == GUMBO_TAG_P || node.v.element.tag == GUMBO_TAG_DIV)
              layout = ++sections_in_cell > 1;
            break;
          case Role::inline_text:
          case Role::left_out:
          case Role::item:
          case Role::row:
          case Role::line_break:
            break;
        }
        if (layout) return std::nullopt;
        return true;
      },
      [](const GumboNode& /*node*/) {});
  return layout;
}

class TreeReader {
 public:
  explicit TreeReader(std::string_view source) : source_(source), rendering_(source) { context_.emplace_back(); }

  Document read(const GumboNode& root) {
    walk(
        root, [&](const GumboNode& node) { return std::optional<bool>(enter(node)); },
        [&](const GumboNode& node) {
          if (is_element(node)) leave();
        });
    order_by_source(document_.blocks, source_);
    document_.date = date_.day();
    return std::move(document_);
  }

 private:
  // What the elements around some text say about it.
  struct Context {
    Role role = Role::section;
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

  bool enter(const GumboNode& node) {
    if (!is_element(node)) {
      if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA)
        add_text(node);
      return node.type == GUMBO_NODE_DOCUMENT;
    }
    const GumboTag tag = node.v.element.tag;
    if (tag == GUMBO_TAG_HTML) document_.language = std::string(attribute(node, "lang"));
    if (tag == GUMBO_TAG_TITLE && node.v.element.tag_namespace == GUMBO_NAMESPACE_HTML && document_.title.empty()) {
      document_.title = title_of(node);
    }
    if (tag == GUMBO_TAG_META) {
      for (const char* const naming : {"property", "name", "itemprop", "http-equiv"}) {
        date_.offer(attribute(node, naming), attribute(node, "content"));
      }
    }
    if (tag == GUMBO_TAG_TIME) {
      const bool published = gumbo_get_attribute(&node.v.element.attributes, "pubdate") != nullptr;
      date_.offer(published ? "pubdate" : attribute(node, "itemprop"), attribute(node, "datetime"));
    }
    Context context = context_.back();
    context.item_begun = false;
    context.role = is_left_out(node) ? Role::left_out : role_of(tag);
    if (context.role != Role::inline_text && context.role != Role::left_out) begin_element(node, context);
    context_.push_back(context);
    return context.role != Role::left_out;
  }

  void leave() {
    const Role role = context_.back().role;
    const Context& around = context_[context_.size() - 2];
    const bool parts = role != Role::inline_text && role != Role::left_out && role != Role::line_break;
    if (parts && !(role == Role::cell && around.row)) part(around);
    context_.pop_back();
    rendering_.keep_space(context_.back().preformatted);
  }

  // `context` is that of the element around, and becomes that of the element.
  void begin_element(const GumboNode& node, Context& context) {
    const GumboTag tag = node.v.element.tag;
    if (context.role == Role::line_break) {
      if (context.row) rendering_.add_space();
      if (!context.row) rendering_.add_line_break();
      return;
    }
    if (context.role == Role::cell && context.row) {
      cell_begins_ = !rendering_.empty();
      return;
    }
    part(context_.back());
    switch (context.role) {
      case Role::heading:
        // A heading in a quotation heads nothing outside of it.
        if (context.kind == BlockKind::quote) break;
        context.kind = BlockKind::heading;
        context.heading_level = 1 + static_cast<int>(tag) - static_cast<int>(GUMBO_TAG_H1);
        break;
      case Role::list:
        if (context.list_level++ == 0) context.group = ++group_;
        break;
      case Role::item:
        context.kind = BlockKind::list_item;
        context.item = context_.size();
        context.list_level = std::max(context.list_level, 1);
        break;
      case Role::preformatted:
        context.kind = BlockKind::code;
        context.preformatted = true;
        rendering_.keep_space(true);
        break;
      case Role::quotation:
        context.kind = BlockKind::quote;
        context.item = 0;
        break;
      case Role::table:
        context.data_table = !is_layout_table(node);
        if (context.data_table) context.group = ++group_;
        break;
      case Role::row:
        context.row = context.data_table;
        if (context.row) context.kind = BlockKind::table_row;
        break;
      case Role::section:
      case Role::cell:
      case Role::inline_text:
      case Role::left_out:
      case Role::line_break:
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
    Block block = rendering_.finish();
    cell_begins_ = false;
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

  // gumbo's original text may run on over tags that were ignored; the walk steps over them.
  void add_text(const GumboNode& node) {
    const GumboText& text = node.v.text;
    const std::string_view shown(text.text);
    if (text.original_text.data == nullptr || text.original_text.data < source_.data() ||
        text.original_text.data > source_.data() + source_.size()) {
      return;
    }
    if (node.type != GUMBO_NODE_WHITESPACE && std::exchange(cell_begins_, false)) {
      rendering_.add_space();
      rendering_.add("| ");
    }
    const auto begin = static_cast<std::size_t>(text.original_text.data - source_.data());
    const bool raw = node.parent != nullptr && is_element(*node.parent) &&
                     (node.parent->v.element.tag == GUMBO_TAG_XMP || node.parent->v.element.tag == GUMBO_TAG_PLAINTEXT);
    rendering_.align(shown, begin, source_.size(), raw ? raw_text : tagged_text);
  }

  static std::string title_of(const GumboNode& title) {
    Rendering rendering({});
    const GumboVector& children = title.v.element.children;
    for (unsigned i = 0; i < children.length; ++i) {
      const auto* const child = static_cast<const GumboNode*>(children.data[i]);
      if (!is_element(*child)) rendering.align(child->v.text.text, 0, 0, raw_text);
    }
    return rendering.finish().text;
  }

  std::string_view source_;
  Rendering rendering_;
  Document document_;
  DocumentDate date_;
  std::vector<Context> context_;
  unsigned group_ = 0;
  bool cell_begins_ = false;  // the next text is another cell's
};

// ── Without a tree ──────────────────────────────────────────────────────────────────────────────────────────────────

// The character that a reference stands for, where it is one of the commonest; else the reference.
std::string resolved(std::string_view reference) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> common = {
      {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", " "}}};
  for (const auto& [name, character] : common) {
    if (name == reference) return std::string(character);
  }
  return std::string(reference);
}

// For what gumbo cannot take: the text between the tags as paragraphs, parted at the tags that start a new line.
Document read_by_tags(std::string_view source) {
  Document document;
  Rendering rendering(source);
  const auto end_block = [&] {
    Block block = rendering.finish();
    if (!block.source.empty()) document.blocks.push_back(std::move(block));
  };
  for (std::size_t i = 0; i < source.size() && document.blocks.size() <= most_blocks;) {
    if (const std::optional<Tag> tag = tag_at(source, i)) {
      i = tag->end;
      if (!tag->closing && (tag->name == "script" || tag->name == "style")) i = raw_text_end(source, i, tag->name);
      const Role role = role_of(gumbo_tagn_enum(tag->name.data(), static_cast<unsigned>(tag->name.size())));
      if (role != Role::inline_text && role != Role::left_out) end_block();
      continue;
    }
    const std::size_t reference_end = character_reference_end(source, i);
    const std::size_t end =
        reference_end > i ? reference_end : std::min(source.find_first_of("<&", i + 1), source.size());
    rendering.align(resolved(source.substr(i, end - i)), i, end, {raw_text.markup, reference_end > i});
    i = end;
  }
  end_block();
  return document;
}

}  // namespace

tl::expected<Document, std::string> read_html(std::string_view text) {
  if (TagSurvey().exceeds_limit(text)) return read_by_tags(text);
  BoundedMemory memory(parser_memory);
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = [](void* bounded, std::size_t size) {
    return static_cast<BoundedMemory*>(bounded)->allocate(size);
  };
  options.deallocator = [](void* bounded, void* old) { static_cast<BoundedMemory*>(bounded)->release(old); };
  options.userdata = &memory;
  options.max_errors = 0;
  const GumboOutput* volatile output = nullptr;
  if (!memory.run([&] { output = gumbo_parse_with_options(&options, text.data(), text.size()); })) {
    return read_by_tags(text);
  }
  return TreeReader(text).read(*output->document);
}

}  // namespace pilcrow::indexer
