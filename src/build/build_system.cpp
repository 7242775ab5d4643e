// SPDX-License-Identifier: MIT
#include "build/build_system.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "toml/toml_reader.hpp"

namespace axle {
namespace {

// What PEP 517 and PEP 518 say for trees from before them.
constexpr std::string_view legacy_requirement = "setuptools >= 40.8.0";
constexpr std::string_view legacy_backend = "setuptools.build_meta:__legacy__";

Result<BuildSystem> legacy_system() {
  TRY(Requirement setuptools, Requirement::parse(legacy_requirement));
  return BuildSystem{{std::move(setuptools)}, std::string(legacy_backend), {}, false};
}

Result<void> check_backend_path(const std::vector<std::string>& paths, const TomlReader& reader) {
  for (const std::string& path : paths) {
    const fs::path normal = fs::path(path).lexically_normal();
    if (!normal.is_absolute() && (normal.empty() || *normal.begin() != "..")) continue;
    return reader.error(
        *reader.find("backend-path"),
        fmt::format("`{}` in `backend-path` is outside of the source tree", escape_foreign(path)));
  }
  return {};
}

}  // namespace

bool has_project_file(const fs::path& tree) {
  return file_exists(tree / "pyproject.toml") || file_exists(tree / "setup.py") ||
         file_exists(tree / "setup.cfg");
}

Result<BuildSystem> read_build_system(const fs::path& tree) {
  if (!directory_exists(tree))
    return fail_with_code(ErrorKind::not_found, ErrorCode::project,
                          fmt::format("`{}` is no directory", escape_foreign(tree.string())),
                          tree.string(), {}, "correct the path");
  const fs::path file = tree / "pyproject.toml";
  if (!file_exists(file)) {
    if (file_exists(tree / "setup.py") || file_exists(tree / "setup.cfg")) return legacy_system();
    return fail_with_code(
        ErrorKind::invalid_input, ErrorCode::project,
        fmt::format("`{}` does not appear to be a Python project, as neither "
                    "`pyproject.toml` nor `setup.py` are present in the directory",
                    escape_foreign(tree.string())),
        tree.string(), {}, "name the folder that has one of them");
  }
  TRY(const TomlDocument document, TomlDocument::read(file));
  const TomlValue* table = document.root().find("build-system");
  if (table == nullptr) return legacy_system();
  if (!table->is_table()) return document.error(table->position, "`build-system` must be a table");
  const TomlReader reader(document, *table);
  BuildSystem system;
  system.is_stated = true;
  TRY(auto requirements, reader.parsed_list<Requirement>("requires", Requirement::parse));
  if (!requirements) return reader.error(*table, "missing field `requires`");
  system.requirements = *std::move(requirements);
  TRY(auto backend, reader.text("build-backend"));
  system.backend = backend ? *std::move(backend) : std::string(legacy_backend);
  TRY(auto paths, reader.texts("backend-path"));
  if (paths) {
    TRY_OK(check_backend_path(*paths, reader));
    system.backend_path = *std::move(paths);
  }
  return system;
}

}  // namespace axle
