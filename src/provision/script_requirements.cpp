// SPDX-License-Identifier: MIT
#include "provision/script_requirements.hpp"

#include <fmt/format.h>

#include "axle/toml/toml.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "edit/script_block.hpp"

namespace axle {
namespace {

Result<void> warn_of_places(const fs::path& file, const std::string& given,
                            const std::string& metadata, Services& services) {
  TRY(const TomlDocument document, TomlDocument::parse(file, metadata));
  for (const std::string_view table : {"sources", "index"})
    if (document.root().find_path({"tool", "uv", table}))
      services.reporter().warning(fmt::format(
          "`tool.uv.{}` of `{}` does not count here: only `axle run`, `axle lock --script` and "
          "their kin heed it",
          table, escape_foreign(given)));
  return {};
}

}  // namespace

Result<std::optional<Project>> script_requirements(const fs::path& file, const std::string& given,
                                                   Services& services) {
  const fs::path extension = file.extension();
  const bool is_program = extension == ".py" || extension == ".pyw";
  if (!is_program && (!extension.empty() || !file_exists(file))) return std::optional<Project>();
  TRY(const std::string text, read_file(file));
  auto found = ScriptText::read(text);
  if (!is_program && !(found && *found)) return std::optional<Project>();
  if (!found) return std::unexpected(std::move(found).error());
  if (!*found)
    return fail_with_code(
        ErrorKind::invalid_input, ErrorCode::project,
        fmt::format("`{}` does not contain inline script metadata", escape_foreign(given)),
        file.string(), {},
        "write it between `# /// script` and `# ///`, or name a file of "
        "requirements");
  TRY_OK(warn_of_places(file, given, (*found)->metadata, services));
  TRY(Project script, read_script_project(file, (*found)->metadata,
                                          {.directory = file.parent_path(),
                                           .no_sources_package = {},
                                           .no_sources = true,
                                           .command_line_indexes = {},
                                           .other_indexes = {},
                                           .now = services.clock().now(),
                                           .files = nullptr}));
  return std::optional(std::move(script));
}

}  // namespace axle
