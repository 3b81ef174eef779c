// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/html_outline.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "core/text/ascii.h"
#include "indexer/format/document_date.h"
#include "indexer/format/html_references.h"
#include "indexer/format/html_tokens.h"
#include "indexer/format/rendering.h"

namespace pilcrow::indexer {
namespace {

using Kind = HtmlOutline::Kind;
using Tag = HtmlTag;

/// Each tag may look through all open elements. Browsers stop there, too.
constexpr std::size_t deepest_nesting = 512;

/// Which rules tags follow, by the innermost element that has some of its own.
enum class Mode : std::uint8_t { body, table, table_body, row, cell, caption, select };

/// How far the page has come.
enum class Head { open, in_noscript, behind };

struct Element {
  Tag tag = Tag::other;
  Mode mode = Mode::body;
  bool left_out = false;
  bool shown = false;    ///< Its begin is in the outline, and so must be its end.
  bool closed = false;   ///< By its end tag, while others in it are still open.
  bool foreign = false;  ///< svg, math, and what is in them.
  std::string_view name;
};

/// A table, while it is open.
struct Table {
  std::size_t begin = 0;             ///< In the outline,
  bool shown = false;                ///< if it is there.
  std::size_t sections_in_cell = 0;  ///< <p> and <div>
};

bool is_one_of(Tag tag, std::initializer_list<Tag> tags) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool is_heading(Tag tag) {
  return html_element(tag).role == HtmlRole::heading;
}

bool is_row_group(Tag tag) {
  return tag == Tag::tbody || tag == Tag::thead || tag == Tag::tfoot;
}

bool is_cell(Tag tag) {
  return tag == Tag::td || tag == Tag::th;
}

/// What is at home in a table only.
bool is_table_part(Tag tag) {
  return is_row_group(tag) || is_cell(tag) || is_one_of(tag, {Tag::tr, Tag::caption, Tag::col, Tag::colgroup});
}

bool is_frame_of_page(Tag tag) {
  return tag == Tag::html || tag == Tag::head || tag == Tag::body;
}

/// Elements of svg and math in which HTML's own may stand.
bool is_integration_point(Tag tag) {
  return is_one_of(tag, {Tag::mi, Tag::mo, Tag::mn, Tag::ms, Tag::mtext, Tag::annotation_xml, Tag::foreign_object,
                         Tag::desc, Tag::title});
}

class OutlineMaker {
 public:
  explicit OutlineMaker(std::string_view source) : source_(source), tokens_(source) {}

  HtmlOutline make() {
    HtmlToken token;
    while (tokens_.next(token, in_foreign())) {
      switch (token.kind) {
        case HtmlToken::Kind::text:
          text(token.place);
          break;
        case HtmlToken::Kind::start:
          start(token);
          break;
        case HtmlToken::Kind::end:
          end(token);
          break;
      }
    }
    while (!open_.empty()) pop();
    outline_.date = date_.day();
    return page_hidden_ ? without_text() : std::move(outline_);
  }

 private:
  HtmlOutline without_text() {
    HtmlOutline empty;
    empty.title = std::move(outline_.title);
    empty.language = std::move(outline_.language);
    empty.date = outline_.date;
    return empty;
  }

  // ── The open elements ─────────────────────────────────────────────────────────────────────────────────────────────

  Mode mode() const { return open_.empty() ? Mode::body : open_.back().mode; }
  bool in_foreign() const { return !open_.empty() && open_.back().foreign; }
  bool is_open(Tag tag) const { return count_[static_cast<std::size_t>(tag)] > 0; }
  bool is_current(Tag tag) const { return !open_.empty() && open_.back().tag == tag; }
  bool is_full(std::size_t room = 1) const { return open_.size() + room > deepest_nesting; }

  Mode mode_in(Tag tag) const {
    switch (tag) {
      case Tag::table:
        return Mode::table;
      case Tag::tbody:
      case Tag::thead:
      case Tag::tfoot:
        return Mode::table_body;
      case Tag::tr:
        return Mode::row;
      case Tag::td:
      case Tag::th:
        return Mode::cell;
      case Tag::caption:
        return Mode::caption;
      case Tag::select:
        return Mode::select;
      case Tag::template_:
        return Mode::body;
      default:
        return mode();
    }
  }

  void push(const HtmlToken& token) { push(token.tag, token.name, token.hidden, token.is_layout); }

  void push(Tag tag, std::string_view name = {}, bool hidden = false, bool layout = false) {
    const HtmlRole role = html_element(tag).role;
    Element element{tag, mode_in(tag), hidden || role == HtmlRole::left_out, false, false, false, name};
    element.foreign = tag == Tag::svg || tag == Tag::math;
    element.shown = left_out_ == 0 && !element.left_out && role != HtmlRole::inline_text;
    const bool full = is_full();
    if (!full && tag == Tag::table) tables_.push_back({outline_.next(), element.shown, 0});
    if (element.shown) outline_.add(layout && tag == Tag::table ? Kind::begin_layout_table : Kind::begin, tag);
    if (full) {
      if (element.shown) outline_.add(Kind::end, tag);
      return;
    }
    open_.push_back(element);
    ++count_[static_cast<std::size_t>(tag)];
    if (element.left_out) ++left_out_;
  }

  /// What holds nothing.
  void put(Tag tag, bool hidden = false) {
    const HtmlRole role = html_element(tag).role;
    if (left_out_ > 0 || hidden || role == HtmlRole::inline_text || role == HtmlRole::left_out) return;
    outline_.add(Kind::begin, tag);
    outline_.add(Kind::end, tag);
  }

  /// It is no longer open for its end tag, but ends when what is in it does.
  void close(Element& element) {
    if (std::exchange(element.closed, true)) return;
    --count_[static_cast<std::size_t>(element.tag)];
    if (element.left_out) --left_out_;
  }

  void pop() {
    do {
      Element& element = open_.back();
      close(element);
      if (element.shown) outline_.add(Kind::end, element.tag);
      if (element.tag == Tag::table) tables_.pop_back();
      open_.pop_back();
    } while (!open_.empty() && open_.back().closed);
  }

  /// Down to the innermost element of this kind, which is open, and with it.
  void pop_through(Tag tag) {
    while (is_open(tag)) {
      const bool last = open_.back().tag == tag;
      pop();
      if (last) return;
    }
  }

  void end_implied(Tag but = Tag::other) {
    while (!open_.empty() && open_.back().tag != but && html_element(open_.back().tag).has(implied_end)) pop();
  }

  template <typename Wanted, typename Barrier>
  bool finds(const Wanted& wanted, const Barrier& barrier) const {
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i].closed) continue;
      if (wanted(open_[i].tag)) return true;
      if (barrier(open_[i].tag)) return false;
    }
    return false;
  }
  bool in_scope(Tag tag, Tag barrier = Tag::other) const {
    return is_open(tag) &&
           finds([&](Tag open) { return open == tag; },
                 [&](Tag open) { return html_element(open).has(scope) || (open == barrier && barrier != Tag::other); });
  }
  bool in_list_scope(Tag tag) const {
    return is_open(tag) &&
           finds([&](Tag open) { return open == tag; },
                 [](Tag open) { return html_element(open).has(scope) || open == Tag::ol || open == Tag::ul; });
  }
  bool in_table_scope(Tag tag) const {
    return is_open(tag) && finds([&](Tag open) { return open == tag; },
                                 [](Tag open) { return open == Tag::table || open == Tag::template_; });
  }

  void close_paragraph() {
    if (in_scope(Tag::p, Tag::button)) pop_through(Tag::p);
  }

  // ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  void text(pilcrow::text::Span place) {
    if (head_ != Head::behind && source_.substr(place.begin, place.size()).find_first_not_of(" \t\n\f\r") != npos) {
      leave_head();
    }
    add_text(Kind::text, place);
  }

  void add_text(Kind kind, pilcrow::text::Span place) {
    if (left_out_ == 0) outline_.add_text(kind, place);
  }

  /// The text of an element that holds no tags.
  void take_raw(const HtmlToken& token) {
    const pilcrow::text::Span place = tokens_.raw_text(token.tag);
    if (token.tag == Tag::title && left_out_ == 0 && outline_.title.empty()) {
      Rendering title({});
      title.take_as(resolve_html_references(place.of(source_), HtmlPlace::text), {});
      outline_.title = title.finish().text;
    }
    if (html_element(token.tag).role != HtmlRole::left_out && !token.hidden) add_text(Kind::raw_text, place);
  }

  // ── The head ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /// Elements of a <template> follow the rules of the body.
  bool is_in_head() const { return head_ != Head::behind && open_.size() == (head_ == Head::in_noscript ? 1U : 0U); }

  void leave_noscript() {
    if (head_ == Head::in_noscript && is_current(Tag::noscript)) pop();
    head_ = Head::open;
  }

  void leave_head() {
    if (!is_in_head()) return;
    leave_noscript();
    head_ = Head::behind;
  }

  /// What does not belong into the head ends it, and a <noscript> there ends with what does not belong into that.
  void start_in_head(Tag tag) {
    const bool anywhere = is_one_of(tag, {Tag::basefont, Tag::bgsound, Tag::link, Tag::meta, Tag::noframes, Tag::style,
                                          Tag::html, Tag::head, Tag::noscript});
    if (anywhere) return;
    leave_noscript();
    if (!is_one_of(tag, {Tag::base, Tag::script, Tag::template_, Tag::title})) head_ = Head::behind;
  }

  /// Whether the tag ends there.
  bool end_in_head(Tag tag) {
    if (head_ == Head::in_noscript) {
      if (tag == Tag::noscript) leave_noscript();
      if (tag == Tag::br) leave_head();
      return tag != Tag::br;
    }
    if (tag == Tag::br || is_frame_of_page(tag)) head_ = Head::behind;
    return tag != Tag::br;
  }

  void take_date(const HtmlToken& token) {
    if (left_out_ > 0) return;
    if (token.tag == Tag::time) {
      const std::string name = has_html_attribute(token, "pubdate") ? "pubdate" : html_attribute(token, "itemprop");
      return date_.offer(name, html_attribute(token, "datetime"));
    }
    const std::string content = html_attribute(token, "content");
    for (const std::string_view naming : {"property", "name", "itemprop", "http-equiv"}) {
      date_.offer(html_attribute(token, naming), content);
    }
  }

  // ── Start tags ────────────────────────────────────────────────────────────────────────────────────────────────────

  void start(const HtmlToken& token) {
    if (in_foreign() && start_in_foreign(token)) return;
    if (is_in_head()) start_in_head(token.tag);
    if (mode() == Mode::select && start_in_select(token)) return;
    if (mode() != Mode::body && start_in_table(token)) return;
    start_in_body(token);
  }

  /// Whether it is part of a drawing or a formula.
  bool start_in_foreign(const HtmlToken& token) {
    const bool html_here = is_integration_point(open_.back().tag);
    if (html_here) return false;
    if (html_element(token.tag).has(not_foreign)) {
      while (in_foreign() && !is_integration_point(open_.back().tag)) pop();
      return false;
    }
    if (!token.self_closing && !is_full()) {
      push(token);
      open_.back().foreign = true;
    }
    return true;
  }

  /// False where the tag ends the selection and is to be read anew.
  bool start_in_select(const HtmlToken& token) {
    switch (token.tag) {
      case Tag::script:
        tokens_.raw_text(token.tag);
        return true;
      case Tag::template_:
        push(token);
        return true;
      case Tag::select:
        pop_through(Tag::select);
        return true;
      case Tag::input:
      case Tag::keygen:
      case Tag::textarea:
        pop_through(Tag::select);
        return false;
      default:
        if (!is_select_in_table() || (!is_table_part(token.tag) && token.tag != Tag::table)) return true;
        pop_through(Tag::select);
        return false;
    }
  }

  bool is_select_in_table() const {
    const auto select =
        std::find_if(open_.rbegin(), open_.rend(), [](const Element& e) { return e.tag == Tag::select; });
    return select != open_.rend() && select + 1 != open_.rend() && (select + 1)->mode != Mode::body;
  }

  void clear_to(std::initializer_list<Tag> tags) {
    while (!is_one_of(open_.back().tag, tags)) pop();
  }

  void close_cell() {
    end_implied();
    pop_through(in_table_scope(Tag::td) ? Tag::td : Tag::th);
  }

  /// Whether it was read as a part of a table. In each mode the element of it is open.
  bool start_in_table(const HtmlToken& token) {
    const Tag tag = token.tag;
    if (is_table_part(tag) && is_full(3)) return true;  // a cell may bring its row and their group
    while (true) {
      switch (mode()) {
        case Mode::row:
          if (is_cell(tag)) {
            clear_to({Tag::tr});
            tables_.back().sections_in_cell = 0;
            push(token);
            return true;
          }
          if (!is_table_part(tag)) return start_among_rows(token);
          pop_through(Tag::tr);
          break;
        case Mode::table_body:
          if (!is_table_part(tag)) return start_among_rows(token);
          clear_to({Tag::tbody, Tag::thead, Tag::tfoot});
          if (tag == Tag::tr) {
            push(token);
            return true;
          }
          if (is_cell(tag)) {
            push(Tag::tr);
          } else {
            pop();
          }
          break;
        case Mode::table:
          if (!is_table_part(tag)) return start_among_rows(token);
          clear_to({Tag::table});
          if (tag == Tag::col || tag == Tag::colgroup) return true;
          if (tag == Tag::caption || is_row_group(tag)) {
            push(token);
            return true;
          }
          push(Tag::tbody);
          break;
        case Mode::cell:
          if (!is_table_part(tag)) return false;
          close_cell();
          break;
        case Mode::caption:
          if (!is_table_part(tag)) return false;
          pop_through(Tag::caption);
          break;
        case Mode::select:
        case Mode::body:
          return false;
      }
    }
  }

  /// What stands loose in a table.
  bool start_among_rows(const HtmlToken& token) {
    switch (token.tag) {
      case Tag::table:
        pop_through(Tag::table);
        start(token);
        return true;
      case Tag::form:
        if (!form_open_) put(token.tag, token.hidden);
        form_open_ = true;
        return true;
      default:
        return false;
    }
  }

  void start_in_body(const HtmlToken& token) {
    const HtmlElement& element = html_element(token.tag);
    look_for_layout(element);
    switch (token.tag) {
      case Tag::html:
        if (outline_.language.empty()) outline_.language = html_attribute(token, "lang");
        page_hidden_ = page_hidden_ || token.hidden;
        return;
      case Tag::body:
        page_hidden_ = page_hidden_ || token.hidden;
        return;
      case Tag::head:
      case Tag::frame:
      case Tag::frameset:
        return;
      case Tag::noscript:
        if (head_ == Head::in_noscript) return;
        if (is_in_head()) head_ = Head::in_noscript;
        return push(token);
      case Tag::meta:
        return take_date(token);
      case Tag::time:
        take_date(token);
        return start_inline(token);
      case Tag::form:
        if (std::exchange(form_open_, true)) return;
        break;
      case Tag::li:
        close_item({Tag::li});
        break;
      case Tag::dd:
      case Tag::dt:
        close_item({Tag::dd, Tag::dt});
        break;
      case Tag::button:
        if (in_scope(Tag::button)) pop_through(Tag::button);
        break;
      case Tag::option:
      case Tag::optgroup:
        if (is_current(Tag::option)) pop();
        return start_inline(token);
      case Tag::rb:
      case Tag::rp:
      case Tag::rt:
      case Tag::rtc:
        if (in_scope(Tag::ruby)) end_implied();
        return start_inline(token);
      case Tag::a:
        if (is_open(Tag::a)) end_formatting(Tag::a);
        return start_inline(token);
      default:
        if (is_table_part(token.tag)) return;
        break;
    }
    if (element.has(closes_paragraph)) close_paragraph();
    if (is_heading(token.tag) && !open_.empty() && is_heading(open_.back().tag)) pop();
    if (element.has(raw)) {
      if (token.tag == Tag::xmp) push(token);
      take_raw(token);
    } else if (element.has(empty)) {
      put(token.tag, token.hidden);
    } else if (element.has(special)) {
      push(token);
      if (token.tag == Tag::pre || token.tag == Tag::listing) tokens_.skip_line_end();
      if (token.tag == Tag::plaintext) add_text(Kind::raw_text, tokens_.rest());
    } else {
      start_inline(token);
    }
  }

  /// What does nothing to the text in it need not be open, unless it may hide some, or stands in what does.
  void start_inline(const HtmlToken& token) {
    const bool foreign = token.tag == Tag::svg || token.tag == Tag::math;
    if (foreign && token.self_closing) return;
    if (token.hidden || left_out_ > 0 || token.tag == Tag::ruby ||
        html_element(token.tag).role != HtmlRole::inline_text) {
      push(token);
    }
  }

  void close_item(std::initializer_list<Tag> items) {
    for (std::size_t i = open_.size(); i-- > 0;) {
      const Tag open = open_[i].tag;
      if (open_[i].closed) continue;
      if (is_one_of(open, items)) return pop_through(open);
      if (html_element(open).has(special) && !is_one_of(open, {Tag::address, Tag::div, Tag::p})) return;
    }
  }

  /// A table is there for the layout where its cells hold more than text.
  void look_for_layout(const HtmlElement& element) {
    if (tables_.empty() || !tables_.back().shown || (mode() != Mode::cell && mode() != Mode::caption)) return;
    Table& table = tables_.back();
    const bool section = element.tag == Tag::p || element.tag == Tag::div;
    const bool layout = element.role == HtmlRole::heading || element.role == HtmlRole::list ||
                        element.role == HtmlRole::preformatted || element.role == HtmlRole::quotation ||
                        element.role == HtmlRole::table || (section && ++table.sections_in_cell > 1);
    if (layout) outline_.make_layout_table(table.begin);
  }

  // ── End tags ──────────────────────────────────────────────────────────────────────────────────────────────────────

  void end(const HtmlToken& token) {
    if (in_foreign() && end_in_foreign(token)) return;
    if (is_in_head() && end_in_head(token.tag)) return;
    if (mode() == Mode::select) {
      if (end_in_select(token.tag)) return;
    }
    if (mode() != Mode::body && end_in_table(token.tag)) return;
    end_in_body(token);
  }

  bool matches(const Element& element, const HtmlToken& token) const {
    return element.tag == token.tag && !element.closed &&
           (token.tag != Tag::other ||
            std::equal(element.name.begin(), element.name.end(), token.name.begin(), token.name.end(),
                       [](char a, char b) { return pilcrow::text::lower(a) == pilcrow::text::lower(b); }));
  }

  void pop_to(std::size_t size) {
    while (open_.size() > size) pop();
  }

  bool end_in_foreign(const HtmlToken& token) {
    for (std::size_t i = open_.size(); i-- > 0 && open_[i].foreign;) {
      if (!matches(open_[i], token)) continue;
      pop_to(i);
      return true;
    }
    return false;
  }

  /// False where the tag ends the selection and is to be read anew.
  bool end_in_select(Tag tag) {
    if (tag == Tag::select) pop_through(Tag::select);
    if (tag == Tag::template_) return false;
    const bool of_table = tag == Tag::table || (is_table_part(tag) && tag != Tag::col && tag != Tag::colgroup);
    if (!of_table || !is_select_in_table() || !in_table_scope(tag)) return true;
    pop_through(Tag::select);
    return false;
  }

  /// Whether it was read as that of a part of a table.
  bool end_in_table(Tag tag) {
    const bool part = is_table_part(tag) || is_frame_of_page(tag);
    if (tag != Tag::table && !part) return false;
    while (true) {
      switch (mode()) {
        case Mode::row:
          if (tag == Tag::tr) return end_part(tag);
          if (tag != Tag::table && !(is_row_group(tag) && in_table_scope(tag))) return true;
          pop_through(Tag::tr);
          break;
        case Mode::table_body:
          if (is_row_group(tag)) return end_part(tag);
          if (tag != Tag::table) return true;
          clear_to({Tag::tbody, Tag::thead, Tag::tfoot});
          pop();
          break;
        case Mode::table:
          if (tag == Tag::table) pop_through(tag);
          return true;
        case Mode::cell:
          if (is_cell(tag)) return end_part(tag);
          if (tag != Tag::table && tag != Tag::tr && !is_row_group(tag)) return true;
          if (!in_table_scope(tag)) return true;
          close_cell();
          break;
        case Mode::caption:
          if (tag == Tag::caption) return end_part(tag);
          if (tag != Tag::table) return true;
          pop_through(Tag::caption);
          break;
        case Mode::select:
        case Mode::body:
          return false;
      }
    }
  }

  bool end_part(Tag tag) {
    if (in_table_scope(tag)) pop_through(tag);
    return true;
  }

  void end_in_body(const HtmlToken& token) {
    const Tag tag = token.tag;
    const HtmlElement& element = html_element(tag);
    switch (tag) {
      case Tag::p:
        if (!in_scope(tag, Tag::button)) return put(tag);
        return pop_through(tag);
      case Tag::br:
        return put(tag);
      case Tag::li:
        if (in_list_scope(tag)) pop_through(tag);
        return;
      case Tag::form:
        return end_form();
      case Tag::template_:
        return pop_through(tag);
      default:
        break;
    }
    if (is_heading(tag)) {
      if (finds(is_heading, [](Tag open) { return html_element(open).has(scope); })) pop_heading();
    } else if (element.has(closes_itself)) {
      if (in_scope(tag)) pop_through(tag);
    } else if (element.has(formatting)) {
      end_formatting(tag);
    } else if (is_open(tag)) {
      end_inline(token);
    }
  }

  void pop_heading() {
    while (!is_heading(open_.back().tag)) pop();
    pop();
  }

  /// A form may end in the middle of what is in it.
  void end_form() {
    const auto form =
        std::find_if(open_.rbegin(), open_.rend(), [](const Element& e) { return e.tag == Tag::form && !e.closed; });
    if (!std::exchange(form_open_, false) || form == open_.rend() || !in_scope(Tag::form)) return;
    end_implied();
    const auto at = static_cast<std::size_t>(open_.rend() - form) - 1;
    if (at + 1 == open_.size()) return pop();
    close(open_[at]);
  }

  void end_formatting(Tag tag) {
    if (!is_open(tag)) return;
    bool block_within = false;
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i].tag == tag && !open_[i].closed) {
        if (!block_within) return pop_to(i);
        close(open_[i]);
        while (!open_.empty() && !html_element(open_.back().tag).has(special)) pop();
        return;
      }
      // What has its end tag already is no longer around anything.
      if (open_[i].closed) continue;
      if (html_element(open_[i].tag).has(scope)) return;
      block_within = block_within || html_element(open_[i].tag).has(special);
    }
  }

  void end_inline(const HtmlToken& token) {
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (matches(open_[i], token)) return pop_to(i);
      if (html_element(open_[i].tag).has(special)) return;
    }
  }

  static constexpr std::size_t npos = std::string_view::npos;

  std::string_view source_;
  HtmlTokens tokens_;
  HtmlOutline outline_;
  DocumentDate date_;
  std::vector<Element> open_;
  std::vector<Table> tables_;  ///< Those among the open elements.
  std::array<std::uint32_t, html_tag_count> count_{};
  std::size_t left_out_ = 0;  ///< Open elements that are, with all in them.
  Head head_ = Head::open;
  bool form_open_ = false;
  bool page_hidden_ = false;
};

}  // namespace

HtmlOutline outline_of_html(std::string_view source) {
  return OutlineMaker(source).make();
}

}  // namespace pilcrow::indexer
