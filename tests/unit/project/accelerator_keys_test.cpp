// SPDX-License-Identifier: MIT
#include "axle/project/accelerator_keys.hpp"

#include "project/pyproject.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {

Result<Pyproject> read(const std::string& axle) {
  return parse_pyproject("/p/pyproject.toml",
                         "[project]\nname = \"demo\"\nversion = \"1\"\n[tool.axle]\n" + axle, {});
}

std::string refusal(const std::string& axle) {
  const auto file = read(axle);
  if (file) return "accepted";
  std::string text;
  for (const Error* error = &file.error(); error != nullptr; error = error->cause.get())
    text += error->message + "\n";
  return text;
}

bool mentions(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

}  // namespace

TEST_CASE("the keys of accelerators are read", "[accelerators]") {
  const auto file = read(R"(accelerators = ["cpu", "cu126", "mine"]
accelerator-versions = "newest"
accelerator-channel = "nightly"
accelerator-index-url = "https://mirror.example/{accelerator}"
accelerator-packages = ["sympy", "!triton"]
[tool.axle.accelerator.cuda]
dependencies = ["onnxruntime-gpu"]
[tool.axle.accelerator.mine]
index = "https://mine.example/simple"
requires = "cuda >= 12.8"
)");
  REQUIRE(file);
  REQUIRE(file->settings.accelerators);
  const AcceleratorKeys& keys = *file->settings.accelerators;
  CHECK(keys.names == std::vector<std::string>{"cpu", "cu126", "mine"});
  CHECK(keys.position.line == 5);
  CHECK(keys.versions == AcceleratorVersions::newest);
  CHECK(keys.channel == "nightly");
  CHECK(keys.index_url == "https://mirror.example/{accelerator}");
  REQUIRE(keys.more.size() == 1);
  CHECK(keys.more[0].text() == "sympy");
  REQUIRE(keys.fewer.size() == 1);
  CHECK(keys.fewer[0].text() == "triton");
  CHECK(keys.entries.at("cuda").dependencies.size() == 1);
  CHECK(keys.entries.at("mine").index == "https://mine.example/simple");
  CHECK(keys.entries.at("mine").needs == "cuda >= 12.8");
}

TEST_CASE("a project without accelerators has none", "[accelerators]") {
  const auto file = read("");
  REQUIRE(file);
  CHECK_FALSE(file->settings.accelerators);
}

TEST_CASE("keys that mean nothing are refused with their place", "[accelerators]") {
  CHECK(mentions(refusal("accelerators = []"), "names none"));
  CHECK(mentions(refusal("accelerators = [\"cpu\", \"cpu\"]"), "twice"));
  CHECK(mentions(refusal("accelerators = [\"CPU\"]"), "no name of an accelerator"));
  CHECK(mentions(refusal("accelerators = [\"../x\"]"), "no name of an accelerator"));
  CHECK(mentions(refusal("accelerators = \"cpu\""), "accelerators"));
  CHECK(mentions(refusal("accelerator-versions = \"newest\""), "no effect without"));
  CHECK(mentions(refusal("accelerators = [\"cpu\"]\naccelerator-versions = \"any\""), "newest"));
  CHECK(mentions(refusal("accelerators = [\"cpu\"]\n[tool.axle.accelerator.cuda]\nindx = \"x\""),
                 "indx"));
}
