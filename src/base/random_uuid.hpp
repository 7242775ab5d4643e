// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace axle {

/// A new random UUID (version 4 of RFC 9562) in lower case. For names only: no secret is made of
/// it.
std::string random_uuid();

}  // namespace axle
