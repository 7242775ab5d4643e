// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/base/error.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "editing/edit_options.hpp"
#include "project/requirements_file.hpp"
#include "services/services.hpp"

namespace axle {

/// What the files of `axle add` say.
struct AddedFiles {
  std::vector<RequirementsFile> requirements;   ///< of each `-r`
  std::vector<SourcedRequirement> constraints;  ///< of the `-c` files, and of those that `-r` names
};

/// Reads each file once, so that one may be a pipe or standard input (`-`), and tells the warnings.
/// Errors: those of read_constraints_file and read_requirements_file; `invalid_input` for a
/// `pyproject.toml`.
Result<AddedFiles> read_added_files(const AddOptions& options, Services& services);

}  // namespace axle
