// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/searcher/sample_index.h"

#include <sys/stat.h>

#include <filesystem>
#include <stdexcept>

#include <xapian.h>

#include "core/store/citation.h"
#include "core/store/layout.h"
#include "core/store/paths.h"
#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "core/text/analyzer.h"
#include "core/text/hash.h"

namespace pilcrow::test {
namespace {

/// What identical paragraphs share. Any hash would do: the searcher only compares.
std::string twins_of(const SampleFile& file, const std::vector<text::OwnedToken>& tokens) {
  std::string words;
  std::size_t count = 0;
  for (const text::OwnedToken& token : tokens) {
    if (token.kind == text::TokenKind::compound || token.kind == text::TokenKind::bigram) continue;
    words += token.surface + ' ';
    ++count;
  }
  if (count == 0) return {};
  if (count < store::words_of_their_own) {
    for (const std::string& heading : file.headings) words += "# " + heading;
  }
  return store::twins_value(text::hash64(words));
}

Xapian::Document document_of(const store::FileEntry& entry, const SampleFile& file, const std::string& text) {
  Xapian::Document document;
  text::Analyzer analyzer(file.language);
  const std::vector<text::OwnedToken> tokens = text::tokens(analyzer, text);
  for (const text::OwnedToken& token : tokens) {
    document.add_term(std::string(store::prefix_stem) + token.stem);
    if (token.kind == text::TokenKind::bigram) {
      document.add_term(token.surface);
    } else {
      document.add_posting(token.surface, token.position + 1);
    }
  }
  std::vector<std::string> headings = file.headings;
  headings.emplace_back(store::name_words(file.name));
  for (const std::string& heading : headings) {
    for (const text::OwnedToken& token : text::tokens(analyzer, heading)) {
      document.add_term(std::string(store::prefix_stem) + token.stem, store::heading_weight);
    }
  }
  const std::string extension = std::filesystem::path(file.name).extension().string();
  document.add_boolean_term(
      store::boolean_term(store::prefix_extension, extension.empty() ? extension : extension.substr(1)));
  document.add_boolean_term(store::boolean_term(store::prefix_language, file.language));
  document.add_boolean_term(store::boolean_term(store::prefix_file, std::to_string(entry.number)));
  document.add_value(store::slot_file, store::file_value(entry.number));
  if (const std::string twins = twins_of(file, tokens); !twins.empty()) {
    document.add_value(store::slot_twins, twins);
    document.add_boolean_term(store::twins_term(twins));
  }
  document.set_data(store::TextCodec("").encode({entry.number, text}));
  return document;
}

}  // namespace

void make_index(const TemporaryFolder& folder, const std::string& name, const std::vector<SampleFile>& files,
                std::uint64_t generation) {
  const std::filesystem::path index = folder / name;
  std::filesystem::create_directories(index);
  Xapian::WritableDatabase database((index / store::generation_name(generation)).string(),
                                    Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
  store::State state;
  for (const SampleFile& file : files) {
    std::string content;
    store::FileEntry entry;
    entry.number = state.next_file++;
    entry.path = file.name;
    entry.title = file.headings.empty() ? "" : file.headings.front();
    entry.language = file.language;
    entry.encoding = "utf-8";
    entry.type = "text";
    entry.trails = {file.headings};
    std::uint32_t line = 1;
    for (const std::string& text : file.paragraphs) {
      store::ParagraphRow row;
      row.document = database.add_document(document_of(entry, file, text));
      row.bytes = {content.size(), content.size() + text.size()};
      row.lines = {line, line};
      row.content = store::content_hash(text);
      entry.paragraphs.push_back(row);
      content += text + "\n\n";
      line += 2;
    }
    folder.write("docs/" + file.name, content);
    struct stat status {};
    if (::stat((folder / "docs" / file.name).c_str(), &status) != 0) throw std::runtime_error("no " + file.name);
    entry.size = static_cast<std::uint64_t>(status.st_size);
    entry.mtime_ns = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    database.set_metadata(store::file_key(entry.number), store::encode(entry));
    state.files += 1;
    state.paragraphs += file.paragraphs.size();
    state.languages[file.language] += file.paragraphs.size();
  }
  Root root;
  root.path = (folder / "docs").string();
  const auto set = [&](std::string_view key, const std::string& value) {
    database.set_metadata(std::string(key), value);
  };
  set(store::key_schema, std::to_string(store::schema_version));
  set(store::key_fingerprint, store::fingerprint());
  set(store::key_index_id, "sample" + name);
  set(store::key_generation, std::to_string(generation));
  set(store::key_roots, store::encode(std::vector<Root>{root}));
  set(store::key_state, store::encode(state));
  database.commit();
  if (!store::publish_generation(index, generation)) throw std::runtime_error("cannot publish");
}

}  // namespace pilcrow::test
