// SPDX-License-Identifier: MIT
#include "arms/sync_stamp.hpp"

#include <sys/stat.h>

#include <chrono>
#include <functional>
#include <thread>

#include "accelerator/detect.hpp"
#include "accelerator/real_root.hpp"
#include "axle/base/environment.hpp"
#include "base/file.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

namespace axle::test {
namespace {

StampKey some_key() {
  return {.arguments = {"sync", "--extra", "cpu"},
          .directory = "/somewhere",
          .variables = {"UV_INDEX=https://a.example", "HOME=/home/me", "EDITOR=vi"},
          .program = "1.0 7"};
}

// Files that were made just now could still change unseen; the stamp does not trust them.
void let_time_pass() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

void keep_modification_time(const fs::path& path, const std::function<void()>& change) {
  const auto before = fs::last_write_time(path);
  change();
  fs::last_write_time(path, before);
}

// A project and an environment, as a sync would look at them.
struct Scene {
  TempTree tree;
  fs::path environment = tree / "p/.venv";
  fs::path site = environment / "lib/site-packages";

  Scene() {
    tree.write("p/pyproject.toml", "[project]");
    tree.write("p/.venv/pyvenv.cfg", "home = /usr/bin");
    tree.write("p/.venv/lib/site-packages/a-1.dist-info/WHEEL", "Tag: any");
    tree.write("cache/page", "1");
    let_time_pass();
  }

  void look() const {
    CHECK(read_file(tree / "p/pyproject.toml"));
    CHECK_FALSE(read_file(tree / "p/uv.lock"));
    CHECK_FALSE(file_exists(tree / "p/uv.toml"));
    CHECK(directory_exists(environment));
    CHECK(list_directory(site, [](const std::string&, bool) {}));
    CHECK(read_file(site / "a-1.dist-info/WHEEL"));
    CHECK_FALSE(read_file(site / "a-1.dist-info/direct_url.json"));
    CHECK(read_file(tree / "cache/page"));
  }

  void sync(const std::function<void(RunRecord&)>& meanwhile = [](RunRecord&) {}) const {
    RunRecord record;
    record.begin();
    look();
    record.said("Resolved 2 packages in 3ms");
    record.said("Checked 1 package in 0.10ms");
    meanwhile(record);
    leave_stamp(some_key(), record.end(), environment,
                {.inputs = {environment / "pyvenv.cfg"}, .ignored = tree / "cache"});
  }

  std::optional<Stamp> stamp() const {
    const auto text = read_file(environment / stamp_name);
    return text ? Stamp::parse(*text) : std::nullopt;
  }

  bool holds() const {
    const auto found = stamp();
    return found && found->holds(some_key().digest());
  }
};

}  // namespace

TEST_CASE("A stamp's text reads back, and a cut one does not") {
  const Stamp stamp{"0123", {"Checked 2 packages"}, {"k - //nowhere", "c - //a b"}};
  const std::string text = stamp.to_text();
  const auto back = Stamp::parse(text);
  REQUIRE(back);
  CHECK(back->key == stamp.key);
  CHECK(back->lines == stamp.lines);
  CHECK(back->uses == stamp.uses);
  for (std::size_t length = 0; length < text.size(); ++length)
    CHECK_FALSE(Stamp::parse(std::string_view(text).substr(0, length)));
  CHECK_FALSE(Stamp::parse("axle stamp 1\nkey\n99\nend\n"));
  CHECK_FALSE(Stamp::parse("axle stamp 2\nkey\n0\nend\n"));
}

TEST_CASE("The key tells apart what a sync could answer differently") {
  const std::string digest = some_key().digest();
  const std::vector<std::pair<std::string, std::function<void(StampKey&)>>> differing{
      {"an extra", [](StampKey& key) { key.arguments[2] = "cu124"; }},
      {"an option more", [](StampKey& key) { key.arguments.emplace_back("--reinstall"); }},
      {"words cut elsewhere", [](StampKey& key) { key.arguments = {"sync", "--extracpu"}; }},
      {"another directory", [](StampKey& key) { key.directory = "/elsewhere"; }},
      {"another program", [](StampKey& key) { key.program = "1.1 7"; }},
      {"another index", [](StampKey& key) { key.variables[0] += "/"; }},
      {"a setting more", [](StampKey& key) { key.variables.emplace_back("AXLE_OFFLINE=1"); }},
      {"another home", [](StampKey& key) { key.variables[1] = "HOME=/"; }}};
  for (const auto& [what, change] : differing) {
    INFO(what);
    StampKey key = some_key();
    change(key);
    CHECK(key.digest() != digest);
  }
  StampKey same = some_key();
  same.variables = {"HOME=/home/me", "UV_INDEX=https://a.example", "EDITOR=emacs",
                    "UV_INDEX_A_PASSWORD=secret"};
  CHECK(same.digest() == digest);
}

TEST_CASE("A clean run leaves a stamp, and what is not asked about may change") {
  const Scene scene;
  scene.sync();
  REQUIRE(scene.holds());
  CHECK(scene.stamp()->lines ==
        std::vector<std::string>{"Resolved 2 packages", "Checked 1 package"});
  CHECK_FALSE(scene.stamp()->holds("another key"));
  scene.tree.write("cache/page", "2");
  scene.tree.write("p/src/module.py", "");
  CHECK(scene.holds());
}

TEST_CASE("Whatever a run looked at ends its stamp when it changes") {
  using Change = std::function<void(const Scene&)>;
  const std::vector<std::pair<std::string, Change>> changes{
      {"project edited", [](const Scene& s) { s.tree.write("p/pyproject.toml", "[project] "); }},
      {"project edited, size and time kept",
       [](const Scene& s) {
         keep_modification_time(s.tree / "p/pyproject.toml",
                                [&] { s.tree.write("p/pyproject.toml", "[Project]"); });
       }},
      {"project removed", [](const Scene& s) { fs::remove(s.tree / "p/pyproject.toml"); }},
      {"lock added", [](const Scene& s) { s.tree.write("p/uv.lock", "version = 1"); }},
      {"settings added", [](const Scene& s) { s.tree.write("p/uv.toml", ""); }},
      {"environment's file edited",
       [](const Scene& s) { s.tree.write("p/.venv/pyvenv.cfg", "home = /opt/bin"); }},
      {"package added", [](const Scene& s) { fs::create_directory(s.site / "b-1.dist-info"); }},
      {"package removed", [](const Scene& s) { fs::remove_all(s.site / "a-1.dist-info"); }},
      {"package's file edited",
       [](const Scene& s) {
         s.tree.write("p/.venv/lib/site-packages/a-1.dist-info/WHEEL", "Tag: other");
       }},
      {"package's file added",
       [](const Scene& s) {
         s.tree.write("p/.venv/lib/site-packages/a-1.dist-info/direct_url.json", "{}");
       }},
      {"environment removed", [](const Scene& s) { fs::remove_all(s.site); }},
      {"a run died", [](const Scene& s) { s.tree.write("p/.venv/.axle/journal", ""); }}};
  for (const auto& [what, change] : changes) {
    INFO(what);
    const Scene scene;
    scene.sync();
    REQUIRE(scene.holds());
    change(scene);
    CHECK_FALSE(scene.holds());
  }
}

TEST_CASE("A hard link made elsewhere is no change of an installed file") {
  const Scene scene;
  fs::create_hard_link(scene.site / "a-1.dist-info/WHEEL", scene.tree / "cache/WHEEL");
  let_time_pass();
  scene.sync();
  REQUIRE(scene.holds());
  fs::create_hard_link(scene.site / "a-1.dist-info/WHEEL", scene.tree / "cache/WHEEL.2");
  CHECK(scene.holds());
}

TEST_CASE("A run leaves no stamp if it did, warned or missed something") {
  const std::vector<std::pair<std::string, std::function<void(const Scene&, RunRecord&)>>> events{
      {"it installed",
       [](const Scene&, RunRecord& record) { record.said("Installed 1 package in 2ms"); }},
      {"it warned", [](const Scene&, RunRecord& record) { record.is_unique(); }},
      {"the project was edited meanwhile",
       [](const Scene& s, RunRecord&) { s.tree.write("p/pyproject.toml", "[project] "); }},
      {"the environment was changed meanwhile",
       [](const Scene& s, RunRecord&) { fs::create_directory(s.site / "b-1.dist-info"); }}};
  for (const auto& [what, event] : events) {
    INFO(what);
    const Scene scene;
    scene.sync([&](RunRecord& record) { event(scene, record); });
    CHECK_FALSE(scene.stamp());
  }
}

TEST_CASE("What is said and looked at outside a run is not remembered") {
  const Scene scene;
  RunRecord record;
  scene.look();
  record.said("Checked 1 package in 0.10ms");
  leave_stamp(some_key(), record.end(), scene.environment, {});
  CHECK_FALSE(scene.stamp());
}

TEST_CASE("A run that depends on the machine is not repeated on another one") {
  const Scene scene;
  const auto sync_on = [&](const std::string& machine) {
    RunRecord record;
    record.begin();
    scene.look();
    record.depends_on(machine);
    record.said("Checked 1 package in 0.10ms");
    leave_stamp(some_key(), record.end(), scene.environment, {{}, scene.tree / "cache"});
  };
  RealRoot here(Environment::of_process());
  sync_on(machine_fingerprint(here));
  CHECK(scene.holds());
  sync_on("another one");
  CHECK_FALSE(scene.holds());
}

TEST_CASE("The nearest environment's stamp answers") {
  const Scene scene;
  StampKey key = some_key();
  key.directory = scene.tree / "p";
  CHECK_FALSE(lines_of_stamp(key));
  RunRecord record;
  record.begin();
  scene.look();
  record.said("Checked 1 package in 0.10ms");
  leave_stamp(key, record.end(), scene.environment, {{}, scene.tree / "cache"});
  const auto lines = lines_of_stamp(key);
  REQUIRE(lines);
  CHECK(*lines == std::vector<std::string>{"Checked 1 package"});
  // Asked from another directory, the project may be another one.
  key.directory = scene.tree / "p/below";
  CHECK_FALSE(lines_of_stamp(key));
}

}  // namespace axle::test
