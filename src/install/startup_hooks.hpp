// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "axle/standards/direct_url.hpp"
#include "axle/store/stored_wheel.hpp"

namespace axle {

/// The files of the wheel that run code whenever Python starts. A `.pth` file whose lines are all
/// paths is none: it makes folders importable, no more
/// (https://docs.python.org/3/library/site.html). The views are the manifest's.
std::vector<std::string_view> startup_hooks_of(const StoredWheel& wheel);

/// Whether everybody knows this hook, so that nothing is to be said of it: setuptools' own.
bool is_well_known_hook(const WheelManifest& wheel, std::string_view hook);

/// Whether the hook is setuptools' finder of a tree that the user installs editable: the code is
/// theirs, and there is nothing to do about it. Another wheel may not hide behind the name.
bool finds_own_tree(const std::optional<DirectUrl>& direct_url, std::string_view hook);

}  // namespace axle
