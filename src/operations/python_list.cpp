// SPDX-License-Identifier: MIT
#include "operations/python_list.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <tuple>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "python/managed_pythons.hpp"
#include "services/python_search.hpp"

namespace axle {
namespace {

/// `python`, `python3`, `python3.12`, `pypy3`; not `python3-config`.
bool is_python_name(std::string_view name) {
  for (const std::string_view start : {"python", "pypy"})
    if (name.starts_with(start))
      return std::ranges::all_of(name.substr(start.size()),
                                 [](char c) { return is_ascii_digit(c) || c == '.' || c == 't'; });
  return false;
}

std::string key_of(const Interpreter& python) {
  const auto [system, machine, library] = platform_of(python);
  return fmt::format("{}-{}{}-{}-{}-{}", python.implementation, python.version.to_string(),
                     python.free_threaded ? "+freethreaded" : "", system, machine, library);
}

}  // namespace

Result<std::vector<ListedPython>> listed_pythons(const PythonListOptions& options,
                                                 Services& services) {
  TRY(const PythonRequest wanted, PythonRequest::parse(options.request.value_or("any")));
  TRY(Cache* const cache, services.cache());
  const PythonSearch search = python_search(services);
  std::vector<ListedPython> pythons;
  const auto visit = [&](const fs::path& path) {
    if (::access(path.c_str(), X_OK) != 0) return;
    auto request = PythonRequest::parse(path.string());
    const auto python = request ? find_interpreter(*request, search, *cache)
                                : Result<Interpreter>(std::unexpected(request.error()));
    if (!python || !wanted.accepts(*python)) return;
    if (wanted.program && path.filename() != *wanted.program) return;
    std::error_code is_no_link;
    const fs::path target = fs::read_symlink(path, is_no_link);
    pythons.push_back({key_of(*python), python->version, python->implementation,
                       python->free_threaded, platform_of(*python), path,
                       is_no_link ? std::nullopt : std::optional(target)});
  };
  if (search.kinds.managed) std::ranges::for_each(managed_pythons(search.environment), visit);
  if (search.kinds.others)
    for (const fs::path& directory : python_directories(search))
      static_cast<void>(list_directory(directory, [&](const std::string& name, bool is_directory) {
        if (!is_directory && is_python_name(name) &&
            !is_managed(directory / name, search.environment))
          visit(directory / name);
      }));
  // Of one version the names in the order that uv lists them: `python3.12` before `python`.
  std::ranges::sort(pythons, [](const ListedPython& a, const ListedPython& b) {
    return std::tie(a.version, a.path) > std::tie(b.version, b.path);
  });
  return pythons;
}

}  // namespace axle
