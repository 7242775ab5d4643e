// SPDX-License-Identifier: MIT
#include "axle/project/settings.hpp"

#include "support/catch.hpp"
#include "unit/project/project_rig.hpp"

using namespace axle;
using axle::test::says;
using axle::test::TempTree;
using axle::test::test_now;
using axle::test::whole_text;

namespace {

struct Rig {
  TempTree tree;
  std::map<std::string, std::string> variables;
  SettingsLayer command_line;

  Result<Settings> read(std::string_view below = {}) {
    SettingsPlaces places{.directory = tree / "project" / below,
                          .config_file = {},
                          .no_config = false,
                          .for_pip = false,
                          .now = test_now(),
                          .version = "0.13.9",
                          .files = nullptr};
    variables.insert({"XDG_CONFIG_HOME", (tree / "config").string()});
    variables.insert({"XDG_CONFIG_DIRS", (tree / "system").string()});
    tree.write("project/.keep", "");
    return read_settings(places, command_line, Environment::of(variables));
  }
  Settings good(std::string_view below = {}) {
    auto settings = read(below);
    if (!settings) FAIL(whole_text(settings.error()));
    return *std::move(settings);
  }
};

std::vector<std::string> urls(const IndexSet& indexes) {
  std::vector<std::string> all;
  for (const IndexDefinition& index : indexes.definitions) all.push_back(index.url.text());
  return all;
}

IndexDefinition index_at(std::string_view url) {
  IndexDefinition index;
  index.url = *IndexUrl::parse(url, "/");
  index.origin = IndexOrigin::command_line;
  return index;
}

}  // namespace

TEST_CASE("without files everything has its default", "[settings]") {
  Rig rig;
  const Settings settings = rig.good();
  CHECK(settings.resolution == ResolutionMode::highest);
  CHECK(settings.prerelease == PrereleaseMode::if_necessary);
  CHECK(settings.indexes.definitions.empty());
  CHECK(settings.warnings.empty());
  CHECK_FALSE(settings.offline);
}

TEST_CASE("command line over environment over project over user over system", "[settings]") {
  Rig rig;
  const auto index = [](const char* name) {
    return "resolution = 'lowest'\n[[index]]\nurl = 'https://" + std::string(name) + "'\n";
  };
  rig.tree.write("system/uv/uv.toml", index("system") + "");
  rig.tree.write("config/uv/uv.toml", "offline = true\nprerelease = 'allow'\n" + index("user"));
  rig.tree.write("project/pyproject.toml",
                 "[tool.uv]\nprerelease = 'disallow'\nfork-strategy = "
                 "'fewest'\n[[tool.uv.index]]\nurl = 'https://project'\n");
  rig.variables = {{"UV_INDEX", "https://variable n2=https://two"},
                   {"UV_RESOLUTION", "lowest-direct"}};
  rig.command_line.index = {index_at("https://line")};
  const Settings settings = rig.good();
  CHECK(urls(settings.indexes) == std::vector<std::string>{"https://line/", "https://variable/",
                                                           "https://two/", "https://project/",
                                                           "https://user/", "https://system/"});
  CHECK(settings.resolution == ResolutionMode::lowest_direct);
  CHECK(settings.prerelease == PrereleaseMode::disallow);
  CHECK(settings.fork_strategy == ForkStrategy::fewest);
  CHECK(settings.offline);
  CHECK(settings.indexes.definitions[2].name == "n2");
  CHECK(settings.indexes.definitions[4].origin == IndexOrigin::user);
}

TEST_CASE("axle's own file, table and variables go before uv's", "[settings]") {
  Rig rig;
  rig.tree.write("project/pyproject.toml",
                 "[tool.uv]\nresolution = 'lowest'\noffline = true\n[tool.axle]\nresolution = "
                 "'lowest-direct'\n");
  rig.tree.write("config/axle/axle.toml", "no-cache = true\n");
  rig.tree.write("config/uv/uv.toml", "preview = true\n");
  rig.variables = {{"UV_PRERELEASE", "allow"}, {"AXLE_PRERELEASE", "explicit"}};
  const Settings settings = rig.good();
  CHECK(settings.resolution == ResolutionMode::lowest_direct);
  CHECK(settings.offline);
  CHECK(settings.no_cache);
  CHECK_FALSE(settings.preview);
  CHECK(settings.prerelease == PrereleaseMode::explicitly);
}

TEST_CASE("legacy index options come behind the tables, the default last", "[settings]") {
  Rig rig;
  rig.tree.write("project/pyproject.toml", R"([tool.uv]
index-url = "https://default"
extra-index-url = ["https://extra"]
find-links = ["wheels", "https://links"]
no-index = false
index-strategy = "unsafe-any-match"
[[tool.uv.index]]
url = "https://table"
)");
  const Settings settings = rig.good();
  std::vector<std::string> asked;
  for (const IndexDefinition& index : settings.indexes.implicit_order())
    asked.push_back(index.url.text());
  CHECK(asked == std::vector<std::string>{"https://table/", "https://extra/", "https://default/"});
  CHECK(settings.indexes.find_links[0].local_path() == rig.tree / "project/wheels");
  CHECK(settings.indexes.strategy == IndexStrategy::unsafe_first_match);
}

TEST_CASE("every other setting is read", "[settings]") {
  Rig rig;
  rig.tree.write("project/pyproject.toml", R"([tool.uv]
prerelease-package = { torch = "allow" }
exclude-newer = "30 days"
exclude-newer-package = { Torch = false, rich = "2024-03-25T00:00:00Z" }
dependency-metadata = [{ name = "a", version = "1", requires-dist = ["b>1"], requires-python = ">=3.9", provides-extras = ["x"] }]
no-sources-package = ["s"]
upgrade-package = ["torch<3"]
reinstall-package = ["r"]
no-build = true
no-build-package = ["n"]
no-binary-package = ["b"]
link-mode = "copy"
compile-bytecode = true
cache-dir = "cache"
concurrent-downloads = 4
torch-backend = "auto"
allow-insecure-host = ["localhost:8080"]
required-version = ">=0.13"
require-build-hashes = true
)");
  const Settings settings = rig.good();
  const auto name = [](std::string_view text) { return *PackageName::parse(text); };
  CHECK(settings.prerelease_package.at(name("torch")) == PrereleaseMode::allow);
  CHECK(settings.exclude_newer->text == "P30D");
  const ExcludeNewer cutoffs = settings.exclude_newer_cutoffs(test_now());
  CHECK(cutoffs.global == std::int64_t{1772323200 - 30 * 86400} * 1000);
  CHECK_FALSE(cutoffs.packages.at(name("torch")));
  CHECK(cutoffs.packages.at(name("rich")) == 1711324800000);
  REQUIRE(settings.dependency_metadata.size() == 1);
  CHECK(settings.dependency_metadata[0].metadata->requires_dist.at(0).to_string() == "b>1");
  CHECK(settings.dependency_metadata[0].version->to_string() == "1");
  CHECK(settings.no_sources_package.contains(name("s")));
  CHECK(settings.upgrade_package.size() == 1);
  CHECK_FALSE(settings.build.allows_build(name("anything")));
  CHECK_FALSE(settings.build.allows_wheel(name("b")));
  CHECK(settings.build.allows_wheel(name("a")));
  CHECK(settings.link_mode == LinkChoice::copy);
  CHECK(settings.compile_bytecode);
  CHECK(settings.cache_dir == rig.tree / "project/cache");
  CHECK(settings.concurrent_downloads == 4U);
  CHECK(settings.torch_backend == "auto");
  CHECK(settings.notices ==
        std::vector<std::string>{
            "The setting `require-build-hashes` is known, but has no effect here"});
}

TEST_CASE("the nearest file with settings ends the search", "[settings]") {
  Rig rig;
  rig.tree.write("project/pyproject.toml", "[tool.uv]\noffline = true\n");
  rig.tree.write("project/sub/pyproject.toml", "[project]\nname = 'a'\nversion = '1'\n");
  rig.tree.write("project/other/uv.toml", "no-cache = true\n");
  rig.tree.write("project/other/pyproject.toml", "[tool.uv]\nresolution = 'lowest'\n");
  CHECK(rig.good("sub").offline);
  const Settings other = rig.good("other");
  CHECK_FALSE(other.offline);
  CHECK(other.no_cache);
  CHECK(other.resolution == ResolutionMode::highest);
  REQUIRE(other.warnings.size() == 1);
  CHECK(other.warnings[0].starts_with("Found both a `uv.toml` file and a `[tool.uv]` section"));
}

TEST_CASE("what settings discovery forgives is warned about", "[settings]") {
  Rig rig;
  const auto [text, part] = GENERATE(table<std::string, std::string>({
      {"[tool.uv]\noffline = true\nunknown-key = 1\n", "unknown field `unknown-key`"},
      {"[tool.uv\n", "during settings discovery:\n  TOML parse error at line 1"},
  }));
  rig.tree.write("project/pyproject.toml", text);
  const Settings settings = rig.good();
  CHECK_FALSE(settings.offline);
  REQUIRE(settings.warnings.size() == 1);
  CAPTURE(settings.warnings[0]);
  CHECK(settings.warnings[0].find(part) != std::string::npos);
}

TEST_CASE("a uv.toml may not hold what only a project has", "[settings]") {
  const std::string key = GENERATE("conflicts", "workspace", "sources", "dev-dependencies",
                                   "default-groups", "dependency-groups", "managed", "package",
                                   "build-backend", "environments", "required-environments");
  Rig rig;
  const auto path = rig.tree.write("config/uv/uv.toml", "offline = true\n" + key + " = 1\n");
  const auto settings = rig.read();
  REQUIRE_FALSE(settings);
  CHECK(settings.error().message == "Failed to parse: " + path.string() + ". The `" + key +
                                        "` field is not allowed in a `uv.toml` file. `" + key +
                                        "` is only applicable in the context of a project, and "
                                        "should be placed in a `pyproject.toml` file instead.");
  CHECK(settings.error().member == "line 2, column 1");
}

TEST_CASE("wrong settings are errors with their place", "[settings]") {
  const auto [file, text, part] = GENERATE(table<std::string, std::string, std::string>({
      {"project/pyproject.toml", "[tool.uv]\nresolution = 'best'\n",
       "unknown variant `best`, expected one of `highest`, `lowest`, `lowest-direct`"},
      {"project/pyproject.toml", "[tool.uv]\nexclude-newer = '1 year'\n",
       "uses unit 'years' which is not allowed"},
      {"project/pyproject.toml", "[tool.uv]\noffline = 'yes'\n",
       "invalid type: string \"yes\", expected a boolean"},
      {"project/pyproject.toml", "[tool.uv]\nconcurrent-downloads = 0\n",
       "expected a positive integer"},
      {"project/pyproject.toml", "[tool.uv]\nno-build-package = ['a b']\n", "a b"},
      {"project/pyproject.toml", "[tool.uv]\nprerelease-package = { a = 'x' }\n",
       "unknown variant `x`"},
      {"project/pyproject.toml", "[tool.uv]\ndependency-metadata = [{ version = '1' }]\n",
       "missing field `name`"},
      {"project/uv.toml", "nonsense = 1\n", "unknown field `nonsense`"},
      {"project/uv.toml", "[[index]]\nurl = 'https://x'\nexplicit = true\n",
       "An index with `explicit = true` requires a `name`"},
      {"project/pyproject.toml", "[tool.uv]\nresolution = 'best'\nrequired-version = '>=99'\n",
       "Required uv version `>=99` does not match the running version `0.13.9`"},
      {"project/pyproject.toml", "[tool.uv]\nrequired-version = '0.5.0'\n",
       "Required uv version `0.5.0` does not match the running version `0.13.9`"},
  }));
  CAPTURE(text);
  Rig rig;
  rig.tree.write(file, text);
  const auto settings = rig.read();
  REQUIRE_FALSE(settings);
  CAPTURE(whole_text(settings.error()));
  CHECK(settings.error().kind == ErrorKind::invalid_input);
  CHECK(settings.error().file == (rig.tree / file).string());
  CHECK(says(settings.error(), part));
}

TEST_CASE("wrong variables are named", "[settings]") {
  const auto [name, value, part] = GENERATE(table<std::string, std::string, std::string>({
      {"UV_RESOLUTION", "best",
       "the environment variable `UV_RESOLUTION` is not valid: `best` is not one of `highest`, "
       "`lowest`, and `lowest-direct`"},
      {"AXLE_EXCLUDE_NEWER", "soon",
       "the environment variable `AXLE_EXCLUDE_NEWER` is not valid: `soon` could not be parsed"},
      {"UV_OFFLINE", "maybe", "`maybe` is neither true nor false"},
      {"UV_CONCURRENT_DOWNLOADS", "0", "`0` is not a positive integer"},
      {"UV_INDEX", "a b=ftp://x", "UV_INDEX"},
      {"UV_INDEX_URL", "ftp://x", "its scheme is `ftp`"},
  }));
  CAPTURE(name, value);
  Rig rig;
  rig.variables = {{name, value}};
  const auto settings = rig.read();
  REQUIRE_FALSE(settings);
  CAPTURE(whole_text(settings.error()));
  CHECK(says(settings.error(), part));
}

TEST_CASE("one file can be named, or none be wanted", "[settings]") {
  Rig rig;
  rig.tree.write("project/pyproject.toml", "[tool.uv]\noffline = true\n");
  const auto other = rig.tree.write("other.toml", "no-cache = true\n");
  SettingsPlaces places{.directory = rig.tree / "project",
                        .config_file = other,
                        .no_config = false,
                        .for_pip = false,
                        .now = test_now(),
                        .version = "0.13.9",
                        .files = nullptr};
  const auto named = read_settings(places, {}, Environment::of({}));
  REQUIRE(named);
  CHECK(named->no_cache);
  CHECK_FALSE(named->offline);
  places.config_file.reset();
  places.no_config = true;
  CHECK_FALSE(read_settings(places, {}, Environment::of({}))->offline);
}
