// SPDX-License-Identifier: MIT
#include "axle/versions/version_range.hpp"

#include <algorithm>

#include "versions/version_bump.hpp"

namespace axle {
namespace {

using Set = IntervalSet<Version>;

/// [`lower`.dev0, `upper`.dev0)
Set prefix_set(const Version& lower, const Version& upper) {
  return Set::of(Bound<Version>::included(with_dev(lower, 0)),
                 Bound<Version>::excluded(with_dev(upper, 0)));
}

std::string lower_text(const Bound<Version>& bound) {
  const VersionRange::Place place = VersionRange::describe(bound.value);
  const std::string version = place.version.to_string();
  switch (place.kind) {
    case VersionRange::Place::Kind::version:
      return (bound.is_included() ? ">=" : ">") + version;
    case VersionRange::Place::Kind::before_all:
      return ">=" + version + ".dev0";
    case VersionRange::Place::Kind::after_all:
    case VersionRange::Place::Kind::after_locals:
      break;
  }
  return ">" + version;
}

std::string upper_text(const Bound<Version>& bound) {
  const VersionRange::Place place = VersionRange::describe(bound.value);
  const std::string version = place.version.to_string();
  switch (place.kind) {
    case VersionRange::Place::Kind::version:
      return (bound.is_included() ? "<=" : "<") + version;
    case VersionRange::Place::Kind::before_all:
      return "<" + version;
    case VersionRange::Place::Kind::after_all:
    case VersionRange::Place::Kind::after_locals:
      break;
  }
  return "<=" + version;
}

}  // namespace

Version VersionRange::marked(Version version, Version::Edge edge) {
  version.edge_ = edge;
  version.make_key();
  return version;
}

Version VersionRange::after_locals_of(const Version& version) {
  return marked(version.without_local(), Version::Edge::after_locals);
}

VersionRange VersionRange::from(const VersionSpecifier& specifier) {
  const Version& v = specifier.version;
  switch (specifier.op) {
    case Operator::arbitrary_equal:
      return specifier.is_plain_text ? empty() : singleton(v);
    case Operator::equal:
      if (specifier.wildcard) return VersionRange(prefix_set(v, bumped(v, v.release().size())));
      if (v.has_local()) return singleton(v);
      return VersionRange(
          Set::of(Bound<Version>::included(v), Bound<Version>::excluded(after_locals_of(v))));
    case Operator::not_equal: {
      VersionSpecifier equal = specifier;
      equal.op = Operator::equal;
      return from(equal).complement();
    }
    case Operator::compatible:
      return VersionRange(
          Set::of(Bound<Version>::included(v),
                  Bound<Version>::excluded(with_dev(bumped(v, v.release().size() - 1), 0))));
    case Operator::less_equal:
      return VersionRange(Set::at_most(after_locals_of(v)));
    case Operator::greater_equal:
      return VersionRange(Set::at_least(v));
    case Operator::less:
      if (v.is_prerelease()) return VersionRange(Set::below(v));
      if (v.is_post_release()) return VersionRange(Set::below(with_dev(v, 0)));
      return VersionRange(Set::below(marked(v, Version::Edge::before_all)));
    case Operator::greater:
      if (v.dev()) return VersionRange(Set::at_least(with_dev(v, *v.dev() + 1)));
      if (v.is_post_release()) return VersionRange(Set::above(after_locals_of(v)));
      return VersionRange(Set::above(marked(v, Version::Edge::after_all)));
  }
  return empty();
}

VersionRange VersionRange::from(const VersionSpecifiers& specifiers) {
  VersionRange range = full();
  for (const VersionSpecifier& specifier : specifiers.items())
    range = range.intersect(from(specifier));
  return range;
}

VersionRange VersionRange::of_releases(const VersionSpecifier& specifier, bool trim) {
  const Version release =
      trim ? specifier.version.trimmed_release() : specifier.version.base_release();
  const std::size_t length = specifier.version.release().size();
  switch (specifier.op) {
    case Operator::arbitrary_equal:
      return specifier.is_plain_text ? empty() : singleton(release);
    case Operator::equal:
      if (!specifier.wildcard) return singleton(release);
      return VersionRange(
          Set::of(Bound<Version>::included(release),
                  Bound<Version>::excluded(bumped(specifier.version.base_release(), length))));
    case Operator::not_equal: {
      VersionSpecifier equal = specifier;
      equal.op = Operator::equal;
      return of_releases(equal, trim).complement();
    }
    case Operator::compatible:
      return VersionRange(
          Set::of(Bound<Version>::included(release),
                  Bound<Version>::excluded(bumped(specifier.version.base_release(), length - 1))));
    case Operator::less:
      return VersionRange(Set::below(release));
    case Operator::less_equal:
      return VersionRange(Set::at_most(release));
    case Operator::greater:
      return VersionRange(Set::above(release));
    case Operator::greater_equal:
      return VersionRange(Set::at_least(release));
  }
  return empty();
}

VersionRange VersionRange::of_releases(const VersionSpecifiers& specifiers, bool trim) {
  VersionRange range = full();
  for (const VersionSpecifier& specifier : specifiers.items())
    range = range.intersect(of_releases(specifier, trim));
  return range;
}

VersionRange VersionRange::gap_around(const Version& version, std::span<const Version> known) {
  const auto from = std::lower_bound(known.begin(), known.end(), version);
  const auto to = std::upper_bound(known.begin(), known.end(), version);
  return of(from == known.begin() ? Bound<Version>::unbounded()
                                  : Bound<Version>::excluded(*std::prev(from)),
            to == known.end() ? Bound<Version>::unbounded() : Bound<Version>::excluded(*to));
}

Interval<Version> VersionRange::hull() const {
  if (is_empty()) return {};
  return {segments().front().lower, segments().back().upper};
}

bool VersionRange::is_singleton_constraint() const {
  return !is_empty() && std::ranges::all_of(segments(), [&](const Interval<Version>& segment) {
    if (segment.is_point()) return segments().size() == 1;
    if (!segment.lower.is_included() || segment.upper.is_unbounded() || segment.upper.is_included())
      return false;
    const Place upper = describe(segment.upper.value);
    return upper.kind == Place::Kind::after_locals && segment.lower.value == upper.version;
  });
}

std::optional<Version> VersionRange::as_singleton() const {
  if (segments().size() != 1 || !segments().front().is_point()) return std::nullopt;
  return segments().front().lower.value;
}

VersionRange::Place VersionRange::describe(const Version& bound) {
  Place::Kind kind = Place::Kind::version;
  if (bound.edge_ == Version::Edge::after_locals) kind = Place::Kind::after_locals;
  if (bound.edge_ == Version::Edge::before_all) kind = Place::Kind::before_all;
  if (bound.edge_ == Version::Edge::after_all) kind = Place::Kind::after_all;
  return {kind, marked(bound, Version::Edge::none)};
}

std::string VersionRange::to_string() const {
  if (is_empty()) return "∅";
  std::string text;
  for (const Interval<Version>& segment : segments()) {
    if (!text.empty()) text += " | ";
    if (segment.lower.is_unbounded() && segment.upper.is_unbounded()) return "*";
    const bool one_version =
        segment.is_point() || (segment.lower.is_included() && !segment.upper.is_unbounded() &&
                               describe(segment.upper.value).kind == Place::Kind::after_locals &&
                               describe(segment.upper.value).version == segment.lower.value);
    if (one_version) {
      text += "==" + segment.lower.value.to_string();
      continue;
    }
    if (!segment.lower.is_unbounded()) text += lower_text(segment.lower);
    if (!segment.lower.is_unbounded() && !segment.upper.is_unbounded()) text += ",";
    if (!segment.upper.is_unbounded()) text += upper_text(segment.upper);
  }
  return text;
}

// The least version above a mark; there is none above the last post-release of a final release.
std::optional<Version> VersionRange::real_successor(const Version& bound) {
  const auto [kind, version] = describe(bound);
  if (kind == Place::Kind::before_all) return with_dev(version, 0);
  if (kind == Place::Kind::after_locals) {
    if (version.dev()) return with_dev(version, *version.dev() + 1);
    return with_dev(with_post(version, version.post() ? *version.post() + 1 : 0), 0);
  }
  if (kind == Place::Kind::after_all && version.pre())
    return with_dev(with_pre(version, {version.pre()->kind, version.pre()->number + 1}), 0);
  return std::nullopt;
}

// Marks become what they mean to real versions: [V, V+MAX) is [V, V.post0.dev0), and what begins
// after V+MAX begins there. Nothing lies below 0.dev0.
IntervalSet<Version> VersionRange::canonical() const {
  static const Version least = with_dev(Version(), 0);
  const auto is_marked = [](const Bound<Version>& bound) {
    return bound.value.edge_ != Version::Edge::none;
  };
  Set out;
  for (const auto& [lower, upper] : segments()) {
    Bound<Version> from = lower;
    Bound<Version> to = upper;
    if (!from.is_unbounded() && is_marked(from)) {
      if (const auto real = real_successor(from.value)) from = Bound<Version>::included(*real);
    }
    if (!to.is_unbounded() && is_marked(to)) {
      if (const auto real = real_successor(to.value)) to = Bound<Version>::excluded(*real);
    }
    if (!from.is_unbounded() && (from.is_included() ? from.value <= least : from.value < least))
      from = Bound<Version>::unbounded();
    if (!to.is_unbounded() && (to.is_included() ? to.value < least : to.value <= least)) continue;
    out = out.unite(Set::of(std::move(from), std::move(to)));
  }
  return out;
}

bool operator==(const VersionRange& a, const VersionRange& b) {
  // Nearly all comparisons are of ranges made the same way.
  return a.set_ == b.set_ || a.canonical() == b.canonical();
}

}  // namespace axle
