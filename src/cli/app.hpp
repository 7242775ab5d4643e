// SPDX-License-Identifier: MIT
#pragma once

namespace axle {

/// The whole program: reads the command line, runs one command, and returns the exit code
/// (terminal/exit_code.hpp).
int run_axle(int argc, char** argv);

}  // namespace axle
