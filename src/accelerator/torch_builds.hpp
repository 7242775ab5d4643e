// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accelerator/catalog.hpp"

namespace axle {

/// The builds of one torch on one platform. Refers to the catalog. A torch that the data does not
/// have is taken for its series, and one of an unknown series for the nearest known.
class TorchBuilds {
 public:
  /// `platform` is a key of the data, as MachinePlatform::key gives it.
  TorchBuilds(const Catalog& catalog, std::string_view torch_version, std::string_view platform);

  /// The row of an arm; null if this torch has no such build. Where the torch is an estimate, the
  /// nearest older arm of the data stands in for one that it does not have.
  const KnownBuild* find(std::string_view arm) const;
  /// The same for a build that an index lists or an environment has: what the data lacks of this
  /// torch is taken from the nearest older series. Null if that has none for the platform either.
  const KnownBuild* find_listed(std::string_view arm) const;
  std::vector<std::string> arms() const;

  /// Whether no series of the data is newer: then not every arm may be known yet.
  bool is_newest_series() const;

  /// Whether the data does not have this version.
  bool estimated() const { return !stands_in_.empty(); }
  /// The series whose rows stand in for it: "2.13".
  const std::string& stands_in() const { return stands_in_; }

 private:
  void add_series(std::string_view series);
  const KnownBuild* nearest_older(std::string_view arm) const;

  const Catalog* catalog_;
  std::string release_, platform_;
  std::vector<const KnownBuild*> rows_;
  std::string stands_in_;
};

/// The newest torch that the data has for a platform and knows the companions of: "2.13.0"; empty
/// if there is none.
std::string newest_torch(const Catalog& catalog, std::string_view platform);

/// Whether the data has any build for a platform.
bool has_builds_for(const Catalog& catalog, std::string_view platform);

}  // namespace axle
