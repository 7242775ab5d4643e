// SPDX-License-Identifier: MIT
// For random indexes: what a lock of several accelerators plans for one of them, on each platform,
// is what the lock of a project plans that has this accelerator alone.
#include <array>
#include <random>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::array arms{"cpu", "cu126", "cu130"};
constexpr std::array platforms{"x86_64-manylinux_2_28", "aarch64-manylinux_2_28",
                               "x86_64-pc-windows-msvc"};
constexpr std::array tags{"manylinux_2_17_x86_64", "manylinux_2_17_aarch64", "win_amd64"};

class Universe {
 public:
  explicit Universe(unsigned seed) : random_(seed) {}

  std::string text() {
    std::string text =
        "[simple]\nnumpy 1.0\nnumpy 2.0\nnvlike 12.6\nnvlike 13.0\nhelper 1.0 : numpy<2\n"
        "helper 2.0 : numpy\napp 1.0 : torch>=2 | helper\ntriton 3.0\n";
    for (const char* release : {"2.7.0", "2.8.0", "2.9.0"}) {
      if (chance(60)) text += std::string("torch ") + release + " : numpy\n";
      if (chance(60)) text += std::string("torchvision ") + release + " : torch==" + release + "\n";
    }
    for (const char* arm : arms) text += std::string("[") + arm + " html]\n" + builds(arm);
    return text;
  }

  bool chance(unsigned percent) { return random_() % 100 < percent; }

 private:
  std::string builds(const std::string& arm) {
    std::string text;
    for (const char* release : {"2.7.0", "2.8.0", "2.9.0"})
      for (const char* tag : tags) {
        if (!chance(70)) continue;
        const std::string version = std::string(release) + "+" + arm + " tag=py3-none-" + tag;
        text += "torch " + version + " : " + needs(arm) + "\n";
        if (chance(70)) text += "torchvision " + version + " : torch==" + release + "\n";
      }
    if (chance(50)) text += "triton 3.5 tag=py3-none-manylinux_2_17_x86_64\n";
    return text;
  }

  std::string needs(const std::string& arm) {
    std::string needs = "numpy";
    if (arm == "cu126") needs += " | nvlike==12.6; sys_platform == \"linux\"";
    if (arm == "cu130") needs += " | nvlike==13.0 | triton; sys_platform == \"linux\"";
    return needs;
  }

  std::mt19937 random_;  // the same numbers everywhere
};

/// The lines of packages that a sync would install; what it says in place of them if it cannot.
std::string plan_of(AxleRun& axle, const std::string& arm, const std::string& platform) {
  const AxleResult result = axle.quietly("sync --frozen --dry-run --accelerator " + arm +
                                         " --python-platform " + platform);
  if (result.exit_code != 0) return "refused";
  std::string plan;
  std::string_view rest = result.err;
  for (std::size_t end = 0; !rest.empty(); rest.remove_prefix(std::min(end + 1, rest.size()))) {
    end = std::min(rest.find('\n'), rest.size());
    if (rest.starts_with(" + ")) plan += std::string(rest.substr(0, end)) + "\n";
  }
  return plan;
}

void write_project(AxleRun& axle, const std::string& accelerators, const std::string& needs) {
  axle.write("pyproject.toml",
             "[project]\nname = \"demo\"\nversion = \"0.1\"\nrequires-python = \">=3.9\"\n"
             "dependencies = [" +
                 needs + "]\n[tool.uv]\npackage = false\n[tool.axle]\naccelerators = [" +
                 accelerators + "]\naccelerator-versions = \"newest\"\n");
}

TEST_CASE("an accelerator's part of a lock is the lock of that accelerator alone") {
  const unsigned seed = GENERATE(1U, 2U, 3U, 4U, 5U, 6U);
  Universe universe(seed);
  const std::string text = universe.text();
  INFO("seed " << seed << "\n" << text);
  const std::string needs =
      universe.chance(50) ? R"("app", "torchvision")" : R"("torch", "helper")";
  FakeIndex index(text);
  AxleRun all, alone;
  for (AxleRun* axle : {&all, &alone}) {
    axle->set("AXLE_DEFAULT_INDEX", index.url());
    const std::string any = index.url("any");
    axle->set("AXLE_ACCELERATOR_INDEX_URL", any.substr(0, any.rfind("any")) + "{accelerator}");
  }
  write_project(all, R"("cpu", "cu126", "cu130")", needs);
  const bool is_locked = all.quietly("lock").exit_code == 0;
  bool are_locked = true;
  for (const std::string arm : arms) {
    write_project(alone, "\"" + arm + "\"", needs);
    std::filesystem::remove(alone.project() / "axle.lock");
    const AxleResult locked = alone.quietly("lock");
    are_locked = are_locked && locked.exit_code == 0;
    if (!is_locked) continue;
    INFO(arm << "\n" << explain(locked));
    REQUIRE(locked.exit_code == 0);
    for (const char* platform : platforms) {
      INFO(platform);
      CHECK(plan_of(all, arm, platform) == plan_of(alone, arm, platform));
    }
  }
  CHECK(are_locked == is_locked);
}

}  // namespace
}  // namespace axle::test
