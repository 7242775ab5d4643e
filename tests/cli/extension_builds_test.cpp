// SPDX-License-Identifier: MIT
// Extension packages of three build systems, with small stand-ins for their backends: what such a
// backend asks of a front end, and what it says when the machine lacks something.
#include "cli/build_project.hpp"

namespace axle::test {
namespace {

/// What the three share: a wheel for this platform alone that holds `made` as its extension.
constexpr std::string_view shared_source = R"(
import json, os, shutil, subprocess, sys, sysconfig, zipfile


def platform_wheel(folder, name, version, made, settings):
    tag = "py3-none-" + sysconfig.get_platform().replace("-", "_").replace(".", "_")
    info = name + "-" + version + ".dist-info/"
    files = {
        name + "/__init__.py": "",
        name + "/_core.so": made,
        name + "_built.json": json.dumps({"settings": settings or {}, "made": made}),
        info + "METADATA": "Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (name, version),
        info + "WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: false\nTag: " + tag,
    }
    files[info + "RECORD"] = "".join(path + ",,\n" for path in files) + info + "RECORD,,\n"
    wheel = name + "-" + version + "-" + tag + ".whl"
    with zipfile.ZipFile(os.path.join(folder, wheel), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel
)";

WheelBuilder meson_python() {
  return WheelBuilder("meson-python", "0.18").file("mesonpy.py", std::string(shared_source) + R"(
def build_wheel(folder, settings=None, metadata=None):
    compiler = os.environ.get("CC", "cc")
    if not shutil.which(compiler):
        print("meson.build:1:0: ERROR: Unknown compiler(s): [['cc'], ['gcc'], ['clang']]")
        raise SystemExit(1)
    made = subprocess.check_output([compiler, "core.c"], text=True)
    return platform_wheel(folder, "mesonic", "1.0", made, settings)
)");
}

/// As scikit-build-core: CMake is asked for only where the machine has none.
WheelBuilder scikit_build_core() {
  return WheelBuilder("scikit-build-core", "0.12")
      .file("scikit_build_core/__init__.py", "")
      .file("scikit_build_core/build.py", std::string(shared_source) + R"(
def get_requires_for_build_wheel(settings=None):
    return [] if shutil.which("cmake") else ["cmake>=3.15"]


def build_wheel(folder, settings=None, metadata=None):
    defines = [k + "=" + v for k, v in sorted((settings or {}).items())]
    made = subprocess.check_output(["cmake"] + defines, text=True)
    return platform_wheel(folder, "cmakish", "1.0", made, settings)
)");
}

WheelBuilder maturin() {
  return WheelBuilder("maturin", "1.9").file("maturin.py", std::string(shared_source) + R"py(
def build_wheel(folder, settings=None, metadata=None):
    if not shutil.which("cargo"):
        print("maturin failed\n  Caused by: Cargo metadata failed. Do you have cargo in your PATH?\n"
              "  Caused by: No such file or directory (os error 2)")
        raise SystemExit(1)
    return platform_wheel(folder, "rusted", "1.0", "", settings)
)py");
  ;
}

struct ExtensionRig : BuildRig {
  ExtensionRig() {
    index.add("simple", meson_python(), "meson-python");
    index.add("simple", scikit_build_core(), "scikit-build-core");
    index.add("simple", maturin(), "maturin");
    index.add("simple",
              WheelBuilder("cmake", "3.31")
                  .file("cmake_standin.py",
                        "import sys\ndef main():\n    print('cmake 3.31', *sys.argv[1:])\n")
                  .console_script("cmake", "cmake_standin:main"),
              "cmake");
  }
  void extension(const std::string& name, const std::string& needs, const std::string& backend) {
    axle.write("ext/pyproject.toml",
               fmt::format("[project]\nname = \"{}\"\nversion = \"1.0\"\n[build-system]\n"
                           "requires = [\"{}\"]\nbuild-backend = \"{}\"\n",
                           name, needs, backend));
    project(fmt::format("\"{}\"", name),
            fmt::format("[tool.uv.sources]\n{} = {{ path = \"ext\" }}\n", name));
  }
};

TEST_CASE("a project of meson-python is built with the compiler that a variable names") {
  ExtensionRig rig;
  rig.extension("mesonic", "meson-python", "mesonpy");
  rig.axle.write("ext/core.c", "int answer;\n");
  expect_failure(rig.axle, "sync", 1,
                 {"Failed to build `mesonic @ file://", "Unknown compiler(s)",
                  "it needs a compiler that meson knows"});
  const auto compiler =
      rig.axle.write("cc.py",
                     "#!/usr/bin/env python3\nimport sys\nprint('compiled', open(sys.argv[1])"
                     ".read().strip(), end='')\n");
  std::filesystem::permissions(compiler, std::filesystem::perms::owner_all);
  rig.axle.set("CC", compiler.string());
  expect_exit(rig.axle("sync"), 0);
  CHECK(read_text(rig.axle.site_packages() / "mesonic/_core.so") == "compiled int answer;");
  expect_said(rig.axle("sync"), {"Checked 1 package"});
}

TEST_CASE("a project of scikit-build-core gets the CMake that its backend asks for") {
  ExtensionRig rig;
  rig.extension("cmakish", "scikit-build-core", "scikit_build_core.build");
  expect_exit(rig.axle("sync -C cmake.define.FAST=1"), 0);
  CHECK(read_text(rig.axle.site_packages() / "cmakish/_core.so") ==
        "cmake 3.31 cmake.define.FAST=1\n");
  // It was there for the build alone.
  CHECK_FALSE(std::filesystem::exists(rig.axle.site_packages() / "cmake_standin.py"));
}

TEST_CASE("a project of maturin says that it needs Rust where there is no cargo") {
  ExtensionRig rig;
  rig.extension("rusted", "maturin", "maturin");
  expect_failure(rig.axle, "sync", 1,
                 {"Failed to build `rusted @ file://", "Do you have cargo in your PATH?",
                  "it needs Rust: install it from https://rustup.rs"});
  CHECK_FALSE(std::filesystem::exists(rig.axle.venv()));
}

}  // namespace
}  // namespace axle::test
