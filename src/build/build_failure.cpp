// SPDX-License-Identifier: MIT
#include "build/build_failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "build/build_log.hpp"

namespace axle {
namespace {

constexpr std::size_t shown_lines = 20;

struct Symptom {
  std::string_view words;  ///< in the output, in lower case
  std::string_view cause;
};

constexpr std::string_view needs_rust =
    "it needs Rust: install it from https://rustup.rs, or choose a version with a wheel";
constexpr std::string_view needs_c =
    "it needs a C compiler: install one, such as `gcc` with `build-essential`";
constexpr std::string_view needs_cpp =
    "it needs a C++ compiler: install one, such as `g++` with `build-essential`";

// What tools say when the machine lacks something, and what to do about it. The first that is found
// is told.
constexpr std::array symptoms{
    Symptom{"cargo, the rust package manager, is not installed", needs_rust},
    Symptom{"can't find rust compiler", needs_rust},
    Symptom{"no such file or directory: 'cargo'", needs_rust},
    Symptom{"do you have cargo in your path", needs_rust},
    Symptom{"rustc, the rust compiler, is not installed", needs_rust},
    Symptom{"cargo: not found", needs_rust},
    Symptom{"cuda_home environment variable is not set",
            "it needs the CUDA toolkit: install the version that your torch is built with, and set "
            "`CUDA_HOME` to its folder"},
    Symptom{"nvcc was not found",
            "it needs the CUDA compiler `nvcc`: install the CUDA toolkit, and set `CUDA_HOME`"},
    Symptom{"no such file or directory: 'nvcc'",
            "it needs the CUDA compiler `nvcc`: install the CUDA toolkit, and set `CUDA_HOME`"},
    Symptom{"/bin/nvcc'",
            "it needs the CUDA compiler `nvcc`: install the CUDA toolkit, and set `CUDA_HOME`"},
    Symptom{"hipcc' failed", "it needs ROCm's compiler `hipcc`: install ROCm, set `ROCM_HOME`"},
    Symptom{"python.h: no such file",
            "it needs Python's headers: install the development package of this Python, such as "
            "`python3-dev`"},
    Symptom{"gcc' failed: no such file", needs_c},
    Symptom{"cc' failed: no such file", needs_c},
    Symptom{"no such file or directory: 'gcc'", needs_c},
    Symptom{"no such file or directory: 'cc'", needs_c},
    Symptom{"no such file or directory: 'x86_64-linux-gnu-gcc'", needs_c},
    Symptom{"no such file or directory: 'aarch64-linux-gnu-gcc'", needs_c},
    Symptom{"no such file or directory: 'clang'", "it needs the C compiler `clang`: install it"},
    Symptom{"no such file or directory: 'g++'", needs_cpp},
    Symptom{"no such file or directory: 'c++'", needs_cpp},
    Symptom{"linker `cc` not found",
            "it needs a linker, which comes with a C compiler: install one, such as `gcc` with "
            "`build-essential`"},
    Symptom{"unable to execute 'gcc'", needs_c},
    Symptom{"clang' failed: no such file", "it needs the C compiler `clang`: install it"},
    Symptom{"g++' failed: no such file", needs_cpp},
    Symptom{"unknown compiler(s)",
            "it needs a compiler that meson knows: install one, such as `gcc` and `g++`"},
    Symptom{"no cmake_cxx_compiler could be found", needs_cpp},
    Symptom{"no cmake_c_compiler could be found", needs_c},
    Symptom{"cmake_cxx_compiler not set", needs_cpp},
    Symptom{"cmake_c_compiler not set", needs_c},
    Symptom{
        "could not find the compiler specified in the environment variable cc",
        "it needs the C compiler that `CC` names: install it, or set `CC` to one that is there"},
    Symptom{"could not find the compiler specified in the environment variable cxx",
            "it needs the C++ compiler that `CXX` names: install it, or set `CXX` to one that is "
            "there"},
    Symptom{"cmake must be installed",
            "it needs CMake: install it, or add `cmake` to its build "
            "requirements"},
    Symptom{"no such file or directory: 'cmake'",
            "it needs CMake: install it, or add `cmake` to its build requirements"},
    Symptom{"no such file or directory: 'git'", "it needs `git`: install it"},
    Symptom{"pg_config executable not found",
            "it needs PostgreSQL's `pg_config`: install `libpq-dev`, or use the `-binary` package"},
    Symptom{"fatal error:",
            "a header was not found or did not compile: install the development package of the "
            "library that it belongs to"},
};

// Modules whose package has another name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> module_packages{{
    {"pkg_resources", "setuptools"},
    {"distutils", "setuptools"},
    {"Cython", "cython"},
    {"skbuild", "scikit-build"},
    {"scikit_build_core", "scikit-build-core"},
    {"mesonpy", "meson-python"},
    {"yaml", "pyyaml"},
    {"flit_core", "flit-core"},
    {"poetry", "poetry-core"},
    {"pdm", "pdm-backend"},
}};

std::string package_of_module(std::string_view module) {
  const std::string top(module.substr(0, module.find('.')));
  for (const auto& [known, package] : module_packages)
    if (top == known) return std::string(package);
  const auto name = PackageName::parse(top);
  return name ? name->text() : top;
}

/// A module was missing: the line that makes it available.
std::string missing_module_hint(const FailedBuild& build, const HookFailure& failure) {
  const std::string package = package_of_module(failure.module);
  const std::string name = build.name ? build.name->text() : "<name of the package>";
  if (!build.is_isolated)
    return fmt::format(
        "`{}` is built without isolation, so its build requirements must be "
        "installed before it: add `{}` to the project's dependencies, or write\n"
        "[tool.uv.extra-build-dependencies]\n{} = [\"{}\"]",
        build.label, package, name, package);
  const auto parsed = PackageName::parse(package);
  const bool at_run_time = parsed && build.runtime.contains(*parsed);
  const std::string item =
      at_run_time || package == "torch"
          ? fmt::format("{{ requirement = \"{}\", match-runtime = true }}", package)
          : fmt::format("\"{}\"", package);
  return fmt::format(
      "`{}` imports `{}` while it is built, but does not name it among its build "
      "requirements; write\n[tool.uv.extra-build-dependencies]\n{} = [{}]",
      build.label, failure.module, name, item);
}

std::vector<std::string> likely_causes(const FailedBuild& build, const HookFailure& failure,
                                       const BuildLog& log) {
  if (failure.exception == "ModuleNotFoundError" && !failure.module.empty())
    return {missing_module_hint(build, failure)};
  const std::string output = ascii_lower(log.tail());
  for (const Symptom& symptom : symptoms)
    if (output.contains(symptom.words)) return {std::string(symptom.cause)};
  if (failure.exit_code == 137)
    return {
        "it was killed, perhaps because memory ran out: build fewer things at a time, such as "
        "with `MAX_JOBS=2`"};
  return {"this usually indicates a problem with the package or the build environment"};
}

std::string command_text(const HookFailure& failure) {
  std::vector<std::string> words;
  for (const std::string& word : failure.command) words.push_back(word.contains('\n') ? "…" : word);
  return join(words, " ");
}

}  // namespace

Error build_failure(const FailedBuild& build, const HookFailure& failure, const BuildLog& log) {
  std::string text = fmt::format("Call to `{}.{}` failed (exit status: {})", failure.backend,
                                 failure.hook, failure.exit_code);
  const std::vector<std::string> lines = log.last_lines(shown_lines);
  if (!lines.empty()) text += "\n\n" + join(lines, "\n") + "\n";
  text += fmt::format("\ncommand: {}\nlog: {}", command_text(failure), log.file().string());
  Error cause{ErrorKind::failed, std::move(text),     {}, nullptr,
              ErrorCode::build,  log.file().string(), {}};
  Error error{ErrorKind::failed,
              fmt::format("Failed to build `{}`", build.label),
              likely_causes(build, failure, log),
              nullptr,
              ErrorCode::build,
              log.file().string(),
              failure.hook};
  error.cause = std::make_shared<const Error>(std::move(cause));
  return error;
}

}  // namespace axle
