// SPDX-License-Identifier: MIT
#include "accelerator/choose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "accelerator/arm_needs.hpp"
#include "accelerator/intel_detect.hpp"
#include "accelerator/torch_builds.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

bool has_cuda_code(const KnownBuild& build, const Gpu& gpu, std::string_view driver_cuda,
                   std::string_view arm_cuda) {
  const auto have = numbers_in(gpu.capability());
  if (have.empty()) return true;
  const auto not_newer = [&](std::string_view arch) { return numbers_in(arch) <= have; };
  const bool has_cubin = std::ranges::any_of(build.archs, [&](std::string_view arch) {
    const auto numbers = numbers_in(arch);
    return !numbers.empty() && numbers.front() == have.front() && not_newer(arch);
  });
  return has_cubin ||
         (std::ranges::any_of(build.ptx, not_newer) && at_least(driver_cuda, arm_cuda));
}

std::string cuda_refusal(const Catalog& catalog, const Machine& machine, std::string_view arm,
                         const KnownBuild& build, const std::vector<const Gpu*>& gpus) {
  const std::string& l4t = machine.platform.l4t;
  if (!l4t.empty()) {
    const auto release = numbers_in(l4t);
    for (const Gpu* gpu : gpus)
      for (const TegraFloor& floor : catalog.tables().tegra)
        if (floor.capability == gpu->capability() && release.front() < floor.l4t) return "tegra";
  }
  const GpuDriver* driver = machine.driver(GpuVendor::nvidia);
  const std::string cuda = arm_runtime(arm);
  // A board without a driver of its own number is judged by its L4T alone.
  const std::string_view version = driver != nullptr ? std::string_view(driver->version) : "";
  const bool by_compat =
      driver != nullptr && !driver->compat.empty() && at_least(driver->compat, cuda);
  const bool enough = at_least(version, driver_floor(catalog, machine.platform, arm)) ||
                      (version.empty() && !l4t.empty());
  if (!enough && !by_compat) return "driver-too-old";
  const std::string_view driver_cuda = driver != nullptr ? std::string_view(driver->cuda) : "";
  const bool served = std::ranges::all_of(
      gpus, [&](const Gpu* gpu) { return has_code(build, *gpu, driver_cuda, cuda); });
  return served ? "" : "no-code";
}

/// "NVIDIA H100 80GB HBM3 and 7 more".
std::string device_words(const std::vector<const Gpu*>& gpus) {
  if (gpus.empty()) return "this machine";
  std::string words = escape_foreign(gpus.front()->name);
  if (gpus.size() > 1) words += fmt::format(" and {} more", gpus.size() - 1);
  return words;
}

/// In the order in which they are asked.
bool goes_before(const ListedArm& a, const ListedArm& b) {
  const auto rank = [](const ListedArm& arm) {
    auto kind = accelerator_kind(arm.name);
    if (const auto needs = parse_arm_needs(arm.needs); !arm.needs.empty() && needs)
      kind = needs->kind;
    return std::pair(kind ? static_cast<int>(*kind) : 1 + static_cast<int>(AcceleratorKind::cpu),
                     arm.needs.empty());
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (a.needs.empty()) return arm_goes_before(a.name, b.name);
  const auto runtime = [](const ListedArm& arm) {
    const auto needs = parse_arm_needs(arm.needs);
    return needs ? numbers_in(needs->runtime) : std::vector<std::uint64_t>();
  };
  const auto newness = runtime(a) <=> runtime(b);
  return newness != 0 ? newness > 0 : a.name < b.name;
}

/// The newest arm that was examined and cannot run here; null if none was.
const RejectedArm* first_refused(const std::vector<RejectedArm>& rejected) {
  const auto found = std::ranges::find_if(rejected, [](const RejectedArm& arm) {
    return arm.code == "driver-too-old" || arm.code == "no-code" || arm.code == "tegra";
  });
  return found == rejected.end() ? nullptr : &*found;
}

std::string no_device_words(const Machine& machine) {
  std::string words = "no device that these builds could use is visible";
  for (const Gpu& gpu : machine.gpus)
    if (!gpu.visible && !gpu.why.empty())
      return words + fmt::format(" ({}: {})", escape_foreign(gpu.name), gpu.why);
  return words;
}

class Chooser {
 public:
  Chooser(const Catalog& catalog, const Machine& machine, std::string_view torch_version,
          std::string_view platform)
      : catalog_(catalog),
        machine_(machine),
        torch_(torch_version.substr(0, torch_version.find('+'))),
        platform_(platform),
        builds_(catalog, torch_version, platform) {}

  /// `are_listed`: an index has a build of each of them.
  Choice choose(std::vector<ListedArm> arms, bool are_listed) {
    are_listed_ = are_listed;
    std::ranges::sort(arms, goes_before);
    const auto rest = std::ranges::unique(arms, {}, &ListedArm::name);
    arms.erase(rest.begin(), rest.end());
    for (const ListedArm& arm : arms) examine(arm);
    if (builds_.estimated())
      choice_.estimate = fmt::format(
          "torch {} is not in the data: what its builds can run on is taken from torch {}", torch_,
          builds_.stands_in());
    decide(arms);
    if (choice_.estimate.empty() && !estimated_from_.empty())
      choice_.estimate = fmt::format(
          "{} of torch {} is not in the data: what it can run on is taken from torch {}",
          join_in_words(estimated_, "and"), escape_foreign(torch_), estimated_from_);
    return std::move(choice_);
  }

 private:
  std::string taken_devices() const {
    const auto vendor = vendor_of_kind(*taken_kind_);
    return device_words(vendor ? machine_.counted(*vendor) : std::vector<const Gpu*>());
  }

  const KnownBuild* build_of(const std::string& arm) {
    const KnownBuild* build = builds_.find(arm);
    if (build != nullptr || !are_listed_) return build;
    build = builds_.find_listed(arm);
    if (build == nullptr || taken_kind_ || !vendor_of_arm(arm)) return build;
    estimated_.push_back(escape_foreign(arm));
    if (estimated_from_.empty()) estimated_from_ = build->torch;
    return build;
  }

  /// An arm of the project's own, by what it says that it needs.
  void examine_own(const ListedArm& arm) {
    const auto needs = parse_arm_needs(arm.needs);
    if (!needs) return reject(arm.name, "no-build");
    if (taken_kind_) return reject(arm.name, taken_kind_ == needs->kind ? "older" : "other-vendor");
    const std::string why = axle::refusal_of(*needs, machine_);
    if (!why.empty()) return reject(arm.name, why, arm.needs);
    choice_.arm = arm.name;
    taken_kind_ = needs->kind;
  }

  void examine(const ListedArm& listed) {
    if (!listed.needs.empty()) return examine_own(listed);
    const std::string& arm = listed.name;
    const KnownBuild* build = build_of(arm);
    const auto kind = accelerator_kind(arm);
    if (build == nullptr || !kind) return reject(arm, "no-build");
    if (kind == AcceleratorKind::cpu) return;  // taken when nothing else is
    if (taken_kind_) return reject(arm, taken_kind_ == kind ? "older" : "other-vendor");
    const std::string why = refusal_of(catalog_, machine_, arm, *build);
    if (!why.empty()) return reject(arm, why);
    choice_.arm = arm;
    taken_kind_ = kind;
  }

  void reject(const std::string& arm, std::string code, std::string needs = {}) {
    choice_.rejected.push_back({.arm = arm, .code = std::move(code), .needs = std::move(needs)});
  }

  std::string stands_against(const RejectedArm& rejected) const {
    return refusal_words(catalog_, machine_, rejected, torch_);
  }

  void decide(const std::vector<ListedArm>& arms) {
    const RejectedArm* refused = first_refused(choice_.rejected);
    if (!choice_.arm.empty()) {
      choice_.code = "accelerator";
      choice_.reason = fmt::format("{} runs on {}", choice_.arm, taken_devices());
      if (refused != nullptr) choice_.reason += "; " + stands_against(*refused);
      return;
    }
    const bool offers_cpu = std::ranges::find(arms, "cpu", &ListedArm::name) != arms.end();
    if (offers_cpu && build_of("cpu") != nullptr) return take_cpu(refused);
    const bool any_build = std::ranges::any_of(
        choice_.rejected, [](const RejectedArm& arm) { return arm.code != "no-build"; });
    choice_.code = any_build ? "nothing-fits" : "no-build";
    std::vector<std::string> names;
    for (const ListedArm& arm : arms) names.push_back(escape_foreign(arm.name));
    if (!any_build)
      choice_.reason = fmt::format("torch {} has no build for {} in {}", escape_foreign(torch_),
                                   escape_foreign(platform_), join(names, ", "));
    else
      choice_.reason = refused != nullptr ? stands_against(*refused) : no_device_words(machine_);
  }

  void take_cpu(const RejectedArm* refused) {
    choice_.arm = "cpu";
    std::set<std::string> codes;
    for (const RejectedArm& arm : choice_.rejected)
      if (arm.code != "no-build") codes.insert(arm.code);
    if (codes.empty()) {
      choice_.code = "cpu-no-other-build";
      choice_.reason = fmt::format("cpu is the only build of torch {} among these for {}",
                                   escape_foreign(torch_), escape_foreign(platform_));
    } else if (codes == std::set<std::string>{"no-device"}) {
      choice_.code = "cpu-no-device";
      choice_.reason = "cpu: " + no_device_words(machine_);
    } else {
      choice_.code = "cpu-no-usable-arm";
      choice_.reason = "cpu: " + (refused != nullptr ? stands_against(*refused) : "");
    }
  }

  const Catalog& catalog_;
  const Machine& machine_;
  std::string torch_, platform_;
  TorchBuilds builds_;
  bool are_listed_ = false;
  std::vector<std::string> estimated_;  // what find_listed() answered for
  std::string estimated_from_;          // the series that it answered with
  std::optional<AcceleratorKind> taken_kind_;
  Choice choice_;
};

}  // namespace

Choice choose_accelerator(const Catalog& catalog, const Machine& machine,
                          std::vector<std::string> arms, std::string_view torch_version,
                          std::string_view platform) {
  std::vector<ListedArm> listed;
  for (std::string& arm : arms) listed.push_back({.name = std::move(arm)});
  return Chooser(catalog, machine, torch_version, platform).choose(std::move(listed), false);
}

Choice choose_listed(const Catalog& catalog, const Machine& machine, std::vector<ListedArm> arms,
                     std::string_view torch_version, std::string_view platform) {
  return Chooser(catalog, machine, torch_version, platform).choose(std::move(arms), true);
}

std::optional<GpuVendor> vendor_of_arm(std::string_view arm) {
  const auto kind = accelerator_kind(arm);
  return kind ? vendor_of_kind(*kind) : std::nullopt;
}

std::optional<GpuVendor> vendor_of_kind(AcceleratorKind kind) {
  if (kind == AcceleratorKind::cuda) return GpuVendor::nvidia;
  if (kind == AcceleratorKind::rocm) return GpuVendor::amd;
  if (kind == AcceleratorKind::xpu) return GpuVendor::intel;
  return std::nullopt;
}

std::string_view driver_floor(const Catalog& catalog, const MachinePlatform& platform,
                              std::string_view arm) {
  const KnownArm* known = catalog.nearest_arm(arm);
  if (known == nullptr) return {};
  return platform.is_wsl() ? known->windows_driver : known->linux_driver;
}

bool has_code(const KnownBuild& build, const Gpu& gpu, std::string_view driver_cuda,
              std::string_view arm_cuda) {
  if (gpu.vendor == GpuVendor::nvidia) return has_cuda_code(build, gpu, driver_cuda, arm_cuda);
  const std::string& arch = gpu.runs_as.empty() ? gpu.arch : gpu.runs_as;
  if (arch.empty()) return true;
  return contains(build.archs, gpu.vendor == GpuVendor::amd ? arch : ip_family(arch));
}

std::string refusal_of(const Catalog& catalog, const Machine& machine, std::string_view arm,
                       const KnownBuild& build) {
  const auto vendor = vendor_of_arm(arm);
  if (!vendor) return {};
  const std::vector<const Gpu*> gpus = machine.counted(*vendor);
  if (gpus.empty()) return "no-device";
  if (*vendor == GpuVendor::nvidia) return cuda_refusal(catalog, machine, arm, build, gpus);
  const bool served =
      std::ranges::all_of(gpus, [&](const Gpu* gpu) { return has_code(build, *gpu, {}, {}); });
  return served ? "" : "no-code";
}

std::string refusal_words(const Catalog& catalog, const Machine& machine,
                          const RejectedArm& rejected, std::string_view torch_version) {
  const std::string arm = escape_foreign(rejected.arm);
  const std::string torch = escape_foreign(torch_version);
  if (!rejected.needs.empty())
    return fmt::format("{} needs {}, which is not here", arm, escape_foreign(rejected.needs));
  if (rejected.code == "no-build") return fmt::format("torch {} has no {} build here", torch, arm);
  if (rejected.code == "no-device") return fmt::format("{}: no device that it could use", arm);
  if (rejected.code == "older") return fmt::format("{}: a newer one was taken", arm);
  if (rejected.code == "other-vendor") return fmt::format("{}: another kind was taken", arm);
  if (rejected.code == "tegra")
    return fmt::format("{} of the PyTorch index does not run on this Jetson (L4T {})", arm,
                       escape_foreign(machine.platform.l4t));
  if (rejected.code == "driver-too-old") {
    const GpuDriver* driver = machine.driver(GpuVendor::nvidia);
    const std::string version =
        driver == nullptr || driver->version.empty() ? "unknown" : escape_foreign(driver->version);
    return fmt::format("{} needs driver {}, this one is {}", arm,
                       driver_floor(catalog, machine.platform, rejected.arm), version);
  }
  const TorchBuilds builds(catalog, torch_version, machine.platform.key());
  const KnownBuild* build = builds.find_listed(rejected.arm);
  const GpuDriver* driver = machine.driver(GpuVendor::nvidia);
  const auto vendor = vendor_of_arm(rejected.arm);
  std::string archs;
  if (build != nullptr && vendor)
    for (const Gpu* gpu : machine.counted(*vendor))
      if (archs.empty() &&
          !has_code(*build, *gpu, driver != nullptr ? driver->cuda : "", arm_runtime(rejected.arm)))
        archs = gpu->runs_as.empty() ? gpu->arch : gpu->runs_as;
  return fmt::format("{} of torch {} has no code for {}", arm, torch, escape_foreign(archs));
}

}  // namespace axle
