// SPDX-License-Identifier: MIT
#include "provision/unnamed_sources.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "base/try.hpp"
#include "build/build_system.hpp"
#include "project/source_tree.hpp"
#include "provision/source_trees.hpp"
#include "provision/wanted_packages.hpp"

namespace axle {
namespace {

/// What it is called before its files were looked at does not matter.
Result<PackageSource> package_source(const RequirementSource& source) {
  TRY(const PackageName unknown, PackageName::parse("unnamed"));
  if (const auto* git = std::get_if<GitSource>(&source))
    return PackageSource{.name = unknown, .version = {}, .place = *git, .is_named = false};
  if (const auto* tree = std::get_if<DirectorySource>(&source))
    return PackageSource{.name = unknown, .version = {}, .place = *tree, .is_named = false};
  TRY(const WantedPackage archive, archive_to_build(unknown, Version(), source, {}));
  PackageSource package = *archive.source;
  package.version.reset();
  package.is_named = false;
  return package;
}

Result<PackageName> name_of(const RequirementSource& source, SourceBuilder& builder,
                            Services& services) {
  TRY(const PackageSource package, package_source(source));
  TRY(const SourceBuilder::Place place, builder.place(package));
  // Without a name to say, what is no project is told from what fails to build.
  if (std::holds_alternative<DirectorySource>(source)) TRY_OK(read_build_system(place.tree));
  TRY(const SourceTree tree,
      read_source_tree(place.tree, tree_request(place.tree, builder.use().settings, services)));
  if (tree.member) return tree.member->name;
  TRY(const CoreMetadata built, builder.metadata(package));
  return built.name;
}

}  // namespace

Result<SourcedRequirement> named_requirement(UnnamedRequirement place, SourceBuilder& builder,
                                             Services& services) {
  TRY(PackageName name, name_of(place.source, builder, services));
  return SourcedRequirement{std::move(name), std::move(place.extras), {},
                            place.marker,    std::move(place.source), std::move(place.origin)};
}

Result<void> name_requirements(PipRequirements& requirements, SourceBuilder& builder,
                               Services& services) {
  TRY_OK(read_built_projects(requirements, builder, services));
  for (UnnamedEntry& entry : std::exchange(requirements.unnamed, {})) {
    TRY(SourcedRequirement named,
        named_requirement(std::move(entry.requirement), builder, services));
    if (!named.origin.empty() && named.origin != "-")
      requirements.origins.names.push_back(
          {named.name, named.marker, fmt::format("-r {}", escape_foreign(named.origin))});
    TRY(const std::vector<FileHash> hashes, parse_hashes(entry.hashes, named));
    if (!hashes.empty()) {
      auto& known = requirements.hashes[named.name];
      known.insert(known.end(), hashes.begin(), hashes.end());
    }
    requirements.requirements.push_back(std::move(named));
  }
  return {};
}

}  // namespace axle
