// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "pylock/pylock_select.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

constexpr std::string_view head = R"(
lock-version = "1.0"
created-by = "x"
requires-python = ">=3.10"
extras = ["cpu", "cu124"]
dependency-groups = ["dev", "test"]
default-groups = ["dev"]
)";

std::string entry(std::string_view name, std::string_view marker, std::string_view rest) {
  return fmt::format("[[packages]]\nname = \"{}\"\nmarker = \"{}\"\n{}\n", name, marker, rest);
}

std::string wheels(const std::vector<std::string>& names) {
  std::string text = "wheels = [";
  for (const std::string& name : names)
    text += fmt::format("{{ path = \"{}\", hashes = {{}} }}, ", name);
  return text + "]";
}

std::string any(std::string_view name) {
  return wheels({fmt::format("{}-1-py3-none-any.whl", name)});
}

Result<std::vector<PylockChoice>> choose(const std::string& text, const PylockSelection& selection,
                                         const std::string& python = "3.12") {
  const auto pylock = parse_pylock("pylock.toml", std::string(head) + text);
  if (!pylock) FAIL(pylock.error().cause->message);
  const Platform platform = *Platform::parse_target("x86_64-manylinux_2_28");
  MarkerEnvironment markers;
  platform.describe_to(markers);
  markers.set_python(python);
  const CompatibleTags tags(PythonVariant{.minor = 12}, platform_tags(platform));
  const Version version = *Version::parse(python);
  return select_pylock(*pylock, selection, {.markers = markers, .python = version, .tags = tags});
}

/// The positions of the packages that are chosen, as text; or the error.
std::string chosen(const std::string& text, const PylockSelection& selection = {},
                   const std::string& python = "3.12") {
  const auto choices = choose(text, selection, python);
  if (!choices) return choices.error().message;
  std::string out;
  for (const PylockChoice& choice : *choices) out += fmt::format("{} ", choice.package);
  return out;
}

ExtraName extra(std::string_view text) { return *ExtraName::parse(text); }
GroupName group(std::string_view text) { return *GroupName::parse(text); }

}  // namespace

TEST_CASE("markers, extras and groups decide which packages are needed") {
  const std::string text = entry("a", "sys_platform == 'linux'", any("a")) +
                           entry("b", "sys_platform == 'win32'", any("b")) +
                           entry("torch", "'cpu' in extras", any("torch")) +
                           entry("torch", "'cu124' in extras", any("torch")) +
                           entry("d", "'dev' in dependency_groups", any("d")) +
                           entry("t", "'test' in dependency_groups", any("t"));
  CHECK(chosen(text) == "0 4 ");
  CHECK(chosen(text, {.extras = {extra("cu124")}, .groups = {}}) == "0 3 4 ");
  CHECK(chosen(text, {.extras = {}, .groups = {group("test")}}) == "0 4 5 ");
  CHECK(chosen(text, {.extras = {}, .groups = {group("test")}, .default_groups = false}) == "0 5 ");
  CHECK(chosen(text, {.extras = {}, .all_extras = true, .groups = {}}) ==
        "the pylock.toml has several entries of `torch` for this environment");
  CHECK(chosen(text, {.extras = {extra("rocm")}, .groups = {}}) ==
        "the pylock.toml has no extra `rocm`");
  CHECK(chosen(text, {.extras = {}, .groups = {group("docs")}}) ==
        "the pylock.toml has no dependency group `docs`");
}

TEST_CASE("a file is only for its Pythons and environments") {
  CHECK(chosen("packages = []", {}, "3.9")
            .find("incompatible with the `pylock.toml`'s Python "
                  "requirement: `>=3.10`") != std::string::npos);
  CHECK(chosen("environments = [\"sys_platform == 'darwin'\"]\npackages = []")
            .find("not compatible with the `pylock.toml`'s environments") != std::string::npos);
  CHECK(chosen("environments = [\"sys_platform == 'linux'\"]\npackages = []") == "");
  CHECK(chosen(entry("a", "python_version > '3'", "requires-python = '>=3.13'\n" + any("a"))) ==
        "`a` requires Python >=3.13, but the target Python version is 3.12");
  // What is not needed may ask for anything.
  CHECK(chosen(entry("a", "python_version < '3'", "requires-python = '>=3.13'\n" + any("a"))) ==
        "");
}

TEST_CASE("the best wheel is taken, then the source distribution") {
  const std::string always = "python_version > '3'";
  const auto first = [&](const std::string& rest) {
    const auto choices = choose(entry("a", always, rest), {});
    if (!choices) FAIL(choices.error().message);
    REQUIRE(choices->size() == 1);
    return choices->front();
  };
  const PylockChoice best = first(
      wheels({"a-1-py3-none-any.whl", "a-1-cp312-cp312-manylinux_2_28_x86_64.whl",
              "a-1-2-cp312-cp312-manylinux_2_28_x86_64.whl", "a-1-cp313-cp313-win_amd64.whl"}));
  CHECK(best.source == PylockChoice::Source::wheel);
  CHECK(best.wheel == 2);
  const std::string sdist = "sdist = { path = 'a-1.tar.gz', hashes = {} }";
  CHECK(first(wheels({"a-1-cp312-cp312-win_amd64.whl"}) + "\n" + sdist).source ==
        PylockChoice::Source::sdist);
  CHECK(first("archive = { path = 'a-1-py3-none-any.whl', hashes = {} }").source ==
        PylockChoice::Source::archive);
  CHECK(first("archive = { path = 'a-1.tar.gz', hashes = {} }").source ==
        PylockChoice::Source::sdist);
  CHECK(first("directory = { path = '.' }").source == PylockChoice::Source::directory);
  CHECK(first("vcs = { type = 'git', url = 'https://x.org/r' }").source ==
        PylockChoice::Source::repository);

  for (const std::string& rest :
       {wheels({"a-1-cp312-cp312-win_amd64.whl"}),
        std::string("archive = { path = 'a-1-cp312-cp312-win_amd64.whl', hashes = {} }")}) {
    const auto none = choose(entry("a", always, rest), {});
    REQUIRE_FALSE(none);
    CHECK(none.error().kind == ErrorKind::no_solution);
    REQUIRE_FALSE(none.error().hints.empty());
    CHECK(none.error().hints.front().find("win_amd64") != std::string::npos);
  }
}

}  // namespace axle
