// SPDX-License-Identifier: MIT
#include "provision/build_hint.hpp"

#include <fmt/format.h>

#include <set>

#include "accelerator/catalog.hpp"
#include "accelerator/pairing.hpp"

namespace axle {
namespace {

bool says(const Error& error, const std::string& text) {
  for (const Error* one = &error; one != nullptr; one = one->cause.get())
    if (one->message.find(text) != std::string::npos) return true;
  return false;
}

/// "2.5.1+cu124" of a requirement that asks for this build, whatever index it may come from.
std::string wanted_build(const SourcedRequirement& requirement) {
  const RegistrySource* registry = requirement.registry();
  if (registry == nullptr || registry->index) return {};
  for (const VersionSpecifier& specifier : registry->specifiers.items())
    if (specifier.op == Operator::equal && specifier.version.has_local())
      return specifier.version.to_string();
  return {};
}

/// The series that a requirement allows and no other: "2.9" of `==2.9.1`, `==2.9.*`, `~=2.9.0`.
std::string only_series(const SourcedRequirement& requirement) {
  const RegistrySource* registry = requirement.registry();
  if (registry == nullptr) return {};
  for (const VersionSpecifier& specifier : registry->specifiers.items()) {
    const auto release = specifier.version.release();
    const bool is_narrow = specifier.op == Operator::equal ||
                           (specifier.op == Operator::compatible && release.size() >= 3);
    if (is_narrow && release.size() >= 2) return fmt::format("{}.{}", release[0], release[1]);
  }
  return {};
}

/// What belongs together and is asked for apart.
void add_pairing_hints(const std::vector<SourcedRequirement>& requirements,
                       std::set<std::string>& hints) {
  const Catalog& catalog = Catalog::built_in();
  for (const SourcedRequirement& torch : requirements) {
    if (torch.name.text() != "torch") continue;
    const std::string series = only_series(torch);
    for (const SourcedRequirement& other : requirements)
      if (const std::string own = only_series(other); !series.empty() && !own.empty())
        if (const std::string words = mismatch_words(catalog, series, other.name.text(), own);
            !words.empty())
          hints.insert(fmt::format("{}, and torch {} is asked for: {}", words, series,
                                   pairing_words(catalog, series)));
  }
}

}  // namespace

Error with_build_hint(Error error, const ResolveInput& input) {
  if (error.kind != ErrorKind::no_solution) return error;
  const Catalog& catalog = Catalog::built_in();
  std::set<std::string> hints;
  const auto look_at = [&](const SourcedRequirement& requirement) {
    const std::string build = wanted_build(requirement);
    if (build.empty() || !catalog.is_family(requirement.name.text())) return;
    const std::string arm = build.substr(build.find('+') + 1);
    const auto index = catalog.index_url(arm);
    if (!accelerator_kind(arm) || !index || !says(error, build)) return;
    hints.insert(fmt::format(
        "`{0}=={1}` is a build for the accelerator `{2}`, which is on the index {3}: ask for "
        "`{0}=={4}` with `--torch-backend {2}` (pip), or with `accelerators = [\"{2}\"]` in "
        "`[tool.axle]`",
        requirement.name.text(), build, arm, *index, build.substr(0, build.find('+'))));
  };
  for (const SourcedRequirement& requirement : input.requirements) look_at(requirement);
  for (const SourcedRequirement& requirement : input.constraints) look_at(requirement);
  for (const auto& direct : input.direct)
    for (const SourcedRequirement& requirement : direct->requires_dist) look_at(requirement);
  std::vector<SourcedRequirement> all = input.requirements;
  for (const auto& direct : input.direct)
    all.insert(all.end(), direct->requires_dist.begin(), direct->requires_dist.end());
  add_pairing_hints(all, hints);
  error.hints.insert(error.hints.end(), hints.begin(), hints.end());
  return error;
}

}  // namespace axle
