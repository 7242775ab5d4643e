// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "axle/standards/tags.hpp"

namespace axle {

/// Whether one of the tags that an installed WHEEL states (`cp312-cp312-linux_x86_64`) is among
/// `tags`. None stated: yes.
bool runs_with(const CompatibleTags& tags, std::span<const std::string> stated);

}  // namespace axle
