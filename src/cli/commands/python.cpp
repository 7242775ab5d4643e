// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <set>

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

Result<ExitCode> python_list_command(const PythonListOptions& options, Session& session) {
  TRY(const std::vector<ListedPython> pythons, listed_pythons(options, session));
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
