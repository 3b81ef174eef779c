// SPDX-License-Identifier: GPL-3.0-or-later
// A stranger's program: indexes a folder and asks it something, through the installed headers alone.
#include <iostream>
#include <string>

#include <pilcrow/index.h>
#include <pilcrow/search.h>
#include <pilcrow/version.h>

int main(int argc, char* argv[]) {
  if (argc != 4) {
    std::cerr << "usage: outside FOLDER INDEX QUERY\n";
    return 2;
  }
  pilcrow::Root root;
  root.path = argv[1];
  const auto report = pilcrow::update_index(argv[2], {root});
  if (!report) {
    std::cerr << report.error().message << '\n';
    return 2;
  }
  auto searcher = pilcrow::Searcher::open({argv[2]});
  if (!searcher) {
    std::cerr << searcher.error().message << '\n';
    return 2;
  }
  const auto result = searcher->search(argv[3], {.limit = 5});
  if (!result) {
    std::cerr << result.error().message << '\n';
    return 2;
  }
  std::cout << pilcrow::version << ' ' << report->files_added << " files\n";
  for (const pilcrow::Hit& hit : result->hits) {
    std::cout << hit.path.substr(hit.root.size()) << ':' << hit.lines.first << '-' << hit.lines.last << ' ' << hit.text
              << '\n';
  }
  return 0;
}
