// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/markers/marker.hpp"
#include "poetry/dependency.hpp"

namespace axle {

/// `name[extra]>=1,<2 ; marker` (PEP 508). A direct origin is no part of it: that is for
/// `tool.uv.sources`.
std::string requirement_text(const PoetryDependency& dependency, Marker marker);

/// The marker where `extra` is asked for and no other.
Marker marker_in_extra(Marker marker, std::string_view extra);

/// The extras that must not be asked for beside `extra`: `extra == 'cpu' and extra != 'cuda'`.
std::vector<std::string> extras_excluded_by(Marker marker, std::string_view extra);

}  // namespace axle
