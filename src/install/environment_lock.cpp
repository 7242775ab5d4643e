// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <utility>

#include "axle/install/environment.hpp"
#include "base/file.hpp"
#include "base/file_lock.hpp"
#include "base/sha256.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "transaction/journal.hpp"

namespace axle {

namespace {

std::string warning_of(Healing healing, const fs::path& prefix) {
  const std::string place = escape_foreign(prefix.string());
  if (healing == Healing::outdated)
    return fmt::format(
        "`{}` was changed by something else after an interrupted installation, which is given up; "
        "what is missing is installed now",
        place);
  if (healing == Healing::damaged)
    return fmt::format(
        "the journal of an interrupted installation in `{0}` is damaged and was put aside as "
        "`{0}/.axle-set-aside`; if something is missing, install it again with `--reinstall`",
        place);
  return {};
}

}  // namespace

EnvironmentLock::EnvironmentLock(std::unique_ptr<FileLock> lock, std::string warning)
    : lock_(std::move(lock)), warning_(std::move(warning)) {}
EnvironmentLock::EnvironmentLock(EnvironmentLock&&) noexcept = default;
EnvironmentLock& EnvironmentLock::operator=(EnvironmentLock&&) noexcept = default;
EnvironmentLock::~EnvironmentLock() = default;

Result<EnvironmentLock> EnvironmentLock::acquire(const fs::path& prefix,
                                                 std::chrono::milliseconds patience) {
  // An installation of Python itself gets no files from us that are no package's.
  const fs::path path = file_exists(prefix / "pyvenv.cfg")
                            ? prefix / ".lock"
                            : system_temp_directory() /
                                  ("axle-" + sha256_hex(prefix.string()).substr(0, 16) + ".lock");
  TRY(FileLock lock, FileLock::acquire(path, FileLock::Mode::exclusive, patience));
  TRY(const Healing healing, Journal(prefix).heal());
  return EnvironmentLock(std::make_unique<FileLock>(std::move(lock)), warning_of(healing, prefix));
}

bool was_interrupted(const fs::path& prefix) { return Journal(prefix).needs_healing(); }

}  // namespace axle
