// SPDX-License-Identifier: MIT
#include "cli/app.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <span>
#include <string_view>

#include "arguments/help_text.hpp"
#include "arguments/mistakes.hpp"
#include "arguments/program_words.hpp"
#include "arguments/variables.hpp"
#include "arms/sync_stamp.hpp"
#include "base/cancel.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/command_line.hpp"
#include "cli/commands/completions.hpp"
#include "cli/commands/plumbing.hpp"
#include "cli/session.hpp"
#include "editing/project_change.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/printer.hpp"
#include "terminal/progress.hpp"
#include "terminal/render_error.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <unistd.h>

namespace axle {
namespace {

/// A run takes memory and ends: giving some of it back to the system in between, page by page,
/// costs a twentieth of a warm resolution. But what one thread gave back serves the others: with
/// glibc's arenas, eight for each core, the pages of 360 packages took twice the memory, and with
/// two of them no more time.
void keep_memory() {
#if defined(__GLIBC__)
  constexpr int step = 1 << 20;
  ::mallopt(M_ARENA_MAX, 2);
  ::mallopt(M_TOP_PAD, step);
  ::mallopt(M_TRIM_THRESHOLD, 64 * step);
  ::mallopt(M_MMAP_THRESHOLD, 4 * step);  // or the others fix it at 128 kB
#endif
}

/// The error as text, or as JSON on standard output; its exit code.
int show_error(const Error& error, const GlobalOptions& options) {
  const Style style = Style::of_stream(STDERR_FILENO, options.color, Environment::of_process());
  if (options.json)
    std::fputs(render_error_json(error).c_str(), stdout);
  else
    std::fputs(render_error(error, style).c_str(), stderr);
  return static_cast<int>(exit_code_of(error));
}

/// Runs the chosen command with its session and shows its error.
int run_command(const GlobalOptions& options, const Command& command, System system) {
  install_cancel_handlers();
  keep_memory();
  if (options.verbose > 0) set_log_level(options.verbose > 1 ? LogLevel::trace : LogLevel::debug);
  const Environment& environment = system.environment;
  Printer printer(Style::of_stream(STDOUT_FILENO, options.color, environment),
                  Style::of_stream(STDERR_FILENO, options.color, environment), options.quiet,
                  options.json);
  printer.note_in(system.record);
  const bool bars = !options.no_progress && !options.json && ::isatty(STDERR_FILENO) == 1 &&
                    environment.get("TERM").value_or("") != "dumb" &&
                    !environment.get_flag("NO_PROGRESS").value_or(false);
  Progress progress(printer, bars);
  Result<ExitCode> result = [&]() -> Result<ExitCode> {
    if (options.directory && !directory_exists(*options.directory))
      return fail(ErrorKind::invalid_input,
                  fmt::format("there is no directory `{}`", escape_foreign(*options.directory)),
                  "check `--directory`");
    if (options.project && !path_exists(*options.project))
      return fail(
          ErrorKind::invalid_input,
          fmt::format("there is no project directory `{}`", escape_foreign(*options.project)),
          "check `--project`");
    Session session(options, std::move(system), printer, progress);
    TRY_OK(recover_project(session.project_directory()));
    return command(session);
  }();
  progress.clear();
  if (!result) return show_error(result.error(), options);
  printer.finish();
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

/// Whether `--json` is among the words: of a command line that cannot be parsed nothing else is
/// known.
bool asks_for_json(std::span<char* const> arguments) {
  for (const std::string_view word : arguments) {
    if (word == "--") return false;
    if (word == "--json") return true;
  }
  return false;
}

/// What CLI11 has to say about a command line: help and version are data, mistakes are errors in
/// our form.
int show_parse_result(const CLI::App& app, const CLI::ParseError& error,
                      std::span<char* const> arguments) {
  if (dynamic_cast<const CLI::CallForVersion*>(&error) != nullptr) {
    std::puts("axle " AXLE_VERSION);
    return 0;
  }
  if (dynamic_cast<const CLI::CallForHelp*>(&error) != nullptr ||
      dynamic_cast<const CLI::CallForAllHelp*>(&error) != nullptr) {
    if (!names_unknown_command(app)) {
      std::fputs(help_text(app).c_str(), stdout);
      return 0;
    }
  }
  GlobalOptions options;
  options.json = asks_for_json(arguments);
  show_error(explain_mistake(app, error), options);
  return static_cast<int>(ExitCode::usage);
}

/// `axle help pip install` is `axle pip install --help`.
std::vector<std::string> without_help_command(std::span<char* const> arguments) {
  std::vector<std::string> words(arguments.begin(), arguments.end());
  if (words.size() > 1 && words[1] == "help") {
    words.erase(words.begin() + 1);
    words.emplace_back("--help");
  }
  return words;
}

/// An exception that nobody caught is a mistake of ours.
int show_escaped(const char* what, std::span<char* const> arguments) {
  GlobalOptions options;
  options.json = asks_for_json(arguments);
  return show_error(Error{ErrorKind::bug,
                          fmt::format("an exception escaped: {}", what),
                          {"report it, with the command and what it said"},
                          nullptr,
                          {},
                          {},
                          {}},
                    options);
}

int run_unguarded(int argc, char** argv) {
  // Before anything is built up: the commands that scripts call most, and that need nothing.
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (argc == 2 && (first == "--version" || first == "-V")) {
    std::puts("axle " AXLE_VERSION);
    return 0;
  }
  if (argc == 2 && first == "plumbing") return run_plumbing(std::cin, std::cout);
  System system{Environment::of_process()};
  if (first == "sync") {
    if (answer_from_stamp(StampKey::of_process({argv + 1, argv + argc}))) return 0;
    system.record->begin();
  }

  std::vector<std::string> words = without_help_command({argv, static_cast<std::size_t>(argc)});
  CommandLine line(words.size() > 1 ? words[1] : "",
                   words.size() == 2 && !has_option_variables(system.environment));
  const ProgramWords parts = program_words(line.app(), words);
  line.remember_program({words.begin() + static_cast<std::ptrdiff_t>(parts.start), words.end()});
  words.resize(parts.own);
  if (!words.empty()) words.erase(words.begin());
  line.remember_words(words);
  try {
    std::ranges::reverse(words);  // as CLI11 wants them
    line.app().parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return show_parse_result(line.app(), error, {argv, static_cast<std::size_t>(argc)});
  }
  if (!line.command()) {
    std::fputs(line.app().help().c_str(), stdout);
    return static_cast<int>(ExitCode::usage);
  }
  if (auto done = line.complete_globals(system.environment); !done)
    return show_error(done.error(), line.global());
  return run_command(line.global(), line.command(), std::move(system));
}

}  // namespace

int run_axle(int argc, char** argv) {
  try {
    return run_unguarded(argc, argv);
  } catch (const std::exception& error) {
    return show_escaped(error.what(), {argv, static_cast<std::size_t>(argc)});
  } catch (...) {
    return show_escaped("it is of no known kind", {argv, static_cast<std::size_t>(argc)});
  }
}

}  // namespace axle
