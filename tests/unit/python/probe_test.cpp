// SPDX-License-Identifier: MIT
#include "python/probe.hpp"

#include "base/file.hpp"
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
