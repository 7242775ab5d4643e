// SPDX-License-Identifier: MIT
#include "index/page_json.hpp"

#include "base/sha256.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

constexpr std::string_view page_url = "https://pypi.example/simple/a/";
const std::string sha256 = "6088930bfe239f0e6710546ab9c19c9ef35e29792895fed6e6e31a023a182a61";

std::string fault_of(const std::string& body) {
  const auto page = parse_json_page(body, page_url);
  if (page) return "no error";
  CHECK(name_of(page.error().code).starts_with("E_INDEX_"));
  return page.error().message;
}

// A page with one file that has these fields beside name and URL.
std::string with_fields(const std::string& fields) {
  return R"({"meta":{"api-version":"1.1"},"name":"a","files":[{"filename":"a-1.0-py3-none-any.whl","url":"a.whl")" +
         (fields.empty() ? "" : "," + fields) + "}]}";
}

PageLink parse_file(const std::string& fields) {
  const auto page = parse_json_page(with_fields(fields), page_url);
  INFO(fields);
  INFO((page ? std::string() : page.error().message));
  REQUIRE(page);
  REQUIRE(page->links.size() == 1);
  return page->links.front();
}

TEST_CASE("all that a file may state", "[page_json]") {
  const PageLink link = parse_file(
      R"("hashes":{"sha256":")" + sha256 +
      R"(","md5":"0123456789abcdef0123456789abcdef","sha1":"?"},)" +
      R"("requires-python":">=3.9","size":123,"upload-time":"2018-03-22T10:06:50.318783Z",)" +
      R"("yanked":"Metadata \u2014 smelly","core-metadata":{"sha256":")" + sha256 + R"("},)" +
      R"("data-dist-info-metadata":false,"provenance":null,"gpg-sig":true,"x":[1,-2.5e3,{"y":[]}])");
  CHECK(link.filename == "a-1.0-py3-none-any.whl");
  CHECK(link.url == "a.whl");
  REQUIRE(link.hashes.size() == 2);
  CHECK(link.hashes[0].algorithm == DigestAlgorithm::md5);
  CHECK(link.hashes[1] == FileHash{DigestAlgorithm::sha256, sha256});
  CHECK(link.requires_python == ">=3.9");
  CHECK(link.size == 123U);
  CHECK(link.upload_time == 1521713210318);
  CHECK(link.yanked == "Metadata \xE2\x80\x94 smelly");
  REQUIRE(link.core_metadata);
  CHECK(link.core_metadata->at(0).hex == sha256);
}

TEST_CASE("all that a file may leave out or say is absent", "[page_json]") {
  const std::string fields = GENERATE(
      "",
      R"("requires-python":null,"size":null,"upload-time":null,"yanked":null,"core-metadata":null)",
      R"("yanked":false,"core-metadata":false,"dist-info-metadata":false)");
  const PageLink link = parse_file(fields);
  CHECK(link.hashes.empty());
  CHECK_FALSE(link.requires_python);
  CHECK_FALSE(link.yanked);
  CHECK_FALSE(link.core_metadata);
  CHECK_FALSE(link.size);
  CHECK_FALSE(link.upload_time);
}

TEST_CASE("yanked and core metadata as flags", "[page_json]") {
  CHECK(parse_file(R"("yanked":true)").yanked == "");
  CHECK(parse_file(R"("core-metadata":true)").core_metadata);
  CHECK(parse_file(R"("core-metadata":false,"dist-info-metadata":true)").core_metadata);
}

TEST_CASE("the fragment of a URL is cut off", "[page_json]") {
  const auto page = parse_json_page(
      R"({"files":[{"filename":"f","url":"https://h/a%2Bb.whl#sha256=1"}]})", page_url);
  REQUIRE(page);
  CHECK(page->links.at(0).url == "https://h/a%2Bb.whl");
  CHECK(page->base == page_url);
}

TEST_CASE("project status", "[page_json]") {
  const auto page = parse_json_page(
      R"({"project-status":{"status":"archived","reason":"old"},"files":[]})", page_url);
  REQUIRE(page);
  CHECK(page->status == ProjectStatus{ProjectStatus::Kind::archived, "old"});
}

TEST_CASE("types are strict", "[page_json]") {
  const std::string fields = GENERATE(
      R"("size":"12")", R"("size":-1)", R"("size":1.5)", R"("size":1e3)",
      R"("size":99999999999999999999)", R"("hashes":null)", R"("hashes":[])",
      R"("hashes":{"sha256":1})", R"("hashes":{"sha256":"abc"})", R"("requires-python":3)",
      R"("requires-python":[])", R"("yanked":1)", R"("yanked":{})", R"("upload-time":5)",
      R"("upload-time":"yesterday")", R"("core-metadata":"true")", R"("core-metadata":[])");
  CAPTURE(fields);
  CHECK(fault_of(with_fields(fields)) != "no error");
}

TEST_CASE("what is no page", "[page_json]") {
  const std::string body = GENERATE(
      "", "null", "[]", "{}", "<html>", R"({"files":{}})", R"({"files":[1]})", R"({"files":[{}]})",
      R"({"files":[{"filename":"f"}]})", R"({"files":[{"url":"u"}]})", R"({"files":[],})",
      R"({"files":[]}{)", R"({"files":[])", R"({"files":[)", R"({"files")", R"({"files":[]]})",
      R"({'files':[]})", R"({files:[]})", R"({"meta":{"api-version":"2.0"},"files":[]})",
      R"({"meta":{"api-version":1},"files":[]})", R"({"meta":[],"files":[]})");
  CAPTURE(body);
  CHECK(fault_of(body) != "no error");
}

TEST_CASE("a key that is there twice is an error", "[page_json]") {
  CHECK(fault_of(R"({"files":[],"files":[]})") != "no error");
  CHECK(fault_of(R"({"files":[],"x":{"a":1,"\u0061":2}})") != "no error");
  CHECK(fault_of(with_fields(R"("size":1,"size":1)")) != "no error");
  std::string many = R"({"files":[],"x":{)";
  for (int i = 0; i < 1000; ++i) many += "\"k" + std::to_string(i) + "\":0,";
  CHECK(fault_of(many + "\"last\":0}}") == "no error");
  CHECK(fault_of(many + "\"k7\":0}}") != "no error");
}

TEST_CASE("strings", "[page_json]") {
  const auto yanked = [](const std::string& text) {
    return parse_file("\"yanked\":\"" + text + "\"").yanked.value();
  };
  CHECK(yanked(R"(\"\\\/\b\f\n\r\t)") == "\"\\/\b\f\n\r\t");
  CHECK(yanked(R"(\u00e9\ud83d\ude00)") == "\xC3\xA9\xF0\x9F\x98\x80");
  CHECK(yanked("\xC3\xA9") == "\xC3\xA9");
  const std::string bad = GENERATE(R"(\x)", R"(\u12)", R"(\ud83d)", R"(\ud83dx)", R"(\ud83d\u0041)",
                                   R"(\ude00)", "\n", "\x01", "\xFF", "\xC3", R"(\)");
  CAPTURE(bad);
  CHECK(fault_of(with_fields("\"yanked\":\"" + bad + "\"")) != "no error");
}

TEST_CASE("values that are passed over are checked all the same", "[page_json]") {
  const std::string value =
      GENERATE("01", "-", "1.", "1e", "+1", ".5", "tru", "nulll", "[1,]", "[1 2]", "{\"a\" 1}",
               "{,}", "[,]", "NaN", "'a'", "\"a", "{\"a\":1,}");
  CAPTURE(value);
  CHECK(fault_of(R"({"files":[],"x":)" + value + "}") != "no error");
}

TEST_CASE("depth is bounded", "[page_json]") {
  const auto nested = [](int depth) {
    return R"({"files":[],"x":)" + std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']') + "}";
  };
  CHECK(fault_of(nested(63)) == "no error");
  CHECK(fault_of(nested(64)) != "no error");
  CHECK(fault_of(R"({"files":[],"x":)" + std::string(1'000'000, '[')) != "no error");
}

TEST_CASE("the media type decides the form", "[page_json]") {
  const auto parsed = [](std::string_view body, std::string_view type) {
    return parse_page(body, type, page_url).has_value();
  };
  CHECK(parsed(R"({"files":[]})", "application/vnd.pypi.simple.v1+json"));
  CHECK(parsed(R"({"files":[]})", "Application/VND.pypi.simple.v1+JSON; charset=utf-8"));
  CHECK(parsed("<a href=x>", "text/html;charset=utf-8"));
  CHECK(parsed("<a href=x>", "application/vnd.pypi.simple.v1+html"));
  CHECK_FALSE(parsed("<a href=x>", "application/vnd.pypi.simple.v1+json"));
  CHECK_FALSE(parsed(R"({"files":[]})", "text/html"));
  CHECK_FALSE(parsed(R"({"files":[]})", "application/json"));
  CHECK_FALSE(parsed("<a href=x>", ""));
  CHECK_FALSE(parsed("<a href=x>", "application/vnd.pypi.simple.v2+html"));
}

}  // namespace
}  // namespace axle
