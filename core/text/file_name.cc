// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/file_name.h"

#include <algorithm>

#include "core/text/ascii.h"

namespace pilcrow::text {

std::string extension_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  std::string extension(name.substr(dot + 1));
  // ASCII only: other bytes need not be text.
  extension = text::lower(extension);
  return extension;
}

}  // namespace pilcrow::text
