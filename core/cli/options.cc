// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/options.h"

#include <charconv>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace pilcrow::cli {
namespace {

struct Declared {
  std::string spelling;  ///< As cxxopts takes it: "--limit", or "-n" where there is no long name.
  bool takes_value = false;
};

/// Every option by each of its names, "-n" and "--limit".
std::map<std::string, Declared> declared_options(const cxxopts::Options& options) {
  std::map<std::string, Declared> names;
  for (const std::string& group : options.groups()) {
    for (const cxxopts::HelpOptionDetails& option : options.group_help(group).options) {
      const Declared declared{option.l.empty() ? "-" + option.s : "--" + option.l.front(), !option.is_boolean};
      if (!option.s.empty()) names["-" + option.s] = declared;
      for (const std::string& name : option.l) names["--" + name] = declared;
    }
  }
  return names;
}

/// Takes the words apart, so that what reaches cxxopts is nothing but known options in their plainest form: it would
/// itself stop nowhere, and its messages are not ours.
class Splitter {
 public:
  Splitter(std::map<std::string, Declared> declared, const std::vector<std::string>& arguments, bool options_first)
      : declared_(std::move(declared)), arguments_(arguments), options_first_(options_first) {}

  Result<void> split() {
    while (next_ < arguments_.size()) {
      const std::string& argument = arguments_[next_++];
      if (argument == "--") break;
      Result<void> taken;
      if (argument.size() < 2 || argument[0] != '-') {
        words_.push_back(argument);
        if (options_first_) break;
      } else if (argument[1] == '-') {
        taken = take_long(argument);
      } else {
        taken = take_short(argument);
      }
      if (!taken) return taken;
    }
    words_.insert(words_.end(), arguments_.begin() + static_cast<std::ptrdiff_t>(next_), arguments_.end());
    return {};
  }

  const std::vector<std::string>& plain() const { return plain_; }
  std::vector<std::string>& words() { return words_; }

 private:
  Result<void> take_long(const std::string& argument) {
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    std::optional<std::string> value;
    if (equals != std::string::npos) value = argument.substr(equals + 1);
    return take(name, std::move(value));
  }

  /// "-qv", "-n5", "-qn5", "-n 5"
  Result<void> take_short(const std::string& argument) {
    for (std::size_t i = 1; i < argument.size(); ++i) {
      const std::string name{'-', argument[i]};
      const auto found = declared_.find(name);
      const bool rest_is_value = found != declared_.end() && found->second.takes_value && i + 1 < argument.size();
      std::optional<std::string> value;
      if (rest_is_value) value = argument.substr(i + 1);
      if (auto taken = take(name, std::move(value)); !taken) return taken;
      if (rest_is_value) break;
    }
    return {};
  }

  Result<void> take(const std::string& name, std::optional<std::string> value) {
    const auto found = declared_.find(name);
    if (found == declared_.end()) {
      // "-draft", where words follow the options, is as likely one of them.
      const bool may_be_word = options_first_ && name[1] != '-';
      return failure(ErrorCode::invalid_argument,
                     "unknown option '" + name + "'" + (may_be_word ? "; put -- before words that begin with -" : ""));
    }
    const Declared& option = found->second;
    if (!option.takes_value && value) {
      return failure(ErrorCode::invalid_argument, "option '" + name + "' takes no value");
    }
    plain_.push_back(option.spelling);
    if (option.takes_value) {
      if (!value) {
        if (next_ == arguments_.size()) {
          return failure(ErrorCode::invalid_argument, "option '" + name + "' needs a value");
        }
        value = arguments_[next_++];
      }
      plain_.push_back(std::move(*value));
    }
    return {};
  }

  std::map<std::string, Declared> declared_;
  const std::vector<std::string>& arguments_;
  bool options_first_;
  std::size_t next_ = 0;
  std::vector<std::string> plain_;
  std::vector<std::string> words_;
};

Result<CommandLine> parse(cxxopts::Options& options, const std::vector<std::string>& arguments, bool options_first) {
  Splitter splitter(declared_options(options), arguments, options_first);
  if (auto done = splitter.split(); !done) return tl::unexpected<Error>(std::move(done.error()));
  std::vector<const char*> argv{""};
  for (const std::string& word : splitter.plain()) argv.push_back(word.c_str());
  try {
    return CommandLine{options.parse(static_cast<int>(argv.size()), argv.data()), std::move(splitter.words())};
  } catch (const cxxopts::exceptions::exception& error) {
    return failure(ErrorCode::invalid_argument, error.what());
  }
}

/// A number at the beginning of `text`, which loses it. Nothing where there is none or it is too large.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

}  // namespace

Result<CommandLine> parse_options_first(cxxopts::Options& options, const std::vector<std::string>& arguments) {
  return parse(options, arguments, true);
}

Result<CommandLine> parse_mixed(cxxopts::Options& options, const std::vector<std::string>& arguments) {
  return parse(options, arguments, false);
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::string_view unit = text;
  const auto number = take_number(unit);
  unsigned shift = 64;
  if (unit.empty()) shift = 0;
  if (unit == "K" || unit == "k") shift = 10;
  if (unit == "M" || unit == "m") shift = 20;
  if (unit == "G" || unit == "g") shift = 30;
  if (!number || shift == 64 || *number > std::numeric_limits<std::uint64_t>::max() >> shift) {
    return failure(ErrorCode::invalid_argument,
                   "'" + std::string(text) + "' is not a size: write bytes, or a number with K, M or G");
  }
  return *number << shift;
}

Result<std::uint64_t> parse_count(std::string_view option, std::string_view text, std::uint64_t least,
                                  std::uint64_t most) {
  std::string_view rest = text;
  const auto number = take_number(rest);
  if (!number || !rest.empty() || *number < least || *number > most) {
    return failure(ErrorCode::invalid_argument, "option '" + std::string(option) + "' needs a whole number from " +
                                                    std::to_string(least) + " to " + std::to_string(most) + ", not '" +
                                                    std::string(text) + "'");
  }
  return *number;
}

}  // namespace pilcrow::cli
