// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "arms/profile_platform.hpp"
#include "arms/torch_backend.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/generated_file.hpp"
#include "operations/compiled_pylock.hpp"
#include "operations/requirements_text.hpp"
#include "provision/build_constraints.hpp"
#include "provision/pip_requirements.hpp"
#include "provision/resolve_packages.hpp"
#include "provision/unnamed_sources.hpp"
#include "services/python_target.hpp"

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

Result<bool> annotates_in_line(const PipCompileOptions& options) {
  const std::string style = options.annotation_style.value_or("split");
  if (style == "line" || style == "split") return style == "line";
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a value of `--annotation-style`", escape_foreign(style)),
              "use `split` or `line`");
}

/// What is resolved for: everything, or one machine. What is compiled for everything has to do for
/// every patch release of the Python at hand.
void set_target(ResolveInput& input, const PipCompileOptions& options,
                const Interpreter& interpreter) {
  if (!options.universal) return;
  input.environment = AllEnvironments{};
  if (options.python_version) return;
  const std::string minor = fmt::format("{}.{}", interpreter.major(), interpreter.minor());
  if (const auto version = Version::parse(minor))
    input.requires_python = RequiresPython::at_least(*version);
}

/// The pins of an output file that is there: they stay if nothing speaks against them.
Result<std::vector<VersionPreference>> pins_of(const fs::path& file, const Settings& settings,
                                               Session& services) {
  std::vector<VersionPreference> preferences;
  if (settings.upgrade || !path_exists(file)) return preferences;
  TRY(const RequirementsFile pins, read_requirements_file(file, services.environment()));
  for (const RequirementEntry& entry : pins.requirements) {
    const RegistrySource* registry = entry.requirement.registry();
    if (registry == nullptr || registry->specifiers.items().size() != 1 ||
        registry->specifiers.items().front().op != Operator::equal)
      continue;
    bool upgraded = false;
    for (const Requirement& requirement : settings.upgrade_package)
      upgraded = upgraded || requirement.name == entry.requirement.name;
    if (upgraded) continue;
    VersionPreference preference{.name = entry.requirement.name,
                                 .version = registry->specifiers.items().front().version,
                                 .url = {},
                                 .fork_markers = {}};
    preference.source = VersionPreference::Source::requirements_file;
    if (!entry.requirement.marker.is_always())
      preference.fork_markers.push_back(entry.requirement.marker);
    preferences.push_back(std::move(preference));
  }
  return preferences;
}

Result<std::string> compiled_requirements(const PipCompileOptions& options,
                                          const RequirementOrigins& origins,
                                          const ResolveInput& input, Resolution resolution,
                                          Session& services) {
  if (options.generate_hashes) TRY_OK(complete_hashes(resolution, input.indexes, services));
  RequirementsTextOptions style{.markers = options.universal || options.no_strip_markers,
                                .annotations = !options.no_annotate,
                                .annotations_in_line = false,
                                .hashes = options.generate_hashes,
                                .extras = options.no_strip_extras,
                                .index_annotations = options.emit_index_annotation,
                                .omitted = {},
                                .directory = services.directory(),
                                .environment = {}};
  TRY(style.annotations_in_line, annotates_in_line(options));
  for (const std::string& text : options.no_emit_packages) {
    TRY(PackageName name, PackageName::parse(text));
    if (std::ranges::find(style.omitted, name) == style.omitted.end())
      style.omitted.push_back(std::move(name));
  }
  if (const auto* machine = std::get_if<OneEnvironment>(&input.environment))
    style.environment = machine->markers;
  return requirements_text(resolution, origins, style);
}

}  // namespace

Result<ExitCode> pip_compile_command(const PipCompileOptions& options, Session& services) {
  if (options.files.empty() && options.groups.empty())
    return fail(ErrorKind::invalid_input, "nothing to compile: no file and no group was named",
                "name a requirements file, such as `axle pip compile requirements.in`");
  TRY(const FileFormat format,
      file_format(options.format, options.output_file, FileMaker::compile_command));
  TRY(PipRequirements requirements,
      pip_requirements({.packages = nullptr,
                        .requirements = &options.files,
                        .constraints = &options.constraints,
                        .overrides = &options.overrides,
                        .excludes = &options.excludes,
                        .part = {.extras = options.extras, .all_extras = options.all_extras},
                        .groups = options.groups},
                       services));
  TRY(const Settings* const settings, pip_settings(options, requirements, services));
  TRY_OK(add_project_limits(requirements, *settings, services));
  if (requirements.is_empty())
    services.printer().warn("nothing is asked for: the files have no requirements");
  std::optional<std::string> python = options.python;
  if (options.system && !python) python = "any";
  TRY(const Interpreter interpreter, any_interpreter(python, services));
  TRY(const auto platform, chosen_platform(options.python_platform, options.profile, services));
  TRY(const ResolutionTarget target,
      resolution_target(interpreter, options.python_version, platform, services.environment()));
  TRY(const std::vector<BuildConstraint> limits,
      build_constraints(options.build.build_constraints, {}, services));
  SourceBuilder builder({.settings = *settings, .interpreter = interpreter, .constraints = limits},
                        services);
  TRY_OK(name_requirements(requirements, builder, services));
  ResolveInput input = pip_input(requirements, *settings, target, services);
  input.with_dependencies = !options.no_deps;
  set_target(input, options, interpreter);
  const fs::path file = absolute_path(services.directory() / options.output_file.value_or("-"));
  if (options.output_file && format == FileFormat::requirements) {
    TRY(input.preferences, pins_of(file, *settings, services));
  }
  TRY_OK(lead_to_backend(input, {*settings, options.resolver, options.profile}, services));
  TRY(const Resolution resolution, resolve_packages(input, options.resolver, builder, services));
  requirements.origins.commits = builder.use().commits;

  std::optional<std::string> custom = options.custom_compile_command;
  if (!custom) custom = services.environment().get_setting("CUSTOM_COMPILE_COMMAND");
  std::string text = options.no_header
                         ? std::string()
                         : generated_by(services.options().words, !options.emit_index_url, custom);
  if (format == FileFormat::pylock) {
    TRY(const std::string body, compiled_pylock(resolution, input, file.parent_path(), services));
    text += body;
  } else {
    TRY(const std::string body,
        compiled_requirements(options, requirements.origins, input, resolution, services));
    text += option_lines(options, *settings, requirements.origins) + body;
  }
  if (options.output_file) TRY_OK(write_file_atomically(file, text));
  if (!options.output_file || !services.printer().is_quiet()) services.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
