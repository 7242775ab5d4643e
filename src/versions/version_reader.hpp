// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/versions/version.hpp"
#include "base/cursor.hpp"

namespace axle {

/// Reads one version in any spelling of PEP 440, appendix B.
class VersionReader {
 public:
  explicit VersionReader(std::string_view text);
  Result<Version> read();
  /// As `read`, but the version may end in `.*`; then `wildcard` is set. Only a release may have
  /// one.
  Result<Version> read_pattern(bool& wildcard);

 private:
  bool read_release();
  bool read_pre();
  bool read_post();
  bool read_dev();
  bool read_local();
  bool skip_separator();
  /// The number after a label: absent is 0. False if it does not fit.
  bool number_after_label(std::uint64_t& number);
  std::unexpected<Error> refuse() const;

  std::string_view written_;
  std::string text_;  // lower case, trimmed
  Cursor in_;
  Version version_;
};

}  // namespace axle
