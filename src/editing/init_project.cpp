// SPDX-License-Identifier: MIT
#include "editing/init_project.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "edit/new_project.hpp"
#include "edit/project_edit.hpp"
#include "edit/script_block.hpp"
#include "editing/new_python.hpp"
#include "project/workspace.hpp"
#include "services/python_search.hpp"

namespace axle {
namespace {

std::string shown(const fs::path& path) { return escape_foreign(path.string()); }

/// A value of git's settings.
std::optional<std::string> git_setting(const std::string& name, const fs::path& directory) {
  const auto said = run_process({"git", "config", "--get", name}, {.directory = directory});
  if (!said || said->exit_code != 0) return std::nullopt;
  const std::string value(trim(said->out));
  return value.empty() ? std::nullopt : std::optional(value);
}

std::optional<std::pair<std::string, std::string>> author_of(const InitOptions& options,
                                                             const fs::path& directory) {
  if (options.author_from == "none") return std::nullopt;
  const auto name = git_setting("user.name", directory);
  const auto address = git_setting("user.email", directory);
  if (!name || !address) return std::nullopt;
  return std::pair(*name, *address);
}

/// The workspace that a new project would lie in.
Result<std::optional<Workspace>> workspace_around(const fs::path& path, const InitOptions& options,
                                                  Services& services) {
  if (options.no_workspace) return std::optional<Workspace>();
  fs::path directory = path;
  while (!directory_exists(directory)) directory = directory.parent_path();
  auto found = discover_workspace(directory, services.clock().now());
  if (found) return std::optional(*std::move(found));
  // None, or one that is managed by something else.
  const auto& error = found.error();
  if (error.kind == ErrorKind::not_found || is_unmanaged(error)) return std::optional<Workspace>();
  return std::unexpected(std::move(found).error());
}

/// Adds the project to the members, unless a pattern has it already or keeps it out.
Result<void> join_workspace(const Workspace& workspace, const NewProject& project,
                            const fs::path& path, Services& services) {
  const std::string place = path.lexically_relative(workspace.root).string();
  const std::string root = shown(workspace.root);
  if (is_left_out(workspace, path)) {
    services.reporter().notice(
        fmt::format("Project `{}` is excluded by workspace `{}`", project.name, root));
    return {};
  }
  if (is_named_member(workspace, path)) {
    services.reporter().notice(
        fmt::format("Project `{}` is already a member of workspace `{}`", project.name, root));
    return {};
  }
  const fs::path file = workspace.root / "pyproject.toml";
  TRY(const std::string text, read_file(file));
  TRY(ProjectEdit edit, ProjectEdit::open(text));
  TRY_OK(edit.add_member(place));
  TRY_OK(write_file_atomically(file, edit.to_string()));
  services.reporter().notice(
      fmt::format("Adding `{}` as member of workspace `{}`", project.name, root));
  return {};
}

Result<std::string> name_of(const InitOptions& options, const fs::path& path) {
  if (options.name) {
    TRY(const PackageName name, PackageName::parse(*options.name));
    return name.text();
  }
  const std::string folder = path.filename().string();
  if (const auto name = PackageName::parse(replace_all(folder, " ", "-"))) return name->text();
  return fail(ErrorKind::invalid_input,
              fmt::format("The target directory (`{}`) is not a valid package name. Please provide "
                          "a package name with `--name`.",
                          escape_foreign(folder)),
              "`axle init --name NAME`");
}

Result<NewProject> described(const InitOptions& options, const fs::path& path,
                             const fs::path& directory) {
  NewProject project;
  TRY(project.name, name_of(options, path));
  const bool is_package = options.package || options.lib || options.build_backend.has_value();
  project.is_library = options.lib;
  project.has_readme = !options.no_readme && !options.bare;
  if (options.bare) {
    project.kind = NewProject::Kind::bare;
    project.has_build_system = is_package;
    project.description.reset();
  } else if (options.no_package) {
    project.kind = NewProject::Kind::application;
    project.has_build_system = false;
  }
  if (options.description) project.description = options.description;
  if (options.no_description) project.description.reset();
  if (options.build_backend) {
    const auto backend = parse_build_backend(*options.build_backend);
    if (!backend)
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is not a value of `--build-backend`",
                              escape_foreign(*options.build_backend)),
                  "use uv, hatch, flit, pdm, poetry, setuptools, maturin or scikit");
    project.backend = *backend;
  }
  if (project.has_build_system || options.author_from == "git")
    project.author = author_of(options, directory);
  return project;
}

/// A file that is there stays as it is.
Result<void> write_new(const fs::path& file, std::string_view text) {
  if (path_exists(file)) return {};
  TRY_OK(make_directories(file.parent_path()));
  return write_file_atomically(file, text);
}

/// A repository with its list of files to ignore, unless one is around it.
Result<void> begin_repository(const fs::path& path, const InitOptions& options) {
  if (options.vcs == "none" || (options.bare && !options.vcs)) return {};
  const auto inside =
      run_process({"git", "rev-parse", "--is-inside-work-tree"}, {.directory = path});
  if (inside && inside->exit_code == 0) return {};
  const auto made = run_process({"git", "init", "-q"}, {.directory = path});
  if (!made && !options.vcs) return {};  // nobody asked for it
  if (!made || made->exit_code != 0)
    return fail(ErrorKind::io,
                fmt::format("Failed to initialize Git repository at `{}`: {}", shown(path),
                            made ? escape_foreign(trim(made->err)) : made.error().message),
                "install git, or use `--vcs none`");
  return write_new(path / ".gitignore", new_gitignore());
}

/// Whether a `.python-version` of the directory, or one of its workspace that says the same, holds
/// for it already.
bool is_pinned(const fs::path& directory, const std::optional<fs::path>& workspace,
               const std::string& pin) {
  const auto has_file = [](const fs::path& place) {
    return file_exists(place / ".python-version") || file_exists(place / ".python-versions");
  };
  if (has_file(directory)) return true;
  if (!workspace) return false;
  for (fs::path here = directory; here != *workspace && here.has_relative_path();) {
    here = here.parent_path();
    if (!has_file(here)) continue;
    const auto pinned = nearest_pin(here, here);
    return here == *workspace && pinned && pinned->request && pinned->request->text == pin;
  }
  return false;
}

}  // namespace

Result<InitOutcome> init_project(const InitOptions& options, Services& services) {
  const fs::path path = absolute_path(services.project_directory() / options.path.value_or(""));
  const fs::path place = path.has_filename() ? path : path.parent_path();
  if (path_exists(place / "pyproject.toml"))
    return fail(ErrorKind::invalid_input,
                fmt::format("Cannot initialize a project in `{}` because `pyproject.toml` already "
                            "exists",
                            shown(place)),
                "name another directory: `axle init NAME`");
  TRY(NewProject project, described(options, place, services.directory()));
  TRY(const auto workspace, workspace_around(place, options, services));
  TRY(const NewPython python, new_python(options.python, place, services));
  project.requires_python = python.requires_python;
  if (workspace && !python.is_asked_for && workspace->root_file.project &&
      workspace->root_file.project->requires_python)
    project.requires_python = workspace->root_file.project->requires_python->to_string(", ");
  TRY_OK(make_directories(place));
  if (workspace) TRY_OK(join_workspace(*workspace, project, place, services));
  for (const NewFile& file : new_files(project)) TRY_OK(write_new(place / file.path, file.text));
  TRY_OK(begin_repository(place, options));
  if (!options.no_pin_python && !options.bare &&
      !is_pinned(place, workspace ? std::optional(workspace->root) : std::nullopt, python.pin))
    TRY_OK(write_new(place / ".python-version", python.pin + "\n"));
  // Last: where it stands, everything stands.
  TRY_OK(write_file_atomically(place / "pyproject.toml", new_pyproject(project)));
  return InitOutcome{project.name, place, !options.path};
}

Result<InitOutcome> init_script(const InitOptions& options, Services& services) {
  if (!options.path)
    return fail(ErrorKind::invalid_input, "`axle init --script` needs the path of the script",
                "`axle init --script job.py`");
  const fs::path path = absolute_path(services.project_directory() / *options.path);
  TRY(const NewPython python, new_python(options.python, path.parent_path(), services));
  // What is asked for has to be there: a script without a Python is of no use.
  if (options.python) {
    TRY(const PythonRequest request, PythonRequest::parse(*options.python));
    TRY(Cache* const cache, services.cache());
    TRY_OK(find_interpreter(request, python_search(services), *cache));
  }
  const std::string name = path.filename().string();
  const std::string requires_python = ">=" + python.pin;
  std::string text = new_script(name, requires_python, options.bare);
  if (file_exists(path)) {
    TRY(const std::string old, read_file(path));
    TRY(const auto known, ScriptText::read(old));
    if (known)
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is already a PEP 723 script; use `axle run` to execute it",
                              escape_foreign(*options.path)),
                  fmt::format("`axle run {}`", escape_foreign(*options.path)));
    text = script_in_front(old, requires_python);
    if (old.starts_with("#!"))
      services.reporter().warning(
          fmt::format("If you execute {} directly, it might ignore its inline metadata.\nConsider "
                      "replacing its shebang with: #!/usr/bin/env -S axle run --script",
                      escape_foreign(*options.path)));
  }
  TRY_OK(make_directories(path.parent_path()));
  TRY_OK(write_file_atomically(path, text));
  return InitOutcome{name, *options.path, false};
}

}  // namespace axle
