// SPDX-License-Identifier: MIT
#include "resolve_fixture.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "axle/standards/requirement.hpp"

namespace axle::testing {
namespace {

template <class T>
T must(Result<T> result, std::string_view text) {
  if (!result) {
    std::cerr << "malformed `" << text << "`: " << result.error().message << "\n";
    std::abort();
  }
  return *std::move(result);
}

void sort_by_name(std::vector<std::string>& lines) { std::sort(lines.begin(), lines.end()); }

Marker simplified(Marker marker, const Resolution& resolution) {
  return marker.simplify_python(resolution.requires_python.bounds());
}

}  // namespace

PackageName package_name(std::string_view text) { return must(PackageName::parse(text), text); }
Version version(std::string_view text) { return must(Version::parse(text), text); }
Marker marker(std::string_view text) { return must(Marker::parse(text), text); }
IndexUrl index_url(std::string_view text) { return must(IndexUrl::parse(text, "/"), text); }

SourcedRequirement requirement(std::string_view text) {
  const Requirement parsed = must(Requirement::parse(text), text);
  SourcedRequirement sourced{
      parsed.name, parsed.extras, {}, parsed.marker, RegistrySource{parsed.specifiers, {}, {}}, {}};
  if (parsed.url) sourced.source = UrlSource{*parsed.url, {}};
  return sourced;
}

ResolveInput for_one_machine(std::initializer_list<std::string_view> requirements) {
  ResolveInput input;
  OneEnvironment one;
  one.markers.set("implementation_name", "cpython");
  one.markers.set("os_name", "posix");
  one.markers.set("platform_machine", "x86_64");
  one.markers.set("platform_python_implementation", "CPython");
  one.markers.set("platform_system", "Linux");
  one.markers.set("sys_platform", "linux");
  one.markers.set_python("3.12.0");
  one.tags =
      CompatibleTags(PythonVariant{.minor = 12},
                     platform_tags(must(Platform::parse_target("x86_64-manylinux_2_28"), "")));
  input.environment = std::move(one);
  input.requires_python = RequiresPython::from(must(VersionSpecifiers::parse(">=3.12.0"), ""));
  input.installed_python = version("3.12.0");
  for (const std::string_view text : requirements) input.requirements.push_back(requirement(text));
  return input;
}

ResolveInput for_all(std::string_view requires_python,
                     std::initializer_list<std::string_view> requirements) {
  ResolveInput input;
  input.environment = AllEnvironments();
  input.requires_python =
      RequiresPython::from(must(VersionSpecifiers::parse(requires_python), requires_python));
  input.installed_python = version("3.12.0");
  for (const std::string_view text : requirements) input.requirements.push_back(requirement(text));
  return input;
}

ResolveInput for_project(std::string_view requires_python, const Project& project) {
  auto direct = std::make_shared<DirectDistribution>(
      DirectDistribution{.name = package_name(project.name),
                         .version = version("0.1.0"),
                         .source = DirectorySource{"/project", "", false, true},
                         .requires_python = {},
                         .requires_dist = {},
                         .extras = {},
                         .groups = {},
                         .wheel = {},
                         .hashes = {},
                         .size = {}});
  const auto with_source = [&](SourcedRequirement wanted, std::string_view context) {
    std::vector<SourcedRequirement> lowered;
    Marker rest = Marker::always();
    for (const Project::Source& source : project.sources) {
      if (source.package != wanted.name.text() || (!source.tie.empty() && source.tie != context))
        continue;
      SourcedRequirement one = wanted;
      RegistrySource registry = *wanted.registry();
      registry.index = index_url(source.index);
      if (source.tie.starts_with("extra "))
        registry.conflict =
            ConflictItem{direct->name, must(ExtraName::parse(source.tie.substr(6)), source.tie)};
      else if (source.tie.starts_with("group "))
        registry.conflict =
            ConflictItem{direct->name, must(GroupName::parse(source.tie.substr(6)), source.tie)};
      one.source = std::move(registry);
      const Marker where = source.marker.empty() ? Marker::always() : marker(source.marker);
      one.marker &= where;
      rest &= ~where;
      lowered.push_back(std::move(one));
    }
    wanted.marker &= rest;
    if (!wanted.marker.is_never()) lowered.push_back(std::move(wanted));
    return lowered;
  };
  for (const std::string& text : project.requires_dist) {
    const SourcedRequirement wanted = requirement(text);
    const auto extra = wanted.marker.top_level_extra();
    for (auto& one : with_source(wanted, extra ? "extra " + extra->text() : ""))
      direct->requires_dist.push_back(std::move(one));
  }
  for (const std::string& extra : project.extras)
    direct->extras.push_back(must(ExtraName::parse(extra), extra));
  for (const auto& [group, text] : project.groups)
    for (auto& one : with_source(requirement(text), "group " + group))
      direct->groups[must(GroupName::parse(group), group)].push_back(std::move(one));

  ResolveInput input = for_all(requires_python, {});
  input.project = direct->name;
  input.members.insert(direct->name);
  input.direct = {direct};
  input.requirements = project_requirements(input.direct);
  return input;
}

Conflicts conflicting_extras(std::string_view project,
                             std::initializer_list<std::string_view> extras) {
  ConflictSet set;
  for (const std::string_view extra : extras)
    set.insert({package_name(project), must(ExtraName::parse(extra), extra)});
  return {set};
}

Result<Resolution> answer(const ResolveInput& input, MemoryRegistry& registry) {
  NullReporter reporter;
  return resolve(input, {registry, reporter, nullptr});
}

std::string resolved(const ResolveInput& input, MemoryRegistry& registry) {
  const auto resolution = answer(input, registry);
  if (!resolution) return "error: " + resolution.error().message;
  std::vector<std::string> lines;
  for (const ResolutionNode& node : resolution->nodes) {
    if (!node.is_base()) continue;
    const ResolvedPackage& package = resolution->packages[node.package];
    std::string line = fmt::format("{}=={}", package.name.text(), package.version.to_string());
    if (std::holds_alternative<AllEnvironments>(input.environment))
      if (const auto text = simplified(node.marker, *resolution).to_text())
        line += fmt::format(" ; {}", *text);
    lines.push_back(std::move(line));
  }
  sort_by_name(lines);
  return fmt::format("{}", fmt::join(lines, ", "));
}

std::string resolved(const ResolveInput& input, std::string_view universe) {
  MemoryRegistry registry(universe, input.indexes.strategy);
  return resolved(input, registry);
}

std::vector<std::string> forks(const ResolveInput& input, std::string_view universe) {
  MemoryRegistry registry(universe, input.indexes.strategy);
  const auto resolution = answer(input, registry);
  if (!resolution) return {"error: " + resolution.error().message};
  std::vector<std::string> lines;
  for (const Marker marker : resolution->fork_markers)
    lines.push_back(simplified(marker, *resolution).to_text().value_or("always"));
  return lines;
}

}  // namespace axle::testing
