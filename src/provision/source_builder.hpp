// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"
#include "axle/project/project.hpp"
#include "axle/project/settings.hpp"
#include "axle/python/interpreter.hpp"
#include "axle/standards/core_metadata.hpp"
#include "base/temp.hpp"
#include "build/build_environment.hpp"
#include "build/built_wheels.hpp"
#include "build/package_source.hpp"
#include "build/source_build.hpp"
#include "services/services.hpp"

namespace axle {

/// What the builds of one command are for.
struct BuildUse {
  const Settings& settings;
  Interpreter interpreter;  ///< that wheels are for, and without isolation are built in
  std::vector<BuildConstraint> constraints = {};  ///< on build requirements
  std::map<PackageName, Version> runtime = {};    ///< what is installed beside, for match-runtime
  /// Commits of an older lock, then those that were found, by what a lock calls the source without
  /// its commit.
  std::map<std::string, std::string> commits = {};
  std::set<PackageName> members = {};  ///< built in spite of `no-build`
};

/// Builds what has no wheel, and asks backends for metadata that nothing else states. What was
/// built once is taken from the cache. One for each command; not for several threads at a time.
class SourceBuilder final : public BuildEnvironments {
 public:
  SourceBuilder(BuildUse use, Services& services) : use_(std::move(use)), services_(services) {}

  /// The file of the wheel, in the cache. Errors: `failed` (E_BUILD) if the backend fails, or
  /// builds another package; `invalid_input` (E_BUILD_REFUSED) if settings forbid the build, or it
  /// needs itself; those of resolving, fetching and installing the build requirements; `cancelled`.
  Result<std::filesystem::path> wheel(const PackageSource& source);
  /// The same for several, in their order, as many at a time as `concurrent-builds` says: their
  /// environments are made one after the other, then the backends run. The first failure ends the
  /// others.
  Result<std::vector<std::filesystem::path>> wheels(const std::vector<PackageSource>& sources);
  /// Where its files are, as long as this lives, and which they are: the commit of a repository,
  /// the SHA-256 of an archive. Errors: those of fetching and unpacking.
  struct Place {
    std::filesystem::path tree;
    std::string digest;
  };
  Result<Place> place(const PackageSource& source);
  /// What its files state, else what its backend says. Errors: as for `wheel`.
  Result<CoreMetadata> metadata(const PackageSource& source);

  /// What an installation of `source` has to have been built from. Errors: those of cache_info_of.
  Result<BuildNotes> notes(const PackageSource& source) const;

  Result<std::unique_ptr<BuildEnvironment>> make(
      const BuildTarget& target, const std::vector<Requirement>& requirements) override;

  /// What the settings say about the build of a package.
  BuildSettings settings_for(const std::optional<PackageName>& name) const;

  const BuildUse& use() const { return use_; }
  void prefer_commits(std::map<std::string, std::string> commits) {
    use_.commits = std::move(commits);
  }
  /// `source` is what a lock calls a repository without its commit.
  void note_commit(const std::string& source, const std::string& commit) {
    use_.commits.insert_or_assign(source, commit);
  }

 private:
  /// A source on this machine.
  struct LocalTree {
    std::filesystem::path tree;
    std::string fingerprint;              ///< all that its contents are
    std::optional<TempDirectory> holder;  ///< what is deleted with it
    std::string digest;                   ///< the commit, or the SHA-256 of the archive
  };
  struct Session {
    LocalTree local;
    std::unique_ptr<SourceBuild> build;
  };

  /// A build whose environment is there, so that its backend can run.
  struct Job {
    PackageSource source;
    SourceBuild* build;
    std::string key;
    TempDirectory into;

    Result<std::filesystem::path> run();
  };
  /// The wheel, if it is in the cache, else what makes it.
  Result<std::variant<std::filesystem::path, Job>> wheel_or_job(const PackageSource& source);
  /// Checks what the backend made, and keeps it.
  Result<std::filesystem::path> kept(const Job& job, const std::filesystem::path& made);
  /// Runs all, side by side; the answers in their order.
  Result<std::vector<std::filesystem::path>> run_together(std::vector<Job>& jobs);

  Result<LocalTree> local_tree(const PackageSource& source);
  static Result<LocalTree> checked_subdirectory(LocalTree local, const std::filesystem::path& root,
                                                const std::string& subdirectory);
  /// What its files state without a build, if they state all.
  std::optional<CoreMetadata> stated_metadata(const PackageSource& source,
                                              const std::filesystem::path& tree) const;
  Result<Session*> session(const PackageSource& source);
  Result<SourceBuild*> build_of(Session& session, const PackageSource& source);
  Result<void> check_allowed(const PackageSource& source) const;
  /// Notes that a build has begun, if it may, and what to take out of `in_progress_` at its end.
  /// Errors: E_BUILD_REFUSED, also if the package is being built for itself.
  Result<std::string> begin(const PackageSource& source);
  /// The text that decides a build beside the source: settings, Python, requirements.
  std::string circumstances(const PackageSource& source, const SourceBuild& build) const;
  Result<std::vector<SourcedRequirement>> extra_requirements(const BuildTarget& target) const;

  BuildUse use_;
  Services& services_;
  std::map<std::string, Session> sessions_;  // by place
  std::set<std::string> in_progress_;
  std::atomic<bool> stop_ = false;  // a build of several has failed
};

/// "demo==1.0", "demo @ file:///…": what messages call a source.
std::string label_of(const PackageSource& source);

}  // namespace axle
