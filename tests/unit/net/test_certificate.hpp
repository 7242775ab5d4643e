// SPDX-License-Identifier: MIT
#pragma once

#include <string>

struct ssl_ctx_st;

namespace axle::test {

/// What a certificate is like.
struct CertificateWish {
  std::string name = "localhost";  ///< the host that it is for
  bool self_signed = false;        ///< instead of by the authority of `authority_pem`
  bool expired = false;
};

/// A server's certificate and an authority of its own, both new.
struct TestCertificate {
  explicit TestCertificate(const CertificateWish& wish = {});
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;
  ~TestCertificate();

  std::string authority_pem;  ///< as SSL_CERT_FILE wants it
  std::string pem;
  std::string key_pem;
  ssl_ctx_st* context = nullptr;  ///< SSL_CTX of a server that has it
};

}  // namespace axle::test
