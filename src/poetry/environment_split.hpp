// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/toml/toml.hpp"

namespace axle {

/// Environments that have to be resolved apart. A resolver splits where one list of requirements
/// names a package for environments that exclude each other (PEP 508). `alpha<2` of one group for
/// Linux and `alpha>=2` of another for the rest stand in two lists, though; `alpha` and `alpha<2`
/// for Linux overlap; and a version that fits both would be kept from the one for the other.
/// `root`: a pyproject.toml with `[project]`, `[dependency-groups]` and `[tool.uv.sources]`. The
/// environments are disjoint and together everything, those that let in the greatest versions
/// first; one alone if nothing has to be apart. What cannot be read as a requirement is left to
/// others to refuse.
std::vector<Marker> environment_split(const TomlValue& root);

}  // namespace axle
