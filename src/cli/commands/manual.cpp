// SPDX-License-Identifier: MIT
#include "cli/commands/manual.hpp"

#include <fmt/format.h>

#include "arguments/help_text.hpp"
#include "arguments/option_kind.hpp"
#include "arguments/option_values.hpp"
#include "base/text.hpp"
#include "cli/command_line.hpp"
#include "project/settings_table.hpp"

namespace axle {
namespace {

/// Text for roff: backslashes and dashes are special, and so is a dot at the start of a line.
std::string roff(std::string_view text) {
  std::string safe = replace_all(replace_all(text, "\\", "\\e"), "-", "\\-");
  return safe.starts_with('.') || safe.starts_with('\'') ? "\\&" + safe : safe;
}

std::string names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  if (names.empty()) names.push_back(option.get_name());
  std::string text = fmt::format("\\fB{}\\fR", roff(join(names, ", ")));
  const bool takes_value = !is_flag(option) && !option.get_positional();
  return takes_value ? text + " \\fIVALUE\\fR" : text;
}

/// The words that an option may have, and the variable that stands for it.
std::string more_of(std::string_view command, const CLI::Option& option) {
  std::string text;
  for (const std::string& name : option.get_lnames()) {
    const auto words = option_values(command, "--" + name);
    if (!words.empty()) text += fmt::format(" One of {}.", fmt::join(words, ", "));
    const SettingRow* row = setting_of_option("--" + name);
    if (row != nullptr && !row->variable.empty())
      text += fmt::format(" Variable: UV_{}.", row->variable);
  }
  return text;
}

std::string options_of(std::string_view path, const CLI::App& command) {
  std::string text;
  for (const CLI::Option* option : command.get_options()) {
    const std::string description = option->get_description();
    if (description.empty()) continue;
    text += fmt::format(".TP\n{}\n{}\n", names_of(*option),
                        roff(description + "." + more_of(path, *option)));
  }
  return text;
}

void add_commands(const CLI::App& app, const std::string& path, std::string& text) {
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    const std::string name = path.empty() ? command->get_name() : path + " " + command->get_name();
    text += fmt::format(".SS \"axle {}\"\n{}.\n", roff(name), roff(command->get_description()));
    text += options_of(name, *command);
    if (const std::string_view lines = examples_of(name); !lines.empty())
      text += fmt::format(".PP\nExamples:\n.PP\n.nf\n{}\n.fi\n", roff(lines));
    add_commands(*command, name, text);
  }
}

}  // namespace

void manual_options(CLI::App&, ManualOptions&) {}

Result<ExitCode> manual_command(const ManualOptions&, Session& session) {
  CommandLine line(CommandLine::everything);
  std::string text = fmt::format(
      ".TH AXLE 1 \"\" \"axle {}\" \"axle\"\n.SH NAME\naxle \\- resolver and installer for Python "
      "projects\n.SH SYNOPSIS\n\\fBaxle\\fR [\\fIoptions\\fR] \\fIcommand\\fR [\\fIoptions\\fR]\n"
      ".SH GLOBAL OPTIONS\n",
      AXLE_VERSION);
  text += options_of("", line.app());
  text += ".SH COMMANDS\n";
  add_commands(line.app(), "", text);
  text += ".SH ENVIRONMENT\nEach variable \\fBUV_NAME\\fR is read as \\fBAXLE_NAME\\fR first.\n";
  for (const SettingRow& row : settings_table())
    if (!row.variable.empty() && row.state == SettingState::acts)
      text += fmt::format(".TP\n\\fBUV_{}\\fR\n{}.\n", row.variable, roff(row.effect));
  text +=
      ".SH EXIT STATUS\n0: done. 1: no solution, or a check found something. 2: a mistake in the "
      "input. 3: network. 4: bytes are not what they must be. 5: login. 6: local files. 7: locked. "
      "8: Python environment. 70: a mistake of axle's.\n";
  session.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
