// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/decode.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/encode.h"

namespace pilcrow::indexer {
namespace {

using namespace std::string_literals;
using test::values;

/// "utf-8 hé @0,1,3": the encoding, the text, and where in the bytes each of its characters begins; last, where it
/// ends.
std::string dump(const tl::expected<DecodedText, std::string>& decoded) {
  if (!decoded) return "not decoded: " + decoded.error();
  std::string out = decoded->encoding() + ' ' + decoded->text() + " @";
  for (std::size_t i = 0; i <= decoded->text().size(); ++i) {
    if (i < decoded->text().size() && (static_cast<unsigned char>(decoded->text()[i]) & 0xC0) == 0x80) continue;
    if (out.back() != '@') out += ',';
    out += std::to_string(decoded->bytes({i, i}).begin);
  }
  return out;
}

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

struct Case {
  std::string name;
  std::string bytes;
  std::string expected;
};

TEST_CASE("decode: the encoding, the text, and where each character came from") {
  const auto c = GENERATE(values<Case>({
      {"an empty file", "", "utf-8  @0"},
      {"ASCII", "ab\n", "utf-8 ab\n @0,1,2,3"},
      {"UTF-8", "h\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "utf-8 hé€😀 @0,1,3,6,10"},
      {"UTF-8 with its mark", "\xEF\xBB\xBFhi", "utf-8 hi @3,4,5"},
      {"the mark alone", "\xEF\xBB\xBF", "utf-8  @3"},
      {"UTF-16LE with its mark", "\xFF\xFEh\0\xE9\0\x3D\xD8\x00\xDE"s, "utf-16le hé😀 @2,4,6,10"},
      {"UTF-16BE with its mark", "\xFE\xFF\0h\0\xE9\xD8\x3D\xDE\x00"s, "utf-16be hé😀 @2,4,6,10"},
      {"UTF-32LE with its mark", "\xFF\xFE\0\0h\0\0\0\xE9\0\0\0"s, "utf-32le hé @4,8,12"},
      {"UTF-32BE with its mark", "\0\0\xFE\xFF\0\0\0h\0\x01\xF6\x00"s, "utf-32be h😀 @4,8,12"},
      {"a second mark is a character", "\xEF\xBB\xBF\xEF\xBB\xBFx", "utf-8 \xEF\xBB\xBFx @3,6,7"},
      {"UTF-16LE by its zero bytes", "h\0i\0\r\0\n\0"s, "utf-16le hi\r\n @0,2,4,6,8"},
      {"UTF-16BE by its zero bytes", "\0h\0i\0\n"s, "utf-16be hi\n @0,2,4,6"},
      {"UTF-16BE in a single word", "\0h\0i"s, "utf-16be hi @0,2,4"},
      // 一一 and a full stop, U+4E00 U+4E00 U+3002, and a line end: two misleading zero bytes against one.
      {"UTF-16LE that holds zero bytes at the other place", "\x00\x4E\x00\x4E\x02\x30\x0A\x00"s,
       "utf-16le 一一。\n @0,2,4,6,8"},
      {"UTF-16BE that holds zero bytes at the other place", "\x4E\x00\x4E\x00\x30\x02\x00\x0A"s,
       "utf-16be 一一。\n @0,2,4,6,8"},
      {"Windows-1252 where nothing else is known", "caf\xE9", "windows-1252 café @0,1,2,3,4"},
      {"Windows-1252 quotes", "\x93x\x94 \x85", "windows-1252 “x” … @0,1,2,3,4,5"},
  }));
  INFO(c.name);
  CHECK(dump(decode(c.bytes)) == c.expected);
}

TEST_CASE("decode: what the end of the file cuts in two becomes U+FFFD") {
  const auto c = GENERATE(values<Case>({
      {"UTF-8, in a text that has more of it", "\xC3\xA9 bcdefghi\xE2\x82",
       "utf-8 é bcdefghi� @0,2,3,4,5,6,7,8,9,10,11,13"},
      {"UTF-8 with its mark",
       "\xEF\xBB\xBF"
       "abcdefghi\xC3",
       "utf-8 abcdefghi� @3,4,5,6,7,8,9,10,11,12,13"},
      {"UTF-16LE, in its first half",
       "\xFF\xFE"
       "a\0b\0c\0d\0e\0f\0g\0h\0i\0j"s,
       "utf-16le abcdefghi� @2,4,6,8,10,12,14,16,18,20,21"},
      {"UTF-16BE, between two surrogates",
       "\xFE\xFF"
       "\0a\0b\0c\0d\0e\0f\0g\0h\0i\xD8\x3D"s,
       "utf-16be abcdefghi� @2,4,6,8,10,12,14,16,18,20,22"},
      {"one byte that speaks for Latin-1 as well does not make UTF-8", "abc\xC3", "windows-1252 abcÃ @0,1,2,3,4"},
  }));
  INFO(c.name);
  CHECK(dump(decode(c.bytes)) == c.expected);
}

TEST_CASE("decode: ill-formed UTF-8") {
  const std::string prose = repeat("caf\xC3\xA9 ", 250);  // 1,250 characters.
  struct Row {
    std::string name;
    std::string bytes;
    std::string encoding;
    std::string end;  ///< Of the text.
  };
  const auto c = GENERATE_COPY(values<Row>({
      {"one byte in a thousand characters", prose + "a\x80z", "utf-8", "a�z"},
      {"a sequence that breaks off is one", prose + "a\xF0\x9F\x98z", "utf-8", "a�z"},
      {"two in a thousand are too many", prose + "\xE9 \xE9.", "windows-1252", "é é."},
      {"a Latin-1 letter in a long English text is no broken UTF-8",
       repeat("The coffee was still warm when they came back. ", 100) + "caf\xE9s.", "windows-1252", "cafés."},
      {"a surrogate, whose three bytes are each ill-formed", "\xEF\xBB\xBF" + prose + "\xED\xA0\x80", "utf-8", " ���"},
      {"an overlong form", "\xEF\xBB\xBF" + prose + "\xC0\xAF", "utf-8", " ��"},
      {"above the last character", "\xEF\xBB\xBF" + prose + "\xF4\x90\x80\x80", "utf-8", " ����"},
  }));
  INFO(c.name);
  const auto decoded = decode(c.bytes);
  REQUIRE(decoded);
  CHECK(decoded->encoding() == c.encoding);
  CHECK(decoded->text().substr(decoded->text().size() - std::min(decoded->text().size(), c.end.size())) == c.end);
}

TEST_CASE("decode: offsets behind an ill-formed sequence are exact") {
  const auto decoded = decode(repeat("\xC3\xA9", 1100) + "\xE2\x82" + "z");
  REQUIRE(decoded);
  const auto size = decoded->text().size();
  CHECK(decoded->bytes({size - 4, size - 1}) == ByteRange{2200, 2202});
  CHECK(decoded->bytes({size - 3, size - 1}) == ByteRange{2200, 2202});  // Inside of U+FFFD: its beginning.
  CHECK(decoded->bytes({size - 1, size}) == ByteRange{2202, 2203});
}

TEST_CASE("decode: what is no text") {
  const auto c = GENERATE(values<Case>({
      {"a text with a NUL in it", "some text, long enough, and\0more of it"s, "not decoded: binary file"},
      {"a NUL alone", "\0"s, "not decoded: binary file"},
      {"a program",
       "\x7F"
       "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0\x01\0\0\0"s,
       "not decoded: binary file"},
      {"NUL in marked UTF-8",
       "\xEF\xBB\xBF"
       "a\0b"s,
       "not decoded: binary file"},
      {"NUL in marked UTF-16",
       "\xFF\xFE"
       "a\0\0\0b\0"s,
       "not decoded: binary file"},
      {"more control characters than a tenth",
       "\x01"
       "23456789",
       "not decoded: binary file"},
      {"a tenth of them",
       "\x01"
       "234567890",
       "utf-8 \x01"
       "234567890 @0,1,2,3,4,5,6,7,8,9,10"},
      {"white space is no control character", "\t\r\n\f", "utf-8 \t\r\n\f @0,1,2,3,4"},
      {"a mark with rubbish behind it", "\xEF\xBB\xBF\xFF\xFF\xFF", "not decoded: binary file"},
      {"numbers of 16 bits", "\x01\0\x02\0\x03\0\x04\0\x05\0\x06\0"s, "not decoded: binary file"},
  }));
  INFO(c.name);
  CHECK(dump(decode(c.bytes)) == c.expected);
}

TEST_CASE("decode: a declaration counts where the bytes do not say otherwise") {
  struct Row {
    std::string name;
    std::string bytes;
    std::string declared;
    std::string expected;
  };
  const auto c = GENERATE(values<Row>({
      {"a declared encoding", "\xCD\xE5\xF2", "windows-1251", "windows-1251 Нет @0,1,2,3"},
      {"in any case", "\xCD\xE5\xF2", "Windows-1251", "windows-1251 Нет @0,1,2,3"},
      {"under another name", "\x82\xA0", "x-sjis", "shift_jis あ @0,2"},
      {"two bytes a character", "a\xA4\xA2z", "euc-jp", "euc-jp aあz @0,1,3,4"},
      {"four bytes a character", "\x81\x30\x89\x38", "gb18030", "gb18030 ß @0,4"},
      {"Latin-1 is read as Windows-1252", "\x93x\x94", "iso-8859-1", "windows-1252 “x” @0,1,2,3"},
      {"so is ASCII", "\xE9", "us-ascii", "windows-1252 é @0,1"},
      {"GB2312 is read as GB18030, which holds more", "\x81\x40x", "gb2312", "gb18030 丂x @0,2,3"},
      {"valid UTF-8 is UTF-8", "\xC3\xA9", "iso-8859-1", "utf-8 é @0,2"},
      {"a mark is believed", "\xEF\xBB\xBFx", "koi8-r", "utf-8 x @3,4"},
      {"an unknown name", "caf\xE9", "klingon", "windows-1252 café @0,1,2,3,4"},
      {"a name with ICU's options", "caf\xE9", "ibm-37,swaplfnl", "windows-1252 café @0,1,2,3,4"},
      {"EBCDIC cannot have declared itself in ASCII", "caf\xE9", "ibm037", "windows-1252 café @0,1,2,3,4"},
      {"nor can UTF-16", "caf\xE9", "utf-16", "windows-1252 café @0,1,2,3,4"},
      {"nor is UTF-7 believed", "caf\xE9", "utf-7", "windows-1252 café @0,1,2,3,4"},
      {"a declaration that the bytes belie", "caf\xE9", "utf-8", "windows-1252 café @0,1,2,3,4"},
      {"a character that the end cuts in two, in a longer text", repeat("\xA4\xA2", 3) + "\xA4", "euc-jp",
       "windows-1252 ¤¢¤¢¤¢¤ @0,1,2,3,4,5,6,7"},
  }));
  INFO(c.name);
  CHECK(dump(decode(c.bytes, c.declared)) == c.expected);
}

TEST_CASE("decode: a long text may end in half a character") {
  const auto decoded = decode(repeat("\xA4\xA2", 200) + "\xA4", "euc-jp");
  REQUIRE(decoded);
  CHECK(decoded->encoding() == "euc-jp");
  const auto size = decoded->text().size();
  CHECK(decoded->text().substr(size - 6) == "あ�");
  CHECK(decoded->bytes({size - 3, size}) == ByteRange{400, 401});
}

TEST_CASE("decode: encodings that nobody declares are recognised in a few hundred bytes") {
  const std::string russian =
      "Каждое утро начальник смены проверяет журнал и записывает, какие станции не выдержали испытания. Если батарея "
      "остыла слишком сильно, её отправляют на повторную проверку, а водителю сообщают, когда машина будет готова.\n";
  const std::string japanese =
      "毎朝、現場の責任者は記録を確認し、試験に合格しなかった設備を書き留めます。電池が冷えすぎた場合は、もう一度検査に"
      "回され、運転手には車がいつ準備できるかが伝えられます。\n";
  const std::string simplified =
      "每天早上，值班主任都会检查日志，并记录哪些设备没有通过测试。如果电池温度过低，就要重新检查，同时通知司机车辆什么"
      "时候可以"
      "使用。这些规定从今年开始在所有的工厂里实行。\n";
  const std::string traditional =
      "每天早上，值班主任都會檢查日誌，並記錄哪些設備沒有通過測試。如果電池溫度過低，就要重新檢查，同時通知司機車輛什麼"
      "時候可以"
      "使用。這些規定從今年開始在所有的工廠裡實行。\n";
  const std::string korean =
      "매일 아침 책임자는 기록을 확인하고 어떤 장비가 시험을 통과하지 못했는지 적어 둔다. 전지가 너무 차가우면 다시 "
      "검사를 받아야 하고, 운전자에게는 차가 언제 준비되는지 알려 준다.\n";
  const std::string german =
      "Jeden Morgen prüft die Schichtführerin das Protokoll und schreibt auf, welche Geräte die Prüfung nicht "
      "bestanden "
      "haben. Wenn der Akku zu kühl ist, muss er noch einmal geprüft werden.\n";
  const std::string czech =
      "Každé ráno vedoucí směny kontroluje záznamy a zapisuje, které přístroje neprošly zkouškou. Když je baterie "
      "příliš "
      "studená, musí se znovu zkontrolovat, a řidič se dozví, kdy bude vůz připraven.\n";
  struct Row {
    const char* converter;
    std::string text;
    std::string encoding;
  };
  const auto c = GENERATE_COPY(values<Row>({
      {"windows-1251", russian, "windows-1251"},
      {"koi8-r", russian, "koi8-r"},
      {"iso-8859-5", russian, "iso-8859-5"},
      {"windows-31j", japanese, "shift_jis"},
      {"euc-jp", japanese, "euc-jp"},
      {"gb18030", simplified, "gb18030"},
      {"big5", traditional, "big5"},
      {"windows-949", korean, "euc-kr"},
      {"windows-1252", german, "windows-1252"},
      {"iso-8859-2", czech, "iso-8859-2"},
      {"UTF-16LE", russian, "utf-16le"},
      {"UTF-16BE", japanese, "utf-16be"},
      {"UTF-16LE", simplified, "utf-16le"},
      {"UTF-16BE", korean, "utf-16be"},
  }));
  INFO(c.converter);
  const auto decoded = decode(test::encode(c.converter, c.text));
  REQUIRE(decoded);
  CHECK(decoded->encoding() == c.encoding);
  CHECK(decoded->text() == c.text);
  // And where it stands behind more ASCII than the detector looks at.
  if (decoded->encoding().starts_with("utf-16")) return;
  const auto ascii = repeat("x = 1;\n", 20'000);
  const auto late = decode(ascii + test::encode(c.converter, c.text));
  REQUIRE(late);
  CHECK(late->encoding() == c.encoding);
}

TEST_CASE("lines: 1-based, both ends included") {
  struct Row {
    std::string name;
    std::string text;
    text::Span span;
    LineRange expected;
  };
  const auto c = GENERATE(values<Row>({
      {"an empty file", "", {0, 0}, {1, 1}},
      {"one line", "ab", {0, 2}, {1, 1}},
      {"the line end belongs to its line", "a\nb\n", {0, 2}, {1, 1}},
      {"the second line", "a\nb\n", {2, 3}, {2, 2}},
      {"over two lines", "a\nb\n", {0, 3}, {1, 2}},
      {"an empty stretch at the end", "a\nb\n", {4, 4}, {3, 3}},
      {"CR LF is one line end", "a\r\nb\r\n", {3, 4}, {2, 2}},
      {"CR alone, where there is no LF", "a\rb\rc", {2, 5}, {2, 3}},
      {"CR alone is none, where there is an LF", "a\rb\nc", {2, 5}, {1, 2}},
  }));
  INFO(c.name);
  const auto decoded = decode(c.text);
  REQUIRE(decoded);
  CHECK(decoded->lines(c.span) == c.expected);
}

TEST_CASE("lines: of CRLF in UTF-16") {
  const auto decoded = decode(test::encode("UTF-16LE", "a\r\nb\r\nc"));
  REQUIRE(decoded);
  CHECK(decoded->lines({6, 7}) == LineRange{3, 3});
  CHECK(decoded->bytes({6, 7}) == ByteRange{12, 14});
}

TEST_CASE("offset map: runs of any steps") {
  OffsetMap map;
  map.skip_bytes(3);
  map.append(1, 1, 10);   // Text 0, bytes 3.
  map.append(3, 2, 1);    // 10, 13
  map.append(3, 2, 4);    // 13, 15: the same run.
  map.append(1, 1, 0);    // Nothing.
  map.append(6, 9, 2);    // 25, 23: too large to be packed in two bits.
  map.append(4, 4, 300);  // 37, 41
  map.append(2, 1, 5);    // 1237, 1241
  struct Row {
    std::uint64_t text;
    std::uint64_t bytes;
  };
  const auto c = GENERATE(values<Row>({{0, 3},
                                       {9, 12},
                                       {10, 13},
                                       {12, 13},
                                       {13, 15},
                                       {22, 21},
                                       {25, 23},
                                       {30, 23},
                                       {31, 32},
                                       {37, 41},
                                       {40, 41},
                                       {1233, 1237},
                                       {1237, 1241},
                                       {1246, 1245},
                                       {1247, 1246},
                                       {5000, 1246}}));
  CAPTURE(c.text);
  CHECK(map.byte_offset(c.text) == c.bytes);
}

TEST_CASE("offset map: nothing at all") {
  CHECK(OffsetMap().byte_offset(0) == 0);
}

}  // namespace
}  // namespace pilcrow::indexer
