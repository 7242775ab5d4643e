// SPDX-License-Identifier: MIT
#include "edit/script_block.hpp"

#include "support/catch.hpp"

namespace axle {
namespace {

TEST_CASE("a script's block is found and put back") {
  const std::string text =
      "#!/usr/bin/env python3\n\n# /// script\n# dependencies = [\n#   \"a\",\n# ]\n#\n# [tool.x]\n"
      "# ///\n\nimport a\n";
  const auto script = ScriptText::read(text);
  REQUIRE((script && *script));
  CHECK((*script)->metadata == "dependencies = [\n  \"a\",\n]\n\n[tool.x]\n");
  CHECK((*script)->to_string() == text);
}

TEST_CASE("the last closing line of the comment ends the block") {
  const auto script =
      ScriptText::read("# /// script\n# x = '''\n# ///\n# '''\n# ///\nx = 1\n# ///\n");
  REQUIRE((script && *script));
  CHECK((*script)->metadata == "x = '''\n///\n'''\n");
  CHECK((*script)->after == "x = 1\n# ///\n");
}

TEST_CASE("ends of lines become single line feeds") {
  const auto script = ScriptText::read("# /// script\r\n# a = 1\r\n# ///\r\nx\r\n");
  REQUIRE((script && *script));
  CHECK((*script)->to_string() == "# /// script\n# a = 1\n# ///\nx\n");
}

TEST_CASE("a script without a block gets it behind its first line") {
  const auto made = [](std::string_view text) {
    ScriptText script = ScriptText::without_block(text);
    script.metadata = "a = 1\n";
    return script.to_string();
  };
  const std::string block = "# /// script\n# a = 1\n# ///\n";
  CHECK(made("") == block);
  CHECK(made("import os\n") == block + "import os\n");
  CHECK(made("#!python") == "#!python\n" + block);
  CHECK(made("#!python\n\nx\n") == "#!python\n" + block + "\nx\n");
  CHECK(made("# words\n") == block + "\n# words\n");
}

TEST_CASE("a block that does not end is refused, other comments are none") {
  CHECK_FALSE(ScriptText::read("# /// script\n# a = 1\nimport os\n# ///\n"));
  CHECK_FALSE(ScriptText::read("# /// script"));
  for (const char* text :
       {"", "x = '''\n # /// script\n'''\n", "# /// pyproject\n# ///\n", "#/// script\n# ///\n"}) {
    const auto script = ScriptText::read(text);
    REQUIRE(script);
    CHECK_FALSE(*script);
  }
}

}  // namespace
}  // namespace axle
