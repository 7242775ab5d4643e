// SPDX-License-Identifier: MIT
// Graph, tree, chains and differences of a lock.
#include "axle/model/conflicts.hpp"
#include "lock/lock_difference.hpp"
#include "support/catch.hpp"
#include "support/sample_lock.hpp"
#include "views/lock_chains.hpp"
#include "views/lock_cycles.hpp"
#include "views/lock_tree.hpp"

using namespace axle;

namespace {

PackageName name(std::string_view text) { return *PackageName::parse(text); }

/// Everything of the sample's two members.
LockGraphScope lock_graph_whole() {
  LockGraphScope scope;
  for (const char* member : {"app", "kit"}) {
    LockRoot root{.name = name(member), .with_dependencies = true, .extras = {}, .groups = {}};
    for (const char* extra : {"cpu", "cu"}) root.extras.insert(*ExtraName::parse(extra));
    for (const char* group : {"a", "b"}) root.groups.insert(*GroupName::parse(group));
    scope.roots.push_back(std::move(root));
  }
  return scope;
}

}  // namespace

TEST_CASE("a tree shows extras and groups where they are needed, last member first", "[lock]") {
  const Lockfile lockfile = read_good(sample_lock());
  const LockGraph graph = make_lock_graph(lockfile, lock_graph_whole());
  const std::string tree = lock_tree(graph, {});
  CHECK(tree.find("app v0.1.0\n├── numpy") != std::string::npos);
  CHECK(tree.find("torch v2.0 (extra: cpu)") != std::string::npos);
  CHECK(tree.find("torch[opt] v2.0+cpu (extra: cpu)") != std::string::npos);
  CHECK(tree.find("numpy v2.2.0 (group: b)") != std::string::npos);
  CHECK(tree.find("kit") < tree.find("app"));
  CHECK(lock_tree(graph, {.packages = {name("torch")}}).starts_with("torch v2.0\n"));
}

TEST_CASE("what is pruned is as if it were not there", "[lock]") {
  const Lockfile lockfile = read_good(sample_lock());
  LockGraphScope scope = lock_graph_whole();
  scope.pruned.insert(name("torch"));
  CHECK(lock_tree(make_lock_graph(lockfile, scope), {}).find("torch") == std::string::npos);
}

TEST_CASE("chains name the extra or group and say where they hold", "[lock]") {
  const Lockfile lockfile = read_good(sample_lock());
  const LockGraph graph = make_lock_graph(lockfile, lock_graph_whole());
  const auto [first, last] = lockfile.positions_of(name("torch"));
  REQUIRE(last - first == 2);
  const LockChains chains = chains_to(graph, first, 10);
  CHECK_FALSE(chains.is_cut);
  REQUIRE(chains.chains.size() == 1);
  const LockChain& chain = chains.chains[0];
  CHECK(lockfile.packages[chain.root].name.text() == "app");
  REQUIRE(chain.edges.size() == 1);
  CHECK(chain.edges[0]->kind == LockEdge::Kind::extra);
  CHECK(chain.edges[0]->label == "cpu");
  CHECK(in_words(chain.marker, lockfile.conflicts) == "sys_platform == 'darwin'");
  const LockChains few = chains_to(graph, lockfile.positions_of(name("numpy")).first, 1);
  CHECK(few.chains.size() == 1);
  CHECK(few.is_cut);
}

TEST_CASE("an edge whose marker tests the extra that it asks for is drawn if it may turn it on",
          "[lock]") {
  const Lockfile lockfile = read_good(R"(version = 1
revision = 5
requires-python = ">=3.10"
conflicts = [[
    { package = "kit", extra = "cpu" },
    { package = "kit", extra = "gpu" },
]]

[manifest]
members = ["app", "kit"]

[[package]]
name = "app"
version = "1"
source = { virtual = "app" }
dependencies = [
    { name = "kit", extra = ["gpu"], marker = "sys_platform == 'linux' and extra == 'extra-3-kit-gpu'" },
]

[[package]]
name = "kit"
version = "1"
source = { virtual = "kit" }

[package.optional-dependencies]
gpu = [
    { name = "torch" },
]

[[package]]
name = "torch"
version = "1"
source = { registry = "https://x.org/gpu" }
)");
  const auto tree_on = [&](std::string_view platform, bool turns_on = true) {
    MarkerEnvironment machine;
    machine.set("sys_platform", std::string(platform));
    machine.set_python("3.12.0");
    LockGraphScope scope;
    scope.roots.push_back(
        {.name = name("app"), .with_dependencies = true, .extras = {}, .groups = {}});
    scope.machine = &machine;
    scope.turns_on = turns_on;
    return lock_tree(make_lock_graph(lockfile, scope), {});
  };
  CHECK(tree_on("linux").find("torch v1") != std::string::npos);
  CHECK(tree_on("darwin").find("torch") == std::string::npos);
  CHECK(tree_on("linux", false).find("torch") == std::string::npos);
}

TEST_CASE("a cycle is cut open where the fewest arcs lead back") {
  // 0 -> 1 -> 2 -> 0, 2 -> 3: only one arc of the ring leads back.
  const std::vector<Arc> ring{{0, 1}, {1, 2}, {2, 0}, {2, 3}};
  const std::vector<std::size_t> places = acyclic_order(ring, 5);
  std::size_t back = 0;
  for (const auto& [from, to] : ring) back += places[from] >= places[to] ? 1 : 0;
  CHECK(back == 1);
  CHECK(places[3] == 3);
  CHECK(places[4] == 5);
  const std::vector<Arc> chain{{2, 1}, {1, 0}};
  CHECK(acyclic_order(chain, 3) == std::vector<std::size_t>{2, 1, 0});
  const std::vector<Arc> own{{0, 0}};
  CHECK(acyclic_order(own, 1) == std::vector<std::size_t>{0});
}

TEST_CASE("conflict items are said in words", "[lock]") {
  const ConflictItem cpu{name("app"), *ExtraName::parse("cpu")};
  const ConflictItem group{name("app"), *GroupName::parse("dev")};
  const ConflictItem project{name("app"), WholeProject{}};
  CHECK(to_string(cpu) == "app[cpu]");
  CHECK(to_string(group) == "app:dev");
  CHECK(to_string(project) == "app");
  const Conflicts conflicts{{cpu, group}};
  const Marker marker = *Marker::parse("sys_platform == 'linux'") & Marker::extra(encoded(cpu)) &
                        ~Marker::extra(encoded(group));
  const std::string words = in_words(marker, conflicts);
  CHECK(words.find("with app[cpu]") != std::string::npos);
  CHECK(words.find("app:dev") == std::string::npos);  // follows from the conflict
  CHECK(words.find("extra-") == std::string::npos);
  CHECK(in_words(~Marker::extra(encoded(group)), conflicts) == "without app:dev");
  CHECK(in_words(marker, {}).find("extra == 'extra-3-app-cpu'") != std::string::npos);
  CHECK(in_words(Marker::always(), conflicts).empty());
}

TEST_CASE("differences name what the project says and the lock does not", "[lock]") {
  const Lockfile lockfile = read_good(sample_lock());
  LockBasis basis{.root = "/project",
                  .requires_python = lockfile.requires_python,
                  .environments = lockfile.supported_markers,
                  .required_environments = {},
                  .conflicts = lockfile.conflicts,
                  .options = lockfile.options,
                  .manifest = lockfile.manifest,
                  .members = {},
                  .indexes = {}};
  for (const LockedPackage& package : lockfile.packages) {
    if (!package.source.is_source_tree()) continue;
    LockBasis::Member member;
    member.source = package.source;
    member.version = package.version;
    member.metadata = package.metadata;
    basis.members.emplace(package.name, member);
  }
  CHECK(lock_differences(lockfile, basis).empty());

  auto& app = basis.members.at(name("app"));
  app.metadata.requires_dist[0].specifiers = *VersionSpecifiers::parse("<2");
  app.version = *Version::parse("0.2");
  basis.manifest.constraints.clear();
  basis.requires_python = RequiresPython::from(*VersionSpecifiers::parse(">=3.13"));
  const std::vector<std::string> lines = lock_differences(lockfile, basis);
  for (const char* line : {"requires-python: `>=3.12` in the lockfile, now `>=3.13`",
                           "constraint `numpy<=2.2.0`: only in the lockfile",
                           "the version of `app`: `0.1.0` in the lockfile, now `0.2`",
                           "`app` requires `numpy<2`: not in the lockfile",
                           "`app` requires `numpy`: only in the lockfile"}) {
    INFO(line);
    CHECK(std::find(lines.begin(), lines.end(), line) != lines.end());
  }
}
