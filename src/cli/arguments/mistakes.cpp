// SPDX-License-Identifier: MIT
#include "cli/arguments/mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

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

std::string closest(const std::string& written, const std::vector<std::string>& known) {
  std::string best;
  unsigned distance = std::max<unsigned>(3, static_cast<unsigned>(written.size() / 3) + 1);
  for (const std::string& name : known) {
    const unsigned d = edit_distance(written, name);
    if (d >= distance) continue;
    distance = d;
    best = name;
  }
  return best;
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

}  // namespace

Error explain_mistake(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<const CLI::App*> path = recognised(app);
  const std::string program = name_of(path);
  std::vector<std::string> hints;
  const std::string help = fmt::format("see `{} --help`", program);

  std::vector<std::string> unknown = app.remaining(true);
  // An option's value is unknown because the option is.
  const auto option = std::ranges::find_if(
      unknown, [](const std::string& word) { return word.starts_with('-') && word.size() > 1; });
  if (option != unknown.end()) {
    const std::string written = option->substr(0, option->find('='));
    if (const std::string meant = closest(written, options_of(path)); !meant.empty())
      hints.push_back(fmt::format("did you mean `{}`?", meant));
    hints.push_back(help);
    return mistake(fmt::format("`{}` is not an option of `{}`", escape_foreign(written), program),
                   std::move(hints));
  }
  const std::vector<std::string> commands = commands_of(*path.back());
  if (!unknown.empty()) {
    const std::string& written = unknown.front();
    if (const std::string meant = closest(written, commands); !meant.empty())
      hints.push_back(fmt::format("did you mean `{}`?", meant));
    hints.push_back(help);
    return mistake(
        commands.empty()
            ? fmt::format("`{}` does not take the argument `{}`", program, escape_foreign(written))
            : fmt::format("`{}` is not a command of `{}`", escape_foreign(written), program),
        std::move(hints));
  }
  if (!commands.empty() && path.size() > 1 &&
      dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    return mistake(fmt::format("`{}` needs a command", program),
                   {fmt::format("choose one of {}", join(commands, ", ")), help});
  }
  hints.push_back(help);
  const std::string said = error.what();
  if (auto message = missing_value(said, path))
    return mistake(*std::move(message), std::move(hints));
  if (auto message = bad_value(error)) return mistake(*std::move(message), std::move(hints));
  return mistake(escape_foreign(said), std::move(hints));
}

}  // namespace axle
