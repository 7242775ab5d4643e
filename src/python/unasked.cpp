// SPDX-License-Identifier: MIT
#include "python/unasked.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "python/probe.hpp"
#include "python/pyvenv_cfg.hpp"
#include "python/venv.hpp"

namespace axle {
namespace {

constexpr std::array project_marks{".git", ".hg", "pyproject.toml", "uv.toml", ".python-version"};

fs::path real_path(const fs::path& path) {
  std::error_code ignored;
  return fs::weakly_canonical(path, ignored);
}

/// The outermost directory that looks like a project's, from the one that holds `place` upwards,
/// below the home directory and the root; the one that holds it if none does. Of a place that lies
/// directly in one of these only the place itself.
fs::path territory_of(const fs::path& place, const PythonSearch& search) {
  const fs::path first = real_path(absolute_path(place).parent_path());
  const auto home_text = search.environment.get_nonempty("HOME");
  const fs::path home = home_text ? real_path(*home_text) : fs::path();
  // Home and root hold everything, Pythons too: nobody clones into them.
  if (first == home || !first.has_relative_path()) return real_path(place);
  fs::path territory = first;
  for (fs::path here = first; here.has_relative_path() && here != home; here = here.parent_path())
    if (std::ranges::any_of(project_marks,
                            [&](const char* mark) { return path_exists(here / mark); }))
      territory = here;
  return territory;
}

bool is_below(const fs::path& path, const fs::path& directory) {
  const fs::path relative = path.lexically_relative(directory);
  return !relative.empty() && *relative.begin() != "..";
}

bool is_own_or_systems(const fs::path& program) {
  struct stat status{};
  return ::stat(program.c_str(), &status) == 0 &&
         (status.st_uid == 0 || status.st_uid == ::geteuid());
}

bool is_found_by_search(const fs::path& program, const PythonSearch& search) {
  return std::ranges::any_of(python_directories(search), [&](const fs::path& directory) {
    return real_path(directory) == program.parent_path();
  });
}

std::optional<fs::path> program_of(const fs::path& environment) {
  for (const char* name : {"bin/python3", "bin/python"})
    if (file_exists(environment / name) && ::access((environment / name).c_str(), X_OK) == 0)
      return environment / name;
  return std::nullopt;
}

/// What the environment's `python` leads to: the installation as whoever made it named it, if that
/// lies outside too, else where all links end.
fs::path installation_behind(const fs::path& environment, const fs::path& program,
                             const PythonSearch& search) {
  std::error_code error;
  const fs::path link = fs::read_symlink(environment / "bin" / "python", error);
  if (!error && link.is_absolute() &&
      !is_below(real_path(link.parent_path()), territory_of(environment, search)))
    return link;
  return real_path(program);
}

}  // namespace

bool may_run_unasked(const fs::path& program, const fs::path& place, const PythonSearch& search) {
  const fs::path real = real_path(program);
  const fs::path territory = territory_of(place, search);
  if (is_below(real, territory)) return false;
  return is_own_or_systems(real) || is_found_by_search(real, search);
}

bool needs_word(const fs::path& environment, const PythonSearch& search) {
  const auto program = program_of(environment);
  return program && !may_run_unasked(*program, environment, search);
}

std::unexpected<Error> needs_word_error(const fs::path& environment) {
  const std::string place = escape_foreign(environment.string());
  return fail_with_code(
      ErrorKind::environment, ErrorCode::venv,
      fmt::format("the Python of `{}` lies in the project or belongs to another user, and is not "
                  "run without your word",
                  place),
      environment.string(), {},
      fmt::format(
          "activate the environment or use `--python {}` if you trust it, or make a new one "
          "with `axle venv --clear`",
          place));
}

Result<Interpreter> interpreter_of_found_environment(const fs::path& given,
                                                     const PythonSearch& search,
                                                     const Cache& cache) {
  const fs::path environment = absolute_path(given);
  const auto program = program_of(environment);
  if (!program || !is_virtual_environment(environment))
    return interpreter_of_environment(environment, cache);  // which says what is wrong
  if (!may_run_unasked(*program, environment, search)) return needs_word_error(environment);
  // Not the program in the environment: pyvenv.cfg says where that finds its standard library.
  TRY(const Interpreter base, probe(installation_behind(environment, *program, search), cache));
  Interpreter found = interpreter_in_venv(environment, base);
  if (!directory_exists(found.scheme.purelib))
    return fail_with_code(ErrorKind::environment, ErrorCode::venv,
                          fmt::format("the environment `{}` has no directory `{}`",
                                      escape_foreign(environment.string()),
                                      escape_foreign(found.scheme.purelib.string())),
                          environment.string(), {}, "make a new one with `axle venv --clear`");
  return found;
}

}  // namespace axle
