// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "build/build_log.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// What a build left.
struct BuiltFile {
  std::filesystem::path path;
  std::string member;  ///< of a workspace, if several are built
};

/// Builds source distributions and wheels of a project, a member, all members, a folder or a source
/// distribution (`axle build`): without options the source distribution, then the wheel from it.
/// `listener` hears what backends print. The output folder is made, with a `.gitignore`, also if
/// nothing gets into it. Errors: all of them `invalid_input` but for those of network, hashes and
/// file system, and `cancelled`.
Result<std::vector<BuiltFile>> build_project(const BuildCommandOptions& options,
                                             const BuildLog::Listener& listener,
                                             Services& services);

}  // namespace axle
