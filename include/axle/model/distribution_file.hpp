// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "axle/model/index_definition.hpp"
#include "axle/standards/sdist_filename.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// A digest as an index states it; `hex` is in lower case and has the length of its algorithm.
struct FileHash {
  DigestAlgorithm algorithm;
  std::string hex;

  friend bool operator==(const FileHash&, const FileHash&) = default;
  friend auto operator<=>(const FileHash&, const FileHash&) = default;
};

/// A wheel or source distribution that an index offers, with all that its page says about it. A
/// value.
struct DistributionFile {
  std::string filename;  ///< as the index writes it, percent-decoded
  /// Without the fragment. An absolute link is kept as it was written, character for character
  /// (`%2B` stays); a relative one is joined with the page's base.
  std::string url;
  std::vector<FileHash> hashes =
      {};  ///< weakest algorithm first, one of each; empty if the index states none
  std::optional<VersionSpecifiers> requires_python = {};
  std::optional<std::string> yanked = {};  ///< the reason, perhaps empty; none if it is not yanked
  std::optional<std::vector<FileHash>> core_metadata =
      {};  ///< set if `url` + ".metadata" exists (PEP 658); its hashes, if stated
  std::optional<std::uint64_t> size = {};
  std::optional<std::int64_t> upload_time =
      {};  ///< milliseconds since 1970 (UTC), the rest cut off
  std::variant<WheelFilename, SdistFilename> kind;
  std::shared_ptr<const IndexUrl> index;  ///< the index, or the find-links place; never null
  std::optional<std::filesystem::path> local_path =
      {};                ///< absolute; set for what a `file:` URL points to
  bool is_flat = false;  ///< from a find-links place or a flat index: exclude-newer does not apply

  const PackageName& name() const;
  const Version& version() const;
  const WheelFilename* wheel() const { return std::get_if<WheelFilename>(&kind); }
  bool is_wheel() const { return std::holds_alternative<WheelFilename>(kind); }
  /// The digest of the strongest algorithm, or null.
  const FileHash* best_hash() const { return hashes.empty() ? nullptr : &hashes.back(); }
};

}  // namespace axle
