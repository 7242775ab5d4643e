// SPDX-License-Identifier: MIT
#include "axle/markers/marker_truth.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "axle/versions/version.hpp"
#include "axle/versions/version_specifiers.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "markers/marker_atom.hpp"
#include "markers/marker_evaluate.hpp"
#include "markers/marker_parse.hpp"
#include "markers/marker_table.hpp"

namespace axle {

namespace {

std::string_view text_of(MarkerOperator op) {
  switch (op) {
    case MarkerOperator::equal:
      return "==";
    case MarkerOperator::not_equal:
      return "!=";
    case MarkerOperator::less:
      return "<";
    case MarkerOperator::less_equal:
      return "<=";
    case MarkerOperator::greater:
      return ">";
    case MarkerOperator::greater_equal:
      return ">=";
    default:
      return "~=";
  }
}

// Every comparison is true or false at once, so that the parser computes with constants.
class MachineAtoms final : public MarkerAtoms {
 public:
  MachineAtoms(MarkerTable& table, const MarkerEnvironment& environment,
               std::span<const ExtraName> extras)
      : table_(table), environment_(environment), extras_(extras) {}

  std::optional<MarkerId> comparison(MarkerVariable variable, MarkerOperator op,
                                     std::string_view value, bool is_reversed) override {
    if (variable < MarkerVariable::implementation_version)
      return evaluated(comparison_atom(table_, variable, op, value, is_reversed));
    const std::string& mine = version_text(variable);
    switch (op) {
      case MarkerOperator::in:
      case MarkerOperator::not_in:
        return is_among(mine, value, op == MarkerOperator::in);
      case MarkerOperator::contains:
      case MarkerOperator::not_contains:
        return constant((mine.find(value) != std::string::npos) ==
                        (op == MarkerOperator::contains));
      default:
        return is_reversed ? constant(is_allowed(value, turned_round(op), mine).value_or(false))
                           : versions(mine, op, value);
    }
  }

  std::optional<MarkerId> extra(MarkerOperator op, std::string_view value) override {
    return evaluated(extra_atom(table_, op, value));
  }
  MarkerId list(bool is_extras, bool is_in, std::string_view value) override {
    return *evaluated(list_atom(table_, is_extras, is_in, value));
  }

 private:
  static MarkerId constant(bool holds) { return holds ? always_id : never_id; }

  std::optional<MarkerId> evaluated(std::optional<MarkerId> atom) const {
    if (!atom) return std::nullopt;
    return constant(evaluate_marker(table_, *atom, environment_, {extras_, {}, {}}));
  }

  const std::string& version_text(MarkerVariable variable) const {
    if (variable == MarkerVariable::python_version) return environment_.python_version;
    return variable == MarkerVariable::python_full_version ? environment_.python_full_version
                                                           : environment_.implementation_version;
  }

  // Whether `candidate` satisfies `op version`; none if that is no version specifier.
  static std::optional<bool> is_allowed(std::string_view candidate, MarkerOperator op,
                                        std::string_view version) {
    const auto specifier = VersionSpecifier::parse(fmt::format("{}{}", text_of(op), version));
    if (!specifier) return std::nullopt;
    const Result<Version> parsed = Version::parse(candidate);
    return parsed && specifier->contains(*parsed);
  }

  static std::optional<MarkerId> versions(std::string_view mine, MarkerOperator op,
                                          std::string_view value) {
    if (const auto allowed = is_allowed(mine, op, value)) return constant(*allowed);
    // Not a comparison of versions, hence one of strings, which know equality only.
    switch (op) {
      case MarkerOperator::compatible:
        return std::nullopt;
      case MarkerOperator::not_equal:
        return constant(mine != value);
      case MarkerOperator::less:
      case MarkerOperator::greater:
        return never_id;
      default:
        return constant(mine == value);
    }
  }

  static std::optional<MarkerId> is_among(std::string_view mine, std::string_view list,
                                          bool wanted) {
    const auto is_mine = [&](std::string_view word) {
      return is_allowed(mine, MarkerOperator::equal, word).value_or(false);
    };
    return constant(std::ranges::any_of(split_on_space(list), is_mine) == wanted);
  }

  MarkerTable& table_;
  const MarkerEnvironment& environment_;
  std::span<const ExtraName> extras_;
};

}  // namespace

Result<bool> marker_text_holds(std::string_view text, const MarkerEnvironment& environment,
                               std::span<const ExtraName> extras) {
  // For the limits, and so that both say the same of what is no marker.
  TRY_OK(Marker::parse(text));
  return marker_table().with([&](MarkerTable& table) -> Result<bool> {
    table.begin(20'000 + 100 * text.size());
    MachineAtoms atoms(table, environment, extras);
    TRY(const MarkerId id, parse_marker(table, atoms, text));
    return id == always_id;
  });
}

}  // namespace axle
