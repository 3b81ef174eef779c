// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/glass_collection.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "indexer/glass/coding.h"
#include "indexer/glass/database_builder.h"
#include "indexer/glass/term_list.h"

namespace pilcrow::test {

namespace fs = std::filesystem;
namespace glass = indexer::glass;

namespace {

/// Few of them often, most of them seldom.
std::size_t unequal(Random& random, std::size_t limit) {
  const double drawn = static_cast<double>(below(random, 1000000)) / 1e6;
  return std::min(limit - 1, static_cast<std::size_t>(std::pow(static_cast<double>(limit + 1), drawn)) - 1);
}

std::string random_term(Random& random, const SampleShape& shape) {
  const auto number = unequal(random, shape.vocabulary);
  std::string term = "t" + std::to_string(number * 7919 % 100003);
  if (!shape.odd_terms) return term;
  switch (number % 6) {
    case 0:
      return term.append(245 - term.size(), static_cast<char>('a' + number % 26));
    case 1:
      return std::string(1 + number % 4, '\0') + term;
    case 2:
      return term + '\0' + term + std::string(number % 3, '\0');
    case 3:
      return "\xFF\xFE" + term;
    case 4:
      return std::string(1 + number % 5, static_cast<char>(number % 256));
    default:
      return term;
  }
}

SamplePosting random_posting(Random& random, const SampleShape& shape) {
  static constexpr std::array<std::uint32_t, 8> wdfs{0, 1, 1, 2, 3, 126, 127, 128};
  SamplePosting posting;
  if (shape.wdf) posting.wdf = below(random, 50) == 0 ? 70000 : wdfs[below(random, wdfs.size())];
  if (shape.positions == 0 || below(random, 2) == 0) return posting;
  const auto count = 1 + unequal(random, shape.positions);
  std::uint32_t position = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const bool far = below(random, 20) == 0;
    position += 1 + static_cast<std::uint32_t>(below(random, far ? 100000 : 12));
    posting.positions.push_back(position);
  }
  // A document of length 0 with positions is what xapian-check takes for an error.
  if (posting.wdf == 0) posting.wdf = 1;
  return posting;
}

std::string hexadecimal(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%a", value);
  return text.data();
}

/// Bytes as they are, but on one line.
std::string shown(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    if (c == '\n' || c == '\\') out += '\\';
    out += c == '\n' ? 'n' : c;
  }
  return out;
}

/// Writes one line after the other about a database.
class Dump {
 public:
  Dump(const Xapian::Database& database, std::uint64_t seed) : database_(database), random_(seed) {}

  std::string all() {
    statistics();
    terms();
    documents();
    values();
    metadata();
    queries();
    return std::move(out_);
  }

 private:
  template <typename... Parts>
  void line(const Parts&... parts) {
    ((out_ += text_of(parts), out_ += ' '), ...);
    out_ += '\n';
  }
  static std::string text_of(std::string_view text) { return shown(text); }
  static std::string text_of(const std::string& text) { return shown(text); }
  static std::string text_of(const char* text) { return text; }
  static std::string text_of(double value) { return hexadecimal(value); }
  template <typename Number>
  static std::string text_of(Number value) {
    return std::to_string(value);
  }

  void statistics() {
    line("documents", database_.get_doccount(), "last", database_.get_lastdocid(), "length",
         database_.get_total_length(), "average", database_.get_avlength(), "bounds",
         database_.get_doclength_lower_bound(), database_.get_doclength_upper_bound(), "positions",
         database_.has_positions() ? 1 : 0, "revision", database_.get_revision());
  }

  void terms() {
    for (auto term = database_.allterms_begin(); term != database_.allterms_end(); ++term) {
      line("term", *term, term.get_termfreq(), database_.get_collection_freq(*term),
           database_.get_wdf_upper_bound(*term));
      postings(*term);
      names_.push_back(*term);
      if (below(random_, 8) != 0) continue;
      for (int i = 0; i < 3; ++i) {
        auto posting = database_.postlist_begin(*term);
        for (int step = 0; step < 3 && posting != database_.postlist_end(*term); ++step) {
          posting.skip_to(*posting + 1 + static_cast<Xapian::docid>(below(random_, database_.get_lastdocid())));
          if (posting != database_.postlist_end(*term)) line(" skipped", *posting, posting.get_wdf());
        }
      }
    }
    postings("");  // all documents
    line(database_.term_exists("no such term") ? 1 : 0, database_.get_termfreq("no such term"));
  }

  void postings(const std::string& term) {
    for (auto posting = database_.postlist_begin(term); posting != database_.postlist_end(term); ++posting) {
      line(" ", *posting, posting.get_wdf(), posting.get_doclength());
      if (term.empty()) continue;
      std::string positions;
      for (auto at = posting.positionlist_begin(); at != posting.positionlist_end(); ++at) {
        positions += ' ' + std::to_string(*at);
      }
      if (!positions.empty()) line("  at", positions);
    }
  }

  void documents() {
    const auto last = database_.get_lastdocid();
    for (Xapian::docid number = 1; number <= last + 1; ++number) {
      // Of many, some, and those whose numbers become a byte longer.
      const bool boundary = number > 32760 && number < 32780;
      if (last > 3000 && !boundary && below(random_, last / 1000) != 0) continue;
      try {
        document(number);
      } catch (const Xapian::DocNotFoundError&) {
        line("no document", number);
      }
    }
  }

  void document(Xapian::docid number) {
    const auto document = database_.get_document(number);
    line("document", number, document.get_data(), database_.get_doclength(number), database_.get_unique_terms(number),
         document.termlist_count(), document.values_count());
    for (auto term = database_.termlist_begin(number); term != database_.termlist_end(number); ++term) {
      line(" has", *term, term.get_wdf(), term.get_termfreq(), term.positionlist_count());
    }
    for (auto value = document.values_begin(); value != document.values_end(); ++value) {
      line(" value", value.get_valueno(), *value);
      slots_.insert({value.get_valueno(), 0});
    }
  }

  void values() {
    slots_.insert({77, 0});  // which nobody uses
    for (const auto& [slot, unused] : slots_) {
      line("slot", slot, database_.get_value_freq(slot), database_.get_value_lower_bound(slot),
           database_.get_value_upper_bound(slot));
      for (auto value = database_.valuestream_begin(slot); value != database_.valuestream_end(slot); ++value) {
        line(" ", value.get_docid(), *value);
      }
      for (int i = 0; i < 5; ++i) {
        auto value = database_.valuestream_begin(slot);
        if (value == database_.valuestream_end(slot)) break;
        value.skip_to(static_cast<Xapian::docid>(1 + below(random_, database_.get_lastdocid())));
        if (value != database_.valuestream_end(slot)) line(" skipped", value.get_docid(), *value);
      }
    }
  }

  void metadata() {
    for (const std::string prefix : {"", "f", "no such prefix"}) {
      for (auto key = database_.metadata_keys_begin(prefix); key != database_.metadata_keys_end(prefix); ++key) {
        line("metadata", prefix, *key, database_.get_metadata(*key));
      }
    }
  }

  Xapian::Query random_term_query() {
    return Xapian::Query(names_[below(random_, names_.size())], static_cast<Xapian::termcount>(1 + below(random_, 3)));
  }

  Xapian::Query random_query() {
    static constexpr std::array<Xapian::Query::op, 8> operators{
        Xapian::Query::OP_OR,   Xapian::Query::OP_AND,    Xapian::Query::OP_AND_NOT, Xapian::Query::OP_AND_MAYBE,
        Xapian::Query::OP_NEAR, Xapian::Query::OP_PHRASE, Xapian::Query::OP_SYNONYM, Xapian::Query::OP_ELITE_SET};
    const auto op = operators[below(random_, operators.size())];
    std::vector<Xapian::Query> parts;
    for (auto count = 2 + below(random_, 4); count > 0; --count) parts.push_back(random_term_query());
    const bool takes_window =
        op == Xapian::Query::OP_NEAR || op == Xapian::Query::OP_PHRASE || op == Xapian::Query::OP_ELITE_SET;
    return {op, parts.begin(), parts.end(), takes_window ? 10U : 0U};
  }

  void queries() {
    if (names_.empty()) return;
    for (int i = 0; i < 20; ++i) answer(random_query(), i % 4 == 3);
    answer({Xapian::Query::OP_WILDCARD, "t1"}, false);
    answer({Xapian::Query::OP_WILDCARD, std::string(1, '\0')}, false);
    answer({Xapian::Query::OP_FILTER, random_query(), {Xapian::Query::OP_VALUE_RANGE, 0, "b", "p"}}, false);
    answer({Xapian::Query::OP_VALUE_GE, 1, "k"}, false);
    answer(Xapian::Query::MatchAll, true);
  }

  void answer(const Xapian::Query& query, bool by_value) {
    Xapian::Enquire enquire(database_);
    enquire.set_query(query);
    if (by_value) enquire.set_sort_by_value_then_relevance(0, false);
    const auto found = enquire.get_mset(0, 10);
    line("query", query.get_description(), found.get_max_possible(), found.get_max_attained(),
         found.get_matches_lower_bound(), found.get_matches_upper_bound());
    for (auto hit = found.begin(); hit != found.end(); ++hit) line(" ", *hit, hit.get_weight(), hit.get_percent());
  }

  const Xapian::Database& database_;
  Random random_;
  std::string out_;
  std::vector<std::string> names_;
  std::map<Xapian::valueno, int> slots_;
};

}  // namespace

SampleDocument random_document(Random& random, const SampleShape& shape) {
  SampleDocument document;
  // Some without any term.
  if (shape.terms > 0 && below(random, 10) != 0) {
    for (auto count = 1 + below(random, shape.terms); count > 0; --count) {
      document.postings[random_term(random, shape)] = random_posting(random, shape);
    }
  }
  if (shape.text > 0 && below(random, 10) != 0) document.text = random_bytes(random, shape.text);
  for (const auto slot : shape.slots) {
    if (below(random, 4) == 0) continue;
    document.values[slot] = std::string(1, static_cast<char>('a' + below(random, 26))) + random_bytes(random, 6);
  }
  return document;
}

SampleCollection random_collection(Random& random, const SampleShape& shape) {
  SampleCollection collection;
  collection.memory = shape.memory;
  for (std::size_t i = 0; i < shape.documents; ++i) collection.documents.push_back(random_document(random, shape));
  for (std::size_t i = 0; i < shape.metadata; ++i) {
    std::string key = "f" + std::to_string(below(random, 1 + shape.metadata));
    if (below(random, 8) == 0) key = '\0' + key;
    const auto size = below(random, 20) == 0 ? 0 : 1 + below(random, shape.metadata_size);
    collection.metadata.emplace_back(key, std::string(size, static_cast<char>('a' + i % 26)));
  }
  return collection;
}

Xapian::Document to_xapian(const SampleDocument& sample) {
  Xapian::Document document;
  document.set_data(sample.text);
  for (const auto& [term, posting] : sample.postings) {
    document.add_term(term, posting.wdf);
    for (const auto position : posting.positions) document.add_posting(term, position, 0);
  }
  for (const auto& [slot, value] : sample.values) document.add_value(slot, value);
  return document;
}

void write_by_api(const fs::path& folder, const SampleCollection& collection) {
  ::setenv("XAPIAN_FLUSH_THRESHOLD", "100000000", 1);  // one commit, as the builder makes it
  Xapian::WritableDatabase database(folder.string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC,
                                    8192);
  for (const auto& document : collection.documents) database.add_document(to_xapian(document));
  for (const auto& [key, value] : collection.metadata) database.set_metadata(key, value);
  database.commit();
}

void write_by_builder(const fs::path& folder, const SampleCollection& collection) {
  fs::create_directory(folder);
  glass::DatabaseBuilder builder(folder, collection.memory);
  auto& inverter = builder.inverter();
  glass::TermListWriter terms;
  for (const auto& sample : collection.documents) {
    terms.clear();
    glass::NewDocument document;
    for (const auto& [term, posting] : sample.postings) {
      terms.add(term, posting.wdf);
      document.length += posting.wdf;
      std::string positions;
      std::uint32_t last = 0;
      for (const auto position : posting.positions) {
        glass::append_unsigned(positions, position - last);
        last = position;
      }
      inverter.add(inverter.number(term), builder.next_document(), posting.wdf, positions);
    }
    inverter.end_document();
    std::string term_list;
    glass::append_term_list(term_list, document.length, terms.count(), terms.entries());
    document.term_list = term_list;
    document.data = sample.text;
    for (const auto& [slot, value] : sample.values) document.values.push_back({slot, value});
    builder.add(document);
  }
  for (const auto& [key, value] : collection.metadata) builder.set_metadata(key, value);
  builder.finish();
}

std::string dump_database(const Xapian::Database& database, std::uint64_t seed) {
  return Dump(database, seed).all();
}

std::string first_difference(const std::string& left, const std::string& right) {
  const auto at = static_cast<std::size_t>(std::mismatch(left.begin(), left.end(), right.begin(), right.end()).first -
                                           left.begin());
  if (at == left.size() && at == right.size()) return {};
  const auto begin = left.rfind('\n', at == 0 ? 0 : at - 1);
  const auto from = begin == std::string::npos ? 0 : begin + 1;
  const auto line = [&](const std::string& text) { return text.substr(from, text.find('\n', at) - from); };
  return "'" + line(left) + "' and '" + line(right) + "'";
}

}  // namespace pilcrow::test
