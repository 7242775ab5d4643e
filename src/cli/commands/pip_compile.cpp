// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/file.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/generated_file.hpp"
#include "operations/compile_requirements.hpp"

namespace axle {
namespace {

/// The lines at the top that say how the pins came about: where from, and what may be built.
std::string option_lines(const PipCompileOptions& options, const Settings& settings,
                         const RequirementOrigins& origins) {
  std::string text;
  if (options.emit_index_url) text += index_lines(settings.indexes, origins.written);
  if (options.emit_find_links) text += find_links_lines(settings.indexes, origins.written);
  if (options.emit_build_options) {
    const BuildOptions& build = settings.build;
    if (build.no_binary) text += "--no-binary :all:\n";
    for (const PackageName& name : build.no_binary_packages)
      text += fmt::format("--no-binary {}\n", name.text());
    if (build.no_build) text += "--only-binary :all:\n";
    for (const PackageName& name : build.no_build_packages)
      text += fmt::format("--only-binary {}\n", name.text());
  }
  return text.empty() ? text : text + "\n";
}

}  // namespace

Result<ExitCode> pip_compile_command(const PipCompileOptions& options, Session& services) {
  TRY(const FileFormat format,
      file_format(options.format, options.output_file, FileMaker::compile_command));
  const bool as_pylock = format == FileFormat::pylock;
  TRY(const CompiledRequirements compiled, compile_requirements(options, as_pylock, services));
  std::optional<std::string> custom = options.custom_compile_command;
  if (!custom) custom = services.environment().get_setting("CUSTOM_COMPILE_COMMAND");
  std::string text;
  if (!options.no_header)
    text = generated_by(services.options().words, !options.emit_index_url, custom);
  if (compiled.valid_for)
    text +=
        fmt::format("# Pinned dependencies known to be valid for:\n#    {}\n", *compiled.valid_for);
  if (!as_pylock) text += option_lines(options, compiled.settings, compiled.origins);
  text += compiled.body;
  if (options.output_file) {
    const fs::path file = absolute_path(services.directory() / *options.output_file);
    TRY_OK(make_directories(file.parent_path()));
    TRY_OK(write_file_atomically(file, text));
  }
  if (!options.output_file || !services.printer().is_quiet()) services.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
