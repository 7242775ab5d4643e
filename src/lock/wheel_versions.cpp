// SPDX-License-Identifier: MIT
#include "lock/wheel_versions.hpp"

#include <fmt/format.h>

#include "axle/standards/wheel_filename.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

/// Either may lack the local version: a name has it alone, or a lock.
bool is_same_release(const Version& a, const Version& b) {
  return a == b || a.without_local() == b || a == b.without_local();
}

/// Most locations end in a name that says the version as the lock does: they need not be taken
/// apart. Every command that reads a lock asks this of each wheel in it.
bool plainly_says(std::string_view location, std::string_view version) {
  if (location.find('?') != std::string_view::npos || location.find('#') != std::string_view::npos)
    return false;
  const std::string_view filename = location.substr(location.rfind('/') + 1);
  const std::size_t dash = filename.find('-');
  if (dash == std::string_view::npos) return false;
  const std::string_view rest = filename.substr(dash + 1);
  return rest.starts_with(version) && rest.substr(version.size()).starts_with('-');
}

Result<void> check_wheel(const LockedFile& file, const LockedPackage& package,
                         std::string_view version) {
  if (plainly_says(file.location, version)) return {};
  const std::string filename = file.filename();
  TRY(const WheelFilename wheel, WheelFilename::parse(filename));
  if (is_same_release(wheel.version, *package.version)) return {};
  return fail(ErrorKind::integrity,
              fmt::format("the lockfile gives `{}`, which is of version `{}`, as a wheel of "
                          "`{}=={}`",
                          escape_foreign(filename), wheel.version.to_string(), package.name.text(),
                          version),
              "if the wheel's publisher means that, set `UV_SKIP_WHEEL_FILENAME_CHECK=1`");
}

}  // namespace

Result<void> check_wheel_versions(const Lockfile& lockfile) {
  for (const LockedPackage& package : lockfile.packages) {
    if (!package.version || package.wheels.empty()) continue;
    const std::string version = package.version->to_string();
    for (const LockedFile& file : package.wheels) TRY_OK(check_wheel(file, package, version));
  }
  return {};
}

}  // namespace axle
