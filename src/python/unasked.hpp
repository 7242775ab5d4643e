// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "python/discovery.hpp"

namespace axle {

/// Whether a program that only a file or an environment at `place` leads to may be started, though
/// the user has not named it. What may have come with that place, as with a cloned repository, may
/// not: the program has to lie outside of the outermost project around it, links followed or not,
/// and has to be the system's or the user's own, or one that the search for Pythons finds.
bool may_run_unasked(const std::filesystem::path& program, const std::filesystem::path& place,
                     const PythonSearch& search);

/// As interpreter_of_environment, for an environment that was only found: nothing in it is started,
/// only the installation that its `bin/python` links to. Errors: as there; `environment` (E_VENV)
/// too if that may not be run unasked, see `needs_word`.
Result<Interpreter> interpreter_of_found_environment(const std::filesystem::path& environment,
                                                     const PythonSearch& search,
                                                     const Cache& cache);

/// Whether the environment has a Python that is not started without the user's word.
bool needs_word(const std::filesystem::path& environment, const PythonSearch& search);
/// The error that says so.
std::unexpected<Error> needs_word_error(const std::filesystem::path& environment);

}  // namespace axle
