// SPDX-License-Identifier: MIT
// Redirects, logins and what may be asked at all.
#include "client_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::test;

namespace {
Error client_policy_error_of(HttpClient& client, Request request) {
  const auto answer = client.send(std::move(request));
  REQUIRE_FALSE(answer);
  return answer.error();
}

ClientOptions with_login(const std::string& url) {
  ClientOptions options = quick_options();
  options.credentials =
      CredentialStore::collect({{Url::parse(url).value(), "", false}}, Environment::of({})).value();
  return options;
}
}  // namespace

TEST_CASE("redirects are followed, and the end is known", "[net]") {
  FakeServer server;
  server.serve("/page/", json_page("{}"));
  server.serve("/page", redirect_to(GENERATE("/page/", "page/", "?x", "//127.0.0.1:PORT/page/"),
                                    GENERATE(301, 302, 303, 307, 308)));
  server.intercept([&](const FakeRequest& request) -> std::optional<FakeResponse> {
    if (request.path == "/page" && request.query == "x") return json_page("{}");
    return std::nullopt;
  });
  CurlClient client(quick_options());
  const auto answer = client.send(get(server.url("/page#fragment")));
  if (!answer) {  // the port in the table is only known here
    CHECK(answer.error().message.find("PORT") == std::string::npos);
    return;
  }
  CHECK(answer->status == 200);
  CHECK(answer->final_url.to_string().starts_with(server.url("/page")));
  CHECK(answer->final_url.to_string() != server.url("/page"));
}

TEST_CASE("redirects that lead nowhere", "[net]") {  // I13
  FakeServer server;
  SECTION("in a circle") { server.serve("/page", redirect_to("/page")); }
  SECTION("without Location") { server.serve("/page", FakeResponse{.status = 302}); }
  SECTION("control characters") {
    server.serve("/page", redirect_to("/a\x01"
                                      "b"));
  }
  SECTION("no URL") { server.serve("/page", redirect_to("https://a b/")); }
  CurlClient client(quick_options());
  const Error error = client_policy_error_of(client, get(server.url("/page")));
  CHECK(error.kind == ErrorKind::network);
  CHECK(error.code == ErrorCode::http);
  CHECK(server.count("/page") <= 11);
}

TEST_CASE("only http and https, and plain http only here", "[net]") {  // I12, I15
  FakeServer server;
  CurlClient client(quick_options());
  const std::string url = GENERATE("file:///etc/passwd", "ftp://h/x", "dict://h/x",
                                   "javascript:alert(1)", "data:,x", "http://192.0.2.1/x");
  SECTION("asked for") {
    const Error error = client_policy_error_of(client, get(url));
    CHECK(error.kind == ErrorKind::integrity);
    CHECK(error.code == ErrorCode::index_policy);
  }
  SECTION("as a redirect") {
    server.serve("/page", redirect_to(url));
    const Error error = client_policy_error_of(client, get(server.url("/page")));
    CHECK(error.kind == ErrorKind::integrity);
    CHECK(error.code == ErrorCode::index_policy);
  }
}

TEST_CASE("plain http to a host that the user named is tried", "[net]") {
  ClientOptions options = quick_options();
  options.insecure_hosts = {"host.invalid"};
  options.max_attempts = 1;
  CurlClient client(options);
  CHECK(client_policy_error_of(client, get("http://host.invalid/")).code == ErrorCode::net);
  CHECK(client_policy_error_of(client, get("http://other.invalid/")).code ==
        ErrorCode::index_policy);
}

TEST_CASE("a login goes to its origin, and to no other", "[net]") {  // I14
  FakeServer server;
  server.serve("/a", json_page("{}"));
  server.serve("/away", redirect_to(server.other_origin("/a")));
  server.serve("/back", redirect_to(server.other_origin("/bounce")));
  server.serve("/bounce", redirect_to(server.url("/a")));
  server.serve("/near", redirect_to("/a"));
  server.serve("/planted", redirect_to(server.url_with_login("evil:evil", "/a")));
  CurlClient client(with_login(server.url_with_login("me:canary", "/")));
  const auto [path, sent] = GENERATE(table<std::string, std::vector<bool>>({
      {"/a", {true}},
      {"/near", {true, true}},
      {"/away", {true, false}},
      {"/back", {true, false, false}},
  }));
  CAPTURE(path);
  const auto answer = client.send(get(server.url(path)));
  REQUIRE(answer);
  CHECK(answer->credentials_withheld == !sent.back());
  CHECK(answer->credentials_sent == sent.back());
  const auto requests = server.requests();
  REQUIRE(requests.size() == sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i)
    CHECK(requests[i].header("authorization").empty() != sent[i]);
  CHECK(answer->final_url.to_string().find("canary") == std::string::npos);
}

TEST_CASE("a login in a Location is not sent", "[net]") {  // I14
  FakeServer server;
  server.serve("/a", json_page("{}"));
  server.serve("/planted", redirect_to(server.url_with_login("evil:evil", "/a")));
  CurlClient client(quick_options());
  REQUIRE(client.send(get(server.url("/planted"))));
  CHECK(server.requests()[1].header("authorization").empty());
}

TEST_CASE("when a login is sent", "[net]") {
  FakeServer server;
  server.require_login("/private", "me:canary");
  server.serve("/private/a", json_page("{}"));
  CurlClient knows(with_login(server.url_with_login("me:canary", "/private")));
  CurlClient knows_nothing(quick_options());
  Request request = get(server.url("/private/a"));
  SECTION("automatic") {
    CHECK(knows.send(request)->status == 200);
    CHECK(knows_nothing.send(request)->status == 401);
  }
  SECTION("in the URL itself") {
    CHECK(knows_nothing.send(get(server.url_with_login("me:canary", "/private/a")))->status == 200);
  }
  SECTION("never") {
    request.authenticate = Authentication::never;
    CHECK(knows.send(request)->status == 401);
  }
  SECTION("always") {
    request.authenticate = Authentication::always;
    CHECK(knows.send(request)->status == 200);
    const Error error = client_policy_error_of(knows_nothing, request);
    CHECK(error.kind == ErrorKind::credentials);
    CHECK(error.code == ErrorCode::auth);
    CHECK(server.requests().size() == 1);
  }
}

TEST_CASE("no message holds a secret", "[net]") {  // P9
  FakeServer server;
  server.serve("/loop", redirect_to("/loop"));
  server.serve("/cut", FakeResponse{.body = "0123456789", .fault = {.cut_after = 3}});
  server.serve("/evil", redirect_to("ftp://me:canary@h/"));
  CurlClient client(quick_options());
  for (const char* path : {"/loop", "/cut", "/evil"}) {
    const Error error =
        client_policy_error_of(client, get(server.url_with_login("me:canary", path)));
    CHECK(whole_text(error).find("canary") == std::string::npos);
    CHECK(error.file.find("canary") == std::string::npos);
  }
}

TEST_CASE("a proxy is used, and told no login of the server's", "[net]") {
  FakeServer proxy;
  proxy.intercept([](const FakeRequest&) { return json_page("from the proxy"); });
  ClientOptions options = quick_options();
  options.environment = Environment::of({{"HTTP_PROXY", proxy.url()}});
  options.insecure_hosts = {"host.invalid"};
  CurlClient client(options);
  const auto answer = client.send(get("http://host.invalid/page"));
  REQUIRE(answer);
  CHECK(answer->body == "from the proxy");
  CHECK(proxy.requests()[0].path == "http://host.invalid/page");
}

TEST_CASE("certificates that cannot be read end https, and only that", "[net]") {  // I16
  FakeServer server;
  server.serve("/page", json_page("{}"));
  ClientOptions options = quick_options();
  options.environment = Environment::of({{"SSL_CERT_FILE", "/nowhere/ca.pem"}});
  CurlClient client(options);
  const Error error = client_policy_error_of(client, get("https://127.0.0.1:1/page"));
  CHECK(error.code == ErrorCode::tls);
  CHECK(error.kind == ErrorKind::network);
  CHECK(client.send(get(server.url("/page")))->status == 200);
}

TEST_CASE("a server that does not speak TLS is an error at once", "[net]") {  // I16
  FakeServer server;
  ClientOptions options = quick_options();
  CurlClient client(options);
  const std::string url = "https" + server.url("/page").substr(4);
  const Error error = client_policy_error_of(client, get(url));
  CHECK(error.code == ErrorCode::tls);
  CHECK(error.message.find("retries") == std::string::npos);
}

TEST_CASE("options by the environment", "[net]") {
  const auto options = ClientOptions::from(Environment::of({{"UV_HTTP_TIMEOUT", "5"},
                                                            {"AXLE_HTTP_TIMEOUT", "7"},
                                                            {"UV_HTTP_RETRIES", "0"},
                                                            {"UV_CONCURRENT_DOWNLOADS", "9"},
                                                            {"UV_INSECURE_HOST", "a b:80"}}));
  REQUIRE(options);
  CHECK(options->idle_timeout == std::chrono::seconds(7));
  CHECK(options->max_attempts == 1);
  CHECK(options->max_concurrent == 9);
  CHECK(options->insecure_hosts == std::vector<std::string>{"a", "b:80"});
  const auto older = ClientOptions::from(Environment::of({{"UV_REQUEST_TIMEOUT", "8"}}));
  REQUIRE(older);
  CHECK(older->idle_timeout == std::chrono::seconds(8));
  const auto both =
      ClientOptions::from(Environment::of({{"UV_REQUEST_TIMEOUT", "8"}, {"UV_HTTP_TIMEOUT", "5"}}));
  REQUIRE(both);
  CHECK(both->idle_timeout == std::chrono::seconds(5));
  const auto bad = ClientOptions::from(Environment::of({{"UV_HTTP_TIMEOUT", "soon"}}));
  REQUIRE_FALSE(bad);
  CHECK(bad.error().kind == ErrorKind::invalid_input);
}
