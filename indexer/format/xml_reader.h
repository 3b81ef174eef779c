// SPDX-License-Identifier: GPL-3.0-or-later
// XML as a row of events, for the parts of office files. No tree is built: a sheet of a million rows takes no memory,
// nesting takes a few bytes a level, and entities that a document declares are never expanded. A parser with a tree
// (pugixml) takes ten to twenty times the size of a sheet.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::indexer {

/// What the four entities and the numbers of characters stand for; other references stay as they are.
std::string resolve_references(std::string_view text);

/// Whoever reads its events sees a tree: every element that starts ends, also where the text breaks off or is wrong;
/// that ends all that is open, and then everything. Names are without prefixes: in the parts of an office file these
/// tell nothing that is needed.
class XmlReader {
 public:
  enum class Event { start, end, text, finish };

  /// Deeper than any real document; a reader may keep something for each level.
  static constexpr std::size_t deepest = 512;

  /// `xml` is UTF-8 and must outlive the reader.
  explicit XmlReader(std::string_view xml) : xml_(xml) {}

  /// The next event. Linear in all.
  Event next();
  /// The next event, as long as the element that was the `depth`th to be open is; false at its end.
  bool next_in(std::size_t depth);
  Event event() const { return event_; }

  /// How many elements are open: with the one that starts, without the one that ends.
  std::size_t depth() const { return open_.size(); }
  /// Of the element that starts or ends, without its prefix.
  std::string_view name() const { return name_; }
  /// Of the element that starts: "svg" of <svg:title>.
  std::string_view prefix() const;
  bool starts(std::string_view name) const { return event_ == Event::start && name_ == name; }

  /// Of the element that starts. "val": whatever its prefix; ":id": only with one. The first of several.
  std::optional<std::string> attribute(std::string_view name) const;
  /// Its number, 0 where it is none.
  long long number(std::string_view name) const;
  /// Characters between tags, references resolved. Valid up to the next event.
  std::string_view text() const { return text_; }

  /// Passes over the element that has started.
  void skip();
  /// All text of the element that has started, to its end.
  std::string all_text();

  /// Why it was not read to its end; empty where it was, or was not yet.
  const std::string& damage() const { return damage_; }

 private:
  Event markup();
  Event start_tag();
  Event end_tag();
  Event close();
  Event damaged(std::string reason);
  bool pass(std::string_view end);
  bool pass_declaration();
  /// Where the tag that begins here has its ">"; npos where there is none.
  std::size_t tag_end() const;

  std::string_view xml_;
  std::size_t at_ = 0;
  Event event_ = Event::text;
  std::string_view name_;
  std::string_view attributes_;
  std::string_view text_;
  std::string resolved_;
  std::vector<std::string_view> open_;  ///< With prefixes.
  bool closing_ = false;                ///< The element that has started is empty.
  std::string damage_;
};

}  // namespace pilcrow::indexer
