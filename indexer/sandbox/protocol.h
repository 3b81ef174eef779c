// SPDX-License-Identifier: GPL-3.0-or-later
// What the host and the process that reads for it say to each other over a socket.
//
//   host → reader   a request: eight bytes that say how long it is, with them the sealed file; the request
//   reader → host   messages: a mark, eight bytes that say how long the rest is, the rest
//
// The reader is not believed: it may be in the hands of whoever wrote the document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "indexer/handed_over.h"
#include "indexer/read_document.h"

namespace pilcrow::indexer {

enum class Mark : std::uint8_t {
  ready = 'r',          ///< The first thing a reader says, once, when it is confined. The rest: empty.
  part = 'p',           ///< A document: encode(ReadPart).
  done = 'd',           ///< All parts of the file were sent. The rest: empty.
  out_of_memory = 'm',  ///< The file cannot be read with the memory there is. The rest: empty.
};

/// The number of the reader's end of the socket.
inline constexpr int reader_socket = 3;
inline constexpr std::size_t request_head_size = 8;
inline constexpr std::size_t message_head_size = 9;
/// Of a request without the file: names and settings.
inline constexpr std::size_t longest_request = 128U << 10;

std::string encode(const ReadRequest& request);
std::optional<ReadRequest> decode_request(std::string_view bytes);

/// `part.entry` is used up.
std::string encode(ReadPart& part);
/// Nothing where it is not what encode() makes: as many rows as texts, trails and languages that are there.
std::optional<ReadPart> decode_part(std::string_view bytes);

std::string message_head(Mark mark, std::size_t size);

struct MessageHead {
  Mark mark = Mark::done;
  std::uint64_t size = 0;
};
/// Of message_head_size bytes; nothing where there is no such mark.
std::optional<MessageHead> decode_message_head(std::string_view bytes);

/// Looks at the parts of one file as they come: whether a reader that was not deceived could have sent them.
class AnswerCheck {
 public:
  AnswerCheck(const ReadRequest& request, std::uint64_t file_size) : request_(request), file_size_(file_size) {}

  /// The largest message that may come next.
  std::uint64_t largest_message() const;
  bool accepts(const ReadPart& part);
  /// Whether the file itself was among them.
  bool is_complete() const { return has_file_ || request_.format == documents_format; }

 private:
  bool accepts_bytes_of(const ReadPart& part);
  bool accepts_place_of(const ReadPart& part);

  const ReadRequest& request_;
  const std::uint64_t file_size_;
  std::uint64_t text_bytes_ = 0;
  std::uint64_t filter_bytes_ = 0;
  std::uint64_t trail_bytes_ = 0;
  std::uint64_t memory_ = 0;
  bool has_file_ = false;
  std::uint64_t last_line_ = 0;
  std::set<std::string> members_;
};

}  // namespace pilcrow::indexer
