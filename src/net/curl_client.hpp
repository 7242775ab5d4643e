// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/environment.hpp"
#include "net/credentials.hpp"
#include "net/http_client.hpp"
#include "net/proxy.hpp"

namespace axle {

/// How the client behaves; the defaults suit index servers.
struct ClientOptions {
  CredentialStore credentials = {};
  std::vector<std::string> insecure_hosts =
      {};                        ///< `host` or `host:port`: plain http is allowed, and certificates
                                 ///< are not checked (`--allow-insecure-host`)
  unsigned max_concurrent = 50;  ///< requests on the wire
  unsigned max_per_host = 16;    ///< connections to one host
  unsigned max_attempts = 4;     ///< of one request, redirects not counted
  unsigned max_redirects = 10;
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
  std::chrono::milliseconds idle_timeout =
      std::chrono::seconds(30);  ///< without a byte, or with less than 1 KB/s
  std::chrono::milliseconds max_retry_after = std::chrono::seconds(60);
  std::chrono::milliseconds first_backoff =
      std::chrono::milliseconds(500);  ///< doubled each time, with jitter
  Environment environment =
      Environment::of_process();  ///< for the proxies and certificates named there
  ProxySettings proxies = {};     ///< where the environment names none

  /// The options that the environment states: AXLE_/UV_HTTP_TIMEOUT and UV_HTTP_CONNECT_TIMEOUT
  /// (seconds), UV_HTTP_RETRIES, UV_CONCURRENT_DOWNLOADS, UV_INSECURE_HOST. Errors: `invalid_input`
  /// for a value that is not a number.
  static Result<ClientOptions> from(const Environment& environment);
};

/// Opens libcurl, as the first request would. Some milliseconds; what goes wrong is told to the
/// first request. Any thread.
void open_http_library();

class CurlLoop;

/// HttpClient over libcurl, which is opened with the first request (about 5 ms): making a client
/// costs nothing.
///
/// Two pools of connections, each with a thread that its first request starts: one speaks HTTP/2
/// where the server has it (many small answers at once), the other only HTTP/1.1 (large bodies, a
/// connection for each). It follows redirects itself, hop by hop (credentials stay at their origin;
/// https never becomes http), repeats what may be repeated, and keeps to the limits. The destructor
/// ends all transfers.
class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(ClientOptions options);
  ~CurlClient() override;
  Pending start(Request request) override;

 private:
  std::unique_ptr<CurlLoop> newest_;     // HTTP/2 where the server has it
  std::unique_ptr<CurlLoop> for_large_;  // HTTP/1.1
};

}  // namespace axle
