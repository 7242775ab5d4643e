// SPDX-License-Identifier: MIT
#include "arms/expand_arms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "accelerator/arm_needs.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/arm_platforms.hpp"
#include "lock/arms.hpp"
#include "lock/toml_text.hpp"

namespace axle {
namespace {

/// A package that an accelerator has from its own index.
struct OwnPackage {
  std::string release;              ///< without the local part; that of all its platforms
  std::set<std::string> platforms;  ///< those for which there is a wheel
};

using OwnPackages = std::map<PackageName, OwnPackage>;

OwnPackages own_packages(const Lockfile& lockfile, const LockedArm& arm) {
  OwnPackages own;
  for (const LockedPackage& package : lockfile.packages) {
    if (!package.source.is_registry() || package.source.text != arm.index || !package.version)
      continue;
    OwnPackage& one = own[package.name];
    one.release = package.version->without_local().to_string();
    for (const LockedFile& file : package.wheels) {
      const auto wheel = WheelFilename::parse(file.filename());
      if (!wheel) continue;
      for (const Tag& tag : wheel->tags)
        for (const ArmPlatform& platform : arm_platforms())
          if (platform.has(tag.platform) &&
              std::ranges::find(arm.platforms, platform.name) != arm.platforms.end())
            one.platforms.emplace(platform.name);
    }
  }
  return own;
}

Marker marker_of(const std::set<std::string>& platforms) {
  Marker any = Marker::never();
  for (const std::string& name : platforms)
    if (const ArmPlatform* platform = find_arm_platform(name)) any |= platform->marker();
  return any;
}

std::string extra_name(const LockedArm& arm) { return ExtraName::parse(arm.name)->text(); }
std::string index_name(const LockedArm& arm) { return "accelerator-" + extra_name(arm); }

void add_string(std::string& out, std::string_view text) { append_toml_string(out, text); }

std::string extras_text(const std::vector<OwnPackages>& own, const LockedAccelerators& arms,
                        const Project& project) {
  std::string text = "[project.optional-dependencies]\n";
  for (std::size_t i = 0; i < own.size(); ++i) {
    const LockedArm& arm = arms.arms[i];
    append_toml_key(text, extra_name(arm));
    text += " = [\n";
    const auto add = [&](const std::string& requirement) {
      text += "    ";
      add_string(text, requirement);
      text += ",\n";
    };
    for (const auto& [name, package] : own[i])
      add(fmt::format("{}=={} ; {}", name.text(), package.release,
                      marker_of(package.platforms).to_text().value_or("")));
    const auto& entries = project.accelerators->keys.entries;
    for (const std::string& table : dependency_tables(arm.name, arm.index, arm.needs))
      if (const auto entry = entries.find(table); entry != entries.end())
        for (const Requirement& requirement : entry->second.dependencies)
          add(requirement.to_string());
    text += "]\n";
  }
  return text;
}

std::string sources_text(const std::vector<OwnPackages>& own, const LockedAccelerators& arms) {
  std::set<PackageName> names;
  for (const OwnPackages& packages : own)
    for (const auto& [name, package] : packages) names.insert(name);
  std::string text = "\n[tool.uv.sources]\n";
  for (const PackageName& name : names) {
    text += name.text() + " = [\n";
    for (std::size_t i = 0; i < own.size(); ++i) {
      const auto package = own[i].find(name);
      if (package == own[i].end()) continue;
      text +=
          fmt::format("    {{ index = \"{}\", extra = \"{}\", marker = ", index_name(arms.arms[i]),
                      extra_name(arms.arms[i]));
      add_string(text, marker_of(package->second.platforms).to_text().value_or(""));
      text += " },\n";
    }
    text += "]\n";
  }
  return text;
}

/// The platforms that some accelerator is offered on. Split like this each gets a wheel that runs
/// there; else uv's order of local versions may lock one for all of a system that few of its
/// machines can use.
std::string environments_text(const LockedAccelerators& arms, const Project& project) {
  std::vector<std::string> platforms;
  for (const LockedArm& arm : arms.arms)
    platforms.insert(platforms.end(), arm.platforms.begin(), arm.platforms.end());
  std::string text = "environments = [\n";
  for (const Marker environment : arm_environments(platforms, project.environments)) {
    text += "    ";
    add_string(text, environment.to_text().value_or(""));
    text += ",\n";
  }
  return text + "]\n";
}

}  // namespace

Result<std::string> arms_in_uv_words(const Lockfile& lockfile, const Project& project) {
  const LockedAccelerators& arms = *lockfile.accelerators;
  std::vector<OwnPackages> own;
  for (const LockedArm& arm : arms.arms) {
    TRY(const Lockfile part, project_arm(lockfile, arm.name));
    own.push_back(own_packages(part, arm));
  }
  std::string text = extras_text(own, arms, project);
  text += "\n[tool.uv]\n" + environments_text(arms, project);
  if (arms.arms.size() > 1) {
    text += "conflicts = [[\n";
    for (const LockedArm& arm : arms.arms)
      text += fmt::format("    {{ extra = \"{}\" }},\n", extra_name(arm));
    text += "]]\n";
  }
  text += sources_text(own, arms);
  for (const LockedArm& arm : arms.arms) {
    text += fmt::format("\n[[tool.uv.index]]\nname = \"{}\"\nurl = ", index_name(arm));
    add_string(text, arm.index);
    text += "\nexplicit = true\n";
  }
  return text;
}

}  // namespace axle
