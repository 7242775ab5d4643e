// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "axle/versions/version.hpp"

namespace axle {

// Versions made from others. All are without a local label.
Version with_dev(const Version& version, std::uint64_t dev);
Version with_post(const Version& version, std::uint64_t post);  ///< without dev
Version with_pre(const Version& version, PreRelease pre);       ///< without post and dev
/// The first `length` numbers of the release (all of them if it has fewer), the last of them one
/// higher; the epoch stays.
Version bumped(const Version& version, std::size_t length);

}  // namespace axle
