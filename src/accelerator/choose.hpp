// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accelerator/catalog.hpp"
#include "accelerator/machine.hpp"

namespace axle {

/// Why an arm was not taken: "no-build", "no-device", "tegra", "driver-too-old", "no-code"; or not
/// examined: "older", "other-vendor".
struct RejectedArm {
  std::string arm;
  std::string code;
  std::string needs = {};  ///< what an arm of the project's own asks for, as the project says it
};

/// A value.
struct Choice {
  std::string arm;                    ///< empty if nothing fits
  std::string code;                   ///< "accelerator", "cpu-no-other-build", "cpu-no-device",
                                      ///< "cpu-no-usable-arm", "no-build", "nothing-fits"
  std::string reason;                 ///< one line for people
  std::vector<RejectedArm> rejected;  ///< in the order of arm_goes_before
  std::string estimate;               ///< a line that says what is not in the data; empty if all is
};

/// The first of `arms` that this machine can run with this torch: CUDA before ROCm before XPU, the
/// newest first, then cpu. `platform` is a key of the data (MachinePlatform::key); it need not be
/// the machine's own.
Choice choose_accelerator(const Catalog& catalog, const Machine& machine,
                          std::vector<std::string> arms, std::string_view torch_version,
                          std::string_view platform);

/// An arm whose index has builds of the torch that is meant.
struct ListedArm {
  std::string name;
  std::string needs = {};  ///< of a project's own: what parse_arm_needs() reads
};

/// The same where somebody has looked: every one of `arms` has a build of this torch for the
/// platform, whatever the data knows of. What it lacks is estimated from the nearest known build.
/// An arm of a project's own goes before the publisher's of its kind; without a word on what it
/// needs it is never chosen.
Choice choose_listed(const Catalog& catalog, const Machine& machine, std::vector<ListedArm> arms,
                     std::string_view torch_version, std::string_view platform);

/// Why the devices of the machine cannot run a build that exists, in the words of RejectedArm;
/// empty if they can.
std::string refusal_of(const Catalog& catalog, const Machine& machine, std::string_view arm,
                       const KnownBuild& build);

/// Whether a build has code for a device: for CUDA a cubin of the same major and no newer minor
/// version, or PTX that is not newer than the device if the driver's CUDA is not older than the
/// arm's; for ROCm the very target, for XPU the first two numbers of the ip version. A device whose
/// architecture is unknown counts as served.
bool has_code(const KnownBuild& build, const Gpu& gpu, std::string_view driver_cuda,
              std::string_view arm_cuda);

/// The oldest driver that runs a CUDA arm on this machine; that of the nearest known arm for one
/// that is newer than the data.
std::string_view driver_floor(const Catalog& catalog, const MachinePlatform& platform,
                              std::string_view arm);

/// "cu130 needs driver 580, this one is 535.183.01": what stands against an arm, for people.
std::string refusal_words(const Catalog& catalog, const Machine& machine,
                          const RejectedArm& rejected, std::string_view torch_version);

/// The vendor whose devices an arm needs; none for cpu and for what is no arm.
std::optional<GpuVendor> vendor_of_arm(std::string_view arm);
std::optional<GpuVendor> vendor_of_kind(AcceleratorKind kind);

}  // namespace axle
