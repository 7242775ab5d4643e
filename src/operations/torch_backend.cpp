// SPDX-License-Identifier: MIT
#include "operations/torch_backend.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accelerator/choose.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "operations/machine_source.hpp"

namespace axle {
namespace {

constexpr std::string_view placeholder = "{accelerator}";

std::unexpected<Error> unknown(const std::string& name, const Catalog& catalog) {
  std::vector<std::string> near;
  for (const std::string& similar : catalog.similar_arms(name))
    near.push_back(fmt::format("`{}`", similar));
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a torch backend (`torch-backend`)", escape_foreign(name)),
              near.empty() ? "use `auto`, `cpu`, `cu126`, `rocm6.4` or `xpu`"
                           : fmt::format("use {}, or `auto`", join_in_words(near, "or")));
}

Result<std::string> index_of(const std::string& name, const Catalog& catalog,
                             const Services& services) {
  const auto own = services.environment().get_setting("ACCELERATOR_INDEX_URL");
  if (!own) return catalog.index_url(name);
  return replace_all(replace_all(*own, "{channel}/", ""), placeholder, name);
}

SourcedRequirement any_version_of(const PackageName& name, const IndexUrl& index) {
  return {.name = name,
          .extras = {},
          .groups = {},
          .marker = Marker::always(),
          .source = RegistrySource{VersionSpecifiers::parse(">=0").value_or(VersionSpecifiers()),
                                   index, std::nullopt},
          .origin = {}};
}

/// Whether the index has this very version, local part included.
bool has_version(const PackageListing& listing, const Version& version) {
  return std::ranges::any_of(listing.pages,
                             [&](const auto& page) { return page->find(version).has_value(); });
}

/// What this machine can run, by the newest series of torch in the data.
Result<std::string> automatic(const Catalog& catalog, Services& services) {
  TRY(const LookedAtMachine looked, look_at_machine(std::nullopt, catalog, services));
  std::vector<std::string> names;
  for (const KnownArm& arm : catalog.tables().arms) names.emplace_back(arm.name);
  std::string_view newest;
  for (const KnownBuild& build : catalog.tables().builds)
    for (const std::string_view version : build.versions)
      if (newest.empty() || !at_least(newest, version)) newest = version;
  Choice choice = choose_accelerator(catalog, looked.machine, std::move(names), newest,
                                     looked.machine.platform.key());
  return choice.arm.empty() ? std::string("cpu") : std::move(choice.arm);
}

}  // namespace

Result<std::optional<TorchBackend>> torch_backend(const Settings& settings, Services& services) {
  if (!settings.torch_backend || settings.torch_backend->empty())
    return std::optional<TorchBackend>();
  TRY(const Catalog catalog, accelerator_catalog(services));
  std::string name = *settings.torch_backend;
  if (name == "auto") {
    TRY(name, automatic(catalog, services));
  }
  if (catalog.arm(name) == nullptr && !accelerator_kind(name)) return unknown(name, catalog);
  TRY(const std::string text, index_of(name, catalog, services));
  TRY(IndexUrl index, IndexUrl::parse(text, services.directory()));
  return std::optional(TorchBackend{std::move(name), std::move(index)});
}

Result<void> lead_to_backend(ResolveInput& input, const TorchBackend& backend,
                             const ResolverOptions& options, Services& services) {
  IndexDefinition definition{.name = std::nullopt, .url = backend.index};
  definition.is_explicit = true;
  input.indexes.definitions.push_back(std::move(definition));
  TRY(const auto registry, services.registry(input.indexes, options));
  std::vector<PackageName> family;
  for (const std::string_view text : Catalog::built_in().tables().family)
    if (auto name = PackageName::parse(text)) family.push_back(*std::move(name));
  for (const PackageName& name : family) registry->prefetch(name, backend.index);
  for (const PackageName& name : family) {
    TRY(const auto listing, registry->listing(name, backend.index));
    // Who names an index of their own for a package means that one.
    const bool has_own = std::ranges::any_of(input.requirements, [&](const auto& requirement) {
      return requirement.name == name &&
             (requirement.registry() == nullptr || requirement.registry()->index);
    });
    if (listing->pages.empty() || has_own) continue;
    input.constraints.push_back(any_version_of(name, backend.index));
    for (const KnownInstalled& installed : input.installed)
      if (installed.name == name && !has_version(*listing, installed.version))
        input.reinstall.insert(name);
  }
  return {};
}

}  // namespace axle
