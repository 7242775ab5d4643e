// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "index/page.hpp"

namespace axle {

/// A page in HTML: the simple API of PEP 503, with the attributes of PEP 592, 658 and 714, the meta
/// elements of PEP 629 and 792, `data-size` and `data-upload-time`; or a find-links page.
///
/// Finds `<a href>` as a browser would, without a document tree: comments, scripts and other raw
/// text are passed over. Relative links belong to the first `<base href>` before any link, else to
/// `page_url`. Linear in the size of `body`. Errors: `integrity` with E_INDEX_FORMAT for a digest
/// that is malformed or of an unknown algorithm, a base that is no URL, a repository version other
/// than 1, a page to sign in, a text without any element; E_INDEX_LIMIT for too many links.
Result<ParsedPage> parse_html_page(std::string_view body, std::string_view page_url);

}  // namespace axle
