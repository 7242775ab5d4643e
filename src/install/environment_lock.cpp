// SPDX-License-Identifier: MIT
#include <utility>

#include "axle/install/environment.hpp"
#include "base/file.hpp"
#include "base/file_lock.hpp"
#include "base/sha256.hpp"
#include "base/temp.hpp"
#include "base/try.hpp"
#include "transaction/journal.hpp"

namespace axle {

EnvironmentLock::EnvironmentLock(std::unique_ptr<FileLock> lock) : lock_(std::move(lock)) {}
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
  TRY_OK(Journal(prefix).heal());
  return EnvironmentLock(std::make_unique<FileLock>(std::move(lock)));
}

bool was_interrupted(const fs::path& prefix) { return Journal(prefix).needs_healing(); }

bool is_commit_pending(const fs::path& prefix) { return Journal(prefix).is_committed(); }

}  // namespace axle
