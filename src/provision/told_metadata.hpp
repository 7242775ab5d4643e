// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/fetch/fetch.hpp"
#include "cache/cache.hpp"
#include "cache/http_cache.hpp"

namespace axle {

/// Holds what a wheel says of itself to what its index said of it when it was resolved (PEP 658):
/// the same Requires-Dist, Requires-Python and Provides-Extra. Nothing is known of a wheel from a
/// path, or whose metadata is not in the cache any more. Any thread. Errors: `integrity`
/// (E_WHEEL_META) naming the wheel and the field; `io`.
Result<void> check_told_metadata(const WheelToFetch& wheel, const StoredWheel& stored,
                                 const Cache& cache, const HttpCache& http_cache);

}  // namespace axle
