// SPDX-License-Identifier: MIT
#include "operations/build_project.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <optional>

#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "build/build_system.hpp"
#include "build/source_build.hpp"
#include "build/unpack_sdist.hpp"
#include "locking/open_project.hpp"
#include "project/source_tree.hpp"
#include "provision/build_constraints.hpp"
#include "provision/source_builder.hpp"
#include "provision/source_trees.hpp"
#include "services/python_target.hpp"
#include "services/settings_layer.hpp"

namespace axle {
namespace {

namespace fs = std::filesystem;

/// One thing to build.
struct Job {
  fs::path source;     ///< a folder or a source distribution
  std::string member;  ///< shown before its lines; may be empty
};

struct Jobs {
  std::vector<Job> jobs;
  fs::path output;
  std::optional<Project> project;  ///< if there is one to ask for its Python and constraints
};

std::optional<Project> project_at(const fs::path& directory, const Settings& settings,
                                  Services& services) {
  auto project = read_project(tree_request(directory, settings, services));
  return project ? std::optional(*std::move(project)) : std::nullopt;
}

Result<void> check_buildable(const fs::path& source) {
  if (file_exists(source) || has_project_file(source)) return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` does not appear to be a Python project, as neither "
                          "`pyproject.toml` nor `setup.py` are present in the directory",
                          escape_foreign(source.string())),
              "name the folder of a project, or begin one there with `axle init`");
}

Result<Jobs> jobs_of(const BuildCommandOptions& options, const Settings& settings,
                     Services& services) {
  Jobs all;
  const fs::path source =
      normal_path(services.directory() / fs::path(options.source.value_or(".")));
  const bool is_archive = file_exists(source);
  // Before anything is made beside what is no archive.
  if (is_archive && !has_sdist_ending(source))
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is no folder and no source distribution",
                            escape_foreign(options.source.value_or("."))),
                "name a folder, a `.tar.gz` or a `.zip`");
  if (!is_archive && !directory_exists(source))
    return fail(
        ErrorKind::invalid_input,
        fmt::format("Source `{}` does not exist", escape_foreign(options.source.value_or("."))),
        "name a folder or a source distribution");
  all.project = project_at(is_archive ? source.parent_path() : source, settings, services);
  const bool is_one = options.packages.empty() && !options.all_packages;
  all.output = is_archive ? source.parent_path() : source / "dist";
  if (is_one) {
    all.jobs.push_back({source, {}});
    // The members of a workspace share a folder, and so does what else lies within it.
    if (all.project &&
        (is_archive || all.project->current_member() != nullptr || !has_project_file(source)))
      all.output = all.project->root / "dist";
  } else {
    if (!all.project)
      return fail(ErrorKind::invalid_input,
                  "`--package` and `--all-packages` need a workspace, and there is none here",
                  "run it in the workspace");
    all.output = all.project->root / "dist";
    for (const ProjectMember& member : all.project->members)
      if (options.all_packages && !member.source.is_virtual)
        all.jobs.push_back({member.root, member.name.text()});
    if (options.all_packages && all.jobs.empty())
      return fail(ErrorKind::invalid_input,
                  "no member of the workspace is a package, so there is nothing to build",
                  "give a member a `[build-system]`, or name one with `--package`");
    for (const std::string& text : options.packages) {
      TRY(const PackageName name, PackageName::parse(text));
      const ProjectMember* member = all.project->find(name);
      if (member == nullptr)
        return fail(ErrorKind::invalid_input,
                    fmt::format("Package `{}` not found in workspace", name.text()),
                    "name one of its members");
      all.jobs.push_back({member->root, options.packages.size() > 1 ? name.text() : ""});
    }
  }
  if (options.out_dir) all.output = normal_path(services.directory() / *options.out_dir);
  return all;
}

Result<void> prepare_output(const fs::path& output, const BuildCommandOptions& options) {
  if (options.clear && directory_exists(output)) {
    std::vector<fs::path> inside;
    TRY_OK(list_directory(output,
                          [&](const std::string& name, bool) { inside.push_back(output / name); }));
    for (const fs::path& path : inside) TRY_OK(remove_tree(path));
  }
  TRY_OK(make_directories(output));
  if (options.no_create_gitignore || path_exists(output / ".gitignore")) return {};
  return write_file_quickly(output / ".gitignore", "*");
}

/// Builds one thing after the other in one environment for each tree.
class ProjectBuild {
 public:
  ProjectBuild(const BuildCommandOptions& options, const BuildLog::Listener& listener,
               SourceBuilder& builder, Services& services)
      : options_(options), listener_(listener), builder_(builder), services_(services) {}

  Result<void> run(const Job& job, const fs::path& output, std::vector<BuiltFile>& built) {
    const std::string mark = job.member.empty() ? "" : fmt::format("[{}] ", job.member);
    TRY_OK(check_buildable(job.source));
    TRY(const TempDirectory unpacked, TempDirectory::create_in(system_temp_directory()));
    fs::path tree = job.source;
    if (file_exists(job.source)) {
      if (options_.sdist || !options_.wheel)
        return fail(ErrorKind::invalid_input,
                    fmt::format("`{}` is a source distribution: only a wheel can be built from it",
                                escape_foreign(job.source.filename().string())),
                    "add `--wheel`");
      TRY(tree, unpack_sdist(job.source, unpacked.path()));
    }
    const bool makes_sdist = options_.sdist || !options_.wheel;
    const bool makes_wheel = options_.wheel || !options_.sdist;
    if (makes_sdist) {
      services_.reporter().notice(mark + "Building source distribution...");
      TRY(const fs::path sdist, build(tree, BuildKind::sdist, output));
      built.push_back({sdist, job.member});
      // The wheel comes from what others will have.
      if (makes_wheel && !options_.wheel) {
        services_.reporter().notice(mark + "Building wheel from source distribution...");
        TRY(tree, unpack_sdist(sdist, unpacked.path()));
      }
    }
    if (!makes_wheel) return {};
    if (!makes_sdist || options_.wheel) services_.reporter().notice(mark + "Building wheel...");
    TRY(fs::path wheel, build(tree, BuildKind::wheel, output));
    built.push_back({std::move(wheel), job.member});
    return {};
  }

 private:
  Result<fs::path> build(const fs::path& tree, BuildKind kind, const fs::path& output) {
    TRY(Cache* const cache, services_.cache());
    const Settings& settings = builder_.use().settings;
    BuildTarget target{.tree = tree, .name = std::nullopt, .label = tree.filename().string()};
    const auto read = read_source_tree(tree, tree_request(tree, settings, services_));
    if (read && read->member) {
      target.name = read->member->name;
      target.label = read->member->name.text();
    }
    const BuildServices services{
        .environments = builder_, .cache = *cache, .runtime = {}, .listener = listener_};
    const BuildSettings build_settings = builder_.settings_for(target.name);
    TRY(SourceBuild build, SourceBuild::begin(std::move(target), build_settings, services));
    TRY(const TempDirectory staging, TempDirectory::create_in(output));
    TRY(const fs::path file, build.build(kind, staging.path()));
    const fs::path place = output / file.filename();
    if (::rename(file.c_str(), place.c_str()) != 0) return io_failure("write", place, errno);
    return place;
  }

  const BuildCommandOptions& options_;
  const BuildLog::Listener& listener_;
  SourceBuilder& builder_;
  Services& services_;
};

}  // namespace

Result<std::vector<BuiltFile>> build_project(const BuildCommandOptions& options,
                                             const BuildLog::Listener& listener,
                                             Services& services) {
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(const Jobs jobs, jobs_of(options, *settings, services));
  auto interpreter = jobs.project ? project_interpreter(*jobs.project, options.python, services)
                                  : any_interpreter(options.python, services);
  if (!interpreter) return std::unexpected(std::move(interpreter).error());
  TRY(std::vector<BuildConstraint> constraints,
      build_constraints(
          options.build.build_constraints,
          jobs.project ? jobs.project->build_constraints : std::vector<BuildConstraint>(),
          services));
  SourceBuilder builder(
      {.settings = *settings, .interpreter = *interpreter, .constraints = std::move(constraints)},
      services);
  // As in uv: from here on it is there, whatever comes of the build.
  TRY_OK(prepare_output(jobs.output, options));
  ProjectBuild build(options, listener, builder, services);
  std::vector<BuiltFile> built;
  for (const Job& job : jobs.jobs) {
    auto done = build.run(job, jobs.output, built);
    if (done) continue;
    Error error = std::move(done).error();
    if (error.kind == ErrorKind::failed || error.kind == ErrorKind::no_solution ||
        error.kind == ErrorKind::not_found)
      error.kind = ErrorKind::invalid_input;
    return std::unexpected(std::move(error));
  }
  return built;
}

}  // namespace axle
