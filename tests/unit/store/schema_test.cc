// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/schema.h"

#include <algorithm>

#include "tests/support/catch.h"

namespace pilcrow::store {
namespace {

TEST_CASE("schema: keys and values of files sort as their numbers do") {
  CHECK(file_key(1) < file_key(2));
  CHECK(file_key(255) < file_key(256));
  CHECK(file_key(0x00FFFFFF) < file_key(0x01000000));
  CHECK(file_number(file_value(0xDEADBEEF)) == 0xDEADBEEF);
  CHECK(file_number("") == 0);
  CHECK(file_number("12345") == 0);
}

TEST_CASE("schema: the value of twins is eight bytes, the highest first") {
  CHECK(twins_value(0) == std::string(8, '\0'));
  CHECK(twins_value(0x0102030405060708) == "\1\2\3\4\5\6\7\10");
}

TEST_CASE("schema: a long word becomes a term that Xapian takes, different words different terms") {
  const std::string word(300, 'x');
  const std::string term = boolean_term(prefix_path_part, word);
  CHECK(term.size() < 128);
  CHECK(term.starts_with("Pxxx"));
  CHECK(term != boolean_term(prefix_path_part, word + "y"));
  CHECK(boolean_term(prefix_extension, "md") == "Emd");
  // Cut between characters: what remains of UTF-8 stays UTF-8.
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "\xC3\xBC";
  const std::string cut = boolean_term("", umlauts);
  CHECK(std::count(cut.begin(), cut.end(), '\xC3') == std::count(cut.begin(), cut.end(), '\xBC'));
}

}  // namespace
}  // namespace pilcrow::store
