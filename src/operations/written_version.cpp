// SPDX-License-Identifier: MIT
#include "operations/written_version.hpp"

namespace axle {

const Version& written_version(const ResolvedPackage& package) {
  return package.chosen_wheel ? package.wheels[*package.chosen_wheel].version() : package.version;
}

}  // namespace axle
