// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/python_bounds.hpp"

namespace axle {

struct MarkerEnvironment;

/// The variables a marker may test. `python_version` and the deprecated spellings are read, but
/// become `python_full_version` and the modern names.
enum class MarkerVariable : std::uint8_t {
  os_name,
  sys_platform,
  platform_system,
  platform_machine,
  platform_python_implementation,
  platform_release,
  platform_version,
  implementation_name,
  implementation_version,
  python_full_version,
  python_version,
};

enum class MarkerOperator : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  compatible,  ///< `~=`
  in,          ///< variable in 'value'
  not_in,
  contains,      ///< 'value' in variable
  not_contains,  ///< 'value' not in variable
};

/// An environment marker (PEP 508): a set of environments, extras among them.
///
/// A value of four bytes, a place in one process-wide table of decision diagrams in normal form.
/// Markers that hold in the same environments (impossible platforms such as `os_name == 'nt' and
/// sys_platform == 'linux'` left aside) are equal, and comparing them is comparing integers. The
/// table only grows. Every function may be called from any thread.
///
/// Limits. A text that nests deeper than 100, is longer than 1 MiB, tests more than 1,000 variables
/// one below the other, or would need a diagram out of proportion to its length is refused by
/// `parse`. The operations on markers that were read cannot fail; if together they would outgrow
/// the table (4 million nodes or 256 MiB of edges) or one of them a bound on its work, the table is
/// *exhausted*: the answer is then `never()`, and so is that of every later operation, until the
/// process ends. No honest input comes near. Whoever builds markers from what others wrote asks
/// `check_capacity` before the result is used.
class Marker {
 public:
  /// Holds always, as a requirement without a marker does.
  constexpr Marker() = default;
  static constexpr Marker always() { return Marker(); }
  static constexpr Marker never() { return Marker(1); }

  /// Reads `text` up to its end. Comparisons that have no meaning (two texts, `~=` with a string,
  /// an order of extras) are left out, as if they had not been written; a text of nothing else
  /// holds always. A version equals nothing that is no version, and has no order with it. Of
  /// versions only the releases count. Linear in `text` but for the diagram's size. Errors:
  /// `invalid_input` for bad syntax, an unknown variable or operator, or a limit above.
  static Result<Marker> parse(std::string_view text);

  /// What `parse` makes of `variable op 'value'`; none where that would be left out. For contains,
  /// `'value' in variable`.
  static std::optional<Marker> comparison(MarkerVariable variable, MarkerOperator op,
                                          std::string_view value);
  /// `variable == 'value'` for a variable that is a string (not a version).
  static Marker string_equals(MarkerVariable variable, std::string_view value);
  /// `python_full_version` lies within the bounds; of these only the releases count.
  static Marker python_within(const PythonBounds& bounds);
  /// `extra == 'name'`.
  static Marker extra(const ExtraName& name);

  [[nodiscard]] constexpr bool is_always() const { return id_ == 0; }
  [[nodiscard]] constexpr bool is_never() const { return id_ == 1; }

  friend Marker operator&(Marker a, Marker b);
  friend Marker operator|(Marker a, Marker b);
  constexpr Marker operator~() const { return Marker(id_ ^ 1U); }
  Marker& operator&=(Marker other) { return *this = *this & other; }
  Marker& operator|=(Marker other) { return *this = *this | other; }

  /// No environment has both. False answers may be wrong where `in` comparisons are involved, whose
  /// meaning is not looked into.
  [[nodiscard]] bool is_disjoint(Marker other) const;
  /// Wherever this holds, `other` does.
  [[nodiscard]] bool implies(Marker other) const { return is_disjoint(~other); }

  /// Whether it holds on one machine when `extras` are asked for. A pre-release of Python counts as
  /// its release (marker_truth.hpp tells them apart). Variables that should be versions and whose
  /// text is none make the marker false where it tests them.
  [[nodiscard]] bool evaluate(const MarkerEnvironment& environment,
                              std::span<const ExtraName> extras = {}) const;
  /// The same for a marker of a `pylock.toml` (PEP 751): `'x' in extras`, `'y' in
  /// dependency_groups`; no `extra == 'x'` holds there.
  [[nodiscard]] bool evaluate_pylock(const MarkerEnvironment& environment,
                                     std::span<const ExtraName> extras,
                                     std::span<const GroupName> groups) const;
  /// Whether it holds in at least one environment when exactly `extras` are asked for.
  [[nodiscard]] bool may_hold_with(std::span<const ExtraName> extras) const;
  /// Whether it holds in every environment when exactly `extras` are asked for.
  [[nodiscard]] bool must_hold_with(std::span<const ExtraName> extras) const;

  /// The canonical text, as locks hold it; none if it holds always,
  /// `python_version < '0'` if it never does. `parse` reads it back to an equal marker.
  [[nodiscard]] std::optional<std::string> to_text() const;

  /// A marker that equals this one wherever `assumption` holds and is as simple as that allows.
  [[nodiscard]] Marker restrict(Marker assumption) const;
  /// Assumes that Python is within `bounds`. Lossy: only `complexify_python` makes it true alone.
  [[nodiscard]] Marker simplify_python(const PythonBounds& bounds) const;
  /// This and that Python is within `bounds`.
  [[nodiscard]] Marker complexify_python(const PythonBounds& bounds) const;

  /// The environments for which some choice of extras makes it hold: the PEP 508 part.
  [[nodiscard]] Marker without_extras() const;
  /// The choices of extras for which some environment makes it hold.
  [[nodiscard]] Marker only_extras() const;
  /// With `extra == 'name'` taken as true or false.
  [[nodiscard]] Marker assume_extra(const ExtraName& name, bool holds) const;
  /// With each extra taken as what `decide` says; none leaves it. `decide` must not use markers.
  [[nodiscard]] Marker assume_extras(
      const std::function<std::optional<bool>(const ExtraName&)>& decide) const;
  /// With every extra taken as true, or every one as false.
  [[nodiscard]] Marker assume_all_extras(bool hold) const;
  [[nodiscard]] bool mentions_extras() const;
  /// Every extra that it tests, in the order of their names.
  [[nodiscard]] std::vector<ExtraName> extras() const;
  /// The `x` if it can only hold where `extra == 'x'`, as its text has it in every clause.
  [[nodiscard]] std::optional<ExtraName> top_level_extra() const;

  /// The smallest range of `python_full_version` that has every environment in which it holds; none
  /// if it does not test the version, or never holds.
  [[nodiscard]] std::optional<PythonBounds> python_range() const;

  /// An error once the table is exhausted, see above.
  static Result<void> check_capacity();

  /// The total order of trees in which locks sort requirements.
  friend std::strong_ordering operator<=>(Marker a, Marker b);
  friend constexpr bool operator==(Marker a, Marker b) { return a.id_ == b.id_; }

  /// The place in the table; for hashing and for the table itself. Differs from run to run.
  [[nodiscard]] constexpr std::uint32_t id() const { return id_; }

 private:
  friend struct MarkerAccess;
  constexpr explicit Marker(std::uint32_t id) : id_(id) {}

  std::uint32_t id_ = 0;
};

}  // namespace axle

template <>
struct std::hash<axle::Marker> {
  std::size_t operator()(axle::Marker marker) const noexcept {
    return static_cast<std::size_t>(marker.id()) * 0x9E3779B97F4A7C15ULL;
  }
};
