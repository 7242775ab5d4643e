// SPDX-License-Identifier: MIT
#include "markers/marker_atom.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"
#include "base/text.hpp"
#include "markers/marker_version_atom.hpp"

namespace axle {

namespace {

// The values of platform_system that say the same as one of sys_platform.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> same_platforms = {
    {{"Windows", "win32"},
     {"Darwin", "darwin"},
     {"Linux", "linux"},
     {"AIX", "aix"},
     {"Emscripten", "emscripten"},
     {"Android", "android"}}};

bool is_version(MarkerVariable variable) {
  return variable >= MarkerVariable::implementation_version;
}

MarkerId boolean_atom(MarkerTable& table, const Test& test, bool holds) {
  const MarkerId id = table.boolean(table.tests.intern(test), always_id, never_id);
  return holds ? id : negated(id);
}

// Only these two are ordered as strings are; the others know equality alone.
bool is_ordered(MarkerVariable variable) {
  return variable == MarkerVariable::platform_release ||
         variable == MarkerVariable::platform_version;
}

MarkerId string_atom(MarkerTable& table, MarkerVariable variable, MarkerOperator op,
                     std::string_view value) {
  const auto test = static_cast<TestId>(variable);
  const MarkerValueId text = table.strings.intern(value);
  const bool ordered = is_ordered(variable);
  switch (op) {
    case MarkerOperator::not_equal:
      return negated(table.equals(test, text));
    case MarkerOperator::less:
      return ordered ? table.within(test, {false, true, 0, cut_before(text)}) : never_id;
    case MarkerOperator::greater:
      return ordered ? table.within(test, {true, false, cut_after(text), 0}) : never_id;
    case MarkerOperator::less_equal:
      return ordered ? table.within(test, {false, true, 0, cut_after(text)})
                     : table.equals(test, text);
    case MarkerOperator::greater_equal:
      return ordered ? table.within(test, {true, false, cut_before(text), 0})
                     : table.equals(test, text);
    default:
      return table.equals(test, text);
  }
}

// On macOS the release is a version and is compared as one.
MarkerId release_atom(MarkerTable& table, MarkerOperator op, std::string_view value) {
  const MarkerId as_string = string_atom(table, MarkerVariable::platform_release, op, value);
  if (!is_version_comparison(op, value)) return as_string;
  const Result<Version> version = Version::parse(value);
  const MarkerId as_version =
      version_atom(table, release_version_test, op, trimmed(version->release()));
  const MarkerId on_mac = table.equals(sys_platform_test, table.strings.intern("darwin"));
  return table.either(table.both(on_mac, as_version), table.both(negated(on_mac), as_string));
}

MarkerId text_atom(MarkerTable& table, MarkerVariable variable, MarkerOperator op,
                   std::string_view value) {
  if (op == MarkerOperator::in || op == MarkerOperator::not_in)
    return boolean_atom(table, {TestKind::in, variable, {}, table.strings.intern(value)},
                        op == MarkerOperator::in);
  if (op == MarkerOperator::contains || op == MarkerOperator::not_contains)
    return boolean_atom(table, {TestKind::contains, variable, {}, table.strings.intern(value)},
                        op == MarkerOperator::contains);
  if (variable == MarkerVariable::platform_release) return release_atom(table, op, value);
  if (variable == MarkerVariable::platform_system)
    for (const auto& [system, platform] : same_platforms)
      if (value == system) return string_atom(table, MarkerVariable::sys_platform, op, platform);
  return string_atom(table, variable, op, value);
}

}  // namespace

std::optional<MarkerId> comparison_atom(MarkerTable& table, MarkerVariable variable,
                                        MarkerOperator op, std::string_view value,
                                        bool is_reversed) {
  if (is_version(variable)) return version_comparison_atom(table, variable, op, value, is_reversed);
  if (op == MarkerOperator::compatible) return std::nullopt;
  return text_atom(table, variable, op, value);
}

std::optional<MarkerId> extra_atom(MarkerTable& table, MarkerOperator op, std::string_view value) {
  if (op != MarkerOperator::equal && op != MarkerOperator::not_equal) return std::nullopt;
  const Result<ExtraName> name = ExtraName::parse(value);
  if (!name) return never_id;
  return boolean_atom(table, {TestKind::extra, {}, {}, table.strings.intern(name->text())},
                      op == MarkerOperator::equal);
}

MarkerId list_atom(MarkerTable& table, bool is_extras, bool is_in, std::string_view value) {
  Test test{TestKind::list, {}, is_extras ? MarkerList::extras : MarkerList::groups, 0};
  // Extras and groups are names of one form.
  if (const Result<ExtraName> name = ExtraName::parse(value)) {
    test.text = table.strings.intern(name->text());
  } else {
    test.list = is_extras ? MarkerList::extras_other : MarkerList::groups_other;
    test.text = table.strings.intern(value);
  }
  return boolean_atom(table, test, is_in);
}

}  // namespace axle
