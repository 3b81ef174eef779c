// SPDX-License-Identifier: GPL-3.0-or-later
// export_index(): what an index holds → lines that update_documents() makes an equal index of. Its texts are what counts,
// not the files, which may have changed since.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/store/errors.h"
#include "core/store/file_entry.h"
#include "core/store/paths.h"
#include "core/store/snapshot.h"
#include "core/test_point.h"
#include "core/text/day.h"
#include "core/text/json.h"
#include "core/text/language.h"
#include "core/text/utf8.h"
#include "indexer/block.h"
#include "indexer/document_lines.h"
#include "indexer/file_types.h"
#include "indexer/handed_over.h"
#include "indexer/run.h"
#include "indexer/stored_text.h"
#include "pilcrow/index.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;
using store::ParagraphRow;
using text::Json;

constexpr std::size_t write_size = 1U << 20;
constexpr std::size_t most_problems = 1000;
constexpr std::size_t rows_between_polls = 64;

/// What a file is called as a document: its path. One that is no URI of ours becomes one of the file system's, in which
/// that is escaped which cannot stand there, or would be read as something else.
std::string uri_of(std::string path) {
  if (is_uri(path) || path.size() > longest_uri) return path;
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri = "file://";
  for (std::size_t at = 0; at < path.size();) {
    const text::CodePoint character = text::code_point_at(path, at);
    const std::string_view bytes = std::string_view(path).substr(at, character.size);
    at += character.size;
    if (is_uri(bytes) && bytes != "%" && bytes != "?" && bytes != "#") {
      uri += bytes;
      continue;
    }
    for (const char byte : bytes) {
      const auto value = static_cast<unsigned char>(byte);
      uri += {'%', digits[value >> 4U], digits[value & 15U]};
    }
  }
  return uri;
}

/// An object without the bracket that ends it, for more members.
std::string opened(const Json& json) {
  std::string object = text::with_escaped_controls(json.dump());
  object.pop_back();
  return object;
}

struct Named {
  std::string uri;
  std::uint32_t number = 0;
};

class Exporter {
 public:
  Exporter(Run& run, const store::Snapshot& snapshot, const WriteLines& write)
      : run_(run), snapshot_(snapshot), write_(write) {}

  Result<ExportReport> run();

 private:
  Result<std::vector<Named>> named();
  Result<void> put(const Named& file);
  bool append_document(const std::string& uri, const FileEntry& entry);
  void append_paragraph(const FileEntry& entry, const ParagraphRow& row);
  void leave_out(const std::string& uri, std::string reason);
  Result<void> write_lines();

  Run& run_;
  const store::Snapshot& snapshot_;
  const WriteLines& write_;
  std::string lines_;  ///< Not yet written.
  ExportReport report_;
};

/// The documents in the order in which they are written: that of their names.
Result<std::vector<Named>> Exporter::named() {
  std::vector<Named> files;
  auto read = snapshot_.each_file_head([&](store::FileHead&& head) {
    if (head.outcome == FileOutcome::indexed) {
      files.push_back({uri_of(store::absolute_path(snapshot_.facts(), head)), head.number});
    } else {
      ++report_.files_unread;
    }
    return !run_.cancelled();
  });
  if (!read) return tl::unexpected<Error>(read.error());
  std::sort(files.begin(), files.end(), [](const Named& left, const Named& right) {
    const auto order = store::compare_paths(left.uri, right.uri);
    return order != 0 ? order < 0 : left.number < right.number;
  });
  return files;
}

void Exporter::leave_out(const std::string& uri, std::string reason) {
  ++report_.left_out;
  if (report_.problems.size() < most_problems) report_.problems.push_back({uri, std::move(reason)});
}

void Exporter::append_paragraph(const FileEntry& entry, const ParagraphRow& row) {
  Json json{{"text", stored_text(snapshot_, entry, row)}};
  const auto& headings = entry.trails[row.trail];  // stored_text() has looked whether it is there
  if (!headings.empty()) json["headings"] = headings;
  const std::string& language = store::language_of(entry, row);
  if (language != entry.language) json["lang"] = language;
  json["lines"] = text::pair_of(row.lines);
  json["bytes"] = text::pair_of(row.bytes);
  if (row.pages) json["page"] = row.pages->first;
  if (row.pages && !row.pages->breaks.empty()) json["page_breaks"] = row.pages->breaks;
  if (row.minor) json["minor"] = true;
  lines_ += text::with_escaped_controls(json.dump());
}

/// False where the run was cancelled meanwhile.
bool Exporter::append_document(const std::string& uri, const FileEntry& entry) {
  const auto& rows = entry.paragraphs;
  Json head{{"uri", uri}};
  if (!entry.title.empty()) head["title"] = entry.title;
  head["lang"] = entry.language.empty() ? std::string(text::unknown_language) : entry.language;
  head["date"] = text::format(store::day_of(entry));
  lines_ += opened(head);
  if (!entry.meta.empty()) lines_ += ",\"meta\":" + text::with_escaped_controls(entry.meta);
  Json indexed = Json::object();
  if (!mime_type(entry.type).empty()) indexed["type"] = entry.type;
  if (!entry.encoding.empty()) indexed["encoding"] = entry.encoding;
  if (entry.bytes_of_extracted) indexed["bytes_of"] = "extracted";
  if (!entry.page_labels.empty()) indexed["page_labels"] = entry.page_labels;
  lines_ += ",\"as_indexed\":" + opened(indexed) + (indexed.empty() ? "" : ",") + "\"paragraphs\":[";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % rows_between_polls == 0 && run_.cancelled()) return false;
    if (i > 0) lines_ += ',';
    append_paragraph(entry, rows[i]);
  }
  lines_ += "]}}\n";
  return true;
}

Result<void> Exporter::write_lines() {
  report_.bytes += lines_.size();
  auto written = write_(lines_);
  lines_.clear();
  return written;
}

Result<void> Exporter::put(const Named& file) {
  if (file.uri.size() > longest_uri) {
    leave_out(file.uri, "its name has more than " + std::to_string(longest_uri) + " bytes");
    return {};
  }
  const auto entry = snapshot_.file(file.number);
  if (!entry) return tl::unexpected<Error>(entry.error());
  if (entry->paragraphs.size() > most_blocks) {
    leave_out(file.uri, "more than " + std::to_string(most_blocks) + " paragraphs");
    return {};
  }
  const std::size_t before = lines_.size();
  if (!append_document(file.uri, *entry)) return {};
  if (lines_.size() - before > test_size("PILCROW_TEST_LONGEST_LINE", longest_line)) {
    lines_.resize(before);
    leave_out(file.uri, "its line would be longer than " + std::to_string(longest_line >> 20) + " MiB");
    return {};
  }
  ++report_.documents;
  report_.paragraphs += entry->paragraphs.size();
  return lines_.size() < write_size ? Result<void>() : write_lines();
}

Result<ExportReport> Exporter::run() {
  report_.state = store::state_of(snapshot_.facts());
  const auto files = named();
  if (!files) return tl::unexpected<Error>(files.error());
  Result<void> done;
  for (std::size_t i = 0; i < files->size() && done && !run_.cancelled(); ++i) {
    test_point("export.document");
    const Named& file = (*files)[i];
    if (i > 0 && file.uri == (*files)[i - 1].uri) {
      leave_out(file.uri, "another document has the same name");
    } else {
      done = put(file);
    }
    run_.report(
        {.stage = Stage::copying, .files_done = i + 1, .files_total = files->size(), .paragraphs = report_.paragraphs});
  }
  if (done && !run_.cancelled()) done = write_lines();
  // Whoever cancels may have ended the writing as well.
  report_.interrupted = run_.cancelled();
  if (!done && !report_.interrupted) return tl::unexpected<Error>(std::move(done.error()));
  report_.seconds = run_.seconds();
  return std::move(report_);
}

/// Whether somebody who may not take the lock may do without: whose index nobody writes, or who is not to write in it.
bool may_not_write(const fs::path& index) {
  return ::access(index.c_str(), W_OK) != 0;
}

}  // namespace
}  // namespace pilcrow::indexer

namespace pilcrow {

Result<ExportReport> export_index(const fs::path& index, const WriteLines& write, const RunOptions& options) {
  const std::string where = "cannot export the index '" + index.string() + "'";
  return store::translating_errors(where, [&]() -> Result<ExportReport> {
    indexer::Run run(index, options);
    // Two commits later, nothing can be read any more of what there was when the first lines were written.
    const auto locked = run.lock();
    if (locked && !*locked) {
      ExportReport nothing;
      nothing.interrupted = true;
      return nothing;
    }
    const bool refused = !locked && locked.error().code == ErrorCode::input_output && indexer::may_not_write(index);
    if (!locked && !refused) return tl::unexpected<Error>(locked.error());
    const auto snapshot = store::Snapshot::open(index);
    if (!snapshot) return tl::unexpected<Error>(snapshot.error());
    return indexer::Exporter(run, *snapshot, write).run();
  });
}

}  // namespace pilcrow
