// SPDX-License-Identifier: MIT
// Packages that come from no index, and those of an index that have to be built.
#include <map>

#include "resolve_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::testing;

namespace {

// Wheels at URLs, by the URL: file name and requirements.
class FakeReader final : public DirectReader {
 public:
  void add(std::string url, std::string filename, std::vector<std::string> requirements = {}) {
    wheels_[std::move(url)] = {std::move(filename), std::move(requirements)};
  }
  Result<std::shared_ptr<const DirectDistribution>> read(
      const SourcedRequirement& wanted) override {
    ++reads;
    const auto found = wheels_.find(std::get<UrlSource>(wanted.source).url);
    if (found == wheels_.end()) return fail(ErrorKind::not_found, "no such wheel");
    const WheelFilename wheel = *WheelFilename::parse(found->second.first);
    DirectDistribution direct{.name = wheel.name,
                              .version = wheel.version,
                              .source = wanted.source,
                              .requires_python = {},
                              .requires_dist = {},
                              .extras = {},
                              .groups = {},
                              .wheel = wheel,
                              .hashes = {},
                              .size = {}};
    for (const std::string& text : found->second.second)
      direct.requires_dist.push_back(requirement(text));
    return std::make_shared<const DirectDistribution>(std::move(direct));
  }
  int reads = 0;

 private:
  std::map<std::string, std::pair<std::string, std::vector<std::string>>> wheels_;
};

std::string resolved_with(const ResolveInput& input, std::string_view universe,
                          FakeReader& reader) {
  MemoryRegistry registry(universe);
  NullReporter reporter;
  const auto resolution = resolve(input, {registry, reporter, &reader});
  if (!resolution) return "error: " + resolution.error().message;
  std::string text;
  for (const ResolvedPackage& package : resolution->packages)
    text += package.name.text() + "==" + package.version.to_string() +
            (package.direct ? " (direct) " : " ");
  return text;
}

}  // namespace

TEST_CASE("a URL stands for the package, also where others ask for versions of it",
          "[resolve][direct]") {
  FakeReader reader;
  reader.add("https://e.example/a", "a-1.5-py3-none-any.whl", {"b"});
  const auto input = for_one_machine({"a @ https://e.example/a", "c"});
  constexpr auto universe = "a 1.0\na 2.0\nb 1.0\nc 1.0\n  needs a>=1\n";
  CHECK(resolved_with(input, universe, reader) == "a==1.5 (direct) b==1.0 c==1.0 ");
  CHECK(reader.reads == 1);
  CHECK(resolved_with(input, "a 1.0\nb 1.0\nc 1.0\n  needs a>=2\n", reader)
            .starts_with("error: No solution"));
}

TEST_CASE("a URL may be named by what another URL needs", "[resolve][direct]") {
  FakeReader reader;
  reader.add("https://e.example/a", "a-1-py3-none-any.whl", {"b @ https://e.example/b"});
  reader.add("https://e.example/b", "b-2-py3-none-any.whl");
  CHECK(resolved_with(for_one_machine({"a @ https://e.example/a"}), "", reader) ==
        "a==1 (direct) b==2 (direct) ");
}

TEST_CASE("two URLs for one package contradict each other, in one fork only", "[resolve][direct]") {
  FakeReader reader;
  reader.add("https://e.example/1", "a-1-py3-none-any.whl");
  reader.add("https://e.example/2", "a-2-py3-none-any.whl");
  const std::string text = resolved_with(
      for_one_machine({"a @ https://e.example/1", "a @ https://e.example/2"}), "", reader);
  CHECK(text ==
        "error: Requirements contain conflicting URLs for package `a`:\n- https://e.example/1\n- "
        "https://e.example/2");
  CHECK(resolved_with(for_all(">=3.12", {"a @ https://e.example/1 ; os_name == 'nt'",
                                         "a @ https://e.example/2 ; os_name != 'nt'"}),
                      "", reader) == "a==1 (direct) a==2 (direct) ");
}

TEST_CASE("a wheel at a URL has to suit the machine and the required environments",
          "[resolve][direct]") {
  FakeReader reader;
  reader.add("https://e.example/w", "a-1-py3-none-win_amd64.whl");
  CHECK(resolved_with(for_one_machine({"a @ https://e.example/w"}), "", reader)
            .starts_with("error: No solution"));
  auto input = for_all(">=3.12", {"a @ https://e.example/w"});
  CHECK(resolved_with(input, "", reader) == "a==1 (direct) ");
  std::get<AllEnvironments>(input.environment).required_environments = {
      marker("sys_platform == 'linux'")};
  CHECK(resolved_with(input, "", reader).starts_with("error: No solution"));
}

TEST_CASE("a URL that cannot be read is an error, as is one of another package",
          "[resolve][direct]") {
  FakeReader reader;
  reader.add("https://e.example/other", "other-1-py3-none-any.whl");
  CHECK(resolved_with(for_one_machine({"a @ https://e.example/none"}), "", reader) ==
        "error: no such wheel");
  CHECK(resolved_with(for_one_machine({"a @ https://e.example/other"}), "", reader) ==
        "error: the requirement names `a`, but `other` is what it points to");
}

TEST_CASE("an override's URL goes before every other", "[resolve][direct]") {
  FakeReader reader;
  reader.add("https://e.example/1", "a-1-py3-none-any.whl");
  auto input = for_one_machine({"a>=5", "c"});
  input.overrides.push_back({std::nullopt, requirement("a @ https://e.example/1")});
  CHECK(resolved_with(input, "c 1\n  needs a>=7\n", reader) == "a==1 (direct) c==1 ");
}

// -- What only a build could tell.

namespace {

class Unbuilt final : public Registry {
 public:
  explicit Unbuilt(MemoryRegistry& inner) : inner_(inner) {}
  void prefetch(const PackageName&, const std::optional<IndexUrl>&) override {}
  Result<std::shared_ptr<const PackageListing>> listing(
      const PackageName& name, const std::optional<IndexUrl>& pin) override {
    return inner_.listing(name, pin);
  }
  void prefetch_metadata(const DistributionFile&) override {}
  Result<std::shared_ptr<const CoreMetadata>> metadata(const DistributionFile& file) override {
    if (file.is_wheel()) return inner_.metadata(file);
    return fail_with_code(ErrorKind::not_found, code, "its PKG-INFO is from before 2.2",
                          file.filename);
  }
  ErrorCode code = ErrorCode::metadata_dynamic;

 private:
  MemoryRegistry& inner_;
};

}  // namespace

TEST_CASE(
    "a source distribution that would have to be built ends the resolution and says what to do",
    "[resolve]") {
  MemoryRegistry inner("a 1.0\na 2.0\n  sdist\n");
  Unbuilt registry(inner);
  NullReporter reporter;
  const auto resolution = resolve(for_one_machine({"a"}), {registry, reporter, nullptr});
  REQUIRE_FALSE(resolution);
  CHECK(resolution.error().code == ErrorCode::build_needed);
  CHECK(resolution.error().message ==
        "`a==2.0` would have to be built to learn what it needs: it has no wheels, and its source "
        "distribution `a-2.0.tar.gz` does not state its dependencies");
  REQUIRE(resolution.error().hints.size() == 1);

  auto stated = for_one_machine({"a"});
  stated.stated_metadata.push_back({package_name("a"), std::nullopt,
                                    std::make_shared<const CoreMetadata>(*CoreMetadata::parse(
                                        "Metadata-Version: 2.2\nName: a\nVersion: 2.0\n"))});
  CHECK(resolve(stated, {registry, reporter, nullptr}));
}

TEST_CASE("metadata that is not in the cache rules the version out when offline", "[resolve]") {
  MemoryRegistry inner("a 1.0\na 2.0\n  sdist\n");
  Unbuilt registry(inner);
  registry.code = ErrorCode::offline;
  NullReporter reporter;
  const auto resolution = resolve(for_one_machine({"a"}), {registry, reporter, nullptr});
  REQUIRE(resolution);
  CHECK(resolution->packages.front().version == version("1.0"));
}

TEST_CASE("an override or a constraint with a URL counts for what only a package of an index needs",
          "[resolve][direct]") {
  FakeReader reader;
  reader.add("https://e.example/a", "a-1.5-py3-none-any.whl", {"b"});
  constexpr auto universe = "a 1.0\nb 1.0\nc 1.0\n  needs a\nd 1.0\n";
  for (const bool is_constraint : {true, false}) {
    auto input = for_one_machine({"c"});
    auto unused = for_one_machine({"d"});
    for (ResolveInput* one : {&input, &unused}) {
      const SourcedRequirement tied = requirement("a @ https://e.example/a");
      if (is_constraint)
        one->constraints.push_back(tied);
      else
        one->overrides.push_back({.scope = {}, .requirement = tied});
    }
    reader.reads = 0;
    CHECK(resolved_with(unused, universe, reader) == "d==1.0 ");
    CHECK(reader.reads == 0);
    CHECK(resolved_with(input, universe, reader) == "a==1.5 (direct) b==1.0 c==1.0 ");
    CHECK(reader.reads == 1);
  }
}
