// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/standards/tags.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// Ranks wheels of one version: by number, then text.
struct BuildTag {
  std::uint64_t number = 0;
  std::string text;
  friend auto operator<=>(const BuildTag&, const BuildTag&) = default;
};

/// A wheel's file name, taken apart:
/// `{name}-{version}[-{build}]-{python}-{abi}-{platform}[-{label}].whl`. Source: PyPA "Binary
/// distribution format", section "File name convention" (PEP 427); the label is that of PEP 825.
///
/// A value: copy, compare and read it from any thread.
struct WheelFilename {
  PackageName name;
  Version version;
  std::optional<BuildTag> build;  ///< none ranks below any
  std::vector<Tag> tags;  ///< the compressed sets multiplied out (PEP 425); 1 to 1000 of them
  std::string label;      ///< of a variant wheel; empty for all others

  /// Takes the last part of a path or URL, already percent-decoded. Linear in `text` and tags.
  /// Errors: `invalid_input` if it does not end in `.whl`, has not 5 to 7 parts, a part is
  /// malformed, or the tags multiply to more than 1000 (a hostile name, not a real one).
  static Result<WheelFilename> parse(std::string_view text);

  /// Whether contents that state `version` may have this name. A local version may be in the name
  /// alone: the wheels of flash-attention and its kin get theirs after they are built.
  bool may_hold(const Version& stated) const {
    return stated == version || stated == version.without_local();
  }

  /// The normal form of the name.
  std::string to_string() const;
  friend bool operator==(const WheelFilename&, const WheelFilename&) = default;
};

}  // namespace axle
