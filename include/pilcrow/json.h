// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON of every part of pilcrow: the programs, the C library and the server print just this. docs/json-output.md is
// the contract, docs/schema/ has it as JSON Schemas. Within format_version 1 members are only added.
//
// Each function returns one object and a line end, several lines where it says so; UTF-8, controls escaped.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/error.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "pilcrow/verify.h"

namespace pilcrow {

inline constexpr int json_format_version = 1;

/// The hits, a line each, then the summary. `asked` is what was asked for: neighbours and a budget have members of their
/// own. `query_id` goes into each line.
std::string to_json_lines(const SearchResult& result, const SearchOptions& asked,
                          const std::optional<std::string>& query_id = {});
std::string to_json(const Outline& outline);
/// A line for each claim, then a summary of the verdicts.
std::string to_json_lines(const VerifyReport& report);
/// {"type":"error",…}: what takes the place of an answer.
std::string to_json(const Error& error, const std::optional<std::string>& query_id = {});
/// "index_locked": the code's name in JSON and in C.
const char* name_of(ErrorCode code);

// Of the indexer.
std::string to_json(const UpdateReport& report, bool dry_run = false);
std::string to_json(const FileChange& change);
std::string to_json(const RemovalReport& report, bool forgotten);
std::string to_json(const CompactionReport& report);
std::string to_json(const CheckReport& report);
std::string to_json(const ExportReport& report);
/// `trouble`: why the index cannot be searched; nullptr where it can.
std::string to_json(const IndexStatus& status, const std::string& index, const Error* trouble = nullptr);
std::string to_json(const FileStatus& file);
std::string to_json(const FileExplanation& file);

}  // namespace pilcrow
