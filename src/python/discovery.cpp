// SPDX-License-Identifier: MIT
#include "python/discovery.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "python/managed_pythons.hpp"
#include "python/probe.hpp"
#include "python/pyvenv_cfg.hpp"
#include "python/venv.hpp"

namespace axle {
namespace {

constexpr std::uint64_t version_file_limit = 64 << 10;

bool is_executable(const fs::path& path) {
  return file_exists(path) && ::access(path.c_str(), X_OK) == 0;
}

/// Sort key of a directory name such as `3.12.1`; names that are no version come last.
std::vector<std::uint64_t> version_key(const std::string& name) {
  std::vector<std::uint64_t> key;
  for (const std::string_view part : split(name, '.')) {
    const auto number = parse_unsigned(part);
    if (!number) break;
    key.push_back(*number);
  }
  return key;
}

std::string first_lines_of(const fs::path& file) {
  const auto text = read_file(file, version_file_limit);
  return text ? *text : std::string();
}

/// The `bin` directories of pyenv's versions: those that pyenv would choose first, then the newest
/// first.
std::vector<fs::path> pyenv_directories(const fs::path& root, const PythonSearch& search) {
  std::vector<std::string> names;
  const std::string chosen = search.environment.get("PYENV_VERSION").value_or("");
  for (const std::string_view name : split(chosen, ':')) names.emplace_back(trim(name));
  const std::string global = first_lines_of(root / "version");
  for (const std::string_view name : split_on_space(global)) names.emplace_back(name);
  std::vector<std::string> installed;
  static_cast<void>(list_directory(
      root / "versions", [&](const std::string& name, bool) { installed.push_back(name); }));
  std::ranges::stable_sort(
      installed, [](const auto& a, const auto& b) { return version_key(a) > version_key(b); });
  names.insert(names.end(), installed.begin(), installed.end());

  std::vector<fs::path> directories;
  for (const std::string& name : names) {
    const fs::path bin = root / "versions" / name / "bin";
    if (!name.empty() && std::ranges::find(directories, bin) == directories.end() &&
        directory_exists(bin))
      directories.push_back(bin);
  }
  return directories;
}

std::optional<fs::path> pyenv_root(const PythonSearch& search) {
  if (auto root = search.environment.get_nonempty("PYENV_ROOT")) return fs::path(*root);
  if (auto home = search.environment.get_nonempty("HOME")) return fs::path(*home) / ".pyenv";
  return std::nullopt;
}

/// Programs in `directory` that may be the Python asked for, in the order to try them.
std::vector<fs::path> candidates_in(const fs::path& directory, const PythonRequest& request) {
  std::vector<fs::path> found;
  for (const std::string& name : request.program_names())
    if (is_executable(directory / name)) found.push_back(directory / name);
  if (request.program) return found;
  // `python3.11` and its like, newest first, for a request that names no minor version.
  const std::string stem = request.implementation == "pypy" ? "pypy3." : "python3.";
  std::vector<std::pair<std::uint64_t, fs::path>> versioned;
  static_cast<void>(list_directory(directory, [&](const std::string& name, bool is_directory) {
    if (is_directory || !name.starts_with(stem)) return;
    std::string_view minor = std::string_view(name).substr(stem.size());
    if (minor.ends_with('t')) minor.remove_suffix(1);
    if (const auto number = parse_unsigned(minor); number && is_executable(directory / name))
      versioned.emplace_back(*number, directory / name);
  }));
  std::ranges::stable_sort(versioned,
                           [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto& [minor, path] : versioned)
    if (std::ranges::find(found, path) == found.end()) found.push_back(std::move(path));
  return found;
}

Result<Interpreter> interpreter_at(const fs::path& path, const Cache& cache) {
  if (is_virtual_environment(path)) return interpreter_of_environment(path, cache);
  if (directory_exists(path)) {
    for (const char* name : {"bin/python3", "bin/python"})
      if (is_executable(path / name)) return probe(path / name, cache);
    return fail_with_code(ErrorKind::environment, ErrorCode::venv,
                          fmt::format("`{}` holds no Python", escape_foreign(path.string())),
                          path.string());
  }
  // The `python` of an environment is known from the environment.
  const fs::path environment = path.parent_path().parent_path();
  if (path.parent_path().filename() == "bin" && is_virtual_environment(environment))
    return interpreter_of_environment(environment, cache);
  return probe(path, cache);
}

/// Tries one program after the other, each once, and remembers what it saw.
class Candidates {
 public:
  Candidates(const PythonRequest& request, const PythonSearch& search, const Cache& cache)
      : request_(request), search_(search), cache_(cache) {}

  std::optional<Interpreter> among_managed() {
    for (const fs::path& program : managed_pythons(search_.environment))
      if (auto found = accepted(program)) return found;
    return std::nullopt;
  }

  std::optional<Interpreter> among_others() {
    for (const fs::path& directory : python_directories(search_))
      for (const fs::path& program : candidates_in(directory, request_))
        // One on PATH keeps its place among the managed ones.
        if (!is_managed(program, search_.environment))
          if (auto found = accepted(program)) return found;
    return std::nullopt;
  }

  std::unexpected<Error> none_found() const {
    const PythonKinds& kinds = search_.kinds;
    std::string hint = "install one, or name another with `--python`";
    if (!kinds.others) hint = "`--no-managed-python` takes others; axle fetches none";
    if (!seen_.empty()) hint = fmt::format("found only {}; {}", join_in_words(seen_, "and"), hint);
    return fail_with_code(ErrorKind::not_found, ErrorCode::venv,
                          fmt::format("no interpreter found for {}{}", request_.describe(),
                                      kinds.others ? "" : " among those that uv has fetched"),
                          {}, {}, hint);
  }

 private:
  std::optional<Interpreter> accepted(const fs::path& program) {
    std::error_code ignored;
    if (!tried_.insert(fs::canonical(program, ignored)).second) return std::nullopt;
    auto interpreter = probe(program, cache_);
    if (!interpreter) {
      log_debug("skipping {}: {}", program.string(), interpreter.error().message);
      return std::nullopt;
    }
    if (!interpreter->is_virtual() && request_.accepts(*interpreter)) return *interpreter;
    const std::string name = interpreter->display_name();
    if (std::ranges::find(seen_, name) == seen_.end()) seen_.push_back(name);
    return std::nullopt;
  }

  const PythonRequest& request_;
  const PythonSearch& search_;
  const Cache& cache_;
  std::vector<std::string> seen_;
  std::set<fs::path> tried_;
};

}  // namespace

std::vector<fs::path> python_directories(const PythonSearch& search) {
  std::vector<fs::path> directories;
  const auto add = [&](const fs::path& directory) {
    if (std::ranges::find(directories, directory) == directories.end())
      directories.push_back(directory);
  };
  const auto replaced = search.environment.get_nonempty("UV_PYTHON_SEARCH_PATH");
  const std::string path =
      replaced ? *replaced
               : search.environment.get("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
  for (const std::string_view entry : split(path, ':')) {
    if (entry.empty()) continue;
    const fs::path directory(entry);
    // Shims start a shell, which starts pyenv, which starts Python: the versions behind them are
    // asked instead.
    if (directory.filename() == "shims" && directory_exists(directory.parent_path() / "versions")) {
      for (const fs::path& bin : pyenv_directories(directory.parent_path(), search)) add(bin);
    } else {
      add(directory);
    }
  }
  if (const auto root = pyenv_root(search); root && !replaced)
    for (const fs::path& bin : pyenv_directories(*root, search)) add(bin);
  return directories;
}

bool PythonSearch::counts(const Interpreter& interpreter) const {
  return is_managed(interpreter.base_prefix, environment) ? kinds.managed : kinds.others;
}

Result<Interpreter> find_interpreter(const PythonRequest& request, const PythonSearch& search,
                                     const Cache& cache) {
  if (request.path) return interpreter_at(*request.path, cache);
  Candidates candidates(request, search, cache);
  // The name of a program is one on PATH.
  const bool managed = search.kinds.managed && !request.program;
  std::optional<Interpreter> found;
  if (managed && search.kinds.managed_first) found = candidates.among_managed();
  if (!found && search.kinds.others) found = candidates.among_others();
  if (!found && managed && !search.kinds.managed_first) found = candidates.among_managed();
  if (found) return *std::move(found);
  return candidates.none_found();
}

Result<Interpreter> interpreter_of_environment(const fs::path& given, const Cache& cache) {
  const fs::path environment = absolute_path(given);
  const auto broken = [&](std::string why) {
    return fail_with_code(
        ErrorKind::environment, ErrorCode::venv,
        fmt::format("the environment `{}` {}", escape_foreign(environment.string()), why),
        environment.string(), {}, "make a new one with `axle venv --clear`");
  };
  auto keys = read_pyvenv_cfg(environment);
  if (!keys) return broken("has no pyvenv.cfg");
  fs::path executable = environment / "bin" / "python";
  if (!is_executable(executable)) executable = environment / "bin" / "python3";
  if (!is_executable(executable)) return broken("has no Python any more");
  // Everything but the paths is what the installation behind it says; that is asked for only once.
  std::error_code error;
  const fs::path link = fs::read_symlink(environment / "bin" / "python", error);
  if (!error && link.is_absolute() && keys->contains("version_info")) {
    auto base = probe(link, cache);
    if (base && !base->is_virtual() &&
        base->version.to_string() == keys->find("version_info")->second) {
      Interpreter made = interpreter_in_venv(environment, *base);
      if (directory_exists(made.scheme.purelib)) return made;
    }
  }
  // Without `site`, Pythons before 3.14 do not look for pyvenv.cfg and describe the installation
  // behind the environment, which must never be taken for it.
  TRY(Interpreter found, probe(executable, cache));
  if (!found.is_virtual()) found = interpreter_in_venv(environment, found);
  if (!directory_exists(found.scheme.purelib))
    return broken(
        fmt::format("has no directory `{}`", escape_foreign(found.scheme.purelib.string())));
  return found;
}

namespace {

PythonPin pin_in(const fs::path& file, std::string_view text) {
  PythonPin pin{.file = file, .request = std::nullopt, .unsupported = {}};
  for (const std::string_view line : split(text, '\n')) {
    const std::string_view wanted = trim(line);
    if (wanted.empty() || wanted.starts_with('#')) continue;
    auto request = PythonRequest::parse(wanted);
    // `3.13-dev` is one of pyenv's names, too.
    if (request && !request->program && !wanted.ends_with("-dev")) {
      pin.request = *std::move(request);
      return pin;
    }
    pin.unsupported.emplace_back(wanted);
  }
  return pin;
}

}  // namespace

std::optional<PythonPin> nearest_pin(const fs::path& directory, const fs::path& top) {
  fs::path here = absolute_path(directory);
  const fs::path last = absolute_path(top);
  for (;;) {
    for (const char* name : {".python-version", ".python-versions"})
      if (const auto text = read_file(here / name, version_file_limit))
        return pin_in(here / name, *text);
    if (here == last || !here.has_parent_path() || here.parent_path() == here) return std::nullopt;
    here = here.parent_path();
  }
}

}  // namespace axle
