// SPDX-License-Identifier: MIT
#include "explain/shown_range.hpp"

#include <algorithm>
#include <utility>

namespace axle {
namespace {

using VersionBound = Bound<Version>;
using VersionSegment = Interval<Version>;
using Place = VersionRange::Place;

bool is_known(const Version& version, std::span<const Version> known) {
  return std::ranges::binary_search(known, version);
}

VersionRange between(const Version& first, const Version& last) {
  return VersionRange::of(VersionBound::included(first), VersionBound::included(last));
}

VersionRange of_segment(const VersionSegment& segment) {
  return VersionRange::of(segment.lower, segment.upper);
}

VersionRange of_segments(const std::vector<VersionSegment>& segments) {
  VersionRange range;
  for (const VersionSegment& segment : segments) range = range.unite(of_segment(segment));
  return range;
}

// Of a bound, the version beside which it stands.
Version plain(const VersionBound& bound) { return VersionRange::describe(bound.value).version; }

// Whether a bound stands behind a version with all its local parts.
bool is_local_end(const VersionBound& bound) {
  return !bound.is_unbounded() &&
         VersionRange::describe(bound.value).kind == Place::Kind::after_locals;
}

}  // namespace

std::vector<ShownSegment> shown_segments(const VersionRange& range) {
  std::vector<ShownSegment> segments;
  for (const auto& [lower, upper] : range.segments()) {
    ShownSegment shown;
    if (!lower.is_unbounded()) shown.lower = plain(lower);
    if (!upper.is_unbounded()) shown.upper = plain(upper);
    shown.has_lower = lower.is_included();
    shown.has_upper = upper.is_included();
    segments.push_back(std::move(shown));
  }
  return segments;
}

std::optional<Version> single_version(const VersionRange& range) { return range.as_singleton(); }

std::string prefix_match(const ShownSegment& segment) {
  if (!segment.lower || !segment.upper || !segment.has_lower || segment.has_upper) return {};
  const auto is_dev_0 = [](const Version& version) {
    return version.dev() == 0U && !version.pre() && !version.post() && !version.has_local();
  };
  if (!is_dev_0(*segment.lower) || !is_dev_0(*segment.upper)) return {};
  const auto lower = segment.lower->release();
  const auto upper = segment.upper->release();
  if (lower.size() != upper.size() || lower.back() + 1 != upper.back()) return {};
  if (!std::equal(lower.begin(), lower.end() - 1, upper.begin())) return {};
  std::string text = "==";
  for (const std::uint64_t part : lower) text += std::to_string(part) + ".";
  return text + "*";
}

VersionRange without_local_marks(const VersionRange& range) {
  std::vector<VersionSegment> stretches;
  for (VersionSegment segment : range.segments()) {
    const bool starts_with_version = segment.lower.is_included();
    // `>1.0` starts behind 1.0 with its local parts; `<=1.0` and `==1.0` end there.
    if (is_local_end(segment.lower)) segment.lower = VersionBound::excluded(plain(segment.lower));
    if (is_local_end(segment.upper)) {
      const bool is_in = segment.upper.is_included() || starts_with_version;
      Version version = plain(segment.upper);
      segment.upper = is_in ? VersionBound::included(std::move(version))
                            : VersionBound::excluded(std::move(version));
    }
    stretches.push_back(std::move(segment));
  }
  return of_segments(stretches);
}

bool is_local_rest(const VersionRange& range) {
  return std::ranges::all_of(range.segments(), [](const VersionSegment& segment) {
    const auto is_excluded = [](const VersionBound& bound) {
      return !bound.is_unbounded() && !bound.is_included();
    };
    if (!is_excluded(segment.lower) || !is_excluded(segment.upper) || !is_local_end(segment.upper))
      return false;
    return VersionRange::describe(segment.lower.value).kind == Place::Kind::version &&
           !segment.lower.value.has_local() && segment.lower.value == plain(segment.upper);
  });
}

VersionRange narrowed_to(const VersionRange& range, std::span<const Version> known) {
  std::vector<VersionSegment> narrowed;
  std::size_t held = 0;
  for (const VersionSegment& segment : range.segments()) {
    const VersionRange stretch = of_segment(segment);
    const auto first =
        std::ranges::find_if(known, [&](const Version& v) { return stretch.contains(v); });
    if (first == known.end()) continue;
    const auto end =
        std::find_if_not(first, known.end(), [&](const Version& v) { return stretch.contains(v); });
    held += static_cast<std::size_t>(end - first);
    VersionSegment moved{VersionBound::included(*first), VersionBound::included(*std::prev(end))};
    if (segment.lower.is_unbounded()) moved.lower = segment.lower;
    if (segment.upper.is_unbounded()) moved.upper = segment.upper;
    narrowed.push_back(std::move(moved));
  }
  if (held == known.size()) return VersionRange::full();
  return narrowed.empty() ? range : of_segments(narrowed);
}

VersionRange simplified_for(const VersionRange& range, std::span<const Version> known) {
  if (single_version(range)) return range;
  const std::vector<VersionSegment>& segments = range.segments();
  std::vector<VersionSegment> kept;
  std::size_t at = 0;    // the segment that is not yet behind the versions
  bool is_open = false;  // the last one kept may grow
  const auto reaches = [](const VersionSegment& segment, const Version& version) {
    if (segment.upper.is_unbounded()) return true;
    return segment.upper.is_included() ? version <= segment.upper.value
                                       : version < segment.upper.value;
  };
  for (const Version& version : known) {
    while (at < segments.size() && !reaches(segments[at], version)) ++at;
    if (at == segments.size() || !of_segment(segments[at]).contains(version)) {
      is_open = false;
      continue;
    }
    // What lies before the first known version, and between two of them that are both in, is free.
    if (!is_open)
      kept.push_back({&version == known.data() ? VersionBound{} : segments[at].lower, {}});
    kept.back().upper = segments[at].upper;
    is_open = true;
  }
  if (kept.empty()) return range;
  if (is_open) kept.back().upper = {};
  return of_segments(kept);
}

VersionRange clamped_to(const VersionRange& range, std::span<const Version> known) {
  return range.intersect(between(known.front(), known.back()));
}

VersionRange available_part(const VersionRange& range, std::span<const Version> known) {
  if (known.empty()) return VersionRange::empty();
  const VersionRange all = between(known.front(), known.back());
  if (known.size() == 1) return all;
  const auto shown_bound = [&](VersionBound bound) {
    if (!bound.is_included() || is_known(plain(bound), known)) return bound;
    return VersionBound::excluded(std::move(bound.value));
  };
  std::vector<VersionSegment> parts;
  for (const VersionSegment& segment : range.segments()) {
    const VersionRange stretch = of_segment(segment);
    if (stretch.is_disjoint(all)) continue;
    VersionSegment part{shown_bound(segment.lower), shown_bound(segment.upper)};
    if (all.is_subset_of(stretch)) {
      // Of a range without an end only the end that was there: `<100` becomes `<=9`, not `>=1,<=9`.
      const bool starts = !segment.lower.is_unbounded();
      const bool ends = !segment.upper.is_unbounded();
      part.lower = starts ? VersionBound::included(known.front()) : VersionBound::unbounded();
      part.upper =
          ends || !starts ? VersionBound::included(known.back()) : VersionBound::unbounded();
    }
    parts.push_back(std::move(part));
  }
  return of_segments(parts);
}

bool has_prerelease_bound(const VersionRange& range) {
  return std::ranges::any_of(shown_segments(range), [](const ShownSegment& segment) {
    return (segment.lower && segment.lower->is_prerelease()) ||
           (segment.upper && segment.upper->is_prerelease());
  });
}

bool names_prerelease(const VersionRange& range) {
  return std::ranges::any_of(shown_segments(range), [](const ShownSegment& segment) {
    if (!prefix_match(segment).empty()) return false;
    if (segment.lower && segment.lower->is_prerelease()) return true;
    if (!segment.upper || !segment.upper->is_prerelease()) return false;
    // `~=3.6` ends before 4.dev0.
    const Version& upper = *segment.upper;
    const bool closes = upper.dev() == 0U && !upper.pre() && !upper.post() && !upper.has_local();
    return segment.has_upper || !closes;
  });
}

}  // namespace axle
