// SPDX-License-Identifier: MIT
// Random small universes from fixed seeds: a lockfile that was written and read back holds, for
// every machine and every choice of extras, a right answer for that machine.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "axle/lock/lock.hpp"
#include "lock/freshness.hpp"
#include "lock/lock_requirement.hpp"
#include "resolve_fixture.hpp"
#include "support/catch.hpp"
#include "views/select_packages.hpp"

using namespace axle;
using namespace axle::testing;

namespace {

constexpr const char* supported_python = ">=3.11";
using Extras = std::vector<ExtraName>;

/// What requirements of the project share with each other.
enum class Sharing {
  packages,  ///< what is needed under one marker or extra is needed under others, too: forks
  nothing,   ///< each marker and extra has packages of its own
};

/// A project and what the indexes hold: packages of six names. Half of the projects have two
/// conflicting extras, c1 and c2, that take `tensors` from different indexes; x1 goes with
/// everything.
class Draft {
 public:
  Draft(unsigned seed, Sharing sharing, bool has_pythons)
      : random_(seed), sharing_(sharing), has_pythons_(has_pythons) {
    for (unsigned branch = 0; branch < (shares() ? 1U : branches); ++branch)
      for (char name = 'a'; name <= last_name; ++name) add_package(name, branch);
    ask(common, "");
    ask(linux_only, " ; sys_platform == 'linux'");
    ask(windows_only, " ; sys_platform == 'win32'");
    ask(of_x1, " ; extra == 'x1'");
    project.extras = {"x1"};
    if (one_in(2)) add_conflict();
  }

  std::string universe;
  testing::Project project;
  bool has_conflict = false;

  std::vector<Extras> choices_of_extras() const {
    const ExtraName x1 = *ExtraName::parse("x1"), c1 = *ExtraName::parse("c1"),
                    c2 = *ExtraName::parse("c2");
    std::vector<Extras> choices{{}, {x1}};
    if (has_conflict) choices.insert(choices.end(), {{c1}, {c2}, {c1, x1}});
    return choices;
  }
  ResolveInput input() const {
    ResolveInput input = for_project(supported_python, project);
    if (has_conflict) input.conflicts = conflicting_extras("project", {"c1", "c2"});
    return input;
  }
  MemoryRegistry registry() const {
    MemoryRegistry registry(universe);
    registry.make_explicit("https://c1.example/whl");
    registry.make_explicit("https://c2.example/whl");
    return registry;
  }

 private:
  enum Branch : unsigned { common, linux_only, windows_only, of_x1, of_c1, of_c2, branches };
  static constexpr char last_name = 'f';

  bool shares() const { return sharing_ == Sharing::packages; }

  // Where nothing is shared, all versions of a package need the same: the answer then is the
  // highest version that all requirements allow, whatever the order of decisions.
  void add_package(char name, unsigned branch) {
    std::string needs = some_needs(name, branch);
    for (unsigned version = 1; version <= 3; ++version) {
      universe += fmt::format("{}{} {}.0\n{}", name, branch, version, needs);
      if (shares()) needs = some_needs(name, branch);
    }
  }
  std::string some_needs(char name, unsigned branch) {
    std::string needs;
    if (name == last_name) return needs;
    for (unsigned i = below(3); i > 0; --i)
      needs += fmt::format("  needs {}{}\n", after(name, branch), some_marker());
    if (one_in(3))
      needs += fmt::format("  extra x\n  needs {} ; extra == 'x'\n", after(name, branch));
    return needs;
  }
  void add_conflict() {
    has_conflict = true;
    for (const auto& [extra, branch] : {std::pair("c1", of_c1), std::pair("c2", of_c2)}) {
      const std::string index = fmt::format("https://{}.example/whl", extra);
      const std::string needs = after('c', branch);
      universe += fmt::format("index {}\n", index);
      for (const char* version : {"1.0", "2.0"})
        universe += fmt::format("tensors {}+{}\n  needs {}\n", version, extra, needs);
      project.extras.push_back(extra);
      project.requires_dist.push_back(fmt::format("tensors ; extra == '{}'", extra));
      project.sources.push_back({"tensors", index, fmt::format("extra {}", extra), ""});
      ask(branch, fmt::format(" ; extra == '{}'", extra));
    }
  }
  void ask(Branch branch, const std::string& condition) {
    for (unsigned i = 1 + below(2); i > 0; --i)
      project.requires_dist.push_back(
          need(static_cast<char>('a' + static_cast<char>(below(3))), branch) + condition);
  }

  std::string after(char name, unsigned branch) {
    const unsigned left = static_cast<unsigned>(last_name - name);
    return need(static_cast<char>(name + 1 + static_cast<char>(below(left))), branch);
  }
  std::string need(char name, unsigned branch) {
    static constexpr const char* ranges[] = {"", "", ">=2", "<3", "==2.0", "!=3.0"};
    return fmt::format("{}{}{}{}", name, shares() ? 0 : branch, one_in(5) ? "[x]" : "",
                       ranges[below(6)]);
  }
  std::string some_marker() {
    static constexpr const char* markers[] = {
        " ; sys_platform == 'linux'", " ; sys_platform != 'linux'", " ; python_version >= '3.12'",
        " ; python_version < '3.12'"};
    return shares() && one_in(3) ? markers[below(has_pythons_ ? 4 : 2)] : "";
  }
  unsigned below(unsigned end) {
    return std::uniform_int_distribution<unsigned>(0, end - 1)(random_);
  }
  bool one_in(unsigned count) { return below(count) == 0; }

  std::mt19937 random_;
  Sharing sharing_;
  bool has_pythons_;
};

struct Machine {
  MarkerEnvironment markers;
  CompatibleTags tags;
  Version python;
};

std::vector<Machine> machines() {
  std::vector<Machine> all;
  for (const char* target :
       {"x86_64-manylinux_2_28", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"})
    for (const unsigned minor : {11U, 13U}) {
      const Platform platform = *Platform::parse_target(target);
      const std::string python = fmt::format("3.{}.0", minor);
      Machine machine{
          .markers = {},
          .tags = CompatibleTags(PythonVariant{.minor = minor}, platform_tags(platform)),
          .python = version(python)};
      platform.describe_to(machine.markers);
      machine.markers.set("implementation_name", "cpython");
      machine.markers.set("platform_python_implementation", "CPython");
      machine.markers.set_python(python);
      all.push_back(std::move(machine));
    }
  return all;
}

LockBasis basis_of(const ResolveInput& input) {
  const DirectDistribution& project = *input.direct.front();
  LockBasis basis{.root = "/project",
                  .requires_python = input.requires_python,
                  .environments = {},
                  .required_environments = {},
                  .conflicts = input.conflicts,
                  .options = {},
                  .manifest = {},
                  .members = {},
                  .indexes = {}};
  basis.members.emplace(project.name,
                        LockBasis::Member{.source = locked_source(project.source, basis.root),
                                          .version = project.version,
                                          .metadata = {.requires_dist = locked_requirements(
                                                           project.requires_dist, basis.root),
                                                       .provides_extras = project.extras,
                                                       .requires_dev = {}},
                                          .default_groups = {},
                                          .group_requires_python = {}});
  for (const char* index :
       {"https://index.example/simple", "https://c1.example/whl", "https://c2.example/whl"})
    basis.indexes.definitions.push_back({.url = index_url(index)});
  return basis;
}

std::string lock_text(const Resolution& resolution, const ResolveInput& input) {
  const auto lockfile = make_lockfile(resolution, basis_of(input));
  REQUIRE(lockfile);
  return lockfile_text(*lockfile);
}

/// What a lock says for one machine and some extras, held to what the packages say of themselves.
class Answer {
 public:
  Answer(const Lockfile& lockfile, const Resolution& resolution, const Machine& machine,
         const Extras& extras)
      : machine_(machine.markers), extras_(extras) {
    LockSelection selection;
    selection.roots.push_back(
        {.name = package_name("project"), .extras = {extras.begin(), extras.end()}, .groups = {}});
    const auto selected = select_packages(lockfile, selection, machine.markers);
    REQUIRE(selected);
    for (const std::size_t position : *selected) {
      const LockedPackage& package = lockfile.packages[position];
      if (package.source.is_source_tree()) continue;
      CAPTURE(package.name.text());
      CHECK(chosen_.emplace(package.name, *package.version).second);  // one version of a name
    }
    for (const ResolvedPackage& package : resolution.packages)
      if (package.metadata) metadata_[{package.name, package.version}] = package.metadata;
  }

  /// Every requirement that holds is met, and nothing is there that none of them leads to.
  void check(const std::vector<std::string>& requires_dist) {
    for (const std::string& text : requires_dist) {
      const Requirement requirement = *Requirement::parse(text);
      if (requirement.marker.evaluate(machine_, extras_)) follow(requirement);
    }
    for (const auto& [name, version] : chosen_) {
      CAPTURE(name.text());
      CHECK(needed_.contains({name, std::nullopt}));
    }
    const auto tensors = chosen_.find(package_name("tensors"));
    if (tensors == chosen_.end()) return;
    CHECK(tensors->second.to_string().ends_with("+" + extras_.front().text()));  // of its index
  }

  std::string text() const {
    std::string text;
    for (const auto& [name, version] : chosen_)
      text += fmt::format("{}=={} ", name.text(), version.to_string());
    return text;
  }

 private:
  void follow(const Requirement& requirement) {
    CAPTURE(requirement.to_string());
    const auto found = chosen_.find(requirement.name);
    REQUIRE(found != chosen_.end());
    CHECK(VersionRange::from(requirement.specifiers).contains(found->second));
    const CoreMetadata& metadata = *metadata_.at(*found);
    const auto enter = [&](const std::optional<ExtraName>& extra) {
      if (!needed_.emplace(requirement.name, extra).second) return;
      const Extras on = extra ? Extras{*extra} : Extras();
      for (const Requirement& needed : metadata.requires_dist)
        if (needed.marker.evaluate(machine_, on)) follow(needed);
    };
    enter(std::nullopt);
    for (const ExtraName& extra : requirement.extras) enter(extra);
  }

  const MarkerEnvironment& machine_;
  const Extras& extras_;
  std::map<PackageName, Version> chosen_;
  std::map<std::pair<PackageName, Version>, std::shared_ptr<const CoreMetadata>> metadata_;
  std::set<std::pair<PackageName, std::optional<ExtraName>>> needed_;
};

/// The same as Answer::text(), resolved for this machine alone.
std::string solved_alone(const Draft& draft, const Machine& machine, const Extras& extras) {
  ResolveInput input = draft.input();
  input.environment = OneEnvironment{machine.markers, machine.tags};
  input.requires_python = RequiresPython::from(
      *VersionSpecifiers::parse(fmt::format(">={}", machine.python.to_string())));
  input.installed_python = machine.python;
  input.conflicts.clear();
  input.requirements.front().extras = extras;
  MemoryRegistry registry = draft.registry();
  const auto resolution = answer(input, registry);
  if (!resolution) return "error: " + resolution.error().message;
  std::map<PackageName, std::string> chosen;
  for (const ResolutionNode& node : resolution->nodes) {
    const ResolvedPackage& package = resolution->packages[node.package];
    if (!package.direct) chosen.emplace(package.name, package.version.to_string());
  }
  std::string text;
  for (const auto& [name, version] : chosen) text += fmt::format("{}=={} ", name.text(), version);
  return text;
}

void check_conflict_is_refused(const Lockfile& lockfile, const Machine& machine) {
  LockSelection selection;
  selection.roots.push_back({.name = package_name("project"),
                             .extras = {*ExtraName::parse("c1"), *ExtraName::parse("c2")},
                             .groups = {}});
  CHECK_FALSE(select_packages(lockfile, selection, machine.markers));
}

}  // namespace

TEST_CASE(
    "a lock that is read back is right on each machine and with each extra, and the same each "
    "time",
    "[property][lock]") {
  const std::vector<Machine> all = machines();
  unsigned solved = 0, with_forks = 0;
  for (unsigned seed = 1; seed <= 120; ++seed) {
    CAPTURE(seed);
    const Draft draft(seed, Sharing::packages, true);
    const ResolveInput input = draft.input();
    MemoryRegistry registry = draft.registry();
    const auto resolution = answer(input, registry);
    if (!resolution) continue;
    ++solved;
    const std::string text = lock_text(*resolution, input);
    CAPTURE(text);
    const auto lockfile = parse_lockfile("uv.lock", text);
    REQUIRE(lockfile);
    CHECK(lockfile_text(*lockfile) == text);
    CHECK(judge_lock(*lockfile, basis_of(input), {}).reason == "");
    if (lockfile->fork_markers.size() > 1) ++with_forks;
    for (const Machine& machine : all) {
      CAPTURE(machine.markers.sys_platform, machine.python.to_string());
      for (const Extras& extras : draft.choices_of_extras()) {
        CAPTURE(extras.size());
        Answer(*lockfile, *resolution, machine, extras).check(draft.project.requires_dist);
      }
      if (draft.has_conflict) check_conflict_is_refused(*lockfile, machine);
    }
    MemoryRegistry again = draft.registry();
    CHECK(lock_text(*answer(input, again), input) == text);
  }
  CHECK(solved >= 60);
  CHECK(with_forks >= 20);
}

TEST_CASE(
    "where nothing is shared between markers and extras, a lock says what resolving for one "
    "machine says",
    "[property][lock]") {
  const std::vector<Machine> all = machines();
  unsigned solved = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const Draft draft(seed, Sharing::nothing, false);
    const ResolveInput input = draft.input();
    MemoryRegistry registry = draft.registry();
    const auto resolution = answer(input, registry);
    if (!resolution) continue;
    ++solved;
    const auto lockfile = parse_lockfile("uv.lock", lock_text(*resolution, input));
    REQUIRE(lockfile);
    for (const Machine& machine : all) {
      CAPTURE(machine.markers.sys_platform, machine.python.to_string());
      for (const Extras& extras : draft.choices_of_extras()) {
        CAPTURE(extras.size());
        Answer locked(*lockfile, *resolution, machine, extras);
        locked.check(draft.project.requires_dist);
        CHECK(locked.text() == solved_alone(draft, machine, extras));
      }
    }
  }
  CHECK(solved >= 30);
}

// As in uv, two things may come out in another order: a lock keeps the forks by marker and not
// those by conflict, so that these are then split last; and stored forks are begun with the highest
// Python.
TEST_CASE("a lock stays as it is when it is made again from itself", "[property][lock]") {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    const Draft draft(seed, Sharing::packages, false);
    if (draft.has_conflict) continue;
    ResolveInput input = draft.input();
    MemoryRegistry registry = draft.registry();
    const auto first = answer(input, registry);
    if (!first) continue;
    const std::string text = lock_text(*first, input);
    const auto lockfile = parse_lockfile("uv.lock", text);
    REQUIRE(lockfile);
    input.preferences = preferences_of(*lockfile, {}, "/project");
    std::get<AllEnvironments>(input.environment).stored_forks = stored_forks(*lockfile);
    const auto second = answer(input, registry);
    REQUIRE(second);
    CHECK(lock_text(*second, input) == text);
  }
}
