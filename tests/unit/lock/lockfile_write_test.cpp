// SPDX-License-Identifier: MIT
#include "lock/toml_text.hpp"
#include "support/catch.hpp"
#include "support/sample_lock.hpp"

using namespace axle;

TEST_CASE("a lockfile that was read is written with the same bytes", "[lock]") {
  const std::string text = sample_lock();
  CHECK(lockfile_text(read_good(text)) == text);
}

TEST_CASE("strings take the plainest form that needs no escapes", "[lock]") {
  const auto [text, written] = GENERATE(table<std::string, std::string>({
      {"plain", "\"plain\""},
      {"", "\"\""},
      {"sys_platform == 'linux'", "\"sys_platform == 'linux'\""},
      {"a \"quoted\" word", "'a \"quoted\" word'"},
      {"C:\\wheels", "'C:\\wheels'"},
      {"\"both' kinds", "\"\"\"\"both' kinds\"\"\""},
      {"bell\a", "\"bell\\u0007\""},
  }));
  std::string out;
  append_toml_string(out, text);
  CHECK(out == written);
}

TEST_CASE("keys that are not bare are quoted", "[lock]") {
  std::string out;
  append_toml_key(out, "cu_124-x");
  append_toml_key(out, "a.b");
  CHECK(out == "cu_124-x\"a.b\"");
}

TEST_CASE("arrays of none or one stand on one line, longer ones one item a line", "[lock]") {
  const auto write = [](LockText& text, const std::string& item) { text.string(item); };
  const auto written = [&](const std::vector<std::string>& items) {
    LockText out;
    out.short_or_multiline(items, write);
    return out.take();
  };
  CHECK(written({}) == "[]\n");
  CHECK(written({"a"}) == "[\"a\"]\n");
  CHECK(written({"a", "b"}) == "[\n    \"a\",\n    \"b\",\n]\n");
}
