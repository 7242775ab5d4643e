// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace axle::solver {

/// A package, real or virtual, as the caller numbers them. Small and dense: the state keeps arrays
/// over these numbers.
enum class PackageId : std::uint32_t {};

/// An incompatibility in an IncompatibilityStore. A cause has a smaller number than what is derived
/// from it.
enum class IncompatibilityId : std::uint32_t {};

/// Why the caller refused a version or package; a key into the caller's own table, never
/// interpreted here.
enum class ReasonId : std::uint32_t {};

constexpr std::uint32_t index(PackageId id) { return static_cast<std::uint32_t>(id); }
constexpr std::uint32_t index(IncompatibilityId id) { return static_cast<std::uint32_t>(id); }
constexpr std::uint32_t index(ReasonId id) { return static_cast<std::uint32_t>(id); }

}  // namespace axle::solver
