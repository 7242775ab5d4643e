// SPDX-License-Identifier: MIT
#include <set>
#include <sstream>

#include "cli/arms_rig.hpp"

namespace axle::test {
namespace {

TEST_CASE("one lock for all accelerators, one of them in the environment") {
  Arms arms("\"cpu\", \"cu126\"");
  expect_exit(arms.axle("lock"), 0);
  CHECK(arms.has("axle.lock"));
  CHECK_FALSE(arms.has("uv.lock"));
  const std::string first = read_text(arms.axle.project() / "axle.lock");
  expect_exit(arms.axle("lock"), 0);
  CHECK(read_text(arms.axle.project() / "axle.lock") == first);
  expect_exit(arms.axle("lock --check"), 0);

  expect_exit(arms.axle("sync --accelerator cu126"), 0);
  CHECK(arms.frozen() == "numpy==2.0 nvlike==12.6 torch==2.8.0+cu126 ");
  // The same release in both, and only what differs is installed anew.
  const AxleResult other = arms.axle("sync --accelerator cpu");
  expect_exit(other, 0);
  CHECK(arms.frozen() == "numpy==2.0 torch==2.8.0+cpu ");
  expect_said(other, {"- nvlike==12.6", "+ torch==2.8.0+cpu"});
  CHECK((other.out + other.err).find("numpy") == std::string::npos);
}

TEST_CASE("an environment stays what it was made for") {
  Arms arms("\"cpu\", \"cu126\"");
  expect_exit(arms.axle("sync --accelerator cu126"), 0);
  expect_said(arms.axle("sync"), {"Checked 3 packages"});
  CHECK(arms.frozen() == "numpy==2.0 nvlike==12.6 torch==2.8.0+cu126 ");
  // A variable goes before that, the option before the variable.
  arms.axle.set("AXLE_ACCELERATOR", "cpu");
  expect_exit(arms.axle("sync"), 0);
  CHECK(arms.frozen() == "numpy==2.0 torch==2.8.0+cpu ");
  expect_exit(arms.axle("sync --accelerator cu126"), 0);
  CHECK(arms.frozen() == "numpy==2.0 nvlike==12.6 torch==2.8.0+cu126 ");
  arms.axle.unset("AXLE_ACCELERATOR");
  arms.axle.set("UV_TORCH_BACKEND", "cpu");
  expect_exit(arms.axle("sync"), 0);
  CHECK(arms.frozen() == "numpy==2.0 torch==2.8.0+cpu ");
}

TEST_CASE("a recorded machine decides where nobody else does") {
  Arms arms("\"cpu\", \"cu126\"");
  expect_exit(arms.axle("sync --profile l4"), 0);
  CHECK(arms.frozen() == "numpy==2.0 nvlike==12.6 torch==2.8.0+cu126 ");
  const std::string kept = read_text(arms.axle.venv() / ".axle-accelerator");
  CHECK(kept.find("\"accelerator\": \"cu126\"") != std::string::npos);
  CHECK(kept.find("\"by\": \"profile\"") != std::string::npos);
  expect_exit(arms.axle("sync"), 0);
  CHECK(arms.frozen() == "numpy==2.0 nvlike==12.6 torch==2.8.0+cu126 ");
  // Who names one is obeyed, whatever the machine.
  expect_exit(arms.axle("sync --profile l4 --accelerator cpu"), 0);
  CHECK(arms.frozen() == "numpy==2.0 torch==2.8.0+cpu ");
}

TEST_CASE("every package of the family comes from the accelerator, whoever asks for it") {
  Arms arms("\"cpu\", \"cu130\"", "app");
  expect_exit(arms.axle("lock"), 0);
  const AxleResult exported =
      arms.axle("export --frozen --accelerator cu130 --no-hashes --no-header --no-annotate");
  expect_exit(exported, 0);
  expect_said(exported, {"torch==2.9.0+cu130", "triton==3.5", "nvlike==13.0", "app==1.0"});
  const AxleResult cpu =
      arms.axle("export --frozen --accelerator cpu --no-hashes --no-header --no-annotate");
  expect_said(cpu, {"torch==2.9.0+cpu"});
  CHECK(cpu.out.find("nvlike") == std::string::npos);
}

TEST_CASE("an accelerator is offered where its index has the release") {
  Arms arms("\"cpu\", \"cu126\"");
  expect_exit(arms.axle("lock"), 0);
  expect_failure(arms.axle,
                 "sync --frozen --dry-run --accelerator cu126 --python-platform "
                 "aarch64-apple-darwin",
                 2, {"`cu126` is not offered on macos-arm64", "linux-x86_64"});
  expect_said(arms.axle("sync --frozen --dry-run --accelerator cpu --python-platform "
                        "aarch64-apple-darwin"),
              {"+ torch==2.8.0"});
  expect_failure(arms.axle, "sync --accelerator cu999", 2, {"cu999", "`cpu` or `cu126`"});
}

TEST_CASE("the oldest macOS to serve is that of the environment") {
  FakeIndex index("[simple]\n  torch 2.12 tag=py3-none-macosx_14_0_arm64\n");
  AxleRun axle;
  axle.set("AXLE_DEFAULT_INDEX", index.url());
  axle.write("pyproject.toml",
             "[project]\nname = \"demo\"\nversion = \"0.1\"\nrequires-python = \">=3.9\"\n"
             "dependencies = [\"torch\"]\n[tool.uv]\npackage = false\n");
  const std::string sync = "sync --dry-run --python-platform aarch64-apple-darwin";
  expect_failure(axle, sync, 1, {"macosx_13_0_arm64"});
  axle.set("MACOSX_DEPLOYMENT_TARGET", "14.0");
  expect_said(axle(sync), {"+ torch==2.12"});
  axle.set("MACOSX_DEPLOYMENT_TARGET", "sonoma");
  expect_failure(axle, sync, 1, {"macosx_13_0_arm64"});
}

TEST_CASE("what only one platform's wheel asks for is locked for that platform") {
  Arms arms("\"cpu\"");
  arms.index.add("cpu",
                 WheelBuilder("torch", "2.9.0+cpu")
                     .tag("py3-none-manylinux_2_17_aarch64")
                     .requires_dist("numpy")
                     .requires_dist("gpu-tool"),
                 "torch");
  expect_exit(arms.axle("lock"), 0);
  const std::string command = "sync --dry-run --frozen --python-platform ";
  expect_said(arms.axle(command + "aarch64-manylinux_2_28"), {"torch==2.9.0+cpu", "gpu-tool==1.0"});
  const AxleResult other = arms.axle(command + "x86_64-manylinux_2_28");
  expect_said(other, {"torch==2.9.0+cpu", "numpy==2.0"});
  expect_not_said(other, "gpu-tool");
}

TEST_CASE("each accelerator gets what it would get if the project had no other") {
  const std::string options = " --no-hashes --no-header --no-annotate --accelerator ";
  for (const std::string dependency : {"torch", "app"}) {
    Arms all("\"cpu\", \"cu126\", \"cu130\"", dependency);
    expect_exit(all.axle("lock"), 0);
    for (const std::string name : {"cpu", "cu126", "cu130"}) {
      INFO(dependency << " for " << name);
      Arms alone("\"" + name + "\"", dependency);
      expect_exit(alone.axle("lock"), 0);
      const AxleResult mine = all.axle("export --frozen" + options + name);
      const AxleResult its = alone.axle("export --frozen" + options + name);
      expect_exit(mine, 0);
      CHECK(mine.out.find("torch==") != std::string::npos);
      CHECK(mine.out == its.out);
    }
  }
}

TEST_CASE("where no release has builds for all, each has its newest and a line says so") {
  Arms arms("\"cpu\", \"cu126\", \"cu130\"");
  const AxleResult locked = arms.axle("lock");
  expect_exit(locked, 0);
  expect_said(locked, {"No release of `torch` has builds for all accelerators: `cu126` has 2.8.0, "
                       "the others 2.9.0"});
}

TEST_CASE("dependencies of a kind and of one accelerator add up") {
  Arms arms("\"cpu\", \"cu126\"");
  arms.axle.write("pyproject.toml",
                  Arms::project("\"cpu\", \"cu126\"", "torch", "") +
                      "[tool.axle.accelerator.cuda]\ndependencies = [\"gpu-tool\"]\n"
                      "[tool.axle.accelerator.cu126]\ndependencies = [\"gpu-more\"]\n");
  expect_exit(arms.axle("sync --accelerator cu126"), 0);
  CHECK(arms.frozen() == "gpu-more==1.0 gpu-tool==1.0 numpy==2.0 nvlike==12.6 torch==2.8.0+cu126 ");
  expect_exit(arms.axle("lock --check"), 0);
  expect_exit(arms.axle("sync --accelerator cpu"), 0);
  CHECK(arms.frozen() == "numpy==2.0 torch==2.8.0+cpu ");
  // One that is taken away makes the lock anew.
  arms.axle.write("pyproject.toml", Arms::project("\"cpu\", \"cu126\"", "torch", ""));
  expect_failure(arms.axle, "lock --check", 1, {"`axle.lock` needs to be updated"});
}

TEST_CASE("an override stands in the place of what the project asks for") {
  Arms arms("\"cpu\", \"cu126\"", "torch>=2.9");
  std::string text = read_text(arms.axle.project() / "pyproject.toml");
  text.insert(text.find("package = false"), "override-dependencies = [\"torch==2.8.0\"]\n");
  arms.axle.write("pyproject.toml", text);
  expect_exit(arms.axle("lock"), 0);
  expect_said(arms.axle("export --frozen --no-hashes --accelerator cu126"), {"torch==2.8.0+cu126"});
}

TEST_CASE("what cannot be locked with accelerators is said, and nothing is written") {
  const auto refused = [](const std::string& accelerators, const std::string& dependency,
                          const std::string& more, int code,
                          std::initializer_list<std::string_view> words) {
    Arms arms(accelerators, dependency, more);
    expect_failure(arms.axle, "lock", code, words);
    CHECK_FALSE(arms.has("axle.lock"));
    CHECK_FALSE(arms.has("uv.lock"));
  };
  refused("\"cpu\", \"cu12.6\"", "torch", "", 2, {"`cu12.6`", "`cu126`", "accelerators"});
  refused("\"cpu\", \"cu126\"", "torch==2.8.0+cu126", "", 2,
          {"`torch==2.8.0+cu126`", "`cpu` cannot have", "only `cu126`", "torch==2.8.0"});
  refused("\"cpu\", \"cu126\"", "torch>=2.9", "", 1,
          {"`torch`", "`cu126`", "2.8.0", "or remove `cu126`"});
  refused("\"cpu\", \"xpu\"", "torch", "", 1, {"`xpu`", "has no builds of `torch`"});
  refused("\"cpu\", \"cu126\"", "torch",
          "[[tool.uv.index]]\nname = \"i\"\nurl = \"https://i.example\"\nexplicit = true\n"
          "[tool.uv.sources]\ntorch = { index = \"i\" }\n",
          2, {"pyproject.toml:", "tool.uv.sources", "`torch`", "accelerators"});
}

TEST_CASE("a plan tells what each accelerator would download, from the lock alone") {
  Arms arms("\"cpu\", \"cu126\"");
  expect_exit(arms.axle("lock"), 0);
  arms.index.server().forget_requests();
  const AxleResult plan = arms.axle("plan --frozen --offline");
  expect_exit(plan, 0);
  expect_said(plan, {"cpu: 2 packages", "cu126: 3 packages"});
  expect_said(arms.axle("plan --frozen --offline --accelerator cu126"),
              {"torch==2.8.0+cu126", "numpy==2.0"});
  expect_said(arms.axle("--json plan --frozen --offline"),
              {"\"accelerator\": \"cu126\"", "\"download\""});
  CHECK(arms.index.server().request_lines().empty());
  expect_failure(arms.axle, "plan --frozen --accelerator cu126 --max-download 10B", 1,
                 {"for `cu126`", "--max-download"});
  expect_exit(arms.axle("plan --frozen --max-download 1GB"), 0);
  expect_failure(arms.axle, "plan --frozen --max-download lots", 2, {"`--max-download lots`"});
}

/// The lines that have the text, in order of the alphabet.
std::string lines_with(const std::string& all, std::string_view text) {
  std::set<std::string> lines;
  std::istringstream stream(all);
  for (std::string line; std::getline(stream, line);)
    if (line.find(text) != std::string::npos) lines.insert(line);
  std::string found;
  for (const std::string& line : lines) found += line + "\n";
  return found;
}

TEST_CASE("what accelerators mean is said in uv's words") {
  Arms arms("\"cpu\", \"cu130\"", "app");
  expect_exit(arms.axle("lock"), 0);
  const AxleResult words = arms.axle("accelerators expand");
  expect_exit(words, 0);
  expect_said(words,
              {"conflicts = [[", "{ extra = \"cu130\" }", "torch==2.9.0", "triton==3.5",
               "{ index = \"accelerator-cu130\", extra = \"cu130\", marker = ", "explicit = true"});
  // A project in these words has the same packages on every platform, and one lock for them.
  AxleRun uv;
  uv.set("AXLE_DEFAULT_INDEX", arms.index.url());
  const std::string text = Arms::project("\"cpu\"", "app", "");
  const std::size_t settings = words.out.find("\n[tool.uv]\n");
  uv.write("pyproject.toml", text.substr(0, text.find("[tool.uv]")) +
                                 words.out.substr(0, settings) + "\n[tool.uv]\npackage = false\n" +
                                 words.out.substr(settings + 11));
  expect_exit(uv("lock"), 0);
  expect_exit(uv("lock --check"), 0);
  CHECK(std::filesystem::exists(uv.project() / "uv.lock"));
  const auto planned = [](AxleRun& axle, const std::string& options) {
    const AxleResult result = axle("sync --dry-run --frozen " + options);
    expect_exit(result, 0);
    return lines_with(result.out + result.err, " + ");
  };
  const auto same_on = [&](const std::string& accelerator, const std::string& platform) {
    INFO(accelerator << " on " << platform);
    const std::string there = " --python-platform " + platform;
    const std::string own = planned(arms.axle, "--accelerator " + accelerator + there);
    CHECK(own.find("torch==") != std::string::npos);
    CHECK(own == planned(uv, "--extra " + accelerator + there));
  };
  same_on("cpu", "x86_64-manylinux_2_28");
  same_on("cpu", "aarch64-apple-darwin");
  same_on("cu130", "x86_64-manylinux_2_28");
}

TEST_CASE("conflicting extras that lead to known indexes are accelerators") {
  FakeIndex index(three_accelerators);
  AxleRun axle;
  axle.set("AXLE_DEFAULT_INDEX", index.url());
  const std::string any = index.url("any");
  const std::string base = any.substr(0, any.rfind("any"));
  axle.set("AXLE_ACCELERATOR_INDEX_URL", base + "{accelerator}");
  axle.write("pyproject.toml",
             "[project]\nname = \"demo\"\nversion = \"0.1\"\nrequires-python = \">=3.9\"\n"
             "[project.optional-dependencies]\nslow = [\"torch\"]\nfast = [\"torch\"]\n"
             "[tool.uv]\npackage = false\n"
             "environments = [\"sys_platform == 'linux' and platform_machine == 'x86_64'\"]\n"
             "conflicts = [[{ extra = \"slow\" }, { extra = \"fast\" }]]\n"
             "[tool.uv.sources]\ntorch = [{ index = \"a\", extra = \"slow\" }, "
             "{ index = \"b\", extra = \"fast\" }]\n"
             "[[tool.uv.index]]\nname = \"a\"\nexplicit = true\nurl = \"" +
                 base + "cpu\"\n[[tool.uv.index]]\nname = \"b\"\nexplicit = true\nurl = \"" + base +
                 "cu126\"\n");
  expect_exit(axle("sync --accelerator cu126"), 0);
  CHECK(axle.quietly("pip freeze").out.find("torch==2.8.0+cu126") != std::string::npos);
  CHECK(std::filesystem::exists(axle.project() / "uv.lock"));
  CHECK_FALSE(std::filesystem::exists(axle.project() / "axle.lock"));
  // By the lock alone, for every command.
  expect_said(axle("sync --frozen --dry-run --accelerator cpu"), {"+ torch==2.9.0+cpu"});
  expect_said(axle("export --frozen --no-hashes --accelerator cu126"), {"torch==2.8.0+cu126"});
  expect_said(axle("sync --frozen --dry-run --accelerator auto --profile l4"), {"no changes"});
  // Without the option it does what uv does.
  expect_exit(axle("sync"), 0);
  CHECK(axle.quietly("pip freeze").out.empty());
  expect_failure(axle, "sync --accelerator cu130", 2, {"`cu130`", "`cpu` or `cu126`"});
}

TEST_CASE("pip takes the family from the backend's index, everything else as ever") {
  Arms arms("\"cpu\"");
  expect_exit(arms.axle("venv"), 0);
  expect_exit(arms.axle("pip install torch --torch-backend cpu"), 0);
  CHECK(arms.frozen() == "numpy==2.0 torch==2.9.0+cpu ");
  // Another build does not answer for it, and the same one does.
  expect_exit(arms.axle("pip install torch --torch-backend cu130"), 0);
  CHECK(arms.frozen() == "numpy==2.0 nvlike==13.0 torch==2.9.0+cu130 triton==3.5 ");
  arms.axle.set("UV_TORCH_BACKEND", "cu130");
  expect_said(arms.axle("pip install torch"), {"Checked"});
  const AxleResult compiled = arms.axle("pip compile --torch-backend cu126 pyproject.toml");
  expect_said(compiled, {"torch==2.8.0+cu126"});
  expect_failure(arms.axle, "pip install torch --torch-backend cu12.6", 2,
                 {"`cu12.6`", "torch-backend", "`cu126`"});
  arms.axle.set("UV_TORCH_BACKEND", "nonsense");
  expect_failure(arms.axle, "pip install torch", 2, {"`nonsense`", "torch-backend"});
}

TEST_CASE("a backend's index that is not there matters to its packages only") {
  Arms arms("\"cpu\"");
  expect_exit(arms.axle("venv"), 0);
  arms.axle.set("AXLE_ACCELERATOR_INDEX_URL", "http://127.0.0.1:1/{accelerator}");
  arms.axle.set("UV_HTTP_RETRIES", "0");
  arms.axle.set("UV_TORCH_BACKEND", "cpu");
  expect_exit(arms.axle("pip install numpy"), 0);
  CHECK(arms.frozen() == "numpy==2.0 ");
  const AxleResult needed = arms.axle("pip install torch");
  CHECK(needed.exit_code != 0);
  expect_said(needed, {"torch", "127.0.0.1:1"});
}

}  // namespace
}  // namespace axle::test
