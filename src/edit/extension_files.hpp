// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "edit/new_project.hpp"

namespace axle {

/// The files of a project whose package has a module `_core` in Rust, built by maturin with pyo3.
void add_rust_files(std::vector<NewFile>& files, const NewProject& project);
/// The same in C++, built by scikit-build-core with pybind11.
void add_cmake_files(std::vector<NewFile>& files, const NewProject& project);

}  // namespace axle
