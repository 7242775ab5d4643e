// SPDX-License-Identifier: MIT
#include "axle/install/environment.hpp"

#include "axle/python/interpreter.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "python/pyvenv_cfg.hpp"
#include "python/site_packages.hpp"

namespace axle {

InstallTarget install_target(const Interpreter& interpreter) {
  InstallTarget target;
  target.prefix = interpreter.prefix;
  target.purelib = interpreter.scheme.purelib;
  target.platlib = interpreter.scheme.platlib;
  target.scripts = interpreter.scheme.scripts;
  target.data = interpreter.scheme.data;
  target.headers = interpreter.scheme.headers;
  target.python = absolute_path(interpreter.executable);
  if (const auto keys = read_pyvenv_cfg(interpreter.prefix))
    if (const auto relocatable = keys->find("relocatable"); relocatable != keys->end())
      target.relocatable = equals_ignoring_case(relocatable->second, "true");
  return target;
}

Result<std::vector<InstalledPackage>> installed_packages(const Interpreter& interpreter) {
  TRY(const std::vector<InstalledDistribution> distributions,
      installed_distributions(interpreter.scheme));
  std::vector<InstalledPackage> packages;
  packages.reserve(distributions.size());
  for (const InstalledDistribution& distribution : distributions) {
    InstalledPackage package{distribution.name,
                             distribution.version,
                             distribution.info,
                             InstalledPackage::Kind::dist_info,
                             false,
                             std::nullopt,
                             {},
                             {}};
    if (!distribution.egg_link.empty()) {
      package.kind = InstalledPackage::Kind::egg_link;
      package.info_path = distribution.egg_link;
      package.editable = true;
    } else if (distribution.is_egg_info) {
      package.kind = directory_exists(distribution.info) ? InstalledPackage::Kind::egg_info
                                                         : InstalledPackage::Kind::distutils;
    } else {
      package.version = distribution.version_of_wheel();
      package.direct_url = distribution.direct_url();
      package.editable = package.direct_url && package.direct_url->is_editable();
      package.installer = distribution.installer();
      package.tags = distribution.wheel_tags();
    }
    packages.push_back(std::move(package));
  }
  return packages;
}

}  // namespace axle
