// SPDX-License-Identifier: MIT
#include "provision/source_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "axle/fetch/fetch.hpp"
#include "axle/standards/core_metadata.hpp"
#include "axle/standards/direct_url.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "build/cache_info.hpp"
#include "build/git_repository.hpp"
#include "build/unpack_sdist.hpp"
#include "index/sdist_metadata.hpp"
#include "net/url.hpp"
#include "project/source_tree.hpp"
#include "provision/isolated_environment.hpp"
#include "provision/sdist_files.hpp"
#include "provision/source_trees.hpp"
#include "python/site_packages.hpp"

namespace axle {
namespace {

using nlohmann::json;

json config_json(const ConfigSettings& settings) {
  json object = json::object();
  for (const auto& [key, value] : settings)
    object[key] =
        value.is_list || value.texts.size() != 1 ? json(value.texts) : json(value.texts.front());
  return object;
}

/// The settings of all packages with those of one on top: values of one key are joined.
ConfigSettings merged_config(const BuildChoices& choices, const PackageName& name) {
  ConfigSettings merged = choices.config_settings;
  const auto own = choices.config_settings_package.find(name);
  if (own == choices.config_settings_package.end()) return merged;
  for (const auto& [key, value] : own->second) {
    ConfigValue& into = merged[key];
    into.is_list = !into.texts.empty() || value.is_list;
    into.texts.insert(into.texts.end(), value.texts.begin(), value.texts.end());
  }
  return merged;
}

std::string python_text(const Interpreter& interpreter) {
  const CompatibleTags tags = interpreter.tags();
  const std::string tag = tags.list().empty()
                              ? std::string()
                              : tags.list().front().python + "-" + tags.list().front().abi + "-" +
                                    tags.list().front().platform;
  return fmt::format("{} {} {}", interpreter.implementation, interpreter.version.to_string(), tag);
}

/// Names and versions of what is installed: a build without isolation sees them.
std::string installed_text(const Interpreter& interpreter) {
  std::string text;
  if (const auto installed = installed_distributions(interpreter.scheme))
    for (const InstalledDistribution& one : *installed)
      text += fmt::format("{}=={}\n", one.name.text(), one.version.to_string());
  return text;
}

std::string place_text(const PackageSource& source) {
  if (const auto* directory = std::get_if<DirectorySource>(&source.place))
    return directory->path.string();
  if (const auto* sdist = std::get_if<SdistSource>(&source.place))
    return (sdist->url.empty() ? sdist->path.string() : sdist->url) + "#" + sdist->subdirectory;
  const auto& git = std::get<GitSource>(source.place);
  return git.repository + "#" + git.subdirectory + "#" + git.reference_name + "#" + source.commit;
}

/// What a message calls an archive or repository.
std::string archive_name(const PackageSource& source) {
  const auto* sdist = std::get_if<SdistSource>(&source.place);
  return sdist != nullptr ? sdist->filename : label_of(source);
}

BuildKind kind_of(const PackageSource& source) {
  return source.is_editable() ? BuildKind::editable : BuildKind::wheel;
}

/// As label_of; a repository with its commit, as uv names what it builds.
std::string built_label_of(const PackageSource& source) {
  const auto* git = std::get_if<GitSource>(&source.place);
  if (git == nullptr || !source.is_named || source.commit.empty()) return label_of(source);
  const auto url = Url::parse(git->repository);
  if (!url) return label_of(source);
  std::optional<std::string> subdirectory;
  if (!git->subdirectory.empty()) subdirectory = git->subdirectory;
  const DirectUrl place{
      .url = url->to_string(),  // says no login
      .source = DirectUrl::Repository{"git", source.commit, std::nullopt, git->lfs},
      .subdirectory = std::move(subdirectory)};
  return fmt::format("{} @ {}", source.name.text(), place.requirement_url());
}

/// Which package the repository was asked for, and at what; the way out stays the last line.
std::unexpected<Error> not_checked_out(const PackageSource& source, const GitSource& git,
                                       Error cause) {
  std::vector<std::string> hints = std::exchange(cause.hints, {});
  const std::string at = git.reference_name.empty()
                             ? std::string()
                             : fmt::format(" at `{}`", escape_foreign(git.reference_name));
  auto failure = while_doing(
      fmt::format("could not get `{}`{}", escape_foreign(label_of(source)), at), std::move(cause));
  failure.error().hints = std::move(hints);
  return failure;
}

}  // namespace

std::string label_of(const PackageSource& source) {
  const auto* directory = std::get_if<DirectorySource>(&source.place);
  if (directory != nullptr) {
    const std::string url = escape_foreign(Url::from_path(directory->path).to_string());
    return source.is_named ? fmt::format("{} @ {}", source.name.text(), url) : url;
  }
  if (!source.is_named) {
    if (const auto* sdist = std::get_if<SdistSource>(&source.place))
      return escape_foreign(sdist->filename);
    const std::string& repository = std::get<GitSource>(source.place).repository;
    const auto url = Url::parse(repository);  // says no login
    return escape_foreign(url ? url->to_string() : repository.substr(repository.rfind('/') + 1));
  }
  if (source.version) return fmt::format("{}=={}", source.name.text(), source.version->to_string());
  return source.name.text();
}

Result<void> SourceBuilder::check_allowed(const PackageSource& source) const {
  if (use_.members.contains(source.name) || use_.settings.build.allows_build(source.name))
    return {};
  return fail_with_code(
      ErrorKind::invalid_input, ErrorCode::build_refused,
      fmt::format("Building `{}` is disabled by `--no-build`", escape_foreign(label_of(source))),
      {}, {},
      source.is_named
          ? fmt::format("use a version that has a wheel, or leave `--no-build` out; to refuse "
                        "builds of all but `{}`, name the others with "
                        "`--no-build-package` (`axle pip`: `--only-binary`)",
                        source.name.text())
          : "only a build can tell its name: leave `--no-build` out");
}

Result<std::string> SourceBuilder::begin(const PackageSource& source) {
  TRY_OK(check_allowed(source));
  std::string place = place_text(source);
  if (in_progress_.insert(place).second) return place;
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::build_refused,
                        fmt::format("building `{}` needs `{}` itself",
                                    escape_foreign(label_of(source)), source.name.text()),
                        {}, {}, "take a version of it that has a wheel");
}

Result<SourceBuilder::LocalTree> SourceBuilder::checked_subdirectory(
    LocalTree local, const fs::path& root, const std::string& subdirectory) {
  const fs::path normal = fs::path(subdirectory).lexically_normal();
  if (normal.is_absolute() || (!normal.empty() && *normal.begin() == "..") ||
      !directory_exists(local.tree))
    return fail_with_code(
        ErrorKind::invalid_input, ErrorCode::project,
        fmt::format("there is no subdirectory `{}` in it", escape_foreign(subdirectory)),
        root.string(), {}, "correct `subdirectory`");
  local.tree = local.tree.lexically_normal();
  if (!local.tree.has_filename()) local.tree = local.tree.parent_path();
  return local;
}

Result<SourceBuilder::LocalTree> SourceBuilder::local_tree(const PackageSource& source) {
  if (const auto* directory = std::get_if<DirectorySource>(&source.place)) {
    TRY(std::string info, cache_info_of(directory->path));
    return LocalTree{directory->path,
                     fmt::format("directory {} {}", directory->path.string(), info),
                     std::nullopt,
                     {}};
  }
  TRY(Cache* const cache, services_.cache());
  if (const auto* git = std::get_if<GitSource>(&source.place)) {
    auto checkout = GitRepositories(*cache, use_.settings.offline).checkout(*git, source.commit);
    if (!checkout) return not_checked_out(source, *git, std::move(checkout).error());
    LocalTree local{
        checkout->tree / git->subdirectory,
        fmt::format("git {} {} {}", git->repository, checkout->commit, git->subdirectory),
        {},
        std::move(checkout->commit)};
    return checked_subdirectory(std::move(local), checkout->tree, git->subdirectory);
  }
  const auto& sdist = std::get<SdistSource>(source.place);
  TRY(const LocalArchive archive,
      local_archive(source.name, sdist, use_.settings.indexes, services_));
  TRY(const fs::path staging, cache->staging());
  TRY(TempDirectory holder, TempDirectory::create_in(staging));
  TRY(const fs::path top, unpack_sdist(archive.path, holder.path()));
  LocalTree local{top / sdist.subdirectory,
                  fmt::format("sdist {} {}", archive.sha256, sdist.subdirectory), std::move(holder),
                  archive.sha256};
  return checked_subdirectory(std::move(local), top, sdist.subdirectory);
}

BuildSettings SourceBuilder::settings_for(const std::optional<PackageName>& name) const {
  const BuildChoices& choices = use_.settings.builds;
  if (!name)
    return {.config_settings = config_json(choices.config_settings).dump(), .variables = {}};
  BuildSettings settings{.config_settings = config_json(merged_config(choices, *name)).dump(),
                         .variables = {}};
  if (const auto own = choices.extra_variables.find(*name); own != choices.extra_variables.end())
    settings.variables = own->second;
  return settings;
}

Result<BuildNotes> SourceBuilder::notes(const PackageSource& source) const {
  BuildNotes notes;
  if (const auto* directory = std::get_if<DirectorySource>(&source.place)) {
    TRY(notes.source, cache_info_of(directory->path));
  } else if (const auto* sdist = std::get_if<SdistSource>(&source.place);
             sdist != nullptr && sdist->index.empty() && !sdist->path.empty()) {
    TRY(notes.source, cache_info_of(sdist->path));
  }
  const BuildChoices& choices = use_.settings.builds;
  json settings = json::object();
  if (const json config = config_json(merged_config(choices, source.name)); !config.empty())
    settings["config_settings"] = config;
  if (const auto extra = choices.extra_dependencies.find(source.name);
      extra != choices.extra_dependencies.end()) {
    json list = json::array();
    for (const ExtraBuildDependency& dependency : extra->second) {
      std::string text = dependency.requirement.to_string();
      if (const auto found = use_.runtime.find(dependency.requirement.name);
          dependency.match_runtime && found != use_.runtime.end())
        text += " ; runtime " + found->second.to_string();
      list.push_back(text);
    }
    settings["extra_build_requires"] = list;
  }
  if (const auto own = choices.extra_variables.find(source.name);
      own != choices.extra_variables.end())
    settings["extra_build_variables"] = own->second;
  if (!settings.empty()) notes.settings = settings.dump();
  return notes;
}

Result<std::vector<SourcedRequirement>> SourceBuilder::extra_requirements(
    const BuildTarget& target) const {
  std::vector<SourcedRequirement> extra;
  if (!target.name) return extra;
  const auto& all = use_.settings.builds.extra_dependencies;
  const auto found = all.find(*target.name);
  if (found == all.end()) return extra;
  std::vector<Requirement> requirements;
  for (const ExtraBuildDependency& dependency : found->second) {
    Requirement requirement = dependency.requirement;
    if (dependency.match_runtime) {
      const auto version = use_.runtime.find(requirement.name);
      if (version == use_.runtime.end())
        return fail_with_code(
            ErrorKind::invalid_input, ErrorCode::project,
            fmt::format("Extra build requirement `{}` was declared with `match-runtime = true`, "
                        "but `{}` was not found in the resolution",
                        requirement.to_string(), requirement.name.text()),
            {}, "tool.uv.extra-build-dependencies",
            fmt::format("add `{}` to the project's dependencies, or leave `match-runtime` out",
                        requirement.name.text()));
      TRY(requirement.specifiers, VersionSpecifiers::parse("==" + version->second.to_string()));
    }
    requirements.push_back(std::move(requirement));
  }
  return sourced_build_requirements(
      services_.directory(), requirements,
      tree_request(services_.project_directory(), use_.settings, services_));
}

Result<std::unique_ptr<BuildEnvironment>> SourceBuilder::make(
    const BuildTarget& target, const std::vector<Requirement>& requirements) {
  const BuildChoices& choices = use_.settings.builds;
  if (choices.no_isolation || (target.name && !choices.isolates(*target.name)))
    return shared_environment(use_.interpreter);
  TRY(std::vector<SourcedRequirement> wanted,
      sourced_build_requirements(target.tree, requirements,
                                 tree_request(target.tree, use_.settings, services_)));
  TRY(const std::vector<SourcedRequirement> extra, extra_requirements(target));
  wanted.insert(wanted.end(), extra.begin(), extra.end());
  return isolated_environment(std::move(wanted), target.tree, *this, services_);
}

Result<SourceBuilder::Session*> SourceBuilder::session(const PackageSource& source) {
  const std::string key = source.name.text() + " " + place_text(source);
  if (const auto found = sessions_.find(key); found != sessions_.end()) return &found->second;
  TRY(LocalTree local, local_tree(source));
  return &sessions_.emplace(key, Session{std::move(local), nullptr}).first->second;
}

Result<SourceBuild*> SourceBuilder::build_of(Session& session, const PackageSource& source) {
  if (session.build) return session.build.get();
  TRY(Cache* const cache, services_.cache());
  std::set<PackageName> runtime;
  for (const auto& [name, version] : use_.runtime) runtime.insert(name);
  const BuildServices services{.environments = *this,
                               .cache = *cache,
                               .runtime = std::move(runtime),
                               .listener = nullptr,
                               .stop = &stop_};
  auto build =
      SourceBuild::begin({.tree = session.local.tree,
                          .name = source.is_named ? std::optional(source.name) : std::nullopt,
                          .label = label_of(source)},
                         settings_for(source.name), services);
  if (!build) {
    Error error = std::move(build).error();
    // What is wrong in an archive is no mistake of the user's, nor is where it was unpacked of use.
    if (!std::holds_alternative<DirectorySource>(source.place) &&
        error.kind == ErrorKind::invalid_input) {
      error.kind = ErrorKind::failed;
      error.message = replace_all(error.message, session.local.tree.string(), archive_name(source));
      error.file.clear();
      error.hints = {"take another version, or one that has a wheel"};
    }
    return while_doing(fmt::format("Failed to build `{}`", escape_foreign(built_label_of(source))),
                       std::move(error));
  }
  session.build = std::make_unique<SourceBuild>(*std::move(build));
  return session.build.get();
}

std::string SourceBuilder::circumstances(const PackageSource& source,
                                         const SourceBuild& build) const {
  std::string text = python_text(use_.interpreter);
  for (const Requirement& requirement : build.system().requirements)
    text += "\n" + requirement.to_string();
  for (const BuildConstraint& constraint : use_.constraints)
    if (const RegistrySource* registry = constraint.requirement.registry())
      text += "\n! " + constraint.requirement.name.text() + registry->specifiers.to_string();
  if (const auto known = notes(source)) text += "\n" + known->settings;
  if (!use_.settings.builds.isolates(source.name)) text += "\n" + installed_text(use_.interpreter);
  return text;
}

Result<std::variant<fs::path, SourceBuilder::Job>> SourceBuilder::wheel_or_job(
    const PackageSource& source) {
  TRY(Session* const opened, session(source));
  TRY(SourceBuild* const build, build_of(*opened, source));
  TRY(Cache* const cache, services_.cache());
  const BuiltWheels built(*cache);
  const BuildKind kind = kind_of(source);
  std::string key =
      BuiltWheels::key({to_string(kind), opened->local.fingerprint, circumstances(source, *build)});
  // What is to be installed again is built again.
  const bool again =
      use_.settings.reinstall || use_.settings.reinstall_package.contains(source.name);
  if (auto found = again ? std::nullopt : built.find(key)) return *std::move(found);
  TRY(const std::string place, begin(source));
  services_.reporter().notice(
      fmt::format("   Building {}", escape_foreign(built_label_of(source))));
  auto prepared = build->prepare(kind);
  in_progress_.erase(place);
  TRY_OK(std::move(prepared));
  TRY(const fs::path staging, built.staging());
  TRY(TempDirectory into, TempDirectory::create_in(staging));
  return Job{source, build, std::move(key), std::move(into)};
}

Result<fs::path> SourceBuilder::Job::run() { return build->build(kind_of(source), into.path()); }

Result<fs::path> SourceBuilder::kept(const Job& job, const fs::path& made) {
  const PackageSource& source = job.source;
  TRY(const WheelFilename name, WheelFilename::parse(made.filename().string()));
  if (name.name != source.name || (source.version && name.version != *source.version &&
                                   name.version.without_local() != *source.version)) {
    TRY(const Session* const opened, session(source));
    return fail_with_code(
        ErrorKind::failed, ErrorCode::build,
        fmt::format("the backend made `{}` of `{}`", escape_foreign(made.filename().string()),
                    escape_foreign(label_of(source))),
        opened->local.tree.string(), {}, "correct the name or version in the project's metadata");
  }
  services_.reporter().notice(
      fmt::format("      Built {}", escape_foreign(built_label_of(source))));
  TRY(Cache* const cache, services_.cache());
  return BuiltWheels(*cache).keep(job.key, made);
}

Result<fs::path> SourceBuilder::wheel(const PackageSource& source) {
  TRY(auto begun, wheel_or_job(source));
  if (auto* found = std::get_if<fs::path>(&begun)) return std::move(*found);
  Job& job = std::get<Job>(begun);
  TRY(const fs::path made, job.run());
  return kept(job, made);
}

Result<SourceBuilder::Place> SourceBuilder::place(const PackageSource& source) {
  TRY(Session* const opened, session(source));
  return Place{opened->local.tree, opened->local.digest};
}

std::optional<CoreMetadata> SourceBuilder::stated_metadata(const PackageSource& source,
                                                           const fs::path& tree) const {
  if (const auto text = read_file(tree / "PKG-INFO", CoreMetadata::max_bytes);
      text && std::holds_alternative<SdistSource>(source.place))
    if (auto metadata = CoreMetadata::parse(*text); metadata && why_not_static(*metadata).empty())
      return *std::move(metadata);
  return static_metadata(tree, tree_request(tree, use_.settings, services_));
}

Result<CoreMetadata> SourceBuilder::metadata(const PackageSource& source) {
  TRY(Session* const opened, session(source));
  if (auto stated = stated_metadata(source, opened->local.tree)) return *std::move(stated);
  TRY(SourceBuild* const build, build_of(*opened, source));
  TRY(Cache* const cache, services_.cache());
  const BuiltWheels built(*cache);
  const BuildKind kind = kind_of(source);
  const std::string key = BuiltWheels::key(
      {"metadata", to_string(kind), opened->local.fingerprint, circumstances(source, *build)});
  std::optional<std::string> text = built.find_metadata(key);
  if (!text) {
    TRY(const std::string place, begin(source));
    auto told = build->metadata(kind);
    in_progress_.erase(place);
    TRY(text, std::move(told));
    if (!text) {
      TRY(const fs::path file, wheel(source));
      TRY(text, read_wheel_metadata(file));
    }
    TRY_OK(built.keep_metadata(key, *text));
  }
  auto metadata = CoreMetadata::parse(*text);
  if (!metadata)
    return while_doing(fmt::format("the backend of `{}` gave metadata that cannot be read",
                                   escape_foreign(label_of(source))),
                       std::move(metadata).error());
  return *std::move(metadata);
}

}  // namespace axle
