// SPDX-License-Identifier: MIT
#include "arms/automatic_backend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "accelerator/choose.hpp"
#include "accelerator/torch_builds.hpp"
#include "arms/machine_source.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

using Ranges = std::vector<const VersionSpecifiers*>;

/// What is asked of a package from indexes, where it is asked for at all.
Ranges ranges_of(const PackageName& name, const ResolveInput& input) {
  Ranges ranges;
  const auto* machine = std::get_if<OneEnvironment>(&input.environment);
  const auto add = [&](const std::vector<SourcedRequirement>& requirements) {
    for (const SourcedRequirement& requirement : requirements)
      if (requirement.name == name && requirement.registry() != nullptr &&
          (machine == nullptr || requirement.marker.evaluate(machine->markers)))
        ranges.push_back(&requirement.registry()->specifiers);
  };
  add(input.requirements);
  if (!ranges.empty()) add(input.constraints);
  return ranges;
}

bool is_wanted(const Version& version, const Ranges& ranges, const ResolveInput& input) {
  if (version.is_prerelease() && input.prerelease != PrereleaseMode::allow &&
      std::ranges::none_of(ranges, [](const auto* range) { return range->mentions_prerelease(); }))
    return false;
  return std::ranges::all_of(ranges,
                             [&](const auto* range) { return range->contains(version, true); });
}

bool has_wheel_here(const VersionFiles& files, const ResolveInput& input) {
  const auto* machine = std::get_if<OneEnvironment>(&input.environment);
  return std::ranges::any_of(files.wheels, [&](const DistributionFile& file) {
    return machine == nullptr || machine->tags.priority(*file.wheel()).has_value();
  });
}

/// The newest version that is wanted and has a wheel here.
std::optional<Version> newest_of(const PackageListing& listing, const Ranges& ranges,
                                 const ResolveInput& input) {
  std::optional<Version> newest;
  for (const auto& page : listing.pages)
    for (std::size_t i = page->versions().size(); i-- > 0;) {
      const Version& version = page->versions()[i];
      if (newest && !(*newest < version)) break;
      if (!is_wanted(version, ranges, input) || !has_wheel_here(page->files(i), input)) continue;
      newest = version;
      break;
    }
  return newest;
}

/// Whether some torch for this arm would run on the machine: of the others no index is asked.
bool could_run(const Catalog& catalog, const Machine& machine, std::string_view arm) {
  const std::string platform = machine.platform.key();
  return std::ranges::any_of(catalog.tables().builds, [&](const KnownBuild& build) {
    return build.arm == arm && build.platform == platform &&
           refusal_of(catalog, machine, arm, build).empty();
  });
}

class Offers {
 public:
  Offers(const Catalog& catalog, const ResolveInput& input, PackageName torch)
      : input_(input), torch_(std::move(torch)) {
    for (const std::string_view text : catalog.tables().family)
      if (auto name = PackageName::parse(text)) {
        Ranges ranges = ranges_of(*name, input);
        if (!ranges.empty()) asked_.emplace(*std::move(name), std::move(ranges));
      }
  }

  bool asks_for_family() const { return !asked_.empty(); }

  /// The torch that this index would give; none if it lacks something that is asked for.
  Result<std::optional<std::string>> torch_of(const IndexUrl& index, Registry& registry) const {
    for (const auto& [name, ranges] : asked_) {
      TRY(const auto listing, registry.listing(name, index));
      // What the index does not have at all comes from elsewhere.
      if (listing->pages.empty() && name != torch_) continue;
      if (!newest_of(*listing, ranges, input_)) return std::optional<std::string>();
    }
    const auto asked = asked_.find(torch_);
    TRY(const auto listing, registry.listing(torch_, index));
    const auto newest =
        newest_of(*listing, asked != asked_.end() ? asked->second : Ranges(), input_);
    if (!newest) return std::optional<std::string>();
    return std::optional(newest->without_local().to_string());
  }

 private:
  const ResolveInput& input_;
  const PackageName torch_;
  std::map<PackageName, Ranges> asked_;
};

/// The registry of all these indexes, so that each may be asked.
Result<std::unique_ptr<Registry>> registry_of(const std::vector<IndexUrl>& indexes,
                                              const BackendSearch& search, Services& services) {
  IndexSet all = search.input.indexes;
  for (const IndexUrl& index : indexes) {
    all.definitions.push_back({.name = std::nullopt, .url = index});
    all.definitions.back().is_explicit = true;
  }
  return services.registry(all, search.resolver);
}

/// Why the backend was taken, by a torch that its index would give.
std::string reason_for(const std::string& chosen, std::string_view torch, const Catalog& catalog,
                       const Machine& machine) {
  std::vector<std::string> every;
  for (const KnownArm& arm : catalog.tables().arms) every.emplace_back(arm.name);
  const std::string platform = machine.platform.key();
  Choice choice = choose_accelerator(catalog, machine, every, torch, platform);
  if (choice.arm != chosen && chosen != "cpu")
    return choose_listed(catalog, machine, {{.name = chosen}}, torch, platform).reason;
  // The data knows of more than the indexes have.
  if (choice.arm != chosen) return "no index of what runs here has all that is asked for";
  // Of the newest torch the data may have no build for these devices: an older one tells why.
  if (chosen == "cpu" && choice.code != "cpu-no-usable-arm" && machine.has_usable_gpu()) {
    Choice older = choose_accelerator(catalog, machine, std::move(every),
                                      newest_torch(catalog, platform), platform);
    if (older.code == "cpu-no-usable-arm") return std::move(older.reason);
  }
  return std::move(choice.reason);
}

}  // namespace

Result<std::string> automatic_backend(const BackendSearch& search, Services& services) {
  const Catalog& catalog = search.catalog;
  TRY(const LookedAtMachine looked, look_at_machine(search.profile, catalog, services));
  const Machine& machine = looked.machine;
  const std::string platform = machine.platform.key();
  std::vector<std::string> candidates;
  for (const KnownArm& arm : catalog.tables().arms)
    if (!vendor_of_arm(arm.name) || could_run(catalog, machine, arm.name))
      candidates.emplace_back(arm.name);
  std::ranges::sort(candidates, arm_goes_before);
  std::vector<IndexUrl> indexes;
  for (const std::string& name : candidates) {
    TRY(IndexUrl index, search.index_of(name));
    indexes.push_back(std::move(index));
  }
  TRY(const auto registry, registry_of(indexes, search, services));
  TRY(PackageName torch_name, PackageName::parse("torch"));
  const Offers offers(catalog, search.input, std::move(torch_name));
  std::string torch = newest_torch(catalog, platform);
  std::string chosen, estimate;
  for (std::size_t i = 0; i < candidates.size() && chosen.empty(); ++i) {
    // Which torch the cpu has matters only to the reason.
    if (candidates[i] == "cpu" && !offers.asks_for_family()) break;
    TRY(const auto offered, offers.torch_of(indexes[i], *registry));
    if (!offered) continue;
    torch = *offered;
    const Choice choice =
        choose_listed(catalog, machine, {{.name = candidates[i]}}, torch, platform);
    if (choice.arm.empty()) continue;
    chosen = candidates[i];
    estimate = choice.estimate;
  }
  if (chosen.empty()) chosen = "cpu";
  if (offers.asks_for_family())
    services.reporter().notice(fmt::format("Using torch backend {}: {}", chosen,
                                           reason_for(chosen, torch, catalog, machine)));
  if (offers.asks_for_family() && vendor_of_arm(chosen) && !estimate.empty())
    services.reporter().notice("An estimate: " + estimate);
  return chosen;
}

}  // namespace axle
