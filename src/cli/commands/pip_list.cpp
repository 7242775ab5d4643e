// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "operations/python_target.hpp"
#include "python/site_packages.hpp"

namespace axle {
namespace {

struct Row {
  std::string name;
  std::string version;
  std::string editable;
};

Result<std::vector<Row>> rows(const PipListOptions& options, Session& services) {
  TRY(const Interpreter interpreter, pip_environment(options.target, false, services));
  TRY(const std::vector<InstalledDistribution> installed,
      installed_distributions(interpreter.scheme));
  std::vector<Row> found;
  for (const InstalledDistribution& distribution : installed) {
    if (std::ranges::find(options.exclude, distribution.name.text()) != options.exclude.end())
      continue;
    Row row{distribution.name.text(), distribution.version.to_string(),
            escape_foreign(distribution.editable_location().value_or(""))};
    if ((options.editable && row.editable.empty()) ||
        (options.exclude_editable && !row.editable.empty()))
      continue;
    found.push_back(std::move(row));
  }
  return found;
}

std::string columns(const std::vector<Row>& found) {
  const bool has_editables =
      std::ranges::any_of(found, [](const Row& row) { return !row.editable.empty(); });
  std::size_t name = 7;
  std::size_t version = 7;
  std::size_t editable = 25;
  for (const Row& row : found) {
    name = std::max(name, row.name.size());
    version = std::max(version, row.version.size());
    editable = std::max(editable, row.editable.size());
  }
  const auto line = [&](const std::string& a, const std::string& b, const std::string& c) {
    std::string text =
        fmt::format("{:<{}} {:<{}}{}{}", a, name, b, version, has_editables ? " " : "", c);
    while (text.ends_with(' ')) text.pop_back();
    return text + "\n";
  };
  std::string text = line("Package", "Version", has_editables ? "Editable project location" : "");
  text += line(std::string(name, '-'), std::string(version, '-'),
               has_editables ? std::string(editable, '-') : "");
  for (const Row& row : found) text += line(row.name, row.version, row.editable);
  return text;
}

std::string as_json(const std::vector<Row>& found) {
  nlohmann::json list = nlohmann::json::array();
  for (const Row& row : found) {
    list.push_back({{"name", row.name}, {"version", row.version}});
    if (!row.editable.empty()) list.back()["editable_project_location"] = row.editable;
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
