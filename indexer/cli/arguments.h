// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of pilcrow-index: what was typed → what it means.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer::cli {

enum class Mode { update, documents, export_index, status, check, compact, list, why, remove, forget, help, version };
enum class Verbosity { quiet, normal, verbose };
enum class ReportFormat { text, json };

struct Arguments {
  Mode mode = Mode::update;
  std::filesystem::path index;
  std::vector<Root> roots;         ///< Of an update.
  std::string documents;           ///< The file of --documents; "-" is standard input.
  std::string export_file;         ///< Of --export; "-" is standard output.
  std::vector<std::string> paths;  ///< That --why, --remove or --forget is about.
  UpdateOptions update;            ///< Its wait_seconds are those of every mode that writes.
  std::string report_file;         ///< Empty: none.
  std::string filters_file;        ///< Empty: that of the user or the system, where there is one.
  Verbosity verbosity = Verbosity::normal;
  ReportFormat format = ReportFormat::text;
  bool problems_only = false;
};

/// invalid_argument with a message for people.
Result<Arguments> parse_arguments(const std::vector<std::string>& typed);

std::string help_text();
std::string version_text();

}  // namespace pilcrow::indexer::cli
