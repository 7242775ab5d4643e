// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace axle {

/// The index that is used when none is defined as the default one. The only place that knows its
/// address.
inline constexpr std::string_view default_index_url = "https://pypi.org/simple";

}  // namespace axle
