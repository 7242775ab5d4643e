// SPDX-License-Identifier: MIT
#include "accelerator/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accelerator/catalog_tables.hpp"
#include "base/text.hpp"

namespace axle {

const Catalog& Catalog::built_in() {
  static const Catalog catalog(built_in_catalog_tables());
  return catalog;
}

bool contains(TextList list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

bool Catalog::is_family(std::string_view package) const {
  return std::ranges::find(tables_.family, package) != tables_.family.end();
}

const KnownArm* Catalog::arm(std::string_view name) const {
  const auto found = std::ranges::find(tables_.arms, name, &KnownArm::name);
  return found == tables_.arms.end() ? nullptr : &*found;
}

const KnownArm* Catalog::nearest_arm(std::string_view name) const {
  if (const KnownArm* known = arm(name)) return known;
  const auto kind = accelerator_kind(name);
  const KnownArm* nearest = nullptr;
  for (const KnownArm& candidate : tables_.arms) {
    if (!kind || accelerator_kind(candidate.name) != kind) continue;
    nearest = &candidate;
    if (arm_goes_before(name, candidate.name)) break;
  }
  return nearest;
}

std::vector<std::string> Catalog::similar_arms(std::string_view name) const {
  std::vector<std::pair<unsigned, std::string>> ranked;
  for (const KnownArm& candidate : tables_.arms)
    ranked.emplace_back(edit_distance(name, candidate.name), std::string(candidate.name));
  std::ranges::stable_sort(ranked, {}, &std::pair<unsigned, std::string>::first);
  std::vector<std::string> names;
  for (const auto& [distance, known] : ranked) {
    if (names.size() == 3 || distance > ranked.front().first + 1) break;
    names.push_back(known);
  }
  return names;
}

Result<std::string> Catalog::index_url(std::string_view arm, std::string_view channel) const {
  const auto found = std::ranges::find(tables_.channels, channel, &IndexChannel::name);
  if (found == tables_.channels.end())
    return fail(ErrorKind::invalid_input,
                fmt::format("there is no channel `{}`", escape_foreign(channel)),
                "use `release`, `test` or `nightly`");
  return replace_all(found->index, "{accelerator}", arm);
}

const PciCard* Catalog::card(std::string_view pci_id) const {
  const auto found = std::ranges::find(tables_.cards, pci_id, &PciCard::id);
  return found == tables_.cards.end() ? nullptr : &*found;
}

const DriverBranch* Catalog::branch(std::string_view driver_version) const {
  const auto numbers = numbers_in(driver_version);
  if (numbers.empty()) return nullptr;
  const DriverBranch* newest = nullptr;
  for (const DriverBranch& row : tables_.driver_branches) {
    if (row.branch == numbers.front()) return &row;
    if (newest == nullptr || row.branch > newest->branch) newest = &row;
  }
  return newest != nullptr && newest->branch < numbers.front() ? newest : nullptr;
}

const Pairing* Catalog::pairing(std::string_view torch_series) const {
  const auto found = std::ranges::find(tables_.pairings, torch_series, &Pairing::torch);
  return found == tables_.pairings.end() ? nullptr : &*found;
}

const BuildPins* Catalog::pins(std::string_view torch_version, std::string_view arm) const {
  for (const BuildPins& row : tables_.pins)
    if (row.torch == torch_version && row.arm == arm) return &row;
  return nullptr;
}

std::string release_series(std::string_view version) {
  version = version.substr(0, version.find('+'));
  const std::size_t first = version.find('.');
  if (first == std::string_view::npos) return std::string(version);
  return std::string(version.substr(0, version.find('.', first + 1)));
}

}  // namespace axle
