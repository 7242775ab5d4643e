// SPDX-License-Identifier: MIT
#include "operations/output_pins.hpp"

#include <algorithm>

#include "axle/toml/toml.hpp"
#include "base/file.hpp"
#include "base/try.hpp"
#include "project/requirements_file.hpp"

namespace axle {
namespace {

constexpr std::uint64_t most_pylock_bytes = std::uint64_t{16} << 20;

bool is_upgraded(const PackageName& name, const Settings& settings) {
  return std::ranges::any_of(settings.upgrade_package, [&](const Requirement& requirement) {
    return requirement.name == name;
  });
}

VersionPreference preference_for(PackageName name, Version version) {
  VersionPreference preference{
      .name = std::move(name), .version = std::move(version), .url = {}, .fork_markers = {}};
  preference.source = VersionPreference::Source::requirements_file;
  return preference;
}

OutputPins pins_of_requirements(const RequirementsFile& file, const Settings& settings) {
  OutputPins pins;
  for (const RequirementEntry& entry : file.requirements) {
    const RegistrySource* registry = entry.requirement.registry();
    if (registry == nullptr || registry->specifiers.items().size() != 1 ||
        registry->specifiers.items().front().op != Operator::equal ||
        is_upgraded(entry.requirement.name, settings))
      continue;
    const Version& version = registry->specifiers.items().front().version;
    VersionPreference preference = preference_for(entry.requirement.name, version);
    if (!entry.requirement.marker.is_always())
      preference.fork_markers.push_back(entry.requirement.marker);
    pins.versions.push_back(std::move(preference));
    pins.hashes.emplace(std::pair(entry.requirement.name, version), entry.hashes);
  }
  return pins;
}

/// Whether the file holds to PEP 751 in everything else does not matter to what it pins.
OutputPins pins_of_pylock(const TomlDocument& pylock, const Settings& settings) {
  OutputPins pins;
  const TomlValue* packages = pylock.root().find("packages");
  if (packages == nullptr || !packages->is_array()) return pins;
  for (const TomlValue& package : packages->items) {
    const TomlValue* name = package.find("name");
    const TomlValue* version = package.find("version");
    if (name == nullptr || version == nullptr) continue;
    auto known = PackageName::parse(name->text);
    auto pinned = Version::parse(version->text);
    if (known && pinned && !is_upgraded(*known, settings))
      pins.versions.push_back(preference_for(*std::move(known), *std::move(pinned)));
  }
  return pins;
}

}  // namespace

Result<OutputPins> output_pins(const fs::path& file, bool is_pylock, const Settings& settings,
                               Services& services) {
  if (settings.upgrade || !file_exists(file)) return OutputPins();
  if (is_pylock) {
    TRY(std::string text, read_file(file, most_pylock_bytes));
    TRY(const TomlDocument pylock, TomlDocument::parse(file, std::move(text)));
    return pins_of_pylock(pylock, settings);
  }
  TRY(const RequirementsFile pins, read_requirements_file(file, services.environment()));
  return pins_of_requirements(pins, settings);
}

}  // namespace axle
