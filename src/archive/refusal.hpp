// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// What a wheel is refused with (docs/errors.md): `integrity`, the stable code, the wheel, the
/// member (may be empty) and the rule it breaks. Foreign text is escaped here.
std::unexpected<Error> refuse(ErrorCode code, std::string_view wheel, std::string_view member,
                              std::string_view rule, std::string hint = {});

}  // namespace axle
