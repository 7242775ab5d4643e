// SPDX-License-Identifier: MIT
#include "axle/markers/marker_environment.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"

namespace axle {

namespace {

using Member = std::string MarkerEnvironment::*;

constexpr std::array<std::pair<std::string_view, Member>, 11> members = {
    {{"implementation_name", &MarkerEnvironment::implementation_name},
     {"implementation_version", &MarkerEnvironment::implementation_version},
     {"os_name", &MarkerEnvironment::os_name},
     {"platform_machine", &MarkerEnvironment::platform_machine},
     {"platform_python_implementation", &MarkerEnvironment::platform_python_implementation},
     {"platform_release", &MarkerEnvironment::platform_release},
     {"platform_system", &MarkerEnvironment::platform_system},
     {"platform_version", &MarkerEnvironment::platform_version},
     {"python_full_version", &MarkerEnvironment::python_full_version},
     {"python_version", &MarkerEnvironment::python_version},
     {"sys_platform", &MarkerEnvironment::sys_platform}}};

Member member_called(std::string_view name) {
  for (const auto& [known, member] : members)
    if (known == name) return member;
  return nullptr;
}

}  // namespace

std::optional<std::string_view> MarkerEnvironment::value(std::string_view name) const {
  const Member member = member_called(name);
  if (member == nullptr) return std::nullopt;
  return this->*member;
}

bool MarkerEnvironment::set(std::string_view name, std::string text) {
  const Member member = member_called(name);
  if (member == nullptr) return false;
  this->*member = std::move(text);
  return true;
}

void MarkerEnvironment::set_python(std::string_view version) {
  // "3.13.0rc1": the numbers before the first part that is none.
  std::size_t numbers = 0;
  std::size_t end = 0;
  std::size_t end_of_minor = 0;
  while (end < version.size() && is_ascii_digit(version[end])) {
    while (end < version.size() && is_ascii_digit(version[end])) ++end;
    ++numbers;
    if (numbers <= 2) end_of_minor = end;
    if (end + 1 >= version.size() || version[end] != '.' || !is_ascii_digit(version[end + 1]))
      break;
    ++end;
  }
  python_version = std::string(version.substr(0, end_of_minor)) + (numbers < 2 ? ".0" : "");
  python_full_version = version.substr(0, end);
  for (; numbers < 3; ++numbers) python_full_version += ".0";
  python_full_version += version.substr(end);
  if (implementation_name == "cpython") implementation_version = python_full_version;
}

}  // namespace axle
