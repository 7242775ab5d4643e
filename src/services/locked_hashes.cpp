// SPDX-License-Identifier: MIT
#include "services/locked_hashes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/sha256.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

bool is_held(const WheelToFetch& wheel) {
  return std::ranges::any_of(wheel.hashes, [](const FileHash& hash) {
    return hash.algorithm != DigestAlgorithm::md5 && !hash.hex.empty();
  });
}

/// Folders and commits are no files that a hash could be of.
bool is_file(const WantedPackage& package) {
  return package.source == nullptr &&
         (!package.direct_url ||
          std::holds_alternative<DirectUrl::Archive>(package.direct_url->source));
}

}  // namespace

void warn_of_weak_hashes(const InstallPlan& plan, Reporter& reporter) {
  std::vector<std::string> without, weak;
  for (const PlannedInstall& install : plan.installs) {
    const WheelToFetch& wheel = install.wanted.wheel;
    if (is_file(install.wanted) && !is_held(wheel))
      (wheel.hashes.empty() ? without : weak)
          .push_back(fmt::format("`{}`", install.wanted.name.text()));
  }
  const auto warn = [&](std::vector<std::string>& names, std::string_view has) {
    if (names.empty()) return;
    std::ranges::sort(names);
    reporter.warning(
        fmt::format("The lockfile has {} of {}: nobody can tell whether {} what was locked. "
                    "`--require-hashes` refuses such packages",
                    has, join_in_words(names, "and"), names.size() == 1 ? "it is" : "they are"));
  };
  warn(without, "no hash");
  warn(weak, "only an md5 hash");
}

Result<void> check_hashes(const std::vector<WantedPackage>& wanted) {
  for (const WantedPackage& package : wanted) {
    const bool is_archive = !package.wheel.url.empty() || !package.wheel.path.empty();
    if (is_archive && !is_held(package.wheel))
      return fail_with_code(
          ErrorKind::integrity, ErrorCode::hash,
          fmt::format("`--require-hashes` was given, but the lockfile has no hash of `{}`, or only "
                      "MD5",
                      package.name.text()),
          package.wheel.filename, {},
          "lock it from an index that states SHA-256, or leave `--require-hashes` out");
  }
  return {};
}

}  // namespace axle
