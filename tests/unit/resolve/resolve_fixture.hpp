// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "axle/resolve/resolve.hpp"
#include "support/memory_registry.hpp"

namespace axle::testing {

SourcedRequirement requirement(std::string_view text);
PackageName package_name(std::string_view text);
Version version(std::string_view text);
Marker marker(std::string_view text);
IndexUrl index_url(std::string_view text);

/// For one machine: CPython 3.12 on Linux x86_64 with glibc 2.28.
ResolveInput for_one_machine(std::initializer_list<std::string_view> requirements);
/// For all machines with `requires_python`.
ResolveInput for_all(std::string_view requires_python,
                     std::initializer_list<std::string_view> requirements);

/// A project with requirements (`extra == 'x'` in markers), extras and groups ("group:
/// requirement"); the input asks for it as a workspace does.
struct Project {
  std::string name = "project";
  std::vector<std::string> requires_dist;
  std::vector<std::string> extras;
  std::vector<std::pair<std::string, std::string>> groups;
  /// Package and index URL, perhaps tied to an extra or group of the project: "torch", "https://…",
  /// "extra cpu".
  struct Source {
    std::string package, index, tie, marker;
  };
  std::vector<Source> sources;
};
ResolveInput for_project(std::string_view requires_python, const Project& project);

Conflicts conflicting_extras(std::string_view project,
                             std::initializer_list<std::string_view> extras);

/// "a==1.0, b==2.0 ; marker" sorted by name and version; for all machines with the marker of each
/// package that is not needed everywhere, simplified by the Python range. "error: …" if there is no
/// answer.
std::string resolved(const ResolveInput& input, MemoryRegistry& registry);
std::string resolved(const ResolveInput& input, std::string_view universe);
/// The fork markers of the answer, one a line, simplified.
std::vector<std::string> forks(const ResolveInput& input, std::string_view universe);
Result<Resolution> answer(const ResolveInput& input, MemoryRegistry& registry);

}  // namespace axle::testing
