// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "axle/lock/lockfile.hpp"
#include "views/lock_selection.hpp"

namespace axle {

/// A package that a selection reaches, and where.
struct ExportedPackage {
  std::size_t package;            ///< position in the lock
  Marker marker;                  ///< simplified by requires-python, without conflict items
  std::set<std::size_t> parents;  ///< the packages that need it, not by a group
};

/// All packages that a selection reaches on some machine, in the order of the lock. The roots are
/// among them; neither packages of `pruned` nor what only they need are. Errors: `invalid_input`
/// for a root that the lock does not have.
Result<std::vector<ExportedPackage>> reach_packages(const Lockfile& lockfile,
                                                    const LockSelection& selection,
                                                    const std::set<PackageName>& pruned = {});

/// Of each conflict that the lock declares, the items that a selection turns on together, itself or
/// on the way; fewer than two where it is respected.
Result<std::vector<std::vector<ConflictItem>>> conflicts_within(const Lockfile& lockfile,
                                                                const LockSelection& selection);

/// Which locked editables stay editable.
struct EditableChoice {
  bool none = false;
  std::set<PackageName> left_out;

  bool allows(const PackageName& name) const { return !none && !left_out.contains(name); }
};

struct RequirementsStyle {
  bool hashes = true;
  bool annotate = true;
  EditableChoice editable;
};

/// As a requirements file: editable packages, then those at paths, then the others, each with its
/// marker, hashes and who needs it. Virtual packages are left out. Paths are relative to the
/// project, as pip takes them from where it runs.
std::string requirements_export(const Lockfile& lockfile,
                                const std::vector<ExportedPackage>& packages,
                                const RequirementsStyle& style);

/// The comment lines that name who needs a package, as uv writes them; nothing for nobody.
std::string via_lines(const std::vector<std::string>& names);

struct PylockStyle {
  std::filesystem::path root;       ///< of the project; absolute
  std::filesystem::path directory;  ///< where the file will be; absolute
  EditableChoice editable = {};
  bool with_index = true;  ///< name the index of each package
};

/// As a `pylock.toml` (PEP 751), in the order of the lock. Virtual packages are left out. Paths are
/// relative to where the file will be, unless they were given absolute. Errors: `integrity` for a
/// file without a digest; `invalid_input` for a repository without a commit.
Result<std::string> pylock_export(const Lockfile& lockfile,
                                  const std::vector<ExportedPackage>& packages,
                                  const PylockStyle& style);

}  // namespace axle
