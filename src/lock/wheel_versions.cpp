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

/// Most names say the version as the lock does: they need not be parsed.
bool says(std::string_view filename, std::string_view version) {
  const std::vector<std::string_view> parts = split(filename, '-');
  return parts.size() >= 5 && parts.size() <= 6 && parts[1] == version;
}

Result<void> check_wheel(const LockedFile& file, const LockedPackage& package,
                         std::string_view version) {
  const std::string filename = file.filename();
  if (says(filename, version)) return {};
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
