// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding keeps its promise in every encoding: the bytes of a stretch of text, decoded, are that stretch.
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/uset.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/utf8.h"
#include "indexer/decode.h"
#include "tests/support/catch.h"
#include "tests/support/encode.h"

namespace pilcrow::indexer {
namespace {

using test::values;
using Random = std::mt19937_64;

std::uint64_t seed() {
  const char* const wanted = std::getenv("PILCROW_SEED");
  return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 20240601;
}

std::size_t below(Random& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

struct Encoding {
  std::string name;       ///< As decode() calls it.
  const char* converter;  ///< ICU's.
  std::string mark;
  std::string declared;
};

/// Characters that Unicode has assigned and that the converter knows both ways, a sample of each script.
std::vector<char32_t> repertoire(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> converter(ucnv_open(name, &error), ucnv_close);
  const std::unique_ptr<USet, void (*)(USet*)> known(uset_openEmpty(), uset_close);
  ucnv_getUnicodeSet(converter.get(), known.get(), UCNV_ROUNDTRIP_SET, &error);
  REQUIRE(U_SUCCESS(error));
  std::vector<char32_t> characters;
  const std::array<std::pair<char32_t, char32_t>, 9> scripts{{{0xA1, 0x17F},
                                                              {0x391, 0x3C9},
                                                              {0x410, 0x44F},
                                                              {0x5D0, 0x5EA},
                                                              {0x2010, 0x20AC},
                                                              {0x3041, 0x30FE},
                                                              {0x4E00, 0x4FFF},
                                                              {0xAC00, 0xADFF},
                                                              {0x1F600, 0x1F64F}}};
  for (const auto& [first, last] : scripts) {
    for (auto c = first; c <= last; ++c) {
      if (u_isdefined(static_cast<UChar32>(c)) && uset_contains(known.get(), static_cast<UChar32>(c)))
        characters.push_back(c);
    }
  }
  return characters;
}

/// Words and lines, of ASCII and of the encoding's own characters, in stretches of random length.
std::string random_text(Random& random, const std::vector<char32_t>& characters, std::size_t length) {
  std::string text;
  bool ascii = false;
  for (std::size_t i = 0; i < length; ++i) {
    if (below(random, 4) == 0) ascii = !ascii;
    const auto kind = below(random, 20);
    if (kind == 0) {
      text += below(random, 2) == 0 ? "\n" : "\r\n";
    } else if (kind < 3) {
      text += ' ';
    } else {
      text::append_utf8(
          text, ascii ? static_cast<char32_t>('a' + below(random, 26)) : characters[below(random, characters.size())]);
    }
  }
  return text;
}

std::vector<std::size_t> boundaries(std::string_view text) {
  std::vector<std::size_t> result;
  for (std::size_t at = 0; at < text.size(); at += text::code_point_at(text, at).size) result.push_back(at);
  result.push_back(text.size());
  return result;
}

TEST_CASE("property: the bytes of a stretch, decoded, are the stretch to the letter, in every encoding") {
  const auto encoding = GENERATE(values<Encoding>({
      {"utf-8", "UTF-8", "", ""},
      {"utf-8", "UTF-8", "\xEF\xBB\xBF", ""},
      {"utf-16le", "UTF-16LE", "\xFF\xFE", ""},
      {"utf-16be", "UTF-16BE", "\xFE\xFF", ""},
      {"utf-16le", "UTF-16LE", "", ""},
      {"utf-16be", "UTF-16BE", "", ""},
      {"utf-32le", "UTF-32LE", std::string("\xFF\xFE\0\0", 4), ""},
      {"utf-32be", "UTF-32BE", std::string("\0\0\xFE\xFF", 4), ""},
      {"windows-1252", "windows-1252", "", "iso-8859-1"},
      {"windows-1251", "windows-1251", "", "windows-1251"},
      {"windows-1254", "windows-1254", "", "iso-8859-9"},
      {"iso-8859-2", "iso-8859-2", "", "iso-8859-2"},
      {"iso-8859-7", "iso-8859-7", "", "iso-8859-7"},
      {"iso-8859-8", "iso-8859-8", "", "iso-8859-8"},
      {"koi8-r", "koi8-r", "", "koi8-r"},
      {"shift_jis", "windows-31j", "", "shift_jis"},
      {"euc-jp", "euc-jp", "", "euc-jp"},
      {"gb18030", "gb18030", "", "gbk"},
      {"big5", "big5", "", "big5"},
      {"euc-kr", "windows-949", "", "euc-kr"},
  }));
  INFO("PILCROW_SEED=" << seed() << ", " << encoding.name << ", mark of " << encoding.mark.size());
  Random random(seed());
  const auto characters = repertoire(encoding.converter);
  for (int round = 0; round < 30; ++round) {
    // Now and then longer than what ICU converts at once.
    const auto text = random_text(random, characters, 50 + below(random, round % 10 == 0 ? 30'000 : 400));
    const auto bytes = encoding.mark + test::encode(encoding.converter, text);
    const auto decoded = decode(bytes, encoding.declared);
    REQUIRE(decoded);
    REQUIRE(decoded->encoding() == encoding.name);
    REQUIRE((decoded->text() == text));
    CHECK(decoded->bytes({0, text.size()}) == ByteRange{encoding.mark.size(), bytes.size()});
    const auto edges = boundaries(text);
    for (int i = 0; i < 50; ++i) {
      text::Span span{edges[below(random, edges.size())], edges[below(random, edges.size())]};
      if (span.begin > span.end) std::swap(span.begin, span.end);
      const auto range = decoded->bytes(span);
      REQUIRE(range.begin <= range.end);
      REQUIRE(range.end <= bytes.size());
      const auto piece = std::string_view(bytes).substr(range.begin, range.end - range.begin);
      REQUIRE((test::decode_at_once(encoding.converter, piece) == span.of(text)));
      const auto first = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(span.begin), '\n');
      const auto inner_end = span.empty() ? span.end : span.end - 1;
      const auto last = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(inner_end), '\n');
      CHECK(decoded->lines(span) == LineRange{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
    }
  }
}

/// What holds of any bytes.
void check_any(std::string_view bytes, std::string_view declared) {
  const auto decoded = decode(bytes, declared);
  if (!decoded) {
    REQUIRE(decoded.error() == "binary file");
    return;
  }
  const auto& text = decoded->text();
  REQUIRE(text::is_utf8(text));
  if (decoded->encoding() == "utf-8") {
    const auto mark = bytes.starts_with("\xEF\xBB\xBF") ? 3U : 0U;
    REQUIRE((text == text::to_valid_utf8(bytes.substr(mark))));
  }
  auto last = decoded->bytes({0, 0}).begin;
  for (const auto edge : boundaries(text)) {
    const auto offset = decoded->bytes({edge, edge}).begin;
    REQUIRE(last <= offset);
    last = offset;
  }
  REQUIRE(last == bytes.size());
}

TEST_CASE("property: any bytes are decoded or refused, and offsets never go back") {
  INFO("PILCROW_SEED=" << seed());
  Random random(seed());
  const std::array<std::string, 10> declared{"",     "utf-8",  "shift_jis",  "euc-jp",       "gb18030",
                                             "big5", "euc-kr", "iso-8859-8", "windows-1253", "euc-tw"};
  const auto characters = repertoire("gb18030");
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    const auto kind = below(random, 4);
    const auto length = below(random, 600);
    if (kind == 0) {
      for (std::size_t i = 0; i < length; ++i) bytes += static_cast<char>(1 + below(random, 255));
    } else {
      const std::array converters{"UTF-8", "UTF-16LE", "gb18030"};
      bytes = test::encode(converters[kind - 1], random_text(random, characters, 1 + length));
      const auto changes = below(random, 4);
      for (std::size_t i = 0; i < changes; ++i)
        bytes[below(random, bytes.size())] = static_cast<char>(below(random, 256));
      bytes.resize(bytes.size() - below(random, std::min<std::size_t>(bytes.size(), 4)));
      const std::array<std::string, 4> marks{"", "", "\xFF\xFE", "\xEF\xBB\xBF"};
      bytes = marks[below(random, marks.size())] + bytes;
    }
    check_any(bytes, declared[below(random, declared.size())]);
  }
}

}  // namespace
}  // namespace pilcrow::indexer
