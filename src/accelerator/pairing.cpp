// SPDX-License-Identifier: MIT
#include "accelerator/pairing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "accelerator/arm_name.hpp"
#include "accelerator/extension_build.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::string_view companions[] = {"torchvision", "torchaudio", "torchcodec", "triton"};

/// The series of a companion that belong to a torch, oldest first; none if nothing is known.
std::vector<std::string> series_for(const Pairing& pairing, std::string_view package) {
  std::vector<std::string> series;
  const auto add = [&](std::string_view one) {
    if (!one.empty()) series.emplace_back(one);
  };
  if (package == "torchvision") add(pairing.torchvision);
  if (package == "torchaudio") add(pairing.torchaudio);
  if (package == "triton") add(pairing.triton);
  if (package == "torchcodec")
    for (const std::string_view one : pairing.torchcodec) add(one);
  return series;
}

std::string local_of(const PresentPackage& package) {
  const std::size_t plus = package.version.find('+');
  return plus == std::string::npos ? std::string() : package.version.substr(plus + 1);
}

/// A torch that the environment could have.
struct Candidate {
  std::string series;
  std::string arm;    ///< "cu128", "cpu"
  std::string local;  ///< as it stands in versions; empty for plain wheels

  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

class PairingJudge {
 public:
  PairingJudge(const Catalog& catalog, const InstalledSet& installed, InstalledTorch torch)
      : catalog_(catalog),
        installed_(installed),
        torch_(std::move(torch)),
        here_{release_series(torch_.version), torch_.arm, torch_.local} {}

  PairingReport judge() const {
    PairingReport report;
    for (const PresentPackage& package : installed_.packages)
      if (std::string why = fault(package, here_); !why.empty())
        report.faults.push_back({package.name, std::move(why)});
    std::ranges::sort(report.faults, {}, &PairingFault::package);
    if (!report.faults.empty()) add_repair(report, least());
    return report;
  }

 private:
  /// What is wrong with a package beside this torch; empty if nothing is, or nothing is known.
  std::string fault(const PresentPackage& package, const Candidate& torch) const {
    const std::string words =
        fmt::format("torch {}{}{}", torch == here_ ? escape_foreign(torch_.version) : torch.series,
                    torch.local.empty() ? "" : "+", escape_foreign(torch.local));
    const std::string shown = fmt::format("{} {}", package.name, escape_foreign(package.version));
    if (std::ranges::find(companions, package.name) != std::end(companions)) {
      const std::string series = release_series(package.version);
      const std::string other = mismatch_words(catalog_, torch.series, package.name, series);
      if (!other.empty()) return fmt::format("{}, and {} is beside it", other, words);
      if (package.name == "torchvision" && local_of(package) != torch.local)
        return fmt::format("{} is of another build than {}", shown, words);
      return {};
    }
    const auto build = ExtensionBuild::parse(local_of(package));
    if (!build) return {};
    if (build->torch != torch.series)
      return fmt::format("{} is built for torch {}, and {} is beside it", shown, build->torch,
                         words);
    const std::string runtime = arm_runtime(torch.arm);
    const bool is_cuda = accelerator_kind(torch.arm) == AcceleratorKind::cuda;
    if (!build->cuda.empty() && (!is_cuda || !runtime.starts_with(build->cuda)))
      return fmt::format("{} is built for CUDA {}, and {} is of {}", shown, build->cuda, words,
                         escape_foreign(torch.arm));
    if (build->new_abi && *build->new_abi != has_new_abi(torch.series, torch.arm))
      return fmt::format("{} is built with the {} C++ ABI, {} with the {} one", shown,
                         *build->new_abi ? "new" : "old", words, *build->new_abi ? "old" : "new");
    return {};
  }

  /// Every release and build that something here was made for.
  std::set<Candidate> candidates() const {
    std::set<std::string> series{here_.series};
    std::set<std::pair<std::string, std::string>> builds{{here_.arm, here_.local}};
    for (const PresentPackage& package : installed_.packages) {
      const std::string own = release_series(package.version);
      for (const Pairing& pairing : catalog_.tables().pairings)
        if (const auto known = series_for(pairing, package.name);
            std::ranges::find(known, own) != known.end())
          series.insert(std::string(pairing.torch));
      const std::string local = local_of(package);
      if (package.name == "torchvision" && accelerator_kind(local)) builds.insert({local, local});
      if (const auto build = ExtensionBuild::parse(local)) series.insert(build->torch);
    }
    std::set<Candidate> all;
    for (const std::string& one : series)
      for (const auto& [arm, local] : builds) all.insert({one, arm, local});
    return all;
  }

  std::size_t cost(const Candidate& torch) const {
    std::size_t changes = torch == here_ ? 0 : 1;
    for (const PresentPackage& package : installed_.packages)
      if (package.name != "torch" && !fault(package, torch).empty()) ++changes;
    return changes;
  }

  Candidate least() const {
    Candidate best = here_;
    std::size_t lowest = cost(here_);
    for (const Candidate& candidate : candidates()) {
      const std::size_t changes = cost(candidate);
      if (changes >= lowest) continue;
      lowest = changes;
      best = candidate;
    }
    return best;
  }

  void add_repair(PairingReport& report, const Candidate& torch) const {
    report.arm = torch.arm;
    if (torch != here_) report.changes.push_back(fmt::format("torch=={}.*", torch.series));
    const Pairing* pairing = catalog_.pairing(torch.series);
    for (const PresentPackage& package : installed_.packages) {
      if (package.name == "torch" || fault(package, torch).empty()) continue;
      const auto series =
          pairing != nullptr ? series_for(*pairing, package.name) : std::vector<std::string>();
      if (series.empty())
        report.rebuilds.push_back(package.name);
      else
        report.changes.push_back(fmt::format("{}=={}.*", package.name, series.back()));
    }
  }

  const Catalog& catalog_;
  const InstalledSet& installed_;
  InstalledTorch torch_;
  Candidate here_;
};

}  // namespace

std::string mismatch_words(const Catalog& catalog, std::string_view torch_series,
                           std::string_view package, std::string_view series) {
  const Pairing* own = catalog.pairing(torch_series);
  if (own == nullptr) return {};
  const auto wanted = series_for(*own, package);
  if (wanted.empty() || std::ranges::find(wanted, series) != wanted.end()) return {};
  for (const Pairing& pairing : catalog.tables().pairings)
    if (const auto known = series_for(pairing, package);
        std::ranges::find(known, series) != known.end())
      return fmt::format("{} {} belongs to torch {}", package, escape_foreign(series),
                         pairing.torch);
  return fmt::format("{} {} does not belong to torch {}", package, escape_foreign(series),
                     escape_foreign(torch_series));
}

std::string pairing_words(const Catalog& catalog, std::string_view torch_series) {
  const Pairing* pairing = catalog.pairing(torch_series);
  if (pairing == nullptr) return {};
  std::vector<std::string> words;
  for (const std::string_view name : companions)
    if (const auto series = series_for(*pairing, name); !series.empty())
      words.push_back(fmt::format("{} {}", name, join_in_words(series, "or")));
  return fmt::format("with it go {}", join_in_words(words, "and"));
}

PairingReport check_pairing(const Catalog& catalog, const InstalledSet& installed) {
  auto torch = installed.torch();
  if (!torch) return {};
  return PairingJudge(catalog, installed, *std::move(torch)).judge();
}

}  // namespace axle
