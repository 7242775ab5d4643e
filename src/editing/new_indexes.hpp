// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "edit/project_edit.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// The indexes that `--index`, `--default-index` and their variables name, in order, as a project
/// has them: `add` writes these. Says that those of pip's options are not written.
std::vector<NewIndex> new_indexes(const IndexOptions& options, Services& services);

}  // namespace axle
