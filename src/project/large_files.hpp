// SPDX-License-Identifier: MIT
#pragma once

namespace axle {

/// Whether the large files (Git LFS) of a repository are wanted where its source does not say:
/// `AXLE_GIT_LFS` or `UV_GIT_LFS` of the process, as uv has it. A lock and an installed package
/// state their own and do not ask here. A value that is no flag has been refused before.
bool large_files_by_default();

}  // namespace axle
