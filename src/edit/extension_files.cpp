// SPDX-License-Identifier: MIT
#include "edit/extension_files.hpp"

#include <string>

#include "base/text.hpp"

namespace axle {
namespace {

// These are the files that uv makes, so that a project begun with either tool is the same.
// `@NAME@` stands for the project's name, `@MODULE@` for that of its module.
constexpr std::string_view cargo_toml = R"text([package]
name = "@MODULE@"
version = "0.1.0"
edition = "2024"

[lib]
name = "_core"
# "cdylib" is necessary to produce a shared library for Python to import from.
crate-type = ["cdylib"]

[dependencies]
# "extension-module" tells pyo3 we want to build an extension module (skips linking against libpython.so)
# "abi3-py39" tells pyo3 (and maturin) to build using the stable ABI with minimum Python version 3.9
pyo3 = { version = "0.28.2", features = ["extension-module", "abi3-py39"] }
)text";

constexpr std::string_view lib_rs = R"text(use pyo3::prelude::*;

/// A Python module implemented in Rust. The name of this module must match
/// the `lib.name` setting in the `Cargo.toml`, else Python will not be able to
/// import the module.
#[pymodule]
mod _core {
    use pyo3::prelude::*;

    #[pyfunction]
    fn hello_from_bin() -> String {
        "Hello from @NAME@!".to_string()
    }
}
)text";

constexpr std::string_view cmake_lists = R"text(cmake_minimum_required(VERSION 3.15...4.0)
project(${SKBUILD_PROJECT_NAME} LANGUAGES CXX)

find_package(pybind11 CONFIG REQUIRED)

pybind11_add_module(_core MODULE src/main.cpp)
install(TARGETS _core DESTINATION ${SKBUILD_PROJECT_NAME})
)text";

constexpr std::string_view main_cpp = R"text(#include <pybind11/pybind11.h>

std::string hello_from_bin() { return "Hello from @NAME@!"; }

namespace py = pybind11;

PYBIND11_MODULE(_core, m) {
  m.doc() = "pybind11 hello module";

  m.def("hello_from_bin", &hello_from_bin, R"pbdoc(
      A function that returns a Hello string.
  )pbdoc");
}
)text";

constexpr std::string_view stub = "def hello_from_bin() -> str: ...\n";

std::string filled(std::string_view text, const NewProject& project) {
  return replace_all(replace_all(text, "@NAME@", project.name), "@MODULE@", project.module());
}

}  // namespace

void add_rust_files(std::vector<NewFile>& files, const NewProject& project) {
  files.push_back({"Cargo.toml", filled(cargo_toml, project)});
  files.push_back({"src/lib.rs", filled(lib_rs, project)});
  files.push_back({"src/" + project.module() + "/_core.pyi", std::string(stub)});
}

void add_cmake_files(std::vector<NewFile>& files, const NewProject& project) {
  files.push_back({"CMakeLists.txt", filled(cmake_lists, project)});
  files.push_back({"src/main.cpp", filled(main_cpp, project)});
  files.push_back({"src/" + project.module() + "/_core.pyi", std::string(stub)});
}

}  // namespace axle
