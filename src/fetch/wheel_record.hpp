// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/zip_archive.hpp"
#include "axle/base/error.hpp"
#include "base/sha256.hpp"

namespace axle {

/// What RECORD says about one member's contents.
struct RecordedHash {
  DigestAlgorithm algorithm = DigestAlgorithm::sha256;
  std::string text;  ///< "sha256=…", as RECORD writes it; empty for a member that RECORD states no
                     ///< hash of (RECORD and its signatures)
  bool is_missing = false;  ///< RECORD should state one; it is computed
  friend bool operator==(const RecordedHash&, const RecordedHash&) = default;
};

/// Holds RECORD against the members, which must be the same set: none missing, none extra, none
/// with two hashes; a hash (sha256, sha384 or sha512) for each. What many
/// tools get wrong and the hash makes harmless is taken: another size, hexadecimal digits, a slash
/// before the path, a line that is there twice. The answer has the order of `archive.members`.
/// Linear; at most two lines for each member. With `may_lack_hashes` a line without a hash is taken
/// as well. Errors: `integrity` E_WHEEL_RECORD.
Result<std::vector<RecordedHash>> check_record(std::string_view wheel, const ZipArchive& archive,
                                               std::string_view dist_info,
                                               std::string_view record_text, bool may_lack_hashes);

}  // namespace axle
