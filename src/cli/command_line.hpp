// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "arguments/opposites.hpp"
#include "arguments/options.hpp"
#include "arguments/uv_options.hpp"
#include "axle/base/error.hpp"
#include "cli/session.hpp"
#include "terminal/exit_code.hpp"

namespace axle {

/// A command with its options settled.
using Command = std::function<Result<ExitCode>(Session&)>;

/// The tree of commands and their options. Building all of it costs half a millisecond, so the
/// options of a command are only made if `first`, the first word of the command line, is its name,
/// or if everything is asked for (completions). `is_alone`: no word follows, so for the commands
/// that are called like this all day there is no option to be told from another, and none is made.
class CommandLine {
 public:
  explicit CommandLine(std::string_view first, bool is_alone = false);
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  CLI::App& app() { return app_; }
  /// Gives the global options that were not given what their variables say. Errors: those of
  /// apply_variables.
  Result<void> complete_globals(const Environment& environment);
  /// For those who tell later how they were called.
  void remember_words(std::vector<std::string> words) { global_.words = std::move(words); }
  void remember_program(std::vector<std::string> words) { global_.program = std::move(words); }
  const GlobalOptions& global() const { return global_; }
  /// The command that was parsed; empty if none was.
  const Command& command() const { return command_; }

  static constexpr std::string_view everything = "*";

 private:
  template <class Options>
  using Action = Result<ExitCode> (*)(const Options&, Session&);

  /// A command: `add` binds its options, `run` is called with them.
  template <class Options>
  void add_command(CLI::App& parent, const std::string& name, const std::string& description,
                   void (*add)(CLI::App&, Options&), Action<Options> run) {
    CLI::App* command = parent.add_subcommand(name, description);
    prepare(*command);
    if (&parent == &app_ && !is_wanted(name)) return;
    auto options = std::make_shared<Options>();
    const bool is_pip = parent.get_name() == "pip";
    if (!is_alone_) {
      add(*command, *options);
      add_uv_options(*command, &parent == &app_ ? name : parent.get_name() + " " + name);
      add_opposites(*command);
    }
    command->callback([this, command, options, run, is_pip] {
      command_ = [command, options, run, is_pip](Session& session) -> Result<ExitCode> {
        if (auto done = complete(*command, is_pip, session); !done)
          return std::unexpected(std::move(done).error());
        return run(*options, session);
      };
    });
  }
  /// Gives the options that were not given what variables and `tool.uv.pip` say, and names those
  /// that have no effect.
  static Result<void> complete(CLI::App& command, bool is_pip, Session& session);
  CLI::App& add_group(const std::string& name, const std::string& description);
  void prepare(CLI::App& command);
  bool is_wanted(std::string_view name) const { return first_ == everything || first_ == name; }

  void add_project_commands();
  void add_arms_commands();
  void add_pip_commands();
  void add_machine_commands();
  void add_other_commands();

  std::string first_;
  bool is_alone_;
  CLI::App app_;
  GlobalOptions global_;
  Command command_;
};

}  // namespace axle
