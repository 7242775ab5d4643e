// SPDX-License-Identifier: MIT
#include "axle/install/environment.hpp"

#include "axle/python/interpreter.hpp"
#include "install_rig.hpp"

namespace axle::test {
namespace {

Interpreter interpreter_of(const InstallTarget& target) {
  Interpreter interpreter;
  interpreter.executable = target.python;
  interpreter.prefix = target.prefix;
  interpreter.scheme = {target.purelib, target.platlib, target.scripts, target.data,
                        target.headers};
  return interpreter;
}

}  // namespace

TEST_CASE("an interpreter's environment is read for the plan", "[install]") {
  InstallRig rig;
  rig.direct_url = DirectUrl{"https://files.test/demo.whl", DirectUrl::Archive{}, std::nullopt};
  rig.must_sync({WheelBuilder("demo", "1.0").tag("py3-none-any").file("demo.py", "x")});
  rig.write(site + "old-2.0.egg-info/PKG-INFO", "Metadata-Version: 1.0\nName: old\nVersion: 2.0\n");
  const Interpreter interpreter = interpreter_of(rig.target);
  CHECK(install_target(interpreter) == rig.target);
  const auto packages = installed_packages(interpreter);
  REQUIRE(packages);
  REQUIRE(packages->size() == 2);
  const InstalledPackage& demo = (*packages)[0];
  CHECK(demo.name.text() == "demo");
  CHECK(demo.installer == "axle");
  CHECK(demo.tags == std::vector<std::string>{"py3-none-any"});
  CHECK(demo.direct_url == rig.direct_url);
  CHECK((*packages)[1].kind == InstalledPackage::Kind::egg_info);
}

}  // namespace axle::test
