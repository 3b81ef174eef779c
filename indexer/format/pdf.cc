// SPDX-License-Identifier: GPL-3.0-or-later
// PDF by poppler. It gives words and where they stand; what they make together is told in pdf_layout.h.
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"
#include "indexer/format/document_date.h"
#include "indexer/format/extraction.h"
#include "indexer/format/format.h"
#include "indexer/format/pdf_layout.h"
#include "indexer/format/pdf_lines.h"

namespace pilcrow::indexer {
namespace {

/// More than the thickest book has; a page tree may claim any number.
constexpr int most_pages = 200'000;
/// All lines stay in memory until the last page is read, some 200 bytes each.
constexpr std::size_t most_lines = 2'000'000;
/// A scan has a stamp, a page number, a line of a viewer here and there, and is still a picture of its text.
constexpr std::size_t fewest_letters = 20;
constexpr std::size_t fewest_letters_of_page = 2;

/// ustring::to_utf8() opens a converter for each word.
std::string to_utf8(const poppler::ustring& text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t value = text[i];
    const char32_t next = i + 1 < text.size() ? text[i + 1] : 0;
    if (value >= 0xD800 && value < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
      value = 0x10000 + ((value - 0xD800) << 10U) + (next - 0xDC00);
      ++i;
    }
    text::append_utf8(out, value);
  }
  return out;
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

std::string in_small_letters(std::string_view text) {
  std::string out(text);
  for (char& byte : out) {
    byte = text::lower(byte);
  }
  return out;
}

PdfWord word_of(const poppler::text_box& box) {
  PdfWord word;
  word.text = to_utf8(box.text());
  const poppler::rectf place = box.bbox();
  word.left = place.left();
  word.top = place.top();
  word.right = place.right();
  word.bottom = place.bottom();
  word.rotation = box.rotation();
  word.space_after = box.has_space_after();
  if (box.has_font_info()) {
    word.size = box.get_font_size();
    const std::string font = in_small_letters(box.get_font_name());
    // "cmbx" and "cmtt" are Computer Modern's, which half of science is set in; "sfbx" and "sftt" their heirs.
    word.bold = holds_any(font, {"bold", "black", "heavy", "demi", "cmbx", "sfbx", "-bd"});
    word.mono = holds_any(font, {"mono", "courier", "typewriter", "cmtt", "sftt", "cmsltt", "consolas", "menlo"});
  }
  return word;
}

/// "D:20260131120000+01'00'" → "2026-01-31".
std::string day_of(std::string_view date) {
  if (date.starts_with("D:")) date.remove_prefix(2);
  constexpr std::size_t digits = 8;
  if (date.size() < digits) return {};
  return std::string(date.substr(0, 4)).append("-").append(date.substr(4, 2)).append("-").append(date.substr(6, 2));
}

/// A title that somebody gave, rather than a program that had none.
bool is_sensible(std::string_view title) {
  const std::string small = in_small_letters(title);
  if (!has_letter_or_digit(title) || title.find("\uFFFD") != std::string_view::npos) return false;
  constexpr std::array<std::string_view, 12> beginnings = {"microsoft word - ",
                                                           "microsoft powerpoint - ",
                                                           "microsoft excel - ",
                                                           "untitled",
                                                           "(anonymous)",
                                                           "powerpoint presentation",
                                                           "document1",
                                                           "slide 1",
                                                           "no title",
                                                           "unknown",
                                                           "title",
                                                           "dvips"};
  const bool whole_only = small == "title" || small == "unknown";
  for (const std::string_view beginning : beginnings) {
    const bool short_word = beginning == "title" || beginning == "unknown";
    if (short_word ? whole_only : small.starts_with(beginning)) return false;
  }
  constexpr std::array<std::string_view, 14> endings = {".doc", ".docx", ".dvi", ".tex",  ".pdf", ".ps",  ".indd",
                                                        ".qxd", ".odt",  ".rtf", ".pptx", ".ppt", ".xls", ".xlsx"};
  return std::none_of(endings.begin(), endings.end(), [&](std::string_view ending) { return small.ends_with(ending); });
}

/// What is printed largest on the first page.
std::string largest_heading(const std::vector<PdfBlock>& blocks) {
  const PdfBlock* largest = nullptr;
  for (const PdfBlock& block : blocks) {
    if (block.page != blocks.front().page) break;
    if (block.kind == BlockKind::heading && (largest == nullptr || block.size > largest->size)) largest = &block;
  }
  return largest == nullptr ? std::string() : largest->text;
}

void describe(const poppler::document& pdf, Extraction& extraction) {
  constexpr std::size_t longest_title = 500;
  const std::string title = text::fold_space(to_utf8(pdf.info_key("Title")));
  if (title.size() <= longest_title && is_sensible(title)) extraction.document().title = title;
  DocumentDate date;
  date.offer("created", day_of(to_utf8(pdf.info_key("CreationDate"))));
  date.offer("modified", day_of(to_utf8(pdf.info_key("ModDate"))));
  extraction.document().date = date.day();
}

std::size_t letters_in(const std::vector<PdfWord>& words) {
  std::size_t letters = 0;
  for (const PdfWord& word : words) letters += has_letter_or_digit(word.text) ? word.text.size() : 0;
  return letters;
}

}  // namespace

ReadResult read_pdf(std::string_view bytes, Members&) {
  // Poppler writes what it thinks of a file to standard error.
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return tl::unexpected<std::string>("larger than 2 GB");
  }
  const std::unique_ptr<poppler::document> pdf(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (pdf == nullptr) return tl::unexpected<std::string>("damaged: no page tree");
  if (pdf->is_locked()) return tl::unexpected<std::string>("encrypted");
  std::vector<PdfPage> pages;
  std::size_t line_count = 0;
  std::size_t letters = 0;
  const int page_count = std::min(pdf->pages(), most_pages);
  for (int i = 0; i < page_count; ++i) {
    const std::unique_ptr<poppler::page> page(pdf->create_page(i));
    if (page == nullptr) continue;
    std::vector<PdfWord> words;
    for (const poppler::text_box& box : page->text_list(poppler::page::text_list_include_font)) {
      if (words.size() == most_words_of_page) break;
      words.push_back(word_of(box));
    }
    letters += letters_in(words);
    PdfPage read;
    read.number = static_cast<std::uint32_t>(i + 1);
    read.label = to_utf8(page->label());
    read.lines = lines_in_reading_order(std::move(words));
    line_count += read.lines.size();
    if (line_count > most_lines) return tl::unexpected<std::string>("more than 2,000,000 lines of text");
    pages.push_back(std::move(read));
  }
  if (pages.empty()) return tl::unexpected<std::string>("damaged: no page can be read");
  if (letters < std::min(fewest_letters, pages.size() * fewest_letters_of_page)) {
    return tl::unexpected<std::string>("no text, only images");
  }

  std::vector<std::string> labels;
  for (const PdfPage& page : pages) {
    labels.resize(page.number);
    labels[page.number - 1] = page.label;
  }
  Extraction extraction;
  describe(*pdf, extraction);
  const std::vector<PdfBlock> blocks = lay_out(std::move(pages));
  if (extraction.document().title.empty()) extraction.document().title = largest_heading(blocks);
  for (const PdfBlock& block : blocks) {
    extraction.begin_page(block.page, labels[block.page - 1]);
    for (const PdfBlock::Break& broken : block.breaks) {
      extraction.page_break_in_next(broken.text, broken.page, labels[broken.page - 1]);
    }
    extraction.add(block.kind, block.text, block.level, block.group);
    if (extraction.full()) break;
  }
  return extraction.finish();
}

}  // namespace pilcrow::indexer
