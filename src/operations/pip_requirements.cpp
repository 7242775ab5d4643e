// SPDX-License-Identifier: MIT
#include "operations/pip_requirements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <iterator>

#include "axle/project/project.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url.hpp"
#include "operations/settings_layer.hpp"
#include "pylock/pylock.hpp"

namespace axle {
namespace {

constexpr std::size_t longest_input = 16 << 20;

Result<RequirementsFile> read_standard_input(Services& services) {
  std::string text;
  char byte = 0;
  while (text.size() <= longest_input && std::cin.get(byte)) text += byte;
  TRY(const TempDirectory directory, TempDirectory::create_in(system_temp_directory()));
  const fs::path file = directory.path() / "requirements.txt";
  TRY_OK(write_file_quickly(file, text));
  return read_requirements_file(file, services.environment());
}

void append(RequirementsFile& all, RequirementsFile more) {
  const auto move_all = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  move_all(all.requirements, more.requirements);
  move_all(all.constraints, more.constraints);
  move_all(all.extra_index_urls, more.extra_index_urls);
  move_all(all.find_links, more.find_links);
  move_all(all.warnings, more.warnings);
  if (!all.index_url) all.index_url = std::move(more.index_url);
  all.no_index = all.no_index || more.no_index;
  all.pre = all.pre || more.pre;
  all.require_hashes = all.require_hashes || more.require_hashes;
  for (auto [to, from] : {std::pair(&all.no_binary, &more.no_binary),
                          std::pair(&all.only_binary, &more.only_binary)}) {
    to->all = to->all || from->all;
    to->packages.insert(from->packages.begin(), from->packages.end());
  }
}

Result<std::vector<FileHash>> parse_hashes(const RequirementEntry& entry) {
  std::vector<FileHash> hashes;
  for (const std::string& text : entry.hashes) {
    const std::size_t colon = text.find(':');
    const auto algorithm = parse_digest_algorithm(std::string_view(text).substr(0, colon));
    if (!algorithm || colon == std::string::npos ||
        text.size() - colon - 1 != hex_length(*algorithm))
      return fail_with_code(ErrorKind::invalid_input, "E_PROJECT",
                            fmt::format("`{}` is not a hash of `{}`", escape_foreign(text),
                                        entry.requirement.name.text()),
                            entry.requirement.origin);
    hashes.push_back({*algorithm, text.substr(colon + 1)});
  }
  return hashes;
}

/// The path of a file as it is seen from where the command runs.
std::string path_from(const fs::path& directory, const std::string& file) {
  const fs::path relative = fs::path(file).lexically_relative(directory);
  return file.empty() || relative.empty() || *relative.begin() == ".." ? file : relative.string();
}

/// Where versions are chosen, a file that has chosen them has no place.
Result<void> refuse_pylock(const std::vector<std::string>& files) {
  for (const std::string& file : files)
    if (is_pylock_name(fs::path(file).filename().string()))
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` cannot stand where requirements, constraints or overrides are "
                              "asked for",
                              escape_foreign(file)),
                  "install it with `axle pip sync` or `axle pip install -r`");
  return {};
}

Result<void> add_project(const fs::path& path, PipRequirements& all, Services& services) {
  TRY(const Project project, read_project({.directory = path.parent_path(),
                                           .no_sources_package = {},
                                           .no_sources = false,
                                           .command_line_indexes = {},
                                           .other_indexes = {},
                                           .now = services.clock().now()}));
  const ProjectMember* member = project.current_member();
  if (member == nullptr)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` has no `[project]` table", escape_foreign(path.string())));
  if (member->has_dynamic_requirements)
    return fail_with_code(
        ErrorKind::invalid_input, "E_PROJECT",
        fmt::format("`{}` does not state its dependencies: they are `dynamic`",
                    escape_foreign(path.string())),
        path.string(), "project.dynamic",
        fmt::format("write `{} @ {}` into a requirements file, and name that: it is built then",
                    member->name.text(), Url::from_path(path.parent_path()).to_string()));
  for (const SourcedRequirement& requirement : member->requires_dist) {
    SourcedRequirement production = requirement;
    production.marker = production.marker.assume_all_extras(false);
    if (!production.marker.is_never()) all.requirements.push_back(std::move(production));
  }
  return {};
}

/// The command line goes before the files.
void add_file_options(const RequirementsFile& files, SettingsLayer& layer) {
  const auto definition = [](const IndexUrl& url, bool is_default) {
    IndexDefinition made{.name = std::nullopt, .url = url};
    made.is_default = is_default;
    made.origin = IndexOrigin::command_line;
    return made;
  };
  if (files.index_url && !layer.index_url) layer.index_url = definition(*files.index_url, true);
  if (!files.extra_index_urls.empty() && !layer.extra_index_url) layer.extra_index_url.emplace();
  for (const IndexUrl& url : files.extra_index_urls)
    layer.extra_index_url->push_back(definition(url, false));
  if (!files.find_links.empty() && !layer.find_links) layer.find_links.emplace();
  for (const IndexUrl& url : files.find_links) layer.find_links->push_back(url);
  if (files.no_index) layer.no_index = true;
  if (files.pre && !layer.prerelease) layer.prerelease = PrereleaseMode::allow;
  if (files.no_binary.all && !layer.no_binary) layer.no_binary = true;
  if (files.only_binary.all && !layer.no_build) layer.no_build = true;
  const auto add = [](const std::set<PackageName>& from,
                      std::optional<std::vector<PackageName>>& to) {
    if (from.empty()) return;
    if (!to) to.emplace();
    to->insert(to->end(), from.begin(), from.end());
  };
  add(files.no_binary.packages, layer.no_binary_package);
  add(files.only_binary.packages, layer.no_build_package);
}

}  // namespace

Result<PipRequirements> pip_requirements(const PipInputs& inputs, Services& services) {
  for (const auto* files : {inputs.requirements, inputs.constraints, inputs.overrides})
    if (files != nullptr) TRY_OK(refuse_pylock(*files));
  PipRequirements all;
  if (inputs.packages != nullptr) {
    for (const std::string& text : *inputs.packages) {
      TRY(SourcedRequirement requirement,
          parse_command_line_requirement(text, services.directory()));
      all.requirements.push_back(std::move(requirement));
    }
  }
  if (inputs.requirements != nullptr) {
    for (const std::string& given : *inputs.requirements) {
      const fs::path path = services.directory() / given;
      if (path.filename() == "pyproject.toml") {
        TRY_OK(add_project(path, all, services));
        continue;
      }
      TRY(RequirementsFile file, given == "-"
                                     ? read_standard_input(services)
                                     : read_requirements_file(path, services.environment()));
      append(all.files, std::move(file));
    }
  }
  if (inputs.constraints != nullptr) {
    for (const std::string& given : *inputs.constraints) {
      TRY(RequirementsFile file,
          read_constraints_file(services.directory() / given, services.environment()));
      append(all.files, std::move(file));
    }
  }
  if (inputs.overrides != nullptr) {
    for (const std::string& given : *inputs.overrides) {
      TRY(const RequirementsFile file,
          read_requirements_file(services.directory() / given, services.environment()));
      for (const RequirementEntry& entry : file.requirements)
        all.overrides.push_back(entry.requirement);
    }
  }
  for (const std::string& warning : all.files.warnings) services.reporter().warning(warning);
  for (const auto* entries : {&all.files.requirements, &all.files.constraints}) {
    for (const RequirementEntry& entry : *entries) {
      auto& list = entries == &all.files.requirements ? all.requirements : all.constraints;
      list.push_back(entry.requirement);
      list.back().origin = path_from(services.directory(), entry.requirement.origin);
      if (entry.hashes.empty()) continue;
      TRY(const std::vector<FileHash> hashes, parse_hashes(entry));
      auto& known = all.hashes[entry.requirement.name];
      known.insert(known.end(), hashes.begin(), hashes.end());
    }
  }
  return all;
}

Result<const Settings*> pip_settings(const SettingsFlags& flags, const RequirementsFile& files,
                                     Services& services) {
  TRY(SettingsLayer layer, settings_layer(flags, services.directory()));
  add_file_options(files, layer);
  return services.settings(layer);
}

ResolveInput pip_input(const PipRequirements& requirements, const Settings& settings,
                       const ResolutionTarget& target, const Services& services) {
  ResolveInput input = resolve_input(settings, target, services);
  input.requirements = requirements.requirements;
  input.constraints = requirements.constraints;
  for (const SourcedRequirement& override_ : requirements.overrides)
    input.overrides.push_back({std::nullopt, override_});
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
          ErrorKind::integrity, "E_HASH",
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
          ErrorKind::integrity, "E_HASH",
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
