// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/html_tokens.h"

#include <algorithm>
#include <optional>

#include "core/text/ascii.h"
#include "indexer/format/html_references.h"

namespace pilcrow::indexer {
namespace {

using text::is_letter;

constexpr bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}
constexpr bool ends_name(char c) {
  return is_space(c) || c == '>' || c == '/';
}

bool same_name(std::string_view given, std::string_view known) {
  return given.size() == known.size() &&
         std::equal(given.begin(), given.end(), known.begin(), [](char a, char b) { return text::lower(a) == b; });
}

struct Attribute {
  std::string_view name;
  std::string_view value;
};

/// Calls see(attribute) for each from `at` on, and gives where the ">" stands that ends the tag, or the end of the source
/// where none does.
template <typename See>
std::size_t for_each_attribute(std::string_view source, std::size_t at, const See& see) {
  const std::size_t end = source.size();
  while (true) {
    while (at < end && (is_space(source[at]) || source[at] == '/')) ++at;
    if (at == end || source[at] == '>') return at;
    const std::size_t name = at++;  // a "=" may begin a name
    while (at < end && !ends_name(source[at]) && source[at] != '=') ++at;
    Attribute attribute{source.substr(name, at - name), {}};
    while (at < end && is_space(source[at])) ++at;
    if (at < end && source[at] == '=') {
      ++at;
      while (at < end && is_space(source[at])) ++at;
      if (at == end) return end;
      const char quote = source[at];
      if (quote == '"' || quote == '\'') {
        const std::size_t value = ++at;
        at = source.find(quote, at);
        if (at == std::string_view::npos) return end;
        attribute.value = source.substr(value, at++ - value);
      } else {
        const std::size_t value = at;
        while (at < end && !is_space(source[at]) && source[at] != '>') ++at;
        attribute.value = source.substr(value, at - value);
      }
    }
    see(attribute);
  }
}

/// Of several of one name the first counts.
std::optional<std::string_view> find_attribute(std::string_view attributes, std::string_view name) {
  std::optional<std::string_view> found;
  for_each_attribute(attributes, 0, [&](const Attribute& attribute) {
    if (!found && same_name(attribute.name, name)) found = attribute.value;
  });
  return found;
}

/// What the attributes say that any element may have.
class Common {
 public:
  void see(const Attribute& attribute) {
    switch (attribute.name.size()) {
      case 4:
        if (!role_ && same_name(attribute.name, "role")) role_ = attribute.value;
        break;
      case 6:
        hidden_ = hidden_ || same_name(attribute.name, "hidden");
        break;
      case 11:
        if (!aria_hidden_ && same_name(attribute.name, "aria-hidden")) aria_hidden_ = attribute.value;
        break;
      default:
        break;
    }
  }
  bool is_hidden() const { return hidden_ || aria_hidden_ == "true" || role_ == "navigation" || role_ == "search"; }
  bool is_layout() const { return role_ == "presentation"; }

 private:
  bool hidden_ = false;
  std::optional<std::string_view> role_;
  std::optional<std::string_view> aria_hidden_;
};

/// Whether the tag of this element stands there, "<" or "</" being behind.
bool names(std::string_view source, std::size_t at, std::string_view name) {
  const std::string_view candidate = source.substr(std::min(at, source.size()), name.size() + 1);
  return candidate.size() > name.size() && same_name(candidate.substr(0, name.size()), name) &&
         ends_name(candidate.back());
}

}  // namespace

/// Whether the "<" there begins a tag, a comment or a declaration, and is no text.
bool HtmlTokens::at_markup() const {
  if (at_ + 1 >= source_.size()) return false;
  const char next = source_[at_ + 1];
  if (next == '/') return at_ + 2 < source_.size();
  return is_letter(next) || next == '!' || next == '?';
}

bool HtmlTokens::next(HtmlToken& token, bool foreign) {
  while (at_ < source_.size()) {
    const std::size_t begin = at_;
    at_ = std::min(source_.find('<', at_), source_.size());
    while (at_ < source_.size() && !at_markup()) at_ = std::min(source_.find('<', at_ + 1), source_.size());
    if (at_ > begin) {
      token.kind = HtmlToken::Kind::text;
      token.place = {begin, at_};
      return true;
    }
    if (foreign && source_.substr(at_, 9) == "<![CDATA[") {
      at_ = std::min(source_.find("]]>", at_), source_.size() - 3) + 3;
      continue;
    }
    const char next = source_[at_ + 1];
    if (next == '!' || next == '?' || (next == '/' && !is_letter(source_[at_ + 2]))) {
      skip_comment();
    } else if (read_tag(token)) {
      return true;
    }
  }
  return false;
}

void HtmlTokens::skip_comment() {
  if (source_.substr(at_, 4) != "<!--") {
    at_ = std::min(source_.find('>', at_ + 2), source_.size() - 1) + 1;
    return;
  }
  at_ += 4;
  if (source_.substr(at_, 1) == ">" || source_.substr(at_, 2) == "->") {
    at_ = source_.find('>', at_) + 1;
    return;
  }
  while (true) {
    at_ = source_.find("--", at_);
    if (at_ == std::string_view::npos) break;
    at_ += source_.substr(at_ + 2, 1) == "!" && source_.substr(at_ + 3, 1) == ">" ? 3U : 2U;
    if (source_.substr(at_, 1) == ">") {
      ++at_;
      return;
    }
    --at_;  // of three dashes the last two count
  }
  at_ = source_.size();
}

/// False where the source ends in the tag; then it is none.
bool HtmlTokens::read_tag(HtmlToken& token) {
  const bool closing = source_[at_ + 1] == '/';
  const std::size_t name = at_ + (closing ? 2 : 1);
  std::size_t end = name;
  while (end < source_.size() && !ends_name(source_[end])) ++end;
  token.kind = closing ? HtmlToken::Kind::end : HtmlToken::Kind::start;
  token.name = source_.substr(name, end - name);
  token.tag = html_tag_named(token.name);
  Common common;
  const char* value_end = nullptr;
  at_ = for_each_attribute(source_, end, [&](const Attribute& attribute) {
    common.see(attribute);
    value_end = attribute.value.data() + attribute.value.size();
  });
  if (at_ == source_.size()) return false;
  token.attributes = source_.substr(end, at_ - end);
  token.self_closing = source_[at_ - 1] == '/' && value_end != source_.data() + at_;
  token.hidden = common.is_hidden();
  token.is_layout = common.is_layout();
  ++at_;
  return true;
}

text::Span HtmlTokens::raw_text(HtmlTag tag) {
  const std::size_t begin = at_;
  at_ = tag == HtmlTag::script ? script_end() : raw_end(html_element(tag).name);
  return {begin, at_};
}

text::Span HtmlTokens::rest() {
  const std::size_t begin = at_;
  at_ = source_.size();
  return {begin, at_};
}

void HtmlTokens::skip_line_end() {
  if (at_ < source_.size() && source_[at_] == '\r') ++at_;
  if (at_ < source_.size() && source_[at_] == '\n') ++at_;
}

std::size_t HtmlTokens::raw_end(std::string_view name) const {
  std::size_t at = source_.find("</", at_);
  while (at != std::string_view::npos && !names(source_, at + 2, name)) at = source_.find("</", at + 2);
  return std::min(at, source_.size());
}

/// A script in a comment of HTML's may hold another one, with its end tag.
std::size_t HtmlTokens::script_end() const {
  constexpr std::string_view name = "script";
  bool comment = false;
  bool nested = false;
  for (std::size_t at = at_; at < source_.size();) {
    at = source_.find_first_of(comment ? "<-" : "<", at);
    if (at == std::string_view::npos) break;
    if (source_[at] == '-') {
      if (source_.substr(at, 3) == "-->") comment = nested = false;
      ++at;
    } else if (source_.substr(at + 1, 1) == "/" && names(source_, at + 2, name)) {
      if (!nested) return at;
      nested = false;
      at += 2;
    } else if (!comment && source_.substr(at, 4) == "<!--") {
      comment = true;
      at += 2;
    } else {
      nested = nested || (comment && names(source_, at + 1, name));
      ++at;
    }
  }
  return source_.size();
}

std::string html_attribute(const HtmlToken& token, std::string_view name) {
  return resolve_html_references(find_attribute(token.attributes, name).value_or(""), HtmlPlace::attribute);
}

bool has_html_attribute(const HtmlToken& token, std::string_view name) {
  return find_attribute(token.attributes, name).has_value();
}

}  // namespace pilcrow::indexer
