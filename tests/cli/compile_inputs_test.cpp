// SPDX-License-Identifier: MIT
#include "base/sha256.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view compile_inputs_universe = R"(
  [simple]
  app 1.0 : lib>=1 | tool; extra == "cli"
  lib 1.0
  lib 1.5
  tool 1.0
)";

struct CompileInputsRig {
  FakeIndex index{compile_inputs_universe};
  AxleRun axle;

  CompileInputsRig() { axle.set("AXLE_INDEX_URL", index.url()); }

  std::string compiled(const std::string& words) {
    const AxleResult result = axle("pip compile --no-header --no-annotate " + words);
    return result.exit_code == 0 ? result.out : explain(result);
  }
  void script(const std::string& file, const std::string& more = {}) const {
    axle.write(file,
               "# /// script\n# dependencies = ['app']\n# [tool.uv]\n"
               "# constraint-dependencies = ['lib<1.5']\n" +
                   more + "# ///\nprint(1)\n");
  }
  std::string wheel_line() const {
    return "lib @ " + index.url().substr(0, index.url().find("/simple")) +
           FakeIndex::file_path("simple", "lib-1.0-py3-none-any.whl");
  }
};

TEST_CASE("a script stands for what its metadata asks for") {
  CompileInputsRig rig;
  rig.script("a.py");
  rig.script("program");
  CHECK(rig.compiled("a.py") == "app==1.0\nlib==1.0\n");
  CHECK(rig.compiled("program") == "app==1.0\nlib==1.0\n");
  rig.axle.quietly("venv");
  expect_exit(rig.axle("pip install -r a.py"), 0);
  CHECK(rig.axle.quietly("pip freeze").out == "app==1.0\nlib==1.0\n");
  rig.axle.write("plain.py", "print(1)\n");
  expect_failure(rig.axle, "pip compile plain.py", 2,
                 {"`plain.py` does not contain inline script metadata", "hint"});
  rig.script("sourced.py", "# [tool.uv.sources]\n# lib = { path = 'lib' }\n");
  expect_said(rig.axle("pip compile sourced.py"),
              {"warning: `tool.uv.sources` of `sourced.py` does not count here"});
}

TEST_CASE("a version as the Python is what is resolved for") {
  CompileInputsRig rig;
  rig.axle.write("b.in", "lib ; python_version == '3.99'\ntool ; python_version != '3.99'\n");
  const AxleResult result = rig.axle("pip compile b.in --no-header --no-annotate -p 3.99");
  CHECK(result.out == "lib==1.5\n");
  expect_said(result, {"warning: no Python 3.99 is here; "});
  rig.axle.set("UV_PYTHON", "3.99");
  CHECK(rig.compiled("b.in") == "lib==1.5\n");
  expect_failure(rig.axle, "pip compile b.in --python-version 3.12 --python 3.99", 2, {"3.99"});
}

TEST_CASE("an output file in a new folder is written, and keeps its hashes") {
  CompileInputsRig rig;
  rig.axle.write("b.in", "lib<1.5\n");
  rig.compiled("b.in -o new/out.txt --generate-hashes");
  CHECK(std::filesystem::exists(rig.axle.project() / "new/out.txt"));
  // An index that got another wheel since changes nothing until an upgrade is asked for.
  const std::string hash = "sha256:" + std::string(64, 'a');
  rig.axle.write("out.txt", "lib==1.0 --hash=" + hash + "\n");
  CHECK(rig.compiled("b.in -o out.txt --generate-hashes") ==
        "lib==1.0 \\\n    --hash=" + hash + "\n");
  CHECK(rig.compiled("b.in -o out.txt --generate-hashes -P lib").find(hash) == std::string::npos);
}

TEST_CASE("a pylock.toml keeps its pins") {
  CompileInputsRig rig;
  rig.axle.write("b.in", "lib<1.5\n");
  rig.compiled("b.in -o pylock.toml");
  rig.axle.write("b.in", "lib\n");
  CHECK(rig.compiled("b.in -o pylock.toml").find("version = \"1.0\"\n") != std::string::npos);
  CHECK(rig.compiled("b.in -o pylock.toml -P lib").find("version = \"1.5\"\n") !=
        std::string::npos);
  rig.axle.write("pylock.toml", "lock-version = ");
  expect_failure(rig.axle, "pip compile b.in -o pylock.toml", 2, {"pylock.toml"});
}

TEST_CASE("a marker may follow the semicolon of a place") {
  CompileInputsRig rig;
  rig.axle.write("b.in", rig.wheel_line() + "; python_version > '3.999'\n");
  CHECK(rig.compiled("b.in").empty());
  rig.axle.write("b.in", rig.wheel_line() + "; python_version >= '3'\n");
  CHECK(rig.compiled("b.in") == rig.wheel_line() + "\n");
}

TEST_CASE("folders may have a name, extras, an old fragment and a slash") {
  CompileInputsRig rig;
  rig.axle.write("part/pyproject.toml",
                 "[project]\nname = 'part'\nversion = '1'\n"
                 "[project.optional-dependencies]\nx = ['lib']\n");
  const auto [line, place] = GENERATE(
      table<std::string, std::string>({{"-e part[x] @ ./part", "-e ./part\n"},
                                       {"-e ./part#egg=part[x]", "-e ./part#egg=part\n"},
                                       {"-e ./part/[x]", "-e ./part/\n"},
                                       {"-e ./part[x]; python_version >= '3'", "-e ./part\n"}}));
  CAPTURE(line);
  rig.axle.write("b.in", line + "\n");
  CHECK(rig.compiled("b.in") == place + "lib==1.5\n");
}

TEST_CASE("a stated hash of a local wheel counts") {
  CompileInputsRig rig;
  const std::string& bytes = rig.index.file("simple", "lib-1.0-py3-none-any.whl").bytes;
  const auto wheel = rig.axle.write("wheels/lib-1.0-py3-none-any.whl", bytes);
  rig.axle.quietly("venv");
  const std::string url = "lib @ file://" + wheel.string() + "#sha256=";
  rig.axle.write("wrong.txt", url + std::string(64, 'a') + "\n");
  expect_failure(rig.axle, "pip install -r wrong.txt", 4, {std::string(64, 'a')});
  rig.axle.write("path.txt", "./wheels/lib-1.0-py3-none-any.whl#sha256=" + std::string(64, 'b'));
  expect_failure(rig.axle, "pip install -r path.txt", 4, {std::string(64, 'b')});
  rig.axle.write("right.txt", url + sha256_hex(bytes) + "\n");
  expect_exit(rig.axle("pip install -r right.txt"), 0);
}

TEST_CASE("two indexes as the one index are refused") {
  CompileInputsRig rig;
  const std::string other = "--index-url https://other.example/simple\n";
  rig.axle.write("b.in", "--index-url " + rig.index.url() + "\nlib\n");
  rig.axle.write("twice.in", "-r b.in\n" + other);
  rig.axle.write("other.in", other);
  for (const std::string words : {"twice.in", "b.in other.in"})
    expect_failure(rig.axle, "pip compile " + words, 2, {"other.example", "--extra-index-url"});
  rig.axle.write("same.in", "-r b.in\n-r b.in\n");
  CHECK(rig.compiled("same.in") == "lib==1.5\n");
}

TEST_CASE("a requirements file that is asked for as a package is named") {
  CompileInputsRig rig;
  rig.axle.quietly("venv");
  rig.axle.write("dev-requirements.txt", "lib\n");
  rig.axle.write("b.in", "dev-requirements.txt\n");
  for (const std::string words : {"pip compile b.in", "pip install dev-requirements.txt"})
    expect_failure(rig.axle, words, 2,
                   {"`dev-requirements.txt` looks like a requirements file",
                    "write `-r dev-requirements.txt`"});
}

}  // namespace
}  // namespace axle::test
