// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "index/page.hpp"

namespace axle {

/// A page in JSON: the simple API of PEP 691, with the fields of PEP 592, 700, 714 and 792.
///
/// Types are strict: a field that is there has the type of its PEP, or is null where it may be
/// absent. Unknown fields are passed over, checked for syntax. Depth at most 64; a key that is
/// there twice is an error. O(n log n) at worst. Errors: `integrity` with E_INDEX_FORMAT, also for
/// an API version other than 1; E_INDEX_LIMIT for too many files.
Result<ParsedPage> parse_json_page(std::string_view body, std::string_view page_url);

}  // namespace axle
