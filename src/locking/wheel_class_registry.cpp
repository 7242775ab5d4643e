// SPDX-License-Identifier: MIT
#include "locking/wheel_class_registry.hpp"

#include <algorithm>

#include "base/try.hpp"

namespace axle {
namespace {

struct Asked {
  Requirement requirement;
  std::set<const ArmPlatform*> platforms;
};

/// Every requirement once, in the order in which it is met, with the platforms that ask for it.
std::vector<Asked> all_asked(const CoreMetadata& own, const WheelClasses& classes) {
  std::vector<Asked> asked;
  std::map<std::string, std::size_t> places;
  const auto place_of = [&](const Requirement& requirement) {
    const auto [found, is_new] = places.emplace(requirement.to_string(), asked.size());
    if (is_new) asked.push_back({requirement, {}});
    return found->second;
  };
  for (const Requirement& requirement : own.requires_dist) place_of(requirement);
  for (const auto& [platform, metadata] : classes)
    for (const Requirement& requirement : metadata->requires_dist)
      asked[place_of(requirement)].platforms.insert(platform);
  return asked;
}

/// Where it is asked for. Its own marker stands as it is if that keeps it from all other platforms.
Marker where_asked(const Asked& asked, const WheelClasses& classes) {
  const Marker own = asked.requirement.marker;
  Marker asking = Marker::never();
  bool is_for_all = true;
  for (const auto& [platform, metadata] : classes) {
    const bool asks = asked.platforms.contains(platform);
    if (asks) asking |= platform->marker();
    is_for_all = is_for_all && (asks || own.is_disjoint(platform->marker()));
  }
  return is_for_all ? own : own & asking;
}

bool has_tag_of(const DistributionFile& wheel, const DistributionFile& other) {
  return std::ranges::any_of(wheel.wheel()->tags, [&](const Tag& tag) {
    return std::ranges::any_of(other.wheel()->tags, [&](const Tag& same) {
      return tag.python == same.python && tag.abi == same.abi;
    });
  });
}

bool runs_on(const DistributionFile& wheel, const ArmPlatform& platform) {
  return std::ranges::any_of(wheel.wheel()->tags,
                             [&](const Tag& tag) { return platform.has(tag.platform); });
}

}  // namespace

std::shared_ptr<const CoreMetadata> merged_metadata(const CoreMetadata& own,
                                                    const WheelClasses& classes) {
  CoreMetadata merged = own;
  merged.requires_dist.clear();
  bool is_same = true;
  for (Asked& asked : all_asked(own, classes)) {
    const Marker where = where_asked(asked, classes);
    is_same = is_same && where == asked.requirement.marker &&
              merged.requires_dist.size() < own.requires_dist.size();
    asked.requirement.marker = where;
    if (!where.is_never()) merged.requires_dist.push_back(std::move(asked.requirement));
  }
  if (is_same && merged.requires_dist.size() == own.requires_dist.size()) return nullptr;
  return std::make_shared<const CoreMetadata>(std::move(merged));
}

Result<std::shared_ptr<const PackageListing>> WheelClassRegistry::listing(
    const PackageName& name, const std::optional<IndexUrl>& pin) {
  TRY(auto listing, known_.listing(name, pin));
  if (names_.contains(name))
    pages_.with([&](auto& pages) {
      auto& known = pages[name];
      for (const auto& page : listing->pages)
        if (std::ranges::find(known, page) == known.end()) known.push_back(page);
    });
  return listing;
}

std::vector<std::pair<const ArmPlatform*, const DistributionFile*>> WheelClassRegistry::wheels_of(
    const DistributionFile& file) {
  std::vector<std::pair<const ArmPlatform*, const DistributionFile*>> wheels;
  if (!file.is_wheel() || !names_.contains(file.name())) return wheels;
  const auto pages = pages_.with([&](auto& all) { return all[file.name()]; });
  for (const auto& page : pages) {
    const auto place = page->find(file.version());
    if (page->index() != *file.index || !place) continue;
    const VersionFiles& files = page->files(*place);  // lives as long as the page, which is kept
    for (const ArmPlatform& platform : arm_platforms()) {
      const DistributionFile* best = nullptr;
      for (const DistributionFile& wheel : files.wheels)
        if (runs_on(wheel, platform) &&
            (best == nullptr || (has_tag_of(wheel, file) && !has_tag_of(*best, file))))
          best = &wheel;
      if (best != nullptr) wheels.emplace_back(&platform, best);
    }
    break;
  }
  // One wheel for all leaves nothing to compare.
  if (std::ranges::all_of(wheels, [&](const auto& entry) { return entry.second->url == file.url; }))
    wheels.clear();
  return wheels;
}

void WheelClassRegistry::prefetch_metadata(const DistributionFile& file) {
  known_.prefetch_metadata(file);
  for (const auto& [platform, wheel] : wheels_of(file)) known_.prefetch_metadata(*wheel);
}

Result<std::shared_ptr<const CoreMetadata>> WheelClassRegistry::metadata(
    const DistributionFile& file) {
  TRY(auto own, known_.metadata(file));
  const auto wheels = wheels_of(file);
  if (wheels.empty()) return own;
  if (auto known = merged_.with([&](auto& merged) { return merged[file.url]; })) return known;
  WheelClasses classes;
  for (const auto& [platform, wheel] : wheels) {
    auto metadata = known_.metadata(*wheel);
    if (!metadata && metadata.error().kind == ErrorKind::invalid_input) continue;
    if (!metadata) return std::unexpected(std::move(metadata).error());
    classes.emplace_back(platform, *std::move(metadata));
  }
  auto merged = merged_metadata(*own, classes);
  auto answer = merged ? std::move(merged) : std::move(own);
  merged_.with([&](auto& all) { all[file.url] = answer; });
  return answer;
}

}  // namespace axle
