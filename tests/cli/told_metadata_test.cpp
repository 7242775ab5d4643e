// SPDX-License-Identifier: MIT
// An index that tells other metadata of a wheel than the wheel has (PEP 658).
#include "cli/expect.hpp"

namespace axle::test {
namespace {

/// `a` 1.0, whose wheel needs nothing; the index says what `lie` makes of its metadata.
void lie_about_a(FakeIndex& index, std::string_view added_line) {
  index.change("simple", "a", [&](OfferedFile& file) {
    const std::size_t end = file.metadata.find("Version: 1.0\n");
    REQUIRE(end != std::string::npos);
    file.metadata.insert(end, std::string(added_line) + "\n");
  });
}

void expect_refusal(const AxleResult& result, std::string_view field) {
  expect_exit(result, 4);
  expect_said(result, {"`a-1.0-py3-none-any.whl` is not what its index said of it", field,
                       "axle cache clean a"});
}

}  // namespace

TEST_CASE("a wheel that is not what its index said of it is refused, and nothing is changed") {
  FakeIndex index("[simple]\na 1.0 : c\nb 1.0\nc 1.0\n");
  AxleRun axle;
  expect_exit(axle("venv"), 0);
  const auto before = axle.state();
  const std::string install = "pip install a --default-index " + index.url();
  SECTION("a requirement that only the index has") {
    lie_about_a(index, "Requires-Dist: b");
    expect_refusal(axle(install), "it does not have `Requires-Dist: b`");
  }
  SECTION("a Python that only the index asks for") {
    lie_about_a(index, "Requires-Python: >=3.8");
    expect_refusal(axle(install), "it does not have `Requires-Python: >=3.8`");
  }
  SECTION("an extra that only the index has") {
    lie_about_a(index, "Provides-Extra: gpu");
    expect_refusal(axle(install), "it does not have `Provides-Extra: gpu`");
  }
  SECTION("a requirement that the index conceals") {
    index.change("simple", "a", [](OfferedFile& file) {
      const std::size_t start = file.metadata.find("Requires-Dist: c\n");
      REQUIRE(start != std::string::npos);
      file.metadata.erase(start, 17);
    });
    expect_refusal(axle(install), "it has `Requires-Dist: c`, which the index did not tell");
  }
  CHECK(axle.state() == before);
}

TEST_CASE("a lock does not hide that an index told another metadata than the wheel has") {
  FakeIndex index("[simple]\na 1.0\nb 1.0\n");
  lie_about_a(index, "Requires-Dist: b");
  AxleRun axle;
  axle.write("pyproject.toml",
             fmt::format("[project]\nname = \"demo\"\nversion = \"0.1\"\n"
                         "requires-python = \">=3.9\"\ndependencies = [\"a\"]\n[tool.uv]\n"
                         "package = false\nindex = [{{ url = \"{}\", default = true }}]\n",
                         index.url()));
  expect_exit(axle("lock"), 0);
  expect_refusal(axle("sync"), "it does not have `Requires-Dist: b`");
  expect_refusal(axle("sync --frozen"), "it does not have `Requires-Dist: b`");
}

TEST_CASE("the order and the spelling of what an index tells do not matter") {
  FakeIndex index("[simple]\na 1.0 : b>=1 | c\nb 1.0\nc 1.0\n");
  index.change("simple", "a", [](OfferedFile& file) {
    const std::size_t start = file.metadata.find("Requires-Dist: b");
    REQUIRE(start != std::string::npos);
    file.metadata.erase(start, file.metadata.find('\n', start) + 1 - start);
    file.metadata.insert(file.metadata.find("Version: 1.0\n"), "Requires-Dist: B (>= 1)\n");
  });
  AxleRun axle;
  expect_exit(axle("venv"), 0);
  expect_exit(axle("pip install a --default-index " + index.url()), 0);
}

}  // namespace axle::test
