// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "net/curl_client.hpp"
#include "support/error_text.hpp"
#include "support/fake_server.hpp"

namespace axle::test {

/// Options that do not look at this machine and do not wait long.
inline ClientOptions quick_options() {
  ClientOptions options;
  options.environment = Environment::of({});
  options.first_backoff = std::chrono::milliseconds(1);
  options.idle_timeout = std::chrono::milliseconds(400);
  options.connect_timeout = std::chrono::milliseconds(2000);
  return options;
}

inline Request get(const std::string& url) {
  Request request;
  request.url = Url::parse(url).value();
  return request;
}

}  // namespace axle::test
