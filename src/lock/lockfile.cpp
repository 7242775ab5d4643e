// SPDX-License-Identifier: MIT
#include "axle/lock/lockfile.hpp"

#include <algorithm>
#include <tuple>

#include "base/text.hpp"

namespace axle {

std::string LockedFile::filename() const {
  const std::string_view text = location;
  if (place != Place::url) return std::string(text.substr(text.rfind('/') + 1));
  const std::string_view path = text.substr(0, text.find_first_of("?#"));
  return percent_decode(path.substr(path.rfind('/') + 1));
}

std::strong_ordering operator<=>(const LockedRequirement& a, const LockedRequirement& b) {
  if (const auto order =
          std::tie(a.name, a.extras, a.groups) <=> std::tie(b.name, b.extras, b.groups);
      order != 0)
    return order;
  if (const auto order = a.marker <=> b.marker; order != 0) return order;
  return std::tie(a.kind, a.specifiers, a.text, a.subdirectory, a.conflict) <=>
         std::tie(b.kind, b.specifiers, b.text, b.subdirectory, b.conflict);
}

std::strong_ordering compare_packages(const LockedPackage& a, const LockedPackage& b) {
  return std::tie(a.name, a.version, a.source) <=> std::tie(b.name, b.version, b.source);
}

const LockedArm* LockedAccelerators::find(std::string_view name) const {
  const auto found = std::ranges::find(arms, name, &LockedArm::name);
  return found != arms.end() ? &*found : nullptr;
}

bool Lockfile::same_contents(const Lockfile& other) const {
  return requires_python == other.requires_python && fork_markers == other.fork_markers &&
         supported_markers == other.supported_markers &&
         required_markers == other.required_markers && conflicts == other.conflicts &&
         options == other.options && manifest == other.manifest &&
         accelerators == other.accelerators && packages == other.packages;
}

std::pair<std::size_t, std::size_t> Lockfile::positions_of(const PackageName& name) const {
  const auto found = std::ranges::equal_range(packages, name, {}, &LockedPackage::name);
  const auto first = static_cast<std::size_t>(found.begin() - packages.begin());
  return {first, first + found.size()};
}

}  // namespace axle
