// SPDX-License-Identifier: MIT
#include "arms/machine_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "accelerator/arm_name.hpp"
#include "accelerator/detect.hpp"
#include "accelerator/findings.hpp"
#include "accelerator/real_root.hpp"
#include "arms/machine_source.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::uint64_t largest_memory = 1 << 14;

bool is_accelerated(const InstalledSet& installed) {
  const auto torch = installed.torch();
  if (!torch) return false;
  const auto kind = accelerator_kind(torch->arm);
  return kind && *kind != AcceleratorKind::cpu;
}

std::string words_of(const Finding& finding) {
  return finding.hint.empty() ? finding.message
                              : fmt::format("{}: {}", finding.message, finding.hint);
}

/// The errors of the machine with these packages.
Result<std::vector<Finding>> errors_of(const InstalledSet& installed, Services& services) {
  TRY(const Catalog catalog, accelerator_catalog(services));
  TRY(const LookedAtMachine looked, look_at_machine(std::nullopt, catalog, services));
  std::vector<Finding> found = find_faults(*looked.root, catalog, looked.machine, installed);
  std::erase_if(found, [](const Finding& one) { return one.severity != Severity::error; });
  return found;
}

/// The torch below one `site-packages`.
std::optional<InstalledSet> torch_in(const std::filesystem::path& site) {
  InstalledSet set;
  const auto visit = [&](const std::string& name, bool is_directory) {
    if (!is_directory || !name.starts_with("torch-") || !name.ends_with(".dist-info")) return;
    set.packages.push_back({.name = "torch", .version = name.substr(6, name.size() - 6 - 10)});
  };
  if (!list_directory(site, visit) || set.packages.size() != 1) return std::nullopt;
  set.torch_arm = arm_of_torch_in(site);
  return set;
}

std::optional<InstalledSet> torch_of(const std::filesystem::path& environment) {
  std::optional<InstalledSet> found;
  const auto visit = [&](const std::string& name, bool is_directory) {
    if (is_directory && name.starts_with("python") && !found)
      found = torch_in(environment / "lib" / name / "site-packages");
  };
  static_cast<void>(list_directory(environment / "lib", visit));
  return found;
}

/// What was found the last time, if machine and torch are the same.
std::optional<std::string> remembered(const std::filesystem::path& file, const std::string& machine,
                                      const std::string& torch) {
  const auto text = read_file(file, largest_memory);
  if (!text) return std::nullopt;
  const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
  const auto member = [&](const char* key) -> std::optional<std::string> {
    if (!json.is_object() || !json.contains(key) || !json[key].is_string()) return std::nullopt;
    return json[key].get<std::string>();
  };
  if (member("machine") != machine || member("torch") != torch) return std::nullopt;
  return member("trouble");
}

}  // namespace

Result<void> warn_of_machine(const InstallPlan& plan, const std::optional<std::string>& accelerator,
                             Services& services) {
  InstalledSet set;
  for (const PlannedInstall& install : plan.installs)
    set.packages.push_back(
        {.name = install.wanted.name.text(), .version = install.wanted.version.to_string()});
  set.torch_arm = accelerator.value_or("");
  if (!is_accelerated(set)) return {};
  TRY(const std::vector<Finding> errors, errors_of(set, services));
  for (const Finding& error : errors)
    services.reporter().warning(fmt::format("{} ({})", words_of(error), error.code));
  return {};
}

std::string torch_trouble(const std::filesystem::path& environment, Services& services) {
  const std::optional<InstalledSet> set = torch_of(environment);
  if (!set || !is_accelerated(*set)) return {};
  const auto torch = set->torch();
  const std::string version = fmt::format("{} {}", set->find("torch")->version, torch->arm);
  RealRoot root(services.environment());
  const std::string machine = machine_fingerprint(root);
  const std::filesystem::path file = environment / machine_memory_name;
  if (auto known = remembered(file, machine, version)) return *std::move(known);
  const auto errors = errors_of(*set, services);
  if (!errors) return {};
  const std::string trouble =
      errors->empty() ? std::string()
                      : fmt::format("torch cannot use this machine's devices: {} (`axle doctor`)",
                                    words_of(errors->front()));
  const nlohmann::ordered_json json{{"machine", machine}, {"torch", version}, {"trouble", trouble}};
  // An environment that cannot be written to only costs another look.
  static_cast<void>(write_file_atomically(
      file, json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"));
  return trouble;
}

}  // namespace axle
