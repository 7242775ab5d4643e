// SPDX-License-Identifier: MIT
#include "net/curl_client.hpp"

#include <fmt/format.h>

#include "base/number_setting.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/curl_library.hpp"
#include "net/curl_loop.hpp"

namespace axle {
namespace {

/// Calls `set` with the number, if there is one.
Result<void> read_number(const Environment& environment, std::string_view name,
                         std::uint64_t largest, const std::function<void(std::uint64_t)>& set) {
  TRY(const auto value, number_setting(environment, name, largest));
  if (value) set(*value);
  return {};
}

}  // namespace

Result<ClientOptions> ClientOptions::from(const Environment& environment) {
  ClientOptions options;
  options.environment = environment;
  constexpr std::uint64_t a_day = 86400;
  // The older name first, so that the newer one wins.
  for (const char* name : {"REQUEST_TIMEOUT", "HTTP_TIMEOUT"})
    TRY_OK(read_number(environment, name, a_day,
                       [&](std::uint64_t n) { options.idle_timeout = std::chrono::seconds(n); }));
  TRY_OK(read_number(environment, "HTTP_CONNECT_TIMEOUT", a_day,
                     [&](std::uint64_t n) { options.connect_timeout = std::chrono::seconds(n); }));
  TRY_OK(read_number(environment, "HTTP_RETRIES", 100, [&](std::uint64_t n) {
    options.max_attempts = static_cast<unsigned>(n) + 1;
  }));
  TRY_OK(read_number(environment, "CONCURRENT_DOWNLOADS", 1000, [&](std::uint64_t n) {
    if (n > 0) options.max_concurrent = static_cast<unsigned>(n);
  }));
  if (const auto hosts = environment.get_setting("INSECURE_HOST"))
    for (const std::string_view host : split_on_space(*hosts))
      options.insecure_hosts.emplace_back(host);
  return options;
}

void open_http_library() { static_cast<void>(CurlLibrary::open()); }

CurlClient::CurlClient(ClientOptions options)
    : newest_(std::make_unique<CurlLoop>(options, HttpVersion::newest)),
      for_large_(std::make_unique<CurlLoop>(std::move(options), HttpVersion::http_1_1)) {}
CurlClient::~CurlClient() = default;
Pending CurlClient::start(Request request) {
  return (request.large ? for_large_ : newest_)->start(std::move(request));
}

}  // namespace axle
