// SPDX-License-Identifier: MIT
#include "cli/app.hpp"

#include <cstdio>
#include <iostream>
#include <string_view>

#include "cli/commands/plumbing.hpp"

namespace axle {

int run_axle(int argc, char** argv) {
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (first == "--version" || first == "-V") {
    std::puts("axle " AXLE_VERSION);
    return 0;
  }
  if (first == "plumbing") return run_plumbing(std::cin, std::cout);
  return 2;
}

}  // namespace axle
