// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"
#include "services/services.hpp"

namespace axle {

/// `--max-download`: more than this is not to be downloaded.
struct DownloadLimit {
  std::uint64_t bytes;
  std::string text;  ///< as it was written

  /// "500MB", "3 GB", "1.5GiB" or a number of bytes; none for none. Errors: `invalid_input`.
  static Result<std::optional<DownloadLimit>> parse(const std::optional<std::string>& text);
  /// Errors: `failed` if `download` is more; `what` ("for `cu126`") stands in its message.
  Result<void> check(std::uint64_t download, const std::string& what) const;
};

/// Bytes of a plan that are neither here nor in the store. Sizes that no index states are asked of
/// the servers (sizes_at_servers); what these do not tell is not counted. Errors: `io`, those of
/// Services::http.
Result<std::uint64_t> download_of(const InstallPlan& plan, const IndexSet& indexes,
                                  Services& services);

}  // namespace axle
