// SPDX-License-Identifier: MIT
#include "markers/marker_variables.hpp"

namespace axle {

Tests::Tests(MarkerStrings& strings) : strings_(strings) {
  // MarkerVariable lists the strings in the order that diagrams need, so its numbers are the
  // tests'.
  for (auto number = 0; number <= static_cast<int>(MarkerVariable::implementation_name); ++number)
    intern({TestKind::string, static_cast<MarkerVariable>(number)});
  intern({TestKind::version_string, MarkerVariable::platform_release});
  intern({TestKind::version, MarkerVariable::implementation_version});
  intern({TestKind::version, MarkerVariable::python_full_version});
}

std::size_t Tests::Hash::operator()(const Test& test) const {
  const auto parts = (static_cast<std::uint64_t>(test.text) << 24U) |
                     (static_cast<std::uint64_t>(test.kind) << 16U) |
                     (static_cast<std::uint64_t>(test.variable) << 8U) |
                     static_cast<std::uint64_t>(test.list);
  return static_cast<std::size_t>(parts * 0x9E3779B97F4A7C15ULL);
}

TestId Tests::intern(const Test& test) {
  const auto [place, is_new] = ids_.emplace(test, static_cast<TestId>(tests_.size()));
  if (is_new) tests_.push_back(test);
  return place->second;
}

std::strong_ordering Tests::compare(TestId a, TestId b) const {
  if (a == b || a < first_textual_test || b < first_textual_test) return a <=> b;
  const Test& left = at(a);
  const Test& right = at(b);
  if (const auto order = left.kind <=> right.kind; order != 0) return order;
  if (const auto order = left.variable <=> right.variable; order != 0) return order;
  if (const auto order = left.list <=> right.list; order != 0) return order;
  return strings_.compare(left.text, right.text);
}

}  // namespace axle
