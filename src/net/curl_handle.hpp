// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "net/curl_library.hpp"
#include "net/tls_roots.hpp"
#include "net/transfer.hpp"

namespace axle {

/// What the connections of a loop speak.
enum class HttpVersion : std::uint8_t {
  newest,    ///< HTTP/2 where a TLS server has it, else HTTP/1.1
  http_1_1,  ///< nothing else
};

/// What a try takes from its loop.
struct Line {
  HttpVersion version;
  const TlsRoots& roots;  ///< outlives the handle
  CURLSH* share;
};

/// An easy handle of libcurl that carries one try of a transfer at a time. On the network thread.
class CurlHandle {
 public:
  CurlHandle(const CurlLibrary& curl, CURL* handle) : curl_(curl), handle_(handle) {}
  CurlHandle(const CurlHandle&) = delete;
  CurlHandle& operator=(const CurlHandle&) = delete;
  ~CurlHandle();

  /// Sets it up for the next try of `transfer`, which must outlive the try.
  void prepare(Transfer& transfer, const ClientOptions& options, const Line& line);
  CURL* get() const { return handle_; }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    curl_.easy_setopt(handle_, option, value);
  }
  void set_limits(const ClientOptions& options);
  void set_connection(const Transfer& transfer, HttpVersion version);
  void set_headers(const Transfer& transfer);
  void set_security(const Url& url, const ClientOptions& options, const TlsRoots& roots);
  void add_header(const std::string& line);
  void free_headers();

  const CurlLibrary& curl_;
  CURL* handle_;
  curl_slist* headers_ = nullptr;
};

}  // namespace axle
