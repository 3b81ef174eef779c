// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/analyzer.h"

#include <unicode/uchar.h>
#include <unicode/uversion.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/text/segments.h"
#include "core/text/utf8.h"
#include "core/text/word_forms.h"

namespace pilcrow::text {
namespace {

// Raise it with every change of what analyze() gives for any text: an index made under other rules is then rebuilt.
constexpr int rules_version = 2;

// A compound of more parts than this is no name but a list or a hyphenated joke, and nobody types it.
constexpr std::size_t most_parts = 8;

enum class LetterCase : std::uint8_t { none, lower, upper, underscore, apostrophe };

struct Letter {
  std::size_t offset = 0;
  LetterCase letter_case = LetterCase::none;
};

LetterCase case_of(char32_t value) {
  if (value == '_') return LetterCase::underscore;
  const auto c = static_cast<UChar32>(value);
  const auto category = U_GET_GC_MASK(c);
  if ((category & U_GC_LL_MASK) != 0) return LetterCase::lower;
  if ((category & U_GC_LU_MASK) != 0) return LetterCase::upper;
  // A letter of a script without case, a number, or what stands inside one. All else that joins letters is a kind of
  // apostrophe.
  constexpr char32_t modifier_apostrophe = 0x02BC;
  const bool letter = (category & (U_GC_L_MASK | U_GC_N_MASK)) != 0 && value != modifier_apostrophe;
  return letter || value == '.' || value == ',' || value == ';' ? LetterCase::none : LetterCase::apostrophe;
}

/// Whether a word may be an identifier of several parts. Cheap, and right on almost all words, which are not.
bool may_have_parts(std::string_view word) {
  return std::any_of(word.begin() + 1, word.end(), [](char c) {
    return c == '_' || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
}

/// "1.2.3" of "v1.2.3"; empty for any other word.
std::string_view version_number(std::string_view word) {
  if (word.size() < 4 || (word[0] | 0x20) != 'v') return {};
  const std::string_view number = word.substr(1);
  const bool plain =
      std::all_of(number.begin(), number.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
  return plain && number.find('.') != std::string_view::npos ? number : std::string_view{};
}

/// What stands between two words and makes one name of them; nullptr where it does not. A hyphen vanishes from the
/// compound: "e-mail" is also written "email".
const std::string_view* joint(std::string_view between) {
  struct Joint {
    std::string_view written;
    std::string_view in_compound;
  };
  static constexpr std::array<Joint, 6> joints = {
      {{"-", ""}, {"\u2010", ""}, {"\u2011", ""}, {".", "."}, {"::", "::"}, {"@", "@"}}};
  if (between == " ") return nullptr;  // most often
  const auto* found =
      std::find_if(joints.begin(), joints.end(), [&](const Joint& candidate) { return candidate.written == between; });
  return found == joints.end() ? nullptr : &found->in_compound;
}

}  // namespace

class Analyzer::Impl {
 public:
  explicit Impl(std::string_view language) : language_(language), forms_(language) {}

  const std::string& language() const { return language_; }
  std::uint32_t forms_epoch() const { return forms_.epoch(); }

  void analyze(std::string_view text, const TokenSink& sink, const WordFilter* filter, bool by_icu) {
    text_ = text;
    sink_ = &sink;
    filter_ = filter;
    position_ = 0;
    for (std::size_t offset = 0; offset < text.size();) {
      const std::vector<Segment>& segments = segmenter_.next(text, offset, by_icu);
      for (auto segment = segments.begin(); segment != segments.end();) {
        if (segment->kind == SegmentKind::ideographs) {
          emit_ideographs(*segment++);
          continue;
        }
        if (segment->kind == SegmentKind::hangul) {
          emit_hangul(*segment++);
          continue;
        }
        const auto first = segment++;
        while (segment != segments.end() && joint_before(*segment, *(segment - 1)) != nullptr) ++segment;
        if (segment - first == 1 && first->plain) {
          emit_plain(*first);
        } else {
          emit_chain({first, segment});
        }
      }
    }
  }

 private:
  using Segments = std::span<const Segment>;

  /// The joint between two segments; nullptr where they are separate words.
  const std::string_view* joint_before(const Segment& segment, const Segment& previous) const {
    if (segment.kind != SegmentKind::word || previous.kind != SegmentKind::word) return nullptr;
    return joint(text_.substr(previous.end, segment.begin - previous.end));
  }

  /// Appends the parts of one segment to parts_.
  void split(const Segment& segment) {
    const std::string_view word = text_.substr(segment.begin, segment.word_end - segment.begin);
    if (segment.kind == SegmentKind::word && may_have_parts(word)) {
      split_letters(word, segment.begin);
    } else {
      parts_.push_back({segment.begin, segment.word_end, segment.word_end});
    }
  }

  /// Parts end at underscores and where the case changes. Both sides of a change have two letters at least, so that
  /// "iPhone", "kWh", "PhD" and "GmbH" stay words, and a capital in front of only one small letter begins no part, so
  /// that "PDFs" and "IPv4" do.
  void split_letters(std::string_view word, std::size_t offset) {
    letters_.clear();
    for (std::size_t at = 0; at < word.size();) {
      const CodePoint c = code_point_at(word, at);
      if (!clings(c.value)) letters_.push_back({at, case_of(c.value)});
      at += c.size;
    }
    // "O'ReillyMedia" is no identifier, and a part such as "O'" no word.
    if (std::any_of(letters_.begin(), letters_.end(),
                    [](const Letter& letter) { return letter.letter_case == LetterCase::apostrophe; })) {
      parts_.push_back({offset, offset + word.size(), offset + word.size()});
      return;
    }
    const auto letter_case = [&](std::size_t at) {
      return at < letters_.size() ? letters_[at].letter_case : LetterCase::underscore;
    };
    const auto add = [&](std::size_t from, std::size_t to) {
      if (from == to) return;
      const std::size_t end = offset + (to < letters_.size() ? letters_[to].offset : word.size());
      parts_.push_back({offset + letters_[from].offset, end, end});
    };
    std::size_t from = 0;
    bool after_lower = false;  // of this part
    for (std::size_t at = 0; at < letters_.size(); ++at) {
      const LetterCase here = letter_case(at);
      if (here == LetterCase::underscore) {
        add(from, at);
        from = at + 1;
        after_lower = false;
      } else if (here == LetterCase::lower) {
        after_lower = true;
      } else if (here == LetterCase::upper) {
        const bool capitals_end = at > 0 && letter_case(at - 1) == LetterCase::upper &&
                                  letter_case(at + 1) == LetterCase::lower && letter_case(at + 2) == LetterCase::lower;
        if ((after_lower || capitals_end) && at - from >= 2 && letter_case(at + 1) != LetterCase::underscore) {
          add(from, at);
          from = at;
        }
        after_lower = false;
      }
    }
    add(from, letters_.size());
  }

  /// Stops counting where there are too many.
  std::size_t count_parts(Segments chain) {
    parts_.clear();
    for (const Segment& segment : chain) {
      split(segment);
      if (parts_.size() > most_parts) break;
    }
    return parts_.size();
  }

  void emit_plain(const Segment& segment) {
    const std::string_view word = text_.substr(segment.begin, segment.end - segment.begin);
    if (filter_ != nullptr && !(*filter_)(word)) {
      (*sink_)({{}, {}, segment.begin, segment.end, position_, TokenKind::word});
    } else {
      emit(word, segment.begin, segment.end, position_, TokenKind::word);
    }
    ++position_;
  }

  /// Words that a joint makes one name, or one word alone: parts, the compound of each word, the compound of all.
  void emit_chain(Segments chain) {
    const bool joined = chain.size() > 1 && count_parts(chain) <= most_parts;
    const std::uint32_t position = position_;
    for (const Segment& segment : chain) emit_word(segment, joined);
    if (!joined) return;

    compound_.clear();
    for (std::size_t i = 0; i < chain.size(); ++i) {
      if (i > 0) compound_ += *joint_before(chain[i], chain[i - 1]);
      compound_ += text_.substr(chain[i].begin, chain[i].word_end - chain[i].begin);
    }
    emit(compound_, chain.front().begin, chain.back().end, position, TokenKind::compound);
  }

  void emit_word(const Segment& segment, bool joined) {
    const std::string_view word = text_.substr(segment.begin, segment.word_end - segment.begin);
    const std::uint32_t position = position_;
    parts_.clear();
    split(segment);
    const bool compound = parts_.size() > 1 && parts_.size() <= most_parts;
    const TokenKind kind = joined || compound ? TokenKind::part : TokenKind::word;
    parts_.back().shown_end = segment.end;
    for (const Part& part : parts_) {
      if (emit(text_.substr(part.begin, part.end - part.begin), part.begin, part.shown_end, position_, kind))
        ++position_;
    }
    if (compound) emit(word, segment.begin, segment.end, position, TokenKind::compound);
    const std::string_view version = version_number(word);
    if (!version.empty()) emit(version, segment.begin + 1, segment.end, position, TokenKind::compound);
  }

  /// Each character, then the pair that it ends; so a run of any length is passed on as it is read.
  void emit_ideographs(const Segment& run) {
    emit_pairs(run, continues_ideograph, [&](std::string_view surface, std::size_t begin, std::size_t end) {
      (*sink_)({surface, surface, begin, end, position_++, TokenKind::ideograph});
    });
  }

  /// The word, then its pairs of syllables: what particles and compounds hide is found by those.
  void emit_hangul(const Segment& run) {
    if (!emit(text_.substr(run.begin, run.end - run.begin), run.begin, run.end, position_, TokenKind::word)) return;
    ++position_;
    emit_pairs(run, continues_syllable, [](std::string_view, std::size_t, std::size_t) {});
  }

  /// Passes on the pairs of neighbouring characters of a run, and hands each character to `each` behind the pair that
  /// it ends. A pair belongs to the position before.
  template <class Each>
  void emit_pairs(const Segment& run, bool (*continues)(char32_t), const Each& each) {
    const std::string_view text = text_.substr(0, run.end);
    std::size_t previous_begin = run.begin;
    previous_.clear();
    for (std::size_t at = run.begin; at < run.end;) {
      const std::size_t begin = at;
      at += code_point_at(text, at).size;
      while (at < run.end) {
        const CodePoint mark = code_point_at(text, at);
        if (!continues(mark.value)) break;
        at += mark.size;
      }
      const std::string_view surface = forms_.of(text.substr(begin, at - begin)).surface;
      if (surface.empty()) continue;
      // A pair too long for a term can only be a heap of combining marks.
      if (!previous_.empty() && previous_.size() + surface.size() <= longest_term) {
        compound_.assign(previous_).append(surface);
        (*sink_)({compound_, compound_, previous_begin, at, position_ - 1, TokenKind::bigram});
      }
      each(surface, begin, at);
      previous_ = surface;
      previous_begin = begin;
    }
  }

  /// False where nothing is left of the word.
  bool emit(std::string_view word, std::size_t begin, std::size_t end, std::uint32_t position, TokenKind kind) {
    const WordForms::Forms forms = forms_.of(word);
    if (forms.surface.empty()) return false;
    (*sink_)({forms.surface, forms.stem, begin, end, position, kind, forms.number});
    return true;
  }

  struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t shown_end = 0;  ///< With a possessive 's behind it.
  };

  std::string language_;
  Segmenter segmenter_;
  WordForms forms_;
  // Of the call that runs.
  std::string_view text_;
  const TokenSink* sink_ = nullptr;
  const WordFilter* filter_ = nullptr;
  std::uint32_t position_ = 0;
  // Kept between words, so that their memory is.
  std::vector<Part> parts_;
  std::vector<Letter> letters_;
  std::string compound_;
  std::string previous_;
};

Analyzer::Analyzer(std::string_view language) : impl_(std::make_unique<Impl>(language)) {}
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;
Analyzer::~Analyzer() = default;

const std::string& Analyzer::language() const {
  return impl_->language();
}

std::uint32_t Analyzer::forms_epoch() const {
  return impl_->forms_epoch();
}

void Analyzer::analyze(std::string_view text, const TokenSink& sink) {
  impl_->analyze(text, sink, nullptr, false);
}

void Analyzer::scan(std::string_view text, const WordFilter& wanted, const TokenSink& sink) {
  impl_->analyze(text, sink, &wanted, false);
}

void Analyzer::analyze_by_icu(std::string_view text, const TokenSink& sink) {
  impl_->analyze(text, sink, nullptr, true);
}

std::vector<OwnedToken> tokens(Analyzer& analyzer, std::string_view text) {
  std::vector<OwnedToken> out;
  analyzer.analyze(text, [&](const Token& token) {
    out.push_back(
        {std::string(token.surface), std::string(token.stem), token.begin, token.end, token.position, token.kind});
  });
  return out;
}

std::string analyzer_identity() {
  UVersionInfo icu;
  UVersionInfo unicode;
  u_getVersion(icu);
  u_getUnicodeVersion(unicode);
  const auto two = [](const UVersionInfo& version) {
    return std::to_string(version[0]) + "." + std::to_string(version[1]);
  };
  // Not Xapian's revision: stemmers change with its minor versions only.
  const std::string xapian = std::to_string(Xapian::major_version()) + "." + std::to_string(Xapian::minor_version());
  return "pilcrow-analyzer/" + std::to_string(rules_version) + " icu/" + two(icu) + " unicode/" + two(unicode) +
         " xapian/" + xapian;
}

}  // namespace pilcrow::text
