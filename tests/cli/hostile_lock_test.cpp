// SPDX-License-Identifier: MIT
// Locks and projects that somebody broke, or wrote to break us: a clear word with the line, exit
// code 2, the file as it was, and an end in time.
#include <chrono>

#include "cli/arms_project.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

using std::chrono::steady_clock;

constexpr auto patience = std::chrono::minutes(5);  // a machine under load, with sanitizers

std::string package(std::string_view name, std::string_view version, std::string_view rest = {}) {
  return fmt::format(
      "\n[[package]]\nname = \"{}\"\nversion = \"{}\"\nsource = {{ registry = "
      "\"https://i.example/simple\" }}\n{}",
      name, version, rest);
}

std::string lock(std::string_view packages, std::string_view header = {}) {
  return fmt::format(
      "version = 1\nrevision = 5\nrequires-python = \">=3.9\"\n{}{}\n[[package]]\nname = "
      "\"demo\"\nversion = \"0.1\"\nsource = {{ virtual = \".\" }}\ndependencies = [\n    {{ name "
      "= "
      "\"a\" }},\n]\n",
      header, packages);
}

struct Case {
  const char* name;
  std::string text;
};

std::vector<Case> broken_locks() {
  const std::string good_a = package("a", "1");
  return {
      {"cut in a string", lock(good_a).substr(0, 60)},
      {"cut in a table", lock(good_a).substr(0, 150)},
      {"empty", ""},
      {"no TOML", "<<<<<<< HEAD\n" + lock(good_a)},
      {"a key twice", lock(good_a, "revision = 5\n")},
      {"a key of a package twice", lock(package("a", "1", "name = \"b\"\n"))},
      {"a table twice", lock(good_a, "[options]\n[options]\n")},
      {"another version", "version = 2\n" + lock(good_a).substr(12)},
      {"a revision that is none", "version = 1\nrevision = \"5\"\n" + lock(good_a).substr(25)},
      {"a package that is there twice", lock(good_a + good_a)},
      {"an edge to nowhere", lock(package("b", "1"))},
      {"an edge to one of two", lock(good_a + package("a", "2"))},
      {"a package without a source", lock("\n[[package]]\nname = \"a\"\nversion = \"1\"\n")},
      {"a package without a version",
       lock("\n[[package]]\nname = \"a\"\nsource = { registry = \"https://i.example\" }\n")},
      {"a version that is none", lock(package("a", "one"))},
      {"a name that is none", lock(good_a + package("-", "1"))},
      {"a marker that is none", lock(package("a", "1", "resolution-markers = [\"os =\"]\n"))},
      {"a hash that is none",
       lock(package("a", "1",
                    "wheels = [\n    { url = \"https://i.example/a-1-py3-none-any.whl\", "
                    "hash = \"sha256:12\" },\n]\n"))},
      {"a negative size",
       lock(package("a", "1",
                    "wheels = [\n    { url = \"https://i.example/a-1-py3-none-any.whl\", "
                    "size = -1 },\n]\n"))},
      {"wheels that are a string", lock(package("a", "1", "wheels = \"all\"\n"))},
      {"packages that are a number", "version = 1\nrequires-python = \">=3.9\"\npackage = 3\n"},
      {"a conflict that is a string", lock(good_a, "conflicts = [\"a\"]\n")},
      {"a text that is no UTF-8", lock(package("a", "1", "# \xff\xfe\n"))},
      {"a byte of zero", lock(package("a", "1", std::string("# \0\n", 4)))},
      {"an escape sequence for terminals", lock(package("a", "1\\u001b[31m"))},
      {"brackets without end", "version = " + std::string(200'000, '[')},
      {"braces without end", lock(package("a", "1", "wheels = " + std::string(200'000, '{')))},
      {"one line of quotes", "version = \"" + std::string(200'000, '"')},
  };
}

void write_project(const AxleRun& axle, const FakeIndex& index) {
  axle.write("pyproject.toml", small_pyproject(index, "a"));
}

TEST_CASE("a broken lock is refused with its line, and stays as it is") {
  FakeIndex index("[simple]\na 1\n");
  AxleRun axle;
  write_project(axle, index);
  for (const Case& broken : broken_locks()) {
    INFO(broken.name);
    axle.write("uv.lock", broken.text);
    const auto before = axle.state();
    const auto start = steady_clock::now();
    AxleResult result = axle.quietly("lock");
    // The words of the TOML library differ between its versions.
    if (result.err.find("Error while parsing") == std::string::npos) result = axle("lock");
    CHECK(result.exit_code == 2);
    expect_said(result, {"failed to parse `uv.lock`", "line "});
    for (const char* other : {"lock --check", "sync --frozen", "export --frozen", "tree --frozen"})
      CHECK(axle.quietly(other).exit_code == 2);
    CHECK(steady_clock::now() - start < patience);
    CHECK(difference(before, axle.state()) == "");
  }
  expect_golden("hostile_locks", axle);
}

// -- Locks that can be read, however odd: what is done with them ends in time.

TEST_CASE("a lock whose packages need each other in a circle is exported, shown and synced") {
  FakeIndex index("[simple]\na 1 : b\nb 1 : a\n");
  AxleRun axle;
  write_project(axle, index);
  expect_exit(axle("lock"), 0);
  for (const char* command : {"export --frozen", "tree --frozen", "why b --frozen",
                              "tree --frozen --invert --package a", "sync --frozen"})
    expect_exit(axle(command), 0);
}

std::string many_markers(std::size_t bytes) {
  std::string list = "resolution-markers = [\n";
  for (unsigned i = 0; list.size() < bytes; ++i)
    list += fmt::format(
        "    \"platform_release == 'r{}' and (platform_version != 'v{}' or "
        "platform_machine == 'm{}')\",\n",
        i, i * 7919U % 100'003, i * 104'729U % 99'991);
  return list + "]\n";
}

TEST_CASE("ten megabytes of markers come to an end") {
  FakeIndex index("[simple]\na 1\n");
  AxleRun axle;
  write_project(axle, index);
  axle.write("uv.lock", lock(package("a", "1"), many_markers(10U << 20)));
  const auto start = steady_clock::now();
  const AxleResult exported = axle.quietly("export --frozen");
  expect_exit(exported, 2);
  expect_said(exported, {"too complex"});
  CHECK(steady_clock::now() - start < patience);
  // To be compared with the project they have to be joined, which no table is large enough for.
  axle.write("uv.lock", lock(package("a", "1"), many_markers(3U << 20)));
  const auto before = axle.state();
  const AxleResult refused = axle.quietly("lock");
  expect_exit(refused, 2);
  expect_said(refused, {"`uv.lock`", "too complex"});
  CHECK(steady_clock::now() - start < patience);
  CHECK(difference(before, axle.state()) == "");
}

TEST_CASE("a chain of packages as long as a lock is shown and exported") {
  FakeIndex index("[simple]\na 1\n");
  AxleRun axle;
  write_project(axle, index);
  std::string packages;
  constexpr unsigned length = 20'000;
  for (unsigned i = 0; i < length; ++i)
    packages += package(i == 0 ? "a" : fmt::format("p{}", i), "1",
                        i + 1 == length ? std::string()
                                        : fmt::format("dependencies = [\n    {{ name = \"p{}\" "
                                                      "}},\n]\n",
                                                      i + 1));
  axle.write("uv.lock", lock(packages));
  const auto start = steady_clock::now();
  for (const std::string& command :
       {std::string("export --frozen --no-hashes"), std::string("tree --frozen --universal"),
        fmt::format("why p{} --frozen", length - 1)})
    expect_exit(axle.quietly(command), 0);
  CHECK(steady_clock::now() - start < patience);
}

TEST_CASE("a lock with more ways than can be counted is explained in part") {
  FakeIndex index("[simple]\na 1\n");
  AxleRun axle;
  write_project(axle, index);
  // Ladders: each of two packages needs both of the next two.
  std::string packages = package("a", "1",
                                 "dependencies = [\n    { name = \"l0\" },\n    { name = "
                                 "\"r0\" },\n]\n");
  constexpr unsigned rungs = 60;
  for (unsigned i = 0; i < rungs; ++i)
    for (const char side : {'l', 'r'})
      packages += package(fmt::format("{}{}", side, i), "1",
                          i + 1 == rungs ? std::string()
                                         : fmt::format("dependencies = [\n    {{ name = \"l{0}\" "
                                                       "}},\n    {{ name = \"r{0}\" }},\n]\n",
                                                       i + 1));
  axle.write("uv.lock", lock(packages));
  const auto start = steady_clock::now();
  const AxleResult why = axle.quietly(fmt::format("why l{} --frozen", rungs - 1));
  expect_exit(why, 0);
  CHECK(why.out.find("… and more") != std::string::npos);
  const AxleResult tree = axle.quietly("tree --frozen --universal --no-dedupe");
  expect_exit(tree, 0);
  CHECK(tree.out.find("… cut after") != std::string::npos);
  expect_exit(axle.quietly("tree --frozen --universal"), 0);
  expect_exit(
      axle.quietly(fmt::format("tree --frozen --universal --invert --package l{}", rungs - 1)), 0);
  CHECK(steady_clock::now() - start < patience);
}

TEST_CASE("a lock that is not laid out as usual has a limit, and the message says which") {
  FakeIndex index("[simple]\na 1\n");
  AxleRun axle;
  write_project(axle, index);
  const std::string usual = lock(package("a", "1"));
  axle.write("uv.lock", usual + "x = 0x1\n# " + std::string(17U << 20, 'c') + "\n");
  const AxleResult result = axle.quietly("lock");
  expect_exit(result, 2);
  expect_said(result, {"uv.lock", "line 17", "17.0", "16.0 MiB"});
}

}  // namespace
}  // namespace axle::test
