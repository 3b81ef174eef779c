// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/xml_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "core/text/utf8.h"

namespace pilcrow::indexer {
namespace {

constexpr std::string_view white_space = " \t\r\n";

std::string_view local(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

/// Appends what the reference at the beginning of `text` stands for, and returns its size; 0 where none begins.
std::size_t resolve_one(std::string_view text, std::string& out) {
  constexpr std::size_t longest = 12;
  constexpr std::array<std::pair<std::string_view, char>, 5> entities = {
      {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
  const std::size_t end = text.substr(0, longest).find(';');
  if (end == text.npos) return 0;
  const std::string_view name = text.substr(1, end - 1);
  for (const auto& [entity, character] : entities) {
    if (name == entity) {
      out += character;
      return end + 1;
    }
  }
  if (name.size() < 2 || name[0] != '#') return 0;
  const bool hexadecimal = name[1] == 'x';
  const char* const begin = name.data() + (hexadecimal ? 2 : 1);
  std::uint32_t value = 0;
  const auto [stop, error] = std::from_chars(begin, name.data() + name.size(), value, hexadecimal ? 16 : 10);
  if (error != std::errc() || stop != name.data() + name.size()) return 0;
  text::append_utf8(out, value);
  return end + 1;
}

}  // namespace

std::string resolve_references(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('&'), text.size());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::size_t size = resolve_one(text, out);
    if (size == 0) out += '&';
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

XmlReader::Event XmlReader::next() {
  if (std::exchange(closing_, false)) return close();
  while (at_ < xml_.size()) {
    if (xml_[at_] != '<') {
      const std::size_t end = std::min(xml_.find('<', at_), xml_.size());
      text_ = xml_.substr(at_, end - at_);
      at_ = end;
      if (open_.empty()) continue;
      if (text_.find('&') != text_.npos) {
        resolved_ = resolve_references(text_);
        text_ = resolved_;
      }
      return event_ = Event::text;
    }
    const Event found = markup();
    if (found != Event::finish) return event_ = found;
  }
  if (open_.empty()) return event_ = Event::finish;
  if (damage_.empty()) damage_ = "ends too early";
  return close();
}

/// What begins with "<"; `finish` where it is nothing that anybody wants to see.
XmlReader::Event XmlReader::markup() {
  constexpr std::string_view cdata = "<![CDATA[";
  const std::string_view rest = xml_.substr(at_);
  if (rest.starts_with(cdata)) {
    const std::size_t begin = at_ + cdata.size();
    if (!pass("]]>")) return damaged("ends too early");
    text_ = xml_.substr(begin, at_ - 3 - begin);
    return open_.empty() || text_.empty() ? Event::finish : Event::text;
  }
  if (rest.starts_with("<!--")) return pass("-->") ? Event::finish : damaged("ends too early");
  if (rest.starts_with("<?")) return pass("?>") ? Event::finish : damaged("ends too early");
  if (rest.starts_with("<!")) return pass_declaration() ? Event::finish : damaged("ends too early");
  return rest.starts_with("</") ? end_tag() : start_tag();
}

XmlReader::Event XmlReader::start_tag() {
  std::size_t end = tag_end();
  if (end == xml_.npos) return damaged("ends too early");
  std::string_view tag = xml_.substr(at_ + 1, end - at_ - 1);
  at_ = end + 1;
  if (open_.size() == deepest) return damaged("nested more than " + std::to_string(deepest) + " deep");
  closing_ = tag.ends_with('/');
  if (closing_) tag.remove_suffix(1);
  const std::size_t name_end = std::min(tag.find_first_of(white_space), tag.size());
  if (name_end == 0) return damaged("not well-formed");
  open_.push_back(tag.substr(0, name_end));
  attributes_ = tag.substr(name_end);
  name_ = local(open_.back());
  return Event::start;
}

XmlReader::Event XmlReader::end_tag() {
  const std::size_t end = xml_.find('>', at_);
  if (end == xml_.npos) return damaged("ends too early");
  std::string_view name = xml_.substr(at_ + 2, end - at_ - 2);
  name = name.substr(0, name.find_first_of(white_space));
  at_ = end + 1;
  if (open_.empty() || open_.back() != name) return damaged("not well-formed");
  return close();
}

XmlReader::Event XmlReader::close() {
  name_ = local(open_.back());
  open_.pop_back();
  return event_ = Event::end;
}

XmlReader::Event XmlReader::damaged(std::string reason) {
  damage_ = std::move(reason);
  at_ = xml_.size();
  closing_ = false;
  return Event::finish;
}

bool XmlReader::pass(std::string_view end) {
  const std::size_t found = xml_.find(end, at_ + 2);
  at_ = found == xml_.npos ? xml_.size() : found + end.size();
  return found != xml_.npos;
}

/// <!DOCTYPE …>, with what it declares in brackets.
bool XmlReader::pass_declaration() {
  bool bracketed = false;
  for (std::size_t i = at_; (i = xml_.find_first_of("\"'[]>", i)) != xml_.npos; ++i) {
    const char c = xml_[i];
    if (c == '"' || c == '\'') {
      i = xml_.find(c, i + 1);
      if (i == xml_.npos) break;
    } else if (c == '>' && !bracketed) {
      at_ = i + 1;
      return true;
    } else if (c != '>') {
      bracketed = c == '[';
    }
  }
  return false;
}

std::size_t XmlReader::tag_end() const {
  for (std::size_t i = at_; (i = xml_.find_first_of("\"'>", i)) != xml_.npos; ++i) {
    if (xml_[i] == '>') return i;
    i = xml_.find(xml_[i], i + 1);
    if (i == xml_.npos) break;
  }
  return xml_.npos;
}

std::string_view XmlReader::prefix() const {
  const std::string_view name = open_.empty() ? std::string_view() : open_.back();
  return name.substr(0, name.size() - std::min(name.size(), name_.size() + 1));
}

bool XmlReader::next_in(std::size_t depth) {
  next();
  return event_ != Event::finish && (event_ != Event::end || open_.size() >= depth);
}

std::optional<std::string> XmlReader::attribute(std::string_view name) const {
  const bool prefixed = name.starts_with(':');
  if (prefixed) name.remove_prefix(1);
  std::string_view rest = attributes_;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(white_space), rest.size()));
    const std::size_t equals = rest.find('=');
    if (equals == rest.npos) return std::nullopt;
    std::string_view found = rest.substr(0, equals);
    found = found.substr(0, found.find_first_of(white_space));
    const std::size_t open = rest.find_first_of("\"'", equals);
    const std::size_t close = open == rest.npos ? rest.npos : rest.find(rest[open], open + 1);
    if (close == rest.npos) return std::nullopt;
    const bool has_prefix = found.find(':') != found.npos;
    if (local(found) == name && (has_prefix || !prefixed) && !found.starts_with("xmlns:")) {
      return resolve_references(rest.substr(open + 1, close - open - 1));
    }
    rest.remove_prefix(close + 1);
  }
}

long long XmlReader::number(std::string_view name) const {
  const std::string value = attribute(name).value_or("");
  long long number = 0;
  const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  return error == std::errc() && stop != value.data() ? number : 0;
}

void XmlReader::skip() {
  const std::size_t depth = open_.size();
  while (next_in(depth)) {
  }
}

std::string XmlReader::all_text() {
  std::string all;
  const std::size_t depth = open_.size();
  while (next_in(depth)) {
    if (event_ == Event::text) all += text_;
  }
  return all;
}

}  // namespace pilcrow::indexer
