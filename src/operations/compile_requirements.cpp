// SPDX-License-Identifier: MIT
#include "operations/compile_requirements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "arms/torch_backend.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "operations/asked_requirements.hpp"
#include "operations/compiled_pylock.hpp"
#include "operations/requirements_text.hpp"
#include "provision/pip_requirements.hpp"
#include "provision/resolve_packages.hpp"

namespace axle {
namespace {

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
                                               Services& services) {
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

Result<std::string> requirements_body(const PipCompileOptions& options,
                                      const RequirementOrigins& origins, const ResolveInput& input,
                                      Resolution resolution, Services& services) {
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

Result<CompiledRequirements> compile_requirements(const PipCompileOptions& options, bool as_pylock,
                                                  Services& services) {
  if (options.files.empty() && options.groups.empty())
    return fail(ErrorKind::invalid_input, "nothing to compile: no file and no group was named",
                "name a requirements file, such as `axle pip compile requirements.in`");
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
    services.reporter().warning("nothing is asked for: the files have no requirements");
  std::optional<std::string> python = options.python;
  if (options.system && !python) python = "any";
  services.expect_requests();
  TRY(Interpreter interpreter, any_interpreter(python, services));
  TRY(AskedRequirements asked, ask(std::move(requirements), *settings, std::move(interpreter),
                                   {.python_version = options.python_version,
                                    .python_platform = options.python_platform,
                                    .profile = options.profile,
                                    .build_constraints = options.build.build_constraints},
                                   services));
  ResolveInput input = pip_input(asked.requirements, *settings, asked.target, services);
  input.with_dependencies = !options.no_deps;
  set_target(input, options, asked.interpreter);
  const fs::path file = absolute_path(services.directory() / options.output_file.value_or("-"));
  if (options.output_file && !as_pylock) {
    TRY(input.preferences, pins_of(file, *settings, services));
  }
  TRY_OK(lead_to_backend(input, {*settings, options.resolver, options.profile}, services));
  TRY(const Resolution resolution,
      resolve_packages(input, options.resolver, *asked.builder, services));
  RequirementOrigins& origins = asked.requirements.origins;
  origins.commits = asked.builder->use().commits;
  if (as_pylock) {
    TRY(std::string body, compiled_pylock(resolution, input, file.parent_path(), services));
    return CompiledRequirements{std::move(body), std::move(origins), *settings};
  }
  TRY(std::string body, requirements_body(options, origins, input, resolution, services));
  return CompiledRequirements{std::move(body), std::move(origins), *settings};
}

}  // namespace axle
