// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <unordered_map>

#include "axle/base/reporter.hpp"
#include "axle/model/distribution_file.hpp"
#include "axle/resolution/resolve_input.hpp"
#include "axle/standards/requires_python.hpp"
#include "axle/standards/tags.hpp"
#include "resolution/file_verdict.hpp"

namespace axle {

/// Judges files by what does not change during a resolution.
class FileJudge {
 public:
  /// Versions that may be used although they are yanked.
  using AllowedYanks = std::unordered_map<PackageName, std::set<Version>>;

  /// Both outlive the judge. Files that a limit shuts out only because nobody says when they were
  /// uploaded are reported.
  FileJudge(const ResolveInput& input, AllowedYanks allowed_yanks, Reporter& reporter);

  FileVerdict wheel(const DistributionFile& file) const;
  FileVerdict sdist(const DistributionFile& file) const;

  /// The moment from which files of a package on an index do not exist; none: no limit. Flat
  /// indexes have none.
  UploadCutoff cutoff(const PackageName& name, const IndexUrl& index) const;
  bool is_too_new(const DistributionFile& file, UploadCutoff cutoff) const;

  const MinimumLibc* minimum_libc() const { return minimum_libc_; }

 private:
  bool is_yanked(const DistributionFile& file) const;
  bool is_too_new(const DistributionFile& file) const;

  const ResolveInput& input_;
  AllowedYanks allowed_yanks_;
  Reporter& reporter_;
  bool has_cutoffs_ = false;
  const OneEnvironment* one_ = nullptr;
  const MinimumLibc* minimum_libc_ = nullptr;
};

}  // namespace axle
