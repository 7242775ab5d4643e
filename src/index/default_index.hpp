// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "axle/index/index_set.hpp"

namespace axle {

/// The index that is used when none is defined as the default one. The only place that knows its
/// address.
inline constexpr std::string_view default_index_url = "https://pypi.org/simple";

/// The index that comes last: the first that is defined as default, else PyPI. None with
/// `no_index`. It may be explicit as well: then it only takes PyPI's place.
std::optional<IndexDefinition> default_index_of(const IndexSet& set);

}  // namespace axle
