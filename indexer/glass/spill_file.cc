// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/spill_file.h"

#include "indexer/glass/output_file.h"

namespace pilcrow::indexer::glass {

std::uint64_t SpillFile::append(std::string_view bytes) {
  if (!file_.is_open()) file_ = create_unnamed_file(folder_);
  const auto offset = size_;
  write_at(file_, offset, bytes, folder_ / "a temporary file");
  size_ += bytes.size();
  return offset;
}

void SpillFile::read(std::uint64_t offset, char* into, std::size_t size) const {
  read_at(file_, offset, into, size, folder_ / "a temporary file");
}

}  // namespace pilcrow::indexer::glass
