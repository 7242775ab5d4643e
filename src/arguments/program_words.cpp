// SPDX-License-Identifier: MIT
#include "arguments/program_words.hpp"

#include <string_view>

namespace axle {
namespace {

const CLI::Option* option_of(const CLI::App& app, const std::string& name) {
  const CLI::Option* option = app.get_option_no_throw(name);
  return option == nullptr && app.get_parent() != nullptr
             ? app.get_parent()->get_option_no_throw(name)
             : option;
}

bool takes_value(const CLI::Option* option) {
  return option != nullptr && option->get_items_expected_min() > 0;
}

/// Whether the value of this option is the next word. Short ones may stand together (`-qp 3.12`).
bool next_is_value(const CLI::App& app, std::string_view word) {
  if (word.starts_with("--"))
    return word.find('=') == std::string_view::npos &&
           takes_value(option_of(app, std::string(word)));
  for (std::size_t i = 1; i < word.size(); ++i)
    if (takes_value(option_of(app, std::string("-") + word[i]))) return i + 1 == word.size();
  return false;
}

}  // namespace

ProgramWords program_words(const CLI::App& app, std::span<const std::string> words) {
  const CLI::App* command = &app;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const bool is_option = word.size() > 1 && word[0] == '-';
    if (command != &app && word == "--") return {i, i + 1};
    if (is_option) {
      if (next_is_value(*command, word)) ++i;
      continue;
    }
    if (command != &app) return {i, i};
    if (word != "run") break;
    command = app.get_subcommand("run");
  }
  return {words.size(), words.size()};
}

}  // namespace axle
