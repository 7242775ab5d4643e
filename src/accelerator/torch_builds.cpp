// SPDX-License-Identifier: MIT
#include "accelerator/torch_builds.hpp"

#include <algorithm>

namespace axle {
namespace {

/// The series that may stand in for one, the best first: itself if the data has it, else the two
/// newest that are older (of the very newest not every arm may be known yet), else the oldest.
std::vector<std::string_view> nearest_series(const Catalog& catalog,
                                             std::string_view torch_version) {
  const auto wanted = numbers_in(release_series(torch_version));
  std::vector<std::string_view> all;
  for (const KnownBuild& build : catalog.tables().builds)
    if (std::ranges::find(all, build.torch) == all.end()) all.push_back(build.torch);
  std::ranges::sort(
      all, [](std::string_view a, std::string_view b) { return numbers_in(a) > numbers_in(b); });
  std::vector<std::string_view> nearest;
  for (const std::string_view series : all) {
    if (numbers_in(series) == wanted) return {series};
    if (numbers_in(series) < wanted && nearest.size() < 2) nearest.push_back(series);
  }
  if (nearest.empty() && !all.empty()) nearest.push_back(all.back());
  return nearest;
}

}  // namespace

TorchBuilds::TorchBuilds(const Catalog& catalog, std::string_view torch_version,
                         std::string_view platform) {
  const std::string_view release = torch_version.substr(0, torch_version.find('+'));
  const auto builds = catalog.tables().builds;
  const bool known = std::ranges::any_of(
      builds, [&](const KnownBuild& build) { return contains(build.versions, release); });
  if (known) {
    for (const KnownBuild& build : builds)
      if (build.platform == platform && contains(build.versions, release)) rows_.push_back(&build);
    return;
  }
  for (const std::string_view series : nearest_series(catalog, release)) {
    if (stands_in_.empty()) stands_in_ = series;
    for (const KnownBuild& build : builds)
      if (build.platform == platform && build.torch == series &&
          std::ranges::none_of(rows_, [&](const KnownBuild* row) { return row->arm == build.arm; }))
        rows_.push_back(&build);
  }
}

const KnownBuild* TorchBuilds::find(std::string_view arm) const {
  const auto found = std::ranges::find(rows_, arm, &KnownBuild::arm);
  if (found != rows_.end()) return *found;
  const auto kind = accelerator_kind(arm);
  if (!estimated() || !kind) return nullptr;
  const KnownBuild* nearest = nullptr;
  for (const KnownBuild* row : rows_) {
    if (accelerator_kind(row->arm) != kind || arm_goes_before(row->arm, arm)) continue;
    if (nearest == nullptr || arm_goes_before(row->arm, nearest->arm)) nearest = row;
  }
  return nearest;
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
