// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "axle/base/error.hpp"
#include "axle/markers/marker_environment.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

/// Whether `text` holds on one machine, exactly as PEP 508 and PEP 440 say: `<= '3.14.0rc1'` is
/// false for 3.14.0, and a pre-release of Python is one. A Marker cannot tell these apart, since
/// locks compare releases only; for final releases on both sides the two agree. Errors and limits:
/// those of Marker::parse.
Result<bool> marker_text_holds(std::string_view text, const MarkerEnvironment& environment,
                               std::span<const ExtraName> extras = {});

}  // namespace axle
