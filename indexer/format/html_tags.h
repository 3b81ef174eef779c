// SPDX-License-Identifier: GPL-3.0-or-later
// The elements of HTML, and what a reader must know of each: what it does to the text in it, and how its tags open and
// close others (HTML, 13.2.6). Names that mean nothing to either are all `other`.
#pragma once

#include <cstdint>
#include <string_view>

namespace pilcrow::indexer {

// clang-format off
enum class HtmlTag : std::uint8_t {
  other,
  a, address, annotation_xml, applet, area, article, aside, audio, b, base, basefont, bgsound, big, blockquote, body, br,
  button, canvas, caption, center, code, col, colgroup, datalist, dd, desc, details, dir, div, dl, dt, em, embed,
  fieldset, figcaption, figure, font, footer, foreign_object, form, frame, frameset, h1, h2, h3, h4, h5, h6, head, header,
  hgroup, hr, html, i, iframe, image, img, input, isindex, keygen, legend, li, link, listing, main, map, marquee, math,
  menu, menuitem, meta, mi, mn, mo, ms, mtext, nav, nobr, noembed, noframes, noscript, object, ol, optgroup, option, p,
  param, plaintext, pre, rb, rp, rt, rtc, ruby, s, script, section, select, small, source, span, strike, strong, style,
  sub, summary, sup, svg, table, tbody, td, template_, textarea, tfoot, th, thead, time, title, tr, track, tt, u, ul, var,
  video, wbr, xmp
};
// clang-format on
inline constexpr std::size_t html_tag_count = static_cast<std::size_t>(HtmlTag::xmp) + 1;

/// What an element does to the text in it.
enum class HtmlRole : std::uint8_t {
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

/// How an element's tags are read.
enum HtmlTrait : unsigned {
  special = 1,           ///< An end tag of an inline element does not reach through it.
  formatting = 2,        ///< Its end tag takes it alone out of those that are open.
  empty = 4,             ///< It holds nothing and has no end tag.
  closes_paragraph = 8,  ///< It begins behind an open <p>.
  scope = 16,            ///< End tags in it do not close what is outside of it.
  implied_end = 32,      ///< It ends where what is around it ends.
  raw = 64,              ///< Up to its end tag there are no tags in it,
  references = 128,      ///< only references.
  closes_itself = 256,   ///< Its end tag closes what is open in it.
  not_foreign = 512,     ///< It ends a drawing or a formula.
};

struct HtmlElement {
  std::string_view name;
  HtmlTag tag = HtmlTag::other;
  HtmlRole role = HtmlRole::inline_text;
  unsigned traits = 0;
  constexpr bool has(unsigned trait) const { return (traits & trait) != 0; }
};

/// The element that a name, in any case, stands for.
HtmlTag html_tag_named(std::string_view name);
const HtmlElement& html_element(HtmlTag tag);

}  // namespace pilcrow::indexer
