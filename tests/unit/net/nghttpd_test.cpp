// SPDX-License-Identifier: MIT
// The client against a real server of HTTP/2: nghttpd (nghttp2-server).
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <deque>
#include <thread>

#include "base/file.hpp"
#include "client_fixture.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"
#include "test_certificate.hpp"

using namespace axle;
using namespace axle::test;

namespace {

std::optional<fs::path> find_nghttpd() {
  for (const char* path : {"/usr/sbin/nghttpd", "/usr/bin/nghttpd", "/usr/local/bin/nghttpd",
                           "/opt/homebrew/bin/nghttpd"})
    if (::access(path, X_OK) == 0) return path;
  return std::nullopt;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

/// A port that nobody had a moment ago.
std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(probe, generic, size) == 0);
  REQUIRE(::getsockname(probe, generic, &size) == 0);
  ::close(probe);
  return ntohs(address.sin_port);
}

bool answers(std::uint16_t port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port);
  const bool connected =
      ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  return connected;
}

/// nghttpd over the files of a folder, with options of its own.
class Nghttpd {
 public:
  Nghttpd(const fs::path& program, const TempTree& tree, std::vector<std::string> options) {
    std::vector<std::string> words{program.string(), "--address=127.0.0.1",
                                   "--htdocs=" + (tree / "files").string()};
    words.insert(words.end(), options.begin(), options.end());
    for (int attempt = 0; attempt < 5 && pid_ == 0; ++attempt) start(words, tree);
    REQUIRE(pid_ != 0);
  }
  Nghttpd(const Nghttpd&) = delete;
  Nghttpd& operator=(const Nghttpd&) = delete;
  ~Nghttpd() { stop(); }

  std::string url(const std::string& path) const {
    return "https://localhost:" + std::to_string(port_) + path;
  }
  const std::string& authority_pem() const { return certificate_.authority_pem; }

 private:
  void start(std::vector<std::string> words, const TempTree& tree) {
    port_ = free_port();
    words.push_back(std::to_string(port_));
    words.push_back(tree.write("key.pem", certificate_.key_pem).string());
    words.push_back(tree.write("cert.pem", certificate_.pem).string());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    if (::posix_spawn(&pid_, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0)
      pid_ = 0;
    for (int i = 0; i < 250 && pid_ != 0; ++i) {
      if (answers(port_)) return;
      if (::waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = 0;  // the port was taken after all
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    stop();
  }

  void stop() {
    if (pid_ == 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

  TestCertificate certificate_;
  std::uint16_t port_ = 0;
  pid_t pid_ = 0;
};

std::string body_of(int file) {
  std::string body;
  for (int i = 0; i < 3000 + 100 * file; ++i) body += std::to_string(i * 7919 + file) + "\n";
  return body;
}

}  // namespace

TEST_CASE("many files come whole from a server of HTTP/2", "[net]") {
  const auto program = find_nghttpd();
  if (!program) {
    WARN("not run: nghttpd is not installed (package nghttp2-server)");
    return;
  }
  const TempTree tree;
  constexpr int files = 20;
  for (int i = 0; i < files; ++i) tree.write("files/" + std::to_string(i), body_of(i));
  const std::vector<std::string> options =
      GENERATE(std::vector<std::string>{}, std::vector<std::string>{"--max-concurrent-streams=3"},
               std::vector<std::string>{"--padding=200", "--workers=2", "--no-content-length"},
               std::vector<std::string>{"--trailer=x-end: yes"});
  CAPTURE(options);
  const Nghttpd server(*program, tree, options);
  ClientOptions client_options = quick_options();
  client_options.idle_timeout = std::chrono::seconds(10);
  client_options.environment =
      Environment::of({{"SSL_CERT_FILE", tree.write("ca.pem", server.authority_pem()).string()}});
  CurlClient client(client_options);
  std::deque<Pending> pending;
  for (int i = 0; i < 80; ++i)
    pending.push_back(client.start(get(server.url("/" + std::to_string(i % files)))));
  for (int i = 0; i < 80; ++i) {
    const auto answer = pending[static_cast<std::size_t>(i)].wait();
    REQUIRE(answer);
    CHECK(answer->body == body_of(i % files));
  }
}
