// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a corpus of any size in which words recur as they do in language, so that an index of it grows as one of real
// text does. A larger corpus begins with the files of a smaller one; the same seed gives the same bytes.
//
//   corpus_generator write FOLDER MEGABYTES [SEED]
//       files of 2 to 20 KB, plain text, Markdown and HTML in turn; prints how the vocabulary grew
//   corpus_generator queries COUNT [SEED]
//       pieces of sentences of its first files, a query a line, every fifth with a phrase
//
// The word of rank r is drawn with a probability that falls as 1/(r + 2.7) among the first 12,000 and as 1/r^1.65 from
// there on, without end: the two slopes that large collections show. Once there are some hundred thousand words, n of
// them have about K * n^(1/1.65) different ones (Heaps' law), however large n is. A document comes back to the words
// that it has used. How many different words a document and a collection have was set beside technical manuals.
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace {

namespace fs = std::filesystem;

constexpr double offset = 2.7;         // Mandelbrot's
constexpr double bend = 12000;         // the rank at which the slope changes
constexpr double tail_slope = 1.65;    // so Heaps' exponent is 1/1.65, 0.61
constexpr std::uint64_t head = 65536;  // ranks with a place in the table; beyond them the formula is inverted
constexpr double largest_rank = 1e12;  // no corpus comes near
constexpr double again = 0.55;         // how often a word of a document is one that it has used before
constexpr std::size_t files_a_folder = 100;

// The most frequent ranks: what makes the language English, and what the queries stop at.
constexpr std::array<std::string_view, 96> function_words = {
    "the",  "of",   "and",   "to",     "a",    "in",    "is",    "for",     "that",  "it",    "on",     "be",
    "with", "as",   "are",   "this",   "by",   "or",    "not",   "from",    "an",    "at",    "if",     "can",
    "was",  "you",  "which", "have",   "will", "has",   "all",   "but",     "when",  "one",   "may",    "more",
    "no",   "use",  "used",  "they",   "we",   "other", "any",   "these",   "their", "there", "were",   "only",
    "so",   "its",  "such",  "than",   "then", "into",  "also",  "been",    "some",  "each",  "must",   "do",
    "new",  "two",  "how",   "what",   "your", "see",   "would", "about",   "time",  "first", "should", "up",
    "out",  "who",  "most",  "where",  "both", "had",   "made",  "after",   "under", "over",  "many",   "between",
    "same", "like", "work",  "before", "very", "does",  "part",  "because", "while", "here",  "those",  "through"};

/// SplitMix64: small, fast, the same everywhere (the standard's distributions are not).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  /// In (0, 1).
  double unit() { return (static_cast<double>(next() >> 11) + 0.5) * 0x1p-53; }
  bool chance(double share) { return unit() < share; }
  /// From first to last.
  std::size_t between(std::size_t first, std::size_t last) { return first + next() % (last - first + 1); }

 private:
  std::uint64_t state_;
};

/// Draws ranks, from 0. The head by Walker's alias method, in constant time; its last entry stands for all the rest.
class Ranks {
 public:
  Ranks() {
    std::vector<double> weights(head + 1);
    for (std::uint64_t i = 0; i < head; ++i) {
      const double rank = static_cast<double>(i + 1);
      weights[i] = rank <= bend ? 1 / (rank + offset) : std::pow(rank / bend, -tail_slope) / (bend + offset);
    }
    weights[head] = weights[head - 1] * static_cast<double>(head) / (tail_slope - 1);
    const double mean = std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(weights.size());
    std::vector<std::size_t> small;
    std::vector<std::size_t> large;
    for (std::size_t i = 0; i < weights.size(); ++i) (weights[i] < mean ? small : large).push_back(i);
    keep_.assign(weights.size(), 1);
    alias_.resize(weights.size());
    while (!small.empty() && !large.empty()) {
      const std::size_t low = small.back();
      const std::size_t high = large.back();
      small.pop_back();
      keep_[low] = weights[low] / mean;
      alias_[low] = high;
      weights[high] -= mean - weights[low];
      if (weights[high] < mean) {
        large.pop_back();
        small.push_back(high);
      }
    }
  }

  std::uint64_t draw(Random& random) const {
    const std::size_t place = random.next() % keep_.size();
    const std::size_t rank = random.unit() < keep_[place] ? place : alias_[place];
    if (rank < head) return rank;
    const double beyond = static_cast<double>(head) * std::pow(random.unit(), -1 / (tail_slope - 1));
    return static_cast<std::uint64_t>(std::min(beyond, largest_rank));
  }

 private:
  std::vector<double> keep_;
  std::vector<std::size_t> alias_;
};

/// The word of a rank; different ranks are different words. Four in a row have one stem, one lemma in 17 is a number.
void append_word(std::uint64_t rank, std::string& text) {
  static constexpr std::string_view endings[] = {"", "s", "ed", "ing"};
  static constexpr std::string_view consonants = "bcdfghjklmnprstvwzxq";
  static constexpr std::string_view vowels = "aeiou";
  if (rank < function_words.size()) {
    text += function_words[rank];
    return;
  }
  const std::uint64_t lemma = (rank - function_words.size()) / std::size(endings);
  const std::string_view ending = endings[(rank - function_words.size()) % std::size(endings)];
  if (lemma % 17 == 16) {
    text += std::to_string(lemma);
    if (!ending.empty()) text += ending[0];
    return;
  }
  // Syllables of two letters are a number to base 100: two of them for the first ten thousand lemmas, then ever more.
  // The factor is prime to the base, so it shuffles the words of one length and keeps them apart.
  std::uint64_t first = 0;
  std::uint64_t size = 10'000;
  while (lemma - first >= size) {
    first += size;
    size *= 100;
  }
  std::uint64_t shuffled = (lemma - first) * 7919 % size;
  for (; size > 1; size /= 100, shuffled /= 100) {
    text += consonants[shuffled % 20];
    text += vowels[shuffled % 100 / 20];
  }
  text += "nrltkmpb"[lemma % 8];  // none that an ending ends with: else words of two lemmas could be one
  text += ending;
}

/// Every distinct rank that was written, and how many there were after each doubling of the text.
class Vocabulary {
 public:
  void count(std::uint64_t rank) {
    ++words_;
    if (rank < head) {
      if (!common_[rank]) ++distinct_;
      common_[rank] = true;
    } else if (others_.insert(rank).second) {
      ++distinct_;
    }
    if (words_ == next_) {
      curve_.emplace_back(words_, distinct_);
      next_ *= 2;
    }
  }

  void print() {
    curve_.emplace_back(words_, distinct_);
    fmt::print("{:>13} {:>11} {:>9}\n", "words", "different", "exponent");
    for (std::size_t i = 0; i < curve_.size(); ++i) {
      const std::string exponent = i == 0 ? "" : fmt::format("{:.3f}", slope(curve_[i - 1], curve_[i]));
      fmt::print("{:>13} {:>11} {:>9}\n", curve_[i].first, curve_[i].second, exponent);
    }
    const std::size_t first = curve_.size() > 5 ? curve_.size() - 5 : 0;
    fmt::print("Heaps' exponent over the last doublings: {:.3f}\n", slope(curve_[first], curve_.back()));
  }

 private:
  using Point = std::pair<std::uint64_t, std::uint64_t>;

  static double slope(const Point& from, const Point& to) {
    const double growth = std::log(static_cast<double>(to.first) / static_cast<double>(from.first));
    return growth > 0 ? std::log(static_cast<double>(to.second) / static_cast<double>(from.second)) / growth : 0;
  }

  std::uint64_t words_ = 0;
  std::uint64_t distinct_ = 0;
  std::uint64_t next_ = 1 << 14;
  std::vector<bool> common_ = std::vector<bool>(head);
  std::unordered_set<std::uint64_t> others_;
  std::vector<Point> curve_;
};

struct Block {
  enum class Kind { heading, paragraph, item };
  Kind kind;
  std::string text;
};

/// One document: what it says is a function of the seed and its number.
class Document {
 public:
  Document(const Ranks& ranks, std::uint64_t seed, std::uint64_t number, Vocabulary* vocabulary)
      : ranks_(ranks), random_(seed * 0x9e3779b97f4a7c15 + number), vocabulary_(vocabulary) {
    const double size = 2000 * std::pow(10, random_.unit());  // as many from 2 to 6.3 KB as from 6.3 to 20
    text_size_ = static_cast<std::size_t>(size);
  }

  std::vector<Block> blocks() {
    std::vector<Block> blocks;
    std::size_t size = 0;
    const auto add = [&](Block::Kind kind, std::string text) {
      size += text.size();
      blocks.push_back({kind, std::move(text)});
    };
    while (size < text_size_) {
      add(Block::Kind::heading, phrase(random_.between(1, 5)));
      for (std::size_t left = random_.between(1, 7); left > 0; --left) {
        if (random_.chance(0.2)) {
          for (std::size_t items = random_.between(2, 7); items > 0; --items)
            add(Block::Kind::item, phrase(random_.between(2, 12)));
        } else {
          std::string paragraph = sentence();
          const std::size_t sentences = random_.chance(0.3) ? 1 : random_.between(2, 8);
          for (std::size_t i = 1; i < sentences; ++i) paragraph += " " + sentence();
          add(Block::Kind::paragraph, std::move(paragraph));
        }
      }
    }
    return blocks;
  }

 private:
  std::uint64_t draw() {
    std::uint64_t rank = ranks_.draw(random_);
    if (rank >= function_words.size()) {
      if (!used_.empty() && random_.chance(again)) rank = used_[random_.next() % used_.size()];
      used_.push_back(rank);  // once more, so that what was said often is said again
    }
    if (vocabulary_ != nullptr) vocabulary_->count(rank);
    return rank;
  }

  std::string phrase(std::size_t words) {
    std::string text;
    for (std::size_t i = 0; i < words; ++i) {
      if (i > 0) text += random_.chance(0.05) ? ", " : " ";
      append_word(draw(), text);
    }
    if (text[0] >= 'a') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  }

  std::string sentence() { return phrase(random_.between(5, 30)) + "."; }

  const Ranks& ranks_;
  Random random_;
  Vocabulary* vocabulary_;
  std::size_t text_size_ = 0;
  std::vector<std::uint64_t> used_;
};

std::string as_text(const std::vector<Block>& blocks) {
  std::string text;
  for (const Block& block : blocks) text += (block.kind == Block::Kind::item ? "- " : "") + block.text + "\n\n";
  return text;
}

std::string as_markdown(const std::vector<Block>& blocks) {
  std::string text;
  for (const Block& block : blocks) {
    if (block.kind == Block::Kind::heading) text += text.empty() ? "# " : "## ";
    if (block.kind == Block::Kind::item) text += "- ";
    text += block.text + "\n\n";
  }
  return text;
}

std::string as_html(const std::vector<Block>& blocks) {
  std::string text = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + blocks[0].text +
                     "</title></head>\n<body>\n<div class=\"content\">\n";
  bool in_list = false;
  for (const Block& block : blocks) {
    const bool is_item = block.kind == Block::Kind::item;
    if (is_item != in_list) text += is_item ? "<ul>\n" : "</ul>\n";
    in_list = is_item;
    const std::string tag = is_item ? "li" : block.kind == Block::Kind::heading ? "h2" : "p";
    text += "<" + tag + ">" + block.text + "</" + tag + ">\n";
  }
  return text + (in_list ? "</ul>\n" : "") + "</div>\n</body>\n</html>\n";
}

void write(const fs::path& folder, double megabytes, std::uint64_t seed) {
  static constexpr std::pair<const char*, std::string (*)(const std::vector<Block>&)> formats[] = {
      {"txt", as_text}, {"md", as_markdown}, {"html", as_html}};
  const Ranks ranks;
  Vocabulary vocabulary;
  std::uint64_t number = 0;
  for (double left = megabytes * 1e6; left > 0; ++number) {
    const fs::path below = folder / fmt::format("{:04}", number / files_a_folder);
    if (number % files_a_folder == 0) fs::create_directories(below);
    const auto& [extension, render] = formats[number % std::size(formats)];
    const std::string text = render(Document(ranks, seed, number, &vocabulary).blocks());
    const fs::path path = below / fmt::format("{:06}.{}", number, extension);
    std::ofstream out(path, std::ios::binary);
    if (!out.write(text.data(), static_cast<std::streamsize>(text.size())).flush())
      throw std::runtime_error("cannot write " + path.string());
    out.close();
    // Files as young as the index are read once more by a careful indexer.
    const timespec long_ago[2] = {{1'700'000'000, 0}, {1'700'000'000, 0}};
    ::utimensat(AT_FDCWD, path.c_str(), long_ago, 0);
    left -= static_cast<double>(text.size());
  }
  fmt::print("{} files\n", number);
  vocabulary.print();
}

/// Two to six words that stand together in the document, of which the first and the last are no function words.
std::string piece(const std::vector<Block>& blocks, bool with_phrase, Random& random) {
  const auto is_function_word = [](const std::string& word) {
    return std::find(function_words.begin(), function_words.end(), word) != function_words.end();
  };
  for (;;) {
    std::istringstream text(blocks[random.between(0, blocks.size() - 1)].text);
    std::vector<std::string> words;
    for (std::string word; text >> word;) {
      word.erase(std::remove_if(word.begin(), word.end(), [](char c) { return c == ',' || c == '.'; }), word.end());
      if (word[0] >= 'A' && word[0] <= 'Z') word[0] = static_cast<char>(word[0] - 'A' + 'a');
      words.push_back(std::move(word));
    }
    const std::size_t size = random.between(2, 6);
    if (words.size() < size) continue;
    const std::size_t first = random.between(0, words.size() - size);
    if (is_function_word(words[first]) || is_function_word(words[first + size - 1])) continue;
    if (with_phrase) {
      words[first].insert(0, "\"");
      words[first + 1] += "\"";
    }
    std::string query = words[first];
    for (std::size_t i = first + 1; i < first + size; ++i) query += " " + words[i];
    return query;
  }
}

void print_queries(std::uint64_t count, std::uint64_t seed) {
  const Ranks ranks;
  Random random(seed);
  for (std::uint64_t i = 0; i < count; ++i)
    fmt::print("{}\n", piece(Document(ranks, seed, i, nullptr).blocks(), i % 5 == 4, random));
}

int run(const std::vector<std::string>& words) {
  const std::string mode = words.size() > 1 ? words[1] : "";
  if (mode == "write" && (words.size() == 4 || words.size() == 5)) {
    write(words[2], std::stod(words[3]), words.size() == 5 ? std::stoull(words[4]) : 1);
  } else if (mode == "queries" && (words.size() == 3 || words.size() == 4)) {
    print_queries(std::stoull(words[2]), words.size() == 4 ? std::stoull(words[3]) : 1);
  } else {
    std::cerr << "usage: corpus_generator write FOLDER MEGABYTES [SEED] | queries COUNT [SEED]\n";
    return 2;
  }
  return 0;
}

}  // namespace

int main(int argc, char* argv[]) {
  try {
    return run({argv, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "corpus_generator: " << error.what() << "\n";
  }
  return 1;
}
