// SPDX-License-Identifier: MIT
#include "arms/changed_machine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accelerator/choose.hpp"
#include "accelerator/detect.hpp"
#include "accelerator/real_root.hpp"
#include "arms/machine_source.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {

Result<void> hold_to_machine(ArmRecord& record, std::string_view torch, Services& services) {
  RealRoot root(services.environment());
  const std::string here = machine_fingerprint(root);
  services.record().depends_on(here);
  // An image that was made for another machine is not meant to run on this one.
  if (record.machine == here || record.by == "profile") return {};
  const bool is_news = !record.machine.empty();
  record.machine = here;
  if (!is_news || !vendor_of_arm(record.accelerator)) return {};
  TRY(const Catalog catalog, accelerator_catalog(services));
  TRY(const LookedAtMachine looked, look_at_machine(std::nullopt, catalog, services));
  const Choice choice = choose_listed(catalog, looked.machine, {{.name = record.accelerator}},
                                      torch, looked.machine.platform.key());
  // That the data knows no such build says nothing of the machine.
  const bool is_refused = std::ranges::any_of(
      choice.rejected, [](const RejectedArm& arm) { return arm.code != "no-build"; });
  if (is_refused)
    services.reporter().warning(fmt::format(
        "the machine has changed, and the environment's accelerator `{}` cannot run here: {}; "
        "`axle sync --accelerator auto` chooses again",
        escape_foreign(record.accelerator), choice.reason));
  return {};
}

}  // namespace axle
