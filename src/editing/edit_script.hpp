// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "editing/edit_options.hpp"
#include "services/services.hpp"

namespace axle {

/// `axle add --script`: writes the requirements into the inline metadata of a script, which is made
/// if it has none, and brings its lock up to date if it has one. After an error both are as they
/// were. Errors: as for add_dependencies; `not_found` for the script.
Result<void> add_to_script(const AddOptions& options, Services& services);

/// `axle remove --script`.
Result<void> remove_from_script(const RemoveOptions& options, Services& services);

}  // namespace axle
