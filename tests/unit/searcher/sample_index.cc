// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/searcher/sample_index.h"

#include <sys/stat.h>

#include <filesystem>
#include <stdexcept>
#include <utility>

#include <xapian.h>

#include "core/store/citation.h"
#include "core/store/layout.h"
#include "core/store/paths.h"
#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "core/text/analyzer.h"
#include "core/text/file_name.h"
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
  for (const std::string& heading : file.headings) {
    for (const text::OwnedToken& token : text::tokens(analyzer, heading)) {
      document.add_boolean_term(std::string(store::prefix_heading) + token.surface);
    }
  }
  std::vector<std::string> headings = file.headings;
  headings.emplace_back(store::name_words(file.name));
  for (const std::string& heading : headings) {
    for (const text::OwnedToken& token : text::tokens(analyzer, heading)) {
      document.add_term(std::string(store::prefix_stem) + token.stem, store::heading_weight);
    }
  }
  document.add_boolean_term(store::boolean_term(store::prefix_extension, text::extension_of(file.name)));
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

/// A result's value; fails the test where there is none.
template <class Value>
Value value_of(Result<Value> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

std::vector<store::Snapshot> open(const TemporaryFolder& folder, const std::vector<std::string>& names) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& name : names) paths.push_back(folder / name);
  return value_of(store::open_all(paths));
}

std::vector<Xapian::Database> databases_of(const std::vector<store::Snapshot>& snapshots) {
  std::vector<Xapian::Database> databases;
  for (const store::Snapshot& snapshot : snapshots) databases.push_back(snapshot.database());
  return databases;
}

/// One trail of each length, the longest first.
std::vector<std::vector<std::string>> trails_of(const SampleFile& file) {
  std::vector<std::vector<std::string>> trails = {file.headings};
  while (!file.depths.empty() && !trails.back().empty()) {
    trails.push_back(trails.back());
    trails.back().pop_back();
  }
  return trails;
}

std::uint32_t trail_of(const SampleFile& file, std::size_t paragraph) {
  return file.depths.empty() ? 0 : static_cast<std::uint32_t>(file.headings.size() - file.depths[paragraph]);
}

/// Sets root and path of an entry.
void place_below_root(store::FileEntry& entry, const std::string& name, const std::vector<std::string>& roots) {
  for (const std::string& root : roots) {
    if (root.empty()) {
      entry.path = name;
    } else if (name == root) {
      entry.path.clear();
    } else if (name.starts_with(root + '/')) {
      entry.path = name.substr(root.size() + 1);
    } else {
      ++entry.root;
      continue;
    }
    return;
  }
  throw std::runtime_error("no root for " + name);
}

}  // namespace

void make_index(const TemporaryFolder& folder, const std::string& name, const std::vector<SampleFile>& files,
                std::uint64_t generation, const std::vector<std::string>& roots) {
  const std::filesystem::path index = folder / name;
  std::filesystem::create_directories(index);
  Xapian::WritableDatabase database((index / store::generation_name(generation)).string(),
                                    Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
  store::State state;
  for (const SampleFile& file : files) {
    std::string content;
    store::FileEntry entry;
    entry.number = state.next_file++;
    place_below_root(entry, file.name, roots);
    entry.title = file.headings.empty() ? "" : file.headings.front();
    entry.language = file.language;
    entry.encoding = "utf-8";
    entry.type = "text";
    entry.date = file.date;
    entry.trails = trails_of(file);
    std::uint32_t line = 1;
    const Xapian::docid before = database.get_lastdocid();
    const auto count = static_cast<Xapian::docid>(file.paragraphs.size());
    for (const std::string& text : file.paragraphs) {
      store::ParagraphRow row;
      const auto number = static_cast<Xapian::docid>(entry.paragraphs.size() + 1);
      row.document = before + (file.updated ? count + 1 - number : number);
      database.replace_document(row.document, document_of(entry, file, text));
      row.bytes = {content.size(), content.size() + text.size()};
      row.lines = {line, line};
      row.content = store::content_hash(text);
      row.trail = trail_of(file, entry.paragraphs.size());
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
  std::vector<Root> indexed_roots;
  for (const std::string& below : roots) {
    Root root;
    root.path = store::path_below((folder / "docs").string(), below);
    indexed_roots.push_back(std::move(root));
  }
  const auto set = [&](std::string_view key, const std::string& value) {
    database.set_metadata(std::string(key), value);
  };
  set(store::key_schema, std::to_string(store::schema_version));
  set(store::key_fingerprint, store::fingerprint());
  set(store::key_index_id, "sample" + name);
  set(store::key_generation, std::to_string(generation));
  set(store::key_roots, store::encode_roots(indexed_roots));
  set(store::key_excluded, store::encode_paths({}));
  set(store::key_state, store::encode(state));
  database.commit();
  if (!store::publish_generation(index, generation)) throw std::runtime_error("cannot publish");
}

OpenIndexes::OpenIndexes(const TemporaryFolder& folder, const std::vector<std::string>& names)
    : snapshots(open(folder, names)),
      matcher(databases_of(snapshots), snapshots.size() == 1 ? snapshots.front().direct() : nullptr),
      files(value_of(searcher::Files::read(snapshots))) {
  for (const store::Snapshot& snapshot : snapshots) {
    for (const auto& [language, paragraphs] : snapshot.facts().state.languages) languages[language] += paragraphs;
  }
}

std::vector<SampleFile> random_files(Random& random, std::size_t count) {
  static const std::vector<std::string> folders = {"", "a/", "a/b/", "a/b/c/", "a-2/", "d/\xC3\x28/"};
  static const std::vector<std::string> extensions = {"", ".md", ".TXT", ".tar.gz", ".\xFF"};
  static const std::vector<std::string> languages = {"en", "de", "zh-hant"};
  static const std::vector<std::string> words = {"wind", "sun", "rain"};
  std::vector<SampleFile> files;
  for (std::size_t i = 0; i < count; ++i) {
    SampleFile file;
    file.name =
        folders[below(random, folders.size())] + "f" + std::to_string(i) + extensions[below(random, extensions.size())];
    file.language = languages[below(random, languages.size())];
    file.date = text::Day{static_cast<std::int32_t>(20'000 + below(random, 3))};
    file.updated = below(random, 3) == 0;
    for (std::size_t left = below(random, 6); left > 0; --left) {
      std::string paragraph = words[below(random, words.size())];
      for (const std::string& word : words) {
        if (below(random, 3) == 0) paragraph += ' ' + word;
      }
      file.paragraphs.push_back(std::move(paragraph));
    }
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace pilcrow::test
