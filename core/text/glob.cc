// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/glob.h"

#include <tuple>

#include "core/text/utf8.h"

namespace pilcrow::text {
namespace {

constexpr char32_t first_ill_formed = 0x110000;

/// The character at `at`, which moves behind it. An ill-formed byte is itself, beyond Unicode, and so only equal to the
/// same byte: file names need not be UTF-8.
char32_t next_character(std::string_view text, std::size_t& at) {
  const CodePoint c = code_point_at(text, at);
  const auto byte = static_cast<unsigned char>(text[at]);
  at += c.size;
  return c.size == 1 && byte >= 0x80 ? first_ill_formed + byte : c.value;
}

constexpr std::size_t none = std::string_view::npos;

/// Where each "[" that begins a class and each "{" that begins alternatives has its end; `none` at all others.
std::vector<std::size_t> closings(std::string_view pattern) {
  std::vector<std::size_t> closing(pattern.size(), none);
  std::vector<std::size_t> open;
  bool class_may_close = true;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      ++at;
    } else if (pattern[at] == '{') {
      open.push_back(at);
    } else if (pattern[at] == '}' && !open.empty()) {
      closing[open.back()] = at;
      open.pop_back();
    } else if (pattern[at] == '[' && class_may_close) {
      std::size_t end = at + 1;
      if (end < pattern.size() && (pattern[end] == '!' || pattern[end] == '^')) ++end;
      // A "]" that comes first is a member.
      for (const std::size_t first = end; end < pattern.size() && (pattern[end] != ']' || end == first); ++end) {
        if (pattern[end] == '\\') ++end;
      }
      if (end < pattern.size()) {
        at = closing[at] = end;
      } else {
        class_may_close = false;  // nor may a later one; a pattern of "[" alone would else take quadratic time
      }
    }
  }
  return closing;
}

}  // namespace

/// Turns a pattern into steps, from left to right and without recursion: nested braces are on a stack.
class Glob::Compiler {
 public:
  explicit Compiler(std::string_view pattern) : pattern_(pattern), closing_(closings(pattern)) {}

  std::pair<std::vector<Step>, std::vector<Class>> compile() {
    std::size_t at = 0;
    while (at < pattern_.size()) {
      if (read_folders(at) || read_class(at) || read_brace(at)) continue;
      const char c = pattern_[at];
      if (c == '*') {
        while (at < pattern_.size() && pattern_[at] == '*') ++at;
        add({.kind = StepKind::star});
      } else if (c == '?') {
        ++at;
        add({.kind = StepKind::any_character});
      } else {
        if (c == '\\' && at + 1 < pattern_.size()) ++at;
        add({.kind = StepKind::character, .character = next_character(pattern_, at)});
      }
    }
    add({.kind = StepKind::end});
    return {std::move(steps_), std::move(classes_)};
  }

 private:
  struct Brace {
    std::size_t fork = 0;  ///< Of the alternative that is being read.
    std::vector<std::size_t> jumps;
  };

  std::size_t add(Step step) {
    steps_.push_back(step);
    return steps_.size() - 1;
  }

  /// "**" alone between slashes: with a slash behind it any folders or none, at the end everything below.
  bool read_folders(std::size_t& at) {
    if (pattern_.substr(at, 2) != "**" || (at > 0 && pattern_[at - 1] != '/')) return false;
    if (at + 2 == pattern_.size()) {
      add({.kind = StepKind::everything});
      at += 2;
      return true;
    }
    if (pattern_[at + 2] != '/') return false;
    const std::size_t fork = add({.kind = StepKind::fork});
    const std::size_t folders = add({.kind = StepKind::folders});
    steps_[fork].other = folders + 1;
    at += 3;
    return true;
  }

  bool read_class(std::size_t& at) {
    if (pattern_[at] != '[' || closing_[at] == none) return false;
    const std::size_t end = closing_[at];
    std::size_t next = at + 1;
    Class set;
    set.negated = pattern_[next] == '!' || pattern_[next] == '^';
    if (set.negated) ++next;
    while (next < end) {
      const char32_t low = read_class_character(next);
      char32_t high = low;
      if (next + 1 < end && pattern_[next] == '-') {
        ++next;
        high = read_class_character(next);
      }
      set.ranges.emplace_back(low, high);
    }
    at = end + 1;
    classes_.push_back(std::move(set));
    add({.kind = StepKind::character_class, .other = classes_.size() - 1});
    return true;
  }

  char32_t read_class_character(std::size_t& at) const {
    if (pattern_[at] == '\\' && at + 1 < pattern_.size()) ++at;
    return next_character(pattern_, at);
  }

  bool read_brace(std::size_t& at) {
    const char c = pattern_[at];
    if (c == '{' && closing_[at] != none) {
      braces_.push_back({add({.kind = StepKind::fork}), {}});
    } else if (c == ',' && !braces_.empty()) {
      Brace& brace = braces_.back();
      brace.jumps.push_back(add({.kind = StepKind::jump}));
      const std::size_t fork = add({.kind = StepKind::fork});
      steps_[brace.fork].other = fork;
      brace.fork = fork;
    } else if (c == '}' && !braces_.empty()) {
      for (const std::size_t jump : braces_.back().jumps) steps_[jump].other = steps_.size();
      braces_.pop_back();
    } else {
      return false;
    }
    ++at;
    return true;
  }

  std::string_view pattern_;
  std::vector<std::size_t> closing_;
  std::vector<Step> steps_;
  std::vector<Class> classes_;
  std::vector<Brace> braces_;
};

/// The steps that a path may have reached, as it is read: all at once, so that nothing is ever tried twice.
class Glob::Run {
 public:
  explicit Run(const Glob& glob) : glob_(glob), seen_(glob.steps_.size(), 0) { reach(0); }

  bool dead() const { return reached_.empty(); }
  bool accepts() const { return accepts_; }

  void read(char32_t c) {
    std::swap(reached_, before_);
    reached_.clear();
    accepts_ = false;
    ++generation_;
    for (const std::size_t at : before_) {
      const Step& step = glob_.steps_[at];
      switch (step.kind) {
        case StepKind::character:
          if (c == step.character) reach(at + 1);
          break;
        case StepKind::any_character:
          if (c != '/') reach(at + 1);
          break;
        case StepKind::character_class:
          if (c != '/' && glob_.classes_[step.other].holds(c)) reach(at + 1);
          break;
        case StepKind::star:
          if (c != '/') reach(at);
          break;
        case StepKind::folders:
          reach(at);
          if (c == '/') reach(at + 1);
          break;
        case StepKind::everything:
          reach(at);
          break;
        case StepKind::fork:
        case StepKind::jump:
        case StepKind::end:
          break;
      }
    }
  }

 private:
  /// Marks a step as reached, with all that follow it without a character.
  void reach(std::size_t first) {
    pending_.push_back(first);
    while (!pending_.empty()) {
      const std::size_t at = pending_.back();
      pending_.pop_back();
      if (seen_[at] == generation_) continue;
      seen_[at] = generation_;
      const Step& step = glob_.steps_[at];
      switch (step.kind) {
        case StepKind::fork:
          pending_.push_back(at + 1);
          if (step.other != 0) pending_.push_back(step.other);
          break;
        case StepKind::jump:
          pending_.push_back(step.other);
          break;
        case StepKind::star:
        case StepKind::everything:
          reached_.push_back(at);
          pending_.push_back(at + 1);
          break;
        case StepKind::end:
          accepts_ = true;
          break;
        case StepKind::character:
        case StepKind::any_character:
        case StepKind::character_class:
        case StepKind::folders:
          reached_.push_back(at);
          break;
      }
    }
  }

  const Glob& glob_;
  std::vector<std::size_t> reached_;
  std::vector<std::size_t> before_;
  std::vector<std::size_t> pending_;
  std::vector<std::size_t> seen_;  // in which generation a step was last reached
  std::size_t generation_ = 1;
  bool accepts_ = false;
};

bool Glob::Class::holds(char32_t c) const {
  for (const auto& [low, high] : ranges) {
    if (c >= low && c <= high) return !negated;
  }
  return negated;
}

Glob::Glob(std::string_view pattern) : pattern_(pattern) {
  std::tie(steps_, classes_) = Compiler(pattern_).compile();
}

bool Glob::matches(std::string_view path) const {
  Run run(*this);
  for (std::size_t at = 0; at < path.size() && !run.dead();) {
    run.read(next_character(path, at));
    if (at == path.size()) return run.accepts();
  }
  return path.empty() && run.accepts();
}

bool Glob::matches_from(std::string_view path) const {
  Run run(*this);
  for (std::size_t at = 0; at < path.size() && !run.dead();) {
    run.read(next_character(path, at));
    const bool name_ends = at == path.size() || path[at] == '/' || path[at - 1] == '/';
    if (name_ends && run.accepts()) return true;
  }
  return false;
}

bool Glob::matches_anywhere(std::string_view path) const {
  if (pattern_.starts_with('/')) return matches_from(path);
  for (std::size_t name = 0; name < path.size();) {
    if (matches_from(path.substr(name))) return true;
    const std::size_t slash = path.find('/', name);
    if (slash == std::string_view::npos) break;
    name = slash + 1;
  }
  return false;
}

}  // namespace pilcrow::text
