// SPDX-License-Identifier: MIT
// The machines of tests/data/machines against tests/data/machines/expect.toml.
#include <algorithm>
#include <filesystem>
#include <set>

#include "accelerator/choose.hpp"
#include "accelerator/findings.hpp"
#include "accelerator/recording_root.hpp"
#include "axle/toml/toml.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "unit/accelerator/machine_lines.hpp"

using namespace axle;
using namespace axle::test;

namespace {

const std::filesystem::path machines = AXLE_TEST_MACHINES;

struct ExpectedChoice {
  std::string torch, arm, code;
  std::vector<std::string> accelerators;
};

struct ExpectedMachine {
  std::string name;
  std::vector<std::string> devices, findings;
  std::optional<std::vector<std::string>> drivers;
  std::vector<ExpectedChoice> choices;
};

std::vector<std::string> texts(const TomlValue* list) {
  std::vector<std::string> all;
  if (list != nullptr)
    for (const TomlValue& item : list->items) all.push_back(item.text);
  return all;
}

std::vector<ExpectedMachine> expectations() {
  const auto document = TomlDocument::read(machines / "expect.toml");
  REQUIRE(document);
  std::vector<ExpectedMachine> all;
  for (const TomlValue& row : document->root().find("machine")->items) {
    ExpectedMachine expected;
    expected.name = row.find("name")->text;
    expected.devices = texts(row.find("devices"));
    expected.findings = texts(row.find("findings"));
    if (row.find("drivers") != nullptr) expected.drivers = texts(row.find("drivers"));
    if (const TomlValue* choices = row.find("choice"))
      for (const TomlValue& choice : choices->items)
        expected.choices.push_back({.torch = choice.find("torch")->text,
                                    .arm = choice.find("arm")->text,
                                    .code = choice.find("code")->text,
                                    .accelerators = texts(choice.find("accelerators"))});
    all.push_back(std::move(expected));
  }
  return all;
}

InstalledSet packages_of(const RecordedRoot& root) {
  InstalledSet set;
  for (const RecordedPackage& package : root.packages())
    set.packages.push_back({.name = package.name, .version = package.version});
  return set;
}

/// All errors and warnings, and those infos that are expected.
std::set<std::string> judged(const std::vector<Finding>& findings,
                             const std::vector<std::string>& expected) {
  std::set<std::string> lines;
  for (const Finding& finding : findings) {
    const std::string line = finding_line(finding);
    if (finding.severity != Severity::info || std::ranges::find(expected, line) != expected.end())
      lines.insert(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("each recorded machine is seen as it is", "[machines]") {
  const Catalog& catalog = Catalog::built_in();
  for (const ExpectedMachine& expected : expectations()) {
    INFO(expected.name);
    const auto root = recorded(machines / (expected.name + ".toml"));
    const Machine machine = detect(*root, catalog);
    CHECK(device_lines(machine) == expected.devices);
    if (expected.drivers) CHECK(driver_lines(machine) == *expected.drivers);
    const auto findings = find_faults(*root, catalog, machine, packages_of(*root));
    CHECK(judged(findings, expected.findings) ==
          std::set<std::string>(expected.findings.begin(), expected.findings.end()));
    for (const Finding& finding : findings) {
      INFO(finding.code);
      CHECK_FALSE(finding.message.empty());
      CHECK_FALSE(finding.hint.empty());
    }
    for (const ExpectedChoice& wanted : expected.choices) {
      INFO("torch " << wanted.torch);
      const Choice choice = choose_accelerator(catalog, machine, wanted.accelerators, wanted.torch,
                                               machine.platform.key());
      CHECK(choice.arm == wanted.arm);
      CHECK(choice.code == wanted.code);
      CHECK_FALSE(choice.reason.empty());
      CHECK(choice.rejected.size() + (choice.arm.empty() ? 0 : 1) +
                (choice.arm != "cpu" && choice.code == "accelerator" &&
                         std::ranges::find(wanted.accelerators, "cpu") != wanted.accelerators.end()
                     ? 1
                     : 0) ==
            wanted.accelerators.size());
    }
  }
}

TEST_CASE("the variable that hides the devices is the one that is named", "[machines]") {
  const auto text = read_file(machines / "rx9070-alone.toml", std::uint64_t{1} << 20);
  REQUIRE(text);
  const auto root =
      written(replace_all(*text, "ROCR_VISIBLE_DEVICES = \"0\"", "ROCR_VISIBLE_DEVICES = \"\""));
  const Machine machine = detect(*root, Catalog::built_in());
  const auto findings = find_faults(*root, Catalog::built_in(), machine, {});
  const auto masked = std::ranges::find(findings, "devices-masked", &Finding::code);
  REQUIRE(masked != findings.end());
  CHECK(masked->message.starts_with("ROCR_VISIBLE_DEVICES hides every device"));
  CHECK(masked->hint == "unset it: `unset ROCR_VISIBLE_DEVICES`");
}

TEST_CASE("the tools of a ROCm that ROCM_PATH names give the names", "[machines]") {
  const auto text = read_file(machines / "amdgpu-built-in.toml", std::uint64_t{1} << 20);
  REQUIRE(text);
  const auto root = written(
      replace_all(*text, "/opt/rocm/", "/srv/rocm-6.2/") +
      "[env]\nROCM_PATH = \"/srv/rocm-6.2\"\n[programs]\n"
      "rocminfo = { path = \"/srv/rocm-6.2/bin/rocminfo\", on_path = false }\n"
      "[[run]]\nargv = [\"rocminfo\"]\nexit = 0\nstdout = \"Agent 2\\n  Marketing Name: AMD "
      "Instinct MI210 of mine\\n  Node: 1\\n  Device Type: GPU\\n\"\n");
  const Machine machine = detect(*root, Catalog::built_in());
  REQUIRE(machine.gpus.size() == 1);
  CHECK(machine.gpus.front().name == "AMD Instinct MI210 of mine");
  CHECK(driver_lines(machine) == std::vector<std::string>{"amd rocm 6.2.0"});
}

TEST_CASE("every machine of the folder is expected to be something", "[machines]") {
  std::set<std::string> files, names;
  for (const auto& entry : std::filesystem::directory_iterator(machines))
    if (entry.path().filename() != "expect.toml") files.insert(entry.path().stem().string());
  for (const ExpectedMachine& expected : expectations()) names.insert(expected.name);
  CHECK(files == names);
  CHECK(files.size() >= 40);
}

TEST_CASE("what is captured of a machine is that machine", "[machines]") {
  const Catalog& catalog = Catalog::built_in();
  for (const ExpectedMachine& expected : expectations()) {
    INFO(expected.name);
    const auto root = recorded(machines / (expected.name + ".toml"));
    RecordingRoot recording(*root);
    const Machine machine = detect(recording, catalog);
    const auto findings = find_faults(recording, catalog, machine, {});
    const auto again = written(recording.to_toml("again"));
    const Machine copy = detect(*again, catalog);
    CHECK(device_lines(copy) == device_lines(machine));
    CHECK(driver_lines(copy) == driver_lines(machine));
    CHECK(copy.platform.key() == machine.platform.key());
    CHECK(copy.platform.kind == machine.platform.kind);
    const auto copied = find_faults(*again, catalog, copy, {});
    CHECK(copied.size() == findings.size());
  }
}

TEST_CASE("a changed machine has another fingerprint, the same one the same", "[machines]") {
  const auto word = [](const char* name) {
    const auto root = recorded(machines / (std::string(name) + ".toml"));
    return machine_fingerprint(*root);
  };
  CHECK(word("mask-unset") == word("mask-unset"));
  CHECK(word("mask-unset") != word("mask-minus-one"));
  CHECK(word("rtx3060-driver-470") != word("rtx3060-driver-570"));
  CHECK(word("docker-without-gpus") != word("docker-with-gpus"));
  CHECK(word("rx6800-not-in-group") != word("rx6800-in-group"));
  CHECK(word("nothing") != word("uv-driver-version"));
}
