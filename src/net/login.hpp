// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace axle {

/// A login. It has no text form on purpose; only the client reads it.
struct Credentials {
  std::string username;
  std::string password;

  /// The value of an Authorization header: "Basic …". Secret.
  std::string basic() const;
  /// From `user:password`, percent-encoded; none if it is empty.
  static std::optional<Credentials> from_user_info(std::string_view user_info);
  friend bool operator==(const Credentials&, const Credentials&) = default;
};

}  // namespace axle
