// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "axle/resolution/resolve_input.hpp"
#include "axle/standards/wheel_filename.hpp"

namespace axle {

/// The part of its tags by which a wheel is not for a machine; a later one means that the wheel
/// came closer.
enum class WheelMisfit : std::uint8_t {
  none,
  python,          ///< Python implementation
  abi,             ///< ABI
  free_threading,  ///< the machine's Python has no GIL, the wheel needs one
  python_version,  ///< no Python version in question (for all environments)
  platform,
};

using Wheels = std::vector<const WheelFilename*>;

/// Where the wheel that comes closest fails; `none` without wheels. For all environments always
/// `python_version`.
WheelMisfit misfit_of(const Wheels& wheels, const ResolveInput& input);

/// What the machine would want in place of that, such as `cp313`; for all environments by the
/// lowest Python of the project. May be empty.
std::string wanted_tag(WheelMisfit misfit, const ResolveInput& input);

/// What the wheels have there, without repetition, in natural order (`cp39` before `cp310`).
/// Platforms only of wheels that fail by nothing else; `none` is no ABI.
std::vector<std::string> offered_tags(const Wheels& wheels, WheelMisfit misfit,
                                      const ResolveInput& input);

/// "CPython 3.13 (`cp313`)"; other tags as they are.
std::string tag_in_words(const std::string& tag);

}  // namespace axle
