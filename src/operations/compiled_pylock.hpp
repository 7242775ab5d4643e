// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "axle/base/error.hpp"
#include "axle/resolution/resolution.hpp"
#include "axle/resolution/resolve_input.hpp"
#include "services/services.hpp"

namespace axle {

/// A resolution as a `pylock.toml` that will lie in `directory` (absolute). Of one environment only
/// the wheels that run there are in it. Digests that no index states are computed. Errors: those of
/// make_lockfile, complete_digests and pylock_export.
Result<std::string> compiled_pylock(const Resolution& resolution, const ResolveInput& input,
                                    const std::filesystem::path& directory, Services& services);

}  // namespace axle
