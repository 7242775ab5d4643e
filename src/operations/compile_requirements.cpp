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
#include "operations/output_pins.hpp"
#include "operations/pins_validity.hpp"
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

/// `--python 3.9` asks for what runs on 3.9, as uv reads it; whichever Python is there can build
/// what has to be built.
Result<Interpreter> python_to_build_with(PipCompileOptions& options, Services& services) {
  std::optional<std::string> python = options.python;
  if (options.system && !python) python = "any";
  const auto wanted = python ? python : services.environment().get_setting("PYTHON");
  const bool is_number = wanted && !wanted->empty() && std::ranges::all_of(*wanted, [](char c) {
                           return is_ascii_digit(c) || c == '.';
                         });
  if (!is_number || options.python_version) return any_interpreter(python, services);
  options.python_version = wanted;
  auto found = any_interpreter(python, services);
  if (found || found.error().kind != ErrorKind::not_found) return found;
  TRY(Interpreter other, any_interpreter("any", services));
  services.reporter().warning(fmt::format("no Python {} is here; {} builds what has to be built",
                                          *wanted, other.version.to_string()));
  return other;
}

/// A resolution with what it was made from.
struct Pinned {
  const ResolveInput& input;
  Resolution resolution;
  PinnedHashes hashes;  ///< of the output file as it was
};

Result<std::string> requirements_body(const PipCompileOptions& options,
                                      const RequirementOrigins& origins, Pinned made,
                                      Services& services) {
  if (options.generate_hashes)
    TRY_OK(complete_hashes(made.resolution, made.input.indexes, services));
  RequirementsTextOptions style{.markers = options.universal || options.no_strip_markers,
                                .annotations = !options.no_annotate,
                                .annotations_in_line = false,
                                .hashes = options.generate_hashes,
                                .extras = options.no_strip_extras,
                                .index_annotations = options.emit_index_annotation,
                                .pinned = std::move(made.hashes),
                                .omitted = {},
                                .directory = services.directory(),
                                .environment = {}};
  TRY(style.annotations_in_line, annotates_in_line(options));
  for (const std::string& text : options.no_emit_packages) {
    TRY(PackageName name, PackageName::parse(text));
    if (std::ranges::find(style.omitted, name) == style.omitted.end())
      style.omitted.push_back(std::move(name));
  }
  if (const auto* machine = std::get_if<OneEnvironment>(&made.input.environment))
    style.environment = machine->markers;
  return requirements_text(made.resolution, origins, style);
}

}  // namespace

Result<CompiledRequirements> compile_requirements(PipCompileOptions options, bool as_pylock,
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
  services.expect_requests();
  TRY(Interpreter interpreter, python_to_build_with(options, services));
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
  OutputPins pins;
  if (options.output_file) {
    TRY(pins, output_pins(file, as_pylock, *settings, services));
    input.preferences = std::move(pins.versions);
  }
  TRY_OK(lead_to_backend(input, {*settings, options.resolver, options.profile}, services));
  TRY(Resolution resolution, resolve_packages(input, options.resolver, *asked.builder, services));
  RequirementOrigins& origins = asked.requirements.origins;
  origins.commits = asked.builder->use().commits;
  if (as_pylock) {
    TRY(std::string body, compiled_pylock(resolution, input, file.parent_path(), services));
    return CompiledRequirements{std::move(body), std::move(origins), *settings};
  }
  std::optional<std::string> valid_for;
  if (options.emit_marker_expression) valid_for = where_pins_hold(resolution, input);
  TRY(std::string body,
      requirements_body(options, origins, {input, std::move(resolution), std::move(pins.hashes)},
                        services));
  return CompiledRequirements{std::move(body), std::move(origins), *settings, std::move(valid_for)};
}

}  // namespace axle
