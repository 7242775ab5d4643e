// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

/// What an option of a requirements file asks for.
enum class RequirementsOptionKind {
  requirements,
  constraints,
  index_url,
  extra_index_url,
  find_links,
  no_binary,
  only_binary,
  editable,
  no_index,
  pre,
  require_hashes,
  ignored,  ///< pip's, for which nothing here is done
};

struct RequirementsOption {
  RequirementsOptionKind kind;
  std::string_view name;   ///< as written: `-i`
  std::string_view value;  ///< without quotes; empty for one that takes none
};

/// The options of a line that begins with `-`, in pip's forms: `-r file`, `-rfile`, `--name value`,
/// `--name=value`, several in a line where the value before is a URL. A marker behind a value is no
/// part of it: pip leaves it aside, and `warnings` says so. Errors: `invalid_input` for an option
/// that there is not, one without its value, words behind a URL.
Result<std::vector<RequirementsOption>> requirements_options(std::string_view line,
                                                             std::vector<std::string>& warnings);

/// The options that may stand behind a requirement: hashes as "algorithm:hex" in lower case; those
/// for builds are only named in `warnings`. What stands before them is left in `line`. Errors:
/// `invalid_input` for what is no hash, and for other words behind one.
Result<std::vector<std::string>> take_requirement_options(std::string_view& line,
                                                          std::vector<std::string>& warnings);

}  // namespace axle
