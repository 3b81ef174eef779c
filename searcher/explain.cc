// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/explain.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/store/paths.h"

namespace pilcrow::searcher {
namespace {

/// What a stretch of text holds of what can be asked for.
struct Stretch {
  std::map<std::string, std::size_t, std::less<>> stems;  ///< How often each.
  std::map<std::string, std::size_t, std::less<>> surfaces;
  std::vector<std::string> row;  ///< Surfaces as phrases see them.
};

void add(Stretch& field, text::Analyzer& analyzer, std::string_view text) {
  for (text::OwnedToken& token : text::tokens(analyzer, text)) {
    ++field.stems[token.stem];
    ++field.surfaces[token.surface];
    if (is_word(token.kind)) field.row.push_back(std::move(token.surface));
  }
}

std::size_t count_rows(const std::vector<std::string>& row, const std::vector<std::string>& wanted) {
  std::size_t count = 0;
  for (auto at = row.begin(); (at = std::search(at, row.end(), wanted.begin(), wanted.end())) != row.end(); ++at)
    ++count;
  return count;
}

struct Fields {
  Stretch text;
  Stretch title;
  Stretch headings;
  Stretch file_name;
};

/// As the index counts them.
Fields fields_of(const LoadedParagraph& paragraph, Analyzers& analyzers) {
  Fields fields;
  add(fields.text, analyzers.of(paragraph.language()), paragraph.text);
  text::Analyzer& of_file = analyzers.of(paragraph.entry->language);
  const auto& headings = paragraph.headings;
  const std::string& title = paragraph.entry->title;
  if (std::find(headings.begin(), headings.end(), title) == headings.end()) add(fields.title, of_file, title);
  for (const std::string& heading : headings) add(fields.headings, of_file, heading);
  add(fields.file_name, of_file, store::name_words(*paragraph.path));
  return fields;
}

std::size_t count_in(const std::map<std::string, std::size_t, std::less<>>& counts, const std::string& word) {
  const auto found = counts.find(word);
  return found == counts.end() ? 0 : found->second;
}

/// How often what is near each other stands there at most.
std::size_t count_near(const std::vector<Reading>& parts, const Stretch& text) {
  std::size_t least = text.row.size();
  for (const Reading& part : parts) {
    std::size_t count = 0;
    for (const std::string& surface : part.words) count += count_in(text.surfaces, surface);
    least = std::min(least, count);
  }
  return std::max<std::size_t>(least, 1);
}

void count(const Addend& addend, const std::string& language, const Fields& fields, ExplainedWord& word) {
  if (addend.kind == ClauseKind::near) {
    word.in_text = word.weight == 0 ? 0 : count_near(addend.readings, fields.text);
    return;
  }
  const bool open = is_open(addend.kind);
  const auto counts = open ? &Stretch::surfaces : &Stretch::stems;
  for (const Reading& reading : addend.readings) {
    const auto& languages = reading.languages;
    if (reading.only_there && std::find(languages.begin(), languages.end(), language) == languages.end()) continue;
    if (addend.kind == ClauseKind::phrase) {
      word.in_text += count_rows(fields.text.row, reading.words);
      continue;
    }
    const std::string& form = reading.words.front();
    word.in_text += count_in(fields.text.*counts, form);
    word.in_title += count_in(fields.title.*counts, form);
    word.in_headings += count_in(fields.headings.*counts, form);
    if (!open) word.in_file_name += count_in(fields.file_name.stems, form);
  }
  for (const std::string& stem : addend.relatives) {
    for (const Stretch* field : {&fields.text, &fields.title, &fields.headings, &fields.file_name}) {
      word.of_relatives += count_in(field->stems, stem);
    }
  }
}

/// A prefix may stand for hundreds.
constexpr std::size_t most_forms = 8;

/// What is the same for all hits.
ExplainedWord described(const Addend& addend, const Matcher& matcher) {
  ExplainedWord word;
  word.typed = addend.typed;
  word.count = addend.count;
  word.required = addend.required;
  word.phrase = addend.kind == ClauseKind::phrase;
  word.relatives = addend.relatives;
  word.paragraphs = matcher.count(addend.query);
  for (const Reading& reading : addend.readings) {
    if (word.forms.size() == most_forms) {
      word.forms.push_back({"…", {}});
      break;
    }
    ExplainedForm form{{}, reading.languages};
    for (const std::string& one : reading.words) form.form += (form.form.empty() ? "" : " ") + one;
    word.forms.push_back(std::move(form));
  }
  return word;
}

}  // namespace

Result<std::vector<Explanation>> explain(const CompiledQuery& query, const std::vector<Ranked>& hits,
                                         const Matcher& matcher, HitLoader& loader, Analyzers& analyzers) {
  std::vector<Explanation> explanations(hits.size());
  std::vector<const LoadedParagraph*> paragraphs;
  std::vector<Fields> fields;
  std::vector<Place> places;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    explanations[i].rerank = hits[i].parts;
    const auto paragraph = loader.paragraph(hits[i].place);
    if (!paragraph) return tl::unexpected<Error>(paragraph.error());
    paragraphs.push_back(*paragraph);
    fields.push_back(fields_of(**paragraph, analyzers));
    places.push_back(hits[i].place);
  }
  for (const Addend& addend : query.addends) {
    const ExplainedWord same = described(addend, matcher);
    const std::map<Place, double> weights = matcher.scores(addend.query, places);
    for (std::size_t i = 0; i < hits.size(); ++i) {
      ExplainedWord& word = explanations[i].words.emplace_back(same);
      const auto weight = weights.find(places[i]);
      if (weight != weights.end()) word.weight = weight->second;
      count(addend, paragraphs[i]->language(), fields[i], word);
    }
  }
  return explanations;
}

}  // namespace pilcrow::searcher
