// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "accelerator/arm_name.hpp"
#include "arms/arm_record.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "python/site_packages.hpp"
#include "services/python_target.hpp"

namespace axle {
namespace {

struct Row {
  std::string name;
  std::string version;
  std::string editable;
  std::string accelerator;  ///< of its build, in the environment of a project with accelerators
};

/// "cu126" of "2.9.0+cu126".
std::string accelerator_of(const Version& version) {
  const std::string text = version.to_string();
  const std::size_t plus = text.find('+');
  if (plus == std::string::npos || !accelerator_kind(text.substr(plus + 1))) return {};
  return text.substr(plus + 1);
}

Result<std::vector<Row>> rows(const PipListOptions& options, Session& services) {
  TRY(const Interpreter interpreter, pip_environment(options.target, false, services));
  TRY(const std::vector<InstalledDistribution> installed,
      installed_distributions(interpreter.scheme));
  const bool has_accelerator = read_arm_record(interpreter.prefix).has_value();
  std::vector<Row> found;
  for (const InstalledDistribution& distribution : installed) {
    if (std::ranges::find(options.exclude, distribution.name.text()) != options.exclude.end())
      continue;
    Row row{distribution.name.text(), distribution.version.to_string(),
            escape_foreign(distribution.editable_location().value_or("")),
            has_accelerator ? accelerator_of(distribution.version) : std::string()};
    if ((options.editable && row.editable.empty()) ||
        (options.exclude_editable && !row.editable.empty()))
      continue;
    found.push_back(std::move(row));
  }
  return found;
}

/// A table of the columns that have anything in them; a title is as wide as uv makes its column.
std::string columns(const std::vector<Row>& found) {
  struct Column {
    std::string_view title;
    std::string Row::* cell;
    bool is_optional = false;
  };
  constexpr std::array all{Column{"Package", &Row::name}, Column{"Version", &Row::version},
                           Column{"Accelerator", &Row::accelerator, true},
                           Column{"Editable project location", &Row::editable, true}};
  std::array<std::string, 2> head;
  std::vector<std::string> lines(found.size());
  for (const auto& [title, cell, is_optional] : all) {
    if (is_optional &&
        std::ranges::all_of(found, [cell = cell](const Row& row) { return (row.*cell).empty(); }))
      continue;
    std::size_t width = title.size();
    for (const Row& row : found) width = std::max(width, (row.*cell).size());
    head[0] += fmt::format("{:<{}} ", title, width);
    head[1] += std::string(width, '-') + " ";
    for (std::size_t i = 0; i < found.size(); ++i)
      lines[i] += fmt::format("{:<{}} ", found[i].*cell, width);
  }
  std::string text;
  const auto add = [&text](std::string line) {
    while (line.ends_with(' ')) line.pop_back();
    text += line + "\n";
  };
  for (std::string& line : head) add(std::move(line));
  for (std::string& line : lines) add(std::move(line));
  return text;
}

std::string as_json(const std::vector<Row>& found) {
  nlohmann::json list = nlohmann::json::array();
  for (const Row& row : found) {
    list.push_back({{"name", row.name}, {"version", row.version}});
    if (!row.editable.empty()) list.back()["editable_project_location"] = row.editable;
    if (!row.accelerator.empty()) list.back()["accelerator"] = row.accelerator;
  }
  return list.dump() + "\n";
}

}  // namespace

Result<ExitCode> pip_list_command(const PipListOptions& options, Session& services) {
  TRY(const std::vector<Row> found, rows(options, services));
  const std::string format = services.options().json ? "json" : options.format.value_or("columns");
  if (format == "json") {
    services.printer().data(as_json(found));
  } else if (format == "freeze") {
    std::string text;
    for (const Row& row : found) text += fmt::format("{}=={}\n", row.name, row.version);
    services.printer().data(text);
  } else if (format == "columns") {
    if (!found.empty()) services.printer().data(columns(found));
  } else {
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not a value of `--format`", escape_foreign(format)),
                "use `columns`, `freeze` or `json`");
  }
  return ExitCode::success;
}

Result<ExitCode> pip_freeze_command(const PipListOptions& options, Session& services) {
  TRY(const Interpreter interpreter, pip_environment(options.target, false, services));
  TRY(const std::vector<InstalledDistribution> installed,
      installed_distributions(interpreter.scheme));
  std::string text;
  for (const InstalledDistribution& distribution : installed) {
    if (std::ranges::find(options.exclude, distribution.name.text()) != options.exclude.end())
      continue;
    const auto direct = distribution.direct_url();
    if (const auto location = distribution.editable_location()) {
      if (!options.exclude_editable) text += fmt::format("-e {}\n", escape_foreign(direct->url));
    } else if (direct) {
      text += fmt::format("{} @ {}\n", distribution.name.text(),
                          escape_foreign(direct->requirement_url()));
    } else {
      text += fmt::format("{}=={}\n", distribution.name.text(), distribution.version.to_string());
    }
  }
  services.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
