// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/document_lines.h"

#include <algorithm>
#include <utility>

#include "core/store/errors.h"
#include "core/test_point.h"
#include "indexer/handed_over.h"

namespace pilcrow::indexer {
namespace {

constexpr std::size_t batch_size = 1U << 20;
constexpr std::size_t read_size = 256U << 10;

/// Reads the lines at once; what went wrong, if not with one of them.
std::string read_together(const LineBatch& batch, const std::vector<std::size_t>& positions, DocumentReader& reader,
                          std::vector<LineReading>& readings) {
  std::string bytes;
  for (const std::size_t position : positions) bytes.append(batch.text(batch.lines[position])).append("\n");
  const auto file = MemoryFile::of(bytes);
  if (!file) return store::reason_of(file.error());
  bytes = {};
  ReadRequest request;
  request.name = "documents.jsonl";
  request.format = documents_format;
  const auto done = reader.read(std::move(request), *file, [&](ReadPart&& part) {
    if (part.line == 0 || part.line > readings.size()) return;
    readings[part.line - 1].part = std::move(part);
  });
  return done ? std::string() : done.error().reason;
}

}  // namespace

bool LineCutter::read_more() {
  if (at_end_) return false;
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    looked_ -= std::exchange(begin_, 0);
  }
  const std::size_t size = buffer_.size();
  buffer_.resize(size + read_size);
  const auto read = read_(buffer_.data() + size, read_size);
  buffer_.resize(size + std::min(read.value_or(0), read_size));
  if (!read) error_ = read.error();
  at_end_ = !read || *read == 0;
  return !at_end_;
}

/// Adds a line to the batch, unless it is empty. False: that was all.
bool LineCutter::next_line(LineBatch& batch, const std::function<bool()>& cancelled) {
  const std::size_t most = test_size("PILCROW_TEST_LONGEST_LINE", longest_line);
  std::size_t end = buffer_.npos;
  while ((end = buffer_.find('\n', looked_)) == buffer_.npos) {
    looked_ = buffer_.size();
    if (looked_ - begin_ > most) {
      too_long_ = true;
      begin_ = looked_;
    }
    if (cancelled() || !read_more()) break;
  }
  // Of a line that a failure cut off, nobody knows the rest.
  const bool is_whole = end != buffer_.npos || (at_end_ && !error_);
  end = std::min(end, buffer_.size());
  const std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
  const bool is_there = too_long_ || line.find_first_not_of(" \t\r") != line.npos;
  const bool was_last = end == buffer_.size();
  ++number_;
  if (is_whole && is_there) {
    const bool too_long = too_long_ || line.size() > most;
    batch.lines.push_back({number_, batch.bytes.size(), too_long ? 0 : line.size(), text::hash128(line), {}});
    if (!too_long) batch.bytes.append(line);
  }
  too_long_ = false;
  begin_ = looked_ = std::min(end + 1, buffer_.size());
  return !was_last;
}

std::optional<LineBatch> LineCutter::next(const std::function<bool()>& cancelled) {
  LineBatch batch;
  while (batch.bytes.size() < batch_size && next_line(batch, cancelled)) {
  }
  if (batch.lines.empty()) return {};
  return batch;
}

std::vector<LineReading> read_lines(const LineBatch& batch, const std::vector<std::size_t>& positions,
                                    DocumentReader& reader) {
  std::vector<LineReading> readings(positions.size());
  if (positions.empty()) return readings;
  const std::string failure = read_together(batch, positions, reader, readings);
  for (std::size_t i = 0; i < readings.size(); ++i) {
    LineReading& reading = readings[i];
    if (!failure.empty()) {
      std::vector<LineReading> alone(1);
      reading.failure = positions.size() == 1 ? failure : read_together(batch, {positions[i]}, reader, alone);
      reading.part = std::move(alone.front().part);
    }
    if (!reading.failure.empty()) reading.part.reset();
    if (!reading.part && reading.failure.empty()) reading.failure = "the reader gave nothing back";
  }
  return readings;
}

}  // namespace pilcrow::indexer
