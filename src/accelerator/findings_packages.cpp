// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "accelerator/choose.hpp"
#include "accelerator/findings.hpp"
#include "accelerator/nvidia_libraries.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

/// The series of torch that a release of another package belongs to, for the message.
std::string torch_of(const Catalog& catalog, std::string_view series,
                     std::string_view Pairing::* package) {
  for (const Pairing& pairing : catalog.tables().pairings)
    if (pairing.*package == series) return std::string(pairing.torch);
  return "another";
}

void find_pairing(const Catalog& catalog, const InstalledSet& installed,
                  const InstalledTorch& torch, std::vector<Finding>& found) {
  const Pairing* pairing = catalog.pairing(release_series(torch.version));
  if (pairing == nullptr) return;
  const struct {
    std::string_view name;
    std::string_view Pairing::* series;
    bool has_builds;  ///< its builds are told apart by the arm, as torch's
  } rows[] = {{"torchvision", &Pairing::torchvision, true},
              {"torchaudio", &Pairing::torchaudio, false}};
  for (const auto& row : rows) {
    const PresentPackage* package = installed.find(row.name);
    if (package == nullptr) continue;
    const std::size_t plus = package->version.find('+');
    const std::string local = plus == std::string::npos ? "" : package->version.substr(plus + 1);
    const std::string series = release_series(package->version);
    const std::string_view wanted = pairing->*row.series;
    const bool other_release = series != wanted;
    if (!other_release && !(row.has_builds && local != torch.local)) continue;
    const std::string what =
        other_release ? fmt::format("belongs to torch {}", torch_of(catalog, series, row.series))
                      : fmt::format("is of the {} build", local.empty() ? "plain" : local);
    const auto url = catalog.index_url(torch.arm);
    found.push_back(
        {.code = fmt::format("mismatched-{}", row.name),
         .severity = Severity::error,
         .message = fmt::format("{} {} {}, and torch {}{}{} is installed", row.name,
                                escape_foreign(package->version), escape_foreign(what),
                                escape_foreign(torch.version), torch.local.empty() ? "" : "+",
                                escape_foreign(torch.local)),
         .hint = fmt::format("`axle pip install --reinstall {0}=={1}.*{2}`", row.name, wanted,
                             torch.local.empty() || !url ? "" : " --index-url " + *url)});
  }
}

struct PinnedLibrary {
  std::string version;
  std::string base;  ///< "cudnn" of "nvidia-cudnn-cu12"
};

/// "nvidia-cublas-cu12" as "cublas" and "12"; "nvidia-cublas" as "cublas" and "".
std::pair<std::string, std::string> base_and_cuda(std::string_view name) {
  std::string_view base = name.substr(std::string_view("nvidia-").size());
  const std::size_t suffix = base.rfind("-cu");
  if (suffix == std::string_view::npos || !parse_unsigned(base.substr(suffix + 3)))
    return {std::string(base), {}};
  return {std::string(base.substr(0, suffix)), std::string(base.substr(suffix + 3))};
}

std::map<std::string, PinnedLibrary> pins_of(const Catalog& catalog, const InstalledSet& installed,
                                             const InstalledTorch& torch) {
  std::vector<std::string> requirements = installed.torch_pins;
  if (requirements.empty())
    if (const BuildPins* row = catalog.pins(torch.version, torch.arm))
      requirements.assign(row->requirements.begin(), row->requirements.end());
  std::map<std::string, PinnedLibrary> pins;
  for (const std::string& requirement : requirements) {
    const std::size_t equals = requirement.find("==");
    if (equals == std::string::npos || !requirement.starts_with("nvidia-")) continue;
    const std::string name = requirement.substr(0, equals);
    pins[name] = {.version = requirement.substr(equals + 2), .base = base_and_cuda(name).first};
  }
  return pins;
}

/// Why a package does not go with the pins; empty if it does, or is none of CUDA's libraries.
std::string clash(const PresentPackage& package, const std::map<std::string, PinnedLibrary>& pins,
                  std::string_view cuda_major) {
  const auto pinned = pins.find(package.name);
  if (pinned != pins.end())
    return pinned->second.version == package.version ? "" : "it needs " + pinned->second.version;
  const auto [base, cuda] = base_and_cuda(package.name);
  if (!cuda.empty() && cuda != cuda_major) return "it is of CUDA " + cuda;
  const bool same_base =
      std::ranges::any_of(pins, [&](const auto& pin) { return pin.second.base == base; });
  return same_base ? "it has another name there" : "";
}

/// Libraries by the package that brings them, where the names differ by more than "lib".
constexpr std::pair<std::string_view, std::string_view> library_names[] = {
    {"cublas", "libcublas"},       {"cuda-cupti", "libcupti"},      {"cuda-nvrtc", "libnvrtc"},
    {"cuda-runtime", "libcudart"}, {"cudnn", "libcudnn"},           {"cufft", "libcufft"},
    {"cufile", "libcufile"},       {"curand", "libcurand"},         {"cusolver", "libcusolver"},
    {"cusparse", "libcusparse"},   {"cusparselt", "libcusparseLt"}, {"nccl", "libnccl"},
    {"nvjitlink", "libnvJitLink"}, {"nvshmem", "libnvshmem"},       {"nvtx", "libnvToolsExt"},
};

void find_shadows(SystemRoot& root, const InstalledSet& installed, std::vector<Finding>& found) {
  std::vector<std::string_view> brought;
  for (const PresentPackage& package : installed.packages) {
    if (!package.name.starts_with("nvidia-")) continue;
    const std::string base = base_and_cuda(package.name).first;
    for (const auto& [name, library] : library_names)
      if (name == base) brought.push_back(library);
  }
  if (brought.empty()) return;
  for (const std::string& folder : library_path(root)) {
    if (folder.find("/site-packages/") != std::string::npos) continue;
    for (const std::string& name : root.list(folder, "lib")) {
      const bool shadows = std::ranges::any_of(brought, [&](std::string_view library) {
        return name.starts_with(library) && name.substr(library.size()).starts_with(".so");
      });
      if (!shadows) continue;
      found.push_back(
          {.code = "ld-library-path-shadows",
           .severity = Severity::warning,
           .message =
               fmt::format("LD_LIBRARY_PATH leads to {}/{}, and the environment brings its own",
                           escape_foreign(folder), escape_foreign(name)),
           .hint = fmt::format("take {} out of LD_LIBRARY_PATH", escape_foreign(folder))});
      return;
    }
  }
}

}  // namespace

void find_mixed_libraries(const Catalog& catalog, const InstalledSet& installed,
                          std::vector<Finding>& found) {
  const auto torch = installed.torch();
  if (!torch || accelerator_kind(torch->arm) != AcceleratorKind::cuda) return;
  const auto pins = pins_of(catalog, installed, *torch);
  if (pins.empty()) return;
  const std::string runtime = arm_runtime(torch->arm);
  const std::string cuda_major = runtime.substr(0, runtime.find('.'));
  std::vector<std::string> clashing;
  for (const PresentPackage& package : installed.packages) {
    if (!package.name.starts_with("nvidia-")) continue;
    const std::string why = clash(package, pins, cuda_major);
    if (!why.empty())
      clashing.push_back(
          fmt::format("{} {} ({})", package.name, escape_foreign(package.version), why));
  }
  if (clashing.empty()) return;
  found.push_back(
      {.code = "mixed-cuda-libraries",
       .severity = Severity::error,
       .message = fmt::format("torch {} pins other CUDA libraries than are installed: {}",
                              escape_foreign(torch->version), join(clashing, ", ")),
       .hint = "`axle sync`, or uninstall what brought them and reinstall torch"});
}

void find_package_faults(SystemRoot& root, const Catalog& catalog, const InstalledSet& installed,
                         std::vector<Finding>& found) {
  const auto torch = installed.torch();
  if (!torch) return;
  find_pairing(catalog, installed, *torch, found);
  find_mixed_libraries(catalog, installed, found);
  find_shadows(root, installed, found);
}

}  // namespace axle
