// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

/// A line of RECORD ("Recording installed projects", "The RECORD file"): CSV of path, hash and
/// size.
struct RecordLine {
  std::string path;
  std::string hash;                   ///< "sha256=…"; may be empty
  std::optional<std::uint64_t> size;  ///< none if the field is empty
};

/// Reads a RECORD; LF and CRLF both end a line. Linear; at most `most` lines. Errors: `integrity`
/// (E_WHEEL_RECORD), with the line's number, if it is not CSV, a line has not three columns, a size
/// is no number, or there are no lines at all.
Result<std::vector<RecordLine>> parse_record_lines(std::string_view text, std::size_t most);

/// Appends the line; the path is quoted if it must be.
void append_record_line(std::string& out, std::string_view path, std::string_view hash,
                        std::optional<std::uint64_t> size);

}  // namespace axle
