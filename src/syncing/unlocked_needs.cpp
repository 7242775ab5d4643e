// SPDX-License-Identifier: MIT
#include "syncing/unlocked_needs.hpp"

#include <fmt/format.h>

#include "axle/standards/core_metadata.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {

UnlockedNeeds::UnlockedNeeds(std::set<PackageName> known, const Project& project,
                             const Settings& settings, const MarkerEnvironment& machine)
    : known_(std::move(known)), machine_(machine) {
  for (const ProjectMember& member : project.members) known_.insert(member.name);
  for (const Override& entry : project.overrides) known_.insert(entry.requirement.name);
  for (const Exclude& entry : project.excludes) known_.insert(entry.name);
  for (const StatedMetadata& stated : settings.dependency_metadata) stated_.insert(stated.name);
}

Result<void> UnlockedNeeds::look_at(const WheelToFetch& wheel, const StoredWheel& stored) {
  if (stated_.contains(wheel.wheel.name)) return {};
  TRY(const std::string text,
      read_file(stored.tree / std::string(stored.manifest->dist_info) / "METADATA",
                CoreMetadata::max_bytes));
  TRY(const CoreMetadata metadata, CoreMetadata::parse(text));
  std::vector<std::string> missing;
  for (const Requirement& requirement : metadata.requires_dist)
    if (!known_.contains(requirement.name) && requirement.marker.evaluate(machine_))
      missing.push_back(fmt::format("`{}`", requirement.name.text()));
  if (missing.empty()) return {};
  std::string line = fmt::format(
      "`{}` needs {}, which the lock does not have: it was made from another wheel of this version "
      "that does not ask for it; add {} to the project's dependencies",
      escape_foreign(wheel.filename), join_in_words(missing, "and"),
      missing.size() == 1 ? "it" : "them");
  lines_.with([&](auto& lines) { lines.insert(std::move(line)); });
  return {};
}

std::vector<std::string> UnlockedNeeds::warnings() {
  return lines_.with(
      [](const auto& lines) { return std::vector<std::string>(lines.begin(), lines.end()); });
}

}  // namespace axle
