// SPDX-License-Identifier: MIT
// Accelerators from the command line, on machines of tests/data/machines and on those that axle
// brings.
#include "cli/expect.hpp"

namespace axle::test {
namespace {

const std::filesystem::path machines = AXLE_TEST_MACHINES;

/// Puts a machine into the project, under its name.
void bring(const AxleRun& axle, const std::string& name) {
  axle.write(name + ".toml", read_text(machines / (name + ".toml")));
}

/// An installed distribution, as far as doctor looks at one.
void pretend_installed(const AxleRun& axle, const std::string& name, const std::string& version,
                       const std::string& more = {}) {
  const std::string folder =
      std::filesystem::relative(axle.site_packages(), axle.project()).string() + "/" + name + "-" +
      version + ".dist-info/";
  axle.write(folder + "METADATA",
             "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n" + more + "\n");
  axle.write(folder + "RECORD", "");
}

TEST_CASE("what a machine has, and which build it gets") {
  AxleRun axle;
  for (const char* name : {"rtx3060-driver-470", "mig-three-slices", "docker-without-gpus",
                           "rx9070-and-graphics", "meteor-lake", "compat-on-data-centre-card"}) {
    bring(axle, name);
    expect_exit(axle("accelerator show --torch 2.8.0 --profile " + std::string(name) + ".toml"), 0);
  }
  expect_exit(axle("accelerator show --profile jetson-orin --torch 2.9.1"), 0);
  expect_exit(axle("accelerator show --profile h100 --torch 2.9.1 --accelerators cpu,cu126,cu130"),
              0);
  expect_exit(axle("accelerator show --profile ci-macos --torch 7.7"), 0);
  expect_exit(axle("accelerator show --profile t4 --torch 2.9.1 --accelerators cpu,cu130 --json"),
              0);
  expect_golden("accelerator_show", axle);
}

TEST_CASE("doctor tells what is in the way, and what to do") {
  AxleRun axle;
  const std::pair<const char*, int> cases[] = {{"rtx3060-driver-470", 1},
                                               {"rtx3060-driver-570", 0},
                                               {"titan-v-cu130", 1},
                                               {"rx6800-not-in-group", 1},
                                               {"amd-container-without-devices", 1},
                                               {"pairs-broken", 1},
                                               {"mixed-cublas", 1},
                                               {"one-of-two-dropped", 0},
                                               {"mask-unknown-index", 0},
                                               {"gfx1032", 1},
                                               {"wsl-without-driver", 1},
                                               {"smi-hangs", 1},
                                               {"cpu-build-on-a10", 0}};
  for (const auto& [name, code] : cases) {
    bring(axle, name);
    expect_exit(axle("doctor --profile " + std::string(name) + ".toml"), code);
  }
  expect_exit(axle("doctor --json --profile pairs-plain-torchvision.toml"), 2);
  bring(axle, "pairs-plain-torchvision");
  expect_exit(axle("doctor --json --profile pairs-plain-torchvision.toml"), 1);
  expect_golden("doctor", axle);
}

TEST_CASE("doctor looks at the project's environment") {
  AxleRun axle;
  expect_said(axle("doctor"), {"looking at the machine alone"});
  axle.quietly("venv");
  pretend_installed(axle, "torch", "2.9.1+cu130", "Requires-Dist: nvidia-cudnn-cu13==9.13.0.50\n");
  pretend_installed(axle, "nvidia_cudnn_cu13", "9.13.0.50");
  const std::string environment = " --python .venv";
  const AxleResult old_driver = axle("doctor --profile l4" + environment);
  expect_exit(old_driver, 1);
  expect_said(old_driver,
              {"driver-too-old", "cu130 needs driver 580, this one is 570.124.06", "whl/cu129"});
  expect_exit(axle("doctor --profile rtx4090" + environment), 0);
  const AxleResult cpu_only = axle("doctor --profile ci-ubuntu" + environment);
  expect_exit(cpu_only, 0);
  expect_said(cpu_only, {"gpu-build-without-gpu"});
  pretend_installed(axle, "nvidia_cudnn_cu12", "9.10.2.21");
  const AxleResult mixed = axle("doctor --profile rtx4090" + environment);
  expect_exit(mixed, 1);
  expect_said(mixed, {"mixed-cuda-libraries", "nvidia-cudnn-cu12 9.10.2.21"});
  expect_failure(axle, "doctor --python nowhere", 2, {"nowhere"});
}

TEST_CASE("a plain version of torch is what its version.py says") {
  AxleRun axle;
  axle.quietly("venv");
  pretend_installed(axle, "torch", "2.9.1");
  const std::string folder =
      std::filesystem::relative(axle.site_packages(), axle.project()).string();
  const std::string command = "doctor --profile mi300x --python .venv";
  axle.write(folder + "/torch/version.py", "cuda: Optional[str] = '12.8'\nhip = None\n");
  expect_said(axle(command), {"build-for-other-vendor", "cu128"});
  axle.write(folder + "/torch/version.py", "cuda = None\nhip: Optional[str] = '6.4.43484'\n");
  expect_exit(axle(command), 0);
  axle.write(folder + "/torch/version.py", "cuda = None\nhip = None\n");
  expect_said(axle(command), {"cpu-build-on-gpu-machine", "rocm6.4"});
}

TEST_CASE("this machine can be written down and shown again") {
  AxleRun axle;
  axle.set("CUDA_VISIBLE_DEVICES", "0");
  const AxleResult here = axle("accelerator show --json");
  expect_exit(here, 0);
  expect_exit(axle("profile capture box.toml"), 0);
  const AxleResult again = axle("accelerator show --json --profile box.toml");
  expect_exit(again, 0);
  CHECK(here.out == again.out);
  CHECK(axle("profile capture").out.starts_with("about = "));
  expect_exit(axle("profile show box.toml"), 0);
  expect_said(axle("profile list"), {"h100", "mi300x", "b580", "jetson-orin", "ci-ubuntu"});
  CHECK(axle("profile list --json").out.starts_with("[{\"name\":"));
}

TEST_CASE("variables that stand in for the machine") {
  AxleRun axle;
  axle.set("UV_CUDA_DRIVER_VERSION", "525.60.13");
  const AxleResult shown = axle("accelerator show --torch 2.9.1 --accelerators cpu,cu126,cu130");
  expect_exit(shown, 0);
  expect_said(shown, {"UV_CUDA_DRIVER_VERSION", "cu126 for torch 2.9.1",
                      "cu130 needs driver 580, this one is 525.60.13"});
}

TEST_CASE("other data in the place of axle's own") {
  AxleRun axle;
  axle.write("data.toml", R"(format = 1
[[build]]
torch = "3.0"
arm = "cu130"
platform = "linux_x86_64"
versions = ["3.0.0"]
archs = ["8.9"]
confidence = "measured"
source = "the publisher"
)");
  const std::string command = "accelerator show --profile l4 --torch 3.0.0";
  expect_said(axle(command), {"Estimate"});
  axle.set("AXLE_ACCELERATOR_DATA", "data.toml");
  expect_said(axle(command), {"cu130 needs driver 580"});
  expect_not_said(axle(command), "Estimate");
  axle.unset("AXLE_ACCELERATOR_DATA");
  axle.write("pyproject.toml",
             "[project]\nname = \"p\"\nversion = \"1\"\n\n[tool.axle]\n"
             "accelerator-data = \"data.toml\"\n");
  expect_not_said(axle(command), "Estimate");
  axle.write("data.toml", "format = 1\n[[build]]\ntorch = \"3.0\"\n");
  expect_failure(axle, command, 2, {"data.toml", "line 2", "`confidence` is missing"});
  axle.write("pyproject.toml", "[tool.axle]\naccelerator-data = 1\n");
  expect_failure(axle, command, 2, {"pyproject.toml", "accelerator-data"});
}

TEST_CASE("mistakes about accelerators") {
  AxleRun axle;
  expect_failure(axle, "accelerator show --accelerators cpu,cu13x", 2, {"`cu13x`", "cu130"});
  expect_failure(axle, "accelerator show --profile h1000", 2, {"`h1000`", "h100"});
  axle.write("box.toml", "[uname]\nsysname = 1\n");
  expect_failure(axle, "doctor --profile box.toml", 2, {"box.toml", "line 2"});
  std::filesystem::create_directories(axle.project() / "empty");
  expect_failure(axle, "profile show empty", 2, {"system.toml"});
  expect_failure(axle, "profile capture nowhere/box.toml", 2, {"nowhere"});
  for (const char* help : {"accelerator show --help", "doctor --help", "profile capture --help"})
    expect_said(axle(help), {"Example"});
}

}  // namespace
}  // namespace axle::test
