// SPDX-License-Identifier: MIT
#include "python/python_request.hpp"

#include "support/catch.hpp"

using namespace axle;

namespace {

Interpreter interpreter(const std::string& version, const std::string& implementation = "cpython",
                        bool free_threaded = false) {
  Interpreter made{};
  made.version = Version::parse(version).value();
  made.implementation = implementation;
  made.free_threaded = free_threaded;
  return made;
}

}  // namespace

TEST_CASE("a request accepts the interpreters it means", "[python_request]") {
  const auto [text, version, accepted] = GENERATE(table<std::string, std::string, bool>({
      {"3.12", "3.12.1", true},
      {"3.12", "3.11.9", false},
      {"312", "3.12.0", true},
      {"3", "3.8.1", true},
      {"3.12.1", "3.12.1", true},
      {"3.12.1", "3.12.2", false},
      {">=3.10,<3.13", "3.12.4", true},
      {">=3.10,<3.13", "3.13.0", false},
      {"cpython@3.12", "3.12.1", true},
      {"cpython3.12", "3.12.1", true},
      {"cp312", "3.12.1", true},
      {"v3.12", "3.12.1", true},
      {"v312", "3.11.1", false},
      {"python3.12", "3.12.1", true},
      {"pypy3.10", "3.10.1", false},
      {"3.13t", "3.13.0", false},
      {"any", "3.9.0", true},
      {"3.14", "3.14.0rc1", true},
  }));
  CAPTURE(text, version);
  const auto request = PythonRequest::parse(text);
  REQUIRE(request);
  CHECK(request->accepts(interpreter(version)) == accepted);
}

TEST_CASE("free threading and implementations are asked for by name", "[python_request]") {
  CHECK(PythonRequest::parse("3.13t")->accepts(interpreter("3.13.0", "cpython", true)));
  CHECK(PythonRequest::parse("3.13+freethreaded")->accepts(interpreter("3.13.0", "cpython", true)));
  CHECK(PythonRequest::parse("pypy@3.10")->accepts(interpreter("3.10.14", "pypy")));
}

TEST_CASE("a key asks for a system, a machine and a C library", "[python_request]") {
  Interpreter python = interpreter("3.12.1");
  python.markers.sys_platform = "linux";
  python.markers.platform_machine = "x86_64";
  const auto [text, accepted] = GENERATE(table<std::string, bool>({
      {"cpython-3.12", true},
      {"cpython-3.12-linux", true},
      {"cpython-3.12-any-x86_64", true},
      {"cpython-3.12-linux-x86_64-gnu", true},
      {"cpython-3.12-linux-x86_64-musl", false},
      {"cpython-3.12-windows", false},
      {"cpython-3.11-linux", false},
  }));
  CAPTURE(text);
  const auto request = PythonRequest::parse(text);
  REQUIRE(request);
  CHECK(request->accepts(python) == accepted);
}

TEST_CASE("a request is pinned in its normal form", "[python_request]") {
  const auto [text, pinned] = GENERATE(table<std::string, std::string>({
      {"3.12", "3.12"},
      {"312", "3.12"},
      {"python3.12", "3.12"},
      {"3.12.1", "3.12.1"},
      {">= 3.9", ">=3.9"},
      {">=3.9,<4", ">=3.9, <4"},
      {"==3.12.*", "==3.12.*"},
      {"3.13t", "3.13+freethreaded"},
      {"cp312", "cpython@3.12"},
      {"CPython3.12", "cpython@3.12"},
      {"cpython>=3.9", "cpython@>=3.9"},
      {"PyPy", "pypy"},
      {"any", "any"},
      {"cpython-3.12", "cpython-3.12-any-any-any"},
      {"cpython-3.12+freethreaded-linux", "cpython-3.12+freethreaded-linux-any-any"},
  }));
  CAPTURE(text);
  CHECK(PythonRequest::parse(text)->pinned_text() == pinned);
}

TEST_CASE("programs are looked for by the most telling name first", "[python_request]") {
  CHECK(PythonRequest::parse("3.12")->program_names() ==
        std::vector<std::string>{"python3.12", "python3", "python"});
  CHECK(PythonRequest::parse("any")->program_names() ==
        std::vector<std::string>{"python", "python3"});
  CHECK(PythonRequest::parse("python3-dbg")->program_names() ==
        std::vector<std::string>{"python3-dbg"});
  CHECK(PythonRequest::parse("pypy3.10")->program_names().front() == "pypy3.10");
}

TEST_CASE("text that asks for no Python is an error", "[python_request]") {
  const std::string text = GENERATE(as<std::string>{}, "", "  ", "3..2", "=3", "<>3");
  CAPTURE(text);
  const auto request = PythonRequest::parse(text);
  REQUIRE_FALSE(request);
  CHECK(request.error().kind == ErrorKind::invalid_input);
}

TEST_CASE("a path is a path", "[python_request]") {
  const auto request = PythonRequest::parse("./env/bin/python");
  REQUIRE(request);
  REQUIRE(request->path);
  CHECK(request->path->is_absolute());
}
