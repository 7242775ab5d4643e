// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "axle/base/reporter.hpp"
#include "axle/install/environment.hpp"
#include "base/file.hpp"
#include "base/file_lock.hpp"
#include "base/lock_holder.hpp"
#include "base/sha256.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "transaction/journal.hpp"

namespace axle {
namespace {

void tell(Healing healing, const fs::path& prefix, Reporter& reporter) {
  const std::string place = escape_foreign(prefix.string());
  if (healing == Healing::outdated)
    reporter.warning(fmt::format(
        "`{}` was changed by something else after an interrupted installation, which is given up; "
        "what is missing is installed now",
        place));
  if (healing == Healing::damaged)
    reporter.warning(fmt::format(
        "the journal of an interrupted installation in `{0}` is damaged and was put aside as "
        "`{0}/.axle-set-aside`; if something is missing, install it again with `--reinstall`",
        place));
}

/// At once if it is free; else says who has it, and waits.
Result<FileLock> acquire_and_tell(const fs::path& path, const fs::path& prefix,
                                  std::chrono::milliseconds patience, Reporter& reporter) {
  Result<FileLock> at_once =
      FileLock::acquire(path, FileLock::Mode::exclusive, std::chrono::milliseconds(0));
  if (at_once || at_once.error().kind != ErrorKind::locked) return at_once;
  const std::string holder = lock_holder(path);
  reporter.notice(fmt::format("Waiting for {}, which works on `{}`",
                              holder.empty() ? "another process" : escape_foreign(holder),
                              escape_foreign(prefix.string())));
  return FileLock::acquire(path, FileLock::Mode::exclusive, patience);
}

fs::path lock_in_temp(const fs::path& prefix) {
  return system_temp_directory() / ("axle-" + sha256_hex(prefix.string()).substr(0, 16) + ".lock");
}

/// Of two that make an environment one has to wait before there is a directory that could hold a
/// file: the lock is the directory in which it is to lie.
Result<FileLock> lock_parent(const fs::path& real, std::chrono::milliseconds patience,
                             Reporter& reporter) {
  TRY_OK(make_directories(real.parent_path()));
  Result<FileLock> lock = acquire_and_tell(real.parent_path(), real, patience, reporter);
  // Network file systems lock files only.
  if (lock || lock.error().kind == ErrorKind::locked || lock.error().kind == ErrorKind::cancelled)
    return lock;
  return acquire_and_tell(lock_in_temp(real), real, patience, reporter);
}

}  // namespace

struct EnvironmentLock::State {
  std::optional<FileLock> parent;
  std::optional<FileLock> own;
  fs::path made;  // a directory that is ours until something lies in it

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (!made.empty()) ::rmdir(made.c_str());
  }
};

EnvironmentLock::EnvironmentLock(std::unique_ptr<State> state) : state_(std::move(state)) {}
EnvironmentLock::EnvironmentLock(EnvironmentLock&&) noexcept = default;
EnvironmentLock& EnvironmentLock::operator=(EnvironmentLock&&) noexcept = default;
EnvironmentLock::~EnvironmentLock() = default;

Result<EnvironmentLock> EnvironmentLock::acquire(const fs::path& prefix,
                                                 std::chrono::milliseconds patience,
                                                 Reporter& reporter) {
  // An installation of Python itself gets no files from us that are no package's.
  const fs::path path =
      file_exists(prefix / "pyvenv.cfg") ? prefix / ".lock" : lock_in_temp(prefix);
  auto state = std::make_unique<State>();
  TRY(state->own, acquire_and_tell(path, prefix, patience, reporter));
  TRY(const Healing healing, Journal(prefix).heal());
  tell(healing, prefix, reporter);
  return EnvironmentLock(std::move(state));
}

Result<EnvironmentLock> EnvironmentLock::acquire_to_make(const fs::path& path,
                                                         std::chrono::milliseconds patience,
                                                         Reporter& reporter) {
  std::error_code ignored;
  if (fs::is_symlink(path, ignored) && !path_exists(path))
    return fail_with_code(ErrorKind::environment, ErrorCode::venv,
                          fmt::format("`{}` is a link to something that does not exist",
                                      escape_foreign(path.string())),
                          path.string(), {}, "make the directory that it leads to, or remove it");
  const fs::path real = fs::weakly_canonical(path, ignored);
  auto state = std::make_unique<State>();
  TRY(state->parent, lock_parent(real, patience, reporter));
  if (::mkdir(real.c_str(), 0777) == 0)
    state->made = real;
  else if (errno != EEXIST || !directory_exists(real))
    return io_failure("create directory", real, errno);
  if (file_exists(real / "pyvenv.cfg")) {
    TRY(state->own, acquire_and_tell(real / ".lock", real, patience, reporter));
  }
  TRY(const Healing healing, Journal(real).heal());
  tell(healing, real, reporter);
  return EnvironmentLock(std::move(state));
}

bool was_interrupted(const fs::path& prefix) { return Journal(prefix).needs_healing(); }

bool is_commit_pending(const fs::path& prefix) { return Journal(prefix).is_pending(); }

}  // namespace axle
