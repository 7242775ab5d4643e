// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
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
#include "operations/services.hpp"

namespace axle {

/// What the builds of one command are for.
struct BuildUse {
  const Settings& settings;
  Interpreter interpreter;  ///< that wheels are for, and without isolation are built in
  std::vector<BuildConstraint> constraints = {};     ///< on build requirements
  std::map<PackageName, Version> runtime = {};       ///< what is installed beside, for match-runtime
  std::set<PackageName> members = {};                ///< built in spite of `no-build`
};

/// Builds what has no wheel, and asks backends for metadata that nothing else states. What was built
/// once is taken from the cache. One for each command; not for several threads at a time.
class SourceBuilder final : public BuildEnvironments {
 public:
  SourceBuilder(BuildUse use, Services& services) : use_(std::move(use)), services_(services) {}

  /// The file of the wheel, in the cache. Errors: `failed` (E_BUILD) if the backend fails, or builds
  /// another package; `invalid_input` (E_BUILD_REFUSED) if settings forbid the build, or it needs
  /// itself; those of resolving, fetching and installing the build requirements; `cancelled`.
  Result<std::filesystem::path> wheel(const PackageSource& source);
  /// What the backend says of it. Errors: as above.
  Result<CoreMetadata> metadata(const PackageSource& source);

  /// What an installation of `source` has to have been built from. Errors: those of cache_info_of.
  Result<BuildNotes> notes(const PackageSource& source) const;

  Result<std::unique_ptr<BuildEnvironment>> make(
      const BuildTarget& target, const std::vector<Requirement>& requirements) override;

  const BuildUse& use() const { return use_; }

 private:
  /// A source on this machine.
  struct LocalTree {
    std::filesystem::path tree;
    std::string fingerprint;               ///< all that its contents are
    std::optional<TempDirectory> holder;  ///< what is deleted with it
  };
  struct Session {
    LocalTree local;
    std::unique_ptr<SourceBuild> build;
  };

  Result<LocalTree> local_tree(const PackageSource& source);
  Result<Session*> session(const PackageSource& source);
  Result<void> check_allowed(const PackageSource& source) const;
  /// The text that decides a build beside the source: settings, Python, requirements.
  std::string circumstances(const PackageSource& source, const SourceBuild& build) const;
  BuildSettings settings_for(const PackageSource& source) const;
  Result<std::vector<SourcedRequirement>> extra_requirements(const BuildTarget& target) const;

  BuildUse use_;
  Services& services_;
  std::map<std::string, Session> sessions_;  // by place
  std::set<std::string> in_progress_;
};

/// "demo==1.0", "demo @ file:///…": what messages call a source.
std::string label_of(const PackageSource& source);

}  // namespace axle
