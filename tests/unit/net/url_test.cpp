// SPDX-License-Identifier: MIT
#include "net/url.hpp"

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("a URL is brought to its normal form", "[net]") {  // WHATWG URL
  const auto [written, normal] = GENERATE(table<std::string, std::string>({
      {"https://Example.COM", "https://example.com/"},
      {"https://example.com:443/a", "https://example.com/a"},
      {"http://example.com:80/", "http://example.com/"},
      {"https://example.com:8443/a?b#c", "https://example.com:8443/a?b#c"},
      {"https://example.com/a/../b/./c/%2e%2E/d", "https://example.com/b/d"},
      {"https://example.com/../../x", "https://example.com/x"},
      {"https://example.com/a/..", "https://example.com/"},
      {"https://example.com/a/.", "https://example.com/a/"},
      {"https://example.com/a//b/", "https://example.com/a//b/"},
      {"https:\\\\example.com\\a\\b", "https://example.com/a/b"},
      {"https:example.com/x", "https://example.com/x"},
      {"  https://example.com/a\n", "https://example.com/a"},
      {"https://exa\tmple.com/", "https://example.com/"},
      {"https://example.com/torch-2.5%2Bcpu.whl", "https://example.com/torch-2.5%2Bcpu.whl"},
      {"https://example.com/torch-2.5+cpu.whl", "https://example.com/torch-2.5+cpu.whl"},
      {"https://example.com/a b\"<>`{}", "https://example.com/a%20b%22%3C%3E%60%7B%7D"},
      {"https://example.com/\xc3\xa4?\xc3\xa4'#\xc3\xa4",
       "https://example.com/%C3%A4?%C3%A4%27#%C3%A4"},
      {"https://example.com/%zz%2", "https://example.com/%zz%2"},
      {"https://ex%61mple.com/", "https://example.com/"},
      {"https://[2001:DB8:0:0:0:0:0:1]:8080/", "https://[2001:db8::1]:8080/"},
      {"https://[::]/", "https://[::]/"},
      {"https://[1::]/", "https://[1::]/"},
      {"https://user:secret@example.com/", "https://example.com/"},
      {"https://a@b@example.com/", "https://example.com/"},
      {"file:///home/me/a%20b", "file:///home/me/a%20b"},
      {"file://localhost/x", "file:///x"},
      {"file:/x", "file:///x"},
      {"git+https://example.com/r.git@v1#egg=x", "git+https://example.com/r.git@v1#egg=x"},
      {"data:text/html,x y", "data:text/html,x y"},
      {"javascript:alert(1)", "javascript:alert(1)"},
  }));
  CAPTURE(written);
  const auto url = Url::parse(written);
  REQUIRE(url);
  CHECK(url->to_string() == normal);
  CHECK(Url::parse(normal)->to_string() == normal);
}

TEST_CASE("what is no URL is refused, without its secrets", "[net]") {
  const std::string text = GENERATE(
      "", "example.com/x", "/path", "//host/path", "https://", "https:///", "https://?x",
      "http://:80/", "https://a:b/", "https://a:65536/", "https://a:99999999999999999999/",
      "https://a b/", "https://exa<mple/", "https://%00/", "https://\xc3\xa4.example/",
      "https://1.2.3/", "https://0x7f.1/", "https://256.1.1.1/", "https://[::1/",
      "https://[12345::]/", "https://[::1%25eth0]/", "file://server/share", "1https://x/",
      "https://me:canary@a:b/", "https://me:can/ary@host:xyz/canary@host:b", "https:me:canary@/");
  CAPTURE(text);
  const auto url = Url::parse(text);
  REQUIRE_FALSE(url);
  CHECK(url.error().kind == ErrorKind::invalid_input);
  CHECK(url.error().message.find("canary") == std::string::npos);
}

TEST_CASE("a URL of any length is refused quickly", "[net]") {
  CHECK_FALSE(Url::parse("https://example.com/" + std::string(70'000, 'a')));
  std::string deep = "https://example.com";
  for (int i = 0; i < 10'000; ++i) deep += "/a/..";
  CHECK(Url::parse(deep)->path() == "/");
}

TEST_CASE("references are joined as browsers do", "[net]") {  // RFC 3986, 5.4 and WHATWG
  const auto [reference, wanted] = GENERATE(table<std::string, std::string>({
      {"../../packages/x.whl", "https://h/packages/x.whl"},
      {"x.whl", "https://h/simple/a/x.whl"},
      {"./x.whl#sha256=1", "https://h/simple/a/x.whl#sha256=1"},
      {"/whl/x.whl", "https://h/whl/x.whl"},
      {"//other:8080/x", "https://other:8080/x"},
      {"\\\\other/x", "https://other/x"},
      {"http://other/x", "http://other/x"},
      {"https:x", "https://h/simple/a/x"},
      {"https:/x", "https://x/"},
      {"?q", "https://h/simple/a/?q"},
      {"#f", "https://h/simple/a/?base#f"},
      {"", "https://h/simple/a/?base"},
      {"..", "https://h/simple/"},
      {"../../../../x", "https://h/x"},
      {"b%2Fc%2B/../d", "https://h/simple/a/d"},
      {"javascript:alert(1)", "javascript:alert(1)"},
      {"file:///etc/passwd", "file:///etc/passwd"},
  }));
  CAPTURE(reference);
  const Url base = Url::parse("https://me:canary@h/simple/a/?base").value();
  const auto joined = base.join(reference);
  REQUIRE(joined);
  CHECK(joined->to_string() == wanted);
  CHECK(joined->user_info().empty() != is_same_origin(*joined, base));
}

TEST_CASE("a reference never becomes part of the host", "[net]") {
  CHECK(Url::parse("git://host")->join(".evil/x")->to_string() == "git://host/.evil/x");
  CHECK(Url::parse("https://host")->join(".evil/x")->to_string() == "https://host/.evil/x");
}

TEST_CASE("nothing is relative to an opaque URL", "[net]") {
  CHECK_FALSE(Url::parse("mailto:a")->join("b"));
  CHECK(Url::parse("mailto:a")->join("#b")->to_string() == "mailto:a#b");
}

TEST_CASE("the parts of a URL", "[net]") {
  const Url url =
      Url::parse("https://us%65r:p%40ss:word@example.com:8443/a/torch%2Bcpu.whl?q=1#f").value();
  CHECK(url.scheme() == "https");
  CHECK(url.user_info() == "us%65r:p%40ss:word");
  CHECK(url.host() == "example.com");
  CHECK(url.port() == 8443);
  CHECK(url.path() == "/a/torch%2Bcpu.whl");
  CHECK(url.filename() == "torch+cpu.whl");
  CHECK(url.query() == "q=1");
  CHECK(url.fragment() == "f");
  CHECK(url.origin() == "https://example.com:8443");
  CHECK(url.without_fragment().to_string() == "https://example.com:8443/a/torch%2Bcpu.whl?q=1");
  CHECK(url.without_user_info().user_info().empty());
  CHECK(url.with_path("/x").to_string() == "https://example.com:8443/x");
  CHECK(Url::parse("https://h:443/")->origin() == Url::parse("https://H/")->origin());
  CHECK_FALSE(is_same_origin(*Url::parse("https://h/"), *Url::parse("http://h/")));
  CHECK_FALSE(is_same_origin(*Url::parse("https://h/"), *Url::parse("https://h:8443/")));
}

TEST_CASE("files and paths", "[net]") {
  const std::string path = GENERATE("/home/me/a b", "/x/100%/#1?", "/\xc3\xa4\\b", "/", "/a/../b");
  CHECK(Url::from_path(path).to_path().value() == path);
  CHECK(Url::from_path("/a b%").to_string() == "file:///a%20b%25");
  CHECK_FALSE(Url::parse("https://h/x")->to_path());
  CHECK_FALSE(Url::parse("file:///a%00b")->to_path());
}

TEST_CASE("which hosts are this machine", "[net]") {
  for (const char* host : {"localhost", "a.localhost", "127.0.0.1", "127.1.2.3", "[::1]"})
    CHECK(Url::parse(std::string("http://") + host + "/")->is_loopback());
  for (const char* host : {"example.com", "127.0.0.1.example.com", "localhost.example", "[::2]",
                           "128.0.0.1", "127.mirror.host1"})
    CHECK_FALSE(Url::parse(std::string("http://") + host + "/")->is_loopback());
}
