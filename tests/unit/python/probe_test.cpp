// SPDX-License-Identifier: MIT
#include "python/probe.hpp"

#include "base/file.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "support/catch.hpp"
#include "unit/python/fake_python.hpp"

using namespace axle;
using axle::test::fake_python;
using axle::test::TempTree;

TEST_CASE("a Python tells what it is", "[probe]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "cache");
  const auto interpreter = probe(fake_python(tree, "py/bin/python3", "3.12.4"), *cache);
  REQUIRE(interpreter);
  CHECK(interpreter->display_name() == "CPython 3.12.4");
  CHECK(interpreter->minor() == 12);
  CHECK_FALSE(interpreter->is_virtual());
  CHECK(interpreter->scheme.purelib == tree / "py/lib/python3.12/site-packages");
  CHECK(interpreter->platform == Platform{PlatformOs::linux_glibc, "x86_64", 2, 36});
  CHECK(interpreter->tags().priority(Tag{"cp312", "cp312", "manylinux_2_36_x86_64"}));
  CHECK_FALSE(interpreter->tags().priority(Tag{"cp312", "cp312", "manylinux_2_37_x86_64"}));
  CHECK(interpreter->markers.python_full_version == "3.12.4");
}

TEST_CASE("what is no Python is said to be none", "[probe]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "cache");
  const auto failing = [&](const std::string& body) {
    const fs::path path = tree.write("bad/bin/python3", body);
    ::chmod(path.c_str(), 0755);
    const auto interpreter = probe(path, *cache);
    REQUIRE_FALSE(interpreter);
    CHECK(interpreter.error().message.find("bad/bin/python3") != std::string::npos);
    return interpreter.error();
  };
  CHECK(failing("#!/bin/sh\necho nonsense\n").code == ErrorCode::venv);
  CHECK(failing("#!/bin/sh\necho 'no module' >&2; exit 3\n").message.find("no module") !=
        std::string::npos);
  CHECK(failing("#!/bin/sh\nprintf '\\033[31mred' >&2; exit 1\n").message.find('\033') ==
        std::string::npos);
  CHECK(probe(tree / "none", *cache).error().kind == ErrorKind::environment);
  CHECK_FALSE(probe(fake_python(tree, "old/bin/python", "2.7.18"), *cache));
}

TEST_CASE("a program is asked once, until it changes", "[probe]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "cache");
  // Scripts are asked each time, for what they start may change; a link to a shell is no script.
  const fs::path script = fake_python(tree, "py/bin/python3", "3.12.4");
  REQUIRE(probe(script, *cache));
  REQUIRE(probe(script, *cache));
  CHECK(test::read_text(script.string() + ".calls") == "asked\nasked\n");
}

namespace {

// By the modules that the probe does without, one answer a line.
const std::string python_says = R"(
import platform, struct, sys, sysconfig
paths = sysconfig.get_paths()
lines = [sys.executable, platform.python_version(), paths["purelib"], paths["platlib"],
         paths["scripts"], paths["data"], platform.machine(), platform.python_implementation(),
         platform.release(), platform.system(), platform.version(), struct.calcsize("P") * 8,
         bool(sysconfig.get_config_var("Py_GIL_DISABLED")), sys.prefix, paths["include"]]
print("\n".join(map(str, lines)))
)";

std::vector<std::string> asked(const std::string& python) {
  const auto output = run_process({python, "-I", "-S", "-c", python_says}, {});
  REQUIRE(output);
  REQUIRE(output->exit_code == 0);
  std::vector<std::string> lines;
  for (const std::string_view line : split(output->out, '\n')) lines.emplace_back(line);
  REQUIRE(lines.size() >= 15);
  return lines;
}

}  // namespace

TEST_CASE("the probe says what a Python's own modules say", "[probe]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "cache");
  // A name beyond ASCII, beyond 16 bits, and with what JSON escapes.
  const std::string environment = (tree / "é \U0001F40D \"q\" \\b").string();
  REQUIRE(run_process({"python3", "-m", "venv", "--without-pip", environment}, {})->exit_code == 0);
  for (const std::string& python : {asked("python3")[0], environment + "/bin/python3"}) {
    INFO(python);
    const auto interpreter = probe(python, *cache);
    REQUIRE(interpreter);
    const std::vector<std::string> says = asked(python);
    CHECK(interpreter->executable == says[0]);
    CHECK(interpreter->markers.python_full_version == says[1]);
    CHECK(interpreter->scheme.purelib == says[2]);
    CHECK(interpreter->scheme.platlib == says[3]);
    CHECK(interpreter->scheme.scripts == says[4]);
    CHECK(interpreter->scheme.data == says[5]);
    CHECK(interpreter->markers.platform_machine == says[6]);
    CHECK(interpreter->markers.platform_python_implementation == says[7]);
    CHECK(interpreter->markers.platform_release == says[8]);
    CHECK(interpreter->markers.platform_system == says[9]);
    CHECK(interpreter->markers.platform_version == says[10]);
    CHECK(std::to_string(interpreter->pointer_bits) == says[11]);
    CHECK(interpreter->free_threaded == (says[12] == "True"));
    CHECK(interpreter->prefix == says[13]);
    if (!interpreter->is_virtual()) CHECK(interpreter->scheme.headers == says[14]);
  }
}
