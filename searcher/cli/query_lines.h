// SPDX-License-Identifier: GPL-3.0-or-later
// --queries: a file or stream of queries, one a line.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "pilcrow/error.h"

namespace pilcrow::searcher::cli {

/// One line: "id<TAB>query", or "query", whose id is the number of its line, from 1.
struct QueryLine {
  std::string id;
  std::string query;
};

/// Reads line by line, so that a query can be answered before the next one is written. Empty lines are passed over; an
/// id without a query is an empty query. A line end may be "\r\n", and a byte order mark at the beginning is none of
/// the first query. Of a line over longest_line bytes the rest is dropped.
class QueryLines {
 public:
  /// "-" is standard input. input_output where the file cannot be opened.
  static Result<QueryLines> open(const std::string& file);
  QueryLines(QueryLines&& other) noexcept;
  QueryLines& operator=(QueryLines&&) = delete;
  ~QueryLines();

  /// Nothing at the end. Waits for the writer of a stream.
  Result<std::optional<QueryLine>> next();

  static constexpr std::size_t longest_line = 1U << 20;

 private:
  QueryLines(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  Result<bool> read_line(std::string& line);

  int descriptor_;
  std::string name_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t number_ = 0;
  bool at_end_ = false;
};

}  // namespace pilcrow::searcher::cli
