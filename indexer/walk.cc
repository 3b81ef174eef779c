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
#include <string_view>
#include <utility>

#include "core/store/paths.h"
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
  std::vector<Entry> entries;
  std::size_t next = 0;  ///< The first entry that was not visited yet.
  IgnoreRules rules;
  std::size_t ruled =
      0;  ///< How long the way is to the deepest folder with rules, this one or above; 0: there is none.
};

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

/// One walk. No recursion: the way down from the root is a stack of folders.
class Walk {
 public:
  Walk(const Root& root, const std::function<bool()>& cancelled)
      : root_(root), cancelled_(cancelled), include_(to_globs(root.include)), exclude_(to_globs(root.exclude)) {}

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
    std::sort(result_.problems.begin(), result_.problems.end(),
              [](const WalkProblem& a, const WalkProblem& b) { return store::compare_paths(a.path, b.path) < 0; });
    return std::move(result_);
  }

 private:
  void begin() {
    struct stat status {};
    // The root is what the user named: a link there is followed.
    if (::stat(root_.path.c_str(), &status) != 0) {
      const bool missing = errno == ENOENT || errno == ENOTDIR;
      return refuse(missing ? RootState::missing : RootState::unreadable,
                    missing ? "no such file or folder" : reason_of(errno));
    }
    result_.device = status.st_dev;
    if (S_ISREG(status.st_mode)) return add_file(status);
    if (!S_ISDIR(status.st_mode)) return refuse(RootState::unreadable, "not a file or folder");
    auto folder = open_at(AT_FDCWD, root_.path, O_RDONLY | O_DIRECTORY);
    if (!folder.is_open()) return refuse(RootState::unreadable, reason_of(errno));
    std::error_code error;
    if (root_.follow_links) real_root_ = std::filesystem::canonical(root_.path, error);
    enter(std::move(folder));
  }

  void refuse(RootState state, std::string reason) {
    result_.state = state;
    result_.reason = std::move(reason);
  }

  void add_problem(std::string reason, bool skipped = false, const FileStamp& stamp = {}) {
    result_.problems.push_back({path_, std::move(reason), skipped, stamp});
  }

  /// path_ is that of the entry.
  void visit(const Entry& entry) {
    if (entry.name == ".git" || (!root_.hidden && entry.name.starts_with('.'))) return;
    const int folder = way_.back().descriptor.number();
    struct stat status {};
    auto type = entry.type;
    if (type == DT_UNKNOWN && ::fstatat(folder, entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
      type = static_cast<unsigned char>(IFTODT(status.st_mode));
    }
    const bool is_link = type == DT_LNK;
    if (is_link) {
      if (!root_.follow_links) return;
      const bool broken = ::fstatat(folder, entry.name.c_str(), &status, 0) != 0;
      type = broken ? static_cast<unsigned char>(DT_REG) : static_cast<unsigned char>(IFTODT(status.st_mode));
      if (!is_wanted(type == DT_DIR)) return;
      if (broken) return add_problem(errno == ENOENT || errno == ELOOP ? "broken link" : reason_of(errno));
      if (leads_out()) return add_problem("link out of the root", true);
    } else if (!is_wanted(type == DT_DIR)) {
      return;
    }
    if (type == DT_DIR) return open_folder(entry.name, is_link);
    if (type != DT_REG) return add_problem(kind_of(type), true);
    if (::fstatat(folder, entry.name.c_str(), &status, is_link ? 0 : AT_SYMLINK_NOFOLLOW) == 0) return add_file(status);
    if (errno != ENOENT) add_problem(reason_of(errno));  // ENOENT: removed since the folder was listed.
  }

  bool is_wanted(bool is_folder) const {
    if (is_ignored(is_folder)) return false;
    for (const auto& glob : exclude_) {
      if (glob.matches_anywhere(glob.pattern().starts_with('/') ? root_.path + '/' + path_ : path_)) return false;
    }
    return is_folder || include_.empty() || std::any_of(include_.begin(), include_.end(), [this](const auto& glob) {
             return glob.matches_anywhere(path_);
           });
  }

  /// The deepest folder whose rules say something of the path decides.
  bool is_ignored(bool is_folder) const {
    for (auto ruled = way_.back().ruled; ruled > 0; ruled = ruled > 1 ? way_[ruled - 2].ruled : 0) {
      const auto& folder = way_[ruled - 1];
      const auto decision = folder.rules.decide(std::string_view(path_).substr(folder.path_size), is_folder);
      if (decision) return *decision;
    }
    return false;
  }

  /// Whether the link at path_ ends outside of the root. What cannot be told is taken for outside.
  bool leads_out() const {
    std::error_code error;
    const auto target = std::filesystem::canonical(std::filesystem::path(root_.path) / path_, error);
    return error ||
           std::mismatch(real_root_.begin(), real_root_.end(), target.begin(), target.end()).first != real_root_.end();
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

  void add_file(const struct stat& status) {
    if (!S_ISREG(status.st_mode)) return;
    const auto stamp = stamp_of(status);
    if (stamp.size > root_.max_file_size) return add_problem(larger_than(root_.max_file_size), true, stamp);
    result_.files.push_back({path_, stamp});
  }

  void open_folder(const std::string& name, bool is_link) {
    path_ += '/';
    if (path_.size() > longest_path) return add_problem(reason_of(ENAMETOOLONG));
    auto folder = open_at(way_.back().descriptor.number(), name, O_RDONLY | O_DIRECTORY | (is_link ? 0 : O_NOFOLLOW));
    if (folder.is_open()) return enter(std::move(folder));
    // Removed since the folder was listed, or replaced by something else: no folder any more.
    if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP) add_problem(reason_of(errno));
  }

  /// path_ is that of the folder, with "/" at its end.
  void enter(Descriptor descriptor) {
    if (cancelled_ && cancelled_()) return way_.clear();
    struct stat status {};
    if (::fstat(descriptor.number(), &status) != 0) return add_problem(reason_of(errno));
    // Only links can lead to one folder twice. Otherwise nobody asks: some network file systems repeat inode numbers.
    if (root_.follow_links && !entered_.emplace(status.st_dev, status.st_ino).second) return;
    Folder folder;
    if (const int error = list(descriptor.number(), folder.entries)) {
      if (way_.empty()) return refuse(RootState::unreadable, reason_of(error));
      add_problem(reason_of(error));
    }
    if (holds(folder.entries, "XAPIANDB") && holds(folder.entries, "lock")) return;
    if (root_.ignore_files) folder.rules = IgnoreRules::parse(ignore_text(descriptor.number(), folder.entries));
    folder.descriptor = std::move(descriptor);
    folder.device = status.st_dev;
    folder.inode = status.st_ino;
    folder.path_size = path_.size();
    folder.ruled = !folder.rules.empty() ? way_.size() + 1 : way_.empty() ? 0 : way_.back().ruled;
    way_.push_back(std::move(folder));
    if (way_.size() > folders_open + 1) way_[way_.size() - 1 - folders_open].descriptor.close();
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
    add_problem("moved while it was read");
    above.next = above.entries.size();
  }

  /// The rules of all ignore files of a folder, one after the other.
  std::string ignore_text(int folder, const std::vector<Entry>& entries) {
    std::string text;
    for (const std::string_view name : ignore_files) {
      if (!holds(entries, name.substr(0, name.find('/')))) continue;
      text += read_ignore_file(folder, std::string(name));
      text += '\n';
    }
    return text;
  }

  /// A remark on the folder: the ignore file itself may be a document.
  void not_honoured(const std::string& name, const std::string& why) { add_problem(name + " is not honoured: " + why); }

  std::string read_ignore_file(int folder, const std::string& name) {
    const auto file = open_at(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (!file.is_open()) {
      // git does not follow a link there either.
      if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP && errno != ENXIO) not_honoured(name, reason_of(errno));
      return {};
    }
    struct stat status {};
    if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
    std::string content(longest_ignore_file + 1, '\0');
    std::size_t size = 0;
    while (size < content.size()) {
      const auto got = ::read(file.number(), content.data() + size, content.size() - size);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) not_honoured(name, reason_of(errno));
      if (got <= 0) break;
      size += static_cast<std::size_t>(got);
    }
    if (size > longest_ignore_file) {
      not_honoured(name, larger_than(longest_ignore_file));
      return {};
    }
    content.resize(size);
    return content;
  }

  const Root& root_;
  const std::function<bool()>& cancelled_;
  const std::vector<text::Glob> include_;
  const std::vector<text::Glob> exclude_;
  std::filesystem::path real_root_;            ///< Only where links are followed.
  std::set<std::pair<dev_t, ino_t>> entered_;  ///< Likewise.
  std::vector<Folder> way_;                    ///< From the root to the folder that is being walked.
  std::string path_;                           ///< Below the root, of what is being visited.
  WalkResult result_;
};

}  // namespace

WalkResult walk(const Root& root, const std::function<bool()>& cancelled) {
  return Walk(root, cancelled).run();
}

}  // namespace pilcrow::indexer
