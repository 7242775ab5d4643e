// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// In the order in which specifiers of one version are written.
enum class Operator : std::uint8_t {
  equal,            ///< `==`, with `.*` if `wildcard`
  arbitrary_equal,  ///< `===`
  not_equal,        ///< `!=`, with `.*` if `wildcard`
  compatible,       ///< `~=`
  less,
  less_equal,
  greater,
  greater_equal,
};

std::string_view to_string(Operator op);

/// One clause, such as `>=1.2` (PEP 440, "Version specifiers"). A value.
struct VersionSpecifier {
  Operator op = Operator::equal;
  Version version;
  bool wildcard = false;  ///< `==1.2.*`; only with equal and not_equal
  std::string written;    ///< the operand as it was written; may be empty for one that was made
  bool is_plain_text = false;  ///< `===` with a text that is no version: nothing matches it

  static Result<VersionSpecifier> parse(std::string_view text);
  /// Whether `candidate` is in it, pre-releases being as good as others. `===` compares versions.
  bool contains(const Version& candidate) const;
  std::string to_string() const;

  friend bool operator==(const VersionSpecifier& a, const VersionSpecifier& b) {
    return (a <=> b) == 0;
  }
  /// By operator, then version; trailing zeros only tell `~=` apart.
  friend std::strong_ordering operator<=>(const VersionSpecifier& a, const VersionSpecifier& b);
};

/// A list of clauses that must all hold; an empty one allows every version. A value; the clauses
/// are kept by version, then operator, as locks write them.
class VersionSpecifiers {
 public:
  VersionSpecifiers() = default;
  explicit VersionSpecifiers(std::vector<VersionSpecifier> items);
  /// Clauses with commas between them; at most 1,000. Linear in `text`. Errors: `invalid_input`,
  /// naming the clause.
  static Result<VersionSpecifiers> parse(std::string_view text);

  const std::vector<VersionSpecifier>& items() const { return items_; }
  bool empty() const { return items_.empty(); }
  /// `prereleases`: true takes them, false refuses them; none refuses them unless a clause mentions
  /// one.
  bool contains(const Version& version, std::optional<bool> prereleases) const;
  /// The positions of the versions that match, in order. With none: pre-releases only if a clause
  /// mentions one or nothing else matches.
  std::vector<std::size_t> filter(std::span<const Version> versions,
                                  std::optional<bool> prereleases) const;
  /// Whether a clause other than `!=` mentions a pre-release.
  bool mentions_prerelease() const;
  /// Those of both.
  VersionSpecifiers and_also(const VersionSpecifiers& other) const;
  /// `>=1,<2` with `,` or `>=1, <2` with `, `.
  std::string to_string(std::string_view separator = ", ") const;

  friend bool operator==(const VersionSpecifiers&, const VersionSpecifiers&) = default;
  friend std::strong_ordering operator<=>(const VersionSpecifiers& a, const VersionSpecifiers& b);

 private:
  std::vector<VersionSpecifier> items_;
};

}  // namespace axle
