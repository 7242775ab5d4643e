// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/model/sourced_requirement.hpp"

namespace axle {

/// The URL with which a requirement says itself where it comes from (PEP 508); none for an index.
/// Logins stay.
std::optional<std::string> requirement_url(const RequirementSource& source);

}  // namespace axle
