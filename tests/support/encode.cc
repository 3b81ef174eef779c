// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/encode.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <memory>
#include <stdexcept>

namespace pilcrow::test {
namespace {

struct Close {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

std::unique_ptr<UConverter, Close> open(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<UConverter, Close> converter(ucnv_open(name, &error));
  if (U_FAILURE(error)) throw std::runtime_error(std::string("no converter ") + name);
  return converter;
}

}  // namespace

std::string encode(const char* name, std::string_view text) {
  const auto converter = open(name);
  UErrorCode error = U_ZERO_ERROR;
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  const auto units = icu::UnicodeString::fromUTF8(text);
  std::string bytes(static_cast<std::size_t>(units.length()) * 8 + 16, '\0');
  const auto size = ucnv_fromUChars(converter.get(), bytes.data(), static_cast<int32_t>(bytes.size()),
                                    units.getBuffer(), units.length(), &error);
  if (U_FAILURE(error)) throw std::runtime_error(std::string("not to be written in ") + name);
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

std::string decode_at_once(const char* name, std::string_view bytes) {
  const auto converter = open(name);
  UErrorCode error = U_ZERO_ERROR;
  std::u16string units(bytes.size() * 2 + 16, u'\0');
  const auto size = ucnv_toUChars(converter.get(), units.data(), static_cast<int32_t>(units.size()), bytes.data(),
                                  static_cast<int32_t>(bytes.size()), &error);
  if (U_FAILURE(error)) throw std::runtime_error(std::string("not to be read as ") + name);
  std::string text;
  icu::UnicodeString(false, units.data(), size).toUTF8String(text);
  return text;
}

}  // namespace pilcrow::test
