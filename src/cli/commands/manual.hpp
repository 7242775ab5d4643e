// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "terminal/exit_code.hpp"

namespace CLI {
class App;
}

namespace axle {

class Session;

struct ManualOptions {};

void manual_options(CLI::App& command, ManualOptions& options);
/// `axle manual`: the page axle(1) in roff, made from the tree of commands and the table of
/// settings, so that it never lacks an option.
Result<ExitCode> manual_command(const ManualOptions& options, Session& session);

}  // namespace axle
