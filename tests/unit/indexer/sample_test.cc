// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sample.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::indexer {
namespace {

using test::TemporaryFolder;

/// Takes each file for one document, whose text is that of the file or is extracted from it. Counts them.
class CountingReader final : public DocumentReader {
 public:
  explicit CountingReader(bool extracts) : extracts_(extracts) {}

  bool converts(std::string_view name) const override { return name.ends_with(".cad"); }
  tl::expected<void, ReadFailure> read(ReadRequest, const MemoryFile& bytes,
                                       const std::function<void(ReadPart&&)>& on_part) override {
    ++files;
    ReadPart part;
    part.entry.outcome = store::FileOutcome::indexed;
    part.entry.bytes_of_extracted = extracts_;
    part.entry.paragraphs.resize(1);
    part.texts.emplace_back(bytes.bytes());
    on_part(std::move(part));
    return {};
  }

  int files = 0;

 private:
  bool extracts_;
};

struct Case {
  const char* extension;
  bool extracts;
  int files;  // of twenty
};

TEST_CASE("sample: reads texts, few of the files whose text must be extracted, none that a filter converts") {
  const auto [extension, extracts, files] =
      GENERATE(Case{"txt", false, 20}, Case{"pdf", true, 3}, Case{"cad", true, 0});
  CAPTURE(extension);
  const TemporaryFolder folder;
  FileQueue queue(folder.path());
  for (int i = 0; i < 20; ++i) {
    QueuedFile file;
    file.file.path = std::to_string(i) + "." + extension;
    const std::string text = "text " + std::to_string(i) + std::string(20'000, ' ');
    folder.write(file.file.path, text);
    file.file.stamp.size = text.size();
    queue.push(file);
  }
  Root root;
  root.path = folder.path().string();
  CountingReader reader(extracts);
  const auto samples = sample_texts(queue, {root}, reader, [] { return false; });
  CHECK(reader.files == files);
  CHECK(samples.size() == static_cast<std::size_t>(files));
}

TEST_CASE("sample: nothing is read for little text, and of much some megabytes or a few files") {
  using Row = std::pair<std::uint64_t, int>;
  const auto [size, files] = GENERATE(Row{900, 0}, Row{20'000, 64}, Row{100'000, 32}, Row{4U << 20, 16});
  CAPTURE(size);
  const TemporaryFolder folder;
  FileQueue queue(folder.path());
  for (int i = 0; i < 64; ++i) {
    QueuedFile file;
    file.file.path = std::to_string(i) + ".txt";
    file.file.stamp.size = size;
    folder.write(file.file.path, "text");
    queue.push(file);
  }
  Root root;
  root.path = folder.path().string();
  CountingReader reader(false);
  sample_texts(queue, {root}, reader, [] { return false; });
  CHECK(reader.files == files);
}

}  // namespace
}  // namespace pilcrow::indexer
