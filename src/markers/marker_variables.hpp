// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "axle/markers/marker.hpp"
#include "markers/marker_values.hpp"

namespace axle {

/// What a node of a diagram tests. In the order of the variables from the root to the leaves.
enum class TestKind : std::uint8_t {
  string,          ///< the intervals that a string lies in
  version_string,  ///< platform_release, read as a version (on macOS, where it is one)
  version,         ///< the intervals that a version lies in
  in,              ///< variable in 'text'
  contains,        ///< 'text' in variable
  extra,           ///< extra == 'text'
  list,            ///< 'text' in extras, 'text' in dependency_groups
};

/// The lists of a pylock.toml, in the order of their tests. A text that is no name is kept as it
/// is.
enum class MarkerList : std::uint8_t { extras, groups, extras_other, groups_other };

struct Test {
  TestKind kind;
  MarkerVariable variable{};  ///< not for extra and list
  MarkerList list{};          ///< only for list
  MarkerValueId text{};       ///< only for in, contains, extra and list

  bool operator==(const Test&) const = default;
  bool is_boolean() const { return kind >= TestKind::in; }
  bool has_versions() const {
    return kind == TestKind::version || kind == TestKind::version_string;
  }
};

/// A test in the table below. Those without a text have fixed numbers, which are in their order.
using TestId = std::uint32_t;

inline constexpr TestId os_name_test = 0, sys_platform_test = 1, platform_system_test = 2;
inline constexpr TestId release_version_test = 8;  ///< platform_release as a version
inline constexpr TestId implementation_version_test = 9, python_full_version_test = 10;
inline constexpr TestId first_textual_test = 11;

/// The three tests of which some combinations exist on no machine.
constexpr bool is_platform_test(TestId id) { return id <= platform_system_test; }

class Tests {
 public:
  explicit Tests(MarkerStrings& strings);

  TestId intern(const Test& test);
  const Test& at(TestId id) const { return tests_[id]; }
  /// The order of the variables in every diagram; total.
  std::strong_ordering compare(TestId a, TestId b) const;

 private:
  struct Hash {
    std::size_t operator()(const Test& test) const;
  };
  MarkerStrings& strings_;
  std::vector<Test> tests_;
  std::unordered_map<Test, TestId, Hash> ids_;
};

}  // namespace axle
