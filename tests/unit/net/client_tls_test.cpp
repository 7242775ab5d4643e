// SPDX-License-Identifier: MIT
// Certificates and TLS.
#include "base/file.hpp"
#include "client_fixture.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"
#include "tls_server.hpp"

using namespace axle;
using namespace axle::test;

namespace {
const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

/// Options that trust what is in `file` and nothing else.
ClientOptions trusting(const fs::path& file) {
  ClientOptions options = quick_options();
  options.idle_timeout = std::chrono::seconds(5);
  options.environment = Environment::of({{"SSL_CERT_FILE", file.string()}});
  return options;
}

Error client_tls_error_of(HttpClient& client, const std::string& url) {
  const auto answer = client.send(get(url));
  REQUIRE_FALSE(answer);
  return answer.error();
}
}  // namespace

TEST_CASE("a server whose authority is trusted is read", "[net]") {
  const TempTree tree;
  const TlsServer server({}, hello);
  CurlClient client(trusting(tree.write("ca.pem", server.authority_pem())));
  const auto answer = client.send(get(server.url("/page")));
  REQUIRE(answer);
  CHECK(answer->body == "hello");
}

TEST_CASE("a certificate that is not trusted is refused at once", "[net]") {
  const TempTree tree;
  CertificateWish wish;
  std::string trusted;
  SECTION("unknown authority") { trusted = TlsServer({}, hello).authority_pem(); }
  SECTION("self-signed") { wish.self_signed = true; }
  SECTION("expired") { wish.expired = true; }
  SECTION("another host's") { wish.name = "elsewhere.example"; }
  const TlsServer server(wish, hello);
  if (trusted.empty()) trusted = server.authority_pem();
  const fs::path file = tree.write("ca.pem", trusted);
  CurlClient client(trusting(file));
  const Error error = client_tls_error_of(client, server.url("/page"));
  CHECK(error.kind == ErrorKind::network);
  CHECK(error.code == ErrorCode::tls);
  CAPTURE(error.message);
  CHECK(error.message.find("certificate is not trusted") != std::string::npos);
  CHECK_FALSE(error.hints.empty());

  // A user who names the host means it; no other host is meant.
  for (const char* named : {"localhost", "other"}) {
    ClientOptions options = trusting(file);
    options.insecure_hosts.emplace_back(named);
    CurlClient insecure(options);
    CHECK(insecure.send(get(server.url("/page"))).has_value() ==
          (std::string(named) == "localhost"));
  }
}

TEST_CASE("a directory of certificates may hold files of any name", "[net]") {
  const TempTree tree;
  const TlsServer server({}, hello);
  ClientOptions options = quick_options();
  options.idle_timeout = std::chrono::seconds(5);
  options.environment = Environment::of(
      {{"SSL_CERT_DIR", (tree / "none").string() + ":" + (tree / "certs").string()}});
  tree.write("certs/readme.txt", "no certificate\n");
  SECTION("one of them is the server's authority") {
    tree.write("certs/other.crt", TlsServer({}, hello).authority_pem());
    tree.write("certs/corp.pem", server.authority_pem());
    CurlClient client(options);
    const auto answer = client.send(get(server.url("/page")));
    REQUIRE(answer);
    CHECK(answer->body == "hello");
  }
  SECTION("none of them is: what was looked at is said") {
    tree.write("certs/other.crt", TlsServer({}, hello).authority_pem());
    CurlClient client(options);
    const Error error = client_tls_error_of(client, server.url("/page"));
    CHECK(error.code == ErrorCode::tls);
    CHECK(whole_text(error).find("`SSL_CERT_DIR` (`") != std::string::npos);
  }
  SECTION("none of them is a certificate") {
    CurlClient client(options);
    const Error error = client_tls_error_of(client, server.url("/page"));
    CHECK(error.code == ErrorCode::tls);
    CHECK(error.message.find("holds no certificate") != std::string::npos);
  }
}

TEST_CASE("a file of certificates that holds none ends https", "[net]") {
  const TempTree tree;
  const TlsServer server({}, hello);
  CurlClient client(trusting(tree.write("ca.pem", "not a certificate\n")));
  CHECK(client_tls_error_of(client, server.url("/page")).code == ErrorCode::tls);
}

TEST_CASE("https never becomes http", "[net]") {
  const TempTree tree;
  FakeServer plain;
  plain.serve("/page", json_page("{}"));
  const TlsServer server(
      {}, "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: " +
              plain.url("/page") + "\r\n\r\n");
  CurlClient client(trusting(tree.write("ca.pem", server.authority_pem())));
  const Error error = client_tls_error_of(client, server.url("/page"));
  CHECK(error.kind == ErrorKind::integrity);
  CHECK(error.code == ErrorCode::index_policy);
  CHECK(plain.requests().empty());
}

TEST_CASE("a body that is cut inside TLS is not taken for whole", "[net]") {
  const TempTree tree;
  const TlsServer server({}, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello");
  CurlClient client(trusting(tree.write("ca.pem", server.authority_pem())));
  const Error error = client_tls_error_of(client, server.url("/page"));
  CHECK(error.kind == ErrorKind::network);
  CHECK(error.code == ErrorCode::net);
}
