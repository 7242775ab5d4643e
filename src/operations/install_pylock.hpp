// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "provision/change_environment.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// The pylock.toml among the files that an `axle pip` command is given; none if there is none.
/// `others`: whether requirements, constraints or overrides are given beside the files.
/// Errors: `invalid_input` if anything stands beside it, or if `options` have an `--only-group` and
/// there is none.
Result<std::optional<std::string>> only_pylock(const std::vector<std::string>& files, bool others,
                                               const PylockOptions& options);

/// Makes the environment what a pylock.toml says; `exact`: and nothing else.
/// Nothing is resolved and no index is asked. Every file is checked against the hashes that the
/// pylock.toml has. Errors: those of parse_pylock and select_pylock; `integrity` (E_HASH) for a
/// file without a hash; `no_solution` for what would have to be built.
Result<EnvironmentOutcome> install_pylock(const std::string& file, const PipChangeOptions& options,
                                          bool exact, Services& services);

}  // namespace axle
