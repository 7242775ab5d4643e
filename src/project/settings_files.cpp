// SPDX-License-Identifier: MIT
#include "project/settings_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/insecure_hosts.hpp"
#include "project/pip_table.hpp"
#include "project/settings_reader.hpp"
#include "project/workspace.hpp"

namespace axle {
namespace {

Result<SettingsLayer> read_checked(const TomlDocument& document, const TomlValue& table,
                                   const SettingsPlaces& places, IndexOrigin origin) {
  // A file for another version may be wrong in ways that only that version knows.
  if (const TomlValue* required = table.find("required-version");
      required != nullptr && required->is_string())
    TRY_OK(check_required_version(required->text, places.version, document.path()));
  const ReadContext context{document.path().parent_path(), origin, places.now};
  const TomlReader reader(document, table);
  TRY(SettingsLayer layer, read_settings_table(reader, context));
  TRY(SettingsLayer pip, read_pip_table(reader, context));
  layer.pip_options = std::exchange(pip.pip_options, {});
  if (!places.for_pip) return layer;
  return combine_tables(std::move(pip), layer);
}

std::unexpected<Error> project_only(const fs::path& path, const TomlEntry& entry) {
  return fail_with_code(
      ErrorKind::invalid_input, ErrorCode::project,
      fmt::format("Failed to parse: {0}. The `{1}` field is not allowed in a `{2}` file. `{1}` is "
                  "only applicable in the "
                  "context of a project, and should be placed in a `pyproject.toml` file instead.",
                  shown_path(path), entry.key, path.filename().string()),
      path.string(), fmt::format("line {}, column {}", entry.position.line, entry.position.column));
}

// The layer of a project's file, with a word about what it may not say.
void keep_to_own_hosts(SettingsLayer& layer, SettingsFiles& files) {
  for (const std::string& host : take_foreign_insecure_hosts(layer))
    files.warnings.push_back(foreign_insecure_host_warning(host));
}

/// "did you mean `offline`?", if a key is near.
std::string meant(const TomlEntry& entry) {
  const std::string_view key = nearest_setting(entry.key);
  return key.empty() ? std::string() : fmt::format("did you mean `{}`?", key);
}

Result<SettingsLayer> read_settings_file(const fs::path& path, const SettingsPlaces& places,
                                         IndexOrigin origin) {
  TRY(const TomlDocument document, read_toml(path, places.files));
  for (const TomlEntry& entry : document.root().entries)
    if (is_project_only(entry.key)) return project_only(path, entry);
  for (const TomlEntry* entry : unknown_settings(document.root()))
    return document.error(entry->position,
                          fmt::format("unknown field `{}`", escape_foreign(entry->key)),
                          meant(*entry));
  return read_checked(document, document.root(), places, origin);
}

std::string first_line(const Error& error) {
  const Error& shown = error.cause ? *error.cause : error;
  return shown.message;
}

// The tool tables of a pyproject.toml; none if it has none, so that the search goes on.
Result<std::optional<SettingsLayer>> read_tool_tables(const fs::path& path,
                                                      const SettingsPlaces& places,
                                                      SettingsFiles& files) {
  const auto document = read_toml(path, places.files);
  const auto warn = [&](std::string_view reason) {
    files.warnings.push_back(fmt::format("Failed to parse `{}` during settings discovery:\n  {}",
                                         shown_path(path), replace_all(reason, "\n", "\n  ")));
  };
  if (!document) {
    warn(first_line(
        document.error()));  // reading the project will fail on it, if a project is needed
    return std::optional<SettingsLayer>{};
  }
  const TomlValue* uv = document->root().find_path({"tool", "uv"});
  const TomlValue* axle = document->root().find_path({"tool", "axle"});
  if (uv == nullptr && axle == nullptr) return std::optional<SettingsLayer>{};
  TRY(const TomlValue table, merged_tool_table(*document));
  const auto unknown_field = [&](const TomlEntry& entry) {
    return document->error(
        entry.position, fmt::format("unknown field `{}`", escape_foreign(entry.key)), meant(entry));
  };
  // Our own table has no keys of other versions of another program.
  if (axle != nullptr && axle->is_table())
    for (const TomlEntry* entry : unknown_settings(*axle)) return unknown_field(*entry);
  const auto unknown = unknown_settings(table);
  if (!unknown.empty()) {
    Error error = unknown_field(*unknown.front()).error();
    warn(first_line(error) + (error.hints.empty() ? "" : "\n" + error.hints.front()));
    return std::optional<SettingsLayer>(SettingsLayer{});
  }
  TRY(SettingsLayer layer, read_checked(*document, table, places, IndexOrigin::project));
  keep_to_own_hosts(layer, files);
  return std::optional<SettingsLayer>(std::move(layer));
}

Result<std::optional<SettingsLayer>> read_in(const fs::path& directory,
                                             const SettingsPlaces& places, SettingsFiles& files) {
  const fs::path pyproject = directory / "pyproject.toml";
  for (const char* name : {"axle.toml", "uv.toml"}) {
    if (!file_exists(directory / name)) continue;
    if (file_exists(pyproject)) {
      const auto document = read_toml(pyproject, places.files);
      const TomlValue* masked = document ? document->root().find_path({"tool", "uv"}) : nullptr;
      const bool has_settings =
          masked != nullptr && std::ranges::any_of(masked->entries, [](const TomlEntry& entry) {
            return !is_project_only(entry.key);
          });
      if (has_settings)
        files.warnings.push_back(
            fmt::format("Found both a `{0}` file and a `[tool.uv]` section in an adjacent "
                        "`pyproject.toml`. The "
                        "settings of `[tool.uv]` will be ignored in favor of the `{0}` file.",
                        name));
    }
    TRY(SettingsLayer layer, read_settings_file(directory / name, places, IndexOrigin::project));
    keep_to_own_hosts(layer, files);
    return std::optional<SettingsLayer>(std::move(layer));
  }
  if (!file_exists(pyproject)) return std::optional<SettingsLayer>{};
  return read_tool_tables(pyproject, places, files);
}

std::optional<fs::path> user_file(const Environment& environment) {
  std::optional<std::string> base = environment.get_nonempty("XDG_CONFIG_HOME");
  if (!base || !fs::path(*base).is_absolute()) {
    const auto home = environment.get_nonempty("HOME");
    if (!home) return std::nullopt;
    base = *home + "/.config";
  }
  for (const char* name : {"axle/axle.toml", "uv/uv.toml"})
    if (const fs::path path = fs::path(*base) / name; file_exists(path)) return path;
  return std::nullopt;
}

std::optional<fs::path> system_file(const Environment& environment) {
  const std::string places = environment.get_nonempty("XDG_CONFIG_DIRS").value_or("/etc/xdg");
  for (const std::string_view place : split(places, ':'))
    for (const char* name : {"axle/axle.toml", "uv/uv.toml"})
      if (const fs::path path = fs::path(std::string(place)) / name;
          path.is_absolute() && file_exists(path))
        return path;
  for (const char* name : {"/etc/axle/axle.toml", "/etc/uv/uv.toml"})
    if (file_exists(name)) return fs::path(name);
  return std::nullopt;
}

}  // namespace

Result<void> check_required_version(const std::string& required, const std::string& version,
                                    const std::filesystem::path& file) {
  auto specifiers = VersionSpecifiers::parse(required);
  if (!specifiers) specifiers = VersionSpecifiers::parse("==" + required);
  if (!specifiers)
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                          fmt::format("`{}` is not a required version", escape_foreign(required)),
                          file.string(), "required-version",
                          "write `required-version = \">=0.5\"`, say");
  TRY(const Version running, Version::parse(version));
  if (specifiers->contains(running, true)) return {};
  return fail_with_code(
      ErrorKind::invalid_input, ErrorCode::project,
      fmt::format("Required uv version `{}` does not match the running version `{}`",
                  escape_foreign(required), version),
      file.string(), "required-version", "use another version, or change `required-version`");
}

Result<SettingsFiles> read_settings_files(const SettingsPlaces& places,
                                          const Environment& environment) {
  SettingsFiles files;
  if (places.config_file) {
    TRY(files.layer, read_settings_file(*places.config_file, places, IndexOrigin::user));
    return files;
  }
  if (places.no_config) return files;
  for (fs::path directory = settings_directory(places.directory, places.now, places.files);;
       directory = directory.parent_path()) {
    TRY(auto found, read_in(directory, places, files));
    if (found) {
      files.layer = *std::move(found);
      break;
    }
    if (directory == directory.parent_path()) break;
  }
  for (const auto& path : {user_file(environment), system_file(environment)}) {
    if (!path) continue;
    TRY(const SettingsLayer layer, read_settings_file(*path, places, IndexOrigin::user));
    files.layer = combine(std::move(files.layer), layer);
  }
  return files;
}

}  // namespace axle
