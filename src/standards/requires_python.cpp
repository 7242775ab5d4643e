// SPDX-License-Identifier: MIT
#include "axle/standards/requires_python.hpp"

#include <algorithm>

#include "axle/standards/wheel_filename.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

PythonBound bound_of(const Bound<Version>& bound) {
  if (bound.is_unbounded()) return {};
  return {bound.is_included() ? PythonBound::Kind::included : PythonBound::Kind::excluded,
          bound.value};
}

Bound<Version> bound_of(const PythonBound& bound) {
  if (bound.kind == PythonBound::Kind::unbounded) return Bound<Version>::unbounded();
  return bound.kind == PythonBound::Kind::included ? Bound<Version>::included(bound.version)
                                                   : Bound<Version>::excluded(bound.version);
}

PythonBounds bounds_of(const VersionRange& range) {
  const Interval<Version> hull = range.hull();
  return {bound_of(hull.lower), bound_of(hull.upper)};
}

VersionRange range_of(const PythonBounds& bounds) {
  return VersionRange::of(bound_of(bounds.lower), bound_of(bounds.upper));
}

VersionSpecifier specifier(Operator op, Version version, bool wildcard = false) {
  return {op, std::move(version), wildcard, {}, false};
}

/// `X` or `X.Y` if [lower, upper) is all of it: 3.7 and 3.8, or 3 and 4.
std::optional<Version> minor_between(const Version& lower, const Version& upper) {
  const Version first = lower.trimmed_release();
  const Version next = upper.trimmed_release();
  const auto from = first.release();
  const auto to = next.release();
  if (from.size() == 1 && to.size() == 2 && to[0] == from[0] && to[1] == 1) {
    const std::uint64_t numbers[] = {from[0], 0};
    return Version::from_release(numbers);
  }
  if (from.size() == 2 && to.size() == 2 && to[0] == from[0] && to[1] == from[1] + 1) return first;
  return std::nullopt;
}

/// The number behind `prefix` (`cp312` has major 3, minor 12): {major, minor}; minor is missing in
/// `py3`.
struct TagPython {
  std::uint64_t major;
  std::optional<std::uint64_t> minor;
};

std::optional<TagPython> python_of(std::string_view digits) {
  if (digits.empty() || !is_ascii_digit(digits[0])) return std::nullopt;
  const std::string_view rest = digits.substr(1);
  if (rest.empty()) return TagPython{static_cast<std::uint64_t>(digits[0] - '0'), std::nullopt};
  const auto minor = parse_unsigned(rest);
  if (!minor) return std::nullopt;
  return TagPython{static_cast<std::uint64_t>(digits[0] - '0'), minor};
}

std::optional<std::uint64_t> minor_of(const PythonBound& bound) {
  if (bound.kind == PythonBound::Kind::unbounded || bound.version.release()[0] != 3)
    return std::nullopt;
  return bound.version.release().size() > 1 ? bound.version.release()[1] : 0;
}

/// Whether 3.`minor` may be at or below the upper bound.
bool reaches_down_to(const PythonBounds& bounds, std::uint64_t minor) {
  if (bounds.upper.kind == PythonBound::Kind::unbounded) return true;
  const std::uint64_t numbers[] = {3, minor};
  const Version version = Version::from_release(numbers);
  return bounds.upper.kind == PythonBound::Kind::included ? version <= bounds.upper.version
                                                          : version < bounds.upper.version;
}

/// Whether some 3.`minor` may be at or above the lower bound.
bool reaches_up_to(const PythonBounds& bounds, std::uint64_t minor) {
  const auto lowest = minor_of(bounds.lower);
  if (bounds.lower.kind != PythonBound::Kind::unbounded && bounds.lower.version.release()[0] > 3)
    return false;
  return !lowest || *lowest <= minor;
}

bool python_tag_fits(const PythonBounds& bounds, std::string_view tag) {
  for (const std::string_view prefix : {"cp", "pp", "graalpy", "pyston", "py"}) {
    if (!tag.starts_with(prefix)) continue;
    const auto python = python_of(tag.substr(prefix.size()));
    if (python && python->major == 2) return false;
    if (!python || python->major != 3 || !python->minor) return true;
    if (prefix == "py") return reaches_down_to(bounds, *python->minor);
    return reaches_up_to(bounds, *python->minor) && reaches_down_to(bounds, *python->minor);
  }
  return true;
}

bool abi_tag_fits(const PythonBounds& bounds, std::string_view abi) {
  std::string_view digits;
  if (abi.starts_with("cp"))
    digits = abi.substr(2);
  else if (abi.starts_with("pypy_"))
    return false;  // the ABI of PyPy before it had one for each Python: Python 2
  else if (abi.starts_with("pypy"))
    digits = abi.substr(4);
  else if (abi.starts_with("graalpy") && abi.find('_') != std::string_view::npos)
    digits = abi.substr(abi.find('_') + 1);  // `graalpy242_311_native`: its version, then Python's
  else
    return true;
  if (const std::size_t end = digits.find('_'); end != std::string_view::npos)
    digits = digits.substr(0, end);
  while (!digits.empty() && is_ascii_letter(digits.back())) digits.remove_suffix(1);  // m, d, u, t
  const auto python = python_of(digits);
  if (!python) return true;
  if (python->major == 2) return false;
  return !python->minor ||
         (reaches_up_to(bounds, *python->minor) && reaches_down_to(bounds, *python->minor));
}

}  // namespace

VersionSpecifiers specifiers_of_releases(const VersionRange& range) {
  std::vector<VersionSpecifier> items;
  const auto& segments = range.segments();
  if (segments.empty()) return {};
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    const Bound<Version>& end = segments[i].upper;
    const Bound<Version>& next = segments[i + 1].lower;
    if (end.is_included()) continue;
    if (!next.is_included() && end.value == next.value) {
      items.push_back(specifier(Operator::not_equal, end.value));
    } else if (next.is_included()) {
      if (auto minor = minor_between(end.value, next.value))
        items.push_back(specifier(Operator::not_equal, std::move(*minor), true));
    }
  }
  const Interval<Version> hull = range.hull();
  if (hull.is_point()) {
    items.push_back(specifier(Operator::equal, hull.lower.value));
  } else if (auto minor =
                 hull.lower.is_included() && !hull.upper.is_unbounded() && !hull.upper.is_included()
                     ? minor_between(hull.lower.value, hull.upper.value)
                     : std::nullopt) {
    items.push_back(specifier(Operator::equal, std::move(*minor), true));
  } else {
    if (!hull.lower.is_unbounded())
      items.push_back(
          specifier(hull.lower.is_included() ? Operator::greater_equal : Operator::greater,
                    hull.lower.value));
    if (!hull.upper.is_unbounded())
      items.push_back(specifier(hull.upper.is_included() ? Operator::less_equal : Operator::less,
                                hull.upper.value));
  }
  return VersionSpecifiers(std::move(items));
}

RequiresPython RequiresPython::from(VersionSpecifiers specifiers) {
  RequiresPython python;
  python.range_ = VersionRange::of_releases(specifiers, false);
  python.bounds_ = bounds_of(python.range_);
  python.specifiers_ = std::move(specifiers);
  return python;
}

std::optional<RequiresPython> RequiresPython::intersection(std::span<const VersionSpecifiers> all) {
  if (all.empty()) return std::nullopt;
  VersionRange range = VersionRange::full();
  for (const VersionSpecifiers& specifiers : all)
    range = range.intersect(VersionRange::of_releases(specifiers, false));
  if (range.is_empty()) return std::nullopt;
  RequiresPython python;
  python.specifiers_ = specifiers_of_releases(range);
  python.bounds_ = bounds_of(range);
  python.range_ = std::move(range);
  return python;
}

RequiresPython RequiresPython::at_least(const Version& version) {
  return from(VersionSpecifiers({specifier(Operator::greater_equal, version.base_release())}));
}

RequiresPython RequiresPython::within(const PythonBounds& bounds) {
  RequiresPython python;
  python.range_ = range_of(bounds);
  python.specifiers_ = specifiers_of_releases(python.range_);
  python.bounds_ = bounds_of(python.range_);
  return python;
}

RequiresPython RequiresPython::narrowed_to(const PythonBounds& bounds) const {
  const VersionRange both = range_of(bounds_).intersect(range_of(bounds));
  return both.is_empty() ? *this : within(bounds_of(both));
}

std::optional<std::pair<RequiresPython, RequiresPython>> RequiresPython::split(
    const PythonBound& lower) const {
  const VersionRange whole = range_of(bounds_);
  const VersionRange from_there = VersionRange::of(bound_of(lower), Bound<Version>::unbounded());
  const VersionRange below = whole.intersect(from_there.complement());
  const VersionRange above = whole.intersect(from_there);
  if (below.is_empty() || above.is_empty()) return std::nullopt;
  return std::pair(within(bounds_of(below)), within(bounds_of(above)));
}

bool RequiresPython::is_contained_by(const VersionSpecifiers& other) const {
  const PythonBound lower = bounds_of(VersionRange::of_releases(other, false)).lower;
  return compare_lower_bounds(bounds_.lower, lower) >= 0;
}

bool RequiresPython::matches_wheel_tag(const WheelFilename& wheel) const {
  return std::ranges::any_of(wheel.tags, [&](const Tag& tag) {
    if (tag.abi == "abi3" || tag.abi == "abi3t") return true;
    return tag.abi == "none" ? python_tag_fits(bounds_, tag.python)
                             : abi_tag_fits(bounds_, tag.abi);
  });
}

std::strong_ordering compare_lower_bounds(const PythonBound& a, const PythonBound& b) {
  return compare_lower(bound_of(a), bound_of(b));
}

std::strong_ordering compare_upper_bounds(const PythonBound& a, const PythonBound& b) {
  return compare_upper(bound_of(a), bound_of(b));
}

}  // namespace axle
