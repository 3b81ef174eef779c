// SPDX-License-Identifier: GPL-3.0-or-later
// What a PDF is said to say on a page is what poppler itself reads there.
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/text/fold.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"
#include "indexer/format/format.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace {

/// Letters and figures only: what a line break, a hyphen or a mark of direction cannot change.
std::string letters_of(std::string_view text) {
  const std::string folded = pilcrow::text::fold_case(text);
  std::string out;
  for (std::size_t at = 0; at < folded.size();) {
    const auto character = pilcrow::text::code_point_at(folded, at);
    if (pilcrow::indexer::is_letter_or_digit(character.value)) out.append(folded, at, character.size);
    at += character.size;
  }
  return out;
}

std::string letters_of_page(const poppler::document& pdf, std::uint32_t number) {
  const std::unique_ptr<poppler::page> page(pdf.create_page(static_cast<int>(number) - 1));
  REQUIRE(page != nullptr);
  const poppler::byte_array text = page->text({}, poppler::page::non_raw_non_physical_layout).to_utf8();
  return letters_of(pilcrow::text::to_valid_utf8({text.data(), text.size()}));
}

}  // namespace

TEST_CASE("pdf: the words of a block stand on the pages that it is cited with") {
  std::size_t words = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(PILCROW_SOURCE_DIR) / "tests/golden/readers")) {
    if (entry.path().extension() != ".pdf") continue;
    const std::string bytes = pilcrow::test::read_file(entry.path());
    pilcrow::indexer::NoMembers none;
    const auto document = pilcrow::indexer::read_pdf(bytes, none);
    if (!document) continue;
    INFO(entry.path().filename());
    const std::unique_ptr<poppler::document> pdf(
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
    REQUIRE(pdf != nullptr);
    const auto& places = document->places;
    for (const auto& block : document->blocks) {
      const auto after = [](std::size_t offset, const pilcrow::indexer::Place& place) { return offset < place.text; };
      auto place = std::upper_bound(places.begin(), places.end(), block.source.begin, after);
      REQUIRE(place != places.begin());
      std::string pages = letters_of_page(*pdf, std::prev(place)->page);
      for (; place != places.end() && place->text < block.source.end; ++place) {
        pages += letters_of_page(*pdf, place->page);
      }
      std::string_view rest = block.text;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(" \n"), rest.size());
        const std::string word(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        INFO(word);
        CHECK(pages.find(letters_of(word)) != std::string::npos);
        ++words;
      }
    }
  }
  CHECK(words > 200);
}
