// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "axle/base/error.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// Version specifiers as files on indexes have them, mended step by step until they parse: missing
/// commas,
/// `!=~`, `.*` after an ordering operator, `3.0*`, trailing commas, `>dev`, stray quotes. Linear in
/// `text`. Errors: `invalid_input`, that of the text as it was.
Result<VersionSpecifiers> parse_lenient_specifiers(std::string_view text);

/// The same for a requirement of core metadata.
Result<Requirement> parse_lenient_requirement(std::string_view text);

}  // namespace axle
