// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

enum class PreKind : std::uint8_t { alpha, beta, candidate };

struct PreRelease {
  PreKind kind;
  std::uint64_t number;
  friend auto operator<=>(const PreRelease&, const PreRelease&) = default;
};

/// A part of a local version label: a number, or lower-case text.
using LocalSegment = std::variant<std::string, std::uint64_t>;

/// A version (PEP 440, "Public version identifiers"). A value; copying one without a local label
/// allocates nothing, and comparing two ordinary ones compares two integers.
class Version {
 public:
  /// The version 0.
  Version() = default;
  /// Reads any spelling that PEP 440 allows ("v1.0-Alpha.2"), white space around it included.
  /// Numbers have at most 64 bits, the text 4 KiB. Linear in `text`. Errors: `invalid_input`.
  static Result<Version> parse(std::string_view text);
  /// A final release of these numbers; at least one.
  static Version from_release(std::span<const std::uint64_t> release);

  std::uint64_t epoch() const { return epoch_; }
  /// The numbers as written, at least one: `1.0` and `1.0.0` compare equal, but have two and three.
  std::span<const std::uint64_t> release() const {
    return more_ ? std::span<const std::uint64_t>(*more_)
                 : std::span<const std::uint64_t>(head_.data(), size_);
  }
  std::optional<PreRelease> pre() const { return has_pre_ ? std::optional(pre_) : std::nullopt; }
  std::optional<std::uint64_t> post() const {
    return has_post_ ? std::optional(post_) : std::nullopt;
  }
  std::optional<std::uint64_t> dev() const { return has_dev_ ? std::optional(dev_) : std::nullopt; }
  std::span<const LocalSegment> local() const {
    return local_ ? std::span<const LocalSegment>(*local_) : std::span<const LocalSegment>();
  }

  bool has_local() const { return local_ != nullptr; }
  /// A pre-release or a developmental release.
  bool is_prerelease() const { return has_pre_ || has_dev_; }
  bool is_post_release() const { return has_post_; }
  Version without_local() const;
  /// Epoch and release only.
  Version base_release() const;
  /// Release only, without trailing zeros (at least one number stays).
  Version trimmed_release() const;

  /// The normal form: "1!2.0a1.post2.dev3+cu118".
  std::string to_string() const;

  /// Equal versions may be written differently ("1.0" and "1.0.0").
  friend bool operator==(const Version& a, const Version& b) { return (a <=> b) == 0; }
  friend std::strong_ordering operator<=>(const Version& a, const Version& b) {
    return a.key_ != 0 && b.key_ != 0 ? a.key_ <=> b.key_ : compare_in_full(a, b);
  }
  /// Equal versions have equal ones.
  std::size_t hash() const;

 private:
  friend class VersionEditor;
  friend class VersionRange;
  friend class VersionReader;
  /// Places between versions, which only ranges use: before everything of a release, after all of
  /// it (but its successors), after every local label of a version.
  enum class Edge : std::uint8_t { none, before_all, after_all, after_locals };

  static std::strong_ordering compare_in_full(const Version& a, const Version& b);
  void set_release(std::span<const std::uint64_t> release);
  void make_key();

  std::uint64_t key_ =
      0x0000'0000'0050'0000ULL;  // order of ordinary versions, see make_key; 0 for all others
  std::uint64_t epoch_ = 0;
  std::array<std::uint64_t, 4> head_{};
  std::shared_ptr<const std::vector<std::uint64_t>>
      more_;  // the whole release if it has more than four numbers
  std::shared_ptr<const std::vector<LocalSegment>> local_;
  PreRelease pre_{};
  std::uint64_t post_ = 0;
  std::uint64_t dev_ = 0;
  std::uint8_t size_ = 1;
  bool has_pre_ = false;
  bool has_post_ = false;
  bool has_dev_ = false;
  Edge edge_ = Edge::none;
};

}  // namespace axle

template <>
struct std::hash<axle::Version> {
  std::size_t operator()(const axle::Version& version) const noexcept { return version.hash(); }
};
