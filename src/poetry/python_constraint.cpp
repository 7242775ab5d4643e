// SPDX-License-Identifier: MIT
#include "poetry/python_constraint.hpp"

#include <fmt/format.h>

#include "base/try.hpp"
#include "poetry/constraint.hpp"

namespace axle {
namespace {

/// `3.10` and `3` name a series, `3.10.4` a release.
bool names_series(const VersionSpecifier& clause) {
  return clause.wildcard || (clause.op == Operator::equal && clause.version.release().size() < 3);
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
    const std::string series = clause.version.base_release().to_string();
    TRY(const Marker marker, Marker::parse(fmt::format("python_full_version == '{}.*'", series)));
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
  for (const Marker marker : alternatives) all |= marker;
  return all;
}

Result<PythonConstraint> PythonConstraint::parse(std::string_view text) {
  TRY(const PoetryConstraint constraint, PoetryConstraint::parse(text));
  PythonConstraint python;
  for (const VersionSpecifiers& specifiers : constraint.alternatives()) {
    TRY(const Marker marker, marker_of(specifiers));
    python.alternatives.push_back(marker);
  }
  python.specifiers = constraint.alternatives().size() == 1
                          ? requires_python_of(constraint.alternatives().front())
                          : requires_python_of(constraint.hull());
  return python;
}

}  // namespace axle
