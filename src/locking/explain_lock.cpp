// SPDX-License-Identifier: MIT
#include "locking/explain_lock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "lock/lock_difference.hpp"

namespace axle {
namespace {

constexpr std::size_t most_differences = 20;

using Reason = ResolutionFork::Reason;
using Names = std::vector<std::string>;

std::string quoted(Names names) {
  for (std::string& name : names) name = fmt::format("`{}`", name);
  return join_in_words(names, "and");
}

/// The names of the first that the second has not.
Names beyond(const Names& names, const Names& known) {
  Names more;
  std::ranges::set_difference(names, known, std::back_inserter(more));
  return more;
}

/// The forks of a resolution as a tree, each with where it holds and what it was split for.
class ForkTree {
 public:
  explicit ForkTree(const Resolution& resolution)
      : forks_(resolution.forks),
        bounds_(resolution.requires_python.bounds()),
        children_(forks_.size()) {
    // What is pushed last is solved first: the tree is in the order of solving.
    for (std::size_t i = forks_.size(); i-- > 0;)
      if (forks_[i].parent) children_[*forks_[i].parent].push_back(i);
  }

  std::vector<std::string> lines() && {
    for (std::size_t i = 0; i < forks_.size(); ++i)
      if (!forks_[i].parent) add(i);
    return std::move(lines_);
  }

 private:
  /// Without recursion: a chain of forks may be long.
  void add(std::size_t start) {
    struct Open {
      std::size_t fork;
      std::string indent, arm, gap;
    };
    std::vector<Open> open{{start, {}, {}, {}}};
    while (!open.empty()) {
      const Open here = std::move(open.back());
      open.pop_back();
      lines_.push_back(here.indent + here.arm + text_of(here.fork));
      const auto& below = children_[here.fork];
      for (std::size_t i = below.size(); i-- > 0;) {
        const bool is_last = i + 1 == below.size();
        open.push_back({below[i], here.indent + here.gap, is_last ? "└── " : "├── ",
                        is_last ? "    " : "│   "});
      }
    }
  }

  std::string text_of(std::size_t position) const {
    const ResolutionFork& fork = forks_[position];
    std::string text = place_of(fork);
    if (!children_[position].empty()) return text + ", split " + split_of(position);
    if (fork.packages) text += fmt::format(": {}", counted(*fork.packages, "package"));
    return text;
  }

  std::string place_of(const ResolutionFork& fork) const {
    static const ResolutionFork everything;
    const ResolutionFork& parent = fork.parent ? forks_[*fork.parent] : everything;
    Names parts;
    if (const auto text = fork.marker.restrict(parent.marker).simplify_python(bounds_).to_text())
      parts.push_back(*text);
    if (const Names with = beyond(fork.with, parent.with); !with.empty())
      parts.push_back("with " + quoted(with));
    else if (const Names without = beyond(fork.without, parent.without); !without.empty())
      parts.push_back("without " + quoted(without));
    const std::string place = parts.empty() ? "all environments" : join(parts, ", ");
    if (fork.reason == Reason::lock) return "fork of the lockfile: " + place;
    if (fork.reason == Reason::environment) return "environment: " + place;
    return place;
  }

  std::string split_of(std::size_t position) const {
    const ResolutionFork& parent = forks_[position];
    const ResolutionFork& first = forks_[children_[position].front()];
    const std::string cause =
        first.cause.empty() ? "the project" : fmt::format("`{}`", first.cause);
    switch (first.reason) {
      case Reason::python:
        return fmt::format("for the newer Python that {} needs", cause);
      case Reason::wheels:
        return fmt::format("because {} has no wheels for an environment that must have them",
                           cause);
      case Reason::local:
        return fmt::format("because {} has wheels for some of it, its base version for more",
                           cause);
      default:
        break;
    }
    Names reasons;
    if (!first.packages_required_differently.empty())
      reasons.push_back(
          fmt::format("by how {} requires {}", cause, quoted(first.packages_required_differently)));
    Names items;
    for (const std::size_t child : children_[position])
      for (const Names& more :
           {beyond(forks_[child].with, parent.with), beyond(forks_[child].without, parent.without)})
        items.insert(items.end(), more.begin(), more.end());
    std::ranges::sort(items);
    const auto rest = std::ranges::unique(items);
    items.erase(rest.begin(), rest.end());
    if (!items.empty()) reasons.push_back(fmt::format("by the conflict of {}", quoted(items)));
    if (reasons.empty()) return fmt::format("by what {} requires", cause);
    return join_in_words(reasons, "and");
  }

  const std::vector<ResolutionFork>& forks_;
  const PythonBounds& bounds_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> why_locked_anew(const LockJudgement& judgement, const Lockfile* previous,
                                         const LockBasis& basis) {
  if (previous == nullptr) return {"There is no lockfile yet"};
  std::vector<std::string> lines;
  if (judgement.notice.empty())
    lines.push_back(
        fmt::format("{} existing lockfile: {}",
                    judgement.fitness == LockFitness::unusable ? "Ignoring" : "Resolving despite",
                    judgement.reason));
  std::vector<std::string> differences = lock_differences(*previous, basis);
  const std::size_t all = differences.size();
  if (all > most_differences) differences.resize(most_differences);
  for (const std::string& difference : differences) lines.push_back("  " + difference);
  if (all > most_differences)
    lines.push_back(fmt::format("  … and {} more", all - most_differences));
  return lines;
}

std::vector<std::string> resolution_story(const Resolution& resolution) {
  const ResolutionEffort& effort = resolution.effort;
  std::vector<std::string> lines{fmt::format(
      "Looked at {} and the requirements of {}, made {}", counted(effort.pages, "index page"),
      counted(effort.metadata, "version"), counted(effort.choices, "choice"))};
  std::vector<std::string> forks = ForkTree(resolution).lines();
  lines.insert(lines.end(), forks.begin(), forks.end());
  return lines;
}

}  // namespace axle
