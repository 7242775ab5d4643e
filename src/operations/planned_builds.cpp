// SPDX-License-Identifier: MIT
#include "operations/planned_builds.hpp"

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::uint64_t largest_note = 1 << 20;

/// A note as we would write it, whoever wrote it.
std::string note_of(const InstalledPackage& package, const char* file) {
  const auto text = read_file(package.info_path / file, largest_note);
  if (!text) return {};
  const auto parsed = nlohmann::json::parse(*text, nullptr, false);
  return parsed.is_discarded() ? std::string() : parsed.dump();
}

}  // namespace

Result<void> compare_builds(std::vector<WantedPackage>& wanted,
                            std::vector<InstalledPackage>& installed,
                            const SourceBuilder& builder) {
  for (WantedPackage& package : wanted) {
    if (!package.source) continue;
    TRY(package.notes, builder.notes(*package.source));
    for (InstalledPackage& there : installed) {
      if (there.name != package.name) continue;
      if (std::holds_alternative<DirectorySource>(package.source->place))
        there.source_note = note_of(there, "uv_cache.json");
      there.settings_note = note_of(there, "uv_build.json");
    }
  }
  return {};
}

Result<void> build_planned(InstallPlan& plan, SourceBuilder& builder) {
  for (PlannedInstall& install : plan.installs) {
    WantedPackage& wanted = install.wanted;
    if (!wanted.source) continue;
    TRY(const std::filesystem::path wheel, builder.wheel(*wanted.source));
    TRY(WheelFilename name, WheelFilename::parse(wheel.filename().string()));
    wanted.version = name.version;
    wanted.wheel = {.wheel = std::move(name),
                    .filename = wheel.filename().string(),
                    .url = {},
                    .path = wheel,
                    .hashes = {},
                    .size = std::nullopt,
                    .index = {}};
  }
  return {};
}

}  // namespace axle
