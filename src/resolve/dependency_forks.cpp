// SPDX-License-Identifier: MIT
#include "resolve/dependency_forks.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
namespace axle {
namespace {

using Edges = std::vector<DependencyEdge>;

Marker marker_of(const DependencyEdge& edge, const ForkContext& context) {
  return context.table[edge.package].marker;
}

bool raises_python(Marker marker, const ForkContext& context) {
  const auto range = marker.python_range();
  return range && compare_lower_bounds(range->lower, context.python.bounds().lower) > 0;
}

void add(const DependencyEdge& edge, const ForkContext& context, DependencyFork& fork) {
  if (const auto item = context.conflicts.item_of(context.table[edge.package]))
    fork.items.insert(*item);
  fork.dependencies.push_back(edge);
}

// The dependencies on one name, in their order, are added to every fork they concern; true if that
// is all there is to do.
bool add_without_split(const Edges& edges, const ForkContext& context,
                       std::vector<DependencyFork>& forks) {
  const Marker marker = marker_of(edges.front(), context);
  const bool is_same = std::all_of(edges.begin(), edges.end(), [&](const DependencyEdge& edge) {
    return marker_of(edge, context) == marker;
  });
  // A marker that asks for a newer Python than the fork has splits even alone: what lies behind it
  // may need that Python.
  if (!is_same || raises_python(marker, context)) return false;
  for (const DependencyEdge& edge : edges)
    for (DependencyFork& fork : forks)
      if (fork.environment.overlaps(marker)) add(edge, context, fork);
  return true;
}

template <class IsOut>
void take_out(DependencyFork& fork, const ForkContext& context, IsOut&& is_out) {
  std::erase_if(fork.dependencies, [&](const DependencyEdge& edge) {
    if (!is_out(edge)) return false;
    if (const auto item = context.conflicts.item_of(context.table[edge.package]))
      fork.items.erase(*item);
    return true;
  });
}

void split_on(const DependencyEdge& edge, const ForkContext& context,
              std::vector<DependencyFork>& forks) {
  const Marker marker = marker_of(edge, context);
  if (!context.environment.overlaps(marker)) return;
  if (marker.is_always()) {
    for (DependencyFork& fork : forks) add(edge, context, fork);
    return;
  }
  const Marker python = Marker::python_within(context.python.bounds());
  Marker remaining = marker;
  std::vector<DependencyFork> split;
  const auto keep = [&](const DependencyFork& whole, Marker part) {
    DependencyFork fork{whole.environment.narrowed(part), whole.dependencies, whole.items};
    take_out(fork, context, [&](const DependencyEdge& one) {
      return !fork.environment.overlaps(marker_of(one, context));
    });
    if (fork.environment.overlaps(marker)) add(edge, context, fork);
    if (fork.environment.overlaps(python)) split.push_back(std::move(fork));
  };
  for (DependencyFork& fork : forks) {
    if (!fork.environment.overlaps(remaining)) {
      split.push_back(std::move(fork));
      continue;
    }
    const Marker before = fork.environment.marker();
    if (!before.is_disjoint(~remaining)) keep(fork, ~remaining);
    keep(fork, remaining);
    remaining &= ~before;
  }
  forks = std::move(split);
}

// -- Conflicts.

using Item = ConflictTable::Item;

// The fork with items of a set included and excluded, without the dependencies that this rules out.
std::optional<DependencyFork> filtered(const DependencyFork& fork, std::span<const Item> included,
                                       std::span<const Item> excluded, const ForkContext& context) {
  auto environment = fork.environment.with_items(included, excluded);
  if (!environment) return std::nullopt;
  DependencyFork result{std::move(*environment), fork.dependencies, fork.items};
  take_out(result, context, [&](const DependencyEdge& edge) {
    const SolverPackage& package = context.table[edge.package];
    if (!package.has_name()) return false;
    const auto item = context.conflicts.item_of(package);
    if (item) {
      if (result.environment.allows(context.conflicts, *item)) return false;
      // A project's own dependency on itself must stay, or its extras could not be reached.
      return !(context.conflicts.is_project(*item) && edge.parent != no_name);
    }
    return package.extra != no_name &&
           !result.environment.allows_extra(context.conflicts, package.name, package.extra);
  });
  return result;
}

// Whether `item` is in another set with a second item that may still be chosen here.
bool meets_elsewhere(Item item, const std::vector<Item>& set, const DependencyFork& fork,
                     const ForkContext& context) {
  for (const auto& other : context.conflicts.sets()) {
    if (&other == &set || std::find(other.begin(), other.end(), item) == other.end()) continue;
    if (std::any_of(other.begin(), other.end(), [&](Item rival) {
          return rival != item && fork.environment.allows(context.conflicts, rival);
        }))
      return true;
  }
  return false;
}

void split_on_set(DependencyFork fork, const std::vector<Item>& set, const ForkContext& context,
                  std::vector<DependencyFork>& out) {
  if (std::none_of(set.begin(), set.end(), [&](Item item) { return fork.items.contains(item); })) {
    out.push_back(std::move(fork));
    return;
  }
  std::vector<Item> live, dead;
  for (const Item item : set)
    (fork.environment.allows(context.conflicts, item) ? live : dead).push_back(item);
  if (live.size() < 2 && std::none_of(live.begin(), live.end(), [&](Item item) {
        return meets_elsewhere(item, set, fork, context);
      })) {
    if (auto rest = filtered(fork, {}, dead, context)) out.push_back(std::move(*rest));
    return;
  }
  if (auto none = filtered(fork, {}, set, context)) out.push_back(std::move(*none));
  for (const Item item : set) {
    context.budget.note_forks(out.size());
    if (context.budget.is_spent()) return;
    std::vector<Item> others;
    std::copy_if(set.begin(), set.end(), std::back_inserter(others),
                 [&](Item other) { return other != item; });
    if (auto one = filtered(fork, std::span(&item, 1), others, context))
      out.push_back(std::move(*one));
  }
}

std::size_t upper_bounds(const DependencyFork& fork) {
  return static_cast<std::size_t>(std::count_if(
      fork.dependencies.begin(), fork.dependencies.end(),
      [](const DependencyEdge& edge) { return !edge.range.hull().upper.is_unbounded(); }));
}

}  // namespace

std::vector<DependencyFork> split_dependencies(std::vector<DependencyEdge> edges,
                                               const ForkContext& context) {
  // By name, alphabetically: this is the order in which siblings are registered. Within a name the
  // order stays.
  std::map<std::string_view, Edges> by_name;
  for (DependencyEdge& edge : edges)
    by_name[context.table.names[context.table[edge.package].name].text()].push_back(
        std::move(edge));

  std::vector<DependencyFork> forks{{context.environment, {}, {}}};
  for (const auto& [name, same_name] : by_name) {
    if (add_without_split(same_name, context, forks)) continue;
    for (const DependencyEdge& edge : same_name) {
      split_on(edge, context, forks);
      context.budget.note_forks(forks.size());
      if (context.budget.is_spent()) return forks;
    }
  }
  for (const auto& set : context.conflicts.sets()) {
    std::vector<DependencyFork> split;
    for (DependencyFork& fork : forks) {
      split_on_set(std::move(fork), set, context, split);
      context.budget.note_forks(split.size());
      if (context.budget.is_spent()) return split;
    }
    forks = std::move(split);
  }
  return forks;
}

bool has_lower_python(const ForkEnvironment& a, const ForkEnvironment& b) {
  const PythonBounds unbounded;
  return compare_lower_bounds(a.python_bounds().value_or(unbounded).lower,
                              b.python_bounds().value_or(unbounded).lower) < 0;
}

void order_forks(std::vector<DependencyFork>& forks, bool lowest_python_first) {
  std::stable_sort(forks.begin(), forks.end(),
                   [&](const DependencyFork& a, const DependencyFork& b) {
                     const bool a_lower = has_lower_python(a.environment, b.environment);
                     const bool b_lower = has_lower_python(b.environment, a.environment);
                     if (a_lower != b_lower) return lowest_python_first ? b_lower : a_lower;
                     return upper_bounds(a) < upper_bounds(b);
                   });
}

}  // namespace axle
