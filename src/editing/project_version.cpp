// SPDX-License-Identifier: MIT
#include "editing/project_version.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "edit/next_version.hpp"
#include "editing/project_change.hpp"
#include "project/workspace.hpp"

namespace axle {
namespace {

/// The file whose version is meant, without a look at the rest of its workspace unless that is
/// needed to find it.
Result<fs::path> file_of(const VersionOptions& options, Services& services) {
  if (options.package) {
    TRY(const EditedProject edited, find_edited_project(options, services));
    return edited.file;
  }
  for (fs::path here = services.project_directory();; here = here.parent_path()) {
    if (file_exists(here / "pyproject.toml")) return here / "pyproject.toml";
    if (!here.has_relative_path())
      return fail_with_code(
          ErrorKind::not_found, ErrorCode::project,
          "No `pyproject.toml` found in current directory or any parent directory", {}, {},
          "for axle's own version use `axle --version`");
  }
}

Result<ProjectTable> table_of(const fs::path& file, Services& services) {
  TRY(const Pyproject pyproject, read_pyproject(file, services.clock().now()));
  TRY_OK(check_managed(pyproject));
  if (!pyproject.project)
    return fail_with_code(
        ErrorKind::invalid_input, ErrorCode::project,
        fmt::format("No `project` table found in: {}", escape_foreign(file.string())),
        file.string(), {}, "write `[project]` with a name and a version");
  if (pyproject.project->is_dynamic("version"))
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                          fmt::format("We cannot get or set dynamic project versions in: {}",
                                      escape_foreign(file.filename().string())),
                          file.string(), "project.dynamic",
                          "remove `version` from `dynamic` and write `version = \"0.1.0\"`");
  if (!pyproject.project->version)
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                          fmt::format("There is no 'project.version' field in: {}",
                                      escape_foreign(file.filename().string())),
                          file.string(), "project", "write `version = \"0.1.0\"`");
  return *pyproject.project;
}

Result<Version> wanted_version(const VersionOptions& options, const Version& old) {
  if (options.value) {
    auto version = Version::parse(*options.value);
    if (!version)
      version.error().hints.emplace_back(
          "write a version such as `1.2.0`, `1.2.0rc1` or `1.2.0.post1`, or `--bump minor`");
    return version;
  }
  std::vector<VersionBump> bumps;
  for (const std::string& text : options.bumps) {
    TRY(VersionBump bump, VersionBump::parse(text));
    bumps.push_back(bump);
  }
  return next_version(old, bumps);
}

Result<EditOutcome> write_version(const fs::path& file, const Version& version,
                                  const VersionOptions& options, Services& services) {
  TRY(const std::string text, read_file(file, TomlDocument::max_bytes));
  TRY(ProjectEdit edit, ProjectEdit::open(text));
  TRY_OK(edit.set_version(version.to_string()));
  TRY(const EditedProject edited, find_edited_project(options, services));
  TRY(ProjectChange change, ProjectChange::begin(edited.project, {file}, options, services));
  TRY_OK(change.write(file, edit.to_string()));
  TRY(auto sync, change.finish(options, {}, false));
  return EditOutcome{std::move(sync)};
}

}  // namespace

Result<VersionOutcome> project_version(const VersionOptions& options, Services& services) {
  TRY(const fs::path file, file_of(options, services));
  TRY(const ProjectTable table, table_of(file, services));
  VersionOutcome outcome{
      .name = table.name.text(), .version = table.version->to_string(), .before = std::nullopt};
  if (!options.value && options.bumps.empty()) return outcome;
  TRY(const Version wanted, wanted_version(options, *table.version));
  outcome.before = std::exchange(outcome.version, wanted.to_string());
  if (!options.dry_run) {
    TRY(outcome.edit, write_version(file, wanted, options, services));
  }
  return outcome;
}

}  // namespace axle
