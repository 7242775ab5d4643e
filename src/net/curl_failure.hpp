// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "axle/base/error.hpp"
#include "net/curl_library.hpp"
#include "net/url.hpp"

namespace axle {

/// What libcurl failed with, in our words: E_TLS, E_HTTP or E_NET, kind `network`. `detail` is its
/// own text, which may be empty.
Error curl_failure(CURLcode code, std::string_view detail, const Url& url);

/// Whether the same request may work a little later. A refused certificate will not.
bool is_transient_failure(CURLcode code, std::string_view detail);

}  // namespace axle
