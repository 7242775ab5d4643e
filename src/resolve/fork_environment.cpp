// SPDX-License-Identifier: MIT
#include "resolve/fork_environment.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace axle {
namespace {

bool holds(const ForkEnvironment::Items& items, ConflictTable::Item item) {
  return std::binary_search(items.begin(), items.end(), item);
}

void insert(ForkEnvironment::Items& items, ConflictTable::Item item) {
  const auto place = std::lower_bound(items.begin(), items.end(), item);
  if (place == items.end() || *place != item) items.insert(place, item);
}

}  // namespace

ForkEnvironment ForkEnvironment::one() { return {}; }

ForkEnvironment ForkEnvironment::all() {
  ForkEnvironment environment;
  environment.is_universal_ = true;
  return environment;
}

bool ForkEnvironment::excludes(ConflictTable::Item item) const { return holds(excluded_, item); }

bool ForkEnvironment::allows(const ConflictTable& conflicts, ConflictTable::Item item) const {
  if (excludes(item)) return false;
  // An extra needs its project, so it goes with it, unless it was asked for itself. Groups stand
  // alone.
  if (!conflicts.is_extra(item)) return true;
  const auto project = conflicts.find_project(conflicts.package(item));
  return !project || !excludes(*project) || holds(included_, item);
}

bool ForkEnvironment::allows_extra(const ConflictTable& conflicts, NameId package,
                                   ExtraId extra) const {
  if (excluded_.empty()) return true;
  if (const auto item = conflicts.find_extra(package, extra)) return allows(conflicts, *item);
  const auto project = conflicts.find_project(package);
  return !project || !excludes(*project);
}

ForkEnvironment ForkEnvironment::narrowed(Marker marker) const {
  ForkEnvironment environment = *this;
  environment.marker_ = marker_ & marker;
  return environment;
}

std::optional<ForkEnvironment> ForkEnvironment::with_items(
    std::span<const ConflictTable::Item> included,
    std::span<const ConflictTable::Item> excluded) const {
  ForkEnvironment environment = *this;
  for (const auto item : included) insert(environment.included_, item);
  for (const auto item : excluded) insert(environment.excluded_, item);
  for (const auto item : environment.included_)
    if (environment.excludes(item)) return std::nullopt;
  return environment;
}

std::optional<std::pair<ForkEnvironment, ForkEnvironment>> ForkEnvironment::split(
    Marker marker) const {
  const Marker complement = ~marker;
  if (marker_.is_disjoint(marker) || marker_.is_disjoint(complement)) return std::nullopt;
  return std::pair(narrowed(marker), narrowed(complement));
}

Marker ForkEnvironment::universal_marker(const ConflictTable& conflicts) const {
  Marker marker = marker_;
  for (const auto item : excluded_) marker = marker & ~conflicts.marker(item);
  for (const auto item : included_) marker = marker & conflicts.marker(item);
  return marker;
}

std::optional<PythonBounds> ForkEnvironment::python_bounds() const {
  if (!is_universal_) return std::nullopt;
  return marker_.python_range();
}

namespace {

// A group as uv names it where a fork is described, apart from an extra of the same name.
std::string item_text(const ConflictItem& item) {
  if (const auto* group = std::get_if<GroupName>(&item.kind))
    return fmt::format("{}[group:{}]", item.package.text(), group->text());
  return to_string(item);
}

}  // namespace

std::string ForkEnvironment::describe(const ConflictTable& conflicts) const {
  if (!is_universal_ || (marker_.is_always() && included_.empty() && excluded_.empty())) return {};
  std::vector<std::string> parts;
  const auto list = [&](const char* title, const Items& items) {
    if (items.empty()) return;
    std::set<std::string> texts;
    for (const auto item : items) texts.insert(item_text(conflicts.value(item)));
    parts.push_back(fmt::format("{}: {}", title, fmt::join(texts, ", ")));
  };
  if (const auto text = marker_.to_text()) parts.push_back(fmt::format("markers: {}", *text));
  list("included", included_);
  list("excluded", excluded_);
  return fmt::format("split ({})", fmt::join(parts, "; "));
}

}  // namespace axle
