// SPDX-License-Identifier: MIT
#include <sstream>

#include "base/process.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

TEST_CASE("version and help are data") {
  AxleRun axle;
  for (const char* command : {"--version", "-V"}) {
    const AxleResult result = axle(command);
    expect_exit(result, 0);
    CHECK(result.out.starts_with("axle "));
    CHECK(result.err.empty());
  }
  for (const char* command :
       {"--help", "sync --help", "pip --help", "pip install --help", "venv -h", "cache --help"}) {
    const AxleResult result = axle(command);
    expect_exit(result, 0);
    CHECK(result.out.size() > 100);
    CHECK(result.err.empty());
  }
}

/// The commands below `command` that have none below them.
std::vector<std::string> leaves(AxleRun& axle, const std::string& command) {
  const AxleResult result = axle.quietly(command + " --help");
  const std::size_t list = result.out.find("Subcommands:\n");
  if (list == std::string::npos) return {command};
  std::vector<std::string> found;
  std::istringstream lines(result.out.substr(list));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("  ")) {
    if (line[2] == ' ') continue;  // the rest of what is said of the one above
    const std::string name = line.substr(2, line.find_first_of(", ", 2) - 2);  // "list, ls"
    for (std::string& leaf : leaves(axle, command.empty() ? name : command + " " + name))
      found.push_back(std::move(leaf));
  }
  return found;
}

TEST_CASE("every command shows an example and the global options") {
  AxleRun axle;
  const std::vector<std::string> commands = leaves(axle, "");
  CHECK(commands.size() > 40);
  for (const std::string& command : commands) {
    INFO(command);
    const AxleResult help = axle.quietly(command + " --help");
    CHECK(help.out.find("Example") != std::string::npos);
    CHECK(help.out.find("axle " + command) != std::string::npos);
    CHECK(help.out.find("\nGlobal options:\n") != std::string::npos);
  }
}

TEST_CASE("commands answer to the second names that uv gives them") {
  AxleRun axle;
  CHECK(axle("pip ls --help").out == axle("pip list --help").out);
  CHECK(axle("cache clear --help").out == axle("cache clean --help").out);
}

TEST_CASE("a mistake on the command line is named, with what was meant") {
  AxleRun axle;
  expect_failure(axle, "snyc", 2, {"`snyc`", "sync"});
  expect_failure(axle, "pip insall a", 2, {"`insall`", "install"});
  expect_failure(axle, "remove", 2,
                 {"`axle remove` needs PACKAGE", "for example `axle remove torch`"});
  expect_failure(axle, "why", 2, {"`axle why` needs PACKAGE", "for example `axle why numpy`"});
  expect_failure(axle, "sync --locked --frozen", 2,
                 {"`--locked` cannot be used with `--frozen`", "leave one"});
  expect_failure(axle, "tree --depth 300", 2, {"`300` is not a value of `--depth`", "0 to 255"});
  expect_failure(axle, "pip install a --no-dep", 2, {"`--no-dep`", "--no-deps"});
  expect_failure(axle, "sync --extras x", 2, {"`--extras`", "--extra"});
  expect_failure(axle, "sync --zzzzzzzz", 2, {"`--zzzzzzzz`"});
  expect_failure(axle, "pip", 2, {"install"});
  expect_failure(axle, "cache", 2, {"clean"});
  expect_failure(axle, "pip install --index-url", 2, {"--index-url"});
  expect_failure(axle, "pip tree --depth many", 2, {"many"});
  expect_failure(axle, "sync --color purple", 2, {"purple"});
  expect_failure(axle, "sync --link-mode teleport", 2, {"teleport"});
  expect_failure(axle, "sync --resolution middling", 2, {"middling"});
  expect_failure(axle, "completions tcsh", 2, {"tcsh"});
  expect_failure(axle, "--directory nowhere sync", 2, {"nowhere"});
  expect_golden("command_line_mistakes", axle);
}

TEST_CASE("quiet is quiet, and colour is for terminals or on demand") {
  FakeIndex index("[simple]\na 1.0\n");
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  const AxleResult venv = axle("venv -q");
  expect_exit(venv, 0);
  CHECK((venv.out + venv.err).empty());
  const AxleResult install = axle("-q pip install a");
  expect_exit(install, 0);
  CHECK((install.out + install.err).empty());
  const AxleResult missing = axle("pip install -qq zzz");
  expect_exit(missing, 1);
  CHECK(missing.err.find("error") != std::string::npos);
  CHECK(missing.err.find('\x1b') == std::string::npos);
  CHECK(axle("pip install zzz --color always").err.find('\x1b') != std::string::npos);
  axle.set("FORCE_COLOR", "1");
  CHECK(axle("pip install zzz").err.find('\x1b') != std::string::npos);
  axle.set("NO_COLOR", "1");
  CHECK(axle("pip install zzz").err.find('\x1b') == std::string::npos);
}

TEST_CASE("completions are scripts that their shells accept") {
  AxleRun axle;
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const AxleResult result = axle.quietly("completions " + shell);
    expect_exit(result, 0);
    expect_said(result, {"axle", "install", "index-url"});
    const auto file = axle.write("script." + shell, result.out);
    const auto checked = run_process({shell, "-n", file.string()});
    if (!checked) continue;  // no such shell here
    INFO(shell << ": " << checked->err);
    CHECK(checked->exit_code == 0);
  }
}

TEST_CASE("plumbing answers one line for each line, whatever it is") {
  AxleRun axle;
  axle.feed(R"({"op": "version", "text": "v1.0-RC1"}
{"op": "contains", "specifier": ">=1,<2", "version": "1.5"}
{"op": "marker", "text": "python_version >= '3' and python_version >= '3.5'"}
{"op": "nothing"}
not json

{"op": "version"}
{"op": "version", "text": 7}
[]
{"op": "name", "text": "Foo__Bar"}
{"op": "name", "text": "-"}
)");
  expect_exit(axle("plumbing"), 0);
  expect_golden("plumbing", axle);
}

}  // namespace
}  // namespace axle::test
