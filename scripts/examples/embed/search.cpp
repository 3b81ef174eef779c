// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes a folder and asks it something, in C++20:
//
//   c++ -std=c++20 search.cpp -o search $(pkg-config --static --cflags --libs pilcrow)
//   ./search FOLDER INDEX QUERY
#include <pilcrow/index.h>
#include <pilcrow/search.h>

#include <iostream>

int failed(const pilcrow::Error& error) {
  std::cerr << "search: " << error.message << '\n';
  return 2;
}

int main(int argc, char* argv[]) {
  if (argc != 4) {
    std::cerr << "usage: search FOLDER INDEX QUERY\n";
    return 2;
  }
  // Brings the index up to date; builds it where there is none.
  const auto report = pilcrow::update_index(argv[2], {{.path = argv[1]}});
  if (!report) return failed(report.error());
  for (const pilcrow::Problem& problem : report->new_problems)
    std::cerr << problem.path << ": " << problem.reason << '\n';

  auto searcher = pilcrow::Searcher::open({argv[2]});
  if (!searcher) return failed(searcher.error());
  const auto result = searcher->search(argv[3], {.limit = 3});
  if (!result) return failed(result.error());
  for (const pilcrow::Hit& hit : result->hits) {
    std::cout << hit.path << ':' << hit.lines.first << '-' << hit.lines.last << "  " << hit.citation << '\n'
              << hit.text << '\n';
  }
  return result->hits.empty() ? 1 : 0;
}
