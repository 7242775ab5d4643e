// SPDX-License-Identifier: MIT
#include "accelerator/installed_set.hpp"

#include <algorithm>

#include "accelerator/arm_name.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

/// 'cuda: Optional[str] = "12.8"' and "cuda = '12.8'": what is assigned, without quotes; empty for
/// None.
std::string assigned(std::string_view text, std::string_view name) {
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (!line.starts_with(name)) continue;
    const std::string_view rest = trim(line.substr(name.size()));
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos || (equals != 0 && rest.front() != ':')) continue;
    const std::string_view value = trim(rest.substr(equals + 1));
    if (value.size() < 2 || (value.front() != '"' && value.front() != '\'')) return {};
    return std::string(value.substr(1, value.find(value.front(), 1) - 1));
  }
  return {};
}

}  // namespace

const PresentPackage* InstalledSet::find(std::string_view name) const {
  const auto found = std::ranges::find(packages, name, &PresentPackage::name);
  return found == packages.end() ? nullptr : &*found;
}

std::optional<InstalledTorch> InstalledSet::torch() const {
  const PresentPackage* package = find("torch");
  if (package == nullptr) return std::nullopt;
  const std::string& version = package->version;
  const std::size_t plus = version.find('+');
  InstalledTorch torch;
  torch.version = version.substr(0, plus);
  if (plus != std::string::npos) torch.local = version.substr(plus + 1);
  torch.arm = !torch.local.empty() ? torch.local : !torch_arm.empty() ? torch_arm : "cpu";
  return torch;
}

std::string arm_of_version_file(std::string_view text) {
  if (const std::string cuda = assigned(text, "cuda"); !cuda.empty()) {
    const auto numbers = numbers_in(cuda);
    if (numbers.size() >= 2) return "cu" + std::to_string(numbers[0]) + std::to_string(numbers[1]);
  }
  if (const std::string hip = assigned(text, "hip"); !hip.empty()) {
    const auto numbers = numbers_in(hip);
    if (numbers.size() >= 2)
      return "rocm" + std::to_string(numbers[0]) + "." + std::to_string(numbers[1]);
  }
  if (!assigned(text, "xpu").empty()) return "xpu";
  return {};
}

}  // namespace axle
