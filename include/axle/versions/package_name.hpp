// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// A name in the form in which names are compared: lower case, runs of `-`, `_` and `.` as one `-`
/// (PyPA "Names and normalization", PEP 503; for extras PEP 685). A value; names of packages,
/// extras and groups are different types.
template <class Kind>
class NormalizedName {
 public:
  /// Takes what PEP 508 allows: ASCII letters, digits, `.`, `_`, `-`, the first and last one a
  /// letter or digit; at most 1,000 characters. Errors: `invalid_input`.
  static Result<NormalizedName> parse(std::string_view text);

  /// The same form of a name that a wheel has and that is no valid name (`qcodes_-0.1.0-…`, letters
  /// beyond ASCII): such files exist, and nothing can ask for them. Only for reading file names.
  /// Errors: as above, for characters no name ever has.
  static Result<NormalizedName> parse_of_file(std::string_view text);

  const std::string& text() const { return text_; }

  friend bool operator==(const NormalizedName&, const NormalizedName&) = default;
  friend std::strong_ordering operator<=>(const NormalizedName& a, const NormalizedName& b) {
    return a.text_ <=> b.text_;
  }

 private:
  explicit NormalizedName(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

using PackageName = NormalizedName<struct PackageNameKind>;
using ExtraName = NormalizedName<struct ExtraNameKind>;
using GroupName = NormalizedName<struct GroupNameKind>;

extern template class NormalizedName<struct PackageNameKind>;
extern template class NormalizedName<struct ExtraNameKind>;
extern template class NormalizedName<struct GroupNameKind>;

}  // namespace axle

template <class Kind>
struct std::hash<axle::NormalizedName<Kind>> {
  std::size_t operator()(const axle::NormalizedName<Kind>& name) const noexcept {
    return std::hash<std::string>{}(name.text());
  }
};
