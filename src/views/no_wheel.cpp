// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "views/select_packages.hpp"

namespace axle {
namespace {

std::string quoted(const std::vector<std::string>& tags) {
  std::vector<std::string> words;
  for (const std::string& tag : tags) words.push_back(fmt::format("`{}`", escape_foreign(tag)));
  return join(words, ", ");
}

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (std::ranges::find(list, text) == list.end()) list.push_back(text);
}

std::string os_in_words(const MarkerEnvironment& machine) {
  if (machine.sys_platform == "linux") return "Linux";
  if (machine.sys_platform == "darwin") return "macOS";
  if (machine.sys_platform == "win32") return "Windows";
  return machine.sys_platform;
}

}  // namespace

std::string wheels_hint(const PackageName& name, const std::optional<Version>& stated,
                        std::span<const WheelFilename> wheels, const CompatibleTags& tags,
                        const MarkerEnvironment& machine) {
  std::vector<std::string> platforms;
  std::vector<std::string> pythons;
  for (const WheelFilename& wheel : wheels) {
    for (const Tag& tag : wheel.tags) {
      add_once(pythons, tag.python);
      if (tags.knows_python_and_abi(tag)) add_once(platforms, tag.platform);
    }
  }
  const std::string version = stated ? stated->to_string() : std::string();
  if (platforms.empty() && pythons.empty()) return {};
  if (platforms.empty())
    return fmt::format(
        "You're using CPython {0}.{1} (`cp{0}{1}`), but `{2}` (v{3}) only has wheels with the "
        "following Python implementation tag{4}: {5}",
        tags.python().major, tags.python().minor, name.text(), version,
        pythons.size() == 1 ? "" : "s", quoted(pythons));
  return fmt::format(
      "You're on {} (`{}`), but `{}` (v{}) only has wheels for the following platform{}: {}; "
      "consider adding \"sys_platform == '{}' and platform_machine == '{}'\" to "
      "`tool.uv.required-environments` to ensure axle resolves to a version with compatible wheels",
      os_in_words(machine),
      tags.platforms().empty() ? std::string("any") : tags.platforms().front(), name.text(),
      version, platforms.size() == 1 ? "" : "s", quoted(platforms), machine.sys_platform,
      machine.platform_machine);
}

std::unexpected<Error> no_wheel_for(const LockedPackage& package, const CompatibleTags& tags,
                                    const MarkerEnvironment& machine) {
  std::vector<WheelFilename> wheels;
  for (const LockedFile& file : package.wheels)
    if (auto wheel = WheelFilename::parse(file.filename())) wheels.push_back(*std::move(wheel));
  return fail(ErrorKind::no_solution,
              fmt::format("Distribution `{}=={} @ {}{}` can't be installed because it doesn't have "
                          "a source distribution or wheel for the current platform",
                          package.name.text(),
                          package.version ? package.version->to_string() : std::string("?"),
                          package.source.is_registry() ? "registry+" : "",
                          escape_foreign(package.source.text)),
              wheels_hint(package.name, package.version, wheels, tags, machine));
}

}  // namespace axle
