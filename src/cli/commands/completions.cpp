// SPDX-License-Identifier: MIT
#include "cli/commands/completions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "cli/arguments/commands.hpp"
#include "cli/session.hpp"

namespace axle {
namespace {

struct Word {
  std::string text;
  std::string description;
};

/// A command by its whole name ("pip install"), with what may follow.
struct Node {
  std::string path;
  std::vector<Word> commands;
  std::vector<Word> options;
};

void collect(const CLI::App& app, const std::string& path, const std::vector<Word>& inherited,
             std::vector<Node>& nodes) {
  Node node{path, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames())
      node.options.push_back({"--" + name, option->get_description()});
    for (const std::string& name : option->get_snames())
      node.options.push_back({"-" + name, option->get_description()});
  }
  const std::vector<Word> global = path.empty() ? node.options : inherited;
  if (!path.empty()) {
    for (const Word& word : inherited)
      if (std::ranges::none_of(node.options,
                               [&](const Word& own) { return own.text == word.text; }))
        node.options.push_back(word);
  }
  const auto subcommands = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* command : subcommands)
    node.commands.push_back({command->get_name(), command->get_description()});
  nodes.push_back(std::move(node));
  for (const CLI::App* command : subcommands)
    collect(*command, path.empty() ? command->get_name() : path + " " + command->get_name(), global,
            nodes);
}

std::string words(const std::vector<Word>& list) {
  std::string text;
  for (const Word& word : list) text += (text.empty() ? "" : " ") + word.text;
  return text;
}

std::string bash_script(const std::vector<Node>& nodes) {
  std::string text =
      "# axle completion for bash: source it, or put it where bash-completion looks.\n_axle() {\n  "
      "  local word=${COMP_WORDS[COMP_CWORD]} path= i\n"
      "    for ((i = 1; i < COMP_CWORD; i++)); do\n        case ${COMP_WORDS[i]} in\n            "
      "-*) ;;\n            *) path=\"${path:+$path }${COMP_WORDS[i]}\" ;;\n        esac\n    "
      "done\n    case $path in\n";
  std::vector<const Node*> deepest_first;
  for (const Node& node : nodes) deepest_first.push_back(&node);
  std::ranges::stable_sort(
      deepest_first, [](const Node* a, const Node* b) { return a->path.size() > b->path.size(); });
  for (const Node* node : deepest_first) {
    const std::string pattern =
        node->path.empty() ? "*" : fmt::format("\"{0}\" | \"{0} \"*", node->path);
    text += fmt::format("        {}) COMPREPLY=($(compgen -W '{} {}' -- \"$word\")) ;;\n", pattern,
                        words(node->commands), words(node->options));
  }
  return text +
         "    esac\n    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "
         "\"$word\"))\n}\ncomplete -F _axle axle\n";
}

/// For zsh between single quotes, where `_describe` splits at colons.
std::string for_zsh(const std::string& text) {
  return replace_all(replace_all(text, "'", "'\\''"), ":", "\\:");
}

/// For fish between single quotes.
std::string for_fish(const std::string& text) {
  return replace_all(replace_all(text, "\\", "\\\\"), "'", "\\'");
}

std::string zsh_script(const std::vector<Node>& nodes) {
  std::string text =
      "#compdef axle\n# axle completion for zsh: put it into a directory of $fpath as "
      "_axle.\n_axle() {\n    local path_words=${(j: :)${words[2,CURRENT-1]:#-*}}\n    local -a "
      "commands options\n    case $path_words in\n";
  std::vector<const Node*> deepest_first;
  for (const Node& node : nodes) deepest_first.push_back(&node);
  std::ranges::stable_sort(
      deepest_first, [](const Node* a, const Node* b) { return a->path.size() > b->path.size(); });
  for (const Node* node : deepest_first) {
    text +=
        node->path.empty() ? "        *)\n" : fmt::format("        ('{0}'|'{0} '*)\n", node->path);
    text += "            commands=(";
    for (const Word& word : node->commands)
      text += fmt::format("'{}:{}' ", word.text, for_zsh(word.description));
    text += ")\n            options=(";
    for (const Word& word : node->options)
      text += fmt::format("'{}:{}' ", word.text, for_zsh(word.description));
    text += ")\n            ;;\n";
  }
  return text +
         "    esac\n    (( ${#commands} )) && _describe command commands\n    _describe option "
         "options\n    _files\n}\n_axle \"$@\"\n";
}

std::string fish_script(const std::vector<Node>& nodes) {
  std::string text =
      "# axle completion for fish: put it into ~/.config/fish/completions/axle.fish\n";
  for (const Node& node : nodes) {
    std::string condition = "__fish_use_subcommand";
    if (!node.path.empty()) {
      condition.clear();
      for (const std::string_view part : split(node.path, ' '))
        condition += fmt::format("{}__fish_seen_subcommand_from {}",
                                 condition.empty() ? "" : "; and ", part);
    }
    for (const Word& word : node.commands)
      text += fmt::format("complete -c axle -n '{}' -a {} -d '{}'\n", condition, word.text,
                          for_fish(word.description));
    for (const Word& word : node.options) {
      const bool is_long = word.text.starts_with("--");
      text +=
          fmt::format("complete -c axle -n '{}' {} {} -d '{}'\n", condition, is_long ? "-l" : "-s",
                      word.text.substr(is_long ? 2 : 1), for_fish(word.description));
    }
  }
  return text;
}

}  // namespace

void completions_options(CLI::App& command, CompletionsOptions& options) {
  command.add_option("SHELL", options.shell, "bash, zsh or fish")->required();
}

Result<ExitCode> completions_command(const CompletionsOptions& options, Session& services) {
  CommandLine line(CommandLine::everything);
  std::vector<Node> nodes;
  collect(line.app(), "", {}, nodes);
  if (options.shell == "bash")
    services.printer().data(bash_script(nodes));
  else if (options.shell == "zsh")
    services.printer().data(zsh_script(nodes));
  else if (options.shell == "fish")
    services.printer().data(fish_script(nodes));
  else
    return fail(ErrorKind::invalid_input,
                fmt::format("there are no completions for `{}`", escape_foreign(options.shell)),
                "use `bash`, `zsh` or `fish`");
  return ExitCode::success;
}

}  // namespace axle
