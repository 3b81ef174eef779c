// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/language_detection.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "core/text/ascii.h"
#include "core/text/fold.h"
#include "core/text/language.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"

namespace pilcrow::indexer {
namespace {

constexpr std::size_t sample_size = 64 << 10;
constexpr std::size_t sample_pieces = 64;
/// In a text longer than this, the language of half of it is that of the text, though CLD2 is not sure (many names).
constexpr int short_text = 200;
/// Where CLD2 sees this many per cent of a document in a second language, it is asked about each paragraph.
constexpr int mixed_percent = 15;

/// Letters of fewer bytes (ten characters of Han or Thai, fifteen of Cyrillic) are a name or a title, no language.
constexpr std::size_t least_letter_bytes = 30;
/// Nothing is said of the language of fewer words.
constexpr std::size_t least_words = 8;
/// Words that are looked at to see whether a paragraph is in the document's language, and to prove that it is not.
constexpr std::size_t words_glanced = 32;
constexpr std::size_t words_read = 200;
/// Of a hundred words in the document's language so many are stop words; in another one, fewer happen to be.
constexpr std::size_t home_percent = 20;
/// So many leave no doubt, even of a text that CLD2 was not asked about; half of English prose are.
constexpr std::size_t clear_percent = 30;
constexpr std::size_t clear_glances = 8;  // from all over a text
constexpr std::size_t clear_words = 40;
constexpr std::size_t most_foreign_letters = 500;  // one of so many: the names in an English text
/// Of a hundred words that are taken for another language; less, as Turkish or Finnish prose has few.
constexpr std::size_t other_percent = 10;
/// So many different stop words must speak for another language: "de la" alone stands in many a name.
constexpr std::size_t least_stop_words = 3;

/// The text of all paragraphs, each with a line end, its heading before it where that is a new one; at most sample_size
/// bytes of it, in pieces from all over.
std::string sampled(const std::vector<Paragraph>& paragraphs) {
  std::vector<std::string_view> texts;
  std::size_t total = 0;
  std::string_view heading_before;
  const auto add = [&](std::string_view text) {
    texts.push_back(text);
    total += text.size() + 1;
  };
  for (const Paragraph& paragraph : paragraphs) {
    const std::string_view heading = paragraph.headings.empty() ? "" : std::string_view(paragraph.headings.back());
    if (!heading.empty() && heading != heading_before) add(heading);
    heading_before = heading;
    add(paragraph.text);
  }
  // A text that is not too long is taken whole, one piece for each of its texts.
  const std::size_t distance = total / sample_pieces;
  const std::size_t piece_size = total <= sample_size ? total : sample_size / sample_pieces - 1;
  std::string sample;
  std::size_t next = 0;  // Where the next piece begins, in all texts as one.
  std::size_t begin = 0;
  for (const std::string_view text : texts) {
    const std::size_t end = begin + text.size() + 1;
    while (next < end) {
      const std::size_t from = text::floor_to_character(text, std::min(next - begin, text.size()));
      const std::size_t to = text::floor_to_character(text, std::min(from + piece_size, text.size()));
      sample.append(text.substr(from, to - from)) += '\n';
      next = total <= sample_size ? end : next + distance;
    }
    begin = end;
  }
  return sample;
}

/// CLD2's code as BCP 47 has it today.
std::string modern_code(std::string code) {
  code = text::lower(code);
  constexpr std::array<std::array<std::string_view, 2>, 6> renamed = {
      {{"iw", "he"}, {"jw", "jv"}, {"in", "id"}, {"ji", "yi"}, {"mo", "ro"}, {"zh-tw", "zh-hant"}}};
  for (const auto& [old_code, new_code] : renamed) {
    if (code == old_code) return std::string(new_code);
  }
  return code;
}

/// A language code in lower case; empty where `declared` is none.
std::string well_formed(std::string_view declared) {
  std::string code = modern_code(std::string(declared));
  std::replace(code.begin(), code.end(), '_', '-');
  const std::size_t primary = std::min(code.find('-'), code.size());
  const bool letters = std::all_of(code.begin(), code.end(), [](char byte) {
    return byte == '-' || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
  });
  return letters && (primary == 2 || primary == 3) && code.size() <= 35 ? code : std::string();
}

struct ScriptLanguage {
  UScriptCode script;
  std::string_view language;
};

/// The language that most text in a script is in.
constexpr std::array script_languages = {
    ScriptLanguage{USCRIPT_LATIN, "en"},      ScriptLanguage{USCRIPT_HAN, "zh"},
    ScriptLanguage{USCRIPT_HIRAGANA, "ja"},   ScriptLanguage{USCRIPT_KATAKANA, "ja"},
    ScriptLanguage{USCRIPT_HANGUL, "ko"},     ScriptLanguage{USCRIPT_BOPOMOFO, "zh-hant"},
    ScriptLanguage{USCRIPT_CYRILLIC, "ru"},   ScriptLanguage{USCRIPT_GREEK, "el"},
    ScriptLanguage{USCRIPT_ARABIC, "ar"},     ScriptLanguage{USCRIPT_HEBREW, "he"},
    ScriptLanguage{USCRIPT_THAI, "th"},       ScriptLanguage{USCRIPT_LAO, "lo"},
    ScriptLanguage{USCRIPT_KHMER, "km"},      ScriptLanguage{USCRIPT_MYANMAR, "my"},
    ScriptLanguage{USCRIPT_DEVANAGARI, "hi"}, ScriptLanguage{USCRIPT_BENGALI, "bn"},
    ScriptLanguage{USCRIPT_GURMUKHI, "pa"},   ScriptLanguage{USCRIPT_GUJARATI, "gu"},
    ScriptLanguage{USCRIPT_ORIYA, "or"},      ScriptLanguage{USCRIPT_TAMIL, "ta"},
    ScriptLanguage{USCRIPT_TELUGU, "te"},     ScriptLanguage{USCRIPT_KANNADA, "kn"},
    ScriptLanguage{USCRIPT_MALAYALAM, "ml"},  ScriptLanguage{USCRIPT_SINHALA, "si"},
    ScriptLanguage{USCRIPT_TIBETAN, "bo"},    ScriptLanguage{USCRIPT_GEORGIAN, "ka"},
    ScriptLanguage{USCRIPT_ARMENIAN, "hy"},   ScriptLanguage{USCRIPT_ETHIOPIC, "am"},
};

constexpr std::size_t latin = 0;
constexpr std::size_t han = 1;
constexpr std::size_t kana = 2;
constexpr std::size_t katakana = 3;
constexpr std::size_t hangul = 4;
constexpr std::size_t other_script = script_languages.size();

/// Where each of ICU's scripts stands in script_languages; other_script where it does not.
constexpr auto script_indices = [] {
  std::array<std::uint8_t, USCRIPT_CODE_LIMIT> indices{};
  for (auto& index : indices) index = other_script;
  for (std::size_t i = 0; i < script_languages.size(); ++i) {
    indices[static_cast<std::size_t>(script_languages[i].script)] = static_cast<std::uint8_t>(i);
  }
  return indices;
}();

std::size_t script_of(char32_t character) {
  if (character < 0x80) return latin;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(character), &status);
  return script >= 0 && script < USCRIPT_CODE_LIMIT ? script_indices[static_cast<std::size_t>(script)] : other_script;
}

/// The script that most of a text's letters are of. Han with some Kana are Japanese, and counted as Kana: many a
/// Japanese text has more Han, and no Chinese one has Kana.
struct MainScript {
  std::size_t script = other_script;
  std::size_t letters = 0;
  std::size_t letter_bytes = 0;
  std::size_t all_letters = 0;
  std::size_t beyond_ascii = 0;  ///< Of all.
};

MainScript main_script(std::string_view text) {
  struct Count {
    std::size_t letters = 0;
    std::size_t bytes = 0;
  };
  std::array<Count, script_languages.size() + 1> counts{};
  const auto move = [&](std::size_t from, std::size_t to) {
    counts[to].letters += counts[from].letters;
    counts[to].bytes += counts[from].bytes;
    counts[from] = {};
  };
  MainScript found;
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint character = text::code_point_at(text, at);
    if (character.size == 1) {
      const std::size_t letter = text::is_letter(text[at++]) ? 1 : 0;
      counts[latin].letters += letter;
      counts[latin].bytes += letter;
      found.all_letters += letter;
      continue;
    }
    at += character.size;
    if (!is_letter(character.value)) continue;
    Count& count = counts[script_of(character.value)];
    count.letters += 1;
    count.bytes += character.size;
    found.all_letters += 1;
    found.beyond_ascii += 1;
  }
  move(katakana, kana);
  if (counts[kana].letters * 10 > counts[han].letters) move(han, kana);
  const auto* most = std::max_element(counts.begin(), counts.end() - 1,
                                      [](const Count& one, const Count& other) { return one.letters < other.letters; });
  if (most->letters == 0) return found;
  found.script = static_cast<std::size_t>(most - counts.begin());
  found.letters = most->letters;
  found.letter_bytes = most->bytes;
  return found;
}

std::string_view primary(std::string_view code) {
  return code.substr(0, code.find('-'));
}

/// The script of a document in this language: what its letters are of, but for languages whose documents may hold more
/// code and names than text.
std::size_t script_of_language(std::string_view language, std::size_t of_letters) {
  const auto* known = std::find_if(script_languages.begin(), script_languages.end(),
                                   [&](const ScriptLanguage& entry) { return entry.language == primary(language); });
  return known == script_languages.end() ? of_letters : static_cast<std::size_t>(known - script_languages.begin());
}

/// Scripts that several languages are written in of which we know the stop words.
bool is_shared(std::size_t script) {
  constexpr std::array shared = {USCRIPT_LATIN, USCRIPT_CYRILLIC, USCRIPT_ARABIC, USCRIPT_DEVANAGARI};
  return script != other_script &&
         std::find(shared.begin(), shared.end(), script_languages[script].script) != shared.end();
}

/// What CLD2 makes of a text.
struct Opinion {
  std::string sure;    ///< The language that it is sure of; empty for none.
  std::string likely;  ///< Where it is not, the one of at least half of a text that is not short; else `sure`.
  bool mixed = false;  ///< A second language has a real share.
};

/// Empty for what is no language: "un" and the extended codes ("xx-Latn", "zzb") for scripts and jokes.
std::string code_of(CLD2::Language language) {
  std::string code = language == CLD2::UNKNOWN_LANGUAGE ? std::string() : modern_code(CLD2::LanguageCode(language));
  return code.starts_with("xx") || code.starts_with("zz") ? std::string() : code;
}

Opinion opinion_of_cld2(std::string_view text, const std::string& hint) {
  const CLD2::CLDHints hints{hint.empty() ? nullptr : hint.c_str(), nullptr, CLD2::UNKNOWN_ENCODING,
                             CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percent{};
  std::array<double, 3> scores{};
  int text_bytes = 0;
  bool sure = false;
  int valid_bytes = 0;
  const CLD2::Language found = CLD2::ExtDetectLanguageSummaryCheckUTF8(
      text.data(), static_cast<int>(text.size()), /*is_plain_text=*/true, &hints, /*flags=*/0, languages.data(),
      percent.data(), scores.data(), /*resultchunkvector=*/nullptr, &text_bytes, &sure, &valid_bytes);
  Opinion opinion;
  if (sure) opinion.sure = code_of(found);
  const bool likely = text_bytes > short_text && percent[0] >= 50;
  opinion.likely = sure ? opinion.sure : likely ? code_of(languages[0]) : std::string();
  opinion.mixed = percent[1] >= mixed_percent && !code_of(languages[1]).empty();
  return opinion;
}

/// Calls see(word) for the first words of a text, case folded, at most `limit`; those with a digit in them say nothing.
/// see() says whether it wants more.
template <typename See>
void for_each_word(std::string_view text, std::size_t limit, const See& see) {
  std::string word;
  bool has_digit = false;
  bool plain = true;
  std::size_t seen = 0;
  const auto end_word = [&] {
    if (!word.empty() && !has_digit) {
      if (!plain) word = text::fold_case(word);
      seen = see(std::as_const(word)) ? seen + 1 : limit;
    }
    word.clear();
    has_digit = false;
    plain = true;
  };
  for (std::size_t at = 0; at < text.size() && seen < limit;) {
    const text::CodePoint character = text::code_point_at(text, at);
    const auto letter = static_cast<UChar32>(character.value);
    if (letter < 0x80) {
      std::size_t end = at;
      for (; end < text.size() && (text::is_letter(text[end]) || text::is_digit(text[end])); ++end) {
        has_digit = has_digit || text::is_digit(text[end]);
      }
      if (end == at) {
        end_word();
      } else {
        const auto begin = static_cast<std::ptrdiff_t>(word.size());
        word.append(text.substr(at, end - at));
        std::transform(word.begin() + begin, word.end(), word.begin() + begin, [](char c) { return text::lower(c); });
        at = end - 1;
      }
    } else if ((U_GET_GC_MASK(letter) & (U_GC_L_MASK | U_GC_M_MASK)) != 0) {
      plain = false;
      word.append(text.substr(at, character.size));
    } else {
      end_word();
    }
    at += character.size;
  }
  if (seen < limit) end_word();
}

/// Words, and the stop words of a language among them.
struct WordCounts {
  std::size_t words = 0;
  std::size_t stop_words = 0;
  bool has_percent(std::size_t percent) const { return stop_words * 100 >= words * percent; }
};

WordCounts count_words(std::string_view language, std::string_view text, std::size_t limit) {
  const text::StopLanguages bit = text::stop_language(language);
  WordCounts counts;
  for_each_word(text, limit, [&](const std::string& word) {
    ++counts.words;
    counts.stop_words += (text::stop_languages_of(word) & bit) != 0 ? 1U : 0U;
    return true;
  });
  return counts;
}

/// Whether there are less than least_words words for certain: something must stand between any two.
bool has_few_words(std::string_view text) {
  std::size_t between = 0;
  for (std::size_t at = 0; at < text.size() && between + 1 < least_words; ++at) {
    between += text::is_letter(text[at]) || text::is_digit(text[at]) ? 0U : 1U;
  }
  return between + 1 < least_words;
}

/// The stop words of any language among the first words of a text that is not in the document's.
class StopWords {
 public:
  StopWords(std::string_view text, text::StopLanguages documents) : documents_(documents) {
    for_each_word(text, words_read, [&](const std::string& word) {
      ++words_;
      const text::StopLanguages languages = text::stop_languages_of(word);
      if (languages != 0) found_.push_back({word, languages});
      return true;
    });
    const auto by_word = [](const Found& one, const Found& other) { return one.word < other.word; };
    std::sort(found_.begin(), found_.end(), by_word);
  }

  /// All words that were looked at.
  std::size_t words() const { return words_; }

  /// Whether they show that these are words of `language` and not of the document's. Those that both languages have say
  /// nothing: neighbours such as Spanish and Portuguese share many.
  bool bear_out(text::StopLanguages language) const {
    std::size_t of_language = 0;
    std::size_t speaking = 0;
    std::size_t different = 0;
    std::size_t against = 0;
    const std::string* before = nullptr;
    for (const Found& found : found_) {
      const bool in_language = (found.languages & language) != 0;
      const bool in_documents = (found.languages & documents_) != 0;
      of_language += in_language ? 1U : 0U;
      against += in_documents && !in_language ? 1U : 0U;
      if (!in_language || in_documents) continue;
      ++speaking;
      different += before == nullptr || *before != found.word ? 1U : 0U;
      before = &found.word;
    }
    return of_language * 100 >= words_ * other_percent && different >= least_stop_words && speaking >= against * 2;
  }

  /// Whether there is a language that they bear out.
  bool bear_out_any() const {
    // Only one that has least_stop_words of them can be it: few texts have any.
    static_assert(least_stop_words == 3);
    text::StopLanguages once = 0;
    text::StopLanguages twice = 0;
    text::StopLanguages thrice = 0;
    for (const Found& found : found_) {
      if ((found.languages & documents_) != 0) continue;
      thrice |= twice & found.languages;
      twice |= once & found.languages;
      once |= found.languages;
    }
    for (; thrice != 0; thrice &= thrice - 1) {
      if (bear_out(thrice & (~thrice + 1))) return true;
    }
    return false;
  }

 private:
  struct Found {
    std::string word;
    text::StopLanguages languages;
  };
  text::StopLanguages documents_;
  std::size_t words_ = 0;
  std::vector<Found> found_;  ///< Equal words stand together.
};

/// A document as far as it matters for its paragraphs.
struct Frame {
  std::string_view language;
  std::size_t script = other_script;
  std::size_t home_percent = indexer::home_percent;  ///< So many stop words show that a paragraph is in it.
};

/// What no paragraph has: CLD2 is asked about each.
constexpr std::size_t never_home = 101;

/// Whether the first words of a text show that it is in the document's language.
bool is_home(std::string_view text, const Frame& document) {
  const text::StopLanguages bit = text::stop_language(document.language);
  WordCounts counts;
  bool certain = false;  // Whatever comes next.
  for_each_word(text, words_glanced, [&](const std::string& word) {
    ++counts.words;
    counts.stop_words += (text::stop_languages_of(word) & bit) != 0 ? 1U : 0U;
    certain = counts.stop_words * 100 >= words_glanced * document.home_percent;
    return !certain;
  });
  return certain || counts.has_percent(document.home_percent);
}

/// By words: empty, or the language that CLD2 and the stop words agree on. CLD2 costs the most by far, so it has the last
/// word and not the first.
std::string other_by_words(std::string_view text, const Frame& document, bool same_script) {
  if (has_few_words(text)) return {};
  if (same_script && is_home(text, document)) return {};
  const StopWords stop_words(text, text::stop_language(document.language));
  if (stop_words.words() < least_words || !stop_words.bear_out_any()) return {};
  std::string language = opinion_of_cld2(text, "").sure;
  if (language.empty() || primary(language) == primary(document.language)) return {};
  return stop_words.bear_out(text::stop_language(language)) ? language : std::string();
}

/// What main_script() would say, by less: nothing but ASCII, or twice as many letters of it as there is of all else.
bool is_plainly_latin(std::string_view text) {
  if (text::is_ascii(text)) return true;
  std::size_t letters = 0;
  std::size_t beyond = 0;
  for (const char byte : text) {
    letters += text::is_letter(byte) ? 1U : 0U;
    beyond += byte < 0 ? 1U : 0U;
  }
  return letters >= least_letter_bytes && letters >= beyond * 2;
}

/// The language of a paragraph where that clearly is not the document's; else empty.
std::string other_language(std::string_view text, const Frame& document) {
  MainScript letters;
  if (is_plainly_latin(text)) {
    letters.script = latin;
  } else {
    letters = main_script(text);
    const bool pure = letters.letters * 3 >= letters.all_letters * 2;
    if (!pure || letters.letter_bytes < least_letter_bytes) return {};
  }
  const bool same_script = letters.script == document.script;
  if (same_script && !is_shared(letters.script)) return {};
  // Words in Latin letters stand in documents of any language.
  if (same_script || letters.script == latin) return other_by_words(text, document, same_script);
  std::string language = opinion_of_cld2(text, "").sure;
  // A Japanese or Korean list of names may be Han alone, and a Chinese text may quote Kana.
  const bool unclear = (letters.script == han || letters.script == kana) &&
                       (document.script == han || document.script == kana || document.script == hangul);
  if (language.empty() && !unclear) language = script_languages[letters.script].language;
  return primary(language) == primary(document.language) ? std::string() : language;
}

void assign_paragraphs(const std::vector<Paragraph>& paragraphs, const Frame& document, Languages& found) {
  for (std::size_t i = 0; i < paragraphs.size(); ++i) {
    std::string language = other_language(paragraphs[i].text, document);
    found.paragraphs[i] = 0;
    if (language.empty()) continue;
    const auto known = std::find(found.others.begin(), found.others.end(), language);
    found.paragraphs[i] = static_cast<std::uint32_t>(known - found.others.begin()) + 1;
    if (known == found.others.end()) found.others.push_back(std::move(language));
  }
}

/// A code that somebody gave as CLD2 would write it: without region or variants. Empty where it names no language.
std::string as_detected(std::string_view given) {
  const std::string code = well_formed(given);
  const std::string_view language = primary(code);
  if (language == "und" || language == "mul" || !std::all_of(language.begin(), language.end(), text::is_letter))
    return {};
  const auto has = [&](std::string_view part) { return (code + "-").find("-" + std::string(part) + "-") != code.npos; };
  const bool traditional = has("hant") || (!has("hans") && (has("tw") || has("hk") || has("mo")));
  return std::string(language) + (language == "zh" && traditional ? "-hant" : "");
}

/// The language that more than half of the text is in; the document's where none is.
std::string prevailing(const std::vector<Paragraph>& paragraphs, const Languages& found) {
  std::size_t all = 0;
  std::vector<std::size_t> bytes(found.others.size() + 1);
  for (std::size_t i = 0; i < paragraphs.size(); ++i) {
    bytes[found.paragraphs[i]] += paragraphs[i].text.size();
    all += paragraphs[i].text.size();
  }
  const auto most = static_cast<std::size_t>(std::max_element(bytes.begin(), bytes.end()) - bytes.begin());
  return most == 0 || bytes[most] * 2 <= all ? found.document : found.others[most - 1];
}

/// Whether a text in Latin letters is English beyond doubt, as most that there are. CLD2 costs ten times as much.
bool is_clearly_english(std::string_view sample) {
  WordCounts all;
  const std::size_t distance = sample.size() / clear_glances;
  for (std::size_t i = 0; i < clear_glances; ++i) {
    const std::size_t begin = text::floor_to_character(sample, i * distance);
    const std::size_t end = text::floor_to_character(sample, (i + 1) * distance);
    const WordCounts glanced = count_words("en", sample.substr(begin, end - begin), words_glanced);
    all.words += glanced.words;
    all.stop_words += glanced.stop_words;
  }
  return all.words >= clear_words && all.has_percent(clear_percent);
}

}  // namespace

Languages detect_languages(const std::vector<Paragraph>& paragraphs, std::string_view declared) {
  Languages found;
  found.paragraphs.resize(paragraphs.size());
  const std::string sample = sampled(paragraphs);
  const std::string hint = well_formed(declared);
  MainScript letters;
  const bool ascii = text::is_ascii(sample);
  if (!ascii) letters = main_script(sample);
  if (ascii && std::any_of(sample.begin(), sample.end(), text::is_letter)) letters.script = latin;
  const std::size_t script = letters.script;
  if (script == other_script) {
    found.document = hint.empty() ? std::string(text::unknown_language) : hint;
    return found;
  }
  std::size_t home = clear_percent;
  const bool maybe_english = script == latin && letters.beyond_ascii * most_foreign_letters <= letters.all_letters &&
                             (hint.empty() || primary(hint) == "en");
  if (maybe_english && is_clearly_english(sample)) {
    found.document = "en";
  } else {
    Opinion opinion = opinion_of_cld2(sample, hint);
    // Of two names and a number CLD2 can be sure as well.
    if (sample.size() <= short_text && ascii && count_words(opinion.likely, sample, words_read).stop_words == 0) {
      opinion.likely.clear();
    }
    found.document = !opinion.likely.empty() ? opinion.likely
                     : !hint.empty()         ? hint
                                             : std::string(script_languages[script].language);
    home = opinion.mixed ? never_home : home_percent;
  }
  if (paragraphs.size() < 2) return found;
  assign_paragraphs(paragraphs, {found.document, script_of_language(found.document, script), home}, found);
  // CLD2 mistakes a document of several languages now and then. What stands in most of the text is its language, and
  // that of the headings and short notes which show none.
  const std::string most = prevailing(paragraphs, found);
  if (most == found.document) return found;
  found.document = most;
  found.others.clear();
  assign_paragraphs(paragraphs, {most, script_of_language(most, script), home}, found);
  return found;
}

Languages detect_other_languages(const std::vector<Paragraph>& paragraphs, std::string_view language) {
  Languages found;
  found.document = as_detected(language);
  if (found.document.empty()) return detect_languages(paragraphs, {});
  found.paragraphs.resize(paragraphs.size());
  std::size_t script = script_of_language(found.document, other_script);
  if (script == other_script) script = main_script(sampled(paragraphs)).script;
  assign_paragraphs(paragraphs, {found.document, script}, found);
  return found;
}

}  // namespace pilcrow::indexer
