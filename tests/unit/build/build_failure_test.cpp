// SPDX-License-Identifier: MIT
#include "build/build_failure.hpp"

#include <cstdlib>

#include "build/build_log.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

namespace axle::test {
namespace {

struct Rig {
  TempTree tree;
  BuildLog log = *BuildLog::create(tree / "build.log", nullptr);
  FailedBuild build{.label = "demo==1.0",
                    .name = *PackageName::parse("demo"),
                    .is_isolated = true,
                    .runtime = {*PackageName::parse("jax")}};

  std::string hint(HookFailure failure = {}) const {
    const Error error = build_failure(build, failure, log);
    REQUIRE(error.hints.size() == 1);
    return error.hints.front();
  }
  static HookFailure missing(std::string module) {
    return {.exception = "ModuleNotFoundError", .module = std::move(module)};
  }
};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a module that is missing is given the line to write") {
  Rig rig;
  CHECK(holds(rig.hint(Rig::missing("torch.utils")),
              "demo = [{ requirement = \"torch\", match-runtime = true }]"));
  CHECK(holds(rig.hint(Rig::missing("jax")),
              "demo = [{ requirement = \"jax\", match-runtime = true }]"));
  CHECK(holds(rig.hint(Rig::missing("Cython")), "demo = [\"cython\"]"));
  CHECK(holds(rig.hint(Rig::missing("pkg_resources")), "demo = [\"setuptools\"]"));
  rig.build.is_isolated = false;
  CHECK(holds(rig.hint(Rig::missing("hatchling")), "without isolation"));
}

TEST_CASE("what tools say of a machine that lacks something") {
  const auto [said, cause] = GENERATE(table<std::string, std::string>({
      {"error: command 'gcc' failed: No such file or directory", "a C compiler"},
      {"error: command '/usr/bin/g++' failed: No such file or directory", "a C++ compiler"},
      {"../meson.build:1:0: ERROR: Unknown compiler(s): [['cc'], ['gcc']]", "meson"},
      {"CMake Error: No CMAKE_CXX_COMPILER could be found.", "a C++ compiler"},
      {"Cargo, the Rust package manager, is not installed or is not on PATH.", "Rust"},
      {"FileNotFoundError: [Errno 2] No such file or directory: 'cargo'", "Rust"},
      {"OSError: CUDA_HOME environment variable is not set.", "the CUDA toolkit"},
      {"fatal error: Python.h: No such file or directory", "Python's headers"},
      {"fatal error: zlib.h: No such file or directory", "a header"},
      {"ValueError: whatever", "problem with the package"},
  }));
  CAPTURE(said);
  Rig rig;
  rig.log.write(said + "\n");
  CHECK(holds(rig.hint(), cause));
}

TEST_CASE("the message has the last lines, the command and the log, and no login of a proxy") {
  ::setenv("https_proxy", "http://me:secret@proxy:3128", 1);
  Rig rig;
  ::unsetenv("https_proxy");
  for (int i = 0; i < 100; ++i) rig.log.write(fmt::format("line {}\n", i));
  rig.log.write("using http://me:secret@proxy:3128\n");
  const Error error = build_failure(rig.build,
                                    {.hook = "build_wheel",
                                     .backend = "tiny",
                                     .exit_code = 1,
                                     .exception = "X",
                                     .module = {},
                                     .text = {},
                                     .command = {"python3", "-c", "a\nb", "request"}},
                                    rig.log);
  CHECK(error.kind == ErrorKind::failed);
  CHECK(error.code == ErrorCode::build);
  CHECK(error.message == "Failed to build `demo==1.0`");
  REQUIRE(error.cause);
  const std::string& text = error.cause->message;
  CHECK(text.starts_with("Call to `tiny.build_wheel` failed (exit status: 1)"));
  CHECK(holds(text, "line 99\n"));
  CHECK_FALSE(holds(text, "line 50\n"));
  CHECK(holds(text, "command: python3 -c … request"));
  CHECK(holds(text, "log: " + (rig.tree / "build.log").string()));
  CHECK_FALSE(holds(text, "secret"));
  CHECK_FALSE(holds(read_text(rig.tree / "build.log"), "secret"));
}

}  // namespace
}  // namespace axle::test
