// SPDX-License-Identifier: MIT
#include "accelerator/torch_builds.hpp"

#include <algorithm>

namespace axle {
namespace {

/// Every series of the data, the newest first.
std::vector<std::string_view> all_series(const Catalog& catalog) {
  std::vector<std::string_view> all;
  for (const KnownBuild& build : catalog.tables().builds)
    if (std::ranges::find(all, build.torch) == all.end()) all.push_back(build.torch);
  std::ranges::sort(
      all, [](std::string_view a, std::string_view b) { return numbers_in(a) > numbers_in(b); });
  return all;
}

/// The two newest series that are older than this one: of the very newest not every arm may be
/// known yet.
std::vector<std::string_view> older_series(const Catalog& catalog, std::string_view release) {
  const auto wanted = numbers_in(release_series(release));
  std::vector<std::string_view> older;
  for (const std::string_view series : all_series(catalog))
    if (numbers_in(series) < wanted && older.size() < 2) older.push_back(series);
  return older;
}

/// The series that may stand in for a release, the best first: its own if the data has it, else
/// older ones, else the oldest.
std::vector<std::string_view> nearest_series(const Catalog& catalog, std::string_view release) {
  const std::vector<std::string_view> all = all_series(catalog);
  const auto wanted = numbers_in(release_series(release));
  for (const std::string_view series : all)
    if (numbers_in(series) == wanted) return {series};
  std::vector<std::string_view> nearest = older_series(catalog, release);
  if (nearest.empty() && !all.empty()) nearest.push_back(all.back());
  return nearest;
}

}  // namespace

TorchBuilds::TorchBuilds(const Catalog& catalog, std::string_view torch_version,
                         std::string_view platform)
    : catalog_(&catalog),
      release_(torch_version.substr(0, torch_version.find('+'))),
      platform_(platform) {
  const auto builds = catalog.tables().builds;
  const bool known = std::ranges::any_of(
      builds, [&](const KnownBuild& build) { return contains(build.versions, release_); });
  if (known) {
    for (const KnownBuild& build : builds)
      if (build.platform == platform && contains(build.versions, release_)) rows_.push_back(&build);
    return;
  }
  for (const std::string_view series : nearest_series(catalog, release_)) {
    if (stands_in_.empty()) stands_in_ = series;
    add_series(series);
  }
}

/// The rows of arms that there is none of yet.
void TorchBuilds::add_series(std::string_view series) {
  for (const KnownBuild& build : catalog_->tables().builds)
    if (build.platform == platform_ && build.torch == series &&
        std::ranges::none_of(rows_, [&](const KnownBuild* row) { return row->arm == build.arm; }))
      rows_.push_back(&build);
}

const KnownBuild* TorchBuilds::find(std::string_view arm) const {
  const auto found = std::ranges::find(rows_, arm, &KnownBuild::arm);
  if (found != rows_.end()) return *found;
  return estimated() ? nearest_older(arm) : nullptr;
}

/// The row of the newest arm of this kind that is older.
const KnownBuild* TorchBuilds::nearest_older(std::string_view arm) const {
  const auto kind = accelerator_kind(arm);
  const KnownBuild* nearest = nullptr;
  for (const KnownBuild* row : rows_) {
    if (!kind || accelerator_kind(row->arm) != kind || arm_goes_before(row->arm, arm)) continue;
    if (nearest == nullptr || arm_goes_before(row->arm, nearest->arm)) nearest = row;
  }
  return nearest;
}

const KnownBuild* TorchBuilds::find_listed(std::string_view arm) const {
  const auto found = std::ranges::find(rows_, arm, &KnownBuild::arm);
  if (found != rows_.end()) return *found;
  TorchBuilds wider = *this;
  for (const std::string_view series : older_series(*catalog_, release_)) wider.add_series(series);
  const auto older = std::ranges::find(wider.rows_, arm, &KnownBuild::arm);
  return older != wider.rows_.end() ? *older : wider.nearest_older(arm);
}

bool TorchBuilds::is_newest_series() const {
  const std::vector<std::string_view> all = all_series(*catalog_);
  return !all.empty() && numbers_in(release_series(release_)) >= numbers_in(all.front());
}

std::vector<std::string> TorchBuilds::arms() const {
  std::vector<std::string> arms;
  for (const KnownBuild* row : rows_) arms.emplace_back(row->arm);
  std::ranges::sort(arms, arm_goes_before);
  return arms;
}

std::string newest_torch(const Catalog& catalog, std::string_view platform) {
  std::string newest;
  for (const KnownBuild& build : catalog.tables().builds) {
    if (build.platform != platform || catalog.pairing(build.torch) == nullptr) continue;
    for (const std::string_view version : build.versions)
      if (newest.empty() || numbers_in(version) > numbers_in(newest)) newest = version;
  }
  return newest;
}

bool has_builds_for(const Catalog& catalog, std::string_view platform) {
  return std::ranges::any_of(catalog.tables().builds,
                             [&](const KnownBuild& build) { return build.platform == platform; });
}

}  // namespace axle
