// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>

#include "axle/base/reporter.hpp"
#include "axle/model/distribution_file.hpp"
#include "axle/resolve/resolve_input.hpp"
#include "axle/standards/requires_python.hpp"
#include "axle/standards/tags.hpp"

namespace axle {

/// Whether a file may be used, and if not, why.
struct FileVerdict {
  enum class Kind : std::uint8_t {
    // From the least to the most promising: the last one is what is told of a version without a
    // usable file.
    variant,    ///< a wheel of a variant that nobody asked for (PEP 825)
    old_name,   ///< a source distribution whose name is older than PEP 625 (.zip, .tar.bz2 …)
    no_build,   ///< building is not allowed
    no_binary,  ///< wheels are not allowed
    yanked,
    python_tag,  ///< for one machine: Python tag, ABI or platform do not suit; for all: no Python
                 ///< in question can load it
    too_new,     ///< uploaded after `exclude-newer`, or nobody knows when
    usable,
  };
  Kind kind = Kind::usable;
  std::uint32_t tag_priority = 0;  ///< of a usable wheel for one machine: higher is better

  bool is_usable() const { return kind == Kind::usable; }
  bool is_too_new() const { return kind == Kind::too_new; }
};

/// Judges files by what does not change during a resolution.
class FileJudge {
 public:
  /// Versions that may be used although they are yanked (3.4).
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
