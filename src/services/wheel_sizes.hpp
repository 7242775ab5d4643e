// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "services/services.hpp"

namespace axle {

/// The sizes of files in bytes, as the servers that have them say: for what no index states. One
/// request for a single byte of each, all at once, and for no longer than 3 s; no file is
/// downloaded. What is not told, and everything where the network may not be used, stays unknown.
/// Errors: those of Services::http.
Result<std::vector<std::optional<std::uint64_t>>> sizes_at_servers(
    const std::vector<std::string>& urls, const IndexSet& indexes, Services& services);

}  // namespace axle
