// SPDX-License-Identifier: MIT
// Of a flag and its opposite the last one counts, against variables and settings too.
#include "cli/expect.hpp"

namespace axle::test {
namespace {

struct Demo {
  FakeIndex index{"[simple]\nalpha 1.0\nalpha 2.0\nbeta 1.0\n"};
  AxleRun axle;

  Demo() {
    axle.write("pyproject.toml",
               "[project]\nname = \"demo\"\nversion = \"0.1.0\"\nrequires-python = \">=3.9\"\n"
               "dependencies = [\"alpha\"]\n[dependency-groups]\ndev = [\"beta\"]\n");
    axle.write("uv.toml", fmt::format("index-url = \"{}\"\n", index.url()));
  }
};

TEST_CASE("the last of a flag and its opposite wins") {
  Demo demo;
  expect_exit(demo.axle("lock --no-offline --offline"), 1);
  expect_exit(demo.axle("sync --no-locked --locked --dry-run"), 1);
  expect_exit(demo.axle("sync --locked --no-locked --dry-run --offline --no-offline"), 0);
  expect_exit(demo.axle("lock"), 0);
  CHECK(demo.axle("export --no-hashes --no-header --no-annotate --no-dev --dev").out ==
        demo.axle("export --no-hashes --no-header --no-annotate").out);
  const std::string without = demo.axle("export --no-hashes --no-header --dev --no-dev").out;
  CHECK(without.find("beta") == std::string::npos);
  CHECK(demo.axle("export --no-hashes --hashes").out.find("--hash=") != std::string::npos);
  CHECK(demo.axle("export --hashes --no-hashes").out.find("--hash=") == std::string::npos);
  CHECK(demo.axle("export --no-header --header").out.starts_with("# This file"));
}

TEST_CASE("an opposite counts more than a variable and a setting") {
  Demo demo;
  demo.axle.set("UV_OFFLINE", "1");
  expect_exit(demo.axle("lock"), 1);
  expect_exit(demo.axle("lock --no-offline"), 0);
}

TEST_CASE("an opposite counts more than a setting") {
  Demo demo;
  const auto settings = [&](std::string_view more) {
    demo.axle.write("uv.toml", fmt::format("index-url = \"{}\"\n{}", demo.index.url(), more));
  };
  settings("offline = true\n");
  expect_exit(demo.axle("lock"), 1);
  expect_exit(demo.axle("lock --no-offline"), 0);
  std::filesystem::remove(demo.axle.project() / "uv.lock");
  settings("no-binary = true\n");
  expect_exit(demo.axle("lock"), 1);
  expect_exit(demo.axle("lock --no-progress"), 1);  // other options leave the setting alone
  expect_exit(demo.axle("lock --binary"), 0);
}

TEST_CASE("opposites are accepted by name, shown nowhere, and no others are") {
  Demo demo;
  for (const char* command :
       {"sync --no-active --no-all-extras --no-reinstall --build --build-isolation --dry-run",
        "venv --no-seed --no-relocatable --no-refresh", "python find --no-system",
        "tree --no-cache-dir --no-color --no-offline", "pip list --no-strict --no-outdated",
        "python pin 3.9 --no-resolved"})
    expect_exit(demo.axle(command), 0);
  expect_not_said(demo.axle("sync --help"), "--no-offline");
  expect_not_said(demo.axle("completions bash"), "--no-reinstall");
  expect_failure(demo.axle, "sync --no-frobnicate", 2, {"--no-frobnicate"});
  expect_failure(demo.axle, "tree --no-reinstall", 2, {"--no-reinstall"});
}

TEST_CASE("what uv lists of a build without building is answered with the way out") {
  Demo demo;
  expect_failure(demo.axle, "build --list", 2, {"`--list`", "tar -tf"});
}

TEST_CASE("options that say different things are refused") {
  AxleRun axle;
  const auto [words, first, second] = GENERATE(table<std::string, std::string, std::string>({
      {"sync --extra a --all-extras", "--extra", "--all-extras"},
      {"export --only-group a --all-groups", "--only-group", "--all-groups"},
      {"tree --only-dev --no-dev", "--only-dev", "--no-dev"},
      {"run --package a --all-packages true", "--package", "--all-packages"},
      {"sync --script a.py --dev", "--script", "--dev"},
      {"sync --only-install-local --no-install-local", "--no-install-local",
       "--only-install-local"},
      {"tree --universal --python-platform linux", "--universal", "--python-platform"},
      {"pip compile a.in --no-build --only-binary b", "--no-build", "--only-binary"},
      {"lock --frozen --dry-run", "--frozen", "--dry-run"},
  }));
  CAPTURE(words);
  expect_failure(axle, words, 2,
                 {"`" + first + "` cannot be used with `" + second + "`", "leave one of them out"});
}

}  // namespace
}  // namespace axle::test
