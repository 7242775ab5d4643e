// SPDX-License-Identifier: MIT
#include "support/sample_lock.hpp"

#include "support/catch.hpp"

namespace axle {

std::string sample_lock() {
  const std::string digest(64, 'a');
  return R"(version = 1
revision = 5
requires-python = ">=3.12"
resolution-markers = [
    "sys_platform != 'darwin'",
    "sys_platform == 'darwin'",
]
supported-markers = [
    "sys_platform == 'darwin'",
    "sys_platform == 'linux'",
]
conflicts = [[
    { package = "app", extra = "cpu" },
    { package = "app", extra = "cu" },
], [
    { package = "app", group = "a" },
    { package = "app", group = "b" },
]]

[options]
resolution-mode = "lowest"
exclude-newer = "0001-01-01T00:00:00Z" # This has no effect and is included for backwards compatibility when using relative exclude-newer values.
exclude-newer-span = "P30D"

[options.exclude-newer-package]
numpy = "2025-01-30T00:00:00Z"
torch = false

[manifest]
members = [
    "app",
    "kit",
]
constraints = [{ name = "numpy", specifier = "<=2.2.0" }]
excludes = ["scipy"]

[[manifest.dependency-metadata]]
name = "old"
version = "1.0"
requires-dist = ["numpy>=1"]
requires-python = ">=3.8, <4"

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "numpy" },
]

[package.optional-dependencies]
cpu = [
    { name = "torch", version = "2.0", source = { registry = "https://i.example/cpu" }, marker = "sys_platform == 'darwin'" },
    { name = "torch", version = "2.0+cpu", source = { registry = "https://i.example/cpu" }, extra = ["opt"], marker = "sys_platform != 'darwin'" },
]

[package.dev-dependencies]
b = [
    { name = "numpy" },
]

[package.metadata]
requires-dist = [
    { name = "numpy" },
    { name = "torch", marker = "extra == 'cpu'", specifier = ">=2", index = "https://i.example/cpu", conflict = { package = "app", extra = "cpu" } },
]
provides-extras = ["cpu", "cu"]

[package.metadata.requires-dev]
a = []
b = [{ name = "numpy", specifier = ">=2" }]

[[package]]
name = "kit"
version = "1.0"
source = { editable = "kit" }
default-groups = "all"

[[package]]
name = "numpy"
version = "2.2.0"
source = { registry = "https://pypi.example/simple" }
sdist = { url = "https://f.example/numpy-2.2.0.tar.gz", hash = "sha256:)" +
         digest + R"(", size = 1, upload-time = "2024-12-08T15:34:29.5Z" }
wheels = [
    { url = "https://f.example/numpy-2.2.0-cp312-cp312-win_amd64.whl", hash = "sha256:)" +
         digest + R"(", size = 2, upload-time = "2024-12-08T15:20:33Z" },
    { url = "https://f.example/numpy-2.2.0-cp312-cp312-manylinux_2_17_x86_64.whl" },
    { url = "https://f.example/numpy-2.2.0-1-cp312-cp312-manylinux_2_17_x86_64.whl" },
]

[[package]]
name = "torch"
version = "2.0"
source = { registry = "https://i.example/cpu" }
resolution-markers = [
    "sys_platform == 'darwin'",
]
wheels = [
    { url = "https://i.example/cpu/torch-2.0-cp312-none-macosx_11_0_arm64.whl" },
]

[[package]]
name = "torch"
version = "2.0+cpu"
source = { registry = "https://i.example/cpu" }
resolution-markers = [
    "sys_platform != 'darwin'",
]
wheels = [
    { url = "https://i.example/cpu/torch-2.0%2Bcpu-cp312-cp312-linux_x86_64.whl" },
]

[package.optional-dependencies]
opt = [
    { name = "numpy" },
]
)";
}

Lockfile read_good(std::string text) {
  auto lockfile = parse_lockfile("/project/uv.lock", std::move(text));
  if (!lockfile) {
    INFO(lockfile.error().message);
    INFO((lockfile.error().cause ? lockfile.error().cause->message : ""));
    REQUIRE(lockfile);
  }
  return *std::move(lockfile);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t place = text.find(from);
  REQUIRE(place != std::string::npos);
  return text.replace(place, from.size(), to);
}

}  // namespace axle
