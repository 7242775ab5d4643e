// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axle/model/distribution_file.hpp"

namespace axle {

/// The files of one version on one page. Each list is sorted by the bytes of the file name.
struct VersionFiles {
  std::vector<DistributionFile> sdists;
  std::vector<DistributionFile> wheels;
};

/// PEP 792.
struct ProjectStatus {
  enum class Kind : std::uint8_t { active, archived, deprecated, quarantined };
  Kind kind = Kind::active;
  std::optional<std::string> reason;

  friend bool operator==(const ProjectStatus&, const ProjectStatus&) = default;
};

/// A file of the page that cannot be used, kept for hints.
struct DroppedFile {
  enum class Reason : std::uint8_t {
    not_a_distribution,   ///< not the name of a wheel or an sdist (eggs, installers, signatures);
                          ///< not remembered
    malformed_name,       ///< ends in .whl or like an sdist, but does not parse
    other_project,        ///< of another project
    bad_requires_python,  ///< Requires-Python does not parse
    bad_link,             ///< not an http, https or file link
  };
  std::string filename;
  Reason reason;
};

/// What one index says about one project: its versions and their files. Immutable; any thread may
/// read it.
///
/// Files are made when they are asked for: a page may have thousands, of which a resolution looks
/// at few.
class PackagePage {
 public:
  virtual ~PackagePage() = default;
  PackagePage(const PackagePage&) = delete;
  PackagePage& operator=(const PackagePage&) = delete;

  const PackageName& name() const { return name_; }
  const IndexUrl& index() const { return *index_; }
  const std::shared_ptr<const IndexUrl>& shared_index() const { return index_; }
  /// From a find-links place or a flat index.
  bool is_flat() const { return is_flat_; }
  const ProjectStatus& status() const { return status_; }
  /// Ascending, each once; every one has at least one file.
  const std::vector<Version>& versions() const { return versions_; }
  /// The place of `version` in versions().
  std::optional<std::size_t> find(const Version& version) const;
  /// The files of versions()[position]. The reference lives as long as the page.
  const VersionFiles& files(std::size_t position) const;
  /// In page order, at most 100.
  const std::vector<DroppedFile>& dropped() const { return dropped_; }

 protected:
  PackagePage(PackageName name, std::shared_ptr<const IndexUrl> index, bool is_flat);
  virtual VersionFiles make_files(std::size_t position) const = 0;

  PackageName name_;
  std::shared_ptr<const IndexUrl> index_;
  bool is_flat_;
  ProjectStatus status_;
  std::vector<Version> versions_;
  std::vector<DroppedFile> dropped_;

 private:
  struct Made;
  std::shared_ptr<Made> made_;
};

/// A page of files that are already there: for flat indexes, local directories and tests. The files
/// may be in any order and of any version; each must be of the project `name`.
std::shared_ptr<const PackagePage> make_package_page(PackageName name,
                                                     std::shared_ptr<const IndexUrl> index,
                                                     bool is_flat,
                                                     std::vector<DistributionFile> files,
                                                     ProjectStatus status = {},
                                                     std::vector<DroppedFile> dropped = {});

}  // namespace axle
