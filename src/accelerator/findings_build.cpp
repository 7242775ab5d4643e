// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "accelerator/choose.hpp"
#include "accelerator/findings.hpp"
#include "accelerator/torch_builds.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

/// The installed torch against the machine.
class BuildJudge {
 public:
  BuildJudge(const Catalog& catalog, const Machine& machine, InstalledTorch torch,
             std::vector<Finding>& found)
      : catalog_(catalog),
        machine_(machine),
        torch_(std::move(torch)),
        builds_(catalog, torch_.version, machine.platform.key()),
        found_(found) {}

  void judge() {
    if (torch_.arm == "cpu") return judge_cpu_build();
    const auto vendor = vendor_of_arm(torch_.arm);
    if (!vendor) return;  // a build of somebody else's, of which nothing is known
    if (vendor == GpuVendor::amd) judge_rocm_version();
    if (sees(*vendor)) return judge_served(*vendor);
    if (machine_.has_usable_gpu())
      add("build-for-other-vendor", Severity::error,
          fmt::format("{} is for {}, and the devices here are of {}", build_words(),
                      vendor_title(*vendor), seen_vendors()));
    else
      add("gpu-build-without-gpu", Severity::warning,
          fmt::format("{} is here, and no device is visible: it computes on the processor",
                      build_words()),
          "the CPU build is smaller: " + reinstall("cpu"));
  }

 private:
  bool sees(GpuVendor vendor) const {
    return std::ranges::any_of(machine_.gpus, [&](const Gpu& gpu) {
      return gpu.vendor == vendor && gpu.visible && !(vendor == GpuVendor::intel && gpu.integrated);
    });
  }

  std::string seen_vendors() const {
    std::vector<std::string> names;
    for (const GpuVendor vendor : {GpuVendor::nvidia, GpuVendor::amd, GpuVendor::intel})
      if (sees(vendor)) names.emplace_back(vendor_title(vendor));
    return join_in_words(names, "and");
  }

  std::string build_words() const {
    return torch_.local.empty() ? fmt::format("torch {} ({})", escape_foreign(torch_.version),
                                              escape_foreign(torch_.arm))
                                : fmt::format("torch {}+{}", escape_foreign(torch_.version),
                                              escape_foreign(torch_.local));
  }

  /// The arm that this torch would have on this machine; empty or "cpu" if none runs.
  std::string usable_arm() const {
    return choose_accelerator(catalog_, machine_, builds_.arms(), torch_.version,
                              machine_.platform.key())
        .arm;
  }

  std::string reinstall(const std::string& arm) const {
    const auto url = catalog_.index_url(arm);
    return fmt::format("`axle pip install --reinstall torch=={} --index-url {}`",
                       escape_foreign(torch_.version), url ? *url : "URL");
  }

  std::string way_out() const {
    const std::string arm = usable_arm();
    if (!arm.empty() && arm != "cpu") return "the " + arm + " build runs here: " + reinstall(arm);
    const std::string newer = first_torch_with_code();
    if (!newer.empty()) return newer;
    return "no build of torch " + escape_foreign(torch_.version) +
           " runs here but cpu: " + reinstall("cpu");
  }

  /// "torch 2.7.0 with cu128 is the first that runs here", among releases newer than the installed.
  std::string first_torch_with_code() const {
    std::string best;
    for (const KnownBuild& row : catalog_.tables().builds) {
      const std::string_view version = row.versions.front();
      if (row.platform != machine_.platform.key() || at_least(torch_.version, version) ||
          (!best.empty() && at_least(version, best)))
        continue;
      if (vendor_of_arm(row.arm) && refusal_of(catalog_, machine_, row.arm, row).empty())
        best = version;
    }
    if (best.empty()) return {};
    const Choice choice = choose_accelerator(
        catalog_, machine_, TorchBuilds(catalog_, best, machine_.platform.key()).arms(), best,
        machine_.platform.key());
    return fmt::format("torch {} with {} is the first that runs here", best, choice.arm);
  }

  void judge_cpu_build() {
    if (!machine_.has_usable_gpu()) return;
    const std::string arm = usable_arm();
    if (arm.empty() || arm == "cpu") return;
    add("cpu-build-on-gpu-machine", Severity::warning,
        fmt::format("{} computes on the processor, and {} would run here", build_words(), arm),
        reinstall(arm));
  }

  void judge_served(GpuVendor vendor) {
    const KnownBuild* build = builds_.find(torch_.arm);
    // Of the newest releases the data may not have every build, and this one is here.
    if (build == nullptr && builds_.is_newest_series()) build = builds_.find_listed(torch_.arm);
    const std::string why =
        build == nullptr ? "no-code" : refusal_of(catalog_, machine_, torch_.arm, *build);
    const RejectedArm rejected{.arm = torch_.arm, .code = why};
    const std::string words = refusal_words(catalog_, machine_, rejected, torch_.version);
    if (why == "driver-too-old")
      return add("driver-too-old", Severity::error, fmt::format("{}: {}", build_words(), words),
                 way_out() + "; or update the driver");
    if (why == "no-code")
      return add("no-kernel-for-capability", Severity::error,
                 build == nullptr
                     ? fmt::format("{}: there is no such build for this platform", build_words())
                     : words,
                 way_out());
    if (why == "tegra")
      return add("tegra-needs-jetson-index", Severity::error,
                 fmt::format("{}: {}", build_words(), words),
                 "take torch from NVIDIA's index for this release of JetPack");
    if (vendor == GpuVendor::nvidia) judge_cuda_version();
  }

  void judge_cuda_version() {
    const GpuDriver* driver = machine_.driver(GpuVendor::nvidia);
    const std::string cuda = arm_runtime(torch_.arm);
    if (driver == nullptr || at_least(driver->cuda, cuda)) return;
    add("minor-version-compat", Severity::info,
        fmt::format("{} is of CUDA {}, the driver of CUDA {}: it runs, and cannot compile PTX",
                    build_words(), cuda, driver->cuda),
        "programs that compile kernels of their own (Triton, torch.compile) may want a newer "
        "driver");
  }

  void judge_rocm_version() {
    const GpuDriver* driver = machine_.driver(GpuVendor::amd);
    const std::string rocm = arm_runtime(torch_.arm);
    if (driver == nullptr || driver->rocm.empty() ||
        release_series(driver->rocm) == release_series(rocm))
      return;
    add("rocm-userland-differs", Severity::info,
        fmt::format("/opt/rocm is {}, {} brings ROCm {}", escape_foreign(driver->rocm),
                    build_words(), rocm),
        "only programs that load libraries of both are troubled by it");
  }

  void add(std::string code, Severity severity, std::string message, std::string hint = {}) {
    if (hint.empty()) hint = way_out();
    found_.push_back({.code = std::move(code),
                      .severity = severity,
                      .message = std::move(message),
                      .hint = std::move(hint)});
  }

  const Catalog& catalog_;
  const Machine& machine_;
  InstalledTorch torch_;
  TorchBuilds builds_;
  std::vector<Finding>& found_;
};

}  // namespace

void find_build_faults(const Catalog& catalog, const Machine& machine,
                       const InstalledSet& installed, std::vector<Finding>& found) {
  if (auto torch = installed.torch())
    BuildJudge(catalog, machine, *std::move(torch), found).judge();
}

}  // namespace axle
