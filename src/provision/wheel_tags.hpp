// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <string>

#include "axle/standards/tags.hpp"

namespace axle {

/// Whether one of the tags that an installed WHEEL states (`cp312-cp312-linux_x86_64`) is among
/// `tags`. None stated: yes.
bool runs_with(const CompatibleTags& tags, std::span<const std::string> stated);

/// The same as a question for a plan (PlanOptions::runs_here), for the machine that is chosen for.
std::function<bool(std::span<const std::string>)> runs_on(const CompatibleTags& tags);

}  // namespace axle
