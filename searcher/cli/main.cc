// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/cli/exit_status.h"
#include "core/cli/message.h"
#include "core/cli/terminal.h"
#include "pilcrow/index.h"
#include "pilcrow/json.h"
#include "pilcrow/search.h"
#include "pilcrow/verify.h"
#include "pilcrow/version.h"
#include "searcher/cli/arguments.h"
#include "searcher/cli/open_place.h"
#include "searcher/cli/presenter.h"
#include "searcher/cli/query_lines.h"
#include "searcher/cli/verify_claims.h"
#include "searcher/mcp/server.h"

namespace {

using namespace pilcrow;
using namespace pilcrow::searcher::cli;
using pilcrow::cli::SearchStatus;

constexpr const char* program = "pilcrow-search";

SearchStatus report(const Error& error) {
  pilcrow::cli::complain(program, error.message);
  return SearchStatus::error;
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

PresenterOptions presenter_options(const Arguments& arguments) {
  PresenterOptions options;
  options.format = arguments.format;
  options.shape = arguments.shape;
  options.explain = arguments.search.explain;
  options.context = arguments.search.context.section || arguments.search.context.paragraphs > 0;
  options.dates = arguments.search.sort == SortBy::date;
  options.budget = arguments.search.budget;
  options.terminal = pilcrow::cli::look_at(STDOUT_FILENO, arguments.color);
  options.hyperlink_format = arguments.hyperlink_format;
  if (options.terminal.hyperlinks) options.host = host_name();
  std::error_code unknown;  // A current folder that is gone: paths stay absolute.
  options.base = std::filesystem::current_path(unknown).string();
  return options;
}

/// Counts are an answer where no hits are wanted.
bool has_hits(const SearchResult& result, const Arguments& arguments) {
  return arguments.search.hits_wanted ? !result.hits.empty() : result.summary.matches > 0;
}

/// A long text may have hundreds of them; the first say enough.
void tell_notes(const std::vector<Note>& notes, const std::string& query, const std::string& about) {
  constexpr std::size_t most = 8;
  const bool blank = query.find_first_not_of(" \t\r\n") == std::string::npos;  // There is no place to point at.
  for (std::size_t i = 0; i < std::min(notes.size(), most); ++i) {
    const std::string message = about + notes[i].message;
    if (blank) {
      pilcrow::cli::note(program, message);
    } else {
      pilcrow::cli::note_at(program, message, query, notes[i].column);
    }
  }
  if (notes.size() > most) pilcrow::cli::note(program, about + counted(notes.size() - most, "more note"));
}

/// What a program reads in the summary, people are told on standard error. `about` is "ID: " with --queries.
void tell(const SearchResult& result, const std::string& query, const std::string& about, const Arguments& arguments) {
  if (arguments.format == Format::jsonl || arguments.format == Format::llm) return;
  tell_notes(result.notes, query, about);
  if (arguments.shape == Shape::count) return;
  // On a terminal the last line says so.
  const bool for_people = arguments.format == Format::text && arguments.shape == Shape::hits;
  if (for_people && all_partial(result) && !presenter_options(arguments).terminal.interactive) {
    pilcrow::cli::note(program, about + "no paragraph holds every word" + nowhere(result.summary));
  }
  if (has_hits(result, arguments)) return;
  const std::uint64_t matches = result.summary.matches;
  if (matches == 0) {
    std::vector<std::string> reasons = why_no_hits(result.summary);
    const std::string first = about + "no hits: " + reasons.front();
    reasons.erase(reasons.begin());
    pilcrow::cli::complain(program, first, reasons);
  } else if (arguments.search.budget > 0 && matches > arguments.search.offset) {
    pilcrow::cli::complain(program,
                           about + "no sentence of a hit fits into " + counted(arguments.search.budget, "word"));
  } else {
    pilcrow::cli::complain(program, about + "no more hits: there are " + std::to_string(matches));
  }
}

SearchStatus answer_one(Searcher& searcher, Presenter& presenter, const Arguments& arguments) {
  const auto result = arguments.mode == Arguments::Mode::similar
                          ? searcher.similar(arguments.citation, arguments.search)
                          : searcher.search(arguments.query, arguments.search);
  if (!result) return report(result.error());
  pilcrow::cli::write_out(presenter.present(*result, std::nullopt));
  tell(*result, arguments.query, "", arguments);
  return has_hits(*result, arguments) ? SearchStatus::hits : SearchStatus::no_hits;
}

/// A query that cannot be answered is no reason not to answer the next. False once nobody reads any more.
bool tell_failure(const Error& error, const std::string& id, const Arguments& arguments) {
  if (arguments.format == Format::jsonl) return pilcrow::cli::write_out(to_json(error, id));
  pilcrow::cli::complain(program, id + ": " + error.message);
  return true;
}

SearchStatus answer_all(Searcher& searcher, Presenter& presenter, const Arguments& arguments) {
  auto lines = QueryLines::open(arguments.queries_file);
  if (!lines) return report(lines.error());
  bool any_hits = false;
  bool any_failed = false;
  const auto status = [&] {
    return any_failed ? SearchStatus::error : any_hits ? SearchStatus::hits : SearchStatus::no_hits;
  };
  for (;;) {
    const auto line = lines->next();
    if (!line) return report(line.error());
    if (!*line) return status();
    const auto& [id, query] = **line;
    const auto result = searcher.search(query, arguments.search);
    if (!result) {
      any_failed = true;
      if (!tell_failure(result.error(), id, arguments)) return status();
      continue;
    }
    any_hits = any_hits || has_hits(*result, arguments);
    if (!pilcrow::cli::write_out(presenter.present(*result, id))) return status();
    tell(*result, query, id + ": ", arguments);
  }
}

/// Whoever reads "exact" is to know that a file was not looked at.
void tell_unread(const VerifyReport& report) {
  const auto is_unread = [](const Verification& one) {
    return one.freshness == Freshness::unknown && !one.root.empty() && one.root != handed_over_root;
  };
  const auto& verdicts = report.verdicts;
  const auto count = std::count_if(verdicts.begin(), verdicts.end(), is_unread);
  if (count == 0) return;
  pilcrow::cli::note(program, counted(static_cast<std::uint64_t>(count), "claim") +
                                  " could only be held against the index: " +
                                  std::find_if(verdicts.begin(), verdicts.end(), is_unread)->message);
}

SearchStatus verify_all(Searcher& searcher, const Arguments& arguments) {
  VerifyOptions options;
  options.read_file = file_reader();
  options.state = arguments.search.state;
  std::vector<VerifyReport> reports;
  std::size_t claimed = 0;
  std::size_t failed = 0;
  for (const std::string& file : arguments.verify_files) {
    const auto input = read_input(file);
    if (!input) return report(input.error());
    const std::vector<Claim> claims = read_claims(*input);
    if (claims.size() == most_claims) return report({ErrorCode::invalid_argument, "too many claims in '" + file + "'"});
    auto verdicts = searcher.verify(claims, options);
    if (!verdicts) return report(verdicts.error());
    const bool json = arguments.format == Format::jsonl;
    pilcrow::cli::write_out(json ? to_json_lines(*verdicts) : present_verdicts(*verdicts, file));
    tell_unread(*verdicts);
    claimed += claims.size();
    failed += verdicts->failed;
    reports.push_back(std::move(*verdicts));
  }
  // Nothing to check is not what anybody meant who checks.
  if (claimed == 0) return report({ErrorCode::invalid_argument, "nothing to verify: no citation stands there"});
  if (arguments.format == Format::text) pilcrow::cli::write_out(present_counts(reports));
  return failed == 0 ? SearchStatus::hits : SearchStatus::no_hits;
}

SearchStatus open_one(Searcher& searcher, const Arguments& arguments) {
  VerifyOptions options;
  options.read_file = file_reader();
  options.state = arguments.search.state;
  Result<OpenedPlace> place;
  if (!arguments.open_place.empty()) {
    place = find_place_to_open(searcher, arguments.open_place, options);
  } else {
    auto result = searcher.search(arguments.query, arguments.search);
    if (!result) return report(result.error());
    if (result->hits.empty()) {
      tell(*result, arguments.query, "", arguments);
      return SearchStatus::no_hits;
    }
    place = locate_hit(searcher, std::move(result->hits.front()), options);
  }
  if (!place) {
    report(place.error());
    return place.error().code == ErrorCode::paragraph_gone ? SearchStatus::no_hits : SearchStatus::error;
  }
  if (!place->note.empty()) pilcrow::cli::note(program, place->note);
  const bool interactive = pilcrow::cli::look_at(STDOUT_FILENO, arguments.color).interactive;
  if (const auto shown = show_place(place->hit, interactive); !shown) return report(shown.error());
  return SearchStatus::hits;
}

SearchStatus run(const std::vector<std::string>& words) {
  const auto arguments = read_arguments(words);
  if (!arguments) return report(arguments.error());
  switch (arguments->mode) {
    case Arguments::Mode::help:
      pilcrow::cli::write_out(help_text);
      return SearchStatus::hits;
    case Arguments::Mode::version:
      pilcrow::cli::write_out(std::string(program) + " " + version + "\n");
      return SearchStatus::hits;
    case Arguments::Mode::mcp:
      return static_cast<SearchStatus>(searcher::mcp::serve_standard_streams(arguments->indexes));
    case Arguments::Mode::query:
    case Arguments::Mode::queries:
    case Arguments::Mode::similar:
    case Arguments::Mode::verify:
    case Arguments::Mode::open:
      break;
  }
  auto searcher = Searcher::open(arguments->indexes);
  if (!searcher) return report(searcher.error());
  if (arguments->mode == Arguments::Mode::verify) return verify_all(*searcher, *arguments);
  if (arguments->mode == Arguments::Mode::open) return open_one(*searcher, *arguments);
  const auto presenter = make_presenter(presenter_options(*arguments));
  return arguments->mode == Arguments::Mode::queries ? answer_all(*searcher, *presenter, *arguments)
                                                     : answer_one(*searcher, *presenter, *arguments);
}

}  // namespace

int main(int argc, char* argv[]) {
  return pilcrow::cli::run_main(program, static_cast<int>(SearchStatus::error), [&] {
    return static_cast<int>(run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc)));
  });
}
