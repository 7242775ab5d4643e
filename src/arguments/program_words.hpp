// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <span>
#include <string>

namespace axle {

/// Which words of a command line are `axle run`'s own, and which are the program's that it starts:
/// those from the first on that is neither an option nor the value of one, or from behind `--`.
struct ProgramWords {
  std::size_t own;    ///< so many from the beginning are ours
  std::size_t start;  ///< where the program begins; the number of words if there is none
};

/// All words are ours if the command is another one. `words` begin with the program's own name.
ProgramWords program_words(const CLI::App& app, std::span<const std::string> words);

}  // namespace axle
