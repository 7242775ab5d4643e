// SPDX-License-Identifier: MIT
#include "arguments/mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arguments/help_text.hpp"
#include "base/closest.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

/// The commands that were recognised: the program itself, then "pip", then "install".
std::vector<const CLI::App*> recognised(const CLI::App& app) {
  std::vector<const CLI::App*> path{&app};
  while (!path.back()->get_subcommands().empty())
    path.push_back(path.back()->get_subcommands().front());
  return path;
}

std::string name_of(const std::vector<const CLI::App*>& path) {
  std::string name;
  for (const CLI::App* part : path) name += (name.empty() ? "" : " ") + part->get_name();
  return name;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> spellings(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  return names;
}

std::vector<std::string> options_of(const std::vector<const CLI::App*>& path) {
  std::vector<std::string> names;
  for (const CLI::App* part : path)
    for (const CLI::Option* option : part->get_options())
      for (std::string& name : spellings(*option)) names.push_back(std::move(name));
  return names;
}

/// "did you mean `--frozen`?", if one of the names is close.
std::optional<std::string> meant(const std::string& written,
                                 const std::vector<std::string>& known) {
  const std::vector<std::string_view> names(known.begin(), known.end());
  const std::string_view name = closest(written, names);
  if (name.empty()) return std::nullopt;
  return fmt::format("did you mean `{}`?", name);
}

/// What to type in place of a command that other tools have; only where axle has none of the name.
struct ForeignCommand {
  std::string_view name;  ///< with its group: `pip download`
  std::string_view answer;
};
constexpr std::string_view no_pythons =
    "axle fetches no Pythons: `axle python list` shows those that are here";
constexpr std::array foreign_commands{
    ForeignCommand{
        "install",
        "`axle sync` installs what the project needs, `axle pip install NAME` a package"},
    ForeignCommand{"i", "`axle sync` installs what the project needs"},
    ForeignCommand{"rm", "type `axle remove NAME`"},
    ForeignCommand{"new", "type `axle init NAME`"},
    ForeignCommand{"exec", "type `axle run PROGRAM`"},
    ForeignCommand{"shell", "type `axle sync`, then `source .venv/bin/activate`"},
    ForeignCommand{"activate", "type `source .venv/bin/activate`"},
    ForeignCommand{"update", "type `axle lock --upgrade`, or `--upgrade-package NAME` for one"},
    ForeignCommand{"upgrade", "type `axle lock --upgrade`, or `--upgrade-package NAME` for one"},
    ForeignCommand{"uninstall", "type `axle pip uninstall NAME`"},
    ForeignCommand{"list", "type `axle pip list`"},
    ForeignCommand{"freeze", "type `axle pip freeze`"},
    ForeignCommand{"show", "type `axle pip show NAME`"},
    ForeignCommand{"compile", "type `axle pip compile FILE`"},
    ForeignCommand{"requirements", "type `axle export -o requirements.txt`"},
    ForeignCommand{"virtualenv", "type `axle venv`"},
    ForeignCommand{"env", "type `axle venv`"},
    ForeignCommand{"publish", "axle publishes nothing: type `twine upload dist/*`"},
    ForeignCommand{"tool", "axle runs no tools: type `axle venv`, then `axle pip install NAME`"},
    ForeignCommand{"x", "axle runs no tools: type `axle venv`, then `axle pip install NAME`"},
    ForeignCommand{"auth",
                   "axle takes logins from `UV_INDEX_<NAME>_USERNAME` and `_PASSWORD`, netrc, or "
                   "`--keyring-provider subprocess`"},
    ForeignCommand{"workspace",
                   "the members stand in `[tool.uv.workspace]` of the root's `pyproject.toml`; "
                   "`axle tree --depth 1` shows what each needs"},
    ForeignCommand{"search", "no index answers searches any more: look on its site"},
    ForeignCommand{"self update", "what installed axle updates it"},
    ForeignCommand{"audit", "axle knows no list of vulnerabilities: type `pip-audit`"},
    ForeignCommand{"format", "axle formats no code: type `ruff format`"},
    ForeignCommand{"generate-shell-completion", "type `axle completions bash`, `zsh` or `fish`"},
    ForeignCommand{"debug", "type `axle -v` with the command"},
    ForeignCommand{"download", "type `axle sync --dry-run` to see what would be fetched"},
    ForeignCommand{"wheel", "type `axle build --wheel`"},
    ForeignCommand{"python install", no_pythons},
    ForeignCommand{"python upgrade", no_pythons},
    ForeignCommand{"python uninstall", "what installed a Python removes it"},
    ForeignCommand{"python update-shell", no_pythons},
    ForeignCommand{"python dir", "type `axle python find` for the path of one"},
    ForeignCommand{"pip add", "type `axle pip install NAME`, or `axle add NAME` for the project"},
    ForeignCommand{"pip remove", "type `axle pip uninstall NAME`"},
    ForeignCommand{"pip update", "type `axle pip install --upgrade NAME`"},
    ForeignCommand{"pip upgrade", "type `axle pip install --upgrade NAME`"},
    ForeignCommand{"pip lock", "type `axle pip compile FILE`"},
    ForeignCommand{"pip download",
                   "type `axle pip install --dry-run NAME` to see what it would be"},
    ForeignCommand{"pip wheel", "type `axle build --wheel`"},
    ForeignCommand{"pip debug", "type `axle doctor`"},
    ForeignCommand{"cache purge", "type `axle cache clean`"},
    ForeignCommand{"cache info", "type `axle cache dir` and `axle cache size`"},
};

std::optional<std::string> foreign_answer(const std::vector<const CLI::App*>& path,
                                          std::string_view written) {
  std::string name;
  for (const CLI::App* part : path)
    if (part != path.front()) name += part->get_name() + " ";
  name += written;
  for (const ForeignCommand& command : foreign_commands)
    if (command.name == name) return std::string(command.answer);
  return std::nullopt;
}

Error mistake(std::string message, std::vector<std::string> hints) {
  return {ErrorKind::invalid_input, std::move(message), std::move(hints), nullptr, {}, {}, {}};
}

/// "--default-index: 1 required TEXT missing", with all names that the option has.
std::optional<std::string> missing_value(std::string_view said,
                                         const std::vector<const CLI::App*>& path) {
  if (!said.ends_with(" missing")) return std::nullopt;
  const std::string name(said.substr(0, said.find(':')));
  for (const CLI::App* part : path) {
    const CLI::Option* option = part->get_option_no_throw(name);
    if (option == nullptr || option->get_positional()) continue;
    std::vector<std::string> names;
    for (const std::string& spelling : spellings(*option))
      names.push_back(fmt::format("`{}`", spelling));
    return fmt::format("{} needs a value", join_in_words(names, "or"));
  }
  return std::nullopt;
}

/// "Could not convert: --depth = many" and "--color: Check purple value in …".
std::optional<std::string> bad_value(const CLI::ParseError& error) {
  const std::string said = error.what();
  constexpr std::string_view converting = "Could not convert: ";
  constexpr std::string_view checking = ": Check ";
  if (said.starts_with(converting)) {
    const std::string_view rest = std::string_view(said).substr(converting.size());
    const std::size_t equals = rest.find(" = ");
    if (equals == std::string_view::npos) return std::nullopt;
    return fmt::format("`{}` is not a value of `{}`", escape_foreign(rest.substr(equals + 3)),
                       escape_foreign(rest.substr(0, equals)));
  }
  const std::size_t check = said.find(checking);
  const std::size_t value = said.find(" value in ");
  if (check == std::string::npos || value == std::string::npos) return std::nullopt;
  const std::size_t begin = check + checking.size();
  return fmt::format("`{}` is not a value of `{}`",
                     escape_foreign(said.substr(begin, value - begin)),
                     escape_foreign(said.substr(0, check)));
}

/// The first example that the help of a command shows; empty if it shows none.
std::string first_example(const CLI::App& command, const std::string& program) {
  const std::size_t space = program.find(' ');
  std::string lines(examples_of(space == std::string::npos ? "" : program.substr(space + 1)));
  if (lines.empty()) lines = command.get_footer();
  for (const std::string_view line : split(lines, '\n'))
    if (trim(line).starts_with(program)) return std::string(trim(line));
  return {};
}

/// "PACKAGE is required", with an example of the command.
std::optional<Error> missing_argument(const CLI::ParseError& error, const CLI::App& command,
                                      const std::string& program) {
  constexpr std::string_view required = " is required";
  const std::string_view said = error.what();
  if (dynamic_cast<const CLI::RequiredError*>(&error) == nullptr || !said.ends_with(required))
    return std::nullopt;
  const std::string_view name = said.substr(0, said.size() - required.size());
  std::vector<std::string> hints;
  if (const std::string example = first_example(command, program); !example.empty())
    hints.push_back(fmt::format("for example `{}`", example));
  return mistake(fmt::format("`{}` needs {}", program, escape_foreign(name)), std::move(hints));
}

/// "--locked excludes --frozen".
std::optional<Error> excluded_option(const CLI::ParseError& error) {
  constexpr std::string_view excludes = " excludes ";
  const std::string_view said = error.what();
  const std::size_t at = said.find(excludes);
  if (dynamic_cast<const CLI::ExcludesError*>(&error) == nullptr || at == std::string_view::npos)
    return std::nullopt;
  return mistake(fmt::format("`{}` cannot be used with `{}`", escape_foreign(said.substr(0, at)),
                             escape_foreign(said.substr(at + excludes.size()))),
                 {"leave one of them out"});
}

/// "--depth: Value 300 not in range 0 to 255".
std::optional<Error> value_out_of_range(const CLI::ParseError& error) {
  constexpr std::string_view value = ": Value ";
  constexpr std::string_view range = " not in range ";
  const std::string_view said = error.what();
  const std::size_t begin = said.find(value);
  const std::size_t end = said.rfind(range);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
    return std::nullopt;
  const std::size_t written = begin + value.size();
  return mistake(fmt::format("`{}` is not a value of `{}`",
                             escape_foreign(said.substr(written, end - written)),
                             escape_foreign(said.substr(0, begin))),
                 {fmt::format("give a number from {}", said.substr(end + range.size()))});
}

bool is_option(const std::string& word) { return word.starts_with('-') && word.size() > 1; }

}  // namespace

bool names_unknown_command(const CLI::App& app) {
  return !commands_of(*recognised(app).back()).empty() &&
         std::ranges::any_of(app.remaining(true), std::not_fn(is_option));
}

Error explain_mistake(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<const CLI::App*> path = recognised(app);
  const std::string program = name_of(path);
  std::vector<std::string> hints;
  const std::string help = fmt::format("see `{} --help`", program);

  const std::vector<std::string> unknown = app.remaining(true);
  const std::vector<std::string> commands = commands_of(*path.back());
  const auto word = std::ranges::find_if_not(unknown, is_option);
  const auto option = std::ranges::find_if(unknown, is_option);
  // The options of a command that there is not are unknown because the command is; an option's
  // value is, because the option is.
  if (word != unknown.end() && (option == unknown.end() || (!commands.empty() && word < option))) {
    if (auto answer = commands.empty() ? std::nullopt : foreign_answer(path, *word))
      hints.push_back(*std::move(answer));
    else if (auto hint = meant(*word, commands))
      hints.push_back(*std::move(hint));
    hints.push_back(help);
    return mistake(
        commands.empty()
            ? fmt::format("`{}` does not take the argument `{}`", program, escape_foreign(*word))
            : fmt::format("`{}` is not a command of `{}`", escape_foreign(*word), program),
        std::move(hints));
  }
  if (option != unknown.end()) {
    const std::string written = option->substr(0, option->find('='));
    if (auto hint = meant(written, options_of(path))) hints.push_back(*std::move(hint));
    hints.push_back(help);
    return mistake(fmt::format("`{}` is not an option of `{}`", escape_foreign(written), program),
                   std::move(hints));
  }
  if (!commands.empty() && path.size() > 1 &&
      dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    return mistake(fmt::format("`{}` needs a command", program),
                   {fmt::format("choose one of {}", join(commands, ", ")), help});
  }
  for (const auto& known : {missing_argument(error, *path.back(), program), excluded_option(error),
                            value_out_of_range(error)}) {
    if (!known) continue;
    Error explained = *known;
    explained.hints.push_back(help);
    return explained;
  }
  hints.push_back(help);
  const std::string said = error.what();
  if (auto message = missing_value(said, path))
    return mistake(*std::move(message), std::move(hints));
  if (auto message = bad_value(error)) return mistake(*std::move(message), std::move(hints));
  return mistake(escape_foreign(said), std::move(hints));
}

}  // namespace axle
