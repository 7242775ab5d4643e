// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "cache/cache.hpp"

namespace axle {

/// What `executable` says of itself. It is started only if the cache holds no answer for the same
/// file (path, inode, size and time of its target, and of pyvenv.cfg beside it) on the same machine
/// (kernel, libc); starting a Python takes about 0.1 s. Whether it is externally managed (PEP 668)
/// is looked up each time. A wrapper script (a pyenv shim) is asked each time. Errors: `not_found`
/// if there is no such file; `environment` if it cannot be started, is no Python 3, or answers
/// nonsense.
Result<Interpreter> probe(const std::filesystem::path& executable, const Cache& cache);

}  // namespace axle
