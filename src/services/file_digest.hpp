// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "axle/base/error.hpp"
#include "axle/index/index_set.hpp"
#include "services/services.hpp"

namespace axle {

/// The SHA-256 of a local file, in hexadecimal digits. Errors: `io`.
Result<std::string> digest_of_file(const std::filesystem::path& path);

/// The SHA-256 of what is at a URL (http, https, file), which is read to its end and not kept.
/// Errors: `network` when offline, those of HttpClient, `io`.
Result<std::string> digest_of_url(const std::string& url, const IndexSet& indexes,
                                  Services& services);

}  // namespace axle
