// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build.h"

#include <algorithm>
#include <string_view>

#include "core/store/schema.h"
#include "indexer/format/format.h"

namespace pilcrow::indexer {
namespace {

using text::Token;
using text::TokenKind;

/// `prefix` + `word` in a buffer that keeps its room.
const std::string& join(std::string& buffer, std::string_view prefix, std::string_view word) {
  buffer.assign(prefix);
  buffer.append(word);
  return buffer;
}

/// A title or a heading: its stems weigh more for the ranking, and its words can be asked for by field.
std::uint32_t add_heading(Xapian::Document& document, text::Analyzer& analyzer, std::string_view heading,
                          std::string_view prefix, std::uint32_t first_position, bool ranked) {
  const std::string stem_prefix = std::string(store::prefix_stem).append(prefix);
  std::string term;
  std::uint32_t last = first_position;
  analyzer.analyze(heading, [&](const Token& token) {
    if (ranked) document.add_term(join(term, store::prefix_stem, token.stem), store::heading_weight);
    document.add_term(join(term, stem_prefix, token.stem), 0);
    last = first_position + token.position;
    join(term, prefix, token.surface);
    if (token.kind == TokenKind::bigram) {
      document.add_term(term, 0);
    } else {
      document.add_posting(term, last, 0);
    }
  });
  return last;
}

}  // namespace

Xapian::Document DocumentBuilder::build(const store::FileEntry& entry, const std::vector<std::string>& headings,
                                        const std::string& text, const std::vector<std::string>& places) {
  Xapian::Document document;
  text::Analyzer& in_language = analyzer(entry.language);
  std::string term;
  in_language.analyze(text, [&](const Token& token) {
    document.add_term(join(term, store::prefix_stem, token.stem), 1);
    term.assign(token.surface);
    if (token.kind == TokenKind::bigram) {
      document.add_term(term, 1);
    } else {
      document.add_posting(term, token.position + 1, 1);
    }
  });

  // In plain text the title often is the outermost heading: it counts once.
  const bool title_is_heading = std::find(headings.begin(), headings.end(), entry.title) != headings.end();
  add_heading(document, in_language, entry.title, store::prefix_title, 1, !title_is_heading);
  std::uint32_t position = 1;
  for (const auto& heading : headings) {
    position = add_heading(document, in_language, heading, store::prefix_heading, position, true) + store::heading_gap;
  }

  document.add_boolean_term(store::boolean_term(store::prefix_language, entry.language));
  document.add_boolean_term(store::boolean_term(store::prefix_type, mime_type(entry.type)));
  for (const auto& place : places) document.add_boolean_term(place);
  document.add_value(store::slot_file, store::file_value(entry.number));
  document.set_data(codec_.encode({entry.number, text}));
  return document;
}

text::Analyzer& DocumentBuilder::analyzer(const std::string& language) {
  return analyzers_.try_emplace(language, language).first->second;
}

std::vector<std::string> place_terms(const std::string& name, std::uint32_t number) {
  std::vector<std::string> terms;
  std::string_view rest = name;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    if (end > 0) terms.push_back(store::boolean_term(store::prefix_path_part, rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  terms.push_back(store::boolean_term(store::prefix_extension, extension_of(name)));
  terms.push_back(store::boolean_term(store::prefix_file, std::to_string(number)));
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

}  // namespace pilcrow::indexer
