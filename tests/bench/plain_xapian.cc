// SPDX-License-Identifier: GPL-3.0-or-later
// The bare engine, to compare with: a Xapian document a paragraph, through TermGenerator and QueryParser with Xapian's
// defaults and English stems, the text stored. Paragraphs are what stands between blank lines; of HTML the tags are
// dropped, and those of blocks count as blank lines. What it splits is what the other engines are given.
//
//   plain_xapian split PATH...       a paragraph a line: path, tab, number in its file, tab, text
//   plain_xapian index FOLDER DB     builds anew
//   plain_xapian update FOLDER DB    replaces the files whose time or size has changed, drops those that are gone
//   plain_xapian query DB QUERY      the ten best of any word
//   plain_xapian ask DB              the same for each line of standard input; an empty line ends an answer
//   plain_xapian count DB            how many documents it has
#include <fts.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <xapian.h>

namespace {

constexpr std::string_view file_key = "f:";
constexpr std::size_t longest_term = 240;
constexpr Xapian::doccount page = 10;

struct File {
  std::string path;
  std::string stamp;  // what tells that it has changed
};

using Take = std::function<void(unsigned number, const std::string& text)>;

/// Every regular file below the paths, sorted.
std::vector<File> files_below(std::vector<std::string> paths) {
  std::vector<char*> roots;
  for (std::string& path : paths) roots.push_back(path.data());
  roots.push_back(nullptr);
  FTS* walk = ::fts_open(roots.data(), FTS_PHYSICAL | FTS_NOCHDIR, nullptr);
  if (walk == nullptr) throw std::runtime_error("cannot walk " + paths.front());
  std::vector<File> files;
  while (const FTSENT* entry = ::fts_read(walk)) {
    if (entry->fts_info != FTS_F) continue;
    const struct stat& status = *entry->fts_statp;
    files.push_back({entry->fts_path, std::to_string(status.st_mtim.tv_sec) + "." +
                                          std::to_string(status.st_mtim.tv_nsec) + " " +
                                          std::to_string(status.st_size)});
  }
  ::fts_close(walk);
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& byte : lowered) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return lowered;
}

bool is_block(const std::string& tag) {
  static constexpr std::string_view blocks[] = {"blockquote", "div", "dt",    "dd", "h1",      "h2",    "h3",
                                                "h4",         "h5",  "h6",    "li", "ol",      "p",     "pre",
                                                "td",         "th",  "table", "tr", "section", "title", "ul"};
  return std::find(std::begin(blocks), std::end(blocks), tag) != std::end(blocks);
}

/// The text of HTML, as roughly as a first version would have it. A tag without an end takes the rest with it.
std::string without_markup(std::string_view html) {
  static constexpr std::pair<std::string_view, char> entities[] = {{"&amp;", '&'},  {"&lt;", '<'},   {"&gt;", '>'},
                                                                   {"&quot;", '"'}, {"&nbsp;", ' '}, {"&#39;", '\''}};
  std::string text;
  text.reserve(html.size());
  std::size_t at = 0;
  const auto jump = [&](std::size_t to) { at = std::min(to, html.size()); };
  while (at < html.size()) {
    const std::size_t mark = std::min(html.find_first_of("<&", at), html.size());
    text.append(html.substr(at, mark - at));
    at = mark;
    if (at == html.size()) break;
    if (html[at] == '&') {
      const auto* entity = std::find_if(std::begin(entities), std::end(entities), [&](const auto& known) {
        return html.substr(at, known.first.size()) == known.first;
      });
      const bool known = entity != std::end(entities);
      text += known ? entity->second : '&';
      at += known ? entity->first.size() : 1;
    } else if (html.substr(at, 4) == "<!--") {
      const std::size_t end = html.find("-->", at);
      jump(end == std::string_view::npos ? end : end + 3);
    } else {
      const bool closes = html.substr(at, 2) == "</";
      const std::size_t name = at + (closes ? 2 : 1);
      std::size_t name_end = name;
      while (name_end < html.size() && std::isalnum(static_cast<unsigned char>(html[name_end])) != 0) ++name_end;
      const std::string tag = lower(html.substr(name, name_end - name));
      const std::size_t end = html.find('>', name_end);
      if (end == std::string_view::npos) break;
      if (!closes && (tag == "script" || tag == "style")) {
        jump(html.find("</" + tag, end));
        continue;
      }
      if (is_block(tag)) text += "\n\n";
      at = end + 1;
    }
  }
  return text;
}

/// Gives each paragraph of a text, on one line; one without a letter or digit is none.
void split(std::string_view text, const Take& take) {
  static constexpr std::string_view blanks = " \t\n\v\f\r";
  unsigned number = 0;
  std::string paragraph;
  const auto end_paragraph = [&] {
    const auto is_word = [](unsigned char byte) { return byte >= 0x80 || std::isalnum(byte) != 0; };
    if (std::any_of(paragraph.begin(), paragraph.end(), is_word)) take(++number, paragraph);
    paragraph.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t line_end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, line_end - at);
    at = line_end + 1;
    const std::size_t first = line.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
      end_paragraph();
      continue;
    }
    line = line.substr(first, line.find_last_not_of(blanks) + 1 - first);
    if (!paragraph.empty()) paragraph += ' ';
    const std::size_t begin = paragraph.size();
    paragraph += line;
    std::replace(paragraph.begin() + static_cast<std::ptrdiff_t>(begin), paragraph.end(), '\t', ' ');
  }
  end_paragraph();
}

void read_paragraphs(const std::string& path, const Take& take) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const std::string name = lower(path);
  split(name.ends_with(".html") || name.ends_with(".htm") ? without_markup(bytes) : bytes, take);
}

/// Documents of one file share a term that is found by its path.
std::string path_term(const std::string& path) {
  return ("P" + path).substr(0, longest_term);
}

class Index {
 public:
  Index(const std::string& path, int action) : database_(path, action) {
    terms_.set_stemmer(Xapian::Stem("en"));
    terms_.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
  }

  void add(const File& file) {
    const std::string term = path_term(file.path);
    read_paragraphs(file.path, [&](unsigned number, const std::string& text) {
      Xapian::Document document;
      terms_.set_document(document);
      terms_.set_termpos(0);
      terms_.index_text(text);
      document.add_boolean_term(term);
      document.set_data(file.path + "\t" + std::to_string(number) + "\t" + text);
      database_.add_document(document);
    });
    database_.set_metadata(std::string(file_key) + file.path, file.stamp);
  }

  void update(const std::vector<File>& files) {
    std::map<std::string, std::string> gone;  // path to stamp
    for (auto key = database_.metadata_keys_begin(std::string(file_key));
         key != database_.metadata_keys_end(std::string(file_key)); ++key)
      gone[(*key).substr(file_key.size())] = database_.get_metadata(*key);
    bool changed = false;
    for (const File& file : files) {
      const auto known = gone.find(file.path);
      const bool is_same = known != gone.end() && known->second == file.stamp;
      if (known != gone.end()) {
        if (!is_same) database_.delete_document(path_term(file.path));
        gone.erase(known);
      }
      if (is_same) continue;
      add(file);
      changed = true;
    }
    for (const auto& [path, stamp] : gone) {
      database_.delete_document(path_term(path));
      database_.set_metadata(std::string(file_key) + path, "");
      changed = true;
    }
    if (changed) database_.commit();
  }

  void commit() { database_.commit(); }

 private:
  Xapian::WritableDatabase database_;
  Xapian::TermGenerator terms_;
};

void answer(const Xapian::Database& database, const std::string& query) {
  Xapian::QueryParser parser;
  parser.set_database(database);
  parser.set_stemmer(Xapian::Stem("en"));
  parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
  parser.set_default_op(Xapian::Query::OP_OR);
  Xapian::Enquire enquire(database);
  enquire.set_query(parser.parse_query(query, Xapian::QueryParser::FLAG_PHRASE | Xapian::QueryParser::FLAG_LOVEHATE));
  const Xapian::MSet found = enquire.get_mset(0, page);
  for (auto match = found.begin(); match != found.end(); ++match)
    std::cout << match.get_weight() << '\t' << match.get_document().get_data() << '\n';
}

int run(const std::vector<std::string>& words) {
  const std::string mode = words.size() > 1 ? words[1] : "";
  if (mode == "split" && words.size() > 2) {
    for (const File& file : files_below({words.begin() + 2, words.end()})) {
      read_paragraphs(file.path, [&](unsigned number, const std::string& text) {
        std::cout << file.path << '\t' << number << '\t' << text << '\n';
      });
    }
  } else if (mode == "index" && words.size() == 4) {
    Index index(words[3], Xapian::DB_CREATE_OR_OVERWRITE);
    for (const File& file : files_below({words[2]})) index.add(file);
    index.commit();
  } else if (mode == "update" && words.size() == 4) {
    Index(words[3], Xapian::DB_OPEN).update(files_below({words[2]}));
  } else if (mode == "query" && words.size() == 4) {
    answer(Xapian::Database(words[2]), words[3]);
  } else if (mode == "ask" && words.size() == 3) {
    const Xapian::Database database(words[2]);
    for (std::string line; std::getline(std::cin, line);) {
      answer(database, line);
      std::cout << '\n' << std::flush;
    }
  } else if (mode == "count" && words.size() == 3) {
    std::cout << Xapian::Database(words[2]).get_doccount() << '\n';
  } else {
    std::cerr << "usage: plain_xapian split PATH... | index FOLDER DB | update FOLDER DB | query DB QUERY | ask DB"
                 " | count DB\n";
    return 2;
  }
  return 0;
}

}  // namespace

int main(int argc, char* argv[]) {
  std::ios::sync_with_stdio(false);
  try {
    return run({argv, argv + argc});
  } catch (const Xapian::Error& error) {
    std::cerr << "plain_xapian: " << error.get_description() << "\n";
  } catch (const std::exception& error) {
    std::cerr << "plain_xapian: " << error.what() << "\n";
  }
  return 1;
}
