// SPDX-License-Identifier: MIT
#include "cli/arms_project.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

/// A wheel named as flash-attention's are: the local version is in the file's name alone.
WheelBuilder named_afterwards(const std::string& local, const std::string& contents) {
  WheelBuilder wheel("fast", "2.8.3+" + local);
  wheel.file("fast/__init__.py", contents)
      .metadata("Metadata-Version: 2.1\nName: fast\nVersion: 2.8.3\n")
      .dist_info("fast-2.8.3.dist-info");
  return wheel;
}

std::string frozen(AxleRun& axle) { return axle.quietly("pip freeze").out; }

TEST_CASE("another build of the locked release is replaced, whichever of the two is plain") {
  FakeIndex index(arms_universe);
  add_accelerator_package(index);
  AxleRun axle;
  axle.write("pyproject.toml", small_pyproject(index, "torch"));
  expect_exit(axle("sync"), 0);
  CHECK(frozen(axle) == "torch==2.4.0\n");
  expect_exit(
      axle("pip install --no-config --index-strategy unsafe-best-match torch==2.4.0+cpu -i " +
           index.url("cpu") + " --extra-index-url " + index.url()),
      0);
  CHECK(frozen(axle) == "numpy==2.1.0\ntorch==2.4.0+cpu\n");
  expect_failure(axle, "sync --check", 1, {"outdated"});
  const AxleResult back = axle("sync --frozen");
  expect_exit(back, 0);
  expect_said(back, {"- torch==2.4.0+cpu", "+ torch==2.4.0"});
  CHECK(frozen(axle) == "torch==2.4.0\n");
}

TEST_CASE("a local version that only the file's name has is installed and known again") {
  FakeIndex index("[simple]\n");
  index.add("simple", "fast", FakeIndex::offer(named_afterwards("cu12torch2.9", "A = 1\n")));
  AxleRun axle;
  axle.write("pyproject.toml", small_pyproject(index, "fast"));
  expect_exit(axle("sync"), 0);
  CHECK(read_text(axle.site_packages() / "fast/__init__.py") == "A = 1\n");
  CHECK(read_text(axle.site_packages() / "fast-2.8.3.dist-info/axle_wheel.txt") ==
        "fast-2.8.3+cu12torch2.9-py3-none-any.whl\n");
  expect_said(axle("sync"), {"Checked 1 package"});
  expect_exit(axle("sync --check"), 0);

  SECTION("another build of the same version is not taken for it") {
    index.add("simple", "fast", FakeIndex::offer(named_afterwards("cu13torch2.9", "A = 2\n")));
    expect_exit(axle("lock --refresh -U"), 0);
    expect_said(axle("sync"), {"- fast==2.8.3+cu12torch2.9", "+ fast==2.8.3+cu13torch2.9"});
    CHECK(read_text(axle.site_packages() / "fast/__init__.py") == "A = 2\n");
  }
  SECTION("by its URL") {
    const std::string url =
        index.url().substr(0, index.url().rfind("/simple")) +
        FakeIndex::file_path("simple", "fast-2.8.3%2Bcu12torch2.9-py3-none-any.whl");
    expect_exit(axle("pip install " + url), 0);
    expect_said(axle("pip install " + url), {"Checked 1 package"});
    axle.write("pyproject.toml", small_pyproject(index, "fast @ " + url));
    expect_exit(axle("sync"), 0);
    expect_said(axle("sync"), {"Checked 1 package"});
  }
  SECTION("a name that another version wrote there counts for nothing") {
    const auto file = axle.site_packages() / "fast-2.8.3.dist-info/axle_wheel.txt";
    axle.write(file.lexically_relative(axle.project()).string(),
               "fast-2.8.4+cu12torch2.9-py3-none-any.whl\n");
    expect_failure(axle, "sync --check", 1, {"outdated"});
  }
}

TEST_CASE("a wheel of another version than its name says needs a word") {
  FakeIndex index("[simple]\n");
  WheelBuilder wheel("served", "1.0.0.dev0");
  wheel.metadata("Metadata-Version: 2.1\nName: served\nVersion: 0.10.1rc2\n")
      .dist_info("served-0.10.1rc2.dist-info");
  index.add("simple", "served", FakeIndex::offer(wheel));
  const std::string url = index.url().substr(0, index.url().rfind("/simple")) +
                          FakeIndex::file_path("simple", "served-1.0.0.dev0-py3-none-any.whl");
  AxleRun axle;
  axle.write("pyproject.toml", small_pyproject(index, "served @ " + url));
  expect_exit(axle("lock"), 0);
  CHECK(read_text(axle.project() / "uv.lock").find("version = \"0.10.1rc2\"") != std::string::npos);
  const std::initializer_list<std::string_view> words{"0.10.1rc2", "`1.0.0.dev0`",
                                                      "UV_SKIP_WHEEL_FILENAME_CHECK=1"};
  expect_failure(axle, "sync", 4, words);
  expect_exit(axle("venv"), 0);
  expect_failure(axle, "pip install " + url, 4, words);
  axle.set("UV_SKIP_WHEEL_FILENAME_CHECK", "1");
  expect_exit(axle("sync"), 0);
  CHECK(frozen(axle) == "served @ " + url + "\n");
  expect_said(axle("sync"), {"Checked 1 package"});
  expect_said(axle("pip list"), {"0.10.1rc2"});
  axle.unset("UV_SKIP_WHEEL_FILENAME_CHECK");
  expect_failure(axle, "pip install --reinstall " + url, 4, words);
}

TEST_CASE("every command refuses a lock that gives a package the wheel of another version") {
  FakeIndex index("[simple]\nfast 1.0\n");
  AxleRun axle;
  axle.write("pyproject.toml", small_pyproject(index, "fast"));
  expect_exit(axle("lock"), 0);
  const std::string good = read_text(axle.project() / "uv.lock");
  const auto with_wheel = [&](std::string_view version) {
    std::string text = good;
    const std::size_t at = text.rfind("fast-1.0-py3");
    REQUIRE(at != std::string::npos);
    text.replace(at, 8, fmt::format("fast-{}", version));
    axle.write("uv.lock", text);
  };
  with_wheel("2.0");
  for (const char* command :
       {"lock", "lock --check", "lock -U", "export --frozen", "tree --frozen", "sync --frozen",
        "sync", "run --frozen true", "version 2.0", "add fast"}) {
    INFO(command);
    expect_failure(axle, command, 4,
                   {"`fast-2.0-py3-none-any.whl`, which is of version `2.0`", "`fast==1.0`",
                    "UV_SKIP_WHEEL_FILENAME_CHECK=1"});
  }
  axle.set("UV_SKIP_WHEEL_FILENAME_CHECK", "1");
  expect_exit(axle("export --frozen"), 0);
  axle.set("UV_SKIP_WHEEL_FILENAME_CHECK", "");
  for (const char* same : {"1", "1.0.0", "1.0+cpu"}) {
    INFO(same);
    with_wheel(same);
    expect_exit(axle("lock --check"), 0);
  }
}

}  // namespace
}  // namespace axle::test
