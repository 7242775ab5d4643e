// SPDX-License-Identifier: MIT
#include "services/python_search.hpp"

namespace axle {
namespace {

PythonKinds kinds_of(PythonPreference preference) {
  switch (preference) {
    case PythonPreference::only_managed:
      return {.managed = true, .others = false, .managed_first = true};
    case PythonPreference::managed:
      break;
    case PythonPreference::system:
      return {.managed = true, .others = true, .managed_first = false};
    case PythonPreference::only_system:
      return {.managed = false, .others = true, .managed_first = false};
  }
  return {};
}

}  // namespace

PythonSearch python_search(Services& services, const std::filesystem::path& directory) {
  return {.environment = services.environment(),
          .directory = directory,
          .kinds = kinds_of(services.python_preference())};
}

PythonSearch python_search(Services& services) {
  return python_search(services, services.directory());
}

}  // namespace axle
