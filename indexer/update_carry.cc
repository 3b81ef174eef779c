// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/update_carry.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <xapian.h>

#include "core/store/schema.h"
#include "indexer/file_task.h"
#include "indexer/stored_text.h"

namespace pilcrow::indexer {
namespace {

constexpr std::size_t sample_bytes = 1U << 20;
constexpr std::uint64_t sample_documents = 400;

struct StoredDocument {
  store::FileEntry entry;
  std::vector<std::string> texts;
};

/// Reads from what may be damaged: nothing where it is.
template <class Read>
auto unless_damaged(const Read& read) -> std::optional<decltype(read())> {
  try {
    return read();
  } catch (const Xapian::Error&) {
    return {};
  }
}

/// The numbers of all entries; nothing where their list is broken.
std::optional<std::vector<std::uint32_t>> numbers_of(const store::Snapshot& snapshot) {
  return unless_damaged([&] {
    const std::string prefix(store::key_file);
    const auto end = snapshot.database().metadata_keys_end(prefix);
    std::vector<std::uint32_t> numbers;
    for (auto key = snapshot.database().metadata_keys_begin(prefix); key != end; ++key) {
      numbers.push_back(store::file_number(std::string_view(*key).substr(prefix.size())));
    }
    return numbers;
  });
}

bool is_of_root(const store::Snapshot& snapshot, std::uint32_t number, std::uint32_t root) {
  const auto head = unless_damaged([&] { return snapshot.head(number); });
  return !head || !*head || (*head)->root == root;  // of a broken one nobody knows
}

std::optional<StoredDocument> stored_document(const store::Snapshot& snapshot, std::uint32_t number) {
  auto entry = unless_damaged([&] { return snapshot.file(number); });
  if (!entry || !*entry) return {};
  return unless_damaged([&] {
    StoredDocument document{std::move(**entry), {}};
    for (const auto& row : document.entry.paragraphs) {
      document.texts.push_back(stored_text(snapshot, document.entry, row));
    }
    return document;
  });
}

}  // namespace

CarryOver::CarryOver(const std::filesystem::path& index, const store::Snapshot* snapshot,
                     const store::Settings& settings)
    : past_(snapshot) {
  const auto& roots = settings.roots;
  const auto root =
      std::find_if(roots.begin(), roots.end(), [](const Root& one) { return one.path == handed_over_root; });
  if (root == roots.end()) return;
  root_ = static_cast<std::uint32_t>(root - roots.begin());
  if (past_ != nullptr) return;
  if (auto opened = store::Snapshot::open_outdated(index)) past_ = &opened_.emplace(std::move(*opened));
}

std::vector<std::string> CarryOver::sample() const {
  std::vector<std::string> samples;
  if (past_ == nullptr || !root_) return samples;
  const std::uint64_t step = std::max<std::uint64_t>(1, past_->facts().state.files / sample_documents);
  std::uint64_t position = 0;
  std::size_t bytes = 0;
  for (const std::uint32_t number : numbers_of(*past_).value_or(std::vector<std::uint32_t>())) {
    if (bytes >= sample_bytes) break;
    if (!is_of_root(*past_, number, *root_) || position++ % step != 0) continue;
    auto document = stored_document(*past_, number);
    if (!document) continue;
    std::size_t taken = 0;  // of a large one not all
    for (std::string& text : document->texts) {
      if (taken >= sample_bytes / 16) break;
      taken += text.size();
      samples.push_back(std::move(text));
    }
    bytes += taken;
  }
  return samples;
}

void CarryOver::copy(IndexWriter& writer, DocumentBuilder& builder, const std::function<bool()>& cancelled) {
  if (!root_) return;
  const auto numbers = past_ == nullptr ? std::nullopt : numbers_of(*past_);
  all_seen_ = numbers.has_value();
  if (!numbers) return;
  for (const std::uint32_t number : *numbers) {
    if (!is_of_root(*past_, number, *root_)) continue;
    auto document = stored_document(*past_, number);
    if (!document) {
      ++lost_;
      continue;
    }
    store::FileEntry& entry = document->entry;
    entry.number = writer.new_file_number();
    std::vector<RowToWrite> rows(entry.paragraphs.size());
    RowDrafter drafter(writer, builder, entry, entry.path);
    const auto draft = [&](std::size_t i) { return drafter.draft(entry.paragraphs[i], document->texts[i]); };
    if (!writer.put_file(entry, {}, rows, draft, cancelled) || cancelled()) return;
  }
}

std::string CarryOver::loss() const {
  if (!root_ || (all_seen_ && lost_ == 0)) return {};
  if (all_seen_ && lost_ == 1) return "1 document that was handed over could not be read any more: hand it over again";
  return (all_seen_ ? std::to_string(lost_) + " " : std::string()) +
         "documents that were handed over could not be read any more: hand them over again";
}

}  // namespace pilcrow::indexer
