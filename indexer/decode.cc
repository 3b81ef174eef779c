// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/decode.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "core/text/ascii.h"
#include "core/text/utf8.h"

namespace pilcrow::indexer {
namespace {

constexpr std::size_t runs_per_mark = 32;
constexpr std::size_t line_block = 256;
/// The detectors look at no more than this.
constexpr std::size_t sample_size = 64 << 10;
/// The detector is believed from here on (it says 0 to 100). Of samples of 150 to 8,000 bytes in ten languages and
/// eleven encodings, 30 finds more than 90 in 100 and is wrong for 3 at most; 50 finds 40 in 100 of the Russian ones;
/// 10 takes one English word in Latin-1 for Chinese. What it misses is read as Windows-1252.
constexpr int32_t sure = 30;
/// In fewer bytes any one word decides, mostly for the wrong language.
constexpr std::size_t smallest_sample = 32;
/// Bytes that ICU converts at once.
constexpr std::size_t piece_size = 16 << 10;

constexpr std::string_view utf8 = "utf-8";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// A text in the making.
struct Draft {
  std::string encoding;
  std::string text;
  OffsetMap offsets;
  std::uint64_t characters = 0;
  std::uint64_t replaced = 0;  ///< Characters that stand for bytes that could not be decoded.
};

// UTF-8, by hand: ICU's converter would take the text through UTF-16, at a twentieth of the speed.

/// The first byte from `at` on that is not ASCII.
std::size_t ascii_end(std::string_view bytes, std::size_t at) {
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  for (; at + 32 <= bytes.size(); at += 32) {
    std::array<std::uint64_t, 4> words;
    std::memcpy(words.data(), bytes.data() + at, 32);
    if ((words[0] | words[1] | words[2] | words[3]) & high_bits) break;
  }
  while (at < bytes.size() && byte_at(bytes, at) < 0x80) ++at;
  return at;
}

struct Sequence {
  std::size_t size = 1;
  enum { well_formed, ill_formed, cut } form = ill_formed;  ///< Cut: well-formed as far as it goes, to the end of all.
};

/// The UTF-8 sequence at `at`, where no ASCII stands. An ill-formed one is as long as the well-formed one that it
/// begins (Unicode 3.9, "maximal subpart").
Sequence sequence_at(std::string_view bytes, std::size_t at) {
  const unsigned lead = byte_at(bytes, at);
  if (lead < 0xC2 || lead > 0xF4) return {1, Sequence::ill_formed};
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // No overlong forms, no surrogates, nothing above U+10FFFF: these show in the second byte.
  unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (std::size_t i = 1; i < length; ++i) {
    if (at + i == bytes.size()) return {i, Sequence::cut};
    const unsigned next = byte_at(bytes, at + i);
    if (next < low || next > high) return {i, Sequence::ill_formed};
    low = 0x80;
    high = 0xBF;
  }
  return {length, Sequence::well_formed};
}

/// What speaks for UTF-8 and what against it.
struct Utf8Evidence {
  std::uint64_t characters = 0;
  std::uint64_t multibyte = 0;  ///< Well-formed, beyond ASCII.
  std::uint64_t ill_formed = 0;
  std::size_t well_formed_end = 0;  ///< Where the first sequence stands that is not well-formed.

  bool is_convincing() const { return ill_formed == 0 || (ill_formed * 1000 < characters && ill_formed < multibyte); }
};

Utf8Evidence weigh_utf8(std::string_view bytes) {
  Utf8Evidence evidence;
  evidence.well_formed_end = bytes.size();
  evidence.characters = bytes.size();
  for (std::size_t at = ascii_end(bytes, 0); at < bytes.size(); at = ascii_end(bytes, at)) {
    const auto sequence = sequence_at(bytes, at);
    evidence.characters -= sequence.size - 1;
    if (sequence.form == Sequence::well_formed) {
      ++evidence.multibyte;
    } else {
      // One that the end cuts in two speaks for UTF-8, where something else does.
      if (sequence.form == Sequence::ill_formed || evidence.multibyte == 0) ++evidence.ill_formed;
      evidence.well_formed_end = std::min(evidence.well_formed_end, at);
    }
    at += sequence.size;
  }
  return evidence;
}

Draft decode_utf8(std::string_view bytes, std::size_t begin, std::size_t well_formed_end) {
  Draft draft;
  draft.encoding = utf8;
  draft.characters = bytes.size() - begin;
  draft.offsets.skip_bytes(begin);
  draft.text.reserve(bytes.size() - begin);
  std::size_t copied = begin;
  const auto copy_until = [&](std::size_t end) {
    draft.text.append(bytes, copied, end - copied);
    draft.offsets.append(1, 1, end - copied);
    copied = end;
  };
  for (std::size_t at = ascii_end(bytes, well_formed_end); at < bytes.size(); at = ascii_end(bytes, at)) {
    const auto sequence = sequence_at(bytes, at);
    draft.characters -= sequence.size - 1;
    if (sequence.form != Sequence::well_formed) {
      copy_until(at);
      draft.text.append(replacement);
      draft.offsets.append(replacement.size(), static_cast<std::uint32_t>(sequence.size));
      copied += sequence.size;
      ++draft.replaced;
    }
    at += sequence.size;
  }
  copy_until(bytes.size());
  return draft;
}

// All other encodings, by ICU.

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

/// ICU's own callback writes U+001A for some, and counts none.
void replace_undecodable(const void* count, UConverterToUnicodeArgs* arguments, const char*, int32_t,
                         UConverterCallbackReason reason, UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;
  ++*static_cast<std::uint64_t*>(const_cast<void*>(count));
  *error = U_ZERO_ERROR;
  constexpr UChar character = 0xFFFD;
  ucnv_cbToUWriteUChars(arguments, &character, 1, 0, error);
}

Converter open_converter(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &error));
  return U_SUCCESS(error) ? std::move(converter) : nullptr;
}

/// Puts UTF-16 code units and the offsets of their bytes together to characters.
class DraftWriter {
 public:
  DraftWriter(Draft& draft, std::uint64_t begin) : draft_(draft), begin_(begin) {}

  /// `offset` is where the bytes of the code unit begin. Units that come from the same bytes are one character.
  void add(UChar unit, std::uint64_t offset) {
    if (offset > begin_ && draft_.text.size() > text_begin_) end_character(offset);
    if (U16_IS_TRAIL(unit) && lead_ != 0) {
      text::append_utf8(draft_.text, static_cast<char32_t>(U16_GET_SUPPLEMENTARY(lead_, unit)));
      lead_ = 0;
    } else if (U16_IS_LEAD(unit)) {
      lead_ = unit;
    } else {
      text::append_utf8(draft_.text, unit);
    }
  }

  /// `end` is where the character's bytes end.
  void end_character(std::uint64_t end) {
    draft_.offsets.append(static_cast<std::uint32_t>(draft_.text.size() - text_begin_),
                          static_cast<std::uint32_t>(end - begin_));
    ++draft_.characters;
    text_begin_ = draft_.text.size();
    begin_ = end;
  }

  bool has_open_character() const { return draft_.text.size() > text_begin_; }

 private:
  Draft& draft_;
  std::uint64_t begin_;  ///< Of the bytes of the character that is being put together.
  std::size_t text_begin_ = 0;
  UChar lead_ = 0;
};

Draft decode_by_icu(UConverter* converter, std::string_view bytes, std::size_t begin) {
  Draft draft;
  draft.offsets.skip_bytes(begin);
  // Untouched pages cost nothing, moving a large text does.
  draft.text.reserve(bytes.size() + bytes.size() / 2);
  UErrorCode error = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter, replace_undecodable, &draft.replaced, nullptr, nullptr, &error);

  DraftWriter writer(draft, begin);
  std::array<UChar, piece_size> units;
  std::array<int32_t, piece_size> unit_offsets;
  const char* source = bytes.data() + begin;
  const char* const source_end = bytes.data() + bytes.size();
  const char* piece_end = source;
  do {
    piece_end += std::min<std::ptrdiff_t>(source_end - piece_end, piece_size);
    do {
      const auto piece_begin = static_cast<std::uint64_t>(source - bytes.data());
      // Bytes of a character that the piece before held the beginning of: ICU gives it the offset -1.
      UErrorCode ignored = U_ZERO_ERROR;
      const auto pending = static_cast<std::uint64_t>(ucnv_toUCountPending(converter, &ignored));
      UChar* target = units.data();
      error = U_ZERO_ERROR;
      ucnv_toUnicode(converter, &target, units.data() + units.size(), &source, piece_end, unit_offsets.data(),
                     piece_end == source_end, &error);
      const auto written = static_cast<std::size_t>(target - units.data());
      for (std::size_t i = 0; i < written; ++i) {
        const auto offset = unit_offsets[i];
        writer.add(units[i], offset < 0 ? piece_begin - pending : piece_begin + static_cast<std::uint64_t>(offset));
      }
    } while (error == U_BUFFER_OVERFLOW_ERROR);
    assert(U_SUCCESS(error));
  } while (piece_end != source_end);
  if (writer.has_open_character()) writer.end_character(bytes.size());
  return draft;
}

/// An encoding by the name that we give it and the name of ICU's converter.
struct Encoding {
  std::string name;
  std::string converter;
};

struct Superset {
  std::string_view name;  ///< As ICU calls it.
  std::string_view superset;
  const char* converter;
};

/// What is read as something larger, as the web does (WHATWG's Encoding Standard): the smaller encoding is what files
/// say, the larger what they hold.
constexpr std::array supersets{
    Superset{"iso-8859-1", "windows-1252", "windows-1252"},
    Superset{"us-ascii", "windows-1252", "windows-1252"},
    Superset{"iso-8859-9", "windows-1254", "windows-1254"},
    Superset{"gb2312", "gb18030", "gb18030"},
    Superset{"gbk", "gb18030", "gb18030"},
    Superset{"shift_jis", "shift_jis", "windows-31j"},
    Superset{"euc-kr", "euc-kr", "windows-949"},
    Superset{"ksc_5601", "euc-kr", "windows-949"},
};

/// Whether the converter is for a text that holds its own declaration in ASCII: not EBCDIC, UTF-16, UTF-7, SCSU. Those
/// with escape sequences are ASCII to the letter, and were read as such.
bool extends_ascii(UConverter* converter) {
  const auto type = ucnv_getType(converter);
  if (type != UCNV_SBCS && type != UCNV_MBCS && type != UCNV_LATIN_1 && type != UCNV_US_ASCII) return false;
  constexpr std::string_view ascii = "Az09 <>\n";
  std::array<UChar, 2 * ascii.size()> units;
  UErrorCode error = U_ZERO_ERROR;
  const auto count = ucnv_toUChars(converter, units.data(), static_cast<int32_t>(units.size()), ascii.data(),
                                   static_cast<int32_t>(ascii.size()), &error);
  return U_SUCCESS(error) && std::equal(ascii.begin(), ascii.end(), units.begin(), units.begin() + count);
}

std::string to_lower_ascii(std::string name) {
  for (char& c : name) c = text::lower(c);
  return name;
}

/// The encoding that a document or ICU's detector calls `label`. Nothing where it is unknown, or cannot be this text's.
std::optional<Encoding> encoding_named(std::string_view label) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:()+";
  // ICU would read options after a comma.
  if (label.empty() || label.size() > 40 || label.find_first_not_of(allowed) != std::string_view::npos) return {};
  const std::string alias(label);
  const char* name = nullptr;
  for (const char* standard : {"MIME", "IANA"}) {
    UErrorCode error = U_ZERO_ERROR;
    if (name == nullptr) name = ucnv_getStandardName(alias.c_str(), standard, &error);
  }
  if (name == nullptr) return {};
  Encoding encoding{to_lower_ascii(name), name};
  if (encoding.name == utf8) return encoding;
  for (const auto& row : supersets) {
    if (row.name == encoding.name) return Encoding{std::string(row.superset), row.converter};
  }
  const auto converter = open_converter(encoding.converter.c_str());
  if (!converter || !extends_ascii(converter.get())) return {};
  return encoding;
}

Draft decode_as(const Encoding& encoding, std::string_view bytes, std::size_t begin) {
  if (encoding.name == utf8) return decode_utf8(bytes, begin, begin);
  const auto converter = open_converter(encoding.converter.c_str());
  assert(converter);
  auto draft = decode_by_icu(converter.get(), bytes, begin);
  draft.encoding = encoding.name;
  return draft;
}

/// As somebody believes it is; nothing where it turns out that it is not.
std::optional<Draft> decode_if(std::string_view label, std::string_view bytes) {
  const auto encoding = encoding_named(label);
  if (!encoding) return {};
  auto draft = decode_as(*encoding, bytes, 0);
  if (draft.replaced * 100 > draft.characters) return {};
  return draft;
}

struct CloseDetector {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

/// What ICU's detector is sure of; may be empty.
std::string detect(std::string_view bytes) {
  // From the line of the first byte beyond ASCII on: what stands long before it says nothing of it.
  const auto first = ascii_end(bytes, 0);
  const auto nearest = first - std::min<std::size_t>(first, 1024);
  const auto line_end = bytes.substr(nearest, first - nearest).rfind('\n');
  const auto begin = line_end == std::string_view::npos ? nearest : nearest + line_end + 1;
  const auto sample = bytes.substr(begin, sample_size);
  if (sample.size() < smallest_sample) return {};
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, CloseDetector> detector(ucsdet_open(&error));
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &error);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &error);
  if (U_FAILURE(error) || match == nullptr || ucsdet_getConfidence(match, &error) < sure) return {};
  return ucsdet_getName(match, &error);
}

// UTF-16 without a byte order mark.

/// A code unit of `bytes`, which are taken for UTF-16 with the high byte at `high` (0: big-endian, 1: little-endian).
unsigned unit_at(std::string_view bytes, std::size_t at, std::size_t high) {
  return byte_at(bytes, at + high) << 8 | byte_at(bytes, at + 1 - high);
}

/// White space in that byte order. In the other one these are U+2000, U+0A00, U+0D00 and U+0900, which no text is full
/// of; Han characters are told apart by it where single zero bytes would mislead ("一" is 4E 00).
std::size_t count_space(std::string_view bytes, std::size_t high) {
  std::size_t count = 0;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    const auto unit = unit_at(bytes, at, high);
    count += unit == ' ' || unit == '\n' || unit == '\r' || unit == '\t';
  }
  return count;
}

std::size_t count_ascii(std::string_view bytes, std::size_t high) {
  std::size_t count = 0;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    const auto unit = unit_at(bytes, at, high);
    count += unit > ' ' && unit < 0x7F;
  }
  return count;
}

/// No NUL, pairs of surrogates only, and characters that Unicode knows, but for one in 100 at most.
bool is_utf16_text(std::string_view bytes, std::size_t high) {
  std::size_t unknown = 0;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    auto character = unit_at(bytes, at, high);
    if (character == 0 || U16_IS_TRAIL(character)) return false;
    if (U16_IS_LEAD(character)) {
      at += 2;
      if (at + 1 >= bytes.size()) break;
      const auto trail = unit_at(bytes, at, high);
      if (!U16_IS_TRAIL(trail)) return false;
      character = static_cast<unsigned>(U16_GET_SUPPLEMENTARY(character, trail));
    }
    unknown += !u_isdefined(static_cast<UChar32>(character));
  }
  return unknown * 200 <= bytes.size();
}

/// For bytes with zeros among them. Nothing where they are no UTF-16.
std::optional<Encoding> utf16_by_zero_bytes(std::string_view bytes) {
  const auto sample = bytes.substr(0, sample_size);
  // Zeros in a text of single bytes: UTF-16 that looks like this would be all Han characters.
  const auto printable = static_cast<std::size_t>(
      std::count_if(sample.begin(), sample.end(), [](char c) { return c >= ' ' && c < 0x7F; }));
  if (printable * 4 > sample.size() * 3) return {};
  const std::array space{count_space(sample, 0), count_space(sample, 1)};
  const std::array ascii{count_ascii(sample, 0), count_ascii(sample, 1)};
  const std::size_t high = space[0] != space[1] ? space[1] > space[0] : ascii[1] > ascii[0];
  if ((space[high] + ascii[high]) * 512 < sample.size() || !is_utf16_text(sample, high)) return {};
  return high == 1 ? Encoding{"utf-16le", "UTF-16LE"} : Encoding{"utf-16be", "UTF-16BE"};
}

// The whole.

struct ByteOrderMark {
  std::string_view bytes;
  std::string_view encoding;
};

/// UTF-32LE first: its mark begins with that of UTF-16LE.
constexpr std::array byte_order_marks{
    ByteOrderMark{"\xEF\xBB\xBF", utf8},
    ByteOrderMark{std::string_view("\xFF\xFE\0\0", 4), "utf-32le"},
    ByteOrderMark{std::string_view("\0\0\xFE\xFF", 4), "utf-32be"},
    ByteOrderMark{"\xFF\xFE", "utf-16le"},
    ByteOrderMark{"\xFE\xFF", "utf-16be"},
};

/// Control characters that no text is full of.
std::uint64_t count_controls(std::string_view text) {
  std::uint64_t count = 0;
  // In blocks whose count fits into a byte, which the compiler turns into vector code.
  for (std::size_t begin = 0; begin < text.size(); begin += 128) {
    std::uint8_t in_block = 0;
    for (const char c : text.substr(begin, 128)) {
      const auto byte = static_cast<unsigned char>(c);
      const bool is_control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
      in_block = static_cast<std::uint8_t>(in_block + (is_control || byte == 0x7F));
    }
    count += in_block;
  }
  return count;
}

tl::expected<DecodedText, std::string> finish(Draft draft) {
  const bool has_nul = std::memchr(draft.text.data(), 0, draft.text.size()) != nullptr;
  if (has_nul || (count_controls(draft.text) + draft.replaced) * 10 > draft.characters) {
    return tl::unexpected<std::string>("binary file");
  }
  return DecodedText(std::move(draft.text), std::move(draft.encoding), std::move(draft.offsets));
}

}  // namespace

void OffsetMap::append(std::uint32_t text_step, std::uint32_t byte_step, std::uint64_t count) {
  assert(text_step > 0 && byte_step > 0);
  if (count == 0) return;
  if (text_step != last_.text_step || byte_step != last_.byte_step || last_.text_begin == text_end_) {
    pack_last();
    last_ = {text_end_, bytes_end_, text_step, byte_step};
  }
  text_end_ += text_step * count;
  bytes_end_ += byte_step * count;
}

/// Packed, a run is `count * 16 + steps`, where both steps are 1 to 4 (two bits each, less one); else 0 and the three
/// numbers.
void OffsetMap::pack_last() {
  const auto count = (text_end_ - last_.text_begin) / last_.text_step;
  if (count == 0) return;
  if (packed_runs_++ % runs_per_mark == 0) marks_.push_back({last_.text_begin, last_.byte_begin, packed_.size()});
  if (last_.text_step <= 4 && last_.byte_step <= 4) {
    put(count << 4 | (last_.text_step - 1) << 2 | (last_.byte_step - 1));
  } else {
    put(0);
    put(last_.text_step);
    put(last_.byte_step);
    put(count);
  }
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
void OffsetMap::put(std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) packed_.push_back(static_cast<std::uint8_t>(number | 0x80));
  packed_.push_back(static_cast<std::uint8_t>(number));
}

std::uint64_t OffsetMap::take(std::size_t& at) const {
  std::uint64_t number = 0;
  unsigned shift = 0;
  for (; packed_[at] >= 0x80; shift += 7) number |= static_cast<std::uint64_t>(packed_[at++] & 0x7F) << shift;
  return number | static_cast<std::uint64_t>(packed_[at++]) << shift;
}

std::uint64_t OffsetMap::byte_offset(std::uint64_t text_offset) const {
  if (text_offset >= text_end_) return bytes_end_;
  if (text_offset >= last_.text_begin) return last_.byte_offset(text_offset);
  // The first mark is at text offset 0, so one stands before.
  auto mark = std::upper_bound(marks_.begin(), marks_.end(), text_offset,
                               [](std::uint64_t offset, const Mark& other) { return offset < other.text_begin; });
  --mark;
  Run run{mark->text_begin, mark->byte_begin, 1, 1};
  for (std::size_t at = mark->packed_begin;;) {
    const auto head = take(at);
    run.text_step = static_cast<std::uint32_t>(head != 0 ? (head >> 2 & 3) + 1 : take(at));
    run.byte_step = static_cast<std::uint32_t>(head != 0 ? (head & 3) + 1 : take(at));
    const auto count = head != 0 ? head >> 4 : take(at);
    const auto text_end = run.text_begin + run.text_step * count;
    if (text_offset < text_end) return run.byte_offset(text_offset);
    run.text_begin = text_end;
    run.byte_begin += run.byte_step * count;
  }
}

DecodedText::DecodedText(std::string text, std::string encoding, OffsetMap offsets)
    : text_(std::move(text)),
      encoding_(std::move(encoding)),
      offsets_(std::move(offsets)),
      line_end_(text_.find('\n') == std::string::npos ? '\r' : '\n') {
  std::uint32_t count = 0;
  line_ends_.reserve(text_.size() / line_block + 1);
  for (std::size_t begin = 0; begin <= text_.size(); begin += line_block) {
    line_ends_.push_back(count);
    const auto block = std::string_view(text_).substr(begin, line_block);
    count += static_cast<std::uint32_t>(std::count(block.begin(), block.end(), line_end_));
  }
}

ByteRange DecodedText::bytes(text::Span span) const {
  return {offsets_.byte_offset(span.begin), offsets_.byte_offset(span.end)};
}

std::uint32_t DecodedText::line_at(std::size_t offset) const {
  const auto block = offset / line_block;
  const auto before = std::string_view(text_).substr(block * line_block, offset % line_block);
  return 1 + line_ends_[block] + static_cast<std::uint32_t>(std::count(before.begin(), before.end(), line_end_));
}

LineRange DecodedText::lines(text::Span span) const {
  const std::uint32_t first = line_at(span.begin);
  if (span.empty()) return {first, first};
  if (span.size() > line_block) return {first, line_at(span.end - 1)};
  const auto within = std::string_view(text_).substr(span.begin, span.size() - 1);
  return {first, first + static_cast<std::uint32_t>(std::count(within.begin(), within.end(), line_end_))};
}

tl::expected<DecodedText, std::string> decode(std::string_view bytes, std::string_view declared) {
  for (const auto& mark : byte_order_marks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    const Encoding encoding{std::string(mark.encoding), std::string(mark.encoding)};
    return finish(decode_as(encoding, bytes, mark.bytes.size()));
  }
  if (bytes.find('\0') != std::string_view::npos) {
    const auto encoding = utf16_by_zero_bytes(bytes);
    if (!encoding) return tl::unexpected<std::string>("binary file");
    return finish(decode_as(*encoding, bytes, 0));
  }
  if (const auto evidence = weigh_utf8(bytes); evidence.is_convincing()) {
    return finish(decode_utf8(bytes, 0, evidence.well_formed_end));
  }
  if (auto draft = decode_if(declared, bytes)) return finish(*std::move(draft));
  if (auto draft = decode_if(detect(bytes), bytes)) return finish(*std::move(draft));
  static const Encoding last_resort{"windows-1252", "windows-1252"};
  return finish(decode_as(last_resort, bytes, 0));
}

struct RunDecoder::Converter {
  indexer::Converter icu;
};

RunDecoder::RunDecoder(std::string_view encoding) : converter_(std::make_unique<Converter>()) {
  const auto known = encoding_named(encoding);
  if (!known || known->name != utf8)
    converter_->icu = open_converter(known ? known->converter.c_str() : "windows-1252");
}

RunDecoder::RunDecoder(RunDecoder&&) noexcept = default;
RunDecoder::~RunDecoder() = default;

std::string RunDecoder::decode(std::string_view bytes) {
  if (ascii_end(bytes, 0) == bytes.size()) return std::string(bytes);
  if (!converter_->icu) return text::to_valid_utf8(bytes);
  ucnv_reset(converter_->icu.get());
  return decode_by_icu(converter_->icu.get(), bytes, 0).text;
}

}  // namespace pilcrow::indexer
