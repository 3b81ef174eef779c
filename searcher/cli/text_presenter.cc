// SPDX-License-Identifier: GPL-3.0-or-later
// What people see all day: the source first, then the sentence or two that matter.
//
//   notes/energy.md:41  Energy › Wind › Storage
//     Batteries take up what the turbines make at night. … Storage costs less than a new line.
//     also in old/energy.md:7; nearly the same in drafts/energy.md:12 and 3 other places
//
// With neighbours all texts are shown whole, in the order of the document, those that only stand beside a hit with "-".
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "searcher/cli/excerpt.h"
#include "searcher/cli/explanation.h"
#include "searcher/cli/presenter.h"

namespace pilcrow::searcher::cli {
namespace {

constexpr std::size_t narrowest = 10;
constexpr std::size_t widest = 100;  // Longer lines are hard to read, however wide the terminal.
constexpr std::size_t indent = 2;
const std::string separator = " › ";

constexpr std::string_view reset = "\x1b[0m";
constexpr std::string_view path_color = "\x1b[35m";
constexpr std::string_view line_color = "\x1b[32m";
constexpr std::string_view mark_color = "\x1b[1;31m";
constexpr std::string_view warning_color = "\x1b[33m";
constexpr std::string_view quiet_color = "\x1b[2m";

const char* warning_of(Freshness freshness) {
  switch (freshness) {
    case Freshness::current:
      return "";
    case Freshness::modified:
      return "(changed since indexed)";
    case Freshness::missing:
      return "(file is gone)";
    case Freshness::unknown:
      return "(file cannot be looked at)";
  }
  return "";
}

/// RFC 3986: what may stand in a path as it is.
std::string percent_encoded(std::string_view path) {
  static constexpr std::string_view plain = "-._~/!$&'()*+,=:@";
  static constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          plain.find(c) != std::string_view::npos;
    if (is_plain) {
      out += c;
    } else {
      out += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
  return out;
}

/// A web address as it was handed over, with what may not stand in one encoded.
std::string uri_encoded(std::string_view uri) {
  std::string out;
  for (const char c : uri) {
    static constexpr std::string_view hex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte < 0x7F) {
      out += c;
    } else {
      out += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
  return out;
}

void replace_all(std::string& text, std::string_view what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

/// Whether `inner` begins with the words of `outer`, so that it says all that `outer` does. ASCII letters of either
/// case.
bool repeats(std::string_view inner, std::string_view outer) {
  const bool begins =
      inner.size() >= outer.size() && std::equal(outer.begin(), outer.end(), inner.begin(),
                                                 [](char a, char b) { return text::lower(a) == text::lower(b); });
  static constexpr std::string_view separators = " :,;.-|(/";
  return begins && (inner.size() == outer.size() || separators.find(inner[outer.size()]) != separators.npos);
}

/// "(lacks 'storage' and 'cost')"
std::string lacking(const Hit& hit) {
  constexpr std::size_t most = 3;
  return "(lacks " + enumerate(hit.lacks, most) + ")";
}

/// All that there is of a text, with "…" where a budget has cut it.
Excerpt all_of(std::string_view text, const std::vector<ByteRange>& highlights, const std::optional<ByteRange>& kept,
               std::uint64_t kept_of) {
  Excerpt shown = whole(text, highlights);
  if (!kept || shown.lines.empty()) return shown;
  if (kept->begin > 0) shown.lines.front().insert(shown.lines.front().begin(), {"… ", false});
  if (kept->end < kept_of) shown.lines.back().push_back({" …", false});
  return shown;
}

/// The document's title and the headings, outermost first. What the next heading repeats is left out ("Wind › Wind at
/// sea"), and so is a title that repeats a heading or is repeated by one ("Wind - Our Site › Wind").
std::vector<std::string> trail_of(const std::string& title, const std::vector<std::string>& headings) {
  std::vector<std::string> trail;
  const bool title_is_heading = std::any_of(headings.begin(), headings.end(), [&](const std::string& heading) {
    return repeats(heading, title) || repeats(title, heading);
  });
  if (!one_line(title).empty() && !title_is_heading) trail.push_back(one_line(title));
  for (std::size_t i = 0; i < headings.size(); ++i) {
    const bool is_repeated = i + 1 < headings.size() && repeats(headings[i + 1], headings[i]);
    if (!is_repeated && !one_line(headings[i]).empty()) trail.push_back(one_line(headings[i]));
  }
  return trail;
}

/// The trail in `columns`, or nothing where even its shortest form takes more. The innermost heading says most and the
/// outermost names the document: what stands between them gives way first, then the outermost.
std::string fitted(const std::vector<std::string>& trail, std::size_t columns) {
  if (trail.empty()) return {};
  std::string best;
  const auto consider = [&](const std::string& line) {
    if (text::display_width(line) <= columns) best = line;
  };
  std::string inner = trail.back();
  consider(inner);
  if (trail.size() > 1) consider("…" + separator + inner);
  for (std::size_t i = trail.size() - 1; i > 0; --i) {
    consider(trail.front() + separator + (i > 1 ? "…" + separator : "") + inner);
    inner = trail[i - 1] + separator + inner;
  }
  return best;
}

class TextPresenter : public Presenter {
 public:
  explicit TextPresenter(PresenterOptions options) : options_(std::move(options)) {}

  std::string present(const SearchResult& result, const std::optional<std::string>& query_id) override {
    std::string page;
    if (query_id)
      page += colored("[" + one_line(*query_id) + "]", path_color) + " " + one_line(result.summary.query) + "\n";
    if (options_.explain) page += query_explained(result.summary) + "\n";
    // Where some paragraphs hold every word, those that do not are no news.
    const bool none_is_whole = all_partial(result);
    for (const Hit& hit : result.hits) {
      page += options_.shape == Shape::files ? file_line(hit) + hit_explained(hit)
                                             : hit_among_neighbors(hit, none_is_whole && !hit.lacks.empty()) + "\n";
    }
    if (options_.terminal.interactive && !result.hits.empty())
      page += colored(summary_line(result), quiet_color) + "\n";
    return page;
  }

 private:
  /// Coloured and linked.
  struct Place {
    std::string text;
    std::size_t width = 0;  ///< In columns.
  };

  std::string colored(const std::string& text, std::string_view color) const {
    if (!options_.terminal.color) return text;
    return std::string(color) + text + std::string(reset);
  }

  /// A link to the file, of a document inside a file to that which holds it; to a document that was handed over under a
  /// web address there.
  std::string linked(const std::string& text, const std::string& root, const std::string& path,
                     std::size_t line) const {
    if (!options_.terminal.hyperlinks || options_.hyperlink_format.empty()) return text;
    std::string url = options_.hyperlink_format;
    if (root == handed_over_root) {
      if (!path.starts_with("https://") && !path.starts_with("http://")) return text;
      url = uri_encoded(path);
    } else {
      replace_all(url, "{host}", options_.host);
      replace_all(url, "{line}", std::to_string(line));
      replace_all(url, "{path}", percent_encoded(path.substr(0, path.find("!/"))));
    }
    return "\x1b]8;;" + url + "\x1b\\" + text + "\x1b]8;;\x1b\\";
  }

  std::string relative(std::string_view path) const {
    const std::string below = options_.base.ends_with('/') ? options_.base : options_.base + "/";
    const bool is_below = !options_.base.empty() && path.starts_with(below) && path.size() > below.size();
    return shown_path(is_below ? path.substr(below.size()) : path);
  }

  /// What stands behind the path: ":41", ", p. 7 (vii)", or nothing where nobody could look it up. `place` is a Hit, or
  /// what else has its lines and pages; `joint` stands before a line.
  template <class Where>
  static std::pair<std::string, std::string> behind(std::string_view joint, const std::string& root,
                                                    std::string_view type, const Where& place, std::size_t line) {
    const std::string spot = spot_of(type, place.lines, place.page);
    if (!spot.empty()) return {", ", spot};
    if (!has_lines(type) || root == handed_over_root) return {};
    return {std::string(joint), std::to_string(line)};
  }

  /// "a.md:41", "a.pdf, p. 7"; of what only stands beside a hit "a.md-41", as grep has it.
  Place place(const Hit& hit, std::size_t line) const {
    const auto [joint, spot] = behind(":", hit.root, hit.type, hit, line);
    const std::string path = relative(hit.path);
    return {linked(colored(path, path_color) + joint + (spot.empty() ? "" : colored(spot, line_color)), hit.root,
                   hit.path, line),
            text::display_width(path + joint + spot)};
  }
  Place place_beside(const Hit& hit, const Neighbor& neighbor) const {
    const std::size_t line = neighbor.lines.first;
    const auto [joint, spot] = behind("-", hit.root, hit.type, neighbor, line);
    const std::string shown = relative(hit.path) + joint + spot;
    return {linked(colored(shown, quiet_color), hit.root, hit.path, line), text::display_width(shown)};
  }

  /// For a program the path is what stands before the tab.
  std::string file_line(const Hit& hit) const {
    const std::size_t line = position_of(hit, excerpt(hit.text, hit.highlights).first_mark).line;
    if (!options_.terminal.interactive) {
      return linked(colored(relative(hit.path), path_color), hit.root, hit.path, line) + "\t" +
             std::to_string(hit.paragraphs_in_file) + "\n";
    }
    return place(hit, line).text + "  " + colored(counted(hit.paragraphs_in_file, "paragraph"), quiet_color) + "\n";
  }

  std::string hit_among_neighbors(const Hit& hit, bool partial) const {
    std::string lines;
    for (const Neighbor& neighbor : hit.before) lines += neighbor_lines(hit, neighbor);
    lines += hit_lines(hit, partial) + hit_explained(hit);
    for (const Neighbor& neighbor : hit.after) lines += neighbor_lines(hit, neighbor);
    return lines;
  }

  std::string hit_lines(const Hit& hit, bool partial) const {
    const bool in_full = options_.context || options_.budget > 0;
    const Excerpt shown =
        in_full ? all_of(hit.text, hit.highlights, hit.kept, hit.kept_of) : excerpt(hit.text, hit.highlights);
    const std::size_t line = position_of(hit, shown.first_mark).line;
    Head head{place(hit, line), options_.dates ? hit.date : "", trail_of(hit.title, hit.headings), {}};
    if (partial) head.remarks.push_back(lacking(hit));
    const bool may_be_stale = hit.freshness != Freshness::current && hit.root != handed_over_root;
    if (may_be_stale) head.remarks.emplace_back(warning_of(hit.freshness));
    std::string lines = head_lines(head);
    const bool color = options_.terminal.color;
    for (const std::string& row : rows_of(shown, color ? mark_color : "", color ? reset : "")) {
      lines += std::string(indent, ' ') + row + "\n";
    }
    const std::string others = other_places(hit.also_in);
    return others.empty() ? lines : lines + std::string(indent, ' ') + colored(others, quiet_color) + "\n";
  }

  std::string neighbor_lines(const Hit& hit, const Neighbor& neighbor) const {
    const auto trail = neighbor.headings == hit.headings ? std::vector<std::string>() : trail_of("", neighbor.headings);
    std::string lines = head_lines({place_beside(hit, neighbor), "", trail, {}});
    for (const std::string& row : rows_of(all_of(neighbor.text, {}, neighbor.kept, neighbor.kept_of), "", "")) {
      lines += std::string(indent, ' ') + colored(row, quiet_color) + "\n";
    }
    return lines;
  }

  std::vector<std::string> rows_of(const Excerpt& shown, std::string_view mark_on, std::string_view mark_off) const {
    const std::size_t columns = std::clamp(options_.terminal.columns, narrowest, widest) - indent;
    std::vector<std::string> rows;
    for (const auto& line : shown.lines) {
      for (std::string& row : wrap(line, columns, mark_on, mark_off)) rows.push_back(std::move(row));
    }
    return rows;
  }

  /// "also in a.md:1; nearly the same in b.md:4 and 3 other places"
  std::string other_places(const std::vector<OtherPlace>& places) const {
    std::string line;
    for (const bool identical : {true, false}) {
      const auto is_such = [&](const OtherPlace& place) { return place.identical == identical; };
      const auto first = std::find_if(places.begin(), places.end(), is_such);
      if (first == places.end()) continue;
      line += std::string(line.empty() ? "" : "; ") + (identical ? "also in " : "nearly the same in ");
      const auto [joint, spot] = behind(":", first->root, first->type, *first, first->lines.first);
      line += linked(relative(first->path) + joint + spot, first->root, first->path, first->lines.first);
      const auto more = static_cast<std::uint64_t>(std::count_if(first + 1, places.end(), is_such));
      if (more > 0) line += " and " + counted(more, "other place");
    }
    return places.size() == most_places ? line + ", at least" : line;
  }

  /// What stands above a text.
  struct Head {
    Place place;
    std::string date;  ///< Empty: not shown.
    std::vector<std::string> trail;
    std::vector<std::string> remarks;
  };

  /// The place and the trail beside it; where no form of the trail fits there, below it.
  std::string head_lines(const Head& head) const {
    const std::size_t columns = std::max(options_.terminal.columns, narrowest);
    std::size_t used = head.place.width + 2;
    if (!head.date.empty()) used += head.date.size() + 2;
    for (const std::string& remark : head.remarks) used += text::display_width(remark) + 2;
    const std::string beside = fitted(head.trail, columns - std::min(used, columns));
    std::string lines = head.place.text;
    if (!head.date.empty()) lines += "  " + head.date;
    if (!beside.empty()) lines += "  " + colored(beside, quiet_color);
    for (const std::string& remark : head.remarks) lines += "  " + colored(remark, warning_color);
    lines += "\n";
    if (!head.trail.empty() && beside.empty()) {
      lines += std::string(indent, ' ') + colored(row_of(head.trail, columns - indent), quiet_color) + "\n";
    }
    return lines;
  }

  /// The trail in one row, cut if there is no other way.
  static std::string row_of(const std::vector<std::string>& trail, std::size_t columns) {
    const std::string row = fitted(trail, columns);
    return row.empty() ? wrap({{trail.back(), false}}, columns - 1, "", "").front() + "…" : row;
  }

  /// "10 of about 1,234 paragraphs · 12 hold every word · 4 ms"; of files "… · 12 paragraphs hold every word · 4 ms"
  std::string summary_line(const SearchResult& result) const {
    const Summary& summary = result.summary;
    const bool files = options_.shape == Shape::files;
    const char* thing = files ? "file" : "paragraph";
    std::string line = grouped(result.hits.size()) + " of " + (summary.matches_estimated ? "about " : "") +
                       counted(summary.matches, thing);
    if (all_partial(result)) line += " · none holds every word";
    if (summary.similar_to.empty() && summary.all_words > 0) {
      line += " · " + (files ? counted(summary.all_words, "paragraph") : grouped(summary.all_words)) +
              (summary.all_words == 1 ? " holds" : " hold") + " every word";
    }
    if (!summary.missing.empty()) {
      constexpr std::size_t most = 5;
      line += " · nowhere: " + enumerate(summary.missing, most);
    }
    if (options_.budget > 0) line += " · " + grouped(summary.words_shown) + " of " + counted(options_.budget, "word");
    return line + " · " + std::to_string(std::lround(summary.milliseconds)) + " ms";
  }

  PresenterOptions options_;
};

}  // namespace

std::unique_ptr<Presenter> make_text_presenter(const PresenterOptions& options) {
  return std::make_unique<TextPresenter>(options);
}

}  // namespace pilcrow::searcher::cli
