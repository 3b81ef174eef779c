// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "core/store/paths.h"
#include "core/test_point.h"
#include "core/text/glob.h"
#include "indexer/file_system.h"
#include "indexer/ignore.h"

namespace pilcrow::indexer {
namespace {

/// Folders on the way down that are kept open; those above are opened again by ".." when the walk comes back.
constexpr std::size_t folders_open = 64;
/// Four times what Linux takes in one call (PATH_MAX). Without a limit, a chain of folders would cost its depth
/// squared.
constexpr std::size_t longest_path = 16 << 10;
/// Each rule is tried on each file, so a file of many must not be taken for rules.
constexpr std::size_t longest_ignore_file = 256 << 10;

/// Later ones have the last word.
constexpr std::array ignore_files{".git/info/exclude", ".gitignore", ".ignore", ".pilcrowignore"};

struct Entry {
  std::string name;
  unsigned char type = DT_UNKNOWN;  ///< DT_REG and so on.
};

/// A folder on the way from the root to where the walk is.
struct Folder {
  Descriptor descriptor;  ///< Always open for the deepest folder and the root.
  dev_t device = 0;
  ino_t inode = 0;
  std::size_t path_size = 0;  ///< Of its path below the root, with "/" at its end.
  std::string real_path;      ///< That path without links; only where links are followed.
  std::vector<Entry> entries;
  std::size_t next = 0;  ///< The first entry that was not visited yet.
  IgnoreRules rules;
  /// How long the way is to the deepest folder with rules, this one or above; 0: there is none.
  std::size_t ruled = 0;
  bool is_problem = false;  ///< It has been handed over as one.
};

/// What stands at a path.
struct Found {
  unsigned char type = DT_UNKNOWN;  ///< Of a link that is followed, what it leads to.
  bool is_link = false;
  std::string real_path = {};  ///< Below the root, without links; only where links are followed.
  struct stat status {};       ///< Of a file that may be tried.
};

/// What keeps a path out of the walk.
struct Verdict {
  std::string_view by = {};  ///< As KeptOut::by, or `trouble`; empty: nothing does.
  std::string problem = {};  ///< What someone may wonder about; else it is passed over in silence.
  bool skipped = false;      ///< As WalkedFile::skipped.
  std::size_t ruled = 0;     ///< "ignored": how long the way is to the folder whose rule says so.
  const IgnoreRules::Rule* rule = nullptr;
  const text::Glob* glob = nullptr;  ///< "excluded".
};

/// No rule keeps it out: it went, changed, or the system refuses it.
constexpr std::string_view trouble = "trouble";

std::vector<text::Glob> to_globs(const std::vector<std::string>& patterns) {
  return {patterns.begin(), patterns.end()};
}

/// All names but "." and "..", sorted. 0, or the errno that ended it.
int list(int folder, std::vector<Entry>& entries) {
  const int copy = ::fcntl(folder, F_DUPFD_CLOEXEC, 0);
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(copy < 0 ? nullptr : ::fdopendir(copy), ::closedir);
  if (!stream) return errno;
  errno = 0;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") entries.push_back({std::string(name), entry->d_type});
  }
  const int error = errno;
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return error;
}

bool holds(const std::vector<Entry>& sorted, std::string_view name) {
  const auto found = std::lower_bound(sorted.begin(), sorted.end(), name,
                                      [](const Entry& entry, std::string_view other) { return entry.name < other; });
  return found != sorted.end() && found->name == name;
}

/// The paths that lie below the root, relative to it, sorted.
std::vector<std::string> below(const std::string& root, const std::vector<std::string>& paths) {
  const std::string folder = root.ends_with('/') ? root : root + '/';
  std::vector<std::string> result;
  for (const auto& path : paths) {
    if (path.size() > folder.size() && path.starts_with(folder)) result.push_back(path.substr(folder.size()));
  }
  std::sort(result.begin(), result.end());
  return result;
}

/// One walk. No recursion: the way down from the root is a stack of folders.
class Walk {
 public:
  Walk(const Root& root, const std::vector<std::string>& passed_over,
       const std::function<void(const WalkedFile&)>& on_file, const std::function<bool()>& cancelled)
      : root_(root),
        passed_over_(below(root.path, passed_over)),
        on_file_(on_file),
        cancelled_(cancelled),
        include_(to_globs(root.include)),
        exclude_(to_globs(root.exclude)) {}

  WalkResult run() {
    begin();
    while (!way_.empty()) {
      auto& folder = way_.back();
      if (folder.next == folder.entries.size()) {
        leave();
      } else {
        const Entry entry = std::move(folder.entries[folder.next++]);
        path_.resize(folder.path_size);
        path_ += entry.name;
        visit(entry);
      }
    }
    return std::move(result_);
  }

  /// The walk to one path, past all others.
  KeptOut why(std::string_view path) {
    Verdict verdict = begin();
    bool entered = !way_.empty();  // the folder that path_ ends in
    while (verdict.by.empty() && !path.empty()) {
      const std::string name(path.substr(0, path.find('/')));
      const bool is_folder_by_name = name.size() < path.size();
      path.remove_prefix(std::min(path.size(), name.size() + 1));
      if (name.empty()) continue;
      path_ += name;
      Found found;
      struct stat status {};
      if (entered && ::fstatat(way_.back().descriptor.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
        verdict = judge({name, static_cast<unsigned char>(IFTODT(status.st_mode))}, found);
        if (verdict.by.empty() && found.type == DT_DIR) {
          const std::size_t depth = way_.size();
          verdict = open_folder(name, found);
          entered = way_.size() > depth;
          continue;
        }
      } else {
        verdict = judge_name(name);
        if (verdict.by.empty()) verdict = judge_path(is_folder_by_name);
      }
      entered = false;
      if (verdict.by == trouble) verdict = {};
      path_ += '/';
    }
    return explain(verdict);
  }

 private:
  /// Enters the root, or hands it over where it is a file.
  Verdict begin() {
    struct stat status {};
    // The root is what the user named: a link there is followed.
    if (::stat(root_.path.c_str(), &status) != 0) {
      const bool missing = errno == ENOENT || errno == ENOTDIR;
      return refuse(missing ? RootState::missing : RootState::unreadable,
                    missing ? "no such file or folder" : reason_of(errno));
    }
    result_.device = status.st_dev;
    if (S_ISREG(status.st_mode)) {
      result_.is_file = true;
      return hand_over(status, judge_size(status));
    }
    if (!S_ISDIR(status.st_mode)) return refuse(RootState::unreadable, "not a file or folder");
    auto folder = open_at(AT_FDCWD, root_.path, O_RDONLY | O_DIRECTORY);
    if (!folder.is_open()) return refuse(RootState::unreadable, reason_of(errno));
    std::error_code error;
    if (root_.follow_links) real_root_ = std::filesystem::canonical(root_.path, error);
    return enter(std::move(folder));
  }

  Verdict refuse(RootState state, std::string reason) {
    result_.state = state;
    result_.reason = std::move(reason);
    return {};
  }

  /// path_ is that of the entry.
  void visit(const Entry& entry) {
    if (is_passed_over(path_)) return;
    Found found;
    const Verdict verdict = judge(entry, found);
    // What was taken out under its own name must not come back under that of a link.
    if (root_.follow_links && verdict.by.empty() && lies_in_passed_over(found.real_path)) return;
    if (verdict.by.empty() && found.type == DT_DIR) {
      open_folder(entry.name, found);
    } else {
      hand_over(found.status, verdict);
    }
  }

  /// path_ is that of a file.
  Verdict hand_over(const struct stat& status, const Verdict& verdict) {
    if (verdict.by.empty()) {
      ++result_.files;
      tell({}, false, stamp_of(status));
    } else if (!verdict.problem.empty()) {
      tell(verdict.problem, verdict.skipped, verdict.by == "size" ? stamp_of(status) : FileStamp());
    }
    return verdict;
  }

  void tell(const std::string& problem, bool skipped, const FileStamp& stamp) {
    told_.path = path_;
    told_.stamp = stamp;
    told_.problem = problem;
    told_.skipped = skipped;
    on_file_(told_);
  }

  /// path_ is that of a folder, with "/" at its end.
  void tell_of_folder(const std::string& problem) {
    if (path_.ends_with('/')) result_.unread_folders.push_back(path_);
    tell(problem, false, {});
  }

  /// All that can be said of an entry without opening it; path_ is its.
  Verdict judge(const Entry& entry, Found& found) const {
    if (Verdict hidden = judge_name(entry.name); !hidden.by.empty()) return hidden;
    const int folder = way_.back().descriptor.number();
    found.type = entry.type;
    struct stat& status = found.status;
    if (found.type == DT_UNKNOWN) {
      const bool looked = ::fstatat(folder, entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
      found.type = looked ? static_cast<unsigned char>(IFTODT(status.st_mode)) : static_cast<unsigned char>(DT_REG);
    }
    found.is_link = found.type == DT_LNK;
    int error = 0;
    if (found.is_link) {
      if (!root_.follow_links) return {"link"};
      error = ::fstatat(folder, entry.name.c_str(), &status, 0) != 0 ? errno : 0;
      found.type = error != 0 ? static_cast<unsigned char>(DT_REG) : static_cast<unsigned char>(IFTODT(status.st_mode));
    }
    if (Verdict unwanted = judge_path(found.type == DT_DIR); !unwanted.by.empty()) return unwanted;
    if (error != 0) return {"link", error == ENOENT || error == ELOOP ? "broken link" : reason_of(error)};
    if (found.is_link) {
      const auto target = real_path_below_root();
      if (!target) return {"link", "link out of the root", true};
      found.real_path = *target;
    } else if (root_.follow_links) {
      found.real_path = way_.back().real_path + entry.name;
    }
    if (found.type == DT_DIR) return {};
    if (found.type != DT_REG) return {"kind", kind_of(found.type), true};
    if (!found.is_link && ::fstatat(folder, entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      status = {};
      // ENOENT: removed since the folder was listed.
      return {trouble, errno == ENOENT ? std::string() : reason_of(errno)};
    }
    if (!S_ISREG(status.st_mode)) return {trouble};
    return judge_size(status);
  }

  Verdict judge_name(std::string_view name) const {
    return name == ".git" || (!root_.hidden && name.starts_with('.')) ? Verdict{"hidden"} : Verdict();
  }

  Verdict judge_size(const struct stat& status) const {
    const bool fits = static_cast<std::uint64_t>(status.st_size) <= root_.max_file_size;
    return fits ? Verdict() : Verdict{"size", larger_than(root_.max_file_size), true};
  }

  /// What ignore files and globs say of path_.
  Verdict judge_path(bool is_folder) const {
    if (Verdict ignored = judge_by_ignore_files(is_folder); !ignored.by.empty()) return ignored;
    for (const auto& glob : exclude_) {
      if (glob.matches_anywhere(glob.pattern().starts_with('/') ? store::path_below(root_.path, path_) : path_)) {
        return {"excluded", {}, false, 0, nullptr, &glob};
      }
    }
    const bool included = is_folder || include_.empty() ||
                          std::any_of(include_.begin(), include_.end(),
                                      [this](const auto& glob) { return glob.matches_anywhere(path_); });
    return included ? Verdict() : Verdict{"not included"};
  }

  /// The deepest folder whose rules say something of the path decides.
  Verdict judge_by_ignore_files(bool is_folder) const {
    for (auto ruled = way_.empty() ? 0 : way_.back().ruled; ruled > 0; ruled = ruled > 1 ? way_[ruled - 2].ruled : 0) {
      const auto& folder = way_[ruled - 1];
      const auto* const rule = folder.rules.decide(std::string_view(path_).substr(folder.path_size), is_folder);
      if (rule != nullptr) return rule->ignore ? Verdict{"ignored", {}, false, ruled, rule} : Verdict();
    }
    return {};
  }

  /// Where the link at path_ ends, below the root; nothing where that is outside. What cannot be told is taken for
  /// outside.
  std::optional<std::string> real_path_below_root() const {
    std::error_code error;
    const auto target = std::filesystem::canonical(std::filesystem::path(root_.path) / path_, error);
    const auto [left, below] = std::mismatch(real_root_.begin(), real_root_.end(), target.begin(), target.end());
    if (error || left != real_root_.end()) return {};
    std::filesystem::path path;
    for (auto part = below; part != target.end(); ++part) path /= *part;
    return path.string();
  }

  bool is_passed_over(std::string_view path) const {
    const auto found = std::lower_bound(passed_over_.begin(), passed_over_.end(), path);
    return found != passed_over_.end() && *found == path;
  }

  /// Whether it, or a folder above it, is passed over.
  bool lies_in_passed_over(std::string_view path) const {
    for (auto end = path.size(); end != path.npos; end = path.rfind('/', end - 1)) {
      if (end == 0) return false;
      if (is_passed_over(path.substr(0, end))) return true;
    }
    return false;
  }

  static const char* kind_of(unsigned type) {
    switch (type) {
      case DT_FIFO:
        return "named pipe";
      case DT_SOCK:
        return "socket";
      default:
        return "device";
    }
  }

  /// path_ is that of the folder.
  Verdict open_folder(const std::string& name, const Found& found) {
    path_ += '/';
    if (path_.size() > longest_path) {
      tell_of_folder(reason_of(ENAMETOOLONG));
      return {};
    }
    auto folder =
        open_at(way_.back().descriptor.number(), name, O_RDONLY | O_DIRECTORY | (found.is_link ? 0 : O_NOFOLLOW));
    if (folder.is_open())
      return enter(std::move(folder), found.real_path.empty() ? std::string() : found.real_path + '/');
    // Removed since the folder was listed, or replaced by something else: no folder any more.
    if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP) tell_of_folder(reason_of(errno));
    return {};
  }

  /// path_ is that of the folder, with "/" at its end; so is `real_path`, where links are followed.
  Verdict enter(Descriptor descriptor, std::string real_path = {}) {
    test_point("walk.folder");
    if (cancelled_ && cancelled_()) {
      way_.clear();
      return {};
    }
    Folder folder;
    struct stat status {};
    if (::fstat(descriptor.number(), &status) != 0) {
      tell_of_folder(reason_of(errno));
      return {};
    }
    // Only links can lead to one folder twice. Otherwise nobody asks: some network file systems repeat inode numbers.
    if (root_.follow_links && !entered_.emplace(status.st_dev, status.st_ino).second) return {};
    std::string problems;
    if (const int error = list(descriptor.number(), folder.entries)) {
      if (way_.empty()) return refuse(RootState::unreadable, reason_of(error));
      problems = reason_of(error);
    }
    if (holds(folder.entries, "XAPIANDB") && holds(folder.entries, "lock")) return {"index"};
    if (root_.ignore_files) read_rules(descriptor.number(), folder, problems);
    folder.is_problem = !problems.empty();
    if (folder.is_problem) tell_of_folder(problems);
    folder.descriptor = std::move(descriptor);
    folder.device = status.st_dev;
    folder.inode = status.st_ino;
    folder.path_size = path_.size();
    folder.real_path = std::move(real_path);
    folder.ruled = !folder.rules.empty() ? way_.size() + 1 : way_.empty() ? 0 : way_.back().ruled;
    way_.push_back(std::move(folder));
    if (way_.size() > folders_open + 1) way_[way_.size() - 1 - folders_open].descriptor.close();
    return {};
  }

  void leave() {
    const Folder left = std::move(way_.back());
    way_.pop_back();
    if (way_.empty() || way_.back().descriptor.is_open()) return;
    auto& above = way_.back();
    const auto opened_again = [&above](Descriptor descriptor) {
      struct stat status {};
      if (!descriptor.is_open() || ::fstat(descriptor.number(), &status) != 0) return false;
      if (status.st_dev != above.device || status.st_ino != above.inode) return false;
      above.descriptor = std::move(descriptor);
      return true;
    };
    // ".." is another folder where a link was followed, or where somebody moves folders about.
    if (opened_again(open_at(left.descriptor.number(), "..", O_RDONLY | O_DIRECTORY))) return;
    path_.resize(above.path_size);
    if (opened_again(open_at(way_.front().descriptor.number(), path_, O_RDONLY | O_DIRECTORY))) return;
    if (above.is_problem) {
      result_.unread_folders.push_back(path_);
    } else {
      tell_of_folder("moved while it was read");
    }
    above.next = above.entries.size();
  }

  /// `problems` are joined: a folder is handed over once.
  void read_rules(int descriptor, Folder& folder, std::string& problems) const {
    for (std::size_t i = 0; i < ignore_files.size(); ++i) {
      const std::string name = ignore_files[i];
      if (!holds(folder.entries, name.substr(0, name.find('/')))) continue;
      std::string why;
      folder.rules.add(static_cast<std::uint8_t>(i), read_ignore_file(descriptor, name, why));
      // The ignore file itself may be a document: this is a remark on the folder.
      if (!why.empty()) problems += (problems.empty() ? "" : "; ") + name + " is not honoured: " + why;
    }
  }

  /// `why` it cannot be honoured, where that is so.
  static std::string read_ignore_file(int folder, const std::string& name, std::string& why) {
    const auto file = open_at(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (!file.is_open()) {
      // git does not follow a link there either.
      if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP && errno != ENXIO) why = reason_of(errno);
      return {};
    }
    struct stat status {};
    if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
    std::string content(longest_ignore_file + 1, '\0');
    std::size_t size = 0;
    while (size < content.size()) {
      const auto got = ::read(file.number(), content.data() + size, content.size() - size);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) why = reason_of(errno);
      if (got <= 0) break;
      size += static_cast<std::size_t>(got);
    }
    if (size > longest_ignore_file) {
      why = larger_than(longest_ignore_file);
      return {};
    }
    content.resize(size);
    return content;
  }

  /// path_ is that of what is kept out, perhaps with "/" at its end.
  KeptOut explain(const Verdict& verdict) const {
    KeptOut kept;
    if (verdict.by == trouble) return kept;
    kept.by = verdict.by;
    kept.rule = verdict.problem;
    if (verdict.by == "hidden") {
      const std::string_view path = std::string_view(path_).substr(0, path_.find_last_not_of('/') + 1);
      kept.rule = path.substr(path.rfind('/') + 1);
    } else if (verdict.by == "link" && kept.rule.empty()) {
      kept.rule = "links are not followed";
    } else if (verdict.glob != nullptr) {
      kept.rule = verdict.glob->pattern();
    } else if (verdict.rule != nullptr) {
      const std::string folder = path_.substr(0, way_[verdict.ruled - 1].path_size);
      kept.file = store::path_below(root_.path, folder + ignore_files[verdict.rule->file]);
      kept.line = verdict.rule->line;
      // Rules are many, and asked for once: their text is not kept with them.
      std::string why;
      std::istringstream lines(read_ignore_file(AT_FDCWD, kept.file, why));
      for (std::uint64_t line = 0; line < kept.line; ++line) std::getline(lines, kept.rule);
      if (kept.rule.ends_with('\r')) kept.rule.pop_back();
    }
    return kept;
  }

  const Root& root_;
  const std::vector<std::string> passed_over_;  ///< Below the root, sorted.
  const std::function<void(const WalkedFile&)>& on_file_;
  const std::function<bool()>& cancelled_;
  const std::vector<text::Glob> include_;
  const std::vector<text::Glob> exclude_;
  std::filesystem::path real_root_;            ///< Only where links are followed.
  std::set<std::pair<dev_t, ino_t>> entered_;  ///< Likewise.
  std::vector<Folder> way_;                    ///< From the root to the folder that is being walked.
  std::string path_;                           ///< Below the root, of what is being visited.
  WalkedFile told_;                            ///< Only so that its memory is used again.
  WalkResult result_;
};

}  // namespace

WalkResult walk(const Root& root, const std::vector<std::string>& passed_over,
                const std::function<void(const WalkedFile&)>& on_file, const std::function<bool()>& cancelled) {
  return Walk(root, passed_over, on_file, cancelled).run();
}

KeptOut why_not_walked(const Root& root, const std::string& below) {
  const std::function<void(const WalkedFile&)> nobody = [](const WalkedFile&) {};
  const std::function<bool()> never;
  return Walk(root, {}, nobody, never).why(below);
}

}  // namespace pilcrow::indexer
