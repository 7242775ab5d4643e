// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "support/fake_index.hpp"

namespace axle::test {

/// The indexes of a project with one extra for each accelerator.
inline constexpr std::string_view arms_universe = R"(
  [simple]
  numpy 1.26.0
  numpy 2.1.0
  pytest 8.0 script=pytest : numpy
  ruff 0.5
  plot 3.0 extra=gui : numpy | qt; extra == "gui"
  qt 6.0
  torch 2.4.0
  [cpu html]
  torch 2.4.0+cpu : numpy
  [cu124 html]
  torch 2.4.0+cu124 : numpy | nvidia-cublas
)";

/// What every project here says of its indexes.
inline std::string arms_indexes(const FakeIndex& index) {
  return fmt::format(R"(
[[tool.uv.index]]
name = "main"
url = "{}"
default = true

[[tool.uv.index]]
name = "cpu"
url = "{}"
explicit = true

[[tool.uv.index]]
name = "cu124"
url = "{}"
explicit = true
)",
                     index.url(), index.url("cpu"), index.url("cu124"));
}

/// A project with these indexes that needs one thing.
inline std::string small_pyproject(const FakeIndex& index, std::string_view requirement) {
  return fmt::format(R"([project]
name = "demo"
version = "0.1"
requires-python = ">=3.9"
dependencies = ["{}"]
[tool.uv]
package = false
{})",
                     requirement, arms_indexes(index));
}

/// The project: `numpy` is what it needs in any case.
inline std::string arms_pyproject(const FakeIndex& index, std::string_view numpy = "numpy") {
  return fmt::format(R"([project]
name = "demo"
version = "0.1"
requires-python = ">=3.9"
dependencies = ["{}"]

[project.optional-dependencies]
cpu = ["torch"]
cu124 = ["torch"]
plot = ["plot[gui]"]

[dependency-groups]
dev = ["pytest", {{include-group = "lint"}}]
lint = ["ruff"]

[tool.uv]
package = false
conflicts = [[{{extra = "cpu"}}, {{extra = "cu124"}}]]

[tool.uv.sources]
torch = [
  {{index = "cpu", extra = "cpu"}},
  {{index = "cu124", extra = "cu124"}},
]
{})",
                     numpy, arms_indexes(index));
}

/// The accelerator's own package is on the main index.
inline void add_accelerator_package(FakeIndex& index) {
  index.add("simple", "nvidia-cublas",
            FakeIndex::offer(WheelBuilder("nvidia-cublas", "12.4").file("cublas.py", "")));
}

}  // namespace axle::test
