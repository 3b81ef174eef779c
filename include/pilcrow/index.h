// SPDX-License-Identifier: GPL-3.0-or-later
// Building an index and keeping it up to date.
//
//   auto report = pilcrow::update_index("/var/lib/pilcrow/kb", {{.path = "/srv/kb"}});
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pilcrow/error.h"
#include "pilcrow/index_state.h"
#include "pilcrow/source.h"

namespace pilcrow {

/// A file or folder to index, and how. The settings are remembered with it.
struct Root {
  std::string path = {};                  ///< The file system's bytes; made absolute, links in it kept as they are.
  std::vector<std::string> include = {};  ///< Globs; when there are any, a file must match one.
  std::vector<std::string> exclude = {};  ///< Globs; what matches is skipped, folders with all they hold.
  bool hidden = false;                    ///< Also names that begin with a dot.
  bool ignore_files = true;               ///< Honour .gitignore, .ignore and .pilcrowignore.
  bool follow_links = false;              ///< Follow symbolic links, never out of the root.
  std::uint64_t max_file_size = 256ULL << 20;  ///< Bytes; larger files are skipped with a reason.
  std::string language = {};                   ///< BCP 47 of every paragraph; empty: detected for each.
  bool operator==(const Root&) const = default;
};

/// What happened to a file that is not searchable, and why.
struct Problem {
  std::string path;        ///< Absolute. Of a document handed over its URI, empty where the line does not tell it.
  std::string reason;      ///< "permission denied", "binary file", …
  bool skipped = false;    ///< By design (a type nobody reads, over the size limit), not by failure.
  std::uint64_t line = 0;  ///< Of documents handed over: which line it was, from 1; else 0.
};

/// What an update did.
struct UpdateReport {
  // The files that the walk found, each counted once:
  std::uint64_t files_seen = 0;
  std::uint64_t files_added = 0;
  std::uint64_t files_changed = 0;
  std::uint64_t files_moved = 0;
  std::uint64_t files_touched = 0;    ///< Read again, and found to have the content that was indexed.
  std::uint64_t files_unchanged = 0;  ///< Not even opened.
  std::uint64_t files_skipped = 0;    ///< By design: a type nobody reads, too large.
  std::uint64_t files_failed = 0;     ///< Could not be read.
  // And the others:
  std::uint64_t files_removed = 0;
  std::uint64_t bytes_read = 0;
  std::uint64_t paragraphs_added = 0;
  std::uint64_t paragraphs_removed = 0;
  std::uint64_t paragraphs_kept = 0;        ///< Of changed files, those that did not have to be indexed again.
  std::uint64_t paragraphs = 0;             ///< In the index afterwards.
  std::uint64_t files = 0;                  ///< In the index afterwards, with at least one paragraph.
  std::uint64_t new_failures = 0;           ///< Files that failed in this run, and had not failed like that before.
  std::uint64_t new_skips = 0;              ///< The same of skipped ones.
  std::vector<Problem> new_problems;        ///< These in source order, at most the first thousand of either kind.
  std::vector<std::string> refused_purges;  ///< One sentence for each root whose loss was not believed.
  bool of_all_roots = false;                ///< Every root that the index remembers was one of this run.
  bool interrupted = false;                 ///< UpdateOptions::cancelled said so; what was whole is in the index.
  std::string note;  ///< Something the operator should know ("rebuilt because …"); may be empty.
  double seconds = 0;
  IndexState state = {};  ///< Of the index afterwards; empty in a dry run, and where there is none.
};

/// What an update does with one file; in a dry run, what it would do.
struct FileChange {
  enum class Kind { added, changed, moved, removed };
  Kind kind = Kind::added;
  std::string path;             ///< Absolute.
  std::string moved_from = {};  ///< Where it was; empty but for a moved one.
};

/// What a run is doing.
enum class Stage { walking, reading, removing, copying, checking };

/// Called from the calling thread, now and then; cheap to ignore.
struct Progress {
  Stage stage = Stage::walking;
  std::uint64_t files_done = 0;
  std::uint64_t files_total = 0;  ///< Of this stage; 0 where that is not known yet.
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;  ///< Likewise.
  std::uint64_t paragraphs = 0;   ///< Added by an update; else those gone through.
};

/// A program that turns documents which nobody here reads into text. It is run confined: it reads the document and files
/// of the system, and writes to its standard output and error, nothing else; no network; bounds on memory and time.
struct Filter {
  std::vector<std::string> extensions;  ///< Of the files that it converts: lower case, no dot.
  /// Program and arguments; no shell. An absolute path, or a name that is looked for in /usr/local/bin, /usr/bin and /bin.
  /// The document is its standard input, and a path to it stands for "{file}" in the arguments.
  std::vector<std::string> command;
  /// What it writes on standard output: "text", "markdown", "html", "csv", "mail" (a message), or "document", one line of
  /// the JSON that docs/documents.md describes.
  std::string output = "text";
};

struct UpdateOptions {
  bool rebuild = false;       ///< Build afresh beside the old index, then switch.
  bool allow_purge = false;   ///< Believe that a root is gone, empty, or has lost more than a fifth of its files.
  bool dry_run = false;       ///< Say what would change; change nothing.
  unsigned jobs = 0;          ///< Threads that read and analyse; 0: as many as there are processors.
  unsigned wait_seconds = 0;  ///< How long to wait for another writer.
  /// Bytes that a build gathers before it writes to temporary files in the index; large files at hand may exceed them. At least 64 MiB; 0: a quarter
  /// of the memory that there is, 2 GiB at most.
  std::uint64_t memory = 0;
  /// Come before our own for doc, xls and others. invalid_argument where one is not there, or lies in what is indexed.
  std::vector<Filter> filters = {};
  std::function<void(const Progress&)> on_progress = {};
  /// Called from the calling thread for each file whose paragraphs change or move, in source order; those that go come
  /// last, in no such order.
  std::function<void(const FileChange&)> on_change = {};
  /// Polled between files, and between the paragraphs of large ones; true commits what is whole and ends the run.
  std::function<bool()> cancelled = {};
};

/// Brings the index in `index` up to date with `roots`; without roots, with those it remembers. Creates it where there
/// is none. Readers are never disturbed. What remove_from_index() excluded comes back when it is named here. Cost: a
/// stat for each unchanged file, a read for each touched one, and a parse for each that changed; memory: 32 bytes a
/// file, and what the documents at hand take. Fails with index_locked, index_corrupt, invalid_argument or input_output;
/// the index is then as it was at its last commit.
Result<UpdateReport> update_index(const std::filesystem::path& index, const std::vector<Root>& roots,
                                  const UpdateOptions& options = {});

/// Gives up to `size` bytes of lines and says how many; 0 is the end. A failure ends the run: what came before it, is in
/// the index.
using ReadLines = std::function<Result<std::size_t>(char* buffer, std::size_t size)>;

/// Takes documents that an exporter hands over, a JSON object a line (docs/documents.md), into the index, by their URIs:
/// what is new is added, what is as it was is left alone, of what has changed the paragraphs that differ are indexed. What
/// is not handed over stays, until a line deletes it; rebuilding the index keeps it. A line that cannot be read is a
/// problem, and the run goes on. Creates the index where there is none. UpdateOptions::rebuild is refused, and
/// allow_purge means nothing. Cost: that of the documents that are new or have changed, and a hash for each other;
/// memory: some 40 bytes for each document in the index, and the lines at hand, of at most 256 MiB each. Fails as
/// update_index(), and with index_version where the index must be rebuilt first.
Result<UpdateReport> update_documents(const std::filesystem::path& index, const ReadLines& read,
                                      const UpdateOptions& options = {});

/// Takes bytes of lines; a failure ends the run.
using WriteLines = std::function<Result<void>(std::string_view lines)>;

/// What export_index() wrote.
struct ExportReport {
  std::uint64_t documents = 0;
  std::uint64_t paragraphs = 0;
  std::uint64_t bytes = 0;         ///< Of the lines.
  std::uint64_t files_unread = 0;  ///< That the index knows and nobody read, by design or by failure: no documents.
  std::uint64_t left_out = 0;      ///< Documents that no line can hold, or whose name another one has.
  std::vector<Problem> problems;   ///< These, with the reason; at most the first thousand.
  bool interrupted = false;        ///< RunOptions::cancelled said so; what was written is not all.
  double seconds = 0;
  IndexState state = {};  ///< Which index it was, and in which state.
};

struct RunOptions;

/// Writes every document of the index as a JSON object a line, in source order, such that update_documents() makes of them
/// an index of equal answers (docs/documents.md). All of it is one state of the index: writers wait meanwhile, as for
/// another writer, readers do not. Who may not write in the index goes without that, and fails with index_busy where
/// commits overtake it. Writes nothing in the index. Fails as index_status(), with index_locked, and with what `write`
/// fails with: then, or interrupted, what was written is not all. Memory: the paths of all documents, and one document.
Result<ExportReport> export_index(const std::filesystem::path& index, const WriteLines& write,
                                  const RunOptions& options);

/// A paragraph as an index would hold it.
struct ParagraphText {
  std::string text;
  std::vector<std::string> headings;
  LineRange lines;
  ByteRange bytes;
  std::optional<PageRange> page;
  std::string language;
};

/// A document as an index would hold it: the file itself, or one inside it.
struct DocumentText {
  std::string path;  ///< As Hit::path.
  std::string title;
  std::string type;
  std::string language;
  std::string encoding;
  bool bytes_of_extracted = false;
  std::string problem;  ///< Why it could not be read; empty where it could.
  std::vector<ParagraphText> paragraphs;
};

/// What a file holds now, read as a file of this root; the root's path may be that of the file.
using ReadFile = std::function<Result<std::vector<DocumentText>>(const std::string& path, const Root& root)>;

/// What an update of the root would make of a file now, without an index: read by a confined process, started at the first
/// call and kept for the next. `filters` as in UpdateOptions. The function belongs to one thread. Fails with input_output
/// where the file is not there or cannot be read, and where links lead to it that the root does not follow, or out of the
/// root. Globs and ignore files are not asked: an index that has the file has asked them.
ReadFile file_reader(const std::vector<Filter>& filters = {});

/// How the other runs are made.
struct RunOptions {
  unsigned wait_seconds = 0;                              ///< How long to wait for another writer.
  std::function<void(const Progress&)> on_progress = {};  ///< As in UpdateOptions.
  std::function<bool()> cancelled = {};                   ///< Polled; true ends the run, the index as it was.
};

/// What remove_from_index() or forget() did.
struct RemovalReport {
  std::uint64_t files = 0;  ///< That had paragraphs, and are gone.
  std::uint64_t paragraphs = 0;
  std::vector<std::string> roots;     ///< That are no longer remembered.
  std::vector<std::string> excluded;  ///< Paths that are excluded from now on.
  bool interrupted = false;           ///< Nothing was removed, but for what `note` says.
  std::string note;  ///< That nothing was indexed; of an interrupted forget(), what is not yet gone for good.
  double seconds = 0;
  IndexState state = {};  ///< Of the index afterwards; empty where the lock was not had.
};

/// Takes `paths` out of the index: files, folders with all they hold, or roots, which are no longer remembered. What
/// lies below a remaining root is excluded until somebody names it in update_index(). Fails with invalid_argument where
/// nothing is known of a path, and as update_index().
Result<RemovalReport> remove_from_index(const std::filesystem::path& index, const std::vector<std::string>& paths,
                                        const RunOptions& options = {});

/// The same, for good: what remains is built into a fresh generation with a freshly trained dictionary, and everything
/// older is deleted, what --rebuild set aside included. Where that fails after the removal, the error says so; forget()
/// may then be called again. Cost: about that of indexing what remains, without reading it.
Result<RemovalReport> forget(const std::filesystem::path& index, const std::vector<std::string>& paths,
                             const RunOptions& options = {});

struct CompactionReport {
  std::uint64_t bytes_before = 0;
  std::uint64_t bytes_after = 0;
  bool interrupted = false;  ///< The index is as it was.
  double seconds = 0;
  IndexState state = {};  ///< As in RemovalReport.
};

/// Copies the index into a new generation without its free space, publishes that and deletes the old one.
Result<CompactionReport> compact_index(const std::filesystem::path& index, const RunOptions& options = {});

struct CheckReport {
  std::uint64_t files = 0;            ///< That were looked at.
  std::uint64_t paragraphs = 0;       ///< Likewise.
  std::uint64_t damages = 0;          ///< What is wrong; 0: the index is whole.
  std::vector<std::string> examples;  ///< One sentence each, of the first hundred damages.
  std::string note;                   ///< What could not be looked at, and why; else empty.
  bool interrupted = false;
  double seconds = 0;
  IndexState state = {};  ///< That was looked through.
};

/// Looks through all of the published generation: Xapian's tables; every file's entry, its paragraphs and their
/// records; what no file has; the counters. Takes no lock and writes nothing: when a writer's commits overtake it, it
/// begins again, then fails with index_busy. An index that cannot be opened is an error, as for every reader. Xapian's
/// look at the tables asks for the right to write them: who lacks it is told by `note` that it was left out.
Result<CheckReport> check_index(const std::filesystem::path& index, const RunOptions& options = {});

/// A file that the index knows.
struct FileStatus {
  std::string path;  ///< Absolute.
  std::uint64_t paragraphs = 0;
  std::uint64_t size = 0;  ///< Bytes, when it was read.
  std::string type;        ///< Reader, or empty where nobody read it.
  std::string language;    ///< That of most paragraphs.
  std::string encoding;
  std::string problem;                 ///< Why it is not searchable; empty where it is.
  bool skipped = false;                ///< By design, not by failure.
  std::int64_t read_unix_seconds = 0;  ///< When it was read, or found unreadable.
};

/// A root as it was indexed and as it is now.
struct RootStatus {
  Root root;
  std::uint64_t files = 0;  ///< Indexed, with at least one paragraph.
  std::uint64_t paragraphs = 0;
  std::string trouble;  ///< Why it cannot be read now; empty where it can.
};

/// How the last run that could write ended.
struct LastRun {
  std::string action;  ///< "update", "rebuild", "remove", "forget", "compact".
  /// "complete", "problems" (of files, new ones), "purge refused", "interrupted", "failed", or "unfinished": it is at
  /// work, or something ended it at once.
  std::string outcome;
  std::string message;  ///< Of a failure; of an unfinished run its process; else empty.
  std::int64_t began_unix_seconds = 0;
  double seconds = 0;
  /// When the last update of all roots began that nothing cut short, whether it changed anything or not; 0: unknown.
  /// Since then nobody has looked at all files.
  std::int64_t up_to_date_unix_seconds = 0;
};

struct IndexStatus {
  std::string index_id;
  std::uint64_t generation = 0;
  std::uint64_t revision = 0;
  std::string fingerprint;
  std::vector<RootStatus> roots;
  std::vector<std::string> excluded;  ///< Paths that remove_from_index() or forget() took out.
  std::uint64_t files = 0;
  std::uint64_t paragraphs = 0;
  std::uint64_t problems = 0;
  std::vector<std::pair<std::string, std::uint64_t>> languages;  ///< Code and paragraphs, most first.
  std::uint64_t size_bytes = 0;                                  ///< Of the published generation on disk.
  std::uint64_t fresh_size_bytes = 0;     ///< What it would take if built afresh, about; 0: unknown.
  std::uint64_t other_bytes = 0;          ///< Of the generation before, and of what was set aside.
  std::vector<std::string> set_aside;     ///< Folders of damaged generations that a rebuild kept.
  std::int64_t updated_unix_seconds = 0;  ///< When the last complete update that changed anything began; 0: never.
  std::optional<LastRun> last_run;        ///< None where nothing is recorded.
};

/// How the processes that read documents are confined on this machine.
struct ReaderProtection {
  int landlock = 0;         ///< Version of the kernel's interface; 0: it has none.
  bool seccomp = false;     ///< Filters of system calls.
  std::string description;  ///< "Landlock (interface 6), seccomp, limits".
  std::string note;         ///< What is missing; empty where nothing is.
};

/// Asks the kernel. Cheap.
ReaderProtection reader_protection();

/// Fails with index_missing, index_version or index_corrupt.
Result<IndexStatus> index_status(const std::filesystem::path& index);

/// What can be said of an index for which index_status() fails: its roots and excluded paths, where they can be told,
/// its generation, its last run, and sizes. Never fails; what is unknown is empty or 0.
IndexStatus status_of_unreadable(const std::filesystem::path& index);

/// Every file that the index knows, in source order.
Result<std::vector<FileStatus>> list_files(const std::filesystem::path& index);

/// Why a file is, or is not, found.
struct FileExplanation {
  std::string path;     ///< Absolute.
  std::string verdict;  ///< One sentence.
  std::string root;     ///< The root that it belongs to; empty where there is none.
  /// What keeps it out: "removed", "hidden", "ignored", "excluded", "not included", "link", "kind" (a pipe, a device),
  /// "size", "index"; empty where nothing does.
  std::string kept_out_by;
  std::string rule_file;        ///< "ignored": the ignore file that says so.
  std::uint64_t rule_line = 0;  ///< And its line, from 1.
  std::string rule;             ///< The line or glob itself, or the path that was removed, the limit, the kind.
  std::string trouble;          ///< Why it cannot be read now ("no such file or folder"); empty where it can.
  std::uint64_t size = 0;       ///< Bytes, now.
  std::int64_t modified_unix_seconds = 0;  ///< Now.
  std::optional<FileStatus> known;         ///< What the index has of it.
  bool current = false;                    ///< It is as it was when it was read.
  bool retried = false;                    ///< Every run tries it again.
  bool is_folder = false;                  ///< Then nothing but `kept_out_by`, and what the index knows below it:
  std::uint64_t files_below = 0;           ///< With at least one paragraph.
  std::uint64_t paragraphs_below = 0;
};

/// Looks at the file and at the rules on the way to it; changes nothing. Fails as index_status().
Result<FileExplanation> why_file(const std::filesystem::path& index, const std::string& path);

}  // namespace pilcrow
