// SPDX-License-Identifier: MIT
#include "axle/standards/direct_url.hpp"

#include <string>

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("direct_url.json is read and written", "[direct_url]") {  // PEP 610
  const auto [text, written] = GENERATE(table<std::string, std::string>({
      {R"({"url": "https://example.org/a-1.zip", "archive_info": {"hashes": {"sha256": "00ff"}}})",
       R"({"url":"https://example.org/a-1.zip","archive_info":{"hashes":{"sha256":"00ff"}}})"},
      {R"({"url": "https://example.org/a-1.zip", "archive_info": {"hash": "sha256=00ff"}})",
       R"({"url":"https://example.org/a-1.zip","archive_info":{"hashes":{"sha256":"00ff"}}})"},
      {R"({"url": "https://example.org/a-1.zip", "archive_info": {}, "subdirectory": "x"})",
       R"({"url":"https://example.org/a-1.zip","archive_info":{},"subdirectory":"x"})"},
      {R"({"url": "file:///home/u/p", "dir_info": {"editable": true}})",
       R"({"url":"file:///home/u/p","dir_info":{"editable":true}})"},
      {R"({"url": "file:///home/u/p", "dir_info": {}})",
       R"({"url":"file:///home/u/p","dir_info":{}})"},
      {R"({"url": "https://example.org/r.git",
           "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": "abc"}})",
       R"({"url":"https://example.org/r.git","vcs_info":{"vcs":"git","commit_id":"abc","requested_revision":"main"}})"},
  }));
  CAPTURE(text);
  const auto direct = DirectUrl::parse(text);
  REQUIRE(direct);
  CHECK(direct->to_json() == written);
  CHECK(DirectUrl::parse(written).value() == *direct);
  CHECK(direct->is_editable() == (text.find("true") != std::string::npos));
}

TEST_CASE("a repository with its large files says so", "[direct_url]") {
  const std::string text =
      R"({"url":"https://h/r","vcs_info":{"vcs":"git","commit_id":"abc","git_lfs":true},"subdirectory":"a"})";
  auto direct = DirectUrl::parse(text);
  REQUIRE(direct);
  CHECK(direct->to_json() == text);
  CHECK(direct->requirement_url() == "git+https://h/r@abc#subdirectory=a&lfs=true");
  direct->subdirectory.reset();
  CHECK(direct->requirement_url() == "git+https://h/r@abc#lfs=true");
}

TEST_CASE("what is no direct_url.json is refused", "[direct_url]") {
  const std::string text =
      GENERATE("", "[]", "{}", "null", R"({"url": 1, "dir_info": {}})", R"({"url": "u"})",
               R"({"url": "u", "dir_info": 3})", R"({"url": "u", "dir_info": {"editable": "yes"}})",
               R"({"url": "u", "vcs_info": {"vcs": "git"}})",
               R"({"url": "u", "archive_info": {"hashes": 3}})",
               R"({"url": "u", "archive_info": {"hashes": {"sha256": 3}}})",
               R"({"url": "u", "archive_info": "x"})", R"({"url": "u", "archive_info": [3]})");
  CAPTURE(text);
  const auto direct = DirectUrl::parse(text);
  REQUIRE_FALSE(direct);
  CHECK(direct.error().kind == ErrorKind::invalid_input);
}

TEST_CASE("a direct_url.json of any size or depth is refused, not followed", "[direct_url]") {
  CHECK_FALSE(DirectUrl::parse(std::string(2 << 20, ' ')));
  CHECK_FALSE(DirectUrl::parse(std::string(500'000, '[')));
}
