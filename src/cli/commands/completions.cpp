// SPDX-License-Identifier: MIT
#include "cli/commands/completions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>
#include <set>
#include <vector>

#include "arguments/option_kind.hpp"
#include "arguments/option_values.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/command_line.hpp"
#include "cli/session.hpp"
#include "locking/open_project.hpp"

namespace axle {
namespace {

struct Word {
  std::string text;
  std::string description;
  bool takes_value = false;
  std::string values = {};  ///< that it may have, as shell code that prints them; empty: any

  static std::string printing(std::string_view command, const std::string& option) {
    if (const std::string_view kind = project_names_of(option); !kind.empty())
      return fmt::format("axle completions --list {} 2>/dev/null", kind);
    const std::vector<std::string_view> words = option_values(command, option);
    return words.empty() ? std::string() : fmt::format("echo '{}'", fmt::join(words, " "));
  }
};

/// A command by its whole name ("pip install"), with what may follow.
struct Node {
  std::string path;
  std::vector<Word> commands;
  std::vector<Word> options;
  std::vector<std::string_view> words;  ///< of its argument
};

void collect(const CLI::App& app, const std::string& path, const std::vector<Word>& inherited,
             std::vector<Node>& nodes) {
  Node node{path, {}, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) node.words = option_values(path, option->get_name());
    if (!option->get_positional() && option->get_group().empty()) continue;  // not shown
    const bool takes_value = !is_flag(*option);
    for (const std::string& name : option->get_lnames())
      node.options.push_back({"--" + name, option->get_description(), takes_value,
                              takes_value ? Word::printing(path, "--" + name) : std::string()});
    for (const std::string& name : option->get_snames())
      node.options.push_back({"-" + name, option->get_description(), takes_value});
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

std::string texts(const std::vector<Word>& list, bool only_with_value = false) {
  std::string text;
  for (const Word& word : list)
    if (word.takes_value || !only_with_value) text += (text.empty() ? "" : " ") + word.text;
  return text;
}

/// The shell function that prints what an option may have, by `COMMAND:OPTION`: words, or names of
/// the project. What is the same for every command that has the option is said once.
std::string values_function(const std::vector<Node>& nodes) {
  std::map<std::string, std::set<std::string>> by_option;
  for (const Node& node : nodes)
    for (const Word& word : node.options)
      if (!word.values.empty()) by_option[word.text].insert(word.values);
  std::string text = "_axle_values() {\n    case $1 in\n";
  for (const auto& [option, values] : by_option)
    if (values.size() == 1) text += fmt::format("        *:{}) {} ;;\n", option, *values.begin());
  for (const Node& node : nodes)
    for (const Word& word : node.options)
      if (!word.values.empty() && by_option[word.text].size() > 1)
        text += fmt::format("        '{}:{}') {} ;;\n", node.path, word.text, word.values);
  return text + "    esac\n}\n";
}

/// The shell function that sets what a command has; it fails for what is no command.
std::string node_function(const std::vector<Node>& nodes) {
  std::string text = "_axle_node() {\n    case $1 in\n";
  for (const Node& node : nodes)
    text += fmt::format("        '{}') commands='{}' options='{}' takes='{}' args='{}' ;;\n",
                        node.path, texts(node.commands), texts(node.options),
                        texts(node.options, true), fmt::join(node.words, " "));
  return text + "        *) return 1 ;;\n    esac\n}\n";
}

/// The loop over the words before the cursor, the same for bash and zsh: which command they are of,
/// and whether the last is an option that waits for its value.
constexpr std::string_view walk = R"(        if [[ $item = = ]]; then continue; fi
        if [[ -n $waits ]]; then waits=; continue; fi
        case $item in
            --*=*) ;;
            -*) case " $takes " in *" $item "*) waits=$item ;; esac ;;
            *) _axle_node "${node:+$node }$item" && node="${node:+$node }$item" ;;
        esac
)";

std::string bash_script(const std::vector<Node>& nodes) {
  return "# axle completion for bash: source it, or put it where bash-completion looks.\n" +
         values_function(nodes) + node_function(nodes) + R"(_axle() {
    local word=${COMP_WORDS[COMP_CWORD]} node= waits= item choices commands options takes args
    _axle_node ''
    [[ $word = = ]] && word=
    for item in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
)" + std::string(walk) +
         R"(    done
    if [[ -n $waits ]]; then
        choices=$(_axle_values "$node:$waits")
    elif [[ $word = -* || -z $commands$args ]]; then
        choices=$options
    else
        choices="$commands $args"
    fi
    COMPREPLY=($(compgen -W "$choices" -- "$word"))
    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
}
complete -F _axle axle
)";
}

std::string zsh_script(const std::vector<Node>& nodes) {
  return "#compdef axle\n# axle completion for zsh: put it into a directory of $fpath as _axle.\n" +
         values_function(nodes) + node_function(nodes) + R"(_axle() {
    local word=${words[CURRENT]} node= waits= item choices commands options takes
    local args
    local -a before=("${(@)words[2,CURRENT-1]}")
    _axle_node ''
    for item in "${before[@]}"; do
)" + std::string(walk) +
         R"(    done
    if [[ -z $waits && $word = --*=* ]]; then
        waits=${word%%=*}
        compset -P '*='
    fi
    if [[ -n $waits ]]; then
        choices=$(_axle_values "$node:$waits")
    elif [[ $word = -* || -z $commands$args ]]; then
        choices=$options
    else
        choices="$commands $args"
    fi
    if [[ -n $choices ]]; then compadd -- ${=choices}; fi
    if [[ -n $waits ]]; then
        if [[ -z $choices ]]; then _files; fi
    elif [[ $word != -* && -z $commands$args ]]; then
        _files
    fi
}
_axle "$@"
)";
}

/// For fish between single quotes.
std::string for_fish(const std::string& text) {
  return replace_all(replace_all(text, "\\", "\\\\"), "'", "\\'");
}

/// What fish is to offer behind an option.
std::string fish_values(const Word& word) {
  if (!word.takes_value) return {};
  if (word.values.empty()) return " -r";
  return fmt::format(" -x -a '({})'",
                     for_fish(replace_all(word.values, "echo ", "string split -- ' ' ")));
}

/// The functions that tell which command the words before the cursor are of.
std::string fish_functions(const std::vector<Node>& nodes) {
  std::string text = "function __axle_takes\n    switch \"$argv[1]\"\n";
  for (const Node& node : nodes)
    text += fmt::format("        case '{}'\n            string split -- ' ' '{}'\n", node.path,
                        texts(node.options, true));
  text += "        case '*'\n            return 1\n    end\n    return 0\nend\n";
  return text + R"(function __axle_at
    set -l node ''
    set -l waits 0
    for item in (commandline -opc)[2..]
        if test $waits = 1
            set waits 0
            continue
        end
        switch $item
            case '--*=*'
            case '-*'
                contains -- $item (__axle_takes $node); and set waits 1
            case '*'
                set -l longer (string trim "$node $item")
                __axle_takes $longer >/dev/null; and set node $longer
        end
    end
    test "$node" = "$argv[1]"
end
)";
}

std::string fish_script(const std::vector<Node>& nodes) {
  std::string text =
      "# axle completion for fish: put it into ~/.config/fish/completions/axle.fish\n" +
      fish_functions(nodes);
  for (const Node& node : nodes) {
    const std::string condition = fmt::format("__axle_at \"{}\"", node.path);
    if (!node.commands.empty() || !node.words.empty())
      text += fmt::format("complete -c axle -n '{}' -f\n", condition);
    for (const Word& word : node.commands)
      text += fmt::format("complete -c axle -n '{}' -a {} -d '{}'\n", condition, word.text,
                          for_fish(word.description));
    if (!node.words.empty())
      text +=
          fmt::format("complete -c axle -n '{}' -a '{}'\n", condition, fmt::join(node.words, " "));
    for (const Word& word : node.options) {
      const bool is_long = word.text.starts_with("--");
      text += fmt::format("complete -c axle -n '{}' {} {}{} -d '{}'\n", condition,
                          is_long ? "-l" : "-s", word.text.substr(is_long ? 2 : 1),
                          fish_values(word), for_fish(word.description));
    }
  }
  return text;
}

template <class Names>
std::string lines_of(const Names& names) {
  std::string text;
  for (const auto& name : names) text += name.text() + "\n";
  return text;
}

/// The names that the project at hand has, for the scripts. Nothing where there is no project.
Result<std::string> names_of_project(const std::string& kind, Session& session) {
  TRY(const Settings* const settings, session.settings({}));
  TRY(const Project project, open_project(*settings, session));
  std::vector<PackageName> members;
  for (const ProjectMember& member : project.members) members.push_back(member.name);
  if (kind == "packages") return lines_of(members);
  const ProjectMember* member = project.current_member();
  if (kind == "extras") return member != nullptr ? lines_of(member->extras) : std::string();
  if (kind == "groups")
    return lines_of(std::views::keys(member != nullptr ? member->groups : project.root_groups));
  return fail(ErrorKind::invalid_input, fmt::format("there is no list `{}`", escape_foreign(kind)),
              "use `extras`, `groups` or `packages`");
}

}  // namespace

void completions_options(CLI::App& command, CompletionsOptions& options) {
  command.add_option("SHELL", options.shell, "bash, zsh or fish");
  command.add_option("--list", options.list,
                     "Print the names of the project instead: extras, groups or packages");
}

Result<ExitCode> completions_command(const CompletionsOptions& options, Session& services) {
  if (options.list) {
    TRY(const std::string names, names_of_project(*options.list, services));
    services.printer().data(names);
    return ExitCode::success;
  }
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
