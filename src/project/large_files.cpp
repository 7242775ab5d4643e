// SPDX-License-Identifier: MIT
#include "project/large_files.hpp"

#include "axle/base/environment.hpp"

namespace axle {

bool large_files_by_default() {
  return Environment::of_process().get_flag("GIT_LFS").value_or(false);
}

}  // namespace axle
