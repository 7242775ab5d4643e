// SPDX-License-Identifier: MIT
#include "axle/install/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.hpp"

namespace axle {
namespace {

std::string specifier_of(const Version& version, const std::optional<DirectUrl>& direct_url) {
  std::string text = "==" + version.to_string();
  if (direct_url) text += fmt::format(" (from {})", escape_foreign(direct_url->requirement_url()));
  return text;
}

/// Whether both say the same files. An archive's hash is the file's, not the place's: what else is
/// known of the file stands in the notes. Of a repository the commit counts, not how it was found.
bool same_place(std::optional<DirectUrl> a, std::optional<DirectUrl> b) {
  for (auto* url : {&a, &b}) {
    if (!*url) continue;
    if (std::holds_alternative<DirectUrl::Archive>((*url)->source))
      (*url)->source = DirectUrl::Archive{};
    if (auto* repository = std::get_if<DirectUrl::Repository>(&(*url)->source))
      repository->requested_revision.reset();
  }
  return a == b;
}

std::vector<ChangeLine> removal_lines(const InstallPlan& plan) {
  std::vector<ChangeLine> lines;
  for (const InstalledPackage& package : plan.removals)
    lines.push_back({'-', package.name.text(), specifier_of(package.version, package.direct_url)});
  return lines;
}

std::vector<ChangeLine> in_order(std::vector<ChangeLine> lines) {
  // Removed before added: '-' sorts after '+' in ASCII, so it is said in words here.
  std::ranges::stable_sort(lines, {}, [](const ChangeLine& line) {
    return std::tuple(line.name, line.sign != '-', line.specifier);
  });
  return lines;
}
bool is_asked_again(const PackageName& name, const PlanOptions& options) {
  return options.reinstall_all || options.reinstall.contains(name);
}

}  // namespace

bool satisfies(const InstalledPackage& installed, const WantedPackage& wanted,
               const PlanOptions& options) {
  if (installed.kind != InstalledPackage::Kind::dist_info) return false;
  // The local part tells builds of one release apart, `2.5.0+cpu` and `2.5.0+cu128`: neither
  // answers for the other, nor for a plain `2.5.0` of another index.
  if (!wanted.has_any_version && installed.version != wanted.version) return false;
  if (!same_place(installed.direct_url, wanted.direct_url)) return false;
  const bool has_notes = wanted.source != nullptr || wanted.notes != BuildNotes{};
  if (has_notes && (installed.source_note != wanted.notes.source ||
                    installed.settings_note != wanted.notes.settings))
    return false;
  return !options.runs_here || installed.tags.empty() || options.runs_here(installed.tags);
}

Result<InstallPlan> plan_install(std::vector<WantedPackage> wanted,
                                 std::vector<InstalledPackage> installed,
                                 const PlanOptions& options) {
  std::map<PackageName, std::vector<InstalledPackage>> by_name;
  for (InstalledPackage& package : installed) {
    const PackageName name = package.name;
    by_name[name].push_back(std::move(package));
  }
  std::ranges::stable_sort(wanted, {}, &WantedPackage::name);

  InstallPlan plan;
  for (WantedPackage& package : wanted) {
    std::vector<InstalledPackage> there;
    if (const auto found = by_name.find(package.name); found != by_name.end()) {
      there = std::move(found->second);
      by_name.erase(found);
    }
    if (there.size() == 1 && !is_asked_again(package.name, options) &&
        satisfies(there.front(), package, options)) {
      plan.kept.push_back(std::move(there.front()));
      continue;
    }
    using enum PlannedInstall::Action;
    PlannedInstall install{there.empty() ? add : replace, std::move(package), std::move(there)};
    if (install.replaces.size() == 1 &&
        install.replaces.front().version == install.wanted.version &&
        same_place(install.replaces.front().direct_url, install.wanted.direct_url))
      install.action = reinstall;
    plan.installs.push_back(std::move(install));
  }
  for (auto& [name, packages] : by_name) {
    auto& list = options.exact && !options.keep.contains(name) ? plan.removals : plan.extraneous;
    std::ranges::move(packages, std::back_inserter(list));
  }
  return plan;
}

std::vector<WheelToFetch> InstallPlan::wheels() const {
  std::vector<WheelToFetch> wheels;
  wheels.reserve(installs.size());
  for (const PlannedInstall& install : installs) wheels.push_back(install.wanted.wheel);
  return wheels;
}

std::vector<ChangeLine> change_lines(const InstallPlan& plan) {
  std::vector<ChangeLine> lines = removal_lines(plan);
  for (const PlannedInstall& install : plan.installs) {
    const std::string specifier = specifier_of(install.wanted.version, install.wanted.direct_url);
    bool again = false;
    for (const InstalledPackage& package : install.replaces) {
      const std::string old = specifier_of(package.version, package.direct_url);
      if (old == specifier) {
        again = true;
      } else {
        lines.push_back({'-', package.name.text(), old});
      }
    }
    lines.push_back({again ? '~' : '+', install.wanted.name.text(), specifier});
  }
  return in_order(std::move(lines));
}

std::vector<ChangeLine> planned_lines(const InstallPlan& plan,
                                      const std::set<PackageName>& missing) {
  std::vector<ChangeLine> lines = removal_lines(plan);
  for (const PlannedInstall& install : plan.installs) {
    const WantedPackage& wanted = install.wanted;
    for (const InstalledPackage& package : install.replaces)
      lines.push_back(
          {'-', package.name.text(), specifier_of(package.version, package.direct_url)});
    lines.push_back(
        {'+', wanted.name.text(),
         wanted.direct_url && missing.contains(wanted.name)
             ? fmt::format(" @ {}", escape_foreign(wanted.direct_url->requirement_url()))
             : specifier_of(wanted.version, wanted.direct_url)});
  }
  return in_order(std::move(lines));
}

}  // namespace axle
