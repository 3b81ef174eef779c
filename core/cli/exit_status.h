// SPDX-License-Identifier: GPL-3.0-or-later
// Exit statuses are a contract: scripts depend on them. docs/man says the same.
#pragma once

namespace pilcrow::cli {

/// pilcrow-search.
enum class SearchStatus { hits = 0, no_hits = 1, error = 2 };

/// pilcrow-index. `problems`: done, but files had problems that are new in this run. `locked` is EX_TEMPFAIL of
/// sysexits.
enum class IndexStatusCode {
  up_to_date = 0,
  problems = 1,
  failed = 2,
  purge_refused = 3,
  locked = 75,
  interrupted = 130
};

}  // namespace pilcrow::cli
