// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <thread>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view run_universe =
    "[simple]\n"
    "alpha 1.0\n"
    "alpha 2.0\n"
    "beta 1.5 script=greet\n";

struct RunDemo {
  FakeIndex index{run_universe};
  AxleRun axle;

  RunDemo() {
    axle.write("pyproject.toml",
               "[project]\nname = \"demo\"\nversion = \"0.1.0\"\nrequires-python = \">=3.8\"\n"
               "dependencies = [\"alpha\"]\n[project.optional-dependencies]\nmore = [\"beta\"]\n");
    axle.write("uv.toml", fmt::format("index-url = \"{}\"\n", index.url()));
  }
};

TEST_CASE("run syncs, then is the program") {
  RunDemo demo;
  const AxleResult first =
      demo.axle("run python -c 'import sys, alpha; print(sys.prefix); sys.exit(3)'");
  expect_exit(first, 3);
  CHECK(demo.axle.mask(first.out) == demo.axle.mask(demo.axle.venv().string() + "\n"));
  expect_said(first, {"Installed 1 package"});
  expect_not_said(first, "Resolved");
  const AxleResult again = demo.axle("run python -c 'print(1)'");
  CHECK(again.err.empty());
  CHECK(demo.axle("run python -c 'print(2)'").out == "2\n");  // from the stamp
  CHECK(demo.axle("run -- python -c 'print(4)'").out == "4\n");
  expect_exit(demo.axle("run --extra more python -c 'import beta'"), 0);
  expect_exit(demo.axle("run python -c 'import beta'"), 0);  // it stays
  expect_exit(demo.axle("run --exact python -c 'import beta'"), 1);
  expect_failure(demo.axle, "run --extra nope python -c 1", 2, {"nope"});
}

TEST_CASE("a stamp of run ends with what it stands for") {
  RunDemo demo;
  for (int i = 0; i < 3; ++i) expect_exit(demo.axle("run python -c 1"), 0);
  CHECK(std::filesystem::exists(demo.axle.venv() / ".axle-run-stamp"));
  demo.axle.write("pyproject.toml",
                  "[project]\nname = \"demo\"\nversion = \"0.1.0\"\nrequires-python = \">=3.8\"\n"
                  "dependencies = [\"alpha\", \"beta\"]\n");
  expect_exit(demo.axle("run python -c 'import beta'"), 0);
}

TEST_CASE("what run can start") {
  RunDemo demo;
  demo.axle.write("main.py", "import sys\nprint('main', *sys.argv[1:])\n");
  demo.axle.write("folder/__main__.py", "print('folder')\n");
  CHECK(demo.axle("run main.py --with x").out == "main --with x\n");
  CHECK(demo.axle("run folder").out == "folder\n");
  CHECK(demo.axle("run -m this_module_is_not_there").exit_code == 1);
  demo.axle.feed("import sys; print('stdin', *sys.argv[1:])");
  CHECK(demo.axle("run - a").out == "stdin a\n");
  demo.axle.feed("words");
  CHECK(demo.axle("run python -c 'print(input())'").out == "words\n");
  const AxleResult none = demo.axle("run");
  expect_exit(none, 2);
  CHECK(none.out.find("- python\n") != std::string::npos);
  expect_failure(demo.axle, "run no-such-program", 2, {"Failed to spawn: no-such-program"});
  expect_failure(demo.axle, "run --no-such-flag python", 2, {"--no-such-flag"});
}

TEST_CASE("the program's variables") {
  RunDemo demo;
  demo.axle.write(".env", "A=one\nexport B='$A' # words\nC=\"${A}-${HOME}\"\nPATH=/nowhere\n");
  demo.axle.write(".env2", "A=two\n");
  const std::string show =
      "'import os; print(os.environ.get(\"A\"), os.environ.get(\"B\"), os.environ.get(\"C\"))'";
  const AxleResult shown = demo.axle("run --env-file .env --env-file .env2 python -c " + show);
  CHECK(shown.out == "two $A one-" + demo.axle.home().string() + "\n");
  demo.axle.set("UV_ENV_FILE", ".env");
  CHECK(demo.axle("run --no-env-file python -c " + show).out == "None None None\n");
  demo.axle.unset("UV_ENV_FILE");
  demo.axle.write(".bad", "A=1\nno equals sign\nB=2\n");
  const AxleResult bad = demo.axle("run --env-file .bad python -c " + show);
  CHECK(bad.out == "1 None None\n");
  expect_said(bad, {"line 2"});
  const AxleResult none = demo.axle("run --env-file .none python -c 1");
  expect_exit(none, 2);
  expect_said(none, {".none"});
  CHECK(demo.axle("run python -c 'import os; print(os.environ[\"UV_RUN_RECURSION_DEPTH\"])'").out ==
        "1\n");
}

TEST_CASE("packages beside the project's hide them and leave its environment alone") {
  RunDemo demo;
  const std::string versions = "'import importlib.metadata as m; print(m.version(\"alpha\"))'";
  CHECK(demo.axle("run python -c " + versions).out == "2.0\n");
  CHECK(demo.axle("run --with alpha==1.0 python -c " + versions).out == "1.0\n");
  expect_exit(demo.axle("run --with beta python -c 'import alpha, beta'"), 0);
  expect_exit(demo.axle("run python -c 'import beta'"), 1);
  CHECK(demo.axle("run --with 'beta,alpha>=0.5,<2' python -c " + versions).out == "1.0\n");
  demo.axle.write("more.txt", "beta\n");
  expect_exit(demo.axle("run --with-requirements more.txt python -c 'import beta'"), 0);
  expect_failure(demo.axle, "run --with-requirements none.txt python -c 1", 2, {"none.txt"});
}

TEST_CASE("without a command run lists those of the project and of what is beside it") {
  RunDemo demo;
  const AxleResult listed = demo.axle("run --extra more --with alpha");
  expect_exit(listed, 2);
  expect_said(listed, {"- greet\n", "- python\n"});
  expect_exit(demo.axle("run --with '' python -c pass"), 0);
}

TEST_CASE("an extra that there is not leaves the lock, which does not depend on it") {
  RunDemo demo;
  const AxleResult refused = demo.axle("run --extra nope true");
  expect_exit(refused, 2);
  expect_said(refused, {"nope"});
  CHECK(std::filesystem::exists(demo.axle.project() / "uv.lock"));
  CHECK_FALSE(std::filesystem::exists(demo.axle.project() / ".venv"));
}

TEST_CASE("isolated and without a project") {
  RunDemo demo;
  expect_exit(demo.axle("run --isolated python -c 'import alpha, sys; sys.exit(5)'"), 5);
  CHECK_FALSE(std::filesystem::exists(demo.axle.venv()));
  expect_exit(demo.axle("run --no-project python -c 'import alpha'"), 1);
  expect_exit(demo.axle("run --no-project --with beta python -c 'import beta'"), 0);
  CHECK_FALSE(std::filesystem::exists(demo.axle.venv()));
  expect_exit(demo.axle("run --no-sync python -c 'import alpha'"), 1);
  expect_exit(demo.axle("run --frozen python -c 1"), 1);
}

TEST_CASE("signals are the program's") {
  RunDemo demo;
  demo.axle.write(
      "wait.py",
      "import signal, sys, time\n"
      "def stop(number, frame):\n    print('got', number, flush=True)\n    sys.exit(9)\n"
      "signal.signal(signal.SIGTERM, stop)\nopen(sys.argv[1], 'w').close()\n"
      "time.sleep(30)\n");
  expect_exit(demo.axle("sync"), 0);
  for (const std::string option : {"", "--isolated "}) {
    const auto ready = demo.axle.project() / ("ready" + option.substr(0, 3));
    auto running = demo.axle.start("run " + option + "wait.py " + ready.string());
    for (int i = 0; i < 600 && !std::filesystem::exists(ready); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    running.interrupt(SIGTERM);
    const AxleResult result = running.wait();
    expect_exit(result, 9);
    CHECK(result.out == fmt::format("got {}\n", SIGTERM));
  }
}

TEST_CASE("a project that is not to be managed is none to a program") {
  RunDemo demo;
  demo.axle.write("pyproject.toml",
                  "[project]\nname = \"demo\"\nversion = \"1\"\nrequires-python = \">=3.8\"\n"
                  "dependencies = [\"alpha\"]\n[tool.uv]\nmanaged = false\n");
  CHECK(demo.axle("run python -c 'print(1)'").out == "1\n");
  expect_exit(demo.axle("python find"), 0);
  CHECK_FALSE(std::filesystem::exists(demo.axle.venv()));
  CHECK_FALSE(std::filesystem::exists(demo.axle.project() / "uv.lock"));
  for (const std::string command : {"run --package demo python -c 1", "version", "sync"})
    expect_failure(demo.axle, command, 2,
                   {"The project is marked as unmanaged", "managed = false"});
}

TEST_CASE("a script with inline metadata has an environment of its own") {
  RunDemo demo;
  const std::string head =
      "# /// script\n# requires-python = \">=3.8\"\n# dependencies = [\"alpha<2\"]\n# ///\n";
  demo.axle.write("job.py", head +
                                "import sys\nimport importlib.metadata as m\n"
                                "print(m.version('alpha'), *sys.argv[1:])\n");
  CHECK(demo.axle("run job.py x").out == "1.0 x\n");
  demo.index.server().forget_requests();
  const AxleResult again = demo.axle("run job.py");
  CHECK(again.out == "1.0\n");
  CHECK(again.err.empty());
  CHECK(demo.index.server().request_lines().empty());
  CHECK_FALSE(std::filesystem::exists(demo.axle.venv()));
  demo.axle.feed(head + "import importlib.metadata as m; print(m.version('alpha'))\n");
  CHECK(demo.axle("run -").out == "1.0\n");
  demo.axle.write("job.txt", head + "import importlib.metadata as m; print(m.version('alpha'))\n");
  for (const std::string flag : {"script", "gui-script"})
    CHECK(demo.axle("run --" + flag + " job.txt").out == "1.0\n");

  for (const std::string flag : {"locked", "frozen"})
    expect_failure(demo.axle, "run --" + flag + " job.py", 2,
                   {"Unable to find lockfile", "axle lock --script job.py"});

  expect_exit(demo.axle("lock --script job.py"), 0);
  CHECK(read_text(demo.axle.project() / "job.py.lock").find("requirements = [{ name = \"alpha\"") !=
        std::string::npos);
  demo.axle.write("job.py", "# /// script\n# dependencies = [\"alpha>=2\"]\n# ///\nimport alpha\n");
  expect_failure(demo.axle, "run --locked job.py", 1, {"--locked"});
  expect_exit(demo.axle("run job.py"), 0);
  CHECK(read_text(demo.axle.project() / "job.py.lock").find("2.0") != std::string::npos);
  demo.axle.write("open.py", "# /// script\nimport os\n");
  expect_failure(demo.axle, "run open.py", 2, {"without a closing tag"});
}

TEST_CASE("settings in the block of a script hold for it") {
  RunDemo demo;
  demo.axle.write("job.py",
                  "# /// script\n# requires-python = \">=3.8\"\n# dependencies = [\"alpha\"]\n"
                  "# [tool.uv]\n# resolution = \"lowest\"\n"
                  "# exclude-newer = \"2099-01-01T00:00:00Z\"\n# ///\n"
                  "import importlib.metadata as m\nprint(m.version('alpha'))\n");
  CHECK(demo.axle("run job.py").out == "1.0\n");
  CHECK(demo.axle("run --resolution highest job.py").out == "2.0\n");
  expect_exit(demo.axle("lock --script job.py"), 0);
  const std::string lock = read_text(demo.axle.project() / "job.py.lock");
  CHECK(lock.find("exclude-newer = \"2099-01-01T00:00:00Z\"") != std::string::npos);
  CHECK(lock.find("resolution-mode = \"lowest\"") != std::string::npos);
}

}  // namespace
}  // namespace axle::test
