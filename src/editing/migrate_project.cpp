// SPDX-License-Identifier: MIT
#include "editing/migrate_project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "axle/toml/toml.hpp"
#include "axle/versions/package_name.hpp"
#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "editing/new_python.hpp"
#include "editing/requirements_parts.hpp"
#include "index/default_index.hpp"
#include "migrate/pipfile_migration.hpp"
#include "migrate/poetry_migration.hpp"
#include "poetry/poetry_project.hpp"

namespace axle {
namespace {

/// A default index that the environment names stands for PyPI.
std::string pypi_of(Services& services) {
  return services.environment()
      .get_setting("DEFAULT_INDEX")
      .value_or(std::string(default_index_url));
}

bool is_named(const MigrateOptions& options, std::string_view name) {
  return std::ranges::any_of(
      options.files, [&](const std::string& file) { return fs::path(file).filename() == name; });
}

Result<NewProjectFacts> facts_of(const MigrateOptions& options, const fs::path& directory,
                                 Services& services) {
  const std::string folder = directory.filename().string();
  const auto name = PackageName::parse(replace_all(folder, " ", "-"));
  TRY(const NewPython python, new_python(options.python, directory, services));
  return NewProjectFacts{.name = name ? name->text() : std::string("project"),
                         .requires_python = python.requires_python,
                         .directory = directory};
}

/// Comments that are in the old text and not in the new one.
void note_lost_comments(const MigrateOutcome& outcome, std::vector<std::string>& notes) {
  std::size_t number = 0;
  for (const std::string_view line : split(outcome.before, '\n')) {
    ++number;
    const std::string_view text = trim(line);
    if (text.starts_with('#') && !outcome.after.contains(text))
      notes.push_back(fmt::format("line {}: the comment `{}` is not carried over", number,
                                  escape_foreign(text)));
  }
}

Result<Migration> migration_of(const MigrateOptions& options, MigrateOutcome& outcome,
                               Services& services) {
  const fs::path directory = outcome.file.parent_path();
  const fs::path pipfile = directory / "Pipfile";
  const bool is_any = options.files.empty();
  if (file_exists(outcome.file)) {
    TRY(const TomlDocument document, TomlDocument::read(outcome.file));
    if (is_poetry_project(document.root()) && (is_any || is_named(options, "pyproject.toml"))) {
      if (file_exists(directory / "poetry.lock")) outcome.leaves = {"poetry.lock"};
      return migrate_poetry(document, outcome.before, pypi_of(services));
    }
  }
  if (file_exists(pipfile) && (is_any || is_named(options, "Pipfile"))) {
    TRY(const TomlDocument document, TomlDocument::read(pipfile));
    TRY(const NewProjectFacts facts, facts_of(options, directory, services));
    for (const char* const file : {"Pipfile", "Pipfile.lock"})
      if (file_exists(directory / file)) outcome.leaves.emplace_back(file);
    return migrate_pipfile(document, facts, pypi_of(services), outcome.before);
  }
  TRY(const std::vector<RequirementsPart> parts, requirements_parts(options.files, services));
  if (parts.empty())
    return fail(ErrorKind::not_found,
                fmt::format("there is nothing to migrate in `{}`: no `[tool.poetry]`, no Pipfile, "
                            "no requirements files",
                            shown_path(directory)),
                "name the files: `axle migrate requirements/base.txt`");
  TRY(const NewProjectFacts facts, facts_of(options, directory, services));
  return migrate_requirements(parts, facts, outcome.before);
}

}  // namespace

Result<MigrateOutcome> migrate_project(const MigrateOptions& options, Services& services) {
  MigrateOutcome outcome;
  outcome.file = services.project_directory() / "pyproject.toml";
  if (file_exists(outcome.file)) {
    TRY(outcome.before, read_file(outcome.file));
  }
  TRY(Migration migration, migration_of(options, outcome, services));
  outcome.after = std::move(migration.text);
  outcome.notes = std::move(migration.notes);
  note_lost_comments(outcome, outcome.notes);
  TRY_OK(TomlDocument::parse(outcome.file, outcome.after));
  if (!options.dry_run) TRY_OK(write_file_atomically(outcome.file, outcome.after));
  return outcome;
}

}  // namespace axle
