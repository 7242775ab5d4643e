// SPDX-License-Identifier: MIT
#include "resolve/fork_state.hpp"

#include <algorithm>

namespace axle {
namespace {

template <class T>
std::optional<T> tie(std::vector<T>& ties, NameId name, T value, T none) {
  if (ties.size() <= name) ties.resize(name + 1, none);
  const T before = std::exchange(ties[name], value);
  return before == none || before == value ? std::nullopt : std::optional(before);
}

}  // namespace

ForkState::ForkState(const Version& root_version, ForkEnvironment fork_environment,
                     RequiresPython requires_python)
    : solver(PackageTable::root, root_version),
      next(PackageTable::root),
      environment(std::move(fork_environment)),
      python(std::move(requires_python)),
      python_marker(Marker::python_within(python.bounds())) {}

const Pin* ForkState::pin(NameId name, const Version& version) const {
  if (pins_.size() <= name) return nullptr;
  for (const auto& [pinned, pin] : pins_[name])
    if (pinned == version) return &pin;
  return nullptr;
}

void ForkState::set_pin(NameId name, const Version& version, Pin pin) {
  if (pins_.size() <= name) pins_.resize(name + 1);
  for (auto& [pinned, known] : pins_[name])
    if (pinned == version) {
      known = pin;
      return;
    }
  pins_[name].emplace_back(version, pin);
}

std::optional<SourceId> ForkState::tie_to_source(NameId name, SourceId source) {
  return tie(sources_, name, source, no_source);
}
std::optional<IndexId> ForkState::tie_to_index(NameId name, IndexId index) {
  return tie(indexes_, name, index, no_index_id);
}

bool ForkState::has_dependencies(solver::PackageId package, const Version& version) const {
  const std::uint32_t place = solver::index(package);
  return place < added_.size() &&
         std::find(added_[place].begin(), added_[place].end(), version) != added_[place].end();
}

void ForkState::mark_dependencies(solver::PackageId package, const Version& version) {
  const std::uint32_t place = solver::index(package);
  if (added_.size() <= place) added_.resize(place + 1);
  if (!has_dependencies(package, version)) added_[place].push_back(version);
}

const Version* ForkState::selected(solver::PackageId package, const VersionRange& range) const {
  const auto known = selected_.find(solver::index(package));
  return known != selected_.end() && known->second.first == range ? &known->second.second : nullptr;
}

void ForkState::set_selected(solver::PackageId package, const VersionRange& range,
                             const Version& version) {
  selected_.insert_or_assign(solver::index(package), std::pair(range, version));
}

void ForkState::enter(ForkEnvironment part) {
  selected_.clear();  // what suits a part may be better than what suited the whole
  environment = std::move(part);
  const auto bounds = environment.python_bounds();
  if (!bounds) return;
  python = python.narrowed_to(*bounds);
  python_marker = Marker::python_within(python.bounds());
}

}  // namespace axle
