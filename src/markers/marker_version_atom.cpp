// SPDX-License-Identifier: MIT
#include "markers/marker_version_atom.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "axle/versions/version.hpp"
#include "base/text.hpp"

namespace axle {

namespace {

// A version in a comparison: its release as written, and whether `.*` stood behind it.
struct Pattern {
  std::vector<std::uint64_t> release;
  bool has_star = false;
  bool has_local = false;
};

std::optional<Pattern> read_pattern(std::string_view text, bool may_have_star) {
  text = trim(text);
  Pattern pattern;
  pattern.has_star = may_have_star && text.ends_with(".*");
  if (pattern.has_star) text.remove_suffix(2);
  const Result<Version> version = Version::parse(text);
  if (!version) return std::nullopt;
  const bool is_release = !version->is_prerelease() && !version->post() && !version->has_local();
  if (pattern.has_star && !is_release) return std::nullopt;
  pattern.release.assign(version->release().begin(), version->release().end());
  pattern.has_local = version->has_local();
  return pattern;
}

// PEP 440 allows `.*` and local versions only with (in)equality, and `~=` only from two numbers on.
bool is_allowed(const Pattern& pattern, MarkerOperator op) {
  const bool is_equality = op == MarkerOperator::equal || op == MarkerOperator::not_equal;
  if (pattern.has_star || pattern.has_local) return is_equality;
  return op != MarkerOperator::compatible || pattern.release.size() >= 2;
}

MarkerValueId intern(MarkerTable& table, const std::vector<std::uint64_t>& release) {
  return table.releases.intern(trimmed(release));
}

// The first release after all that begin with `release`. A number that cannot grow gives way to the
// one before it; none if no number can.
std::optional<std::vector<std::uint64_t>> release_after(std::vector<std::uint64_t> release) {
  while (!release.empty() && release.back() == std::numeric_limits<std::uint64_t>::max())
    release.pop_back();
  if (release.empty()) return std::nullopt;
  ++release.back();
  return release;
}

MarkerId at_least(MarkerTable& table, TestId test,
                  const std::optional<std::vector<std::uint64_t>>& release) {
  if (!release) return never_id;
  return table.within(test, {true, false, cut_before(intern(table, *release)), 0});
}

// From `release` up to the next one with as many numbers.
MarkerId star_atom(MarkerTable& table, TestId test, const std::vector<std::uint64_t>& release) {
  return table.both(at_least(table, test, release),
                    negated(at_least(table, test, release_after(release))));
}

MarkerId compatible_atom(MarkerTable& table, TestId test,
                         const std::vector<std::uint64_t>& release) {
  const std::vector<std::uint64_t> prefix(release.begin(), release.end() - 1);
  return table.both(at_least(table, test, release),
                    negated(at_least(table, test, release_after(prefix))));
}

MarkerId pattern_atom(MarkerTable& table, TestId test, MarkerOperator op, const Pattern& pattern) {
  if (op == MarkerOperator::compatible) return compatible_atom(table, test, pattern.release);
  if (!pattern.has_star) return version_atom(table, test, op, trimmed(pattern.release));
  const MarkerId star = star_atom(table, test, pattern.release);
  return op == MarkerOperator::not_equal ? negated(star) : star;
}

bool only_zeros_after_minor(const std::vector<std::uint64_t>& release) {
  return std::all_of(release.begin() + 2, release.end(), [](auto number) { return number == 0; });
}

// python_version is the first two numbers of python_full_version, so a third one is never equal.
std::optional<MarkerId> python_version_star(MarkerTable& table, MarkerOperator op,
                                            const std::vector<std::uint64_t>& release) {
  if (release.size() > 2 && !only_zeros_after_minor(release)) return never_id;
  Pattern pattern{release, true, false};
  if (release.size() > 2) pattern.release.resize(2);
  return pattern_atom(table, python_full_version_test, op, pattern);
}

MarkerId python_version_atom(MarkerTable& table, MarkerOperator op, const Pattern& pattern) {
  if (pattern.has_star) return *python_version_star(table, op, pattern.release);
  if (op == MarkerOperator::compatible) {
    if (pattern.release.size() == 2)
      return compatible_atom(table, python_full_version_test, pattern.release);
    return *python_version_star(table, MarkerOperator::equal, pattern.release);
  }
  MarkerRelease release = trimmed(pattern.release);
  const bool is_minor = release.size() <= 2;
  if (release.size() == 1) release.push_back(0);
  const MarkerRelease minor{release[0], release[1]};
  // No Python is below 0; the text of a marker that never holds says just that.
  const bool is_zero = is_minor && minor == MarkerRelease{0, 0};
  const TestId test = python_full_version_test;
  const auto from_minor = [&] { return at_least(table, test, minor); };
  const auto from_next = [&] { return at_least(table, test, release_after(minor)); };
  switch (op) {
    case MarkerOperator::equal:
      return is_minor ? star_atom(table, test, minor) : never_id;
    case MarkerOperator::not_equal:
      return is_minor ? negated(star_atom(table, test, minor)) : always_id;
    case MarkerOperator::less:
      if (is_zero) return never_id;
      return negated(is_minor ? from_minor() : from_next());
    case MarkerOperator::greater_equal:
      if (is_zero) return always_id;
      return is_minor ? from_minor() : from_next();
    case MarkerOperator::less_equal:
      return negated(from_next());
    default:
      return from_next();
  }
}

// `'3.6' ~= variable`: PEP 440 asks whether 3.6 is compatible with what the machine has, which is
// then no newer than 3.6 and begins with all of its numbers but the last.
MarkerId reversed_compatible_atom(MarkerTable& table, MarkerVariable variable,
                                  const Pattern& pattern) {
  const bool is_minor = variable == MarkerVariable::python_version;
  const TestId test = is_minor ? python_full_version_test : static_cast<TestId>(variable) + 1;
  std::vector<std::uint64_t> release = pattern.release;
  release.resize(std::max<std::size_t>(release.size(), 2));
  std::vector<std::uint64_t> first(release.begin(), release.begin() + (is_minor ? 1 : 2));
  const MarkerId upper =
      is_minor ? negated(at_least(table, test, release_after({release[0], release[1]})))
               : version_atom(table, test, MarkerOperator::less_equal, trimmed(release));
  return table.both(at_least(table, test, first), upper);
}

// `variable in '3.9 3.10'`: one of the versions, not a part of the text as PEP 508 has it.
std::optional<MarkerId> list_of_versions(MarkerTable& table, MarkerVariable variable, bool is_in,
                                         std::string_view value) {
  MarkerId any = never_id;
  bool is_impossible = false;
  for (const std::string_view word : split_on_space(value)) {
    const auto pattern = read_pattern(word, false);
    if (!pattern) return std::nullopt;
    if (variable == MarkerVariable::python_version) {
      is_impossible = is_impossible || trimmed(pattern->release).size() > 2;
      any = table.either(
          any, python_version_atom(table, MarkerOperator::equal, {pattern->release, false, false}));
    } else {
      any = table.either(any, version_atom(table, static_cast<TestId>(variable) + 1,
                                           MarkerOperator::equal, trimmed(pattern->release)));
    }
  }
  if (is_impossible) return never_id;
  return is_in ? any : negated(any);
}

}  // namespace

MarkerId version_atom(MarkerTable& table, TestId test, MarkerOperator op,
                      const MarkerRelease& release) {
  const MarkerValueId value = table.releases.intern(release);
  switch (op) {
    case MarkerOperator::not_equal:
      return negated(table.equals(test, value));
    case MarkerOperator::less:
      return table.within(test, {false, true, 0, cut_before(value)});
    case MarkerOperator::less_equal:
      return table.within(test, {false, true, 0, cut_after(value)});
    case MarkerOperator::greater:
      return table.within(test, {true, false, cut_after(value), 0});
    case MarkerOperator::greater_equal:
      return table.within(test, {true, false, cut_before(value), 0});
    default:
      return table.equals(test, value);
  }
}

bool is_version_comparison(MarkerOperator op, std::string_view version) {
  const auto pattern = read_pattern(version, false);
  return pattern && is_allowed(*pattern, op);
}

std::optional<MarkerId> version_comparison_atom(MarkerTable& table, MarkerVariable variable,
                                                MarkerOperator op, std::string_view value,
                                                bool is_reversed) {
  if (op == MarkerOperator::contains || op == MarkerOperator::not_contains) return std::nullopt;
  if (op == MarkerOperator::in || op == MarkerOperator::not_in)
    return list_of_versions(table, variable, op == MarkerOperator::in, value);
  const auto pattern = read_pattern(value, !is_reversed);
  // What is no version is not equal to one, nor in any order with it; on the left it is in no set.
  if (!pattern && op == MarkerOperator::compatible && !is_reversed) return std::nullopt;
  if (!pattern) return op == MarkerOperator::not_equal && !is_reversed ? always_id : never_id;
  if (is_reversed && op == MarkerOperator::compatible)
    return reversed_compatible_atom(table, variable, *pattern);
  if (!is_allowed(*pattern, op)) return std::nullopt;
  if (variable == MarkerVariable::python_version) return python_version_atom(table, op, *pattern);
  // The tests of versions come one after the variables, see marker_variables.hpp.
  return pattern_atom(table, static_cast<TestId>(variable) + 1, op, *pattern);
}

}  // namespace axle
