// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/mdoc.h"

#include <algorithm>
#include <array>
#include <string>

namespace pilcrow::indexer {
namespace {

struct Enclosure {
  std::string_view macro;  ///< Up to the end of its line.
  std::string_view open;   ///< The macro that opens and
  std::string_view close;  ///< the one that closes what may be several lines.
  std::string_view before;
  std::string_view after;
};

constexpr std::array<Enclosure, 9> enclosures = {{
    {"Op", "Oo", "Oc", "[", "]"},
    {"Dq", "Do", "Dc", "“", "”"},
    {"Qq", "Qo", "Qc", "\"", "\""},
    {"Sq", "So", "Sc", "‘", "’"},
    {"Ql", "", "", "‘", "’"},
    {"Pq", "Po", "Pc", "(", ")"},
    {"Bq", "Bo", "Bc", "[", "]"},
    {"Brq", "Bro", "Brc", "{", "}"},
    {"Aq", "Ao", "Ac", "<", ">"},
}};

struct Named {
  std::string_view macro;
  std::string_view shown;
};
constexpr std::array<Named, 8> names = {{{"Ux", "UNIX"},
                                         {"Bx", "BSD"},
                                         {"Fx", "FreeBSD"},
                                         {"Nx", "NetBSD"},
                                         {"Ox", "OpenBSD"},
                                         {"Dx", "DragonFly"},
                                         {"At", "AT&T UNIX"},
                                         {"Bsx", "BSD/OS"}}};

constexpr std::string_view plain_macros =
    " Ad An Ar Cd Cm Dv Em Er Ev Fa Fd Fl Fr Ft Ic In Lb Li Lk Mt Ms Nd Nm No Ot Pa Pf Sm St Sx Sy Tn Va Vt Xr Fn Fo "
    "Fc "
    "Ns Ap Xo Xc Ta Hf Eo Ec Es En Tg Bk Ek Ex Rv Ql Rs Re %A %B %C %D %I %J %N %O %P %Q %R %T %U %V ";

bool is_one_of(std::string_view word, std::string_view words) {
  if (word.empty() || word.size() > 3) return false;
  return words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

bool closes(std::string_view word) {
  return word.size() == 1 && std::string_view(".,:;)]?!").find(word[0]) != std::string_view::npos;
}
bool opens(std::string_view word) {
  return word == "(" || word == "[";
}

}  // namespace

bool MdocLine::is_inline(std::string_view macro) {
  if (is_one_of(macro, plain_macros)) return true;
  for (const Enclosure& enclosure : enclosures) {
    if (macro == enclosure.macro || (!macro.empty() && (macro == enclosure.open || macro == enclosure.close)))
      return true;
  }
  return std::any_of(names.begin(), names.end(), [macro](const Named& named) { return named.macro == macro; });
}

bool MdocLine::joins(std::string_view macro) const {
  return !spaced_ || macro == "Ns" || macro == "Ap" || macro == "Fc" || (in_function_ && macro == "Fa") ||
         std::any_of(enclosures.begin(), enclosures.end(), [macro](const Enclosure& enclosure) {
           return !enclosure.close.empty() && macro == enclosure.close;
         });
}

void MdocLine::add(std::string_view shown) {
  if (!join_ && spaced_) rendering_.add_space();
  join_ = false;
  rendering_.add(shown);
}

void MdocLine::show_word(text::Span word) {
  const std::string_view text = word.of(source_);
  if (!join_ && spaced_ && !closes(text)) rendering_.add_space();
  join_ = opens(text);
  if (!prefix_.empty() && !closes(text) && !opens(text) && text != "|") rendering_.add(prefix_);
  if (!text_.show(word)) join_ = true;
}

void MdocLine::show(const std::vector<text::Span>& words) {
  closing_.clear();
  prefix_ = {};
  // Punctuation at the end of the line stands behind what is closed there.
  std::size_t end = words.size();
  while (end > 0 && closes(word(words, end - 1))) --end;
  const std::vector<text::Span> shown(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(end));
  for (std::size_t i = 0; i < shown.size();) {
    if (is_inline(word(shown, i))) {
      i = show_macro(shown, i);
    } else {
      show_word(shown[i++]);
    }
  }
  prefix_ = {};
  for (std::size_t i = closing_.size(); i-- > 0;) rendering_.add(closing_[i]);
  for (std::size_t i = end; i < words.size(); ++i) show_word(words[i]);
}

std::size_t MdocLine::show_macro(const std::vector<text::Span>& words, std::size_t i) {
  const std::string_view macro = word(words, i);
  ++i;
  prefix_ = {};
  const bool alone = i == words.size() || is_inline(word(words, i)) || closes(word(words, i));
  for (const Enclosure& enclosure : enclosures) {
    if (macro == enclosure.macro || (!enclosure.open.empty() && macro == enclosure.open)) {
      add(enclosure.before);
      join_ = true;
      if (macro == enclosure.macro) closing_.push_back(enclosure.after);
      return i;
    }
    if (!enclosure.close.empty() && macro == enclosure.close) {
      rendering_.add(enclosure.after);
      join_ = false;
      return i;
    }
  }
  for (const Named& named : names) {
    if (macro != named.macro) continue;
    add(named.shown);
    return i;
  }
  if (macro == "Fl") {
    if (alone) {
      add("-");
      join_ = i < words.size() && word(words, i) != "Ns" ? false : join_;
    } else {
      prefix_ = "-";
    }
  } else if (macro == "Ns") {
    join_ = true;
  } else if (macro == "Ap") {
    join_ = true;
    add("'");
    join_ = true;
  } else if (macro == "Pf" && i < words.size()) {
    show_word(words[i++]);
    join_ = true;
  } else if (macro == "Nm" && alone) {
    if (!name_.empty()) add(name_.of(source_));
  } else if (macro == "Ar" && alone) {
    add("file ...");
  } else if (macro == "Xr" && i < words.size()) {
    show_word(words[i++]);
    if (i < words.size() && !closes(word(words, i))) {
      rendering_.add("(");
      join_ = true;
      show_word(words[i++]);
      rendering_.add(")");
    }
  } else if (macro == "Fn" || macro == "Fo") {
    i = show_function(words, i);
  } else if (macro == "Fc") {
    in_function_ = false;
    rendering_.add(")");
  } else if (macro == "Fa" && in_function_) {
    if (any_argument_) rendering_.add(", ");
    any_argument_ = true;
    join_ = true;
  } else if (macro == "Sm") {
    spaced_ = i < words.size() && word(words, i) != "off";
    return words.size();
  } else if (macro == "In" && i < words.size()) {
    add("<");
    join_ = true;
    show_word(words[i++]);
    rendering_.add(">");
  } else if (macro == "An" && i < words.size() && word(words, i).starts_with("-")) {
    return words.size();  // -nosplit
  } else if (macro == "Nd") {
    add("–");
  } else if (macro == "Ex" || macro == "Rv") {
    const text::Span program = words.size() > 2 ? words[2] : name_;
    if (!program.empty() && macro == "Ex") {
      rendering_.take_as(
          "The " + std::string(program.of(source_)) + " utility exits 0 on success, and >0 if an error occurs.",
          words[i - 1]);
    }
    return words.size();
  } else if (macro == "Bk" || macro == "Ek" || macro == "Tg" || macro == "Es") {
    return words.size();  // settings
  }
  return i;
}

/// Its arguments stand in brackets, with commas between.
std::size_t MdocLine::show_function(const std::vector<text::Span>& words, std::size_t i) {
  const bool several_lines = i > 0 && word(words, i - 1) == "Fo";
  if (i == words.size()) return i;
  show_word(words[i++]);
  rendering_.add("(");
  join_ = true;
  in_function_ = several_lines;
  any_argument_ = false;
  if (several_lines) return i;
  for (bool first = true; i < words.size() && !closes(word(words, i)) && !is_inline(word(words, i)); first = false) {
    if (!first) rendering_.add(",");
    show_word(words[i++]);
  }
  rendering_.add(")");
  join_ = false;
  return i;
}

}  // namespace pilcrow::indexer
