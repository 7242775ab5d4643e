// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "test_certificate.hpp"

namespace axle::test {

/// What goes wrong with one stream, after so many bytes of its body.
struct H2Fault {
  enum class Kind : std::uint8_t { none, reset, goaway, cut, nonsense };
  Kind kind = Kind::none;
  std::size_t after = 0;
  std::uint32_t code = 2;  ///< of a reset or GOAWAY: INTERNAL_ERROR
};

/// An HTTPS server on 127.0.0.1 that speaks HTTP/2 (RFC 9113) or HTTP/1.1, as the client asks
/// (ALPN), and answers every request with `body`. It does not read headers: what it is asked for
/// does not matter.
class H2Server {
 public:
  explicit H2Server(std::string body);
  H2Server(const H2Server&) = delete;
  H2Server& operator=(const H2Server&) = delete;
  ~H2Server();

  std::string url(const std::string& path) const {
    return "https://localhost:" + std::to_string(port_) + path;
  }
  const std::string& authority_pem() const { return certificate_.authority_pem; }
  /// The first streams of HTTP/2 go wrong like this, in their order.
  void first(std::deque<H2Fault> faults);
  /// Streams of HTTP/2, requests of HTTP/1.1, connections of both, so far.
  unsigned streams() const { return streams_; }
  unsigned plain_requests() const { return plain_requests_; }
  unsigned connections() const { return accepted_; }

 private:
  friend class H2Connection;
  void accept_all();
  void talk(int socket);
  H2Fault next_fault();

  const std::string body_;
  TestCertificate certificate_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<unsigned> streams_ = 0;
  std::atomic<unsigned> plain_requests_ = 0;
  std::atomic<unsigned> accepted_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::deque<H2Fault> faults_;        // guarded
  std::vector<std::thread> talking_;  // of the accepting thread, and of the destructor after it
  std::thread acceptor_;
};

}  // namespace axle::test
