// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "cli/expect.hpp"

namespace axle::test {

// cu126 ends with 2.8.0 and cu130 begins with 2.9.0; old 2.0.0 is a plain wheel in everyone's list.
inline constexpr std::string_view three_accelerators = R"(
  [simple]
  app 1.0 : torch>=2 | numpy
  numpy 2.0
  nvlike 12.6
  nvlike 13.0
  gpu-tool 1.0
  gpu-more 1.0
  torch 2.9.0
  vision 0.24
  [cpu html]
  torch 2.8.0+cpu tag=py3-none-manylinux_2_17_x86_64 : numpy
  torch 2.9.0+cpu tag=py3-none-manylinux_2_17_x86_64 : numpy
  torch 2.8.0 tag=py3-none-macosx_11_0_arm64 : numpy
  torch 2.9.0 tag=py3-none-macosx_11_0_arm64 : numpy
  [cu126 html]
  torch 2.8.0+cu126 tag=py3-none-manylinux_2_17_x86_64 : numpy | nvlike==12.6
  triton 3.4 tag=py3-none-manylinux_2_17_x86_64
  [cu130 html]
  torch 2.9.0+cu130 tag=py3-none-manylinux_2_17_x86_64 : numpy | nvlike==13.0 | triton
  triton 3.5 tag=py3-none-manylinux_2_17_x86_64
)";

/// A project with accelerators and indexes for them.
struct Arms {
  FakeIndex index{three_accelerators};
  AxleRun axle;

  explicit Arms(const std::string& accelerators, const std::string& dependency = "torch",
                const std::string& more = "") {
    axle.set("AXLE_DEFAULT_INDEX", index.url());
    const std::string any = index.url("any");
    axle.set("AXLE_ACCELERATOR_INDEX_URL", any.substr(0, any.rfind("any")) + "{accelerator}");
    axle.write("pyproject.toml", project(accelerators, dependency, more));
  }
  static std::string project(const std::string& accelerators, const std::string& dependency,
                             const std::string& more) {
    return "[project]\nname = \"demo\"\nversion = \"0.1\"\nrequires-python = \">=3.9\"\n"
           "dependencies = [\"" +
           dependency + "\"]\n" + more +
           "[tool.uv]\npackage = false\n[tool.axle]\naccelerators = [" + accelerators + "]\n";
  }
  std::string frozen() {
    std::string text = axle.quietly("pip freeze").out;
    for (char& c : text)
      if (c == '\n') c = ' ';
    return text;
  }
  bool has(const std::string& file) const { return std::filesystem::exists(axle.project() / file); }
};

}  // namespace axle::test
