// SPDX-License-Identifier: MIT
#include <fstream>

#include "base/sha256.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view pip_compile_universe = R"(
  [simple]
  app 1.0 : lib>=1 | tool; extra == "cli"
  lib 1.0
  lib 1.5
  tool 1.0
  spare 1.0
)";

struct PipCompileRig {
  FakeIndex index{pip_compile_universe};
  AxleRun axle;

  PipCompileRig() { axle.set("AXLE_INDEX_URL", index.url()); }

  std::string compiled(const std::string& words) {
    const AxleResult result = axle("pip compile --no-header " + words);
    return result.exit_code == 0 ? result.out : explain(result);
  }
  void project(std::string_view more = {}) const {
    axle.write("pyproject.toml",
               fmt::format("[project]\nname = 'demo'\nversion = '1'\nrequires-python = '>=3.9'\n"
                           "dependencies = ['lib']\n[project.optional-dependencies]\n"
                           "x = ['tool', 'demo[y]']\ny = ['spare']\n"
                           "[dependency-groups]\ndev = ['app']\n{}",
                           more));
  }
  std::filesystem::path wheel(const std::string& folder, const std::string& file) const {
    return axle.write(folder + "/" + file, index.file("simple", file).bytes);
  }
};

TEST_CASE("annotations name constraints, overrides and who needs a package") {
  PipCompileRig rig;
  rig.axle.write("b.in", "app\n");
  rig.axle.write("more/limits.txt", "lib<1.5\n");
  rig.axle.write("other.txt", "lib==1.0\n");
  CHECK(rig.compiled("b.in -c more/limits.txt") ==
        "app==1.0\n    # via -r b.in\nlib==1.0\n    # via\n    #   -c more/limits.txt\n"
        "    #   app\n");
  CHECK(rig.compiled("b.in --override other.txt") ==
        "app==1.0\n    # via -r b.in\nlib==1.0\n    # via\n    #   --override other.txt\n"
        "    #   app\n");
  CHECK(rig.compiled("b.in -c more/limits.txt --annotation-style line") ==
        "app==1.0                  # via -r b.in\n"
        "lib==1.0                  # via app, -c more/limits.txt\n");
}

TEST_CASE("files are named as they were named, limits before overrides before who asks") {
  PipCompileRig rig;
  rig.axle.write("b.in", "-r sub/more.in\n");
  rig.axle.write("sub/more.in", "-c ../limits.txt\nlib\n");
  rig.axle.write("limits.txt", "lib<2\ntool\n");
  rig.axle.write("other.txt", "lib==1.0\n");
  CHECK(rig.compiled("./b.in --override other.txt") ==
        "lib==1.0\n    # via\n    #   -c ./sub/../limits.txt\n    #   --override other.txt\n"
        "    #   -r ./sub/more.in\n");
  const std::string here = rig.axle.project().string();
  CHECK(rig.compiled(here + "/sub/more.in") ==
        "lib==1.5\n    # via\n    #   -c sub/../limits.txt\n    #   -r sub/more.in\n");
  // A limit that allows everything is no reason.
  rig.axle.write("c.txt", "tool\n");
  rig.axle.write("t.in", "tool\n");
  CHECK(rig.compiled("t.in -c c.txt") == "tool==1.0\n    # via -r t.in\n");
}

TEST_CASE("standard input names other files from where the command runs") {
  PipCompileRig rig;
  rig.axle.write("b.in", "lib\n");
  rig.axle.feed("-r b.in\n");
  CHECK(rig.compiled("-") == "lib==1.5\n    # via -r b.in\n");
  // What it asks for itself is in no file.
  rig.axle.feed("app\nlib\n");
  CHECK(rig.compiled("-") == "app==1.0\nlib==1.5\n    # via app\n");
}

TEST_CASE("extras, omitted packages and places are written as uv does") {
  PipCompileRig rig;
  rig.axle.write("b.in", "app[cli]\n");
  CHECK(rig.compiled("b.in --no-annotate --no-emit-package lib") == "app==1.0\ntool==1.0\n");
  rig.wheel("wheels", "lib-1.5-py3-none-any.whl");
  rig.axle.write("part/pyproject.toml", "[project]\nname = 'part'\nversion = '1'\n");
  const auto with = [&](std::string_view how) {
    rig.axle.write("pyproject.toml",
                   fmt::format("[project]\nname = 'demo'\nversion = '1'\ndependencies = ['part', "
                               "'lib']\n[tool.uv.sources]\nlib = {{path = "
                               "'wheels/lib-1.5-py3-none-any.whl'}}\npart = {{path = 'part'{}}}\n",
                               how));
    return rig.compiled("pyproject.toml --no-annotate");
  };
  CHECK(with(", editable = true") == "-e part\nwheels/lib-1.5-py3-none-any.whl\n");
  // Without a slash it would be a package of an index.
  CHECK(with("") == "wheels/lib-1.5-py3-none-any.whl\n./part\n");
  expect_failure(rig.axle, "pip compile pyproject.toml --no-sources", 1, {"part"});
  CHECK(rig.compiled("pyproject.toml --no-sources-package lib --no-annotate") ==
        "lib==1.5\n./part\n");
}

TEST_CASE("the root of the project may stand in a place") {
  PipCompileRig rig;
  rig.wheel("wheels", "lib-1.5-py3-none-any.whl");
  const std::string line = "lib @ file://${PROJECT_ROOT}/wheels/lib-1.5-py3-none-any.whl\n";
  rig.axle.write("b.in", line);
  CHECK(rig.compiled("b.in --no-annotate") == line);
}

TEST_CASE("constraints may come from a compiled file, extras and all") {
  PipCompileRig rig;
  rig.axle.write("b.in", "app\n");
  rig.axle.write("c.txt", "app[cli]==1.0\n");
  CHECK(rig.compiled("b.in -c c.txt --no-annotate") == "app==1.0\nlib==1.5\n");
}

TEST_CASE("a pyproject.toml is named by its project, with extras and groups") {
  PipCompileRig rig;
  rig.project();
  CHECK(rig.compiled("pyproject.toml") == "lib==1.5\n    # via demo (pyproject.toml)\n");
  CHECK(rig.compiled("pyproject.toml --extra y --no-annotate") == "lib==1.5\nspare==1.0\n");
  const std::string all = "lib==1.5\nspare==1.0\ntool==1.0\n";
  CHECK(rig.compiled("pyproject.toml --extra x --no-annotate") == all);
  CHECK(rig.compiled("pyproject.toml --all-extras --no-annotate") == all);
  CHECK(rig.compiled("--group dev") ==
        "app==1.0\n    # via demo (pyproject.toml:dev)\nlib==1.5\n    # via app\n");
  CHECK(rig.compiled("--group pyproject.toml:dev --no-annotate") == "app==1.0\nlib==1.5\n");
  expect_failure(rig.axle, "pip compile pyproject.toml --extra nope", 2, {"extra `nope`"});
  expect_failure(rig.axle, "pip compile --group nope", 2, {"no dependency group `nope`", "`dev`"});
  rig.axle.write("r.in", "lib\n");
  expect_failure(rig.axle, "pip compile r.in --extra x", 2, {"pyproject.toml"});
}

TEST_CASE("limits of the project's settings count, and are named") {
  PipCompileRig rig;
  rig.project("[tool.uv]\nconstraint-dependencies = ['lib<1.5']\n");
  CHECK(rig.compiled("pyproject.toml") ==
        "lib==1.0\n    # via\n    #   -c (workspace)\n    #   demo (pyproject.toml)\n");
}

TEST_CASE("the pins say for which machines they hold, by what markers test") {
  PipCompileRig rig;
  rig.index.add("simple",
                WheelBuilder("picky", "1.0")
                    .metadata("Metadata-Version: 2.1\nName: picky\nVersion: 1.0\n"
                              "Requires-Dist: lib; python_version < '3.9'\n"
                              "Requires-Dist: tool; extra == 'x' and os_name == 'nt'\n"),
                "picky");
  const std::string words =
      " --emit-marker-expression --python-version 3.11 --python-platform linux";
  rig.axle.write("p.in", "picky\nspare; sys_platform == 'linux'\n");
  CHECK(rig.compiled("p.in --no-annotate" + words) ==
        "# Pinned dependencies known to be valid for:\n"
        "#    python_full_version == '3.11' and os_name == 'posix' and sys_platform == 'linux'\n"
        "picky==1.0\nspare==1.0\n");
  rig.axle.write("q.in", "lib\n");
  CHECK(rig.compiled("q.in --no-annotate" + words) == "lib==1.5\n");
  CHECK(rig.compiled("p.in --no-annotate --universal --emit-marker-expression")
            .find("known to be valid") == std::string::npos);
}

TEST_CASE("what a variable holds is not written out") {
  PipCompileRig rig;
  rig.axle.set("TOKEN", "files");
  rig.axle.write("t.in", fmt::format("lib @ {}/${{TOKEN}}/simple/lib-1.5-py3-none-any.whl\n",
                                     rig.index.server().url("")));
  const std::string text = rig.compiled("t.in -o t.txt");
  CHECK(text.find("/${TOKEN}/simple/lib-1.5") != std::string::npos);
  CHECK(text.find("/files/") == std::string::npos);

  rig.axle.set("INDEX", "simple");
  rig.axle.unset("AXLE_INDEX_URL");
  rig.axle.write("i.in",
                 fmt::format("--index-url {}/${{INDEX}}\nlib\n", rig.index.server().url("")));
  const std::string lines = rig.compiled("i.in --emit-index-url --emit-index-annotation");
  CHECK(lines.find("--index-url ") == 0);
  CHECK(lines.find("/${INDEX}\n") != std::string::npos);
  CHECK(lines.find("/simple") == std::string::npos);
}

TEST_CASE("local wheels stay relative to where the command runs") {
  PipCompileRig rig;
  rig.wheel("wheels", "lib-1.5-py3-none-any.whl");
  for (const std::string line :
       {"./wheels/lib-1.5-py3-none-any.whl", "lib @ ./wheels/lib-1.5-py3-none-any.whl"}) {
    rig.axle.write("p.in", line + "\n");
    CHECK(rig.compiled("p.in --no-annotate") == "./wheels/lib-1.5-py3-none-any.whl\n");
  }
  rig.axle.write("p.in", "lib @ file:wheels/lib-1.5-py3-none-any.whl\n");
  CHECK(rig.compiled("p.in --no-annotate") == "lib @ file:wheels/lib-1.5-py3-none-any.whl\n");
  // Beside the file, where nothing is at the path from here.
  rig.axle.write("wheels/q.in", "./lib-1.5-py3-none-any.whl\n");
  CHECK(rig.compiled("wheels/q.in --no-annotate") == "wheels/lib-1.5-py3-none-any.whl\n");
}

TEST_CASE("who asks stands in one line below hashes if comments are to be in the line") {
  PipCompileRig rig;
  rig.axle.write("one.in", "lib\n");
  rig.axle.write("two.in", "lib\n");
  const std::string text = rig.compiled("one.in two.in --generate-hashes --annotation-style=line");
  CHECK(text.find("\n    # via -r one.in, -r two.in\n") != std::string::npos);
  CHECK(text.find("#   ") == std::string::npos);
}

TEST_CASE("hashes that nobody states are computed") {
  PipCompileRig rig;
  rig.wheel("wheels", "lib-1.5-py3-none-any.whl");
  rig.axle.write("b.in", "lib\n");
  const std::string hash =
      "--hash=sha256:" + sha256_hex(rig.index.file("simple", "lib-1.5-py3-none-any.whl").bytes);
  CHECK(rig.compiled("b.in --generate-hashes --no-annotate --no-index -f wheels") ==
        "lib==1.5 \\\n    " + hash + "\n");
  rig.index.change("simple", "lib", [](OfferedFile& file) { file.sha256 = ""; });
  const std::string text = rig.compiled("b.in --generate-hashes --no-annotate --no-cache");
  CHECK(text.find(hash) != std::string::npos);
}

TEST_CASE("the lines at the top say where packages are from and what may be built") {
  PipCompileRig rig;
  rig.axle.write("b.in", "lib\n");
  CHECK(rig.compiled("b.in --no-annotate --emit-index-url --emit-build-options --no-binary spare "
                     "--only-binary :all:") ==
        fmt::format("--index-url {}\n--no-binary spare\n--only-binary :all:\n\nlib==1.5\n",
                    rig.index.url()));
  CHECK(rig.compiled("b.in --no-emit-package lib") ==
        "\n# The following packages were excluded from the output:\n# lib\n");
  CHECK(rig.compiled("b.in --no-annotate --no-emit-package lib") == "");
  // In the order in which they were named.
  CHECK(rig.compiled("b.in --no-emit-package lib --unsafe-package app --no-emit-package lib") ==
        "\n# The following packages were excluded from the output:\n# lib\n# app\n");
  const std::string login = "http://user:word@" + rig.index.url().substr(7);
  const std::string from = rig.compiled("b.in --emit-index-annotation --index-url " + login);
  CHECK(from == "lib==1.5\n    # via -r b.in\n    # from " + rig.index.url() + "\n");
  rig.axle.write("named.in", "--index-url " + login + "\nlib\n");
  CHECK(rig.compiled("named.in --emit-index-annotation").find("# from " + rig.index.url() + "\n") !=
        std::string::npos);
}

TEST_CASE("the comment at the top is the command, or what the user says") {
  PipCompileRig rig;
  rig.axle.write("b.in", "lib\n");
  const auto head = [&](const std::string& words) {
    const std::string text = rig.axle("pip compile b.in --no-annotate " + words).out;
    return text.substr(0, text.find("\nlib"));
  };
  const std::string first =
      "# This file was autogenerated by axle via the following command:\n#    ";
  CHECK(head("--upgrade --index-url " + rig.index.url()) ==
        first + "axle pip compile b.in --no-annotate");
  CHECK(head("--custom-compile-command 'make lock'") == first + "make lock");
  rig.axle.set("UV_CUSTOM_COMPILE_COMMAND", "make all");
  CHECK(head("") == first + "make all");
}

TEST_CASE("a repository that cannot be had is named") {
  PipCompileRig rig;
  rig.axle.write("b.in", "lib @ git+file:///nowhere/at/all@v1.5\n");
  expect_failure(rig.axle, "pip compile b.in", 2,
                 {"could not get `lib` at `v1.5`", "file:///nowhere/at/all", "hint"});
  expect_said(rig.axle("pip compile b.in --json"), {"\"code\":\"E_GIT\""});
}

TEST_CASE("options of pip-tools are taken where they ask for what is done anyway") {
  PipCompileRig rig;
  rig.axle.write("b.in", "lib\n");
  CHECK(rig.compiled("b.in --no-annotate --strip-extras --allow-unsafe --resolver=backtracking "
                     "--no-emit-trusted-host --no-emit-options") == "lib==1.5\n");
  expect_said(rig.axle("pip compile b.in --strip-extras"), {"`--strip-extras`", "no effect"});
  expect_failure(rig.axle, "pip compile b.in --pip-args=x", 2, {"`--pip-args`", "hint"});
  expect_failure(rig.axle, "pip compile b.in --client-cert x", 2, {"login"});
}

TEST_CASE("a resolution for every machine starts at the minor version of Python") {
  PipCompileRig rig;
  rig.axle.quietly("venv");
  std::ifstream config(rig.axle.venv() / "pyvenv.cfg");
  std::string full;
  for (std::string line; std::getline(config, line);)
    if (line.starts_with("version_info = ")) full = line.substr(15);
  if (full.empty() || full.ends_with(".0")) return;  // every patch release is this one
  const FakeIndex other("[simple]\nnewest 1.0\nnewest 2.0 python=>=" + full + "\n");
  rig.axle.set("AXLE_INDEX_URL", other.url());
  rig.axle.write("b.in", "newest\n");
  CHECK(rig.compiled("b.in --no-annotate") == "newest==2.0\n");
  const std::string text = rig.compiled("b.in --universal --no-annotate");
  CHECK(text.find("newest==1.0 ; python_full_version < '" + full + "'") != std::string::npos);
  CHECK(text.find("newest==2.0 ; python_full_version >= '" + full + "'") != std::string::npos);
}

TEST_CASE("the output can be a pylock.toml") {
  PipCompileRig rig;
  rig.axle.write("b.in", "app\n");
  expect_exit(rig.axle("pip compile b.in -o pylock.demo.toml"), 0);
  expect_exit(rig.axle("venv"), 0);
  expect_exit(rig.axle("pip sync pylock.demo.toml"), 0);
  CHECK(rig.axle.quietly("pip freeze").out == "app==1.0\nlib==1.5\n");
  expect_failure(rig.axle, "pip compile b.in -o wrong.toml", 2, {"pylock.<name>.toml"});
}

TEST_CASE("a version that the index writes in two ways is spelled as the file that is used") {
  PipCompileRig rig;
  const FakeIndex other("[simple]\ntwo 1.0.0 sdist\ntwo 1.0\n");
  rig.axle.set("AXLE_INDEX_URL", other.url());
  rig.axle.write("b.in", "two\n");
  CHECK(rig.compiled("b.in --no-annotate") == "two==1.0\n");
  const std::string with = rig.compiled("b.in --format pylock.toml");
  CHECK(with.find("version = \"1.0\"\n") != std::string::npos);
  CHECK(with.find("sdist") != std::string::npos);
  CHECK(rig.compiled("b.in --format pylock.toml --no-build").find("sdist") == std::string::npos);
}

TEST_CASE("tool.uv.pip states options, and the command line goes before it") {
  PipCompileRig rig;
  rig.project("[tool.uv.pip]\nno-annotate = true\nextra = ['y']\nresolution = 'lowest'\n");
  CHECK(rig.compiled("pyproject.toml") == "lib==1.0\nspare==1.0\n");
  CHECK(rig.compiled("pyproject.toml --extra x --resolution highest") ==
        "lib==1.5\nspare==1.0\ntool==1.0\n");
}

TEST_CASE("files that name packages leave them out") {
  PipCompileRig rig;
  rig.axle.write("b.in", "app\n");
  rig.axle.write("out.txt", "lib\n");
  CHECK(rig.compiled("b.in --no-annotate --excludes out.txt") == "app==1.0\n");
}

}  // namespace
}  // namespace axle::test
