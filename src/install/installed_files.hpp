// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/target.hpp"
#include "install/layout.hpp"

namespace axle {

/// The files of installed packages that go, as paths relative to the prefix.
struct FilesToRemove {
  std::unordered_set<std::string> paths;
  std::vector<std::string> kept;      ///< named by a RECORD, but not ours to delete: outside, the
                                      ///< environment's own, or changed
  std::vector<std::string> unlisted;  ///< packages without a usable RECORD: only the dist-info goes
  /// Files of which a part goes: what they hold then.
  std::map<std::string, std::string> rewritten;
};

/// Adds the files of `package` by its RECORD, and all of its dist-info directory. RECORD is only
/// believed inside of the environment's directories; outside of purelib and platlib (scripts, data)
/// a file must also have the hash that RECORD states, unless it is a launcher
/// script of a virtual environment that RECORD has no hash of. Without a RECORD only the dist-info
/// goes. An egg-info's installed-files.txt counts as one; of an egg-link go the link and its line
/// in easy-install.pth. Errors: `environment` (E_VENV) for a package whose files nobody lists.
Result<void> add_files_of(const InstalledPackage& package, const EnvironmentLayout& layout,
                          FilesToRemove& files);

/// A line of an installed package's RECORD that names something below the prefix.
struct ListedFile {
  std::string path;  ///< relative to the prefix
  std::string hash;  ///< "sha256=…"; may be empty
  std::string package;
};
/// Nothing for a package without a RECORD.
std::vector<ListedFile> listed_files(const InstalledPackage& package,
                                     const EnvironmentLayout& layout);

/// Takes out what the packages that stay have as well (nvidia/__init__.py).
void keep_shared_files(std::span<const InstalledPackage> staying, const EnvironmentLayout& layout,
                       FilesToRemove& files);

/// Which of the packages has a file, by its path relative to the prefix; of those that share one,
/// any.
std::unordered_map<std::string, std::string> owners_among(
    std::span<const InstalledPackage> packages, const EnvironmentLayout& layout);

}  // namespace axle
