// SPDX-License-Identifier: MIT
#include "explain/range_words.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "explain/shown_range.hpp"

namespace axle {
namespace {

std::string segment_words(RangeUse use, const std::string& name, const ShownSegment& segment) {
  if (segment.is_everything()) return use == RangeUse::said_of ? "all versions of " + name : name;
  if (const std::string prefix = prefix_match(segment); !prefix.empty()) return name + prefix;
  if (segment.lower && segment.upper && *segment.lower == *segment.upper)
    return fmt::format("{}=={}", name, segment.lower->to_string());
  std::string text = name;
  if (segment.lower)
    text += fmt::format("{}{}", segment.has_lower ? ">=" : ">", segment.lower->to_string());
  if (segment.lower && segment.upper) text += ",";
  if (segment.upper)
    text += fmt::format("{}{}", segment.has_upper ? "<=" : "<", segment.upper->to_string());
  return text;
}

std::string_view head(RangeUse use) {
  switch (use) {
    case RangeUse::needed:
      return "one of:";
    case RangeUse::said_of:
      return "all of:";
    case RangeUse::available:
      break;
  }
  return "are available:";
}

}  // namespace

std::string range_words(RangeUse use, const std::string& name, const VersionRange& range) {
  const std::vector<ShownSegment> segments = shown_segments(range);
  if (segments.empty()) return name + " ∅";
  if (segments.size() == 1) return segment_words(use, name, segments.front());
  std::string list{head(use)};
  for (const ShownSegment& segment : segments) list += "\n    " + segment_words(use, name, segment);
  return list + "\n";
}

bool reads_plural(const VersionRange& range) {
  const std::vector<ShownSegment> segments = shown_segments(range);
  return segments.size() > 1 || (segments.size() == 1 && segments.front().is_everything());
}

}  // namespace axle
