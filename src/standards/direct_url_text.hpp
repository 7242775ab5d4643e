// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "axle/standards/direct_url.hpp"

namespace axle {

/// The place as a requirement has it: a repository with its commit if that is known, a subdirectory
/// as fragment.
std::string requirement_url(const DirectUrl& direct);

}  // namespace axle
