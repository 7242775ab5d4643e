// SPDX-License-Identifier: MIT
#include "pylock/pylock_select.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "base/try.hpp"
#include "views/select_packages.hpp"

namespace axle {
namespace {

/// `chosen`, all of which are to be among `offered`.
template <class Name>
Result<std::vector<Name>> checked(const std::set<Name>& chosen, const std::vector<Name>& offered,
                                  std::string_view what) {
  for (const Name& name : chosen) {
    if (std::ranges::find(offered, name) != offered.end()) continue;
    std::vector<std::string> known;
    for (const Name& one : offered) known.push_back(fmt::format("`{}`", one.text()));
    return fail(
        ErrorKind::invalid_input, fmt::format("the pylock.toml has no {} `{}`", what, name.text()),
        known.empty() ? fmt::format("it has no choice of {0}s: choose them when it is made, "
                                    "such as with `axle export --{1} {2} -o pylock.toml`",
                                    what, what == "extra" ? "extra" : "group", name.text())
                      : fmt::format("it has {}", join_in_words(known, "and")));
  }
  return std::vector<Name>(chosen.begin(), chosen.end());
}

std::string pin(const PylockPackage& package) {
  return package.version ? fmt::format("{}=={}", package.name.text(), package.version->to_string())
                         : package.name.text();
}

Result<void> check_machine(const Pylock& pylock, const PylockMachine& machine) {
  if (pylock.requires_python && !pylock.requires_python->contains(machine.python))
    return fail(
        ErrorKind::invalid_input,
        fmt::format("The requested interpreter resolved to Python {}, which is incompatible with "
                    "the `pylock.toml`'s Python requirement: `{}`",
                    machine.python.to_string(), pylock.requires_python->to_string()),
        "choose another Python with `--python`, or make the file anew for this one");
  const auto holds = [&](Marker marker) { return marker.evaluate_pylock(machine.markers, {}, {}); };
  if (pylock.environments.empty() || std::ranges::any_of(pylock.environments, holds)) return {};
  std::vector<std::string> texts;
  for (const Marker marker : pylock.environments)
    texts.push_back(fmt::format("`{}`", marker.to_text().value_or("")));
  return fail(ErrorKind::invalid_input,
              fmt::format("The current Python platform is not compatible with the `pylock.toml`'s "
                          "environments: {}",
                          join(texts, ", ")),
              "make the file anew for this platform");
}

std::vector<WheelFilename> wheel_names(const PylockPackage& package) {
  std::vector<WheelFilename> names;
  for (const PylockFile& file : package.wheels) names.push_back(*file.wheel);
  return names;
}

std::unexpected<Error> nothing_runs(const PylockPackage& package, const PylockMachine& machine) {
  std::vector<WheelFilename> wheels = wheel_names(package);
  if (package.archive) wheels.push_back(*package.archive->wheel);
  return fail(ErrorKind::no_solution,
              fmt::format("`{}` can't be installed because it doesn't have a source distribution "
                          "or wheel for the current platform",
                          pin(package)),
              wheels_hint(package.name, package.version, wheels, machine.tags, machine.markers));
}

Result<PylockChoice> choose(const Pylock& pylock, std::size_t position,
                            const PylockMachine& machine) {
  using Source = PylockChoice::Source;
  const PylockPackage& package = pylock.packages[position];
  if (package.requires_python && !package.requires_python->contains(machine.python))
    return fail(
        ErrorKind::invalid_input,
        fmt::format("`{}` requires Python {}, but the target Python version is {}", pin(package),
                    package.requires_python->to_string(), machine.python.to_string()),
        "choose another Python with `--python`, or make the file anew for this one");
  if (package.directory) return PylockChoice{position, Source::directory};
  if (package.repository) return PylockChoice{position, Source::repository};
  if (package.archive) {
    // An archive that is no wheel is a source distribution.
    const auto& wheel = package.archive->wheel;
    if (wheel && !machine.tags.priority(*wheel)) return nothing_runs(package, machine);
    return PylockChoice{position, wheel ? Source::archive : Source::sdist};
  }
  if (const auto wheel = best_wheel(wheel_names(package), machine.tags))
    return PylockChoice{position, Source::wheel, *wheel};
  if (package.sdist) return PylockChoice{position, Source::sdist};
  return nothing_runs(package, machine);
}

}  // namespace

Result<std::vector<PylockChoice>> select_pylock(const Pylock& pylock,
                                                const PylockSelection& selection,
                                                const PylockMachine& machine) {
  TRY(const std::vector<ExtraName> extras,
      checked(selection.all_extras ? std::set<ExtraName>(pylock.extras.begin(), pylock.extras.end())
                                   : selection.extras,
              pylock.extras, "extra"));
  TRY(std::vector<GroupName> groups, checked(selection.groups, pylock.groups, "dependency group"));
  if (selection.default_groups)
    groups.insert(groups.end(), pylock.default_groups.begin(), pylock.default_groups.end());
  TRY_OK(check_machine(pylock, machine));
  std::vector<PylockChoice> chosen;
  std::set<PackageName> seen;
  for (std::size_t i = 0; i < pylock.packages.size(); ++i) {
    const PylockPackage& package = pylock.packages[i];
    if (!package.marker.evaluate_pylock(machine.markers, extras, groups)) continue;
    if (!seen.insert(package.name).second)
      return fail(ErrorKind::invalid_input,
                  fmt::format("the pylock.toml has several entries of `{}` for this environment",
                              package.name.text()),
                  "make the file anew: the markers of entries of one name must exclude each other");
    TRY(const PylockChoice choice, choose(pylock, i, machine));
    chosen.push_back(choice);
  }
  return chosen;
}

}  // namespace axle
