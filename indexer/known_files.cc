// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/known_files.h"

#include <algorithm>
#include <tuple>

#include "core/text/file_name.h"
#include "core/text/hash.h"
#include "indexer/file_types.h"

namespace pilcrow::indexer {
namespace {

/// Room for so many is taken at once: untouched, it costs nothing, while a vector that grows takes twice what it holds.
/// Numbers are handed out for ever, so there may be many more of them than files.
constexpr std::size_t most_reserved = 16U << 20;

FileStamp stamp_of(const store::FileHead& head) {
  return {head.size, head.mtime_ns, head.inode};
}

std::uint32_t hash_of_extension(std::string_view path) {
  return static_cast<std::uint32_t>(text::hash64(text::extension_of(path)));
}

}  // namespace

FileStamp stamp_of(const store::FileEntry& entry) {
  return {entry.size, entry.mtime_ns, entry.inode};
}

void set_stamp(store::FileEntry& entry, const FileStamp& stamp) {
  entry.size = stamp.size;
  entry.mtime_ns = stamp.mtime_ns;
  entry.inode = stamp.inode;
}

std::uint64_t hash_of(const FileStamp& stamp) {
  const std::uint64_t fields[] = {stamp.size, static_cast<std::uint64_t>(stamp.mtime_ns), stamp.inode};
  return text::hash64({reinterpret_cast<const char*>(fields), sizeof fields});
}

Result<void> KnownFiles::load(const store::Snapshot& snapshot) {
  files_.reserve(std::min<std::size_t>(snapshot.facts().state.next_file, most_reserved));
  std::vector<std::uint32_t> holders;  // of documents with paragraphs
  const auto& all_roots = snapshot.facts().settings.roots;
  auto loaded = snapshot.each_file_head([&](store::FileHead&& head) {
    // No walk finds what was handed over, whatever its URI looks like.
    if (head.root < all_roots.size() && all_roots[head.root].path == handed_over_root) return true;
    if (head.holder != 0) {
      members_.push_back({head.holder, head.number});
      if (head.paragraph_count > 0 && (holders.empty() || holders.back() != head.holder))
        holders.push_back(head.holder);
      return true;
    }
    KnownFile known;
    known.path_hash = text::hash64(store::absolute_path(snapshot.facts(), head));
    known.stamp_hash = hash_of(stamp_of(head));
    known.number = head.number;
    known.root = head.root;
    known.outcome = head.outcome;
    known.has_paragraphs = head.paragraph_count > 0;
    known.never_read = head.hash == text::Hash128{};
    known.outdated = head.readers != readers_version;
    known.is_root = head.path.empty();
    files_.push_back(known);
    return true;
  });
  std::sort(members_.begin(), members_.end());
  std::sort(holders.begin(), holders.end());
  for (KnownFile& file : files_) {
    file.has_paragraphs = file.has_paragraphs || std::binary_search(holders.begin(), holders.end(), file.number);
    if (!file.has_paragraphs) continue;
    OfRoot& root = roots_[file.root];
    ++root.indexed;
    root.below += file.is_root ? 0U : 1U;
  }
  sort();
  return loaded;
}

std::span<const KnownMember> KnownFiles::members_of(std::uint32_t number) const {
  const auto first = std::lower_bound(members_.begin(), members_.end(), KnownMember{number, 0});
  auto last = first;
  while (last != members_.end() && last->holder == number) ++last;
  return {first, last};
}

void KnownFiles::sort() {
  std::sort(files_.begin(), files_.end(), [](const KnownFile& left, const KnownFile& right) {
    return std::tie(left.path_hash, left.number) < std::tie(right.path_hash, right.number);
  });
}

std::span<KnownFile> KnownFiles::find(std::string_view path) {
  const std::uint64_t hash = text::hash64(path);
  const auto first =
      std::lower_bound(files_.begin(), files_.end(), hash,
                       [](const KnownFile& file, std::uint64_t value) { return file.path_hash < value; });
  auto last = first;
  while (last != files_.end() && last->path_hash == hash) ++last;
  return {first, last};
}

void KnownFiles::each_lost(const std::function<void(KnownFile&)>& visit) {
  for (KnownFile& file : files_) {
    if (!file.seen) visit(file);
  }
}

KnownFiles::OfRoot KnownFiles::of_root(std::uint32_t root) const {
  const auto found = roots_.find(root);
  return found == roots_.end() ? OfRoot() : found->second;
}

void LostContents::add(const text::Hash128& hash, std::string_view path, std::size_t position) {
  contents_.push_back({hash, hash_of_extension(path), static_cast<std::uint32_t>(position)});
}

void LostContents::sort() {
  std::sort(contents_.begin(), contents_.end());
}

std::span<const LostContents::Content> LostContents::find(const text::Hash128& hash, std::string_view path) const {
  const auto order = [](const Content& left, const Content& right) {
    return std::tie(left.hash, left.extension) < std::tie(right.hash, right.extension);
  };
  const auto [first, last] =
      std::equal_range(contents_.begin(), contents_.end(), Content{hash, hash_of_extension(path), 0}, order);
  return {first, last};
}

}  // namespace pilcrow::indexer
