// SPDX-License-Identifier: MIT
#pragma once

#include "axle/resolution/resolution.hpp"

namespace axle {

/// The version as the wheel that is used has it: a page may write one version in two ways, `1.0`
/// and `1.0.0`.
const Version& written_version(const ResolvedPackage& package);

}  // namespace axle
