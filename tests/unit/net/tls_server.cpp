// SPDX-License-Identifier: MIT
#include "tls_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace axle::test {
namespace {

void require_tls(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

TlsServer::TlsServer(const CertificateWish& wish, std::string response)
    : response_(std::move(response)), certificate_(wish) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL

  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  require_tls(::bind(listener_, generic, size) == 0 && ::listen(listener_, 16) == 0 &&
              ::getsockname(listener_, generic, &size) == 0);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

TlsServer::~TlsServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
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
  SSL* tls = SSL_new(certificate_.context);
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
