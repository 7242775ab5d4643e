// SPDX-License-Identifier: MIT
#include "install/scripts.hpp"

#include "support/catch.hpp"

using namespace axle;

namespace {

std::string names(const std::vector<std::string_view>& scripts, const char* site) {
  InstallTarget target;
  target.purelib = site;
  std::vector<LauncherScript> written;
  for (const std::string_view name : scripts)
    written.push_back({.name = name, .module = "m", .function = name});
  std::string text;
  for (const NamedLauncher& launcher : named_launchers(target, written))
    text += launcher.name + "=" + std::string(launcher.script.function) + " ";
  return text;
}

}  // namespace

TEST_CASE("pip3 gets a launcher for the environment's Python", "[install]") {
  const char* site = "/v/lib/python3.12/site-packages";
  CHECK(names({"pip", "pip3"}, site) == "pip=pip pip3=pip3 pip3.12=pip3 ");
  CHECK(names({"pip", "pip3", "pip3.9"}, site) == "pip=pip pip3=pip3 pip3.12=pip3 ");
  CHECK(names({"pip", "pip3.8"}, site) == "pip=pip ");
  CHECK(names({"pip3.x", "pip3.300", "pip4"}, site) ==
        "pip3.x=pip3.x pip3.300=pip3.300 pip4=pip4 ");
  CHECK(names({"pip3"}, "/v/lib/python3.13t/site-packages") == "pip3=pip3 pip3.13=pip3 ");
  // Of a folder that `--target` names nobody knows the Python.
  CHECK(names({"pip3", "pip3.9"}, "/v/packages") == "pip3=pip3 pip3.9=pip3.9 ");
}
