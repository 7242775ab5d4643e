// SPDX-License-Identifier: MIT
#include "provision/pip_requirements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <span>
#include <utility>

#include "axle/project/project.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url.hpp"
#include "project/direct_source.hpp"
#include "provision/script_requirements.hpp"
#include "pylock/pylock.hpp"
#include "services/settings_layer.hpp"

namespace axle {
namespace {

constexpr std::size_t longest_input = 16 << 20;

bool is_remote(std::string_view file) {
  return starts_with_ignoring_case(file, "http://") || starts_with_ignoring_case(file, "https://");
}

RequirementsReading reading_of(const std::string& given, Services& services) {
  RequirementsReading reading(services.environment(), services.directory());
  reading.name = given;
  reading.fetch = [&services](const std::string& url) {
    return services.text_at(url, longest_input);
  };
  return reading;
}

/// The file as it is given: a URL stays one.
fs::path place_of(const std::string& given, const Services& services) {
  return is_remote(given) ? fs::path(given) : services.directory() / given;
}

Result<RequirementsFile> read_standard_input(Services& services) {
  std::string text;
  char byte = 0;
  while (text.size() <= longest_input && std::cin.get(byte)) text += byte;
  RequirementsReading reading = reading_of("-", services);
  reading.bytes = std::move(text);
  return read_requirements_file(services.directory() / "-", reading);
}

Result<void> append(RequirementsFile& all, RequirementsFile more) {
  if (all.index_url && more.index_url && *all.index_url != *more.index_url)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` and `{}` are both to be the index",
                            shown_url(all.index_url->text()), shown_url(more.index_url->text())),
                "leave out one of the `--index-url` lines, or make it `--extra-index-url`");
  const auto move_all = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  move_all(all.requirements, more.requirements);
  move_all(all.constraints, more.constraints);
  move_all(all.extra_index_urls, more.extra_index_urls);
  move_all(all.find_links, more.find_links);
  move_all(all.warnings, more.warnings);
  all.written_urls.merge(more.written_urls);
  if (!all.index_url) all.index_url = std::move(more.index_url);
  all.no_index = all.no_index || more.no_index;
  all.pre = all.pre || more.pre;
  all.require_hashes = all.require_hashes || more.require_hashes;
  for (auto [to, from] : {std::pair(&all.no_binary, &more.no_binary),
                          std::pair(&all.only_binary, &more.only_binary)}) {
    to->all = to->all || from->all;
    to->packages.insert(from->packages.begin(), from->packages.end());
  }
  return {};
}

/// What a script asks for is said by nobody else: who asks is not named, as in uv.
void add_script(Project script, PipRequirements& all) {
  const auto move_all = [](auto& from, auto& to) {
    std::ranges::move(from, std::back_inserter(to));
  };
  move_all(script.requirements, all.requirements);
  move_all(script.constraints, all.constraints);
  for (Override& override_ : script.overrides)
    all.overrides.push_back(std::move(override_.requirement));
  move_all(script.excludes, all.excludes);
}

/// A path as the user wrote it, if it means the same where the command runs.
std::string written_from(const fs::path& directory, const std::string& written,
                         const fs::path& path) {
  if (written.contains(':') || written.contains("${") || fs::path(written).is_absolute())
    return written;
  fs::path meant = (directory / written.substr(0, written.find('#'))).lexically_normal();
  if (!meant.has_filename()) meant = meant.parent_path();
  if (meant == path) return written;
  return path.lexically_relative(directory).string();
}

/// Notes how the user wrote the place of a requirement that is of no index.
void note_place(const RequirementSource& source, const std::string& written,
                const Services& services, PipRequirements& all) {
  if (written.empty()) return;
  if (const auto* url = std::get_if<UrlSource>(&source))
    all.origins.written.emplace(url->url, written);
  const auto* file = std::get_if<PathSource>(&source);
  const auto* tree = std::get_if<DirectorySource>(&source);
  if (file == nullptr && tree == nullptr) return;
  const fs::path& path = file != nullptr ? file->path : tree->path;
  all.origins.written.emplace(path.string(), written_from(services.directory(), written, path));
}

/// Takes over what a file asks for, or limits.
void take_entries(std::vector<RequirementEntry>& entries, std::string_view option,
                  const Services& services, PipRequirements& all) {
  for (RequirementEntry& entry : entries) {
    SourcedRequirement& requirement = entry.requirement;
    requirement.origin = seen_from(services.directory(), requirement.origin);
    // What limits nothing is no reason, and standard input is no file that could be looked into.
    const RegistrySource* registry = requirement.registry();
    if (requirement.origin != "-" &&
        (option != "-c" || registry == nullptr || !registry->specifiers.empty()))
      all.origins.names.push_back(
          {requirement.name, requirement.marker,
           fmt::format("{} {}", option, escape_foreign(requirement.origin))});
    note_place(requirement.source, entry.written, services, all);
  }
}

/// The same for what has no name yet; its origin is noted with its name.
void take_unnamed(std::vector<UnnamedEntry>& entries, const Services& services,
                  PipRequirements& all) {
  for (UnnamedEntry& entry : entries) {
    UnnamedRequirement& place = entry.requirement;
    place.origin = seen_from(services.directory(), place.origin);
    note_place(place.source, entry.written, services, all);
    all.unnamed.push_back(std::move(entry));
  }
}

/// The files that an option names, if the command has the option.
std::span<const std::string> listed(const std::vector<std::string>* files) {
  return files != nullptr ? std::span(*files) : std::span<const std::string>();
}

/// Where versions are chosen, a file that has chosen them has no place.
Result<void> refuse_pylock(std::span<const std::string> files) {
  for (const std::string& file : files)
    if (is_pylock_name(fs::path(file).filename().string()))
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` cannot stand where requirements, constraints or overrides are "
                              "asked for",
                              escape_foreign(file)),
                  "install it with `axle pip sync` or `axle pip install -r`");
  return {};
}

void add_project(ProjectRequirements project, const Services& services, PipRequirements& all) {
  for (SourcedRequirement& requirement : project.requirements) {
    if (const auto* file = std::get_if<PathSource>(&requirement.source))
      note_place(requirement.source, file->given, services, all);
    if (const auto* tree = std::get_if<DirectorySource>(&requirement.source))
      note_place(requirement.source, tree->given, services, all);
    all.origins.names.push_back({requirement.name, requirement.marker, project.shown});
    all.requirements.push_back(std::move(requirement));
  }
}

Result<void> check_extras(const PipRequirements& all) {
  if (all.missing_extras.empty()) return {};
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                        fmt::format("no project that was named has the extra `{}`",
                                    escape_foreign(all.missing_extras.front())),
                        {}, "project.optional-dependencies",
                        "choose one of `[project.optional-dependencies]`");
}

/// What is to come from a path that is not there could only fail with a worse reason later.
Result<void> check_paths(const std::vector<SourcedRequirement>& requirements) {
  for (const SourcedRequirement& requirement : requirements) {
    const auto* file = std::get_if<PathSource>(&requirement.source);
    const auto* tree = std::get_if<DirectorySource>(&requirement.source);
    if (file == nullptr && tree == nullptr) continue;
    const fs::path& path = file != nullptr ? file->path : tree->path;
    if (path_exists(path)) continue;
    return fail_with_code(
        ErrorKind::not_found, ErrorCode::project,
        fmt::format("`{}` is to come from `{}`, which does not exist", requirement.name.text(),
                    escape_foreign(file != nullptr ? file->given : tree->given)),
        path.string(), {}, "check the path; it is taken relative to where the command runs");
  }
  return {};
}

/// Notes the projects whose requirements are asked for. Extras and groups are those of projects.
Result<void> note_projects(const PipInputs& inputs, const Services& services,
                           PipRequirements& all) {
  for (const std::string& given : listed(inputs.requirements))
    if (const fs::path path = place_of(given, services); is_project_file(path) && !is_remote(given))
      all.projects.push_back(absolute_path(path));
  if (all.projects.empty() && (!inputs.part.extras.empty() || inputs.part.all_extras))
    return fail(
        ErrorKind::invalid_input,
        "extras can only be chosen from a `pyproject.toml` or a `pylock.toml`, and none was "
        "named",
        "name one, or ask for extras as in `name[extra]`");
  all.part = inputs.part;
  all.groups = inputs.groups;
  all.before_files = all.requirements.size();
  return {};
}

/// The settings say whether sources count.
Result<void> read_projects(const Settings& settings, Services& services, PipRequirements& all) {
  PipRequirements found;
  std::vector<std::string> missing = all.part.extras;
  for (const fs::path& file : std::exchange(all.projects, {})) {
    TRY(auto project, project_requirements_of(file, all.part, missing, settings, services));
    if (project)
      add_project(*std::move(project), services, found);
    else
      all.projects_to_build.push_back(file);
  }
  for (const std::string& group : std::exchange(all.groups, {})) {
    TRY(ProjectRequirements project, group_requirements(group, settings, services));
    add_project(std::move(project), services, found);
  }
  TRY_OK(check_paths(found.requirements));
  all.requirements.insert(all.requirements.begin() + static_cast<std::ptrdiff_t>(all.before_files),
                          std::make_move_iterator(found.requirements.begin()),
                          std::make_move_iterator(found.requirements.end()));
  std::ranges::move(found.origins.names, std::back_inserter(all.origins.names));
  all.origins.written.merge(found.origins.written);
  all.missing_extras = std::move(missing);
  return all.projects_to_build.empty() ? check_extras(all) : Result<void>();
}

/// What requirements files say about indexes and choices.
SettingsLayer layer_of(const RequirementsFile& files) {
  SettingsLayer layer;
  const auto definition = [](const IndexUrl& url, bool is_default) {
    IndexDefinition made{.name = std::nullopt, .url = url};
    made.is_default = is_default;
    made.origin = IndexOrigin::command_line;
    return made;
  };
  if (files.index_url) layer.index_url = definition(*files.index_url, true);
  if (!files.extra_index_urls.empty()) layer.extra_index_url.emplace();
  for (const IndexUrl& url : files.extra_index_urls)
    layer.extra_index_url->push_back(definition(url, false));
  if (!files.find_links.empty()) layer.find_links = files.find_links;
  if (files.no_index) layer.no_index = true;
  if (files.pre) layer.prerelease = PrereleaseMode::allow;
  if (files.no_binary.all) layer.no_binary = true;
  if (files.only_binary.all) layer.no_build = true;
  const auto add = [](const std::set<PackageName>& from,
                      std::optional<std::vector<PackageName>>& to) {
    if (!from.empty()) to.emplace(from.begin(), from.end());
  };
  add(files.no_binary.packages, layer.no_binary_package);
  add(files.only_binary.packages, layer.no_build_package);
  return layer;
}

/// What the command line itself names.
Result<void> add_command_line(const PipInputs& inputs, Services& services, PipRequirements& all) {
  for (const std::string& text : inputs.editables) {
    TRY(UnnamedRequirement place, parse_editable_requirement(text, services.directory()));
    all.unnamed.push_back({std::move(place), {}, {}});
  }
  for (const std::string& text : listed(inputs.packages)) {
    TRY(WrittenRequirement written, parse_written_requirement(text, services.directory()));
    if (auto* place = std::get_if<UnnamedRequirement>(&written))
      all.unnamed.push_back({std::move(*place), {}, {}});
    else
      all.requirements.push_back(std::get<SourcedRequirement>(std::move(written)));
  }
  return {};
}

}  // namespace

Result<std::vector<FileHash>> parse_hashes(const std::vector<std::string>& texts,
                                           const SourcedRequirement& requirement) {
  std::vector<FileHash> hashes;
  for (const std::string& text : texts) {
    const std::size_t colon = text.find(':');
    const auto algorithm = parse_digest_algorithm(std::string_view(text).substr(0, colon));
    if (!algorithm || colon == std::string::npos ||
        text.size() - colon - 1 != hex_length(*algorithm))
      return fail_with_code(
          ErrorKind::invalid_input, ErrorCode::project,
          fmt::format("`{}` is not a hash of `{}`", escape_foreign(text), requirement.name.text()),
          requirement.origin);
    hashes.push_back({*algorithm, text.substr(colon + 1)});
  }
  return hashes;
}

namespace {

/// The files of `-r`, `-c`, `--override` and `--exclude`.
Result<void> add_requirements_files(const PipInputs& inputs, Services& services,
                                    PipRequirements& all) {
  for (const std::string& given : listed(inputs.requirements)) {
    const fs::path path = place_of(given, services);
    if (is_project_file(path)) continue;
    if (given != "-" && !is_remote(given)) {
      TRY(auto script, script_requirements(absolute_path(path), given, services));
      if (script) {
        add_script(*std::move(script), all);
        continue;
      }
    }
    TRY(RequirementsFile file, given == "-"
                                   ? read_standard_input(services)
                                   : read_requirements_file(path, reading_of(given, services)));
    take_entries(file.requirements, "-r", services, all);
    take_unnamed(file.unnamed, services, all);
    take_entries(file.constraints, "-c", services, all);
    TRY_OK(append(all.files, std::move(file)));
  }
  for (const std::string& given : listed(inputs.constraints)) {
    TRY(RequirementsFile file,
        read_constraints_file(place_of(given, services), reading_of(given, services)));
    take_entries(file.constraints, "-c", services, all);
    TRY_OK(append(all.files, std::move(file)));
  }
  for (const std::string& given : listed(inputs.overrides)) {
    TRY(RequirementsFile file,
        read_requirements_file(place_of(given, services), reading_of(given, services)));
    take_entries(file.requirements, "--override", services, all);
    for (RequirementEntry& entry : file.requirements)
      all.overrides.push_back(std::move(entry.requirement));
  }
  for (const std::string& given : listed(inputs.excludes)) {
    TRY(const RequirementsFile file,
        read_requirements_file(place_of(given, services), reading_of(given, services)));
    for (const RequirementEntry& entry : file.requirements)
      all.excludes.push_back({std::nullopt, entry.requirement.name});
  }
  return {};
}

/// The requirements, constraints and hashes that the files stated.
Result<void> take_over_files(PipRequirements& all) {
  all.origins.written.insert(all.files.written_urls.begin(), all.files.written_urls.end());
  for (const auto* entries : {&all.files.requirements, &all.files.constraints}) {
    for (const RequirementEntry& entry : *entries) {
      auto& list = entries == &all.files.requirements ? all.requirements : all.constraints;
      list.push_back(entry.requirement);
      if (entry.hashes.empty()) continue;
      TRY(const std::vector<FileHash> hashes, parse_hashes(entry.hashes, entry.requirement));
      auto& known = all.hashes[entry.requirement.name];
      known.insert(known.end(), hashes.begin(), hashes.end());
    }
  }
  return {};
}

}  // namespace

Result<PipRequirements> pip_requirements(const PipInputs& inputs, Services& services) {
  for (const auto* files : {inputs.requirements, inputs.constraints, inputs.overrides})
    TRY_OK(refuse_pylock(listed(files)));
  PipRequirements all;
  TRY_OK(add_command_line(inputs, services, all));
  TRY_OK(note_projects(inputs, services, all));
  TRY_OK(add_requirements_files(inputs, services, all));
  for (const std::string& warning : all.files.warnings) services.reporter().warning(warning);
  TRY_OK(take_over_files(all));
  TRY_OK(check_paths(all.requirements));
  return all;
}

Result<void> read_built_projects(PipRequirements& requirements, SourceBuilder& builder,
                                 Services& services) {
  for (const fs::path& file : std::exchange(requirements.projects_to_build, {})) {
    TRY(ProjectRequirements project,
        built_project_requirements(file, requirements.part, requirements.missing_extras, builder,
                                   services));
    add_project(std::move(project), services, requirements);
  }
  return check_extras(requirements);
}

Result<void> add_project_limits(PipRequirements& requirements, const Settings& settings,
                                const Services& services) {
  const auto add = [&](const std::vector<Requirement>& from, std::vector<SourcedRequirement>& to,
                       std::string_view option) -> Result<void> {
    for (const Requirement& requirement : from) {
      TRY(SourcedRequirement sourced, as_written(requirement, services.project_directory()));
      requirements.origins.names.push_back(
          {sourced.name, sourced.marker, fmt::format("{} (workspace)", option)});
      to.push_back(std::move(sourced));
    }
    return {};
  };
  TRY_OK(add(settings.constraint_dependencies, requirements.constraints, "-c"));
  return add(settings.override_dependencies, requirements.overrides, "--override");
}

Result<const Settings*> pip_settings(const SettingsFlags& flags, PipRequirements& requirements,
                                     Services& services) {
  TRY(const SettingsLayer layer, settings_layer(flags, services.directory()));
  TRY(const Settings* const settings, services.settings(layer, layer_of(requirements.files)));
  TRY_OK(read_projects(*settings, services, requirements));
  return settings;
}

ResolveInput pip_input(const PipRequirements& requirements, const Settings& settings,
                       const ResolutionTarget& target, const Services& services) {
  ResolveInput input = resolve_input(settings, target, services);
  input.requirements = requirements.requirements;
  input.constraints = upgrade_limits(settings);
  input.constraints.insert(input.constraints.end(), requirements.constraints.begin(),
                           requirements.constraints.end());
  for (const SourcedRequirement& override_ : requirements.overrides)
    input.overrides.push_back({std::nullopt, override_});
  input.excludes = requirements.excludes;
  for (const PackageName& name : settings.exclude_dependencies)
    input.excludes.push_back({std::nullopt, name});
  return input;
}

Result<void> apply_hashes(std::vector<WantedPackage>& wanted, const PipRequirements& requirements,
                          bool require_all) {
  if (requirements.hashes.empty() && !require_all) return {};
  for (WantedPackage& package : wanted) {
    const auto stated = requirements.hashes.find(package.name);
    if (stated == requirements.hashes.end()) {
      if (!require_all) continue;
      return fail_with_code(
          ErrorKind::integrity, ErrorCode::hash,
          fmt::format(
              "in `--require-hashes` mode, every requirement needs a hash, but `{}=={}` has none",
              package.name.text(), package.version.to_string()),
          {}, {},
          fmt::format("add `{}=={} --hash=sha256:…` to the requirements file", package.name.text(),
                      package.version.to_string()));
    }
    // Any of the stated hashes will do; if the index states hashes too, the choice can be made now.
    std::vector<FileHash>& known = package.wheel.hashes;
    const auto match = std::ranges::find_if(stated->second, [&](const FileHash& hash) {
      return std::ranges::find(known, hash) != known.end();
    });
    const bool comparable = std::ranges::any_of(stated->second, [&](const FileHash& hash) {
      return std::ranges::any_of(
          known, [&](const FileHash& other) { return other.algorithm == hash.algorithm; });
    });
    if (match == stated->second.end() && (comparable || stated->second.size() > 1)) {
      std::vector<std::string> expected;
      for (const FileHash& hash : stated->second)
        expected.push_back(fmt::format("{}:{}", to_string(hash.algorithm), hash.hex));
      std::vector<std::string> offered;
      for (const FileHash& hash : known)
        offered.push_back(fmt::format("{}:{}", to_string(hash.algorithm), hash.hex));
      return fail_with_code(
          ErrorKind::integrity, ErrorCode::hash,
          fmt::format("hash mismatch for `{}=={}`\n\nExpected:\n  {}\n\nComputed:\n  {}",
                      package.name.text(), package.version.to_string(), join(expected, "\n  "),
                      join(offered, "\n  ")),
          package.wheel.filename, {},
          "the file on the index is not the one that was pinned: check the index, or pin the new "
          "hash if you trust it");
    }
    if (match == stated->second.end()) known = {stated->second.front()};
    package.wheel.hash_required = true;
  }
  return {};
}

}  // namespace axle
