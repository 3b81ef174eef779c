// SPDX-License-Identifier: GPL-3.0-or-later
// What single stages cost, by Google Benchmark. Texts are made here, so that figures can be compared over time.
#include <benchmark/benchmark.h>

#include <string>

#include "core/text/analyzer.h"
#include "core/text/sentences.h"
#include "indexer/decode.h"
#include "indexer/format/format.h"
#include "indexer/paragraphs.h"
#include "searcher/parse.h"
#include "searcher/query.h"

namespace {

using namespace pilcrow;

/// About a megabyte of Markdown: headings, prose, a list and a table in turn.
std::string markdown() {
  std::string text;
  for (int section = 0; text.size() < (1U << 20); ++section) {
    text +=
        "## Section " + std::to_string(section) +
        "\n\n"
        "The control unit checks each update before it is installed. A vehicle that loses its connection keeps the\n"
        "old version, and the back end tries again the next day; snake_case and camelCase names are split.\n\n"
        "- first check: signature\n- second check: battery above 30 %\n- third check: parked\n\n"
        "| part | supplier | share |\n|---|---|---|\n| sensor | north | 40 % |\n| cable | south | 60 % |\n\n";
  }
  return text;
}

void set_bytes(benchmark::State& state, std::size_t size) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(size));
}

void analyze_ascii(benchmark::State& state) {
  const std::string text = markdown();
  text::Analyzer analyzer("en");
  for (auto _ : state) {
    std::size_t count = 0;
    analyzer.analyze(text, [&count](const text::Token&) { ++count; });
    benchmark::DoNotOptimize(count);
  }
  set_bytes(state, text.size());
}
BENCHMARK(analyze_ascii)->Unit(benchmark::kMillisecond);

void analyze_by_icu(benchmark::State& state) {
  const std::string text = markdown();
  text::Analyzer analyzer("en");
  for (auto _ : state) {
    std::size_t count = 0;
    analyzer.analyze_by_icu(text, [&count](const text::Token&) { ++count; });
    benchmark::DoNotOptimize(count);
  }
  set_bytes(state, text.size());
}
BENCHMARK(analyze_by_icu)->Unit(benchmark::kMillisecond);

void find_sentences(benchmark::State& state) {
  const std::string text = markdown();
  for (auto _ : state) benchmark::DoNotOptimize(text::sentences(text));
  set_bytes(state, text.size());
}
BENCHMARK(find_sentences)->Unit(benchmark::kMillisecond);

void decode_utf8(benchmark::State& state) {
  const std::string text = markdown();
  for (auto _ : state) benchmark::DoNotOptimize(indexer::decode(text));
  set_bytes(state, text.size());
}
BENCHMARK(decode_utf8)->Unit(benchmark::kMillisecond);

void read_markdown(benchmark::State& state) {
  const std::string text = markdown();
  for (auto _ : state) benchmark::DoNotOptimize(indexer::read_markdown(text));
  set_bytes(state, text.size());
}
BENCHMARK(read_markdown)->Unit(benchmark::kMillisecond);

void read_plain_text(benchmark::State& state) {
  const std::string text = markdown();
  for (auto _ : state) benchmark::DoNotOptimize(indexer::read_plain_text(text));
  set_bytes(state, text.size());
}
BENCHMARK(read_plain_text)->Unit(benchmark::kMillisecond);

void split_paragraphs(benchmark::State& state) {
  const std::string text = markdown();
  const auto document = indexer::read_markdown(text);
  for (auto _ : state) benchmark::DoNotOptimize(indexer::to_paragraphs(*document, text));
  set_bytes(state, text.size());
}
BENCHMARK(split_paragraphs)->Unit(benchmark::kMillisecond);

void parse_query(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(searcher::parse("who signs off a \"brake software\" update -draft"));
}
BENCHMARK(parse_query);

}  // namespace
