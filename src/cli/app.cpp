// SPDX-License-Identifier: MIT
#include "cli/app.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstring>
#include <functional>
#include <iostream>
#include <memory>
#include <span>
#include <string_view>

#include "base/cancel.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/arguments/commands.hpp"
#include "cli/arguments/mistakes.hpp"
#include "cli/arguments/program_words.hpp"
#include "cli/commands/completions.hpp"
#include "cli/commands/plumbing.hpp"
#include "cli/exit_code.hpp"
#include "cli/printer.hpp"
#include "cli/progress.hpp"
#include "cli/render_error.hpp"
#include "cli/session.hpp"
#include "operations/project_change.hpp"
#include "operations/sync_stamp.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <unistd.h>

namespace axle {
namespace {

/// A run takes memory and ends: giving some of it back to the system in between, page by page,
/// costs a twentieth of a warm resolution.
void keep_memory() {
#if defined(__GLIBC__)
  constexpr int step = 1 << 20;
  ::mallopt(M_TOP_PAD, step);
  ::mallopt(M_TRIM_THRESHOLD, 64 * step);
  ::mallopt(M_MMAP_THRESHOLD, 4 * step);  // or the others fix it at 128 kB
#endif
}

/// Runs the chosen command with its session and shows its error.
int run_command(const GlobalOptions& options, const Command& command) {
  install_cancel_handlers();
  keep_memory();
  if (options.verbose > 0) set_log_level(options.verbose > 1 ? LogLevel::trace : LogLevel::debug);
  const Environment environment = Environment::of_process();
  Printer printer(Style::of_stream(STDOUT_FILENO, options.color, environment),
                  Style::of_stream(STDERR_FILENO, options.color, environment), options.quiet);
  const bool bars = !options.no_progress && !options.json && ::isatty(STDERR_FILENO) == 1 &&
                    environment.get("TERM").value_or("") != "dumb" &&
                    !environment.get_flag("NO_PROGRESS").value_or(false);
  Progress progress(printer, bars);
  Result<ExitCode> result = [&]() -> Result<ExitCode> {
    if (options.directory && !directory_exists(*options.directory))
      return fail(ErrorKind::invalid_input,
                  fmt::format("there is no directory `{}`", escape_foreign(*options.directory)),
                  "check `--directory`");
    Session session(options, environment, printer, progress);
    TRY_OK(recover_project(session.directory()));
    return command(session);
  }();
  progress.clear();
  if (!result) {
    if (options.json)
      printer.data(render_error_json(result.error()));
    else
      printer.error(render_error(result.error(), printer.err_style()));
    return static_cast<int>(exit_code_of(result.error()));
  }
  return static_cast<int>(printer.data_was_written() ? *result : ExitCode::io);
}

/// Says what the last run said, if it would say the same again.
bool answer_from_stamp(const StampKey& key) {
  const auto start = std::chrono::steady_clock::now();
  const auto lines = lines_of_stamp(key);
  if (!lines) return false;
  Printer printer(Style(false), Style(false), 0);
  for (const std::string& line : *lines)
    printer.say(line + " in " + elapsed_text(std::chrono::steady_clock::now() - start));
  return true;
}

/// What CLI11 has to say about a command line: help is data, mistakes are errors in our form.
int show_parse_result(const CLI::App& app, const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::CallForHelp*>(&error) != nullptr ||
      dynamic_cast<const CLI::CallForAllHelp*>(&error) != nullptr)
    return app.exit(error);
  const Style style =
      Style::of_stream(STDERR_FILENO, ColorChoice::automatic, Environment::of_process());
  const Error shown = explain_mistake(app, error);
  std::fputs(render_error(shown, style).c_str(), stderr);
  return static_cast<int>(ExitCode::usage);
}

}  // namespace

int run_axle(int argc, char** argv) {
  // Before anything is built up: the commands that scripts call most, and that need nothing.
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (argc == 2 && (first == "--version" || first == "-V")) {
    std::puts("axle " AXLE_VERSION);
    return 0;
  }
  if (argc == 2 && first == "plumbing") return run_plumbing(std::cin, std::cout);
  if (first == "sync") {
    StampKey key = StampKey::of_process({argv, static_cast<std::size_t>(argc)});
    if (answer_from_stamp(key)) return 0;
    StampRun::begin(std::move(key));
  }

  CommandLine line(first, argc == 2);
  const std::span<char* const> words(argv, static_cast<std::size_t>(argc));
  const ProgramWords parts = program_words(line.app(), words);
  if (argc > 1) line.remember_words({argv + 1, argv + parts.own});
  line.remember_program({argv + parts.start, argv + argc});
  try {
    line.app().parse(static_cast<int>(parts.own), argv);
  } catch (const CLI::ParseError& error) {
    return show_parse_result(line.app(), error);
  }
  if (!line.command()) {
    std::fputs(line.app().help().c_str(), stdout);
    return static_cast<int>(ExitCode::usage);
  }
  return run_command(line.global(), line.command());
}

}  // namespace axle
