// SPDX-License-Identifier: MIT
#include "accelerator/pairing.hpp"

#include "accelerator/extension_build.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

InstalledSet set_of(const std::vector<std::pair<std::string, std::string>>& packages) {
  InstalledSet set;
  for (const auto& [name, version] : packages) set.packages.push_back({name, version});
  return set;
}

PairingReport report_of(const std::vector<std::pair<std::string, std::string>>& packages) {
  return check_pairing(Catalog::built_in(), set_of(packages));
}

}  // namespace

TEST_CASE("what the local version of an extension says", "[pairing]") {
  const auto [text, torch, cuda, abi] =
      GENERATE(table<std::string, std::string, std::string, std::optional<bool>>(
          {{"cu12torch2.6cxx11abiFALSE", "2.6", "12", false},
           {"cu12torch2.10cxx11abiTRUE", "2.10", "12", true},
           {"pt26cu124", "2.6", "12.4", std::nullopt},
           {"pt210cu130", "2.10", "13.0", std::nullopt},
           {"pt27cpu", "2.7", "", std::nullopt},
           {"cu.12.8.torch.2.11", "2.11", "12.8", std::nullopt}}));
  CAPTURE(text);
  const auto build = ExtensionBuild::parse(text);
  REQUIRE(build);
  CHECK(build->torch == torch);
  CHECK(build->cuda == cuda);
  CHECK(build->new_abi == abi);
}

TEST_CASE("a local version that names no torch is no extension's", "[pairing]") {
  const auto text = GENERATE("", "cu128", "cpu", "ptx", "torch", "pt", "d801a34", "rocm6.4");
  CAPTURE(text);
  CHECK_FALSE(ExtensionBuild::parse(text));
}

TEST_CASE("one fault for one package that is changed", "[pairing]") {
  using Packages = std::vector<std::pair<std::string, std::string>>;
  const Packages sound{{"torch", "2.9.1+cu128"}, {"torchvision", "0.24.1+cu128"},
                       {"torchaudio", "2.9.1"},  {"torchcodec", "0.9.0"},
                       {"triton", "3.5.1"},      {"flash-attn", "2.8.3+cu12torch2.9cxx11abitrue"},
                       {"numpy", "2.1.0"}};
  CHECK(report_of(sound).faults.empty());
  const auto [position, version] =
      GENERATE(table<std::size_t, std::string>({{1, "0.23.0+cu128"},
                                                {1, "0.24.1"},
                                                {1, "0.24.1+cpu"},
                                                {2, "2.8.0"},
                                                {3, "0.6.0"},
                                                {4, "3.4.0"},
                                                {5, "2.8.3+cu12torch2.8cxx11abitrue"},
                                                {5, "2.8.3+cu12torch2.9cxx11abifalse"},
                                                {5, "2.8.3+cu13torch2.9cxx11abitrue"}}));
  CAPTURE(position, version);
  Packages changed = sound;
  changed[position].second = version;
  const PairingReport report = report_of(changed);
  REQUIRE(report.faults.size() == 1);
  CHECK(report.faults[0].package == changed[position].first);
  CHECK(report.changes.size() + report.rebuilds.size() == 1);
  CHECK(report.arm == "cu128");
}

TEST_CASE("the least change is torch where most others agree", "[pairing]") {
  const PairingReport report = report_of({{"torch", "2.9.1+cu128"},
                                          {"torchvision", "0.23.0+cu126"},
                                          {"torchaudio", "2.8.0"},
                                          {"flash-attn", "2.8.3+cu12torch2.8cxx11abitrue"}});
  CHECK(report.faults.size() == 3);
  CHECK(report.changes == std::vector<std::string>{"torch==2.8.*"});
  CHECK(report.arm == "cu126");
  CHECK(report.rebuilds.empty());
}

TEST_CASE("nothing is said of what nothing is known of", "[pairing]") {
  CHECK(report_of({{"torchvision", "0.24.0"}}).faults.empty());
  CHECK(report_of({{"torch", "9.9.0"}, {"torchvision", "0.1.0"}}).faults.empty());
  CHECK(mismatch_words(Catalog::built_in(), "2.9", "numpy", "2.0").empty());
}

}  // namespace axle
