// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/html_tags.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/text/ascii.h"

namespace pilcrow::indexer {
namespace {

constexpr std::array<HtmlElement, html_tag_count> elements = {{
    {"", HtmlTag::other, HtmlRole::inline_text},
    {"a", HtmlTag::a, HtmlRole::inline_text, formatting},
    {"address", HtmlTag::address, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"annotation-xml", HtmlTag::annotation_xml, HtmlRole::inline_text, special | scope},
    {"applet", HtmlTag::applet, HtmlRole::inline_text, special | scope | closes_itself},
    {"area", HtmlTag::area, HtmlRole::inline_text, special | empty},
    {"article", HtmlTag::article, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"aside", HtmlTag::aside, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"audio", HtmlTag::audio, HtmlRole::left_out},
    {"b", HtmlTag::b, HtmlRole::inline_text, formatting | not_foreign},
    {"base", HtmlTag::base, HtmlRole::inline_text, special | empty},
    {"basefont", HtmlTag::basefont, HtmlRole::inline_text, special | empty},
    {"bgsound", HtmlTag::bgsound, HtmlRole::inline_text, special | empty},
    {"big", HtmlTag::big, HtmlRole::inline_text, formatting | not_foreign},
    {"blockquote", HtmlTag::blockquote, HtmlRole::quotation, special | closes_paragraph | closes_itself | not_foreign},
    {"body", HtmlTag::body, HtmlRole::section, special | not_foreign},
    {"br", HtmlTag::br, HtmlRole::line_break, special | empty | not_foreign},
    {"button", HtmlTag::button, HtmlRole::left_out, special | closes_itself},
    {"canvas", HtmlTag::canvas, HtmlRole::left_out},
    {"caption", HtmlTag::caption, HtmlRole::section, special | scope},
    {"center", HtmlTag::center, HtmlRole::section, special | closes_paragraph | closes_itself | not_foreign},
    {"code", HtmlTag::code, HtmlRole::inline_text, formatting | not_foreign},
    {"col", HtmlTag::col, HtmlRole::inline_text, special | empty},
    {"colgroup", HtmlTag::colgroup, HtmlRole::inline_text, special},
    {"datalist", HtmlTag::datalist, HtmlRole::left_out},
    {"dd", HtmlTag::dd, HtmlRole::item, special | closes_paragraph | implied_end | closes_itself | not_foreign},
    {"desc", HtmlTag::desc, HtmlRole::inline_text, special | scope},
    {"details", HtmlTag::details, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"dir", HtmlTag::dir, HtmlRole::list, special | closes_paragraph | closes_itself},
    {"div", HtmlTag::div, HtmlRole::section, special | closes_paragraph | closes_itself | not_foreign},
    {"dl", HtmlTag::dl, HtmlRole::list, special | closes_paragraph | closes_itself | not_foreign},
    {"dt", HtmlTag::dt, HtmlRole::item, special | closes_paragraph | implied_end | closes_itself | not_foreign},
    {"em", HtmlTag::em, HtmlRole::inline_text, formatting | not_foreign},
    {"embed", HtmlTag::embed, HtmlRole::left_out, special | empty | not_foreign},
    {"fieldset", HtmlTag::fieldset, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"figcaption", HtmlTag::figcaption, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"figure", HtmlTag::figure, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"font", HtmlTag::font, HtmlRole::inline_text, formatting},
    {"footer", HtmlTag::footer, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"foreignobject", HtmlTag::foreign_object, HtmlRole::inline_text, special | scope},
    {"form", HtmlTag::form, HtmlRole::section, special | closes_paragraph},
    {"frame", HtmlTag::frame, HtmlRole::inline_text, special | empty},
    {"frameset", HtmlTag::frameset, HtmlRole::inline_text, special},
    {"h1", HtmlTag::h1, HtmlRole::heading, special | closes_paragraph | not_foreign},
    {"h2", HtmlTag::h2, HtmlRole::heading, special | closes_paragraph | not_foreign},
    {"h3", HtmlTag::h3, HtmlRole::heading, special | closes_paragraph | not_foreign},
    {"h4", HtmlTag::h4, HtmlRole::heading, special | closes_paragraph | not_foreign},
    {"h5", HtmlTag::h5, HtmlRole::heading, special | closes_paragraph | not_foreign},
    {"h6", HtmlTag::h6, HtmlRole::heading, special | closes_paragraph | not_foreign},
    {"head", HtmlTag::head, HtmlRole::section, special | not_foreign},
    {"header", HtmlTag::header, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"hgroup", HtmlTag::hgroup, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"hr", HtmlTag::hr, HtmlRole::section, special | empty | closes_paragraph | not_foreign},
    {"html", HtmlTag::html, HtmlRole::section, special},
    {"i", HtmlTag::i, HtmlRole::inline_text, formatting | not_foreign},
    {"iframe", HtmlTag::iframe, HtmlRole::left_out, special | raw},
    {"image", HtmlTag::image, HtmlRole::inline_text, empty},
    {"img", HtmlTag::img, HtmlRole::inline_text, special | empty | not_foreign},
    {"input", HtmlTag::input, HtmlRole::inline_text, special | empty},
    {"isindex", HtmlTag::isindex, HtmlRole::section, special | empty | closes_paragraph},
    {"keygen", HtmlTag::keygen, HtmlRole::inline_text, special | empty},
    {"legend", HtmlTag::legend, HtmlRole::section},
    {"li", HtmlTag::li, HtmlRole::item, special | closes_paragraph | implied_end | not_foreign},
    {"link", HtmlTag::link, HtmlRole::inline_text, special | empty},
    {"listing", HtmlTag::listing, HtmlRole::preformatted, special | closes_paragraph | closes_itself | not_foreign},
    {"main", HtmlTag::main, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"map", HtmlTag::map, HtmlRole::left_out},
    {"marquee", HtmlTag::marquee, HtmlRole::inline_text, special | scope | closes_itself},
    {"math", HtmlTag::math, HtmlRole::left_out},
    {"menu", HtmlTag::menu, HtmlRole::list, special | closes_paragraph | closes_itself | not_foreign},
    {"menuitem", HtmlTag::menuitem, HtmlRole::inline_text, special | empty},
    {"meta", HtmlTag::meta, HtmlRole::inline_text, special | empty | not_foreign},
    {"mi", HtmlTag::mi, HtmlRole::inline_text, special | scope},
    {"mn", HtmlTag::mn, HtmlRole::inline_text, special | scope},
    {"mo", HtmlTag::mo, HtmlRole::inline_text, special | scope},
    {"ms", HtmlTag::ms, HtmlRole::inline_text, special | scope},
    {"mtext", HtmlTag::mtext, HtmlRole::inline_text, special | scope},
    {"nav", HtmlTag::nav, HtmlRole::left_out, special | closes_paragraph | closes_itself},
    {"nobr", HtmlTag::nobr, HtmlRole::inline_text, formatting | not_foreign},
    {"noembed", HtmlTag::noembed, HtmlRole::inline_text, special | raw},
    {"noframes", HtmlTag::noframes, HtmlRole::inline_text, special | raw},
    {"noscript", HtmlTag::noscript, HtmlRole::left_out, special},
    {"object", HtmlTag::object, HtmlRole::left_out, special | scope | closes_itself},
    {"ol", HtmlTag::ol, HtmlRole::list, special | closes_paragraph | closes_itself | not_foreign},
    {"optgroup", HtmlTag::optgroup, HtmlRole::inline_text, implied_end},
    {"option", HtmlTag::option, HtmlRole::inline_text, implied_end},
    {"p", HtmlTag::p, HtmlRole::section, special | closes_paragraph | implied_end | not_foreign},
    {"param", HtmlTag::param, HtmlRole::inline_text, special | empty},
    {"plaintext", HtmlTag::plaintext, HtmlRole::preformatted, special | closes_paragraph},
    {"pre", HtmlTag::pre, HtmlRole::preformatted, special | closes_paragraph | closes_itself | not_foreign},
    {"rb", HtmlTag::rb, HtmlRole::inline_text, implied_end},
    {"rp", HtmlTag::rp, HtmlRole::left_out, implied_end},
    {"rt", HtmlTag::rt, HtmlRole::left_out, implied_end},
    {"rtc", HtmlTag::rtc, HtmlRole::inline_text, implied_end},
    {"ruby", HtmlTag::ruby, HtmlRole::inline_text, not_foreign},
    {"s", HtmlTag::s, HtmlRole::inline_text, formatting | not_foreign},
    {"script", HtmlTag::script, HtmlRole::left_out, special | raw},
    {"section", HtmlTag::section, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"select", HtmlTag::select, HtmlRole::left_out, special},
    {"small", HtmlTag::small, HtmlRole::inline_text, formatting | not_foreign},
    {"source", HtmlTag::source, HtmlRole::inline_text, special | empty},
    {"span", HtmlTag::span, HtmlRole::inline_text, not_foreign},
    {"strike", HtmlTag::strike, HtmlRole::inline_text, formatting | not_foreign},
    {"strong", HtmlTag::strong, HtmlRole::inline_text, formatting | not_foreign},
    {"style", HtmlTag::style, HtmlRole::left_out, special | raw},
    {"sub", HtmlTag::sub, HtmlRole::inline_text, not_foreign},
    {"summary", HtmlTag::summary, HtmlRole::section, special | closes_paragraph | closes_itself},
    {"sup", HtmlTag::sup, HtmlRole::inline_text, not_foreign},
    {"svg", HtmlTag::svg, HtmlRole::left_out},
    {"table", HtmlTag::table, HtmlRole::table, special | closes_paragraph | scope | not_foreign},
    {"tbody", HtmlTag::tbody, HtmlRole::section, special},
    {"td", HtmlTag::td, HtmlRole::cell, special | scope},
    {"template", HtmlTag::template_, HtmlRole::left_out, special | scope},
    {"textarea", HtmlTag::textarea, HtmlRole::left_out, special | raw | references},
    {"tfoot", HtmlTag::tfoot, HtmlRole::section, special},
    {"th", HtmlTag::th, HtmlRole::cell, special | scope},
    {"thead", HtmlTag::thead, HtmlRole::section, special},
    {"time", HtmlTag::time, HtmlRole::inline_text},
    {"title", HtmlTag::title, HtmlRole::left_out, special | raw | references},
    {"tr", HtmlTag::tr, HtmlRole::row, special},
    {"track", HtmlTag::track, HtmlRole::inline_text, special | empty},
    {"tt", HtmlTag::tt, HtmlRole::inline_text, formatting | not_foreign},
    {"u", HtmlTag::u, HtmlRole::inline_text, formatting | not_foreign},
    {"ul", HtmlTag::ul, HtmlRole::list, special | closes_paragraph | closes_itself | not_foreign},
    {"var", HtmlTag::var, HtmlRole::inline_text, not_foreign},
    {"video", HtmlTag::video, HtmlRole::left_out},
    {"wbr", HtmlTag::wbr, HtmlRole::inline_text, special | empty},
    {"xmp", HtmlTag::xmp, HtmlRole::preformatted, special | closes_paragraph | raw},
}};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (static_cast<std::size_t>(elements[i].tag) != i) return false;
  }
  return true;
}
static_assert(is_in_order());

constexpr std::size_t longest_name = 14;
constexpr std::size_t slots = 1024;

constexpr std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 0;
  for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(text::lower(c));
  return (hash ^ hash >> 10U) % slots;
}

/// The element at each hash; those that share one stand at the next free one.
constexpr auto index = [] {
  std::array<HtmlTag, slots> tags{};
  for (std::size_t i = 1; i < elements.size(); ++i) {
    std::size_t slot = hash_of(elements[i].name);
    while (tags[slot] != HtmlTag::other) slot = (slot + 1) % slots;
    tags[slot] = elements[i].tag;
  }
  return tags;
}();

}  // namespace

HtmlTag html_tag_named(std::string_view name) {
  if (name.size() > longest_name) return HtmlTag::other;
  const auto same = [](char given, char known) { return text::lower(given) == known; };
  for (std::size_t slot = hash_of(name);; slot = (slot + 1) % slots) {
    const HtmlElement& element = html_element(index[slot]);
    if (element.tag == HtmlTag::other ||
        std::equal(name.begin(), name.end(), element.name.begin(), element.name.end(), same)) {
      return element.tag;
    }
  }
}

const HtmlElement& html_element(HtmlTag tag) {
  return elements[static_cast<std::size_t>(tag)];
}

}  // namespace pilcrow::indexer
