// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>

#include "arms/choose_arm.hpp"
#include "arms/uv_arms.hpp"
#include "base/file.hpp"
#include "base/random_uuid.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/generated_file.hpp"
#include "index/default_index.hpp"
#include "locking/lock_subject.hpp"
#include "model/upload_time.hpp"
#include "operations/exported_packages.hpp"
#include "provision/project_selection.hpp"
#include "syncing/locked_packages.hpp"
#include "views/export.hpp"
#include "views/export_cyclonedx.hpp"

namespace axle {
namespace {

/// The lines that say where packages are from, and a blank line after them.
std::string source_lines(const IndexSet& indexes, const ExportOptions& options, Session& services) {
  if (options.emit_index_url &&
      std::ranges::any_of(indexes.definitions, &IndexDefinition::is_explicit))
    services.printer().warn(
        "a requirements file cannot say that an index is only for some packages: explicit indexes "
        "are written with `--extra-index-url`, for all of them");
  const std::string text =
      (options.emit_index_url ? index_lines(indexes, {}) : std::string()) +
      (options.emit_find_links ? find_links_lines(indexes, {}) : std::string());
  return text.empty() ? text : text + "\n";
}

CycloneDxStyle cyclonedx_style(bool all_packages, Session& services) {
  return {.serial_number = "urn:uuid:" + random_uuid(),
          .timestamp = upload_time_text(std::chrono::duration_cast<std::chrono::milliseconds>(
                                            services.clock().now().time_since_epoch())
                                            .count()),
          .tool_version = AXLE_VERSION,
          .default_index = default_index_url,
          .all_packages = all_packages};
}

}  // namespace

Result<ExitCode> export_command(const ExportOptions& options, Session& services) {
  TRY(const FileFormat format,
      file_format(options.format, options.output_file, FileMaker::export_command));
  TRY(const EditableChoice editable,
      editable_choice(options.no_editable, options.no_editable_packages));
  const LockUse use = lock_use(options.lock, false, services);
  TRY(const LockSubject subject, open_lock_subject(options.script, options, use, services));
  const Project& project = subject.project;
  TRY(LockOutcome lock, lock_project({.project = project,
                                      .settings = subject.settings,
                                      .resolver = options.resolver,
                                      .python = options.python,
                                      .use = subject.use_to_look(use)},
                                     services));
  TRY(const SelectionOptions selected,
      with_accelerator_extra(options.selection, lock.lockfile, nullptr, services));
  TRY_OK(take_arm(lock.lockfile, project, selected, nullptr, services));
  // A bill of materials names what may be installed, not what is installed together.
  TRY(const LockSelection selection, format == FileFormat::cyclonedx
                                         ? select_with_conflicts(project, lock.lockfile, selected)
                                         : select(project, lock.lockfile, selected));
  TRY(const auto meant, project_meant(project, selected));
  TRY(const std::vector<ExportedPackage> packages,
      exported_packages(lock.lockfile, selection,
                        {.emission = options.emission, .prune = options.prune, .project = meant}));
  const fs::path file = absolute_path(services.directory() / options.output_file.value_or("-"));
  std::string text = options.no_header || format == FileFormat::cyclonedx
                         ? std::string()
                         : generated_by(services.options().words);
  if (format == FileFormat::cyclonedx) {
    text = cyclonedx_export(lock.lockfile, selection, packages,
                            cyclonedx_style(options.selection.all_packages, services));
  } else if (format == FileFormat::pylock) {
    TRY_OK(complete_digests(lock.lockfile, packages, project.root, subject.settings.indexes,
                            services));
    TRY(const std::string body,
        pylock_export(
            lock.lockfile, packages,
            {.root = project.root, .directory = file.parent_path(), .editable = editable}));
    text += body;
  } else {
    text += source_lines(subject.settings.indexes, options, services);
    text += requirements_export(
        lock.lockfile, packages,
        {.hashes = !options.no_hashes, .annotate = !options.no_annotate, .editable = editable});
  }
  if (options.output_file) {
    TRY_OK(make_directories(file.parent_path()));
    TRY_OK(write_file_atomically(file, text));
  }
  if (!options.output_file || !services.printer().is_quiet()) services.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
