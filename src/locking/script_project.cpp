// SPDX-License-Identifier: MIT
#include "locking/script_project.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/settings_reader.hpp"
#include "services/settings_layer.hpp"

namespace axle {
namespace {

constexpr std::string_view bucket = "environments-v1";

/// What `[tool.uv]` of the block says of settings. Indexes and limits on versions are the script's
/// as they would be a project's, and read with it.
Result<SettingsLayer> layer_of_block(const fs::path& file, const std::string& metadata,
                                     Services& services) {
  TRY(const TomlDocument document, TomlDocument::parse(file, metadata));
  TRY(const TomlValue table, merged_tool_table(document));
  TRY(SettingsLayer layer,
      read_settings_table(TomlReader(document, table), {.directory = file.parent_path(),
                                                        .origin = IndexOrigin::project,
                                                        .now = services.clock().now()}));
  layer.index.reset();
  layer.constraint_dependencies.clear();
  layer.override_dependencies.clear();
  layer.exclude_dependencies.clear();
  return layer;
}

/// The command line, then variables, then the block; files come below.
Result<SettingsLayer> script_layer(const SettingsFlags& flags, SettingsLayer block,
                                   Services& services) {
  TRY(SettingsLayer command_line, settings_layer(flags, services.directory()));
  TRY(SettingsLayer variables,
      settings_from_environment(services.environment(), services.directory()));
  // What is a list is joined later, when all settings are read.
  variables.index.reset();
  variables.extra_index_url.reset();
  variables.find_links.reset();
  return combine(combine(std::move(command_line), variables), block);
}

}  // namespace

Result<const Settings*> script_settings(const fs::path& file, const ScriptText& text,
                                        const SettingsFlags& flags, Services& services) {
  TRY(SettingsLayer block, layer_of_block(file, text.metadata, services));
  TRY(const SettingsLayer layer, script_layer(flags, std::move(block), services));
  return services.settings(layer);
}

Result<std::optional<ScriptProject>> read_script(const fs::path& file, std::string_view text,
                                                 const SettingsFlags& flags, Services& services) {
  auto found = ScriptText::read(text);
  if (!found) return std::unexpected(std::move(found).error());
  if (!*found) return std::optional<ScriptProject>();
  TRY(const Settings* const settings, script_settings(file, **found, flags, services));
  ScriptProject script{file, **found, {}, *settings};
  ProjectRequest request{.directory = file.parent_path(),
                         .no_sources_package = settings->no_sources_package,
                         .no_sources = settings->no_sources,
                         .command_line_indexes = {},
                         .other_indexes = {},
                         .now = services.clock().now(),
                         .files = nullptr};
  for (const IndexDefinition& definition : settings->indexes.definitions)
    if (definition.origin == IndexOrigin::command_line)
      request.command_line_indexes.push_back(definition);
  TRY(script.project, read_script_project(file, script.text.metadata, request));
  auto& known = script.settings.indexes.definitions;
  known.insert(known.begin() + static_cast<std::ptrdiff_t>(request.command_line_indexes.size()),
               script.project.indexes.begin(), script.project.indexes.end());
  for (const std::string& warning : script.project.warnings) services.reporter().warning(warning);
  return std::optional(std::move(script));
}

Result<ScriptProject> open_script(const std::string& file, const SettingsFlags& flags,
                                  Services& services) {
  const fs::path path = absolute_path(services.directory() / file);
  TRY(const std::string text, read_file(path));
  TRY(auto script, read_script(path, text, flags, services));
  if (!script)
    return fail_with_code(
        ErrorKind::invalid_input, ErrorCode::project,
        fmt::format("`{}` does not contain a PEP 723 metadata tag", escape_foreign(file)),
        path.string(), {},
        fmt::format("write one with `axle init --script {0}`, or add a package: `axle add "
                    "--script {0} PACKAGE`",
                    escape_foreign(file)));
  return *std::move(script);
}

Result<PythonRequest> script_python_request(const Project& script,
                                            const std::optional<std::string>& python,
                                            Services& services) {
  if (const auto text = python ? python : services.environment().get_setting("PYTHON"))
    return PythonRequest::parse(*text);
  if (script.requires_python)
    return PythonRequest::for_versions(script.requires_python->specifiers());
  return PythonRequest::parse("any");
}

Result<fs::path> script_environment_place(const ScriptProject& script, Services& services) {
  TRY(const Cache* const cache, services.cache());
  return cache->writable_bucket(bucket) /
         fmt::format("{}-{}", script.file.stem().string(), cache_key(script.file.string()));
}

}  // namespace axle
