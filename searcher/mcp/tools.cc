// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/tools.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "core/text/utf8.h"
#include "pilcrow/index.h"
#include "pilcrow/json.h"
#include "pilcrow/search.h"
#include "pilcrow/verify.h"
#include "searcher/mcp/documents.h"
#include "searcher/mcp/schema.h"

namespace pilcrow::searcher::mcp {
namespace {

// An answer goes out twice, as JSON and as text, and clients take some 10 MB a message.
constexpr std::size_t largest_answer = 2U << 20;
constexpr std::size_t longest_failure = 1500;
constexpr std::size_t longest_message_of_error = 1000;  // so that advice follows it
constexpr std::size_t default_limit = 10;
constexpr std::size_t default_read_limit = 30;
constexpr std::size_t default_outline_limit = 500;
constexpr std::size_t default_budget = 4000;
constexpr std::size_t most_other_places = 5;  // of a hit
constexpr std::size_t longest_meta = 1024;
constexpr std::size_t most_claims = 200;

/// A file's name, say, may be part of it.
ToolAnswer failed(std::string_view text) {
  return {true, legible(text, longest_failure)};
}

/// What a model can do about it.
const char* advice(ErrorCode code) {
  switch (code) {
    case ErrorCode::index_missing:
    case ErrorCode::index_version:
    case ErrorCode::index_corrupt:
      return "You cannot do that: tell the user.";
    case ErrorCode::index_locked:
    case ErrorCode::index_busy:
      return "Call again in a moment.";
    case ErrorCode::paragraph_gone:
      return "Search again; of a citation verify says where its paragraph is now.";
    case ErrorCode::other_revision:
      return "Leave state out to ask the newest state; what was cited from the other one should then be verified.";
    case ErrorCode::invalid_argument:
    case ErrorCode::input_output:
    case ErrorCode::cancelled:
    case ErrorCode::internal:
      return "";
  }
  return "";
}

ToolAnswer failed(const Error& error) {
  const std::string more = advice(error.code);
  return failed(std::string(name_of(error.code)) + ": " + legible(error.message, longest_message_of_error) +
                (more.empty() ? "" : ". " + more));
}

/// The same JSON, with escapes for what a person would not see: a model is shown the text of it.
std::string with_hidden_escaped(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  const auto escape = [&](char32_t unit) {
    static constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += digits[(unit >> shift) & 15U];
  };
  for (std::size_t at = 0; at < json.size();) {
    const text::CodePoint c = text::code_point_at(json, at);
    if (!text::is_hidden(json, at)) {
      out += json.substr(at, c.size);
    } else if (c.value < 0x10000) {
      escape(c.value);
    } else {
      escape(0xD800 + ((c.value - 0x10000) >> 10));
      escape(0xDC00 + ((c.value - 0x10000) & 0x3FF));
    }
    at += c.size;
  }
  return out;
}

/// The last of the lines is the summary, those before it are elements of `list`.
std::string put_together(const char* list, std::string_view lines) {
  std::string elements;
  std::size_t begin = 0;
  for (std::size_t end = lines.find('\n'); end + 1 < lines.size(); end = lines.find('\n', begin)) {
    if (begin > 0) elements += ',';
    elements += lines.substr(begin, end - begin);
    begin = end + 1;
  }
  const std::string_view summary = lines.substr(begin, lines.size() - begin - 1);
  return std::string("{\"") + list + "\":[" + elements + "],\"summary\":" + std::string(summary) + "}";
}

ToolAnswer succeeded(const std::string& json,
                     const std::string& what_to_do = "ask for fewer paragraphs or less context") {
  if (json.size() > largest_answer) {
    return failed("the answer would be larger than 2 MiB: " + what_to_do);
  }
  return {false, with_hidden_escaped(json)};
}

// The arguments fit their schema by now.

std::size_t number(const Json& arguments, const char* name, std::size_t otherwise) {
  return static_cast<std::size_t>(arguments.value(name, static_cast<double>(otherwise)));
}

bool flag(const Json& arguments, const char* name) {
  return arguments.value(name, false);
}

std::string text(const Json& arguments, const char* name) {
  return arguments.value(name, std::string());
}

std::vector<std::string> texts(const Json& arguments, const char* name) {
  return arguments.value(name, std::vector<std::string>());
}

Context context(const Json& arguments) {
  return {number(arguments, "context", 0), flag(arguments, "section")};
}

SortBy order(const Json& arguments) {
  const std::string name = text(arguments, "sort");
  return name == "date" ? SortBy::date : name == "path" ? SortBy::path : SortBy::relevance;
}

/// Extensions with or without their dot.
std::vector<std::string> types(const Json& arguments) {
  std::vector<std::string> types = texts(arguments, "types");
  for (std::string& type : types) {
    if (type.starts_with('.')) type.erase(0, 1);
  }
  return types;
}

/// What a budget does not count is bounded here: a copied paragraph may stand in thousands of places, and what an
/// exporter gave with a document be as long as a document.
ToolAnswer hits_of(SearchResult& result, const SearchOptions& asked) {
  std::vector<std::size_t> more_places;
  for (Hit& hit : result.hits) {
    more_places.push_back(hit.also_in.size() - std::min(hit.also_in.size(), most_other_places));
    hit.also_in.resize(hit.also_in.size() - more_places.back());
    if (hit.meta.size() > longest_meta) hit.meta.clear();
  }
  const std::string lines = to_json_lines(result, asked);
  std::string told;
  std::size_t begin = 0;
  for (const std::size_t more : more_places) {
    const std::size_t end = lines.find('\n', begin);
    told += lines.substr(begin, end - 1 - begin);  // all but its "}"
    if (more > 0) told += ",\"also_in_more\":" + std::to_string(more);
    told += "}\n";
    begin = end + 1;
  }
  return succeeded(put_together("hits", told + lines.substr(begin)));
}

class PilcrowTools : public Tools {
 public:
  explicit PilcrowTools(std::vector<std::filesystem::path> indexes) : indexes_(std::move(indexes)) {
    const OrderedJson definitions = OrderedJson::parse(output_schema_json).at("$defs");
    OrderedJson tools = OrderedJson::parse(tools_json);
    for (OrderedJson& tool : tools) {
      tool["outputSchema"] = with_definitions(tool.at("outputSchema"), definitions);
      schemas_[tool.at("name").get<std::string>()] = Json::parse(tool.at("inputSchema").dump());
    }
    list_ = tools.dump();
  }

  const std::string& list() const override { return list_; }

  bool has(std::string_view name) const override { return schemas_.count(std::string(name)) > 0; }

  ToolAnswer call(const std::string& name, const Json& arguments, const std::atomic<bool>& cancelled) override {
    if (const auto wrong = misfit(schemas_.at(name), arguments)) return failed("invalid_argument: " + *wrong);
    if (name == "status") return status();
    if (searcher_ == std::nullopt) {
      auto opened = Searcher::open(indexes_);
      if (!opened) return failed(opened.error());
      searcher_.emplace(std::move(*opened));
    }
    if (name == "search") return search(arguments, cancelled);
    if (name == "read") return read(arguments);
    if (name == "outline") return outline(arguments);
    return verify(arguments, cancelled);
  }

 private:
  ToolAnswer search(const Json& arguments, const std::atomic<bool>& cancelled) {
    SearchOptions options;
    options.limit = number(arguments, "limit", default_limit);
    options.offset = number(arguments, "offset", 0);
    options.paths = texts(arguments, "paths");
    options.types = types(arguments);
    options.languages = texts(arguments, "languages");
    options.roots = texts(arguments, "roots");
    options.headings = texts(arguments, "headings");
    options.since = text(arguments, "since");
    options.sort = order(arguments);
    options.context = context(arguments);
    options.budget = number(arguments, "budget", default_budget);
    options.group_by_file = flag(arguments, "files");
    options.correct = !flag(arguments, "exact");
    options.state = text(arguments, "state");
    options.cancelled = [&cancelled] { return cancelled.load(); };
    auto result = searcher_->search(text(arguments, "query"), options);
    if (!result) return failed(result.error());
    return hits_of(*result, options);
  }

  ToolAnswer read(const Json& arguments) {
    SearchOptions asked;
    asked.context = context(arguments);
    auto result = searcher_->read(text(arguments, "place"), {asked.context, text(arguments, "state")});
    if (!result) return failed(result.error());
    const std::size_t limit = number(arguments, "limit", default_read_limit);
    if (result->hits.size() > limit) result->hits.resize(limit);
    return hits_of(*result, asked);
  }

  ToolAnswer outline(const Json& arguments) {
    auto outline = searcher_->outline(text(arguments, "path"), text(arguments, "state"));
    if (!outline) return failed(outline.error());
    std::vector<OutlineEntry>& entries = outline->entries;
    const std::size_t first = std::min(number(arguments, "offset", 0), entries.size());
    entries.erase(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(first));
    entries.resize(std::min(number(arguments, "limit", default_outline_limit), entries.size()));
    std::string line = to_json(*outline);
    line.pop_back();  // its end
    return succeeded(line, "ask with a smaller 'limit', and 'offset' for the rest");
  }

  ToolAnswer verify(const Json& arguments, const std::atomic<bool>& cancelled) {
    if (arguments.contains("text") == arguments.contains("claims")) {
      return failed("invalid_argument: give either 'text' or 'claims'");
    }
    std::vector<Claim> claims = read_claims(text(arguments, "text"));
    for (const Json& one : arguments.value("claims", Json::array())) {
      claims.push_back({.citation = text(one, "citation"), .quote = text(one, "quote")});
    }
    if (claims.empty()) return failed("invalid_argument: there is no citation (pc1:...) in the text");
    if (claims.size() > most_claims) {
      return failed("invalid_argument: there are " + std::to_string(claims.size()) +
                    " citations in the text; at most " + std::to_string(most_claims) +
                    " are verified at once: hand it over in parts");
    }
    if (!read_file_) read_file_ = file_reader();
    const auto report = searcher_->verify(claims, {.read_file = read_file_,
                                                   .state = text(arguments, "state"),
                                                   .cancelled = [&cancelled] { return cancelled.load(); }});
    if (!report) return failed(report.error());
    return succeeded(put_together("verdicts", to_json_lines(*report)));
  }

  ToolAnswer status() const {
    std::string list;
    for (const std::filesystem::path& index : indexes_) {
      const auto known = index_status(index);
      std::string line = known ? to_json(*known, index.string())
                               : to_json(status_of_unreadable(index), index.string(), &known.error());
      line.pop_back();  // its end
      list += (list.empty() ? "" : ",") + line;
    }
    return succeeded("{\"indexes\":[" + list + "]}");
  }

  std::vector<std::filesystem::path> indexes_;
  std::string list_;
  std::map<std::string, Json> schemas_;  ///< Of the arguments, by tool.
  std::optional<Searcher> searcher_;
  ReadFile read_file_;
};

}  // namespace

std::unique_ptr<Tools> make_tools(const std::vector<std::filesystem::path>& indexes) {
  return std::make_unique<PilcrowTools>(indexes);
}

}  // namespace pilcrow::searcher::mcp
