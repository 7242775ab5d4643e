// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"
#include "cache/cache.hpp"

namespace axle {

/// Wheels that were built, and metadata that only a backend could tell, by all that decides them:
/// the source, settings, Python and build requirements. An entry is a folder that comes by one
/// rename and never changes.
class BuiltWheels {
 public:
  explicit BuiltWheels(const Cache& cache) : cache_(cache) {}

  /// Parts that make a key; each is set apart from the next.
  static std::string key(std::initializer_list<std::string_view> parts);

  /// The wheel of a key, if it is there.
  std::optional<std::filesystem::path> find(const std::string& key) const;
  /// The metadata of a key, if it is there.
  std::optional<std::string> find_metadata(const std::string& key) const;

  /// Where to build to, in the file system of the entries.
  Result<std::filesystem::path> staging() const { return cache_.staging(); }
  /// Takes a wheel that was built in a folder of `staging`, in place of one that is there already;
  /// returns its new place. Errors: `io`.
  Result<std::filesystem::path> keep(const std::string& key,
                                     const std::filesystem::path& wheel) const;
  /// Errors: `io`.
  Result<void> keep_metadata(const std::string& key, std::string_view text) const;

 private:
  const Cache& cache_;
};

}  // namespace axle
