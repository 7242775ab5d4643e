// SPDX-License-Identifier: MIT
#include "locking/open_project.hpp"

#include "base/try.hpp"

namespace axle {

Result<Project> open_project(const Settings& settings, LockUse use, Services& services) {
  ProjectRequest request{.directory = services.project_directory(),
                         .no_sources_package = settings.no_sources_package,
                         .no_sources = settings.no_sources,
                         .command_line_indexes = {},
                         .other_indexes = {},
                         .only_outline = use == LockUse::frozen,
                         .environment = &services.environment(),
                         .now = services.clock().now(),
                         .files = &services.toml_files()};
  for (const IndexDefinition& definition : settings.indexes.definitions)
    (definition.origin == IndexOrigin::command_line ? request.command_line_indexes
                                                    : request.other_indexes)
        .push_back(definition);
  TRY(Project project, read_project(request));
  for (const std::string& warning : project.warnings) services.reporter().warning(warning);
  for (const std::string& notice : project.notices) services.reporter().warning(notice);
  return project;
}

}  // namespace axle
