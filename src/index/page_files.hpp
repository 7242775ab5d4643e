// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "index/page.hpp"

namespace axle {

using DistributionFilename = std::variant<WheelFilename, SdistFilename>;

/// A file name as a distribution of `name`, or why it is none.
std::variant<DistributionFilename, DroppedFile::Reason> read_filename(const std::string& filename,
                                                                      const PackageName& name);

/// A file name as a distribution of whatever project: of a flat index. An sdist is taken to be of
/// the project before the last dash.
std::variant<DistributionFilename, DroppedFile::Reason> read_filename(const std::string& filename);

/// Joins the links of one page with its base.
class LinkResolver {
 public:
  LinkResolver(std::string base, bool allow_files)
      : base_(std::move(base)), allow_files_(allow_files) {}
  /// The URL of a link: verbatim if it is absolute. None if it is none or not http, https or, where
  /// allowed, file.
  std::optional<std::string> url_of(const PageLink& link) const;

 private:
  std::string base_;
  bool allow_files_;
};

/// The path of a `file:` URL, else none.
std::optional<std::filesystem::path> local_path_of(const std::string& url);

}  // namespace axle
