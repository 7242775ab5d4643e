// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include "test_certificate.hpp"

namespace axle::test {

/// An HTTPS server on 127.0.0.1 that gives every request the same bytes and closes. Its authority
/// is made with it.
class TlsServer {
 public:
  TlsServer(const CertificateWish& wish, std::string response);
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer();

  std::string url(const std::string& path) const {
    return "https://localhost:" + std::to_string(port_) + path;
  }
  /// The certificate of the authority, as SSL_CERT_FILE wants it.
  const std::string& authority_pem() const { return certificate_.authority_pem; }

 private:
  void serve();
  void talk(int socket);

  std::string response_;
  TestCertificate certificate_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace axle::test
