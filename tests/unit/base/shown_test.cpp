// SPDX-License-Identifier: MIT
#include "base/shown.hpp"

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("passwords are not shown, however broken the text around them is", "[base]") {
  const std::string form =
      GENERATE("https://u:{}@h/simple", "https://{}@h/simple", "http://u:{}@h:99999/x",
               "demo @ http://u:{}@[::1/x.whl", "http:/u:{}@h/x.whl", "http:///u:{}@h/x.whl",
               "https:u:{}@h/x", "u:{}@h/simple", ":/u:{}@h/x.whl", "http://u:a/{}@h/x",
               "http://u:a?{}@h/x", "http://u:a#{}@h/x", "http://u:p@{}@h/x", "git+ssh:/u:{}@h/x",
               "`http://u:{}@h/x` is not a URL", "a://h/x,b://u:{}@h", "x@http://u:{}@h");
  std::string text = form;
  text.replace(text.find("{}"), 2, "CANARY");
  const std::string shown = hide_user_info(text);
  CAPTURE(text, shown);
  CHECK(shown.find("CANARY") == std::string::npos);
  CHECK(shown.find("****@") != std::string::npos);
}

TEST_CASE("what is no login stays as it is", "[base]") {
  const std::string text = GENERATE(
      "", "demo @ https://h/x.whl", "git+https://h.example/org/repo.git@v1.0",
      "git+https://h.example:3000/org/repo@main", "https://[::1]:80/x@y", "git@h.example:org/repo",
      "`a==1.0` at 12:30", "someone@example.org", "https://h/@scope/x");
  CHECK(hide_user_info(text) == text);
}

TEST_CASE("the rest of a URL with a login is shown", "[base]") {
  CHECK(hide_user_info("git+ssh://git@h.example/org/repo.git@v1") ==
        "git+ssh://****@h.example/org/repo.git@v1");
  CHECK(hide_user_info("x = \"https://u:p@h/simple\" # and https://v@g/") ==
        "x = \"https://****@h/simple\" # and https://****@g/");
}
