// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "base/temp.hpp"
#include "build/build_environment.hpp"
#include "build/build_failure.hpp"
#include "build/build_log.hpp"
#include "build/build_system.hpp"
#include "cache/cache.hpp"

namespace axle {

enum class BuildKind { wheel, editable, sdist };
/// "wheel", "editable", "sdist": as the names of hooks have it.
std::string_view to_string(BuildKind kind);

/// What the builds of one command have in common. References must outlive them.
struct BuildServices {
  BuildEnvironments& environments;
  const Cache& cache;
  std::set<PackageName> runtime = {};       ///< what is built for, for hints
  BuildLog::Listener listener = nullptr;    ///< hears what backends print
  const std::atomic<bool>* stop = nullptr;  ///< once true, hooks that run are ended
};

/// The build of one source tree (PEP 517, 518, 660): makes the environment when it is first needed
/// and runs the hooks in it, each in a process of its own that ends with all it started when the
/// user stops us. docs/building.md describes what a hook sees.
///
/// Not for several threads at a time; but once `prepare` has succeeded, `build` of that kind may
/// run beside those of other builds.
class SourceBuild {
 public:
  /// Errors: those of read_build_system.
  static Result<SourceBuild> begin(BuildTarget target, BuildSettings settings,
                                   const BuildServices& services);

  /// METADATA as `prepare_metadata_for_build_…` gives it; none if the backend has no such hook:
  /// then only a build can tell. Errors: `failed` (E_BUILD); those of the environment; `cancelled`.
  Result<std::optional<std::string>> metadata(BuildKind kind);
  /// Runs `build_…` and returns the file that it made in `into`. Errors: as above; also if an
  /// editable is asked of a backend that makes none.
  Result<std::filesystem::path> build(BuildKind kind, const std::filesystem::path& into);

  /// The environment with all that `kind` needs; the others do it by themselves. Errors: as for
  /// `metadata`.
  Result<void> prepare(BuildKind kind);

  const BuildSystem& system() const { return system_; }

 private:
  SourceBuild(BuildTarget target, BuildSettings settings, BuildSystem system,
              const BuildServices& services, TempDirectory scratch, BuildLog log)
      : target_(std::move(target)),
        settings_(std::move(settings)),
        system_(std::move(system)),
        services_(services),
        scratch_(std::move(scratch)),
        log_(std::move(log)) {}

  /// The text of the hook's answer (JSON); none if the backend does not have it.
  Result<std::optional<std::string>> call(const std::string& hook, const std::string& arguments);
  Result<void> run_python(const std::string& hook, const std::filesystem::path& request,
                          const std::filesystem::path& answer);
  std::unexpected<Error> failure(HookFailure failure);

  BuildTarget target_;
  BuildSettings settings_;
  BuildSystem system_;
  BuildServices services_;
  TempDirectory scratch_;
  BuildLog log_;
  std::unique_ptr<BuildEnvironment> environment_;
  std::set<BuildKind> prepared_;
  unsigned calls_ = 0;
};

}  // namespace axle
