// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/file_queue.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "core/store/bytes.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

constexpr std::size_t read_at_once = 64U << 10;
constexpr std::size_t longest_varint = 10;

constexpr std::uint8_t flag_same_place = 1;
constexpr std::uint8_t flag_reread = 2;
constexpr std::uint8_t flag_skipped = 4;

[[noreturn]] void fail() {
  throw fs::filesystem_error("temporary file", std::error_code(EIO, std::generic_category()));
}

}  // namespace

void FileQueue::push(const QueuedFile& queued) {
  const WalkedFile& file = queued.file;
  const auto shared = static_cast<std::size_t>(
      std::mismatch(path_.begin(), path_.end(), file.path.begin(), file.path.end()).first - path_.begin());
  store::ByteWriter out;
  out.byte(static_cast<std::uint8_t>((queued.same_place ? flag_same_place : 0) | (queued.reread ? flag_reread : 0) |
                                     (file.skipped ? flag_skipped : 0)));
  out.varint(queued.root);
  out.varint(queued.number);
  out.varint(shared);
  out.string(std::string_view(file.path).substr(shared));
  out.varint(file.stamp.size);
  out.signed_varint(file.stamp.mtime_ns);
  out.varint(file.stamp.inode);
  out.string(file.problem);
  store::ByteWriter frame;
  frame.string(out.take());
  tail_ += frame.take();
  path_ = file.path;
  ++files_;
  if (file.problem.empty()) {
    ++to_read_;
    bytes_ += file.stamp.size;
  }
  if (tail_.size() < memory_) return;
  spilled_.append(tail_);
  tail_.clear();
}

std::optional<QueuedFile> FileQueue::Reader::next() {
  fill(longest_varint);
  if (unread().empty()) return {};
  store::ByteReader length(unread());
  const auto size = static_cast<std::size_t>(length.varint());
  begin_ = buffer_.size() - length.rest().size();
  if (!length.ok() || !fill(size)) fail();
  store::ByteReader in(unread().substr(0, size));
  QueuedFile queued;
  const std::uint8_t flags = in.byte();
  queued.same_place = (flags & flag_same_place) != 0;
  queued.reread = (flags & flag_reread) != 0;
  queued.file.skipped = (flags & flag_skipped) != 0;
  queued.root = in.varint32();
  queued.number = in.varint32();
  path_.resize(std::min(path_.size(), static_cast<std::size_t>(in.varint())));
  path_ += in.string();
  queued.file.path = path_;
  queued.file.stamp.size = in.varint();
  queued.file.stamp.mtime_ns = in.signed_varint();
  queued.file.stamp.inode = in.varint();
  queued.file.problem = in.string();
  if (!in.ok()) fail();
  begin_ += size;
  return queued;
}

/// Whether `size` bytes are unread in the buffer, after more was read where that was necessary.
bool FileQueue::Reader::fill(std::size_t size) {
  if (unread().size() >= size) return true;
  buffer_.erase(0, begin_);
  begin_ = 0;
  while (buffer_.size() < size) {
    const std::size_t old = buffer_.size();
    const std::uint64_t spilled = queue_.spilled_.size();
    if (offset_ < spilled) {
      const auto more =
          static_cast<std::size_t>(std::min<std::uint64_t>(std::max(read_at_once, size - old), spilled - offset_));
      buffer_.resize(old + more);
      queue_.spilled_.read(offset_, buffer_.data() + old, more);
    } else {
      const std::string_view tail =
          std::string_view(queue_.tail_).substr(std::min<std::size_t>(offset_ - spilled, queue_.tail_.size()));
      if (tail.empty()) return false;
      buffer_ += tail.substr(0, std::max(read_at_once, size - old));
    }
    offset_ += buffer_.size() - old;
  }
  return true;
}

}  // namespace pilcrow::indexer
