// SPDX-License-Identifier: GPL-3.0-or-later
// How many questions a second one thread gets answered, through the C++ interface and through that of C, each as values and
// as JSON, over 2,000 questions: those of a file, again and again.
//
//   calls_bench INDEX QUERIES     QUERIES: a query a line, or "id<TAB>query"
//
// Beside it: time pilcrow-search --index INDEX --json --queries - with the same 2,000 lines.
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "pilcrow.h"
#include "pilcrow/json.h"
#include "pilcrow/search.h"

namespace {

constexpr int calls = 2000;

std::vector<std::string> read_queries(const std::string& file) {
  std::vector<std::string> queries;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) queries.push_back(line.substr(line.find('\t') + 1));
  return queries;
}

/// `ask` gives how many hits there were, or bytes of JSON, so that nothing of it is in vain.
void measure(const char* name, const std::vector<std::string>& queries,
             const std::function<std::size_t(const std::string&)>& ask) {
  for (const std::string& query : queries) ask(query);  // What is read for the first time.
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t begin_cpu = std::clock();  // A machine that has much else to do.
  std::size_t sum = 0;
  for (int i = 0; i < calls; ++i) sum += ask(queries[static_cast<std::size_t>(i) % queries.size()]);
  const double cpu = static_cast<double>(std::clock() - begin_cpu) / CLOCKS_PER_SEC;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::printf("%-12s %8.0f calls/s  %8.0f calls per CPU second, %.3f ms each  (%zu)\n", name, calls / seconds,
              calls / cpu, 1000 * cpu / calls, sum);
}

std::size_t ask_c(pilcrow_searcher* searcher, const std::string& query, bool as_json) {
  pilcrow_result* result = nullptr;
  pilcrow_json* json = nullptr;
  if (pilcrow_search(searcher, {query.data(), query.size()}, nullptr, &result, nullptr) != PILCROW_OK) return 0;
  std::size_t got = pilcrow_result_count(result);
  if (as_json && pilcrow_result_json(result, nullptr, &json, nullptr) == PILCROW_OK) got = pilcrow_json_text(json).size;
  pilcrow_json_free(json);
  pilcrow_result_free(result);
  return got;
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: calls_bench INDEX QUERIES\n");
    return 2;
  }
  const auto queries = read_queries(argv[2]);
  auto opened = pilcrow::Searcher::open({argv[1]});
  const pilcrow_string index = pilcrow_str(argv[1]);
  pilcrow_searcher* searcher = nullptr;
  if (!opened || queries.empty() || pilcrow_open(&index, 1, &searcher, nullptr) != PILCROW_OK) {
    std::fprintf(stderr, "calls_bench: no index, or no queries\n");
    return 2;
  }
  measure("C++", queries, [&](const std::string& query) {
    const auto result = opened->search(query);
    return result ? result->hits.size() : 0;
  });
  measure("C++, JSON", queries, [&](const std::string& query) {
    const auto result = opened->search(query);
    return result ? pilcrow::to_json_lines(*result, {}).size() : 0;
  });
  measure("C", queries, [&](const std::string& query) { return ask_c(searcher, query, false); });
  measure("C, JSON", queries, [&](const std::string& query) { return ask_c(searcher, query, true); });
  pilcrow_close(searcher);
  return 0;
}
