// SPDX-License-Identifier: MIT
#include "provision/source_trees.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "build/build_system.hpp"
#include "net/url.hpp"
#include "project/source_tree.hpp"

namespace axle {
namespace {

std::unexpected<Error> no_tree(const PackageName& name, const fs::path& path) {
  const bool is_there = directory_exists(path);
  const std::string place = Url::from_path(path).to_string();
  return fail_with_code(
      ErrorKind::invalid_input, ErrorCode::project,
      is_there
          ? fmt::format("{} does not appear to be a Python project, as neither `pyproject.toml` "
                        "nor `setup.py` are present in the directory",
                        escape_foreign(path.string()))
          : fmt::format("Distribution not found at: {}", escape_foreign(place)),
      path.string(), {}, fmt::format("correct the path of `{}`", name.text()));
}

bool needs_backend(const ProjectMember& member, TreeDetail detail) {
  return member.has_dynamic_requirements ||
         (member.has_dynamic_version && detail == TreeDetail::everything);
}

}  // namespace

ProjectRequest tree_request(const fs::path& tree, const Settings& settings, Services& services) {
  return {.directory = tree,
          .no_sources_package = settings.no_sources_package,
          .no_sources = settings.no_sources,
          .command_line_indexes = {},
          .other_indexes = {},
          .now = services.clock().now(),
          .files = &services.toml_files()};
}

Result<ProjectMember> read_tree(const PackageName& name, const DirectorySource& source,
                                const BuilderMaker& builder, Services& services,
                                TreeDetail detail) {
  if (!directory_exists(source.path) || !has_project_file(source.path))
    return no_tree(name, source.path);
  TRY(const Settings* const settings, services.settings({}));
  const ProjectRequest request = tree_request(source.path, *settings, services);
  TRY(SourceTree tree, read_source_tree(source.path, request));
  if (!tree.is_static && (detail == TreeDetail::everything || !tree.lacks_only_version)) {
    TRY(SourceBuilder* const building, builder());
    TRY(const CoreMetadata built,
        building->metadata({.name = name, .version = std::nullopt, .place = source}));
    TRY(tree, read_source_tree(source.path, request, &built));
  }
  ProjectMember member = *std::move(tree.member);
  if (member.name != name)
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                          fmt::format("Package metadata name `{}` does not match given name `{}`",
                                      member.name.text(), name.text()),
                          source.path.string(), {},
                          "correct the name in the requirement or its source");
  member.source = source;
  return member;
}

Result<void> complete_members(Project& project, const BuilderMaker& builder, Services& services,
                              TreeDetail detail) {
  for (ProjectMember& member : project.members) {
    if (!needs_backend(member, detail)) continue;
    TRY(SourceBuilder* const building, builder());
    DirectorySource place = member.source;
    place.path = member.root;
    TRY(const CoreMetadata built,
        building->metadata({.name = member.name, .version = std::nullopt, .place = place}));
    TRY(SourceTree tree,
        read_source_tree(member.root, tree_request(member.root, building->use().settings, services),
                         &built));
    tree.member->source = member.source;
    member = *std::move(tree.member);
  }
  return {};
}

}  // namespace axle
