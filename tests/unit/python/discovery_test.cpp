// SPDX-License-Identifier: MIT
#include "python/discovery.hpp"

#include "base/file.hpp"
#include "support/catch.hpp"
#include "unit/python/fake_python.hpp"

using namespace axle;
using axle::test::fake_python;
using axle::test::TempTree;

namespace {

PythonSearch search_in(const TempTree& tree, const std::string& path,
                       std::map<std::string, std::string> more = {}) {
  more["PATH"] = path;
  more.try_emplace("HOME", tree.path().string());
  return {.environment = Environment::of(std::move(more)), .directory = tree.path()};
}

}  // namespace

TEST_CASE("the first fitting Python on PATH is taken", "[discovery]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "cache");
  fake_python(tree, "a/bin/python3", "3.10.1");
  fake_python(tree, "b/bin/python3.12", "3.12.1");
  fake_python(tree, "b/bin/python3", "3.9.1");
  const PythonSearch search =
      search_in(tree, (tree / "a/bin").string() + ":" + (tree / "b/bin").string());
  const auto find = [&](const char* text) {
    return find_interpreter(PythonRequest::parse(text).value(), search, *cache);
  };
  CHECK(find("any")->version.to_string() == "3.10.1");
  CHECK(find("3.12")->version.to_string() == "3.12.1");
  CHECK(find(">=3.11")->version.to_string() == "3.12.1");
  CHECK(find("3.9")->version.to_string() == "3.9.1");
  const auto none = find("3.13");
  REQUIRE_FALSE(none);
  CHECK(none.error().message == "no interpreter found for Python 3.13");
  CHECK(none.error().hints.front().find("CPython 3.10.1") != std::string::npos);
}

TEST_CASE("pyenv's shims stand for the versions behind them", "[discovery]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "cache");
  fake_python(tree, ".pyenv/versions/3.9.2/bin/python3", "3.9.2");
  fake_python(tree, ".pyenv/versions/3.12.10/bin/python3", "3.12.10");
  fake_python(tree, ".pyenv/versions/3.12.9/bin/python3", "3.12.9");
  const fs::path shim = fake_python(tree, ".pyenv/shims/python3", "3.8.0");
  const std::string path = (tree / ".pyenv/shims").string();
  CHECK(find_interpreter(PythonRequest::parse("any").value(), search_in(tree, path), *cache)
            ->version.to_string() == "3.12.10");
  CHECK(find_interpreter(PythonRequest::parse("any").value(),
                         search_in(tree, path, {{"PYENV_VERSION", "3.9.2"}}), *cache)
            ->version.to_string() == "3.9.2");
  tree.write(".pyenv/version", "3.12.9\n");
  CHECK(find_interpreter(PythonRequest::parse("any").value(), search_in(tree, path), *cache)
            ->version.to_string() == "3.12.9");
  // Found without pyenv on PATH too.
  CHECK(find_interpreter(PythonRequest::parse("3.9").value(), search_in(tree, "/nowhere"), *cache)
            ->version.to_string() == "3.9.2");
  CHECK_FALSE(path_exists(shim.string() + ".calls"));
}

TEST_CASE("UV_PYTHON_SEARCH_PATH takes the place of PATH", "[discovery]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "cache");
  fake_python(tree, "a/bin/python3", "3.10.1");
  fake_python(tree, "b/bin/python3", "3.11.1");
  const auto search = search_in(tree, (tree / "a/bin").string(),
                                {{"UV_PYTHON_SEARCH_PATH", (tree / "b/bin").string()}});
  CHECK(
      find_interpreter(PythonRequest::parse("any").value(), search, *cache)->version.to_string() ==
      "3.11.1");
}

TEST_CASE("a path names its Python, be it a program or an installation", "[discovery]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "cache");
  const fs::path python = fake_python(tree, "py/bin/python3", "3.10.1");
  const PythonSearch search = search_in(tree, "/nowhere");
  CHECK(find_interpreter(PythonRequest::parse(python.string()).value(), search, *cache)
            ->version.to_string() == "3.10.1");
  CHECK(find_interpreter(PythonRequest::parse((tree / "py").string()).value(), search, *cache)
            ->version.to_string() == "3.10.1");
  CHECK_FALSE(find_interpreter(PythonRequest::parse((tree / "none/python").string()).value(),
                               search, *cache));
}

TEST_CASE("the pin nearest to the directory counts", "[discovery]") {
  const TempTree tree;
  tree.write("top/.python-version", "# a comment\n3.10\n");
  tree.write("top/inner/file", "");
  CHECK(nearest_pin(tree / "top/inner", tree / "top")->request->text == "3.10");
  tree.write("top/inner/.python-version", "3.12\n");
  CHECK(nearest_pin(tree / "top/inner", tree / "top")->request->text == "3.12");
  CHECK_FALSE(nearest_pin(tree / "cache", tree / "cache"));
  // A file that says nothing hides those above it.
  tree.write("top/inner/.python-version", "# none\n");
  CHECK_FALSE(nearest_pin(tree / "top/inner", tree / "top")->request);
}

TEST_CASE("names that pyenv writes into a version file are no pins", "[discovery]") {
  const TempTree tree;
  tree.write(".python-version", "my-env\nminiconda3-latest\n3.13-dev\npython3.11\n3.9\n");
  const auto pin = nearest_pin(tree.path(), tree.path());
  REQUIRE(pin);
  CHECK(pin->unsupported == std::vector<std::string>{"my-env", "miniconda3-latest", "3.13-dev"});
  CHECK(pin->request->text == "python3.11");
}
