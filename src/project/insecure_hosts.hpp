// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/project/settings_values.hpp"

namespace axle {

/// Takes out of a project's `allow-insecure-host` what is no host of the indexes that the same file
/// defines, `*` among it, and returns it: a repository may be careless with its own hosts, not with
/// the user's.
std::vector<std::string> take_foreign_insecure_hosts(SettingsLayer& layer);

/// The warning about one of them.
std::string foreign_insecure_host_warning(std::string_view host);

}  // namespace axle
