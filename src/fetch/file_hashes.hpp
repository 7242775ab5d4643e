// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/fetch/fetch.hpp"
#include "base/sha256.hpp"

namespace axle {

/// What to do about a file that has other bytes than were stated.
inline constexpr std::string_view way_out_of_changed_file =
    "the file was changed after it was listed or locked; if that is expected, lock it anew with "
    "`axle lock --upgrade-package NAME`";

/// The digests of a wheel file while its bytes go by: SHA-256 always, and every other one that was
/// stated.
class FileHashes {
 public:
  /// Errors: `integrity` (E_HASH) if a stated hash is malformed, or if one is required and none is
  /// strong enough; `bug` without libcrypto.
  static Result<FileHashes> start(const WheelToFetch& wheel);

  void update(std::string_view bytes);
  /// The SHA-256, after all stated hashes were found right. Only once. Errors: `integrity`
  /// (E_HASH).
  Result<std::string> finish(const WheelToFetch& wheel);

 private:
  struct Running {
    DigestAlgorithm algorithm;
    Digest digest;
  };
  std::vector<Running> running_;
};

/// The stated SHA-256; empty if there is none.
std::string stated_sha256(const WheelToFetch& wheel);

/// `size` is what the wheel file has. Errors: `integrity` (E_SIZE) if another one was stated.
Result<void> check_stated_size(const WheelToFetch& wheel, std::uint64_t size);

/// What messages call the wheel.
std::string label_of(const WheelToFetch& wheel);

}  // namespace axle
