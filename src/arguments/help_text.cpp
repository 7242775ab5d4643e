// SPDX-License-Identifier: MIT
#include "arguments/help_text.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "arguments/command_name.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 33> examples{{
    {"sync", "axle sync\naxle sync --frozen --no-dev\naxle sync --extra cu128 --dry-run"},
    {"lock", "axle lock\naxle lock --upgrade-package torch\naxle lock --check\naxle lock -v"},
    {"export",
     "axle export -o requirements.txt\naxle export --format pylock.toml -o pylock.toml --no-dev"},
    {"tree", "axle tree\naxle tree --invert --package numpy\naxle tree --depth 1"},
    {"why", "axle why numpy"},
    {"pip install",
     "axle pip install torch --index-url https://download.pytorch.org/whl/cpu\naxle pip install -r "
     "requirements.txt --dry-run\naxle pip install ./demo-1.0-py3-none-any.whl"},
    {"pip sync", "axle pip sync requirements.txt\naxle pip sync pylock.toml"},
    {"pip compile",
     "axle pip compile requirements.in -o requirements.txt\naxle pip compile pyproject.toml "
     "--all-extras --generate-hashes\naxle pip compile requirements.in --universal -o pylock.toml"},
    {"pip uninstall", "axle pip uninstall torch"},
    {"pip list", "axle pip list\naxle pip list --format json"},
    {"pip freeze", "axle pip freeze > requirements.txt"},
    {"pip show", "axle pip show torch"},
    {"pip tree", "axle pip tree --package torch --invert"},
    {"venv", "axle venv\naxle venv --python 3.12 .venv-3.12"},
    {"cache clean", "axle cache clean\naxle cache clean torch"},
    {"self version", "axle self version\naxle self version --short"},
    {"verify", "axle verify\naxle verify --fix"},
    {"history", "axle history\naxle history --json"},
    {"rollback", "axle rollback\naxle rollback 3 --dry-run"},
    {"plan", "axle plan\naxle plan --accelerator cu128 --max-download 3GB"},
    {"accelerators expand", "axle accelerators expand"},
    {"accelerators collapse", "axle accelerators collapse --dry-run"},
    {"pip check", "axle pip check\naxle pip check --python-version 3.13"},
    {"profile list", "axle profile list"},
    {"python find", "axle python find\naxle python find '>=3.11'"},
    {"python list", "axle python list\naxle python list 3.12"},
    {"cache dir", "axle cache dir"},
    {"cache size", "axle cache size"},
    {"cache verify", "axle cache verify --fix"},
    {"cache prune", "axle cache prune\naxle cache prune --ci"},
    {"manual", "axle manual | man -l -"},
    {"plumbing", "echo '{\"op\": \"version\", \"text\": \"v1.0-RC1\"}' | axle plumbing"},
    {"completions", "axle completions bash > ~/.local/share/bash-completion/completions/axle"},
}};

const CLI::App& innermost(const CLI::App& app) {
  const CLI::App* found = &app;
  while (!found->get_subcommands().empty()) found = found->get_subcommands().front();
  return *found;
}

}  // namespace

std::string_view examples_of(std::string_view command) {
  for (const auto& [name, lines] : examples)
    if (name == command) return lines;
  return {};
}

std::string help_text(const CLI::App& app) {
  std::string text = app.help();
  const CLI::App& command = innermost(app);
  if (&command == &app) return text;
  if (const std::string_view lines = examples_of(command_name(command)); !lines.empty()) {
    text += "\nExamples:\n";
    for (const std::string_view line : split(lines, '\n')) text += fmt::format("  {}\n", line);
  }
  const auto* formatter = dynamic_cast<const CLI::Formatter*>(app.get_formatter().get());
  if (formatter == nullptr) return text;
  const auto is_global = [](const CLI::Option* option) {
    return option->get_group() == "Global options";
  };
  return text + "\n" + formatter->make_group("Global options", false, app.get_options(is_global));
}

}  // namespace axle
