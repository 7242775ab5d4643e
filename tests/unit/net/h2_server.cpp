// SPDX-License-Identifier: MIT
#include "h2_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>
#include <utility>

namespace axle::test {
namespace {

constexpr std::size_t frame_head = 9;
constexpr std::size_t frame_body = 16384;
constexpr int quiet_ms = 20;

enum FrameType : std::uint8_t {
  data = 0,
  headers = 1,
  reset = 3,
  settings = 4,
  ping = 6,
  goaway = 7,
  window = 8
};

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
  return text;
}

std::uint32_t number_in(std::string_view text) {
  std::uint32_t value = 0;
  for (const char c : text) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::string frame(FrameType type, std::uint8_t flags, std::uint32_t stream, std::string_view body) {
  std::string text = number(body.size(), 3);
  text += static_cast<char>(type);
  text += static_cast<char>(flags);
  return text + number(stream, 4) + std::string(body);
}

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned count, void*) {
  static const unsigned char known[] = "\x02h2\x08http/1.1";
  unsigned char* mine = nullptr;
  const int found = SSL_select_next_proto(&mine, length, known, sizeof known - 1, offered, count);
  *chosen = mine;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

/// One connection, until the client goes or a fault ends it.
class H2Connection {
 public:
  H2Connection(H2Server& server, SSL* tls, int socket)
      : server_(server), tls_(tls), socket_(socket) {}

  void speak_http1() {
    while (!over_) {
      const std::size_t end = in_.find("\r\n\r\n");
      if (end == std::string::npos) {
        read_some();
        continue;
      }
      in_.erase(0, end + 4);
      ++server_.plain_requests_;
      write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(server_.body_.size()) +
            "\r\n\r\n" + server_.body_);
    }
  }

  void speak_http2() {
    constexpr std::size_t preface = 24;
    while (!over_ && in_.size() < preface) read_some();
    if (over_) return;
    in_.erase(0, preface);
    write(frame(settings, 0, 0, {}));
    while (!over_) {
      while (!over_ && take_frame()) {
      }
      if (!over_ && !send_a_round()) read_some();
    }
  }

 private:
  struct Stream {
    std::size_t sent = 0;
    std::int64_t window = 0;
    H2Fault fault;
  };

  void read_some() {
    pollfd waiting{socket_, POLLIN, 0};
    if (SSL_pending(tls_) == 0 && ::poll(&waiting, 1, quiet_ms) <= 0) {
      over_ = over_ || server_.stopping_;
      return;
    }
    char bytes[16384];
    const int count = SSL_read(tls_, bytes, sizeof bytes);
    if (count > 0)
      in_.append(bytes, static_cast<std::size_t>(count));
    else
      over_ = true;
  }

  void write(const std::string& bytes) {
    if (!over_ && SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())) <= 0) over_ = true;
  }

  bool take_frame() {
    if (in_.size() < frame_head) return false;
    const std::size_t length = number_in(std::string_view(in_).substr(0, 3));
    if (in_.size() < frame_head + length) return false;
    const auto type = static_cast<std::uint8_t>(in_[3]);
    const auto flags = static_cast<std::uint8_t>(in_[4]);
    const std::uint32_t stream = number_in(std::string_view(in_).substr(5, 4));
    const std::string body = in_.substr(frame_head, length);
    in_.erase(0, frame_head + length);
    if (type == settings && (flags & 1) == 0) {
      for (std::size_t at = 0; at + 6 <= body.size(); at += 6)
        if (number_in(body.substr(at, 2)) == 4) first_window_ = number_in(body.substr(at + 2, 4));
      write(frame(settings, 1, 0, {}));
    } else if (type == ping && (flags & 1) == 0) {
      write(frame(ping, 1, 0, body));
    } else if (type == window && stream == 0) {
      window_ += number_in(body);
    } else if (type == window) {
      if (const auto found = open_.find(stream); found != open_.end())
        found->second.window += number_in(body);
    } else if (type == reset) {
      open_.erase(stream);
    } else if (type == headers) {
      begin_stream(stream);
    }
    return true;
  }

  void begin_stream(std::uint32_t id) {
    ++server_.streams_;
    open_[id] = Stream{.window = first_window_, .fault = server_.next_fault()};
    const std::string length = std::to_string(server_.body_.size());
    // ":status: 200" by its number in the static table, then content-length without Huffman.
    std::string head = "\x88\x0f\x0d";
    head += static_cast<char>(length.size());
    write(frame(headers, 4, id, head + length));
  }

  /// A frame of each stream that has room. False if none had.
  bool send_a_round() {
    bool any = false;
    std::vector<std::uint32_t> done;
    for (auto& [id, stream] : open_) {
      if (over_) return true;
      if (stream.fault.kind != H2Fault::Kind::none && stream.sent >= stream.fault.after) {
        go_wrong(id, stream);
        done.push_back(id);
        any = true;
        continue;
      }
      const std::size_t left = server_.body_.size() - stream.sent;
      const auto room =
          static_cast<std::size_t>(std::max<std::int64_t>(0, std::min(window_, stream.window)));
      const std::size_t size = std::min({left, room, frame_body});
      if (size == 0) continue;
      any = true;
      const bool is_last = size == left;
      write(frame(data, is_last ? 1 : 0, id,
                  std::string_view(server_.body_).substr(stream.sent, size)));
      stream.sent += size;
      stream.window -= static_cast<std::int64_t>(size);
      window_ -= static_cast<std::int64_t>(size);
      if (is_last) done.push_back(id);
    }
    for (const std::uint32_t id : done) open_.erase(id);
    return any;
  }

  void go_wrong(std::uint32_t id, const Stream& stream) {
    switch (stream.fault.kind) {
      case H2Fault::Kind::none:
        break;
      case H2Fault::Kind::reset:
        write(frame(reset, 0, id, number(stream.fault.code, 4)));
        break;
      case H2Fault::Kind::goaway:
        write(frame(goaway, 0, 0, number(0, 4) + number(stream.fault.code, 4)));
        over_ = true;
        break;
      case H2Fault::Kind::nonsense:
        write("this is no frame of HTTP/2, whatever else it may be");
        over_ = true;
        break;
      case H2Fault::Kind::cut:
        over_ = true;
        break;
    }
  }

  H2Server& server_;
  SSL* tls_;
  int socket_;
  std::string in_;
  bool over_ = false;
  std::int64_t window_ = 65535;
  std::int64_t first_window_ = 65535;
  std::map<std::uint32_t, Stream> open_;
};

H2Server::H2Server(std::string body) : body_(std::move(body)) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  SSL_CTX_set_alpn_select_cb(certificate_.context, &choose_protocol, nullptr);
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, generic, &size) != 0)
    std::abort();
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

H2Server::~H2Server() {
  stopping_ = true;
  acceptor_.join();
  for (std::thread& thread : talking_) thread.join();
  ::close(listener_);
}

void H2Server::first(std::deque<H2Fault> faults) {
  const std::lock_guard lock(mutex_);
  faults_ = std::move(faults);
}

H2Fault H2Server::next_fault() {
  const std::lock_guard lock(mutex_);
  if (faults_.empty()) return {};
  const H2Fault fault = faults_.front();
  faults_.pop_front();
  return fault;
}

void H2Server::accept_all() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, quiet_ms) <= 0) continue;
    const int socket = ::accept(listener_, nullptr, nullptr);
    if (socket < 0) continue;
    ++accepted_;
    talking_.emplace_back([this, socket] { talk(socket); });
  }
}

void H2Server::talk(int socket) {
  const timeval limit{2, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  SSL* tls = SSL_new(certificate_.context);
  SSL_set_fd(tls, socket);
  if (SSL_accept(tls) == 1) {
    const unsigned char* chosen = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(tls, &chosen, &length);
    H2Connection connection(*this, tls, socket);
    if (length == 2)
      connection.speak_http2();
    else
      connection.speak_http1();
  }
  SSL_free(tls);
  ::close(socket);
}

}  // namespace axle::test
