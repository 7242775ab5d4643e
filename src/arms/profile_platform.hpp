// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "services/services.hpp"

namespace axle {

/// The platform that packages are chosen for, as `--python-platform` names it: `asked` if that was
/// given, else that of a profile whose system or processor is not this machine's. None where it is
/// this machine. Errors: those of open_profile; `invalid_input` for a profile of a system that no
/// such name stands for.
Result<std::optional<std::string>> chosen_platform(const std::optional<std::string>& asked,
                                                   const std::optional<std::string>& profile,
                                                   Services& services);

}  // namespace axle
