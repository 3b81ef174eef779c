// SPDX-License-Identifier: GPL-3.0-or-later
// Building an index and keeping it, for C.
#include "pilcrow/index.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "pilcrow/json.h"
#include "searcher/c/boundary.h"
#include "searcher/c/callbacks.h"
#include "searcher/c/filters.h"

using namespace pilcrow;
using namespace pilcrow::c;

namespace {

using Json = Result<std::unique_ptr<pilcrow_json>>;

int number_of(Stage stage) {
  switch (stage) {
    case Stage::walking:
      return PILCROW_STAGE_WALKING;
    case Stage::reading:
      return PILCROW_STAGE_READING;
    case Stage::removing:
      return PILCROW_STAGE_REMOVING;
    case Stage::copying:
      return PILCROW_STAGE_COPYING;
    case Stage::checking:
      return PILCROW_STAGE_CHECKING;
  }
  return PILCROW_STAGE_WALKING;
}

int number_of(FileChange::Kind kind) {
  switch (kind) {
    case FileChange::Kind::added:
      return PILCROW_FILE_ADDED;
    case FileChange::Kind::changed:
      return PILCROW_FILE_CHANGED;
    case FileChange::Kind::moved:
      return PILCROW_FILE_MOVED;
    case FileChange::Kind::removed:
      return PILCROW_FILE_REMOVED;
  }
  return PILCROW_FILE_CHANGED;
}

std::function<void(const Progress&)> passed_on(pilcrow_on_progress on_progress, void* user, Wish& wish) {
  if (on_progress == nullptr) return {};
  return [on_progress, user, &wish](const Progress& now) {
    pilcrow_progress progress = PILCROW_INIT(pilcrow_progress);
    progress.stage = number_of(now.stage);
    progress.files_done = now.files_done;
    progress.files_total = now.files_total;
    progress.bytes_done = now.bytes_done;
    progress.bytes_total = now.bytes_total;
    progress.paragraphs = now.paragraphs;
    wish.take(on_progress(&progress, user));
  };
}

std::function<void(const FileChange&)> passed_on(pilcrow_on_change on_change, void* user, Wish& wish) {
  if (on_change == nullptr) return {};
  return [on_change, user, &wish](const FileChange& one) {
    pilcrow_file_change change = PILCROW_INIT(pilcrow_file_change);
    change.kind = number_of(one.kind);
    change.path = {one.path.c_str(), one.path.size()};
    change.moved_from = {one.moved_from.c_str(), one.moved_from.size()};
    wish.take(on_change(&change, user));
  };
}

Result<Root> root_of(const pilcrow_root* given) {
  if (given == nullptr) return invalid("one of 'roots' is NULL");
  const auto sized = options_of(given, "pilcrow_root");
  if (!sized) return tl::unexpected<Error>(sized.error());
  auto path = path_of(sized->path, "path");
  if (!path) return tl::unexpected<Error>(std::move(path.error()));
  auto include = list_of(sized->include, "include");
  if (!include) return tl::unexpected<Error>(std::move(include.error()));
  auto exclude = list_of(sized->exclude, "exclude");
  if (!exclude) return tl::unexpected<Error>(std::move(exclude.error()));
  const auto language = view_of(sized->language, "language");
  if (!language) return tl::unexpected<Error>(language.error());
  Root root;
  root.path = std::move(*path);
  root.include = std::move(*include);
  root.exclude = std::move(*exclude);
  root.hidden = sized->hidden != 0;
  root.ignore_files = sized->no_ignore_files == 0;
  root.follow_links = sized->follow_links != 0;
  if (sized->max_file_size > 0) root.max_file_size = sized->max_file_size;
  root.language = *language;
  return root;
}

Result<std::vector<Root>> roots_of(const pilcrow_root* const* given, std::size_t count) {
  if (given == nullptr && count > 0) return invalid("'roots' is NULL, and has a count");
  std::vector<Root> roots;
  for (std::size_t i = 0; i < count; ++i) {
    auto root = root_of(given[i]);
    if (!root) return tl::unexpected<Error>(std::move(root.error()));
    roots.push_back(std::move(*root));
  }
  return roots;
}

pilcrow_outcome outcome_of(const UpdateReport& report) {
  if (report.interrupted) return PILCROW_INTERRUPTED;
  if (!report.refused_purges.empty()) return PILCROW_PURGE_REFUSED;
  return report.new_failures > 0 ? PILCROW_PROBLEMS : PILCROW_COMPLETE;
}

/// `update` is given the index's path and the options.
template <class Update>
pilcrow_code update_with(pilcrow_string index, const pilcrow_update_options* options, pilcrow_json** report,
                         pilcrow_error** error, const Update& update) {
  return guarded_into(report, "report", error, [&]() -> Json {
    const auto path = path_of(index, "index");
    if (!path) return tl::unexpected<Error>(path.error());
    const auto given = options_of(options, "pilcrow_update_options");
    if (!given) return tl::unexpected<Error>(given.error());
    auto filters = filters_of(given->filters, given->filter_count);
    if (!filters) return tl::unexpected<Error>(std::move(filters.error()));
    Wish wish(given->cancelled, given->user);
    UpdateOptions asked;
    asked.rebuild = given->rebuild != 0;
    asked.allow_purge = given->allow_purge != 0;
    asked.dry_run = given->dry_run != 0;
    asked.jobs = given->jobs;
    asked.wait_seconds = given->wait_seconds;
    asked.memory = given->memory;
    asked.filters = std::move(*filters);
    asked.on_progress = passed_on(given->on_progress, given->user, wish);
    asked.on_change = passed_on(given->on_change, given->user, wish);
    asked.cancelled = wish.polled();
    const Result<UpdateReport> done = update(*path, asked);
    if (!done) return tl::unexpected<Error>(done.error());
    return json_handle(to_json(*done, asked.dry_run), outcome_of(*done));
  });
}

/// `run` is given the index's path and the options, and gives the Json.
template <class Run>
pilcrow_code run_with(pilcrow_string index, const pilcrow_run_options* options, pilcrow_json** report,
                      pilcrow_error** error, const Run& run) {
  return guarded_into(report, "report", error, [&]() -> Json {
    const auto path = path_of(index, "index");
    if (!path) return tl::unexpected<Error>(path.error());
    const auto given = options_of(options, "pilcrow_run_options");
    if (!given) return tl::unexpected<Error>(given.error());
    Wish wish(given->cancelled, given->user);
    RunOptions asked;
    asked.wait_seconds = given->wait_seconds;
    asked.on_progress = passed_on(given->on_progress, given->user, wish);
    asked.cancelled = wish.polled();
    return run(*path, asked);
  });
}

pilcrow_outcome outcome_of(bool interrupted, bool problems = false) {
  if (interrupted) return PILCROW_INTERRUPTED;
  return problems ? PILCROW_PROBLEMS : PILCROW_COMPLETE;
}

/// remove_from_index() and forget() alike.
template <class Remove>
pilcrow_code remove_with(pilcrow_string index, const pilcrow_string* paths, std::size_t count,
                         const pilcrow_run_options* options, pilcrow_json** report, pilcrow_error** error,
                         bool forgotten, const Remove& remove) {
  return run_with(index, options, report, error, [&](const std::string& path, const RunOptions& asked) -> Json {
    const auto named = paths_of(paths, count, "paths");
    if (!named) return tl::unexpected<Error>(named.error());
    const Result<RemovalReport> done = remove(path, *named, asked);
    if (!done) return tl::unexpected<Error>(done.error());
    return json_handle(to_json(*done, forgotten), outcome_of(done->interrupted));
  });
}

/// Looks at an index and gives the Json.
template <class Look>
pilcrow_code look_at(pilcrow_string index, pilcrow_json** json, pilcrow_error** error, const Look& look) {
  return guarded_into(json, "json", error, [&]() -> Json {
    const auto path = path_of(index, "index");
    if (!path) return tl::unexpected<Error>(path.error());
    return look(*path);
  });
}

}  // namespace

namespace pilcrow::c {

Result<std::vector<Filter>> filters_of(const pilcrow_filter* const* filters, std::size_t count) {
  if (filters == nullptr && count > 0) return invalid("'filters' is NULL, and has a count");
  std::vector<Filter> taken;
  for (std::size_t i = 0; i < count; ++i) {
    if (filters[i] == nullptr) return invalid("one of 'filters' is NULL");
    const auto sized = options_of(filters[i], "pilcrow_filter");
    if (!sized) return tl::unexpected<Error>(sized.error());
    auto extensions = list_of(sized->extensions, "extensions");
    if (!extensions) return tl::unexpected<Error>(std::move(extensions.error()));
    auto command = list_of(sized->command, "command");
    if (!command) return tl::unexpected<Error>(std::move(command.error()));
    const auto output = view_of(sized->output, "output");
    if (!output) return tl::unexpected<Error>(output.error());
    Filter filter{std::move(*extensions), std::move(*command)};
    if (!output->empty()) filter.output = *output;
    taken.push_back(std::move(filter));
  }
  return taken;
}

}  // namespace pilcrow::c

pilcrow_code pilcrow_update(pilcrow_string index, const pilcrow_root* const* roots, std::size_t root_count,
                            const pilcrow_update_options* options, pilcrow_json** report, pilcrow_error** error) {
  return update_with(index, options, report, error,
                     [&](const std::string& path, const UpdateOptions& asked) -> Result<UpdateReport> {
                       const auto named = roots_of(roots, root_count);
                       if (!named) return tl::unexpected<Error>(named.error());
                       return update_index(path, *named, asked);
                     });
}

pilcrow_code pilcrow_update_documents(pilcrow_string index, pilcrow_read_lines read, void* user,
                                      const pilcrow_update_options* options, pilcrow_json** report,
                                      pilcrow_error** error) {
  return update_with(index, options, report, error,
                     [&](const std::string& path, const UpdateOptions& asked) -> Result<UpdateReport> {
                       if (read == nullptr) return invalid("'read' is NULL");
                       const auto lines = [&](char* buffer, std::size_t size) -> Result<std::size_t> {
                         const std::ptrdiff_t count = read(buffer, size, user);
                         if (count < 0)
                           return failure(ErrorCode::input_output, "the documents could not be read to their end");
                         if (static_cast<std::size_t>(count) > size)
                           return invalid("'read' gave more bytes than there is room for");
                         return static_cast<std::size_t>(count);
                       };
                       return update_documents(path, lines, asked);
                     });
}

pilcrow_code pilcrow_update_documents_from(pilcrow_string index, pilcrow_string lines,
                                           const pilcrow_update_options* options, pilcrow_json** report,
                                           pilcrow_error** error) {
  return update_with(index, options, report, error,
                     [&](const std::string& path, const UpdateOptions& asked) -> Result<UpdateReport> {
                       auto left = view_of(lines, "lines");
                       if (!left) return tl::unexpected<Error>(left.error());
                       const auto take = [&](char* buffer, std::size_t size) -> Result<std::size_t> {
                         const std::size_t count = left->copy(buffer, size);
                         left->remove_prefix(count);
                         return count;
                       };
                       return update_documents(path, take, asked);
                     });
}

pilcrow_code pilcrow_remove(pilcrow_string index, const pilcrow_string* paths, std::size_t count,
                            const pilcrow_run_options* options, pilcrow_json** report, pilcrow_error** error) {
  return remove_with(index, paths, count, options, report, error, false,
                     [](const auto& path, const auto& named, const RunOptions& asked) {
                       return remove_from_index(path, named, asked);
                     });
}

pilcrow_code pilcrow_forget(pilcrow_string index, const pilcrow_string* paths, std::size_t count,
                            const pilcrow_run_options* options, pilcrow_json** report, pilcrow_error** error) {
  return remove_with(
      index, paths, count, options, report, error, true,
      [](const auto& path, const auto& named, const RunOptions& asked) { return forget(path, named, asked); });
}

pilcrow_code pilcrow_compact(pilcrow_string index, const pilcrow_run_options* options, pilcrow_json** report,
                             pilcrow_error** error) {
  return run_with(index, options, report, error, [](const std::string& path, const RunOptions& asked) -> Json {
    const auto done = compact_index(path, asked);
    if (!done) return tl::unexpected<Error>(done.error());
    return json_handle(to_json(*done), outcome_of(done->interrupted));
  });
}

pilcrow_code pilcrow_check(pilcrow_string index, const pilcrow_run_options* options, pilcrow_json** report,
                           pilcrow_error** error) {
  return run_with(index, options, report, error, [](const std::string& path, const RunOptions& asked) -> Json {
    const auto done = check_index(path, asked);
    if (!done) return tl::unexpected<Error>(done.error());
    return json_handle(to_json(*done), outcome_of(done->interrupted, done->damages > 0));
  });
}

pilcrow_code pilcrow_export(pilcrow_string index, pilcrow_write_lines write, void* user,
                            const pilcrow_run_options* options, pilcrow_json** report, pilcrow_error** error) {
  return run_with(index, options, report, error, [&](const std::string& path, const RunOptions& asked) -> Json {
    if (write == nullptr) return invalid("'write' is NULL");
    const auto lines = [&](std::string_view bytes) -> Result<void> {
      if (write(bytes.data(), bytes.size(), user) == 0) return {};
      return failure(ErrorCode::input_output, "the documents could not be written to their end");
    };
    const auto done = export_index(path, lines, asked);
    if (!done) return tl::unexpected<Error>(done.error());
    return json_handle(to_json(*done), outcome_of(done->interrupted, done->left_out > 0));
  });
}

pilcrow_code pilcrow_status(pilcrow_string index, pilcrow_json** json, pilcrow_error** error) {
  return look_at(index, json, error, [](const std::string& path) -> Json {
    const auto status = index_status(path);
    if (status) return json_handle(to_json(*status, path));
    const Error& trouble = status.error();
    if (trouble.code != ErrorCode::index_version && trouble.code != ErrorCode::index_corrupt) {
      return tl::unexpected<Error>(trouble);
    }
    return json_handle(to_json(status_of_unreadable(path), path, &trouble), PILCROW_PROBLEMS);
  });
}

pilcrow_code pilcrow_list_files(pilcrow_string index, pilcrow_json** json, pilcrow_error** error) {
  return look_at(index, json, error, [](const std::string& path) -> Json {
    const auto files = list_files(path);
    if (!files) return tl::unexpected<Error>(files.error());
    std::string lines;
    for (const FileStatus& file : *files) lines += to_json(file);
    return json_handle(std::move(lines));
  });
}

pilcrow_code pilcrow_why_file(pilcrow_string index, pilcrow_string path, pilcrow_json** json, pilcrow_error** error) {
  return look_at(index, json, error, [&](const std::string& place) -> Json {
    const auto file = path_of(path, "path");
    if (!file) return tl::unexpected<Error>(file.error());
    const auto explanation = why_file(place, *file);
    if (!explanation) return tl::unexpected<Error>(explanation.error());
    return json_handle(to_json(*explanation));
  });
}
