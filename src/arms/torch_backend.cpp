// SPDX-License-Identifier: MIT
#include "arms/torch_backend.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accelerator/catalog.hpp"
#include "arms/automatic_backend.hpp"
#include "arms/machine_source.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::string_view placeholder = "{accelerator}";

/// "use `cu129`, `cu128`, or `cu126`, or `auto`".
std::string similar_backends(const std::string& name, const Catalog& catalog) {
  std::vector<std::string> near;
  for (const std::string& similar : catalog.similar_arms(name))
    if (similar != name) near.push_back(fmt::format("`{}`", similar));
  return near.empty() ? "use `auto`, `cpu`, `cu126`, `rocm6.4` or `xpu`"
                      : fmt::format("use {}, or `auto`", join_in_words(near, "or"));
}

std::unexpected<Error> unknown(const std::string& name, const Catalog& catalog) {
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a torch backend (`torch-backend`)", escape_foreign(name)),
              similar_backends(name, catalog));
}

std::unexpected<Error> without_torch(const std::string& name, const IndexUrl& index,
                                     const Catalog& catalog) {
  return fail(ErrorKind::invalid_input,
              fmt::format("no torch is published for the torch backend `{}` (`torch-backend`): {} "
                          "has none",
                          escape_foreign(name), index.text()),
              similar_backends(name, catalog));
}

Result<IndexUrl> index_of(const std::string& name, const Catalog& catalog,
                          const Services& services) {
  const auto own = services.environment().get_setting("ACCELERATOR_INDEX_URL");
  if (own) {
    const std::string filled =
        replace_all(replace_all(*own, "{channel}/", ""), "{channel}", "release");
    return IndexUrl::parse(replace_all(filled, placeholder, name), services.directory());
  }
  TRY(const std::string url, catalog.index_url(name));
  return IndexUrl::parse(url, services.directory());
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

/// The accelerator whose index the family is from; none if nothing names one.
Result<std::optional<std::string>> name_of(const ResolveInput& input, const BackendWishes& wishes,
                                           const Catalog& catalog, Services& services) {
  std::string name = wishes.settings.torch_backend.value_or("");
  if (name.empty() && wishes.profile) name = "auto";
  if (name.empty()) return std::optional<std::string>();
  if (name == "auto") {
    const BackendSearch search{
        .catalog = catalog,
        .input = input,
        .resolver = wishes.resolver,
        .profile = wishes.profile,
        .index_of = [&](const std::string& arm) { return index_of(arm, catalog, services); }};
    TRY(name, automatic_backend(search, services));
  }
  if (catalog.arm(name) == nullptr && !accelerator_kind(name)) return unknown(name, catalog);
  return std::optional(std::move(name));
}

/// The index answers, and has no torch: nobody published such a backend.
bool has_no_torch(const IndexUrl& index, Registry& registry) {
  const auto torch = PackageName::parse("torch");
  const auto listing = registry.listing(*torch, index);
  return listing && (*listing)->pages.empty() &&
         std::ranges::none_of((*listing)->absences, [](const IndexAbsence& absence) {
           return absence.reason == IndexAbsence::Reason::offline ||
                  absence.reason == IndexAbsence::Reason::unauthorized;
         });
}

/// Leads every package of the family that the index has there.
void lead_family(ResolveInput& input, const std::vector<PackageName>& family, const IndexUrl& index,
                 Registry& registry) {
  for (const PackageName& name : family) {
    // A page that cannot be had is told of once the package is needed.
    const auto listing = registry.listing(name, index);
    // Who names an index of their own for a package means that one.
    const bool has_own = std::ranges::any_of(input.requirements, [&](const auto& requirement) {
      return requirement.name == name &&
             (requirement.registry() == nullptr || requirement.registry()->index);
    });
    if (has_own || (listing && (*listing)->pages.empty())) continue;
    input.constraints.push_back(any_version_of(name, index));
    for (const KnownInstalled& installed : input.installed)
      if (installed.name == name && listing && !has_version(**listing, installed.version))
        input.reinstall.insert(name);
  }
}

}  // namespace

Result<bool> lead_to_backend(ResolveInput& input, const BackendWishes& wishes, Services& services) {
  TRY(const Catalog catalog, accelerator_catalog(services));
  TRY(const auto name, name_of(input, wishes, catalog, services));
  if (!name) return false;
  TRY(IndexUrl index, index_of(*name, catalog, services));
  IndexDefinition definition{.name = std::nullopt, .url = index};
  definition.is_explicit = true;
  input.indexes.definitions.push_back(std::move(definition));
  TRY(const auto registry, services.registry(input.indexes, wishes.resolver));
  std::vector<PackageName> family;
  for (const std::string_view text : catalog.tables().family)
    if (auto package = PackageName::parse(text)) family.push_back(*std::move(package));
  for (const PackageName& package : family) registry->prefetch(package, index);
  if (has_no_torch(index, *registry)) return without_torch(*name, index, catalog);
  lead_family(input, family, index, *registry);
  return true;
}

}  // namespace axle
