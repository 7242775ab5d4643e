// SPDX-License-Identifier: MIT
#include "locking/wheel_class_registry.hpp"

#include <algorithm>

#include "base/try.hpp"

namespace axle {
namespace {

struct Asked {
  Requirement requirement;
  std::set<std::size_t> classes;  // positions of those that ask for it
};

/// Every requirement once, in the order in which it is met, with the classes that ask for it.
std::vector<Asked> all_asked(const CoreMetadata& own, const WheelClasses& classes) {
  std::vector<Asked> asked;
  std::map<std::string, std::size_t> places;
  const auto place_of = [&](const Requirement& requirement) {
    const auto [found, is_new] = places.emplace(requirement.to_string(), asked.size());
    if (is_new) asked.push_back({requirement, {}});
    return found->second;
  };
  for (const Requirement& requirement : own.requires_dist) place_of(requirement);
  for (std::size_t i = 0; i < classes.size(); ++i)
    for (const Requirement& requirement : classes[i].metadata->requires_dist)
      asked[place_of(requirement)].classes.insert(i);
  return asked;
}

/// Where it is asked for. Its own marker stands as it is if that keeps it from all other places.
Marker where_asked(const Asked& asked, const WheelClasses& classes) {
  const Marker own = asked.requirement.marker;
  Marker asking = Marker::never();
  bool is_for_all = true;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const bool asks = asked.classes.contains(i);
    if (asks) asking |= classes[i].where;
    is_for_all = is_for_all && (asks || own.is_disjoint(classes[i].where));
  }
  return is_for_all ? own : own & asking;
}

}  // namespace

std::shared_ptr<const CoreMetadata> merged_metadata(const CoreMetadata& own,
                                                    const WheelClasses& classes) {
  CoreMetadata merged = own;
  merged.requires_dist.clear();
  for (const WheelClass& wheel_class : classes)
    for (const ExtraName& extra : wheel_class.metadata->provides_extras)
      if (std::ranges::find(merged.provides_extras, extra) == merged.provides_extras.end())
        merged.provides_extras.push_back(extra);
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
  pages_.with([&](auto& pages) {
    auto& known = pages[name];
    for (const auto& page : listing->pages)
      if (std::ranges::find(known, page) == known.end()) known.push_back(page);
  });
  return listing;
}

std::vector<PlacedWheel> WheelClassRegistry::wheels_of(const DistributionFile& file) {
  if (!file.is_wheel()) return {};
  const auto pages = pages_.with([&](auto& all) { return all[file.name()]; });
  for (const auto& page : pages) {
    const auto place = page->find(file.version());
    if (page->index() == *file.index && place)
      return placed_wheels(page->files(*place), file, requires_python_,
                           family_.contains(file.name()));
  }
  return {};
}

void WheelClassRegistry::prefetch_metadata(const DistributionFile& file) {
  known_.prefetch_metadata(file);
  for (const PlacedWheel& placed : wheels_of(file)) known_.prefetch_metadata(*placed.file);
}

Result<std::shared_ptr<const CoreMetadata>> WheelClassRegistry::metadata(
    const DistributionFile& file) {
  if (auto known = merged_.with([&](auto& merged) { return merged[file.url]; })) return known;
  TRY(auto own, known_.metadata(file));
  WheelClasses classes;
  for (const PlacedWheel& placed : wheels_of(file)) {
    auto metadata = known_.metadata(*placed.file);
    if (!metadata && metadata.error().kind == ErrorKind::invalid_input) continue;
    if (!metadata) return std::unexpected(std::move(metadata).error());
    classes.push_back({placed.where, *std::move(metadata)});
  }
  auto merged = classes.empty() ? nullptr : merged_metadata(*own, classes);
  auto answer = merged ? std::move(merged) : std::move(own);
  merged_.with([&](auto& all) { all[file.url] = answer; });
  return answer;
}

}  // namespace axle
