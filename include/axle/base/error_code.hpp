// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace axle {

/// What was found, as scripts may rely on it: the same in every release (docs/errors.md).
enum class ErrorCode : std::uint8_t {
  none,  ///< about the command line, or the requirements cannot be met together
  project,
  lockfile,
  build,
  build_refused,
  build_needed,
  git,
  metadata_dynamic,
  budget,
  net,
  http,
  tls,
  no_ranges,
  offline,
  auth,
  index_format,
  index_limit,
  index_policy,
  hash,
  size,
  sdist_data,
  zip_structure,
  zip_data,
  zip_bomb,
  zip_unsupported,
  wheel_name,
  wheel_meta,
  wheel_path,
  wheel_link,
  wheel_record,
  wheel_scheme,
  wheel_entry,
  wheel_hook,
  conflict,
  venv,
  io,
  locked,
};

/// What is said of a code where nothing nearer is known.
struct ErrorCodeText {
  ErrorCode code;
  std::string_view name;     ///< "E_PROJECT"
  std::string_view exits;    ///< the exit codes that come with it: "1, 3"
  std::string_view found;    ///< what was found
  std::string_view way_out;  ///< what helps; never empty
};

/// Every code but `none`, in the order of the enumeration. Valid for the whole run.
std::span<const ErrorCodeText> error_code_texts();

/// "E_PROJECT"; empty for `none`.
std::string_view name_of(ErrorCode code);
/// What helps; empty for `none`.
std::string_view way_out_of(ErrorCode code);

}  // namespace axle
