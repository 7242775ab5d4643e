// SPDX-License-Identifier: MIT
#include <set>

#include "base/process.hpp"
#include "base/text.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

/// What a shell that sources the completions prints for a command line; none if there is no such
/// shell here.
std::optional<std::string> completed(const std::string& shell, const std::filesystem::path& script,
                                     const std::string& line) {
  std::string program;
  if (shell == "fish") {
    program = fmt::format("source {}; complete -C '{}'", script.string(), line);
  } else if (shell == "bash") {
    program = fmt::format(
        "source {}; COMP_WORDS=({} ''); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); _axle; "
        "printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script.string(), line);
  } else {
    program = fmt::format(
        "compadd() {{ shift; print -l -- $@ }}; compset() {{ :; }}; _files() {{ print FILES }}; "
        "words=({} ''); CURRENT=$#words; source {}",
        line, script.string());
  }
  const auto ran = run_process({shell,
                                shell == "bash"  ? "-c"
                                : shell == "zsh" ? "-fc"
                                                 : "-c",
                                program},
                               {.directory = script.parent_path()});
  if (!ran) return std::nullopt;
  INFO(ran->err);
  CHECK(ran->err.empty());
  std::set<std::string> words;
  for (const std::string_view text : split(ran->out, '\n'))
    if (!text.empty()) words.emplace(text.substr(0, text.find('\t')));
  std::string all;
  for (const std::string& word : words) all += word + " ";
  return all;
}

TEST_CASE("completions offer the values that an option has in its command") {
  AxleRun axle;
  const std::string bash = axle.quietly("completions bash").out;
  for (const std::string_view line :
       {"'export:--format') echo 'requirements.txt pylock.toml cyclonedx1.5' ;;",
        "'pip compile:--format') echo 'requirements.txt pylock.toml' ;;",
        "'pip list:--format') echo 'columns freeze json' ;;",
        "*:--color) echo 'auto always never' ;;"})
    CHECK(bash.find(line) != std::string::npos);
  CHECK(axle.quietly("completions zsh").out.find("compset -P '*='") != std::string::npos);
  const std::string fish = axle.quietly("completions fish").out;
  CHECK(
      fish.find("-n '__axle_at \"pip list\"' -l format -x -a '(string split -- \\' \\' \\'columns "
                "freeze json\\')'") != std::string::npos);
  CHECK(axle.quietly("manual").out.find("One of columns, freeze, json.") != std::string::npos);
}

TEST_CASE("shells offer what the completions say") {
  AxleRun axle;
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    CAPTURE(shell);
    const auto script = axle.write("script." + shell, axle.quietly("completions " + shell).out);
    const bool is_fish = shell == "fish";
    const auto offered = [&](const std::string& line) {
      return completed(shell, script, is_fish ? line + " " : line).value_or("none");
    };
    if (offered("axle pip list --format") == "none") continue;  // no such shell here
    CHECK(offered("axle pip list --format") == "columns freeze json ");
    CHECK(offered("axle --color never completions") == "bash fish zsh ");
    CHECK(offered("axle export --format").find("columns") == std::string::npos);
    CHECK(offered("axle pip").find("install ") != std::string::npos);
  }
}

TEST_CASE("fish takes a command of pip for no other of its name") {
  AxleRun axle;
  const auto script = axle.write("script.fish", axle.quietly("completions fish").out);
  const auto offered = completed("fish", script, "axle pip sync --fr");
  if (!offered) return;
  CHECK(offered->find("--frozen") == std::string::npos);
  CHECK(completed("fish", script, "axle sync --fr").value_or("").starts_with("--frozen"));
}

}  // namespace
}  // namespace axle::test
