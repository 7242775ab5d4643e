// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

namespace axle {

/// The name that was probably meant by `written`: the first of those with the fewest edits, if they
/// are few for its length; else empty. Quadratic in the lengths of the names.
std::string_view closest(std::string_view written, std::span<const std::string_view> known);

}  // namespace axle
