// SPDX-License-Identifier: MIT
#include "provision/locked_archives.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axle/fetch/fetch.hpp"
#include "axle/standards/core_metadata.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/lock_requirement.hpp"
#include "project/direct_source.hpp"
#include "services/file_digest.hpp"

namespace axle {
namespace {

Result<void> check_sdist(const LockedPackage& package, const fs::path& file) {
  TRY(const std::string found, digest_of_file(file));
  const auto& stated = package.sdist->hash;
  if (!stated || stated->algorithm != DigestAlgorithm::sha256 || stated->hex == found) return {};
  return fail_with_code(
      ErrorKind::integrity, ErrorCode::hash,
      fmt::format("refused `{}`: its sha256 is `{}`, but `{}` is locked",
                  escape_foreign(file.filename().string()), found, stated->hex),
      file.string(), {},
      fmt::format("if it is meant to have changed, lock it anew: `axle lock --upgrade-package {}`",
                  package.name.text()));
}

}  // namespace

Result<std::optional<LockBasis::Member>> locked_archive(const LockedPackage& package,
                                                        const fs::path& root) {
  const fs::path file = normal_path(root / package.source.text);
  if (package.sdist) {
    TRY_OK(check_sdist(package, file));
    return std::optional<LockBasis::Member>();
  }
  if (!file_exists(file))
    return fail(ErrorKind::not_found,
                fmt::format("there is no `{}`", escape_foreign(file.string())));
  const auto text = read_wheel_metadata(file);
  if (!text) return std::optional<LockBasis::Member>();
  TRY(const CoreMetadata metadata, CoreMetadata::parse(*text));
  LockBasis::Member member{.source = package.source,
                           .version = package.version,
                           .metadata = {},
                           .default_groups = std::nullopt,
                           .group_requires_python = {}};
  std::vector<SourcedRequirement> needed;
  for (const Requirement& requirement : metadata.requires_dist) {
    TRY(SourcedRequirement sourced, as_written(requirement, root));
    needed.push_back(std::move(sourced));
  }
  member.metadata.requires_dist = locked_requirements(needed, root);
  member.metadata.provides_extras = metadata.provides_extras;
  return std::optional(std::move(member));
}

void keep_hashes_of_local_wheels(const Lockfile& previous, const LockWishes& wishes,
                                 Lockfile& next) {
  if (wishes.upgrade) return;
  for (LockedPackage& package : next.packages) {
    if (package.source.kind != LockSource::Kind::path ||
        wishes.upgrade_packages.contains(package.name))
      continue;
    const auto [first, last] = previous.positions_of(package.name);
    for (std::size_t i = first; i < last; ++i) {
      const LockedPackage& before = previous.packages[i];
      if (before.source != package.source || before.wheels.size() != 1) continue;
      for (LockedFile& wheel : package.wheels)
        if (before.wheels.front().hash) wheel.hash = before.wheels.front().hash;
    }
  }
}

}  // namespace axle
