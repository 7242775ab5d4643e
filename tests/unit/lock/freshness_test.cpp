// SPDX-License-Identifier: MIT
#include "lock/freshness.hpp"

#include "axle/standards/requirement.hpp"
#include "base/sha256.hpp"
#include "lock/requirement_meaning.hpp"
#include "support/catch.hpp"
#include "support/sample_lock.hpp"

using namespace axle;

namespace {

const std::string simple_lock = R"(version = 1
revision = 5
requires-python = ">=3.12"

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "numpy" },
]

[package.metadata]
requires-dist = [{ name = "numpy", specifier = ">=2" }]

[[package]]
name = "numpy"
version = "2.2.0"
source = { registry = "https://pypi.example/simple" }
)";

LockBasis basis_of(const Lockfile& lockfile) {
  LockBasis basis{.root = "/project",
                  .requires_python = lockfile.requires_python,
                  .environments = {},
                  .required_environments = {},
                  .conflicts = lockfile.conflicts,
                  .options = lockfile.options,
                  .manifest = lockfile.manifest,
                  .members = {},
                  .indexes = {}};
  const LockedPackage& app = lockfile.packages[0];
  basis.members.emplace(app.name, LockBasis::Member{.source = app.source,
                                                    .version = app.version,
                                                    .metadata = app.metadata,
                                                    .default_groups = {},
                                                    .group_requires_python = {}});
  basis.indexes.definitions.push_back(
      {.url = *IndexUrl::parse("https://pypi.example/simple", "/"), .is_default = true});
  return basis;
}

}  // namespace

TEST_CASE("an unchanged project is satisfied by its lock", "[lock]") {
  const Lockfile lockfile = read_good(simple_lock);
  CHECK(judge_lock(lockfile, basis_of(lockfile), {}).fitness == LockFitness::satisfies);
}

TEST_CASE("what changed decides what a lock is good for", "[lock]") {
  const Lockfile lockfile = read_good(simple_lock);
  LockBasis basis = basis_of(lockfile);
  LockWishes wishes;
  LockFitness expected = LockFitness::preferable;
  LockBasis::Member& app = basis.members.begin()->second;
  SECTION("requirements") { app.metadata.requires_dist.clear(); }
  SECTION("version of the project") { app.version = *Version::parse("0.2.0"); }
  SECTION("kind of the project") { app.source.kind = LockSource::Kind::editable; }
  SECTION("indexes") {
    basis.indexes.definitions[0].url = *IndexUrl::parse("https://other.example/simple", "/");
  }
  SECTION("no index but find-links") {
    basis.indexes.definitions.clear();
    basis.indexes.find_links.push_back(*IndexUrl::parse("https://other.example/links", "/"));
  }
  SECTION("pre-releases") { basis.options.prerelease = PrereleaseMode::allow; }
  SECTION("a cutoff") { basis.options.exclude_newer = *UploadLimit::parse("2025-01-30T00:00:00Z"); }
  SECTION("a package to upgrade") { wishes.upgrade_packages = {*PackageName::parse("numpy")}; }
  SECTION("requires-python") {
    basis.requires_python = RequiresPython::from(*VersionSpecifiers::parse(">=3.13"));
  }
  SECTION("environments") {
    basis.environments = {*Marker::parse("sys_platform == 'linux'")};
    expected = LockFitness::versions;
  }
  SECTION("resolution mode") {
    basis.options.resolution = ResolutionMode::lowest;
    expected = LockFitness::unusable;
  }
  SECTION("upgrade") {
    wishes.upgrade = true;
    expected = LockFitness::unusable;
  }
  CHECK(judge_lock(lockfile, basis, wishes).fitness == expected);
}

TEST_CASE("limits for packages that the lock has not leave it fresh, others do not", "[lock]") {
  const auto requirement = [](const char* text) {
    const Requirement parsed = *Requirement::parse(text);
    return LockedRequirement{.name = parsed.name,
                             .extras = {},
                             .groups = {},
                             .marker = parsed.marker,
                             .specifiers = parsed.specifiers,
                             .text = {},
                             .subdirectory = {},
                             .conflict = std::nullopt};
  };
  const PackageName numpy = *PackageName::parse("numpy");
  const PackageName unknown = *PackageName::parse("unknown");
  Lockfile lockfile = read_good(simple_lock);
  lockfile.manifest.constraints = {requirement("named<2")};
  LockBasis basis = basis_of(lockfile);
  LockManifest& now = basis.manifest;
  const auto stated = [](const PackageName& name) {
    return LockedStatedMetadata{.name = name,
                                .version = std::nullopt,
                                .requires_dist = {},
                                .requires_python = std::nullopt,
                                .provides_extras = {}};
  };
  LockFitness expected = LockFitness::preferable;
  SECTION("of an unknown package") {
    now.constraints.push_back(requirement("unknown<2"));
    now.overrides = {{std::nullopt, {requirement("unknown<2")}}};
    now.excludes = {{std::nullopt, {unknown}}, {LockedScope{unknown, std::nullopt}, {numpy}}};
    now.stated_metadata = {stated(unknown)};
    expected = LockFitness::satisfies;
  }
  SECTION("that allow everything, or never hold") {
    now.constraints.push_back(requirement("numpy"));
    now.constraints.push_back(requirement("numpy<2; python_version < '3'"));
    expected = LockFitness::satisfies;
  }
  SECTION("of a locked package") { now.constraints.push_back(requirement("numpy<3")); }
  SECTION("of a package that the old list names") {
    now.constraints.push_back(requirement("named>=1"));
  }
  SECTION("that are gone") { now.constraints.clear(); }
  SECTION("an override") { now.overrides = {{std::nullopt, {requirement("numpy<3")}}}; }
  SECTION("an override inside of a locked package") {
    now.overrides = {{LockedScope{numpy, std::nullopt}, {requirement("unknown")}}};
  }
  SECTION("an exclusion") { now.excludes = {{std::nullopt, {numpy}}}; }
  SECTION("stated metadata") { now.stated_metadata = {stated(numpy)}; }
  CHECK(judge_lock(lockfile, basis, {}).fitness == expected);
}

TEST_CASE("a lock made with an index of the command line holds where none is configured",
          "[lock]") {
  const Lockfile lockfile = read_good(simple_lock);
  LockBasis basis = basis_of(lockfile);
  basis.indexes.definitions.clear();
  CHECK(judge_lock(lockfile, basis, {}).fitness == LockFitness::satisfies);
}

TEST_CASE("digests of the algorithm that an index asks for keep a lock", "[lock]") {
  const std::string digest(64, 'a');
  const Lockfile lockfile =
      read_good(simple_lock +
                "wheels = [\n    { url = \"https://f.example/numpy-2.2.0-py3-none-any.whl\", "
                "hash = \"sha256:" +
                digest + "\" },\n]\n");
  LockBasis basis = basis_of(lockfile);
  basis.indexes.definitions[0].hash_algorithm = *parse_digest_algorithm("sha256");
  CHECK(judge_lock(lockfile, basis, {}).fitness == LockFitness::satisfies);
  basis.indexes.definitions[0].hash_algorithm = *parse_digest_algorithm("sha384");
  CHECK(judge_lock(lockfile, basis, {}).fitness == LockFitness::preferable);
}

TEST_CASE("requirements that others imply neither make nor break a lock", "[lock]") {
  const auto fitness = [](const std::string& locked, const std::string& now) {
    const auto lock_with = [](const std::string& requirements) {
      std::string text = simple_lock;
      const std::string_view stated = R"([{ name = "numpy", specifier = ">=2" }])";
      return read_good(text.replace(text.find(stated), stated.size(), requirements));
    };
    LockBasis basis = basis_of(lock_with(now));
    return judge_lock(lock_with(locked), basis, {}).fitness;
  };
  const auto numpy = [](const std::string& rest) { return "{ name = \"numpy\"" + rest + " }"; };
  const auto list = [](const std::string& a, const std::string& b) {
    return "[" + a + ", " + b + "]";
  };
  const std::string any = numpy("");
  const std::string bounded = numpy(R"(, specifier = ">=1,<3")");
  const std::string wider = numpy(R"(, specifier = ">=1")");
  const std::string on_windows = numpy(R"(, marker = "sys_platform == 'win32'")");
  const std::string narrow_on_windows =
      numpy(R"(, marker = "sys_platform == 'win32'", specifier = ">=2")");
  const std::string with_extra = numpy(R"(, extras = ["fast"], specifier = ">=1,<3")");
  const std::string of_extra = numpy(R"(, marker = "extra == 'test'", specifier = ">=1")");
  const std::string pinned = numpy(R"(, specifier = "==2.2.0")");
  const std::string prefix = numpy(R"(, specifier = "==2.*")");

  for (const std::string& implied : {any, wider, on_windows}) {
    CAPTURE(implied);
    CHECK(fitness("[" + bounded + "]", list(bounded, implied)) == LockFitness::satisfies);
    CHECK(fitness(list(bounded, implied), "[" + bounded + "]") == LockFitness::satisfies);
  }
  CHECK(fitness("[" + with_extra + "]", list(with_extra, on_windows)) == LockFitness::satisfies);
  // it asks for more: of the extra, on Windows, of an extra of the project
  CHECK(fitness("[" + bounded + "]", list(bounded, with_extra)) == LockFitness::preferable);
  CHECK(fitness("[" + bounded + "]", list(bounded, narrow_on_windows)) == LockFitness::preferable);
  CHECK(fitness("[" + bounded + "]", list(bounded, of_extra)) == LockFitness::preferable);
  CHECK(fitness(list(any, narrow_on_windows), list(any, on_windows)) == LockFitness::preferable);
  CHECK(fitness("[" + pinned + "]", list(pinned, any)) == LockFitness::preferable);
  CHECK(fitness("[" + prefix + "]", list(prefix, any)) == LockFitness::satisfies);
  // one that can never hold stands in the lock as it is
  const std::string never = numpy(R"(, marker = "python_full_version < '3.2'")");
  const std::string never_either =
      numpy(R"(, marker = "python_full_version < '3.2'", specifier = ">1")");
  CHECK(fitness(list(any, never), list(any, never_either)) == LockFitness::preferable);
}

TEST_CASE("requirements that ask for the same together keep a lock", "[lock]") {
  const PythonBounds python = RequiresPython::from(*VersionSpecifiers::parse(">=3.10")).bounds();
  const auto list = [](const std::vector<std::string>& texts) {
    std::vector<LockedRequirement> requirements;
    for (const std::string& text : texts) {
      const auto parsed = Requirement::parse(text);
      REQUIRE(parsed);
      requirements.push_back({.name = parsed->name,
                              .extras = {},
                              .groups = {},
                              .marker = parsed->marker,
                              .specifiers = parsed->specifiers,
                              .text = {},
                              .subdirectory = {},
                              .conflict = {}});
      for (const std::string& extra : parsed->written_extras)
        requirements.back().extras.push_back(*ExtraName::parse(extra));
    }
    return requirements;
  };
  const auto same = [&](const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const bool forth = same_meaning(list(a), list(b), python);
    CHECK(forth == same_meaning(list(b), list(a), python));
    return forth;
  };
  const std::string here = "a>=2; sys_platform == 'linux'";
  const std::string there = "a>=2; sys_platform != 'linux'";
  CHECK(same({here, there}, {here, there, "a"}));
  CHECK(same({here, there}, {"a>=2"}));
  CHECK(same({"a>=1", "a<3"}, {"a>=1,<3"}));
  CHECK(same({"a>=1!1"}, {"a>=1!1", "a>=2"}));
  CHECK(same({"a[x,y]"}, {"a[y]", "a[x]"}));
  CHECK(same({"a[y,x]"}, {"a[x,y]"}));
  CHECK(same({"a>=2", "a[x]"}, {"a[x]>=2"}));
  CHECK(same({"a==1; sys_platform == 'linux'", "a==1; sys_platform != 'linux'"}, {"a==1"}));
  CHECK(same({"a>=2; python_version >= '3.9'"}, {"a>=2"}));
  CHECK_FALSE(same({here}, {here, "a"}));
  CHECK_FALSE(same({"a==1"}, {"a==1", "a"}));
  CHECK_FALSE(same({"a==1", "a[x]"}, {"a[x]==1"}));
  CHECK_FALSE(same({"a>=2.5"}, {"a>=2.5", "a>=2rc1"}));
  CHECK_FALSE(same({"a"}, {"b"}));
  CHECK_FALSE(same({"a>=2; extra == 'e'"},
                   {"a>=2; extra == 'e'", "a; sys_platform == 'linux' and extra == 'e'"}));
}

TEST_CASE("a dynamic version lets a backend write extras of the project itself flat", "[lock]") {
  Lockfile lockfile = read_good(simple_lock);
  LockBasis basis = basis_of(lockfile);
  const auto requirement = [](std::string_view name, std::vector<ExtraName> extras,
                              std::string_view marker) {
    return LockedRequirement{.name = *PackageName::parse(name),
                             .extras = std::move(extras),
                             .groups = {},
                             .marker = *Marker::parse(marker),
                             .specifiers = {},
                             .text = {},
                             .subdirectory = {},
                             .conflict = {}};
  };
  lockfile.packages[0].metadata.requires_dist = {requirement("numpy", {}, "extra == 'a'"),
                                                 requirement("numpy", {}, "extra == 'all'")};
  LockBasis::Member& app = basis.members.at(*PackageName::parse("app"));
  app.metadata.requires_dist = {requirement("app", {*ExtraName::parse("a")}, "extra == 'all'"),
                                requirement("numpy", {}, "extra == 'a'")};
  CHECK(judge_lock(lockfile, basis, {}).fitness == LockFitness::preferable);
  app.version.reset();
  lockfile.packages[0].version.reset();
  CHECK(judge_lock(lockfile, basis, {}).fitness == LockFitness::satisfies);
}

TEST_CASE("a later cutoff keeps a lock, an earlier one does not", "[lock]") {
  Lockfile lockfile = read_good(simple_lock);
  lockfile.options.exclude_newer = *UploadLimit::parse("2025-01-30T00:00:00Z");
  LockBasis basis = basis_of(lockfile);
  basis.options.exclude_newer = *UploadLimit::parse("2025-02-28T00:00:00Z");
  CHECK(judge_lock(lockfile, basis, {}).fitness == LockFitness::satisfies);
  basis.options.exclude_newer = *UploadLimit::parse("2025-01-01T00:00:00Z");
  CHECK(judge_lock(lockfile, basis, {}).fitness == LockFitness::preferable);
}

TEST_CASE("preferences name the index of a version", "[lock]") {
  const Lockfile lockfile = read_good(simple_lock);
  const auto all = preferences_of(lockfile, {}, "/project");
  REQUIRE(all.size() == 2);
  CHECK(all[0].index == VersionPreference::Index::none);
  CHECK(all[1].url->text() == "https://pypi.example/simple");
  LockWishes wishes;
  wishes.upgrade_packages = {*PackageName::parse("numpy")};
  CHECK(preferences_of(lockfile, wishes, "/project").size() == 1);
}

TEST_CASE("changes are told by name", "[lock]") {
  const Lockfile before = read_good(simple_lock);
  const Lockfile after =
      read_good(replaced(replaced(simple_lock, "version = \"2.2.0\"", "version = \"2.3.0\""),
                         "version = \"0.1.0\"\n", ""));
  CHECK(lock_changes(&before, after, false) ==
        std::vector<std::string>{"Updated app v0.1.0 -> (dynamic)",
                                 "Updated numpy v2.2.0 -> v2.3.0"});
  CHECK(lock_changes(nullptr, before, true) ==
        std::vector<std::string>{"Add app v0.1.0", "Add numpy v2.2.0"});
}
