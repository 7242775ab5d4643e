// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "axle/standards/requirement.hpp"
#include "edit/project_edit.hpp"
#include "editing/added_files.hpp"
#include "editing/edit_options.hpp"
#include "services/services.hpp"

namespace axle {

/// What a project or script is to need in addition.
struct NewRequirement {
  Requirement requirement;
  std::optional<std::string> source = {};  ///< the inline table for `tool.uv.sources`
  std::optional<std::filesystem::path> member =
      {};                     ///< a directory that is to become a member of the workspace
  bool is_from_index = true;  ///< it has versions to choose from
};

/// What it is added to.
struct AddPlace {
  const Project* project;            ///< null for a script
  const ProjectEdit& edit;           ///< the file as it is
  std::filesystem::path directory;   ///< of that file: paths are written relative to it
  std::optional<std::string> index;  ///< the name of the index that the packages come from
};

/// The requirements of the command line and of its `-r` files, in order, with what the options say
/// about them. Errors: `invalid_input` for what cannot be read and for options that do not suit a
/// requirement.
Result<std::vector<NewRequirement>> new_requirements(const AddOptions& options,
                                                     const AddPlace& place, const AddedFiles& files,
                                                     Services& services);

}  // namespace axle
