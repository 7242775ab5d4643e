// SPDX-License-Identifier: MIT
#include "index/page_html.hpp"

#include "base/sha256.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

constexpr std::string_view html_url = "https://download.pytorch.org/whl/cpu/torch/";
const std::string html_sha256 = "6088930bfe239f0e6710546ab9c19c9ef35e29792895fed6e6e31a023a182a61";

ParsedPage parse(const std::string& body) {
  auto page = parse_html_page(body, html_url);
  INFO(body);
  INFO((page ? std::string() : page.error().message));
  REQUIRE(page);
  return *page;
}

PageLink parse_link(const std::string& link) {
  const ParsedPage page = parse(link);
  REQUIRE(page.links.size() == 1);
  return page.links.front();
}

std::optional<ErrorCode> code_of(const std::string& body) {
  const auto page = parse_html_page(body, html_url);
  return page ? std::nullopt : std::optional(page.error().code);
}

TEST_CASE("a link gives name, URL and digest", "[page_html]") {
  const PageLink link = parse_link(
      "<a href=\"/whl/cpu/torch-2.5.1%2Bcpu-cp312-cp312-linux_x86_64.whl#sha256=" + html_sha256 +
      "\">x</a>");
  CHECK(link.filename == "torch-2.5.1+cpu-cp312-cp312-linux_x86_64.whl");
  CHECK(link.url == "/whl/cpu/torch-2.5.1%2Bcpu-cp312-cp312-linux_x86_64.whl");
  REQUIRE(link.hashes.size() == 1);
  CHECK(link.hashes[0] == FileHash{DigestAlgorithm::sha256, html_sha256});
  CHECK_FALSE(link.requires_python);
  CHECK_FALSE(link.yanked);
  CHECK_FALSE(link.core_metadata);
  CHECK_FALSE(link.size);
  CHECK_FALSE(link.upload_time);
}

TEST_CASE("file names come from the last path segment", "[page_html]") {
  const auto [href, filename] = GENERATE(table<std::string, std::string>({
      {"a-1.0.tar.gz", "a-1.0.tar.gz"},
      {"../../packages/a-1.0.tar.gz?token=x/y", "a-1.0.tar.gz"},
      {"https://h/p/a-1.0%2Bcpu.tar.gz?x#main", "a-1.0+cpu.tar.gz"},
      {" a-1.0.tar.gz\n", "a-1.0.tar.gz"},
      {"https://h/p/", ""},
      {"a&amp;b.whl", "a&b.whl"},
      {"a?x=1&ltd=2", "a"},
  }));
  CAPTURE(href);
  CHECK(parse_link("<a href=\"" + href + "\">x</a>").filename == filename);
}

TEST_CASE("the URL keeps its characters and loses its fragment", "[page_html]") {
  CHECK(parse_link("<a href='HTTPS://Host/a%2Bb-1.zip?q=1&amp;r=2#x'>").url ==
        "HTTPS://Host/a%2Bb-1.zip?q=1&r=2");
}

TEST_CASE("fragments are read as digests or passed over", "[page_html]") {
  const auto hashes_of = [](const std::string& fragment) {
    return parse_link("<a href='a.whl#" + fragment + "'>").hashes;
  };
  const std::vector<FileHash> one{{DigestAlgorithm::sha256, html_sha256}};
  CHECK(hashes_of("sha256=" + html_sha256) == one);
  CHECK(hashes_of("sha256%3D" + html_sha256) == one);
  CHECK(hashes_of("egg=a-1.0&amp;sha256=" + html_sha256) == one);
  CHECK(hashes_of("main").empty());
  CHECK(hashes_of("").empty());
  CHECK(hashes_of("egg=public-hello-0.1").empty());
  CHECK(hashes_of("a=b=c").empty());
  const auto two = hashes_of("sha256=" + html_sha256 + "&amp;md5=0123456789ABCDEF0123456789abcdef");
  REQUIRE(two.size() == 2);
  CHECK(two[0] == FileHash{DigestAlgorithm::md5, "0123456789abcdef0123456789abcdef"});
}

TEST_CASE("a digest that cannot be right makes the page unusable", "[page_html]") {
  const std::string fragment =
      GENERATE("sha256=abc", "md5=0123456789abcdef0123456789abcdeg", "blake2=00", "sha1=00",
               "sha512=6088930bfe239f0e6710546ab9c19c9ef35e29792895fed6e6e31a023a182a61");
  CHECK(code_of("<a href='a.whl#" + fragment + "'>") == ErrorCode::index_format);
}

TEST_CASE("attributes of a link", "[page_html]") {
  const PageLink link = parse_link(
      "<A HREF=a-1.whl DATA-Requires-Python='&gt;=3.9,&lt;4' data-yanked=\"broken &amp; old\" "
      "data-size=12 "
      "data-upload-time=2026-04-23T10:00:00.5Z data-dist-info-metadata=true>");
  CHECK(link.filename == "a-1.whl");
  CHECK(link.requires_python == ">=3.9,<4");
  CHECK(link.yanked == "broken & old");
  CHECK(link.size == 12U);
  CHECK(link.upload_time == 1776938400500);
  REQUIRE(link.core_metadata);
  CHECK(link.core_metadata->empty());
}

TEST_CASE("yanked without a value, and with an empty one", "[page_html]") {
  CHECK(parse_link("<a href=a data-yanked>").yanked == "");
  CHECK(parse_link("<a data-yanked='' href=a>").yanked == "");
}

TEST_CASE("core metadata: the newer name wins, and what cannot be read is absent", "[page_html]") {
  const auto core = [](const std::string& attributes) {
    return parse_link("<a href=a.whl " + attributes + ">").core_metadata;
  };
  CHECK(core("data-core-metadata=true"));
  CHECK_FALSE(core("data-core-metadata=false data-dist-info-metadata=true"));
  CHECK_FALSE(core("data-core-metadata=sha256=aa113592bbe"));
  const auto hashed = core("data-core-metadata='sha256=" + html_sha256 +
                           "' data-dist-info-metadata='sha256=invalid'");
  REQUIRE(hashed);
  CHECK(hashed->at(0).hex == html_sha256);
}

TEST_CASE("size and time that cannot be read are absent", "[page_html]") {
  const PageLink link = parse_link("<a href=a.whl data-size=-1 data-upload-time=yesterday>");
  CHECK_FALSE(link.size);
  CHECK_FALSE(link.upload_time);
}

TEST_CASE("links without href, or in comments and scripts, are none", "[page_html]") {
  CHECK(parse("<a>x</a><a href>y</a><a href=\"\">z</a><!-- <a href=a.whl> --><script>'<a "
              "href=b.whl>'</script>"
              "<style><a href=c.whl></style><title><a href=d.whl></title><span "
              "href=e.whl></span><abbr href=f.whl>"
              "<a href='unfinished.whl")
            .links.empty());
}

TEST_CASE("markup that is not quite HTML still has its links", "[page_html]") {
  CHECK(parse("< a><<a/href=a.whl/><a href = 'b.whl'data-size=1><a\nhref\t=c.whl>text > <a =x "
              "href=d.whl><!><!-->"
              "<a href=e.whl></a><?php ?><a href=f.whl></")
            .links.size() == 6);
}

TEST_CASE("relative links belong to the base", "[page_html]") {
  const auto base = [](const std::string& head) { return parse(head + "<a href=a.whl>").base; };
  CHECK(base("") == html_url);
  CHECK(base("<base href='https://other/path/'>") == "https://other/path/");
  CHECK(base("<base target=_new>") == html_url);
  CHECK(base("<base/><BASE HREF=https://other/>") == "https://other/");
  CHECK(base("<base href=https://one/><base href=https://two/>") == "https://one/");
  CHECK(base("<a href=b.whl><base href=https://late/>") == html_url);
  CHECK(base("<link href=x.css><base href=https://late/>") == html_url);
  CHECK(base("<base href='subdir/'>") == "https://download.pytorch.org/whl/cpu/torch/subdir/");
  CHECK(code_of("<base href='javascript:x'><a href=a.whl>") == ErrorCode::index_format);
  CHECK(code_of("<base href='https://[/'>") == ErrorCode::index_format);
}

TEST_CASE("entities", "[page_html]") {
  const auto [written, text] = GENERATE(table<std::string, std::string>({
      {"p&#xFF;42",
       "p\xC3\xBF"
       "42"},
      {"p&yuml;42",
       "p\xC3\xBF"
       "42"},
      {"&#43;&plus;&#x2b", "+++"},
      {"&lt 1", "< 1"},
      {"&lt1", "&lt1"},
      {"&nosuch;&;&", "&nosuch;&;&"},
      {"&#0;&#xD800;&#99999999999999;", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"&amp;gt;", "&gt;"},
      {"&#x1F600;", "\xF0\x9F\x98\x80"},
  }));
  CAPTURE(written);
  CHECK(parse_link("<a href=a data-yanked='" + written + "'>").yanked == text);
}

TEST_CASE("project status and repository version", "[page_html]") {
  const ParsedPage page = parse(
      "<head><meta name=\"pypi:repository-version\" content=\"1.4\"><meta "
      "name='pypi:project-status' content=quarantined>"
      "<meta name='pypi:project-status-reason' content='bad &amp; ugly'></head>");
  CHECK(page.status == ProjectStatus{ProjectStatus::Kind::quarantined, "bad & ugly"});
  CHECK(parse("<meta name='pypi:project-status' content=unheard-of>").status.kind ==
        ProjectStatus::Kind::active);
  CHECK(code_of("<meta name='pypi:repository-version' content='2.0'>") == ErrorCode::index_format);
}

TEST_CASE("what is no index page", "[page_html]") {
  CHECK(code_of("Service unavailable") == ErrorCode::index_format);
  CHECK(code_of("<form><input type=password></form>") == ErrorCode::index_format);
  CHECK(code_of("<input type=password><a href=a-1.0.whl>") == std::nullopt);
  CHECK(parse("").links.empty());
  CHECK(parse(" \n").links.empty());
}

TEST_CASE("names that are not UTF-8 are passed over", "[page_html]") {
  CHECK(parse("<a href='a%FF.whl'><a href='\xFF.whl'><a href=b.whl>").links.size() == 1);
}

TEST_CASE("hostile markup takes linear time", "[page_html]") {
  const std::string piece =
      GENERATE("<", "<!--", "</", "<a ", "<a href='", "<script>", "<a b=", "<!", "</script");
  std::string body;
  while (body.size() < 2'000'000) body += piece;
  CAPTURE(piece);
  static_cast<void>(parse_html_page(body, html_url));  // ctest's time limit is the assertion
}

TEST_CASE("a page may have many links, but not any number", "[page_html]") {
  std::string body;
  for (std::size_t i = 0; i <= max_page_links; ++i) body += "<a href=a>";
  CHECK(code_of(body) == ErrorCode::index_limit);
}

}  // namespace
}  // namespace axle
