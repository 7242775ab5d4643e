// SPDX-License-Identifier: MIT
#include "tls_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <memory>

namespace axle::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

void require(bool holds) {
  if (!holds) std::abort();
}

Key make_key() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), EVP_PKEY_free);
  require(key != nullptr);
  return key;
}

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  require(extension != nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

struct Subject {
  std::string name;
  bool is_authority;
  bool expired;
};

/// Without `issuer` it is signed by its own key.
Certificate make_certificate(const Subject& subject, EVP_PKEY* key, X509* issuer,
                             EVP_PKEY* issuer_key) {
  Certificate certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), subject.is_authority ? 1 : 2);
  constexpr long day = 86400;
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), subject.expired ? -2 * day : -day);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), subject.expired ? -day : day);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(subject.name.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), issuer == nullptr ? name : X509_get_subject_name(issuer));
  if (subject.is_authority) {
    add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate.get(), NID_key_usage, "critical,keyCertSign");
  } else {
    add_extension(certificate.get(), NID_subject_alt_name, "DNS:" + subject.name);
  }
  require(X509_sign(certificate.get(), issuer_key, EVP_sha256()) > 0);
  return certificate;
}

std::string pem_of(X509* certificate) {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(memory, certificate);
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(memory, &bytes);
  std::string text(bytes, static_cast<std::size_t>(length));
  BIO_free(memory);
  return text;
}

}  // namespace

TlsServer::TlsServer(const CertificateWish& wish, std::string response)
    : response_(std::move(response)) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  const Key authority_key = make_key();
  const Certificate authority = make_certificate({"test authority", true, false},
                                                 authority_key.get(), nullptr, authority_key.get());
  authority_pem_ = pem_of(authority.get());
  const Key key = make_key();
  const Certificate leaf =
      wish.self_signed
          ? make_certificate({wish.name, false, wish.expired}, key.get(), nullptr, key.get())
          : make_certificate({wish.name, false, wish.expired}, key.get(), authority.get(),
                             authority_key.get());
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  require(context != nullptr && SSL_CTX_use_certificate(context, leaf.get()) == 1 &&
          SSL_CTX_use_PrivateKey(context, key.get()) == 1);
  context_ = context;

  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  require(::bind(listener_, generic, size) == 0 && ::listen(listener_, 16) == 0 &&
          ::getsockname(listener_, generic, &size) == 0);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

TlsServer::~TlsServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
  SSL_CTX_free(static_cast<SSL_CTX*>(context_));
}

void TlsServer::serve() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, 20) <= 0) continue;
    const int socket = ::accept(listener_, nullptr, nullptr);
    if (socket < 0) continue;
    const timeval limit{2, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    talk(socket);
    ::close(socket);
  }
}

void TlsServer::talk(int socket) {
  SSL* tls = SSL_new(static_cast<SSL_CTX*>(context_));
  SSL_set_fd(tls, socket);
  if (SSL_accept(tls) == 1) {
    std::string request;
    char bytes[4096];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const int count = SSL_read(tls, bytes, sizeof bytes);
      if (count <= 0) break;
      request.append(bytes, static_cast<std::size_t>(count));
    }
    SSL_write(tls, response_.data(), static_cast<int>(response_.size()));
    SSL_shutdown(tls);
  }
  SSL_free(tls);
}

}  // namespace axle::test
