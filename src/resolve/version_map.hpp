// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "axle/index/package_page.hpp"
#include "axle/markers/marker.hpp"
#include "axle/versions/version.hpp"
#include "axle/versions/version_range.hpp"
#include "resolve/file_judge.hpp"

namespace axle {

/// The files of one version with a verdict on each, and what they add up to.
struct AvailableVersion {
  enum class Choice : std::uint8_t {
    nothing,
    wheel,
    sdist,
    /// The source distribution is installed, but a wheel, which does not suit, tells what it needs:
    /// reading that is cheaper.
    sdist_described_by_wheel,
  };
  struct Judged {
    const DistributionFile* file;
    FileVerdict verdict;
  };

  std::vector<Judged>
      wheels;  ///< find-links first, then those of the page, each in order of file name
  std::optional<Judged> sdist;
  std::optional<std::size_t> best_wheel;  ///< the best fit, or the one that came closest
  /// Where at least one of the usable files runs; `always` with a usable source distribution.
  Marker coverage = Marker::never();
  Choice choice = Choice::nothing;

  bool is_usable() const { return choice != Choice::nothing; }
  /// The file whose metadata stands for the version. Requires: is_usable().
  const DistributionFile& described_by() const;
  /// The file that is installed. Requires: is_usable().
  const DistributionFile& installed_from() const;
  /// Every file was uploaded too late: the version counts as not there.
  bool is_too_new() const;
  /// What stood in the way, of the wheel or source distribution that came closest. Requires:
  /// !is_usable().
  FileVerdict::Kind obstacle() const;
};

/// The versions of a package on one page, joined with what find-links places have of it. Files are
/// judged when asked for.
class VersionMap {
 public:
  /// `page` may be null, if only find-links places have the package. All pages outlive the map.
  VersionMap(const PackagePage* page,
             std::span<const std::shared_ptr<const PackagePage>> find_links,
             const FileJudge& judge);

  const IndexUrl* index() const { return index_; }
  std::size_t size() const { return entries_.size(); }
  const Version& version(std::size_t place) const { return *entries_[place].version; }
  /// Whether any version has a local part.
  bool has_local() const { return has_local_; }

  std::optional<std::size_t> find(const Version& version) const;
  /// First and past-the-last place of the versions between the ends of `range`.
  std::pair<std::size_t, std::size_t> between(const VersionRange& range) const;
  /// Null if the version has no file at all.
  const AvailableVersion* files(std::size_t place) const;
  /// Whether the version is there at all for the solver: not every file is too new.
  bool is_included(std::size_t place) const;

 private:
  struct Entry {
    const Version* version;
    std::vector<std::pair<const PackagePage*, std::size_t>> places;  // find-links first
    mutable std::unique_ptr<AvailableVersion> files;
  };

  void add(const PackagePage& page);

  const IndexUrl* index_ = nullptr;
  const FileJudge* judge_;
  std::vector<Entry> entries_;  // ascending
  bool has_local_ = false;
};

}  // namespace axle
