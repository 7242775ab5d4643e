// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "arms/machine_faults.hpp"
#include "arms/sync_stamp.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/environment_outcome.hpp"
#include "syncing/run_program.hpp"
#include "syncing/run_script.hpp"

namespace axle {
namespace {

Result<ExitCode> list_programs(const RunEnvironment& environment, Session& session) {
  std::string text =
      "Provide a command or script to invoke with `axle run <command>` or `axle run "
      "<script>.py`.\n";
  const std::vector<std::string> programs = programs_in(environment);
  if (!programs.empty()) text += "\nThe following commands are available in the environment:\n\n";
  for (const std::string& program : programs) text += "- " + escape_foreign(program) + "\n";
  session.printer().data(text + "\nSee `axle run --help` for more information.\n");
  return ExitCode::usage;
}

void say_changes(const RunEnvironment& environment, Session& session) {
  for (const EnvironmentOutcome& change : environment.changes) show_brief_outcome(change, session);
}

std::unexpected<Error> not_started(const std::string& program, int error_number) {
  auto failure = while_doing(
      fmt::format("Failed to spawn: {}", escape_foreign(program)),
      Error{ErrorKind::not_found, std::strerror(error_number), {}, nullptr, {}, {}, {}});
  failure.error().hints.emplace_back("see what is there with `axle run`");
  return failure;
}

/// This process becomes the program. Returns only if that failed.
int become(const std::vector<std::string>& argv, const fs::path& directory,
           const std::map<std::string, std::string>& variables) {
  for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);
  if (::chdir(directory.c_str()) != 0) return errno;
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execvp(words[0], words.data());
  return errno;
}

volatile std::sig_atomic_t child = 0;

extern "C" void pass_on(int number) {
  if (child > 0) ::kill(child, number);
}

/// Runs the program as a child and waits, because something has to be removed afterwards.
Result<ExitCode> run_and_wait(const std::vector<std::string>& argv, const fs::path& directory,
                              const std::map<std::string, std::string>& variables) {
  const pid_t pid = ::fork();
  if (pid < 0) return io_failure("start", argv.front(), errno);
  if (pid == 0) {
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ::signal(number, SIG_DFL);
    ::_exit(become(argv, directory, variables) == ENOENT ? 127 : 126);
  }
  child = static_cast<std::sig_atomic_t>(pid);
  // The terminal sends SIGINT to both of us; anybody else only to us.
  const bool has_terminal = ::tcgetpgrp(STDERR_FILENO) == ::getpgrp();
  ::signal(SIGINT, has_terminal ? SIG_IGN : pass_on);
  for (const int number : {SIGTERM, SIGHUP, SIGQUIT}) ::signal(number, pass_on);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  if (WIFSIGNALED(status)) return static_cast<ExitCode>(128 + WTERMSIG(status));
  return static_cast<ExitCode>(WEXITSTATUS(status));
}

Result<ExitCode> start(const RunProgramOptions& options, const std::optional<std::string>& text,
                       const RunEnvironment& environment, Session& session) {
  if (options.command.empty()) return list_programs(environment, session);
  if (environment.prefix)
    if (const std::string line = torch_trouble(*environment.prefix, session); !line.empty())
      session.printer().warn(line);
  TRY(const std::vector<std::string> argv, program_of(options, text, environment, session));
  TRY(const auto variables, program_variables(options, environment, session));
  if (environment.temporary) return run_and_wait(argv, session.directory(), variables);
  const int failed = become(argv, session.directory(), variables);
  return not_started(argv.front(), failed);
}

bool can_be_stamped(const RunProgramOptions& options, const Session& session) {
  return options.with.empty() && options.with_editable.empty() &&
         options.with_requirements.empty() && !options.isolated && !options.no_sync &&
         !options.no_project && !options.active && session.options().verbose == 0;
}

}  // namespace

Result<ExitCode> run_program_command(const RunProgramOptions& given, Session& session) {
  RunProgramOptions options = given;
  options.command = session.options().program;
  TRY(const std::optional<std::string> text, program_text(options));
  TRY(const std::optional<ScriptProject> script, script_of(options, text, session));
  if (script) {
    TRY(const RunEnvironment environment, script_environment(*script, options, false, session));
    say_changes(environment, session);
    return start(options, text, environment, session);
  }
  std::optional<StampKey> key;
  if (can_be_stamped(options, session)) {
    key = StampKey::of_run(session.options().words, session.project_directory());
    if (const auto prefix = environment_of_stamp(*key)) {
      const RunEnvironment known{
          .python = *prefix / "bin/python", .bins = {*prefix / "bin"}, .prefix = *prefix};
      return start(options, text, known, session);
    }
    session.record().begin();
  }
  TRY(const RunEnvironment environment, run_environment(options, session));
  if (key && environment.is_repeatable) {
    TRY(const Cache* const cache, session.cache());
    const fs::path& prefix = *environment.prefix;
    leave_stamp(*key, session.record().end(), prefix,
                {.inputs = {prefix / "pyvenv.cfg", environment.interpreter->executable,
                            environment.interpreter->base_executable},
                 .ignored = cache->root()});
  }
  say_changes(environment, session);
  return start(options, text, environment, session);
}

}  // namespace axle
