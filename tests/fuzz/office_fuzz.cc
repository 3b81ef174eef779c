// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <string>

#include "indexer/format/format.h"
#include "tests/fuzz/reading.h"
#include "tests/support/zip.h"

namespace {

/// The first byte says which part of which document the others are: an archive of random bytes would be refused.
void read(char kind, const std::string& part) {
  using namespace pilcrow;
  switch (kind) {
    case 'd':
      test::fuzz_reader(indexer::read_docx, test::docx(part));
      return;
    case 'p':
      test::fuzz_reader(indexer::read_pptx, test::pptx(part));
      return;
    case 's':
      test::fuzz_reader(indexer::read_xlsx, test::xlsx(part, "<sst><si><t>a</t></si></sst>"));
      return;
    case 't':
      test::fuzz_reader(indexer::read_xlsx, test::xlsx("<row><c t='s'><v>0</v></c></row>", part));
      return;
    case 'o':
      test::fuzz_reader(indexer::read_opendocument, test::opendocument(part));
      return;
    case 'e':
      test::fuzz_reader(indexer::read_epub,
                        test::zip({{"META-INF/container.xml", "<container><rootfile full-path='b.opf'/></container>"},
                                   {"b.opf", part},
                                   {"a.xhtml", "<p>a</p>"}}));
      return;
    default:
      test::fuzz_reader(indexer::read_docx, part);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  read(static_cast<char>(data[0]), std::string(data + 1, data + size));
  return 0;
}
