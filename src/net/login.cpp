// SPDX-License-Identifier: MIT
#include "net/login.hpp"

#include "base/text.hpp"

namespace axle {

std::string Credentials::basic() const {
  return "Basic " + base64_encode(username + ":" + password);
}

std::optional<Credentials> Credentials::from_user_info(std::string_view user_info) {
  if (user_info.empty()) return std::nullopt;
  const std::size_t colon = user_info.find(':');
  Credentials credentials{percent_decode(user_info.substr(0, colon)), {}};
  if (colon != std::string_view::npos)
    credentials.password = percent_decode(user_info.substr(colon + 1));
  return credentials;
}

}  // namespace axle
