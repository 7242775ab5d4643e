// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/operations/locked_packages.hpp"
#include "cli/operations/locking.hpp"
#include "cli/operations/open_project.hpp"
#include "cli/settings_layer.hpp"
#include "lock/export.hpp"

namespace axle {
namespace {

/// By `--format`, else by the name of the output file.
Result<bool> wants_pylock(const ExportOptions& options) {
  const std::string file =
      options.output_file ? fs::path(*options.output_file).filename().string() : std::string();
  const std::string format =
      options.format.value_or(file.starts_with("pylock.") ? "pylock.toml" : "requirements.txt");
  if (format == "pylock.toml") return true;
  if (format == "requirements.txt" || format == "requirements-txt") return false;
  return fail(ErrorKind::invalid_input, fmt::format("unknown format `{}`", escape_foreign(format)),
              "use `requirements.txt` or `pylock.toml`");
}

}  // namespace

Result<ExitCode> export_command(const ExportOptions& options, Services& services) {
  TRY(const bool is_pylock, wants_pylock(options));
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(const Project project, open_project(*settings, services));
  TRY(const ProjectSelection selection, select(project, options.selection));
  TRY(OmittedPackages omitted, omitted_packages(project, selection, options.omission));
  if (options.no_emit_project)
    for (const std::size_t member : selection.members)
      omitted.names.insert(project.members[member].name);
  TRY(const LockOutcome lock, lock_project({.project = project,
                                            .settings = *settings,
                                            .resolver = options.resolver,
                                            .python = options.python,
                                            .use = lock_use(options.lock, false, services)},
                                           services));
  TRY(const std::vector<ExportedPackage> packages,
      reach_packages(lock.lockfile, lock_selection(project, selection)));
  std::string text;
  if (!options.no_header)
    text = "# This file was made by `axle export` from the project's uv.lock\n";
  if (is_pylock) {
    TRY(const std::string body, pylock_export(lock.lockfile, packages, omitted.names));
    text += body;
  } else {
    text += requirements_export(lock.lockfile, packages, omitted.names,
                                {.hashes = !options.no_hashes, .annotate = !options.no_annotate});
  }
  if (options.output_file)
    TRY_OK(write_file_atomically(absolute_path(services.directory() / *options.output_file), text));
  else
    services.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
