// SPDX-License-Identifier: MIT
#include "edit/version_bounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace axle {
namespace {

/// The release with the number at `position` one higher and zeros behind it. Zeros are put in where
/// the release has no such number.
std::string release_above(const Version& version, std::size_t position) {
  const auto release = version.release();
  std::vector<std::uint64_t> numbers(release.begin(), release.end());
  if (numbers.size() <= position) numbers.resize(position + 1);
  ++numbers[position];
  std::fill(numbers.begin() + static_cast<std::ptrdiff_t>(position) + 1, numbers.end(), 0);
  std::string text = version.epoch() == 0 ? "" : fmt::format("{}!", version.epoch());
  return text + fmt::format("{}", fmt::join(numbers, "."));
}

std::size_t raised_position(const Version& version, VersionBounds bounds) {
  const auto release = version.release();
  const auto first =
      std::ranges::find_if(release, [](std::uint64_t number) { return number != 0; });
  const auto zeros = static_cast<std::size_t>(first - release.begin());
  if (zeros == release.size()) return bounds == VersionBounds::major ? 1 : 2;
  if (bounds == VersionBounds::major) return zeros;
  // Of 0.0.x there is nothing smaller to raise than x.
  return zeros >= 2 ? zeros : zeros + 1;
}

}  // namespace

std::optional<VersionBounds> parse_version_bounds(std::string_view text) {
  if (text == "lower") return VersionBounds::lower;
  if (text == "major") return VersionBounds::major;
  if (text == "minor") return VersionBounds::minor;
  if (text == "exact") return VersionBounds::exact;
  return std::nullopt;
}

VersionSpecifiers bounds_around(const Version& version, VersionBounds bounds) {
  const std::string public_version = version.without_local().to_string();
  std::string text =
      fmt::format("{}{}", bounds == VersionBounds::exact ? "==" : ">=", public_version);
  if (bounds == VersionBounds::major || bounds == VersionBounds::minor)
    text += ",<" + release_above(version, raised_position(version, bounds));
  return VersionSpecifiers::parse(text).value_or(VersionSpecifiers());
}

}  // namespace axle
