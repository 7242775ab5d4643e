// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "terminal/exit_code.hpp"

namespace CLI {
class App;
}

namespace axle {

class Session;

struct CompletionsOptions {
  std::string shell;
  std::optional<std::string> list;  ///< names of the project, for the scripts
};

void completions_options(CLI::App& command, CompletionsOptions& options);
/// `axle completions bash|zsh|fish`: a script made from the tree of commands, so that it never
/// lacks an option.
Result<ExitCode> completions_command(const CompletionsOptions& options, Session& services);

}  // namespace axle
