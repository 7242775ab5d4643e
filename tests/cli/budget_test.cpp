// SPDX-License-Identifier: MIT
// What input can make large has a limit, and reaching it is an error that says so.
#include "cli/expect.hpp"

namespace axle::test {
namespace {

std::string budget_project(std::string_view requirements, std::string_view more = "") {
  return fmt::format(
      "[project]\nname = \"demo\"\nversion = \"1\"\nrequires-python = \">=3.9\"\n"
      "dependencies = [{}]\n{}\n[tool.uv]\npackage = false\n",
      requirements, more);
}

TEST_CASE("an index that invents a dependency for each package is left") {
  FakeServer server;
  // Each page has one wheel, whose metadata asks for the next.
  server.intercept([&](const FakeRequest& request) -> std::optional<FakeResponse> {
    const std::size_t start = request.path.find("/n");
    if (start == std::string::npos) return std::nullopt;
    const std::string digits = request.path.substr(start + 2);
    const unsigned long number = std::stoul(digits);
    if (request.path.ends_with(".metadata"))
      return FakeResponse{.body = fmt::format("Metadata-Version: 2.1\nName: n{}\nVersion: 1.0\n"
                                              "Requires-Dist: n{}\n",
                                              number, number + 1)};
    return json_page(fmt::format(
        R"({{"meta":{{"api-version":"1.1"}},"name":"n{0}","files":[{{"filename":"n{0}-1.0-py3-none-any.whl",)"
        R"("url":"/f/n{0}-1.0-py3-none-any.whl","hashes":{{}},"core-metadata":true}}]}})",
        number));
  });
  AxleRun axle;
  axle.write("pyproject.toml", budget_project("\"n0\""));
  axle.set("AXLE_INDEX_URL", server.url("/simple"));
  const auto before = axle.state();
  const AxleResult result = axle("lock");
  expect_exit(result, 1);
  expect_said(result, {"given up", "more than 100 times", "hint"});
  CHECK(difference(before, axle.state()) == "");
  const AxleResult json = axle("--json lock");
  expect_said(json, {"\"code\":\"E_BUDGET\""});
}

TEST_CASE("conflicts that split a project into thousands of forks are refused") {
  FakeIndex index("[simple]\na 1.0\na 2.0\n");
  std::string extras = "[project.optional-dependencies]\n";
  std::string pairs;
  for (int i = 0; i < 12; ++i) {
    extras += fmt::format("x{0} = [\"a==1.0\"]\ny{0} = [\"a==2.0\"]\n", i);
    pairs += fmt::format("[{{ extra = \"x{0}\" }}, {{ extra = \"y{0}\" }}],", i);
  }
  AxleRun axle;
  axle.write("pyproject.toml",
             budget_project("", extras) + fmt::format("conflicts = [{}]\n", pairs));
  axle.set("AXLE_INDEX_URL", index.url());
  const AxleResult result = axle("lock");
  expect_exit(result, 1);
  expect_said(result, {"given up", "forks", "hint"});
}

TEST_CASE("extras that name one another are one walk") {
  std::string extras = "[project.optional-dependencies]\n";
  constexpr int count = 100;
  for (int i = 0; i < count; ++i)
    extras += fmt::format("e{} = [\"demo[e{}]\", \"demo[e{}]\"]\n", i, i + 1, i * 7 % count);
  extras += fmt::format("e{} = []\n", count);
  AxleRun axle;
  axle.write("pyproject.toml", budget_project("", extras));
  expect_exit(axle("lock --offline"), 0);
}

TEST_CASE("hundreds of extras that name one another are refused") {
  std::string extras = "[project.optional-dependencies]\n";
  constexpr int count = 600;
  for (int i = 0; i < count; ++i)
    extras += fmt::format("e{} = [\"demo[e{}]\", \"demo[e{}]\"]\n", i, i + 1, i * 7 % count);
  extras += fmt::format("e{} = []\n", count);
  AxleRun axle;
  axle.write("pyproject.toml", budget_project("", extras));
  axle.set("AXLE_SOLVE_MEMORY", "0");  // a sanitizer takes several times as much
  const AxleResult result = axle("lock --offline");
  expect_exit(result, 1);
  expect_said(result, {"given up", "extras", "hint"});
}

TEST_CASE("the time that solving may take without progress is settable") {
  AxleRun axle;
  axle.write("pyproject.toml", budget_project(""));
  axle.set("AXLE_SOLVE_TIMEOUT", "soon");
  expect_failure(axle, "lock --offline", 2, {"AXLE_SOLVE_TIMEOUT", "soon"});
  axle.set("AXLE_SOLVE_TIMEOUT", "0");
  axle.set("AXLE_SOLVE_MEMORY", "0");
  expect_exit(axle("lock --offline"), 0);
  axle.set("AXLE_SOLVE_MEMORY", "1");
  const AxleResult result = axle("lock --offline --refresh -U");
  expect_exit(result, 1);
  expect_said(result, {"more than 1.0 MiB of memory", "AXLE_SOLVE_MEMORY"});
}

TEST_CASE("a requirements file of a hundred thousand lines is refused") {
  std::string lines;
  for (int i = 0; i < 100'000; ++i) lines += "a==1\n";
  AxleRun axle;
  axle.quietly("venv");
  axle.write("r.txt", lines);
  expect_failure(axle, "pip install --offline --no-index -r r.txt", 2,
                 {"r.txt", "more than 50000 requirements"});
}

}  // namespace
}  // namespace axle::test
