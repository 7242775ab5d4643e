// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

struct VariablesRig {
  FakeIndex index{"[simple]\nlib 1.0\ntool 1.0\ndocs 1.0\n"};
  AxleRun axle;

  VariablesRig() {
    axle.set("AXLE_INDEX_URL", index.url());
    axle.write("pyproject.toml",
               "[project]\nname = 'demo'\nversion = '1'\nrequires-python = '>=3.9'\n"
               "dependencies = ['lib']\n[dependency-groups]\ndev = ['tool']\ndocs = ['docs']\n"
               "[tool.uv]\ndefault-groups = ['dev', 'docs']\n");
  }
  std::string planned(const std::string& words = {}) {
    const AxleResult result = axle("sync --dry-run " + words);
    std::string names;
    for (const std::string name : {"lib", "tool", "docs"})
      if (result.err.find(" + " + name + "==") != std::string::npos) names += name + " ";
    return result.exit_code == 0 ? names : explain(result);
  }
};

TEST_CASE("variables stand for options") {
  const auto [variable, value, expected] = GENERATE(table<std::string, std::string, std::string>(
      {{"UV_NO_DEV", "1", "lib docs "},
       {"AXLE_NO_DEV", "true", "lib docs "},
       {"UV_NO_DEV", "0", "lib tool docs "},
       {"UV_NO_GROUP", "dev docs", "lib "},
       {"UV_NO_GROUP", "docs", "lib tool "},
       {"UV_NO_DEFAULT_GROUPS", "1", "lib "},
       {"UV_PYTHON_DOWNLOADS", "0", "lib tool docs "}}));
  CAPTURE(variable, value);
  VariablesRig rig;
  rig.axle.set(variable, value);
  CHECK(rig.planned() == expected);
}

TEST_CASE("UV_NO_INSTALLER_METADATA leaves out what the installer adds") {
  VariablesRig rig;
  namespace fs = std::filesystem;
  const fs::path info = "lib-1.0.dist-info";
  rig.axle.set("UV_NO_INSTALLER_METADATA", "1");
  rig.axle.quietly("sync");
  CHECK(fs::exists(rig.axle.site_packages() / info / "METADATA"));
  CHECK_FALSE(fs::exists(rig.axle.site_packages() / info / "INSTALLER"));
  rig.axle.unset("UV_NO_INSTALLER_METADATA");
  rig.axle.quietly("sync --reinstall");
  CHECK(fs::exists(rig.axle.site_packages() / info / "INSTALLER"));
}

TEST_CASE("UV_LOCK_TIMEOUT says how long another process is waited for") {
  VariablesRig rig;
  rig.axle.quietly("sync");
  // As another axle would hold it.
  const int held = ::open((rig.axle.project() / ".venv/.lock").c_str(), O_RDWR | O_CREAT, 0666);
  REQUIRE(held >= 0);
  REQUIRE(::flock(held, LOCK_EX | LOCK_NB) == 0);
  rig.axle.set("UV_LOCK_TIMEOUT", "0");
  expect_failure(rig.axle, "sync --reinstall", 7, {"lock"});
  expect_said(rig.axle("sync --reinstall --json"), {"\"code\":\"E_LOCKED\""});
  ::close(held);
  expect_exit(rig.axle("sync --reinstall"), 0);
  rig.axle.set("UV_LOCK_TIMEOUT", "soon");
  expect_failure(rig.axle, "sync --reinstall", 2, {"`soon` is not a number for `UV_LOCK_TIMEOUT`"});
}

TEST_CASE("a variable that is neither true nor false is an error that names it") {
  VariablesRig rig;
  for (const char* variable : {"UV_NO_DEV", "UV_FROZEN", "UV_LOCKED", "UV_NO_SYSTEM_CONFIG"}) {
    rig.axle.set(variable, "perhaps");
    expect_failure(rig.axle, "sync --dry-run", 2,
                   {variable, "`perhaps` is neither true nor false"});
    rig.axle.unset(variable);
  }
}

TEST_CASE("what an option overrules is named, and two variables that contradict are refused") {
  VariablesRig rig;
  expect_exit(rig.axle("lock"), 0);
  rig.axle.set("UV_LOCKED", "1");
  expect_said(rig.axle("export --frozen"), {"Ignoring `UV_LOCKED` because `--frozen`"});
  expect_not_said(rig.axle("export --locked"), "Ignoring");
  rig.axle.set("UV_FROZEN", "1");
  expect_failure(rig.axle, "sync", 2, {"`UV_LOCKED` cannot be used with `UV_FROZEN`", "unset"});
  expect_said(rig.axle("lock --check"), {"Ignoring `UV_FROZEN` because `--check`"});
  expect_exit(rig.axle("export --no-frozen"), 0);
}

TEST_CASE("a preview feature is asked for by option, variable and key") {
  VariablesRig rig;
  const auto is_lean = [&](const std::string& words) {
    std::filesystem::remove(rig.axle.project() / "uv.lock");
    expect_exit(rig.axle("lock " + words), 0);
    return read_text(rig.axle.project() / "uv.lock").find("requires-dist") == std::string::npos;
  };
  CHECK_FALSE(is_lean(""));
  CHECK(is_lean("--preview"));
  CHECK(is_lean("--preview-features lock-without-metadata"));
  CHECK(is_lean("--preview-features pylock,lock-without-metadata"));
  CHECK_FALSE(is_lean("--preview-features pylock"));
  expect_said(rig.axle("lock --preview-features no-such-one"), {"`no-such-one` has no effect"});
  rig.axle.set("UV_PREVIEW_FEATURES", "lock-without-metadata");
  CHECK(is_lean(""));
  CHECK_FALSE(is_lean("--no-preview"));
}

TEST_CASE("variables say where to work, and which settings hold") {
  VariablesRig rig;
  rig.axle.write("deep/er/.keep", "");
  rig.axle.set("UV_WORKING_DIR", "deep/er");
  CHECK(rig.planned() == "lib tool docs ");
  rig.axle.unset("UV_WORKING_DIR");

  rig.axle.write("other/pyproject.toml",
                 "[project]\nname = 'other'\nversion = '1'\nrequires-python = '>=3.9'\n"
                 "dependencies = ['docs']\n");
  rig.axle.set("UV_PROJECT", "other");
  CHECK(rig.planned() == "docs ");
  rig.axle.unset("UV_PROJECT");
  CHECK(rig.planned("--project other") == "docs ");

  rig.axle.write("mine.toml", "offline = true\n");
  rig.axle.set("UV_CONFIG_FILE", "mine.toml");
  expect_exit(rig.axle("lock --no-cache"), 1);
  rig.axle.unset("UV_CONFIG_FILE");
  rig.axle.write("uv.toml", "offline = true\n");
  expect_exit(rig.axle("lock --no-cache"), 1);
  rig.axle.set("UV_NO_CONFIG", "1");
  expect_exit(rig.axle("lock --no-cache"), 0);
}

TEST_CASE("what has no effect is said once, by name") {
  VariablesRig rig;
  rig.axle.set("UV_STACK_SIZE", "1000000");
  const AxleResult first = rig.axle("lock --dry-run");
  expect_said(first, {"`UV_STACK_SIZE` is known, but has no effect here"});
  expect_not_said(rig.axle("lock --dry-run"), "UV_STACK_SIZE");
}

TEST_CASE("UV_CACHE_DIR gives the cache a folder of its own") {
  VariablesRig rig;
  rig.axle.unset("AXLE_CACHE_DIR");
  rig.axle.set("UV_CACHE_DIR", (rig.axle.tree() / "uv").string());
  CHECK(rig.axle("cache dir").out == (rig.axle.tree() / "uv/axle").string() + "\n");
}

TEST_CASE("the version is said beside any option") {
  AxleRun axle;
  const std::string version = axle("--version").out;
  for (const std::string words : {"-q --version", "--version -q", "-v -V", "--offline -V"}) {
    const AxleResult result = axle(words);
    expect_exit(result, 0);
    CHECK(result.out == version);
  }
}

TEST_CASE("with --json mistakes of the command line are JSON, too") {
  AxleRun axle;
  for (const std::string words : {"--json nope", "--json sync --nope", "--json sync --python",
                                  "sync --json --frozen --locked", "tree --json --depth many"}) {
    const AxleResult result = axle(words);
    INFO(explain(result));
    CHECK(result.exit_code == 2);
    CHECK(result.out.starts_with("{\"error\":{"));
    CHECK(result.out.find("\"exit_code\":2") != std::string::npos);
    CHECK(result.err.empty());
  }
}

TEST_CASE("commands of other tools are answered with what to type") {
  AxleRun axle;
  expect_failure(axle, "install", 2, {"`axle sync`", "`axle pip install NAME`"});
  expect_failure(axle, "install --dev torch", 2, {"`install` is not a command", "`axle sync`"});
  expect_failure(axle, "update", 2, {"axle lock --upgrade"});
  expect_failure(axle, "generate-shell-completion bash", 2, {"axle completions bash"});
  expect_failure(axle, "snyc", 2, {"did you mean `sync`?"});
  // A group has answers of its own.
  expect_failure(axle, "python install 3.12", 2, {"fetches no Pythons", "axle python list"});
  expect_failure(axle, "pip upgrade torch", 2, {"axle pip install --upgrade NAME"});
  expect_failure(axle, "cache purge", 2, {"axle cache clean"});
  expect_failure(axle, "self update", 2, {"what installed axle updates it"});
}

TEST_CASE("help for what is no command is a mistake") {
  AxleRun axle;
  expect_failure(axle, "help snyc", 2, {"`snyc` is not a command", "did you mean `sync`?"});
  expect_failure(axle, "help pip instal", 2, {"did you mean `install`?"});
  expect_failure(axle, "help update", 2, {"axle lock --upgrade"});
  expect_failure(axle, "snyc --help", 2, {"did you mean `sync`?"});
  expect_exit(axle("help"), 0);
  expect_said(axle("help pip"), {"install"});
}

TEST_CASE("self version says axle's version as uv says its own") {
  AxleRun axle;
  const std::string version = axle("--version").out.substr(5);
  CHECK(axle("self version").out.starts_with("axle " + version.substr(0, version.size() - 1)));
  CHECK(axle("self version --short").out == version);
  const AxleResult json = axle("self version --output-format json");
  expect_said(json, {"\"package_name\": \"axle\"", "\"commit_info\": null", "target_triple"});
  CHECK(axle("self version --json").out == json.out);
  expect_failure(axle, "self version --output-format yaml", 2, {"yaml"});
}

TEST_CASE("help has the global options, examples, and a command of its own") {
  AxleRun axle;
  const AxleResult option = axle("pip compile --help");
  expect_exit(option, 0);
  expect_said(option, {"--generate-hashes", "--offline",
                       "Examples:", "axle pip compile requirements.in -o requirements.txt"});
  CHECK(axle("help pip compile").out == option.out);
}

TEST_CASE("the manual has every command, option and variable that acts") {
  AxleRun axle;
  const std::string page = axle("manual").out;
  CHECK(page.starts_with(".TH AXLE 1"));
  for (const std::string_view text :
       {".SS \"axle pip compile\"", "\\-\\-generate\\-hashes", "UV_NO_DEV",
        "One of clone, copy, hardlink, symlink.", "\\fB\\-\\-offline\\fR\n",
        "\\fB\\-\\-cache\\-dir\\fR \\fIVALUE\\fR\n"})
    CHECK(page.find(text) != std::string::npos);
}

TEST_CASE("completions know values, arguments and names of the project") {
  VariablesRig rig;
  rig.axle.write("axle.bash", rig.axle("completions bash").out);
  const std::string script = rig.axle("completions bash").out;
  CHECK(script.find("--link-mode) echo 'clone copy hardlink symlink'") != std::string::npos);
  CHECK(script.find("--color) echo 'auto always never'") != std::string::npos);
  CHECK(script.find("args='bash zsh fish'") != std::string::npos);
  CHECK(script.find("--group) axle completions --list groups") != std::string::npos);
  const std::string fish = rig.axle("completions fish").out;
  CHECK(fish.find("-l cache-dir -r ") != std::string::npos);
  CHECK(fish.find("-l offline -d ") != std::string::npos);
  CHECK(rig.axle("completions --list groups").out == "dev\ndocs\n");
  CHECK(rig.axle("completions --list packages").out == "demo\n");
  expect_exit(rig.axle("completions --list nothing"), 2);
}

}  // namespace
}  // namespace axle::test
