// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <vector>

#include "axle/base/error.hpp"
#include "transaction/journal_text.hpp"

namespace axle {

/// The renames that put all that is staged in the place of all that an environment is. pyvenv.cfg,
/// which makes it one, goes first and comes last. What is no environment's stays: the lock, our own
/// state, `lost+found` of a mounted volume. Without `whole_directories` what goes goes file by
/// file. Errors: `io`.
Result<std::vector<JournalStep>> replace_everything(const std::filesystem::path& prefix,
                                                    const std::filesystem::path& stage,
                                                    bool whole_directories);

}  // namespace axle
