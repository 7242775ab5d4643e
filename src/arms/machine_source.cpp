// SPDX-License-Identifier: MIT
#include "arms/machine_source.hpp"

#include <algorithm>

#include "accelerator/detect.hpp"
#include "accelerator/overrides.hpp"
#include "accelerator/profiles.hpp"
#include "accelerator/real_root.hpp"
#include "arms/installed_graph.hpp"
#include "base/file.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

/// The file that `accelerator-data` names in the pyproject.toml here or above; none if nothing
/// does.
Result<std::optional<fs::path>> configured_data(Services& services) {
  if (services.run_options().no_config) return std::optional<fs::path>{};
  for (fs::path folder = services.project_directory();; folder = folder.parent_path()) {
    const fs::path file = folder / "pyproject.toml";
    if (file_exists(file)) {
      TRY(const TomlDocument document, services.toml_files().read(file));
      const TomlValue* value = document.root().find_path({"tool", "axle", "accelerator-data"});
      if (value == nullptr) return std::optional<fs::path>{};
      if (!value->is_string())
        return document.error(value->position, "`accelerator-data` is the path of a file");
      return std::optional(folder / value->text);
    }
    if (!folder.has_relative_path()) return std::optional<fs::path>{};
  }
}

InstalledSet recorded_set(const RecordedRoot& root) {
  InstalledSet set;
  for (const RecordedPackage& package : root.packages()) {
    set.packages.push_back({.name = package.name, .version = package.version});
    if (package.name == "torch") set.torch_arm = package.arm;
  }
  return set;
}

/// "nvidia-cublas-cu12==12.8.4.1" for each requirement of torch that allows one version.
std::vector<std::string> exact_requirements(const InstalledNode& torch) {
  std::vector<std::string> pins;
  for (const Requirement& requirement : torch.needs) {
    const std::string specifiers = requirement.specifiers.to_string(",");
    if (specifiers.starts_with("==") && specifiers.find_first_of(",*") == std::string::npos)
      pins.push_back(requirement.name.text() + specifiers);
  }
  return pins;
}

}  // namespace

Result<Catalog> accelerator_catalog(Services& services) {
  if (const auto named = services.environment().get_nonempty("AXLE_ACCELERATOR_DATA"))
    return Catalog::read(services.directory() / *named);
  TRY(const auto configured, configured_data(services));
  if (configured) return Catalog::read(*configured);
  return Catalog::built_in();
}

Result<LookedAtMachine> look_at_machine(const std::optional<std::string>& profile,
                                        const Catalog& catalog, Services& services) {
  LookedAtMachine looked;
  if (profile) {
    TRY(std::unique_ptr<RecordedRoot> recorded, open_profile(*profile, services.directory()));
    if (!recorded->packages().empty() || directory_exists(services.directory() / *profile))
      looked.recorded = recorded_set(*recorded);
    looked.root = std::move(recorded);
  } else {
    looked.root = std::make_unique<RealRoot>(services.environment());
  }
  if (auto wrong = wrong_override(*looked.root))
    return fail(ErrorKind::invalid_input, *std::move(wrong),
                "unset it, or set it to what the machine has");
  looked.machine = detect(*looked.root, catalog);
  return looked;
}

std::string arm_of_torch_in(const fs::path& site) {
  constexpr std::uint64_t largest_version_file = 1 << 16;
  const auto text = read_file(site / "torch/version.py", largest_version_file);
  return text ? arm_of_version_file(*text) : std::string{};
}

Result<InstalledSet> installed_set(const Interpreter& interpreter) {
  TRY(const std::vector<InstalledNode> graph, installed_graph(interpreter));
  InstalledSet set;
  for (const InstalledNode& node : graph) {
    const std::string& name = node.distribution.name.text();
    set.packages.push_back({.name = name, .version = node.distribution.version.to_string()});
    if (name != "torch") continue;
    set.torch_pins = exact_requirements(node);
    set.torch_arm = arm_of_torch_in(node.distribution.info.parent_path());
  }
  return set;
}

}  // namespace axle
