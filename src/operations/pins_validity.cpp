// SPDX-License-Identifier: MIT
#include "operations/pins_validity.hpp"

#include <array>
#include <set>

#include "axle/markers/marker_environment.hpp"

namespace axle {
namespace {

constexpr std::array<std::pair<std::string_view, MarkerVariable>, 10> tested{
    {{"os_name", MarkerVariable::os_name},
     {"sys_platform", MarkerVariable::sys_platform},
     {"platform_system", MarkerVariable::platform_system},
     {"platform_machine", MarkerVariable::platform_machine},
     {"platform_python_implementation", MarkerVariable::platform_python_implementation},
     {"platform_release", MarkerVariable::platform_release},
     {"platform_version", MarkerVariable::platform_version},
     {"implementation_name", MarkerVariable::implementation_name},
     {"implementation_version", MarkerVariable::implementation_version},
     {"python_full_version", MarkerVariable::python_full_version}}};

/// The variables of one machine that markers test, as they are met.
class TestedVariables {
 public:
  explicit TestedVariables(const MarkerEnvironment& machine) : machine_(machine) {}

  void add(Marker marker) {
    const Marker plain = marker.without_extras();
    if (!seen_.insert(plain.id()).second) return;
    const std::string text = without_quoted(plain.to_text().value_or(""));
    for (const auto& [name, variable] : tested) {
      if (!names(text, name)) continue;
      const auto is_here =
          Marker::comparison(variable, MarkerOperator::equal, machine_.value(name).value_or(""));
      if (is_here) all_ &= *is_here;
    }
  }
  std::optional<std::string> text() const { return all_.to_text(); }

 private:
  static std::string without_quoted(std::string_view marker) {
    std::string text;
    char quote = 0;
    for (const char letter : marker) {
      if (quote == 0 && (letter == '\'' || letter == '"'))
        quote = letter;
      else if (letter == quote)
        quote = 0;
      else if (quote == 0)
        text += letter;
    }
    return text;
  }

  /// `python_full_version` stands also where `python_version` is written; no name is part of
  /// another one.
  static bool names(std::string_view text, std::string_view variable) {
    return text.contains(variable) ||
           (variable == "python_full_version" && text.contains("python_version"));
  }

  const MarkerEnvironment& machine_;
  std::set<std::uint32_t> seen_;
  Marker all_;
};

}  // namespace

std::optional<std::string> where_pins_hold(const Resolution& resolution,
                                           const ResolveInput& input) {
  const auto* const one = std::get_if<OneEnvironment>(&input.environment);
  if (one == nullptr) return std::nullopt;
  TestedVariables variables(one->markers);
  for (const SourcedRequirement& requirement : input.requirements)
    variables.add(requirement.marker);
  for (const ResolvedPackage& package : resolution.packages) {
    if (package.metadata)
      for (const Requirement& requirement : package.metadata->requires_dist)
        variables.add(requirement.marker);
    if (package.direct)
      for (const SourcedRequirement& requirement : package.direct->requires_dist)
        variables.add(requirement.marker);
  }
  return variables.text();
}

}  // namespace axle
