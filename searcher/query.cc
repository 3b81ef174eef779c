// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/query.h"

#include <algorithm>

#include "core/text/utf8.h"
#include "searcher/syntax.h"

namespace pilcrow::searcher {
namespace {

using Sequence = std::vector<Clause>;

std::string_view name_of(Field field) {
  const auto* named =
      std::find_if(field_names.begin(), field_names.end(), [&](const FieldName& one) { return one.field == field; });
  return named == field_names.end() ? std::string_view() : named->name;
}

/// Whether the canonical form of a sequence needs "OR".
bool is_alternatives(const Sequence& parts) {
  return parts.size() > 1 && std::all_of(parts.begin(), parts.end(), is_optional) &&
         std::any_of(parts.begin(), parts.end(), [](const Clause& part) { return part.kind == ClauseKind::group; });
}

void visit_leaves(const Sequence& sequence, bool excluded,
                  const std::function<void(const Clause& leaf, bool excluded)>& visit) {
  for (const Clause& clause : sequence) {
    const bool out = excluded || is_excluded(clause);
    if (clause.kind == ClauseKind::group) {
      visit_leaves(clause.parts, out, visit);
    } else {
      visit(clause, out);
    }
  }
}

void collect_leaves(Sequence& sequence, std::vector<Clause*>& leaves) {
  for (Clause& clause : sequence) {
    if (clause.kind == ClauseKind::group) {
      collect_leaves(clause.parts, leaves);
    } else {
      leaves.push_back(&clause);
    }
  }
}

/// The value of a field that is not words: quoted where it would be read as something else.
std::string value_of(const std::string& text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7F && c != '(' && c != ')';
  });
  return plain && !text.empty() ? text : '"' + text + '"';
}

std::string joined(const Sequence& sequence, const std::string& separator) {
  std::string line;
  for (const Clause& clause : sequence) {
    if (!line.empty()) line += separator;
    line += canonical(clause);
  }
  return line;
}

std::string line_of(const Sequence& sequence) {
  if (!is_alternatives(sequence)) return joined(sequence, " ");
  std::string line;
  for (const Clause& clause : sequence) {
    if (!line.empty()) line += " OR ";
    const bool bare = clause.kind == ClauseKind::group && !is_alternatives(clause.parts);
    line += bare ? joined(clause.parts, " ") : canonical(clause);
  }
  return line;
}

/// A clause without its sign.
std::string item_of(const Clause& clause) {
  const std::string field = clause.field == Field::anywhere ? "" : std::string(name_of(clause.field)) + ':';
  switch (clause.kind) {
    case ClauseKind::words:
      return field + (holds_text(clause.field) ? clause.text : value_of(clause.text));
    case ClauseKind::phrase:
      return field + '"' + clause.text + '"';
    case ClauseKind::prefix:
      return field + clause.text + '*';
    case ClauseKind::fuzzy:
      return field + clause.text + (clause.number == 1 ? "~" : "~" + std::to_string(clause.number));
    case ClauseKind::near:
      return joined(clause.parts, " near/" + std::to_string(clause.number) + " ");
    case ClauseKind::group:
      return "(" + line_of(clause.parts) + ")";
  }
  return {};
}

}  // namespace

bool holds_text(Field field) {
  return field == Field::anywhere || field == Field::title || field == Field::heading;
}

bool is_by_file(Field field) {
  return field == Field::path || field == Field::root || field == Field::date;
}

bool is_open(ClauseKind kind) {
  return kind == ClauseKind::prefix || kind == ClauseKind::fuzzy;
}

bool is_plain(const Clause& clause) {
  return clause.kind == ClauseKind::words && clause.occurrence == Occurrence::should && clause.field == Field::anywhere;
}

bool is_excluded(const Clause& clause) {
  return clause.occurrence == Occurrence::must_not;
}

bool is_optional(const Clause& clause) {
  return !is_required(clause) && !is_filter(clause) && !is_excluded(clause);
}

bool is_of_fields(const Clause& clause) {
  if (clause.kind != ClauseKind::group) return clause.field != Field::anywhere;
  return std::all_of(clause.parts.begin(), clause.parts.end(), is_of_fields);
}

bool is_filter(const Clause& clause) {
  if (clause.kind == ClauseKind::group) return clause.occurrence == Occurrence::must && is_of_fields(clause);
  return clause.field != Field::anywhere && clause.occurrence != Occurrence::must_not;
}

bool is_required(const Clause& clause) {
  if (clause.occurrence == Occurrence::must_not || is_filter(clause)) return false;
  return clause.occurrence == Occurrence::must || clause.kind == ClauseKind::phrase || clause.kind == ClauseKind::near;
}

bool operator==(const Clause& one, const Clause& other) {
  return one.kind == other.kind && one.occurrence == other.occurrence && one.text == other.text &&
         one.field == other.field && one.number == other.number && one.parts == other.parts;
}

bool operator==(const Query& one, const Query& other) {
  return one.clauses == other.clauses;
}

void each_leaf(const Query& query, const std::function<void(const Clause& leaf, bool excluded)>& visit) {
  visit_leaves(query.clauses, false, visit);
}

std::vector<const Clause*> ranking_texts(const Query& query) {
  std::vector<const Clause*> texts;
  each_leaf(query, [&](const Clause& leaf, bool excluded) {
    if (excluded || leaf.field != Field::anywhere) return;
    if (leaf.kind == ClauseKind::words || leaf.kind == ClauseKind::phrase) texts.push_back(&leaf);
    for (const Clause& part : leaf.parts) texts.push_back(&part);
  });
  return texts;
}

std::vector<Clause*> leaves_of(Query& query) {
  std::vector<Clause*> leaves;
  collect_leaves(query.clauses, leaves);
  return leaves;
}

std::string canonical(const Query& query) {
  return line_of(query.clauses);
}

std::string canonical(const Clause& clause) {
  const std::string item = item_of(clause);
  const bool required = clause.occurrence == Occurrence::must && !is_filter(clause);
  const char* sign = required ? "+" : clause.occurrence == Occurrence::must_not ? "-" : "";
  // Before punctuation a sign is none.
  const char32_t first = text::code_point_at(item, 0).value;
  const bool held = *sign != '\0' && !is_word_character(first) && first != '"' && first != '(';
  return held ? sign + ("(" + item + ")") : sign + item;
}

}  // namespace pilcrow::searcher
