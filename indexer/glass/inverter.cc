// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/inverter.h"

#include <algorithm>
#include <utility>

#include "indexer/glass/gathered_terms.h"
#include "indexer/glass/posting_tables.h"
#include "indexer/glass/term_runs.h"

namespace pilcrow::indexer::glass {

namespace {

// Both tables are written at the same time.
constexpr std::size_t streams_at_once = 2;

}  // namespace

class Inverter::Impl {
 public:
  Impl(std::filesystem::path folder, std::size_t most_memory)
      : memory(most_memory), terms(std::make_unique<GatheredTerms>(most_memory)), runs(std::move(folder)) {}

  void write_run() {
    terms->sort();
    runs.add(*terms->stream());
    // Not cleared: the next run may want its memory for other things, many terms or long lists.
    terms = std::make_unique<GatheredTerms>(memory);
    ++epoch;
  }

  /// All there is: in memory, or in runs.
  std::unique_ptr<TermStream> stream() const { return runs.empty() ? terms->stream() : runs.stream(); }

  std::size_t memory;
  std::unique_ptr<GatheredTerms> terms;
  TermRuns runs;
  std::uint32_t epoch = 0;
  std::uint32_t wdf_bound = 0;
};

Inverter::Inverter(std::filesystem::path folder, std::size_t memory)
    : impl_(std::make_unique<Impl>(std::move(folder), memory)) {}
Inverter::~Inverter() = default;

std::uint32_t Inverter::number(std::string_view term) {
  return impl_->terms->number(term);
}

std::uint32_t Inverter::epoch() const {
  return impl_->epoch;
}

void Inverter::add(std::uint32_t term, std::uint32_t document, std::uint32_t wdf, std::string_view positions) {
  impl_->wdf_bound = std::max(impl_->wdf_bound, wdf);
  impl_->terms->add(term, document, wdf, positions);
}

void Inverter::end_document() {
  if (impl_->terms->memory() > impl_->memory) impl_->write_run();
}

void Inverter::finish() {
  if (impl_->runs.empty()) {
    impl_->terms->sort();
    return;
  }
  // The last run joins the others, so that all of the memory is there for reading them.
  if (!impl_->terms->empty()) impl_->write_run();
  impl_->terms.reset();
  impl_->runs.prepare(impl_->memory, streams_at_once);
}

void Inverter::write_postings(TableWriter& table) const {
  glass::write_postings(*impl_->stream(), table);
}

void Inverter::write_positions(TableWriter& table) const {
  glass::write_positions(*impl_->stream(), table);
}

std::uint32_t Inverter::wdf_bound() const {
  return impl_->wdf_bound;
}

}  // namespace pilcrow::indexer::glass
