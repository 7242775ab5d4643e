// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "operations/python_list.hpp"

namespace axle {

Result<ExitCode> python_find_command(const PythonFindOptions& options, Session& session) {
  TRY(const Interpreter python, found_python(options, session));
  if (options.show_version) {
    session.printer().data(python.version.to_string() + "\n");
    return ExitCode::success;
  }
  std::error_code ignored;
  const fs::path shown =
      options.resolve_links ? fs::canonical(python.executable, ignored) : python.executable;
  session.printer().data(shown.string() + "\n");
  return ExitCode::success;
}

namespace {

/// uv's form of the list.
std::string pythons_json(const std::vector<ListedPython>& pythons) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const ListedPython& python : pythons) {
    const auto release = python.version.release();
    const auto part = [&](std::size_t i) { return i < release.size() ? release[i] : 0; };
    list.push_back({{"key", python.key},
                    {"version", python.version.to_string()},
                    {"version_parts", {{"major", part(0)}, {"minor", part(1)}, {"patch", part(2)}}},
                    {"path", python.path.string()},
                    {"symlink", python.target ? Json(python.target->string()) : Json()},
                    {"url", nullptr},
                    {"os", python.platform[0]},
                    {"variant", python.free_threaded ? "freethreaded" : "default"},
                    {"implementation", python.implementation},
                    {"arch", python.platform[1]},
                    {"libc", python.platform[2]}});
  }
  return list.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

Result<ExitCode> python_list_command(const PythonListOptions& options, Session& session) {
  TRY(const std::vector<ListedPython> pythons, listed_pythons(options, session));
  if (options.output_format == "json") {
    session.printer().data(pythons_json(pythons));
    return ExitCode::success;
  }
  std::size_t width = 0;
  for (const ListedPython& python : pythons) width = std::max(width, python.key.size());
  std::string text;
  for (const ListedPython& python : pythons) {
    text += fmt::format("{:<{}}    {}", python.key, width, escape_foreign(python.path.string()));
    if (python.target) text += " -> " + escape_foreign(python.target->string());
    text += '\n';
  }
  session.printer().data(text);
  return ExitCode::success;
}

Result<ExitCode> python_pin_command(const PythonPinOptions& options, Session& session) {
  const auto shown = [&](const fs::path& file) {
    const fs::path relative = file.lexically_relative(session.project_directory());
    return escape_foreign(options.global ? file.string() : relative.string());
  };
  if (options.remove) {
    TRY(const fs::path file, unpin_python(options, session));
    session.printer().data(fmt::format("Removed Python version file at `{}`\n", shown(file)));
    return ExitCode::success;
  }
  if (!options.request) {
    const auto file = version_file(session.project_directory());
    if (!file || file->requests.empty())
      return fail(ErrorKind::not_found,
                  "No Python version file found; specify a version to create one",
                  "`axle python pin 3.12`");
    std::string text;
    for (const std::string& request : file->requests) text += escape_foreign(request) + "\n";
    session.printer().data(text);
    return ExitCode::success;
  }
  TRY(const PinOutcome outcome, pin_python(options, session));
  session.printer().data(
      outcome.before && *outcome.before != outcome.now
          ? fmt::format("Updated `{}` from `{}` -> `{}`\n", shown(outcome.file),
                        escape_foreign(*outcome.before), escape_foreign(outcome.now))
          : fmt::format("Pinned `{}` to `{}`\n", shown(outcome.file), escape_foreign(outcome.now)));
  return ExitCode::success;
}

}  // namespace axle
