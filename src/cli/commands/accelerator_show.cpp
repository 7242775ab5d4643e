// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "accelerator/torch_builds.hpp"
#include "arms/machine_source.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/accelerator_commands.hpp"
#include "cli/words/machine_json.hpp"
#include "cli/words/machine_words.hpp"

namespace axle {
namespace {

Result<std::vector<std::string>> named_arms(const std::string& list, const Catalog& catalog) {
  std::vector<std::string> arms;
  for (const std::string_view item : split(list, ',')) {
    const std::string_view name = trim(item);
    if (name.empty()) continue;
    if (!accelerator_kind(name)) {
      const std::vector<std::string> similar = catalog.similar_arms(name);
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is no accelerator", escape_foreign(name)),
                  "did you mean `" + join(similar, "`, `") + "`?");
    }
    arms.emplace_back(name);
  }
  return arms;
}

}  // namespace

Result<ExitCode> accelerator_show_command(const AcceleratorShowOptions& options, Session& session) {
  TRY(const Catalog catalog, accelerator_catalog(session));
  TRY(const LookedAtMachine looked, look_at_machine(options.profile, catalog, session));
  const Machine& machine = looked.machine;
  const std::string platform = machine.platform.key();
  const std::string torch = options.torch.value_or(newest_torch(catalog, platform));
  std::vector<std::string> arms = TorchBuilds(catalog, torch, platform).arms();
  if (options.accelerators) {
    TRY(arms, named_arms(*options.accelerators, catalog));
  }
  std::optional<Choice> choice;
  if (!torch.empty())
    choice = choose_accelerator(catalog, machine, std::move(arms), torch, platform);
  if (session.options().json) {
    session.printer().data(machine_json(machine, choice));
    return ExitCode::success;
  }
  const Style& style = session.printer().out_style();
  std::string text = machine_words(machine, style);
  if (choice) text += choice_words(catalog, machine, *choice, torch, style);
  session.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
