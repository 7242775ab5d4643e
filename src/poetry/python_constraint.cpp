// SPDX-License-Identifier: MIT
#include "poetry/python_constraint.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/try.hpp"
#include "poetry/constraint.hpp"

namespace axle {
namespace {

/// `3.10` names a series, `3.10.4` a release.
bool names_series(const VersionSpecifier& clause) {
  return clause.wildcard || (clause.op == Operator::equal && clause.version.release().size() < 3);
}

/// `3.10` of `3.10` and `3.10.*`. The marker of `3` is `python_version == '3'`, and that is 3.0.
std::string series_of(const VersionSpecifier& clause) {
  const std::string text = clause.version.base_release().to_string();
  return clause.wildcard || clause.version.release().size() > 1 ? text : text + ".0";
}

/// Whether the bound lies at the start of a series, so that `python_version` can say it.
bool is_series_bound(const VersionSpecifier& clause) {
  if (clause.version.is_prerelease() || clause.version.release().size() > 2) return false;
  return clause.op == Operator::greater_equal || clause.op == Operator::less;
}

std::string full_release(const Version& version) {
  std::string text = version.to_string();
  for (std::size_t size = version.release().size(); size < 3; ++size) text += ".0";
  return text;
}

Result<Marker> marker_of(const VersionSpecifier& clause) {
  const bool is_not = clause.op == Operator::not_equal;
  if (names_series(clause)) {
    TRY(const Marker marker,
        Marker::parse(fmt::format("python_full_version == '{}.*'", series_of(clause))));
    return is_not ? ~marker : marker;
  }
  if (is_series_bound(clause))
    return Marker::parse(
        fmt::format("python_version {} '{}'", to_string(clause.op), clause.version.to_string()));
  return Marker::parse(fmt::format("python_full_version {} '{}'", to_string(clause.op),
                                   full_release(clause.version)));
}

Result<Marker> marker_of(const VersionSpecifiers& specifiers) {
  Marker marker = Marker::always();
  for (const VersionSpecifier& clause : specifiers.items()) {
    TRY(const Marker part, marker_of(clause));
    marker &= part;
  }
  return marker;
}

/// As `requires-python` has to say it: a series with a wildcard.
VersionSpecifiers requires_python_of(const VersionSpecifiers& specifiers) {
  std::vector<VersionSpecifier> clauses = specifiers.items();
  for (VersionSpecifier& clause : clauses)
    if (clause.op == Operator::equal && names_series(clause)) clause.wildcard = true;
  return VersionSpecifiers(std::move(clauses));
}

}  // namespace

Marker PythonConstraint::marker() const {
  Marker all = Marker::never();
  for (const Range& range : alternatives) all |= range.marker;
  return all;
}

VersionSpecifiers PythonConstraint::specifiers() const {
  if (alternatives.size() == 1) return alternatives.front().specifiers;
  std::vector<VersionSpecifiers> all;
  for (const Range& range : alternatives) all.push_back(range.specifiers);
  return hull_of(all);
}

bool PythonConstraint::leave_out_python_2() {
  const Version three = Version::parse("3").value();
  const VersionRange python_3 = VersionRange::from(VersionSpecifier{
      .op = Operator::greater_equal, .version = three, .wildcard = false, .written = "3"});
  std::vector<Range> kept;
  for (const Range& range : alternatives)
    if (!VersionRange::from(range.specifiers).is_disjoint(python_3)) kept.push_back(range);
  if (kept.empty() || kept.size() == alternatives.size()) return false;
  alternatives = std::move(kept);
  return true;
}

Result<PythonConstraint> PythonConstraint::parse(std::string_view text) {
  TRY(const PoetryConstraint constraint, PoetryConstraint::parse(text));
  PythonConstraint python;
  for (const VersionSpecifiers& specifiers : constraint.alternatives()) {
    TRY(const Marker marker, marker_of(specifiers));
    python.alternatives.push_back({.specifiers = requires_python_of(specifiers), .marker = marker});
  }
  return python;
}

}  // namespace axle
