// SPDX-License-Identifier: MIT
#include "project/settings_table.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "axle/project/settings.hpp"
#include "support/catch.hpp"
#include "toml/toml_reader.hpp"
#include "unit/project/project_rig.hpp"

using namespace axle;
using axle::test::says;
using axle::test::TempTree;
using axle::test::test_now;
using axle::test::whole_text;

namespace {

struct SettingsTableRig {
  TempTree tree;
  std::map<std::string, std::string> variables;
  bool for_pip = false;

  Result<Settings> read() {
    variables.insert({"XDG_CONFIG_HOME", (tree / "config").string()});
    variables.insert({"XDG_CONFIG_DIRS", (tree / "system").string()});
    return read_settings(places(), {}, Environment::of(variables));
  }
  SettingsPlaces places() {
    tree.write("project/.keep", "");
    return {.directory = tree / "project",
            .config_file = {},
            .no_config = false,
            .for_pip = for_pip,
            .now = test_now(),
            .version = "0.13.9",
            .files = nullptr};
  }
  Settings good() {
    auto settings = read();
    if (!settings) FAIL(whole_text(settings.error()));
    return *std::move(settings);
  }
  void project(const std::string& text) const { tree.write("project/pyproject.toml", text); }
};

/// A value that suits the field, as TOML and as a variable.
std::pair<std::string, std::string> settings_table_sample(const SettingField& field) {
  if (std::holds_alternative<std::optional<bool> SettingsLayer::*>(field)) return {"true", "1"};
  if (std::holds_alternative<std::optional<std::uint64_t> SettingsLayer::*>(field))
    return {"3", "3"};
  if (const auto* words = std::get_if<SettingWords>(&field)) {
    const std::string word(words->words().back());
    return {'"' + word + '"', word};
  }
  if (std::holds_alternative<std::optional<std::string> SettingsLayer::*>(field))
    return {"\"text\"", "text"};
  return {"[\"one\", \"two\"]", "one two"};
}

/// Whether the field of the row is stated in the layer.
bool is_stated(const SettingRow& row, const SettingsLayer& layer) {
  return std::visit(
      [&](const auto& field) {
        using Field = std::decay_t<decltype(field)>;
        if constexpr (std::is_same_v<Field, std::monostate>) {
          return false;
        } else if constexpr (std::is_same_v<Field, SettingWords>) {
          SettingsLayer upper;
          field.prefer(upper, layer);
          return upper.index_strategy || upper.keyring_provider || upper.resolution ||
                 upper.prerelease || upper.fork_strategy || upper.link_mode ||
                 upper.python_preference || upper.python_downloads;
        } else {
          return (layer.*field).has_value();
        }
      },
      row.field);
}

}  // namespace

TEST_CASE("docs/settings.md is the table", "[settings]") {
  const std::string page = settings_page();
  if (std::getenv("AXLE_ACCEPT_GOLDEN") != nullptr) std::ofstream(AXLE_SETTINGS_PAGE) << page;
  std::ifstream file(AXLE_SETTINGS_PAGE);
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == page);
}

TEST_CASE("no key and no variable has two rows", "[settings]") {
  std::set<std::string_view> keys, variables;
  for (const SettingRow& row : settings_table()) {
    CAPTURE(row.key, row.variable);
    CHECK((row.key.empty() || keys.insert(row.key).second));
    CHECK((row.variable.empty() || variables.insert(row.variable).second));
    CHECK((row.use == VariableUse::none) == row.variable.empty());
    CHECK_FALSE(row.effect.empty());
  }
}

TEST_CASE("every key with a field is read from a file", "[settings]") {
  for (const SettingRow& row : settings_table()) {
    if (row.key.empty() || std::holds_alternative<std::monostate>(row.field)) continue;
    CAPTURE(row.key);
    if (row.key == "required-version") continue;  // has a form of its own
    TempTree tree;
    const auto path = tree.write(
        "uv.toml", std::string(row.key) + " = " + settings_table_sample(row.field).first + "\n");
    const auto document = read_toml(path, nullptr);
    REQUIRE(document);
    SettingsLayer layer;
    REQUIRE(read_setting_fields(TomlReader(*document, document->root()), layer));
    CHECK(is_stated(row, layer));
  }
}

TEST_CASE("every variable with a field is read, uv's and ours", "[settings]") {
  for (const SettingRow& row : settings_table()) {
    if (row.use != VariableUse::layer || std::holds_alternative<std::monostate>(row.field))
      continue;
    for (const std::string prefix : {"UV_", "AXLE_"}) {
      const std::string name = prefix + std::string(row.variable);
      CAPTURE(name);
      SettingsLayer layer;
      REQUIRE(read_variable_fields(
          Environment::of({{name, settings_table_sample(row.field).second}}), layer));
      CHECK(is_stated(row, layer));
    }
  }
}

TEST_CASE("every setting without effect is named", "[settings]") {
  for (const SettingRow& row : settings_table()) {
    if (row.state != SettingState::idle) continue;
    CAPTURE(row.key, row.variable);
    SettingsTableRig rig;
    if (!row.variable.empty()) {
      const std::string name = "UV_" + std::string(row.variable);
      rig.variables[name] = settings_table_sample(row.field).second;
      const Settings settings = rig.good();
      CHECK(settings.notices == std::vector<std::string>{"The variable `" + name +
                                                         "` is known, but has no effect here"});
      rig.variables.erase(name);
    }
    if (row.key.empty()) continue;
    const std::string value = std::holds_alternative<std::monostate>(row.field)
                                  ? std::string("true")
                                  : settings_table_sample(row.field).first;
    rig.project("[tool.uv]\n" + std::string(row.key) + " = " + value + "\n");
    CHECK(rig.good().notices == std::vector<std::string>{"The setting `" + std::string(row.key) +
                                                         "` is known, but has no effect here"});
  }
}

TEST_CASE("UV_PYTHON_DOWNLOADS has uv's spellings", "[settings]") {
  const auto [text, expected] =
      GENERATE(table<std::string, PythonDownloads>({{"0", PythonDownloads::never},
                                                    {"false", PythonDownloads::never},
                                                    {"never", PythonDownloads::never},
                                                    {"1", PythonDownloads::automatic},
                                                    {"true", PythonDownloads::automatic},
                                                    {"auto", PythonDownloads::automatic},
                                                    {"manual", PythonDownloads::manual}}));
  SettingsTableRig rig;
  rig.variables["UV_PYTHON_DOWNLOADS"] = text;
  CHECK(rig.good().python_downloads == expected);
  rig.variables["UV_PYTHON_DOWNLOADS"] = "sometimes";
  const auto refused = rig.read();
  REQUIRE_FALSE(refused);
  CHECK(says(refused.error(), "`automatic`, `manual`, and `never`"));
}

TEST_CASE("a slip of the pen is an error that names the nearest key", "[settings]") {
  const auto [text, written, meant] = GENERATE(table<std::string, std::string, std::string>(
      {{"[tool.axle]\nofline = true\n", "ofline", "did you mean `offline`?"},
       {"[[tool.uv.index]]\nname = 'a'\nurl = 'https://x'\nexplict = true\n", "explict",
        "did you mean `explicit`?"},
       {"[tool.uv.pip]\ngenerate-hashs = true\n", "generate-hashs",
        "did you mean `generate-hashes`?"}}));
  SettingsTableRig rig;
  rig.project(text);
  const auto refused = rig.read();
  REQUIRE_FALSE(refused);
  CAPTURE(whole_text(refused.error()));
  CHECK(says(refused.error(), "`" + written + "`"));
  CHECK(says(refused.error(), meant));
}

TEST_CASE("keys of an index that only a newer uv knows are let pass", "[settings]") {
  SettingsTableRig rig;
  rig.project("[[tool.uv.index]]\nurl = 'https://x'\nsomething-quite-new = true\n");
  CHECK(rig.good().indexes.definitions.size() == 1);
}

TEST_CASE("tool.uv.pip goes before tool.uv, for pip only", "[settings]") {
  SettingsTableRig rig;
  rig.project(
      "[tool.uv]\nresolution = 'highest'\n[tool.uv.pip]\nresolution = 'lowest'\n"
      "generate-hashes = true\nextra = ['a', 'b']\nno-binary = ['torch']\nstrict = true\n");
  CHECK(rig.good().resolution == ResolutionMode::highest);
  rig.for_pip = true;
  const Settings settings = rig.good();
  CHECK(settings.resolution == ResolutionMode::lowest);
  CHECK(settings.notices ==
        std::vector<std::string>{"The setting `pip.strict` is known, but has no effect here"});
  const auto options = read_pip_options(rig.places(), Environment::of(rig.variables));
  REQUIRE(options);
  std::vector<std::string> said;
  for (const PipOption& option : *options) {
    said.push_back(option.key);
    said.insert(said.end(), option.values.begin(), option.values.end());
  }
  CHECK(said == std::vector<std::string>{"generate-hashes", "true", "extra", "a", "b", "no-binary",
                                         "torch"});
}

TEST_CASE("the default index of the upper place counts", "[settings]") {
  SettingsTableRig rig;
  rig.project("[[tool.uv.index]]\nurl = 'https://project'\ndefault = true\n");
  rig.variables["UV_INDEX_URL"] = "https://variable";
  const std::vector<IndexDefinition> order = rig.good().indexes.implicit_order();
  REQUIRE(order.size() == 1);
  CHECK(order.front().url.text() == "https://variable/");
}
