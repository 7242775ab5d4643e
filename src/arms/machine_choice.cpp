// SPDX-License-Identifier: MIT
#include "arms/machine_choice.hpp"

#include <fmt/format.h>

#include "accelerator/detect.hpp"
#include "accelerator/findings.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

/// What is in the way of the machine's devices and can be mended; empty if nothing is.
std::string fault_of(const LookedAtMachine& looked, const Catalog& catalog) {
  for (const Finding& finding : find_faults(*looked.root, catalog, looked.machine, InstalledSet{}))
    if (finding.severity == Severity::error && finding.code != "no-builds-for-platform")
      return fmt::format("{} ({}, see `axle doctor`)", finding.message, finding.code);
  return {};
}

/// Says what is news of a choice: nothing where the environment was made for it already.
void say_choice(const std::filesystem::path& environment, const ArmRecord& record,
                std::string_view verb, Services& services) {
  if (record.is_provisional) return services.reporter().warning(record.why);
  const auto before = read_arm_record(environment);
  const bool is_news = !before || before->accelerator != record.accelerator;
  if (is_news && (record.by == "machine" || record.by == "profile"))
    services.reporter().notice(
        fmt::format("{} accelerator {}: {}", verb, record.accelerator, record.why));
}

}  // namespace

ArmRecord record_of_choice(Choice choice, const LookedAtMachine& looked, const Catalog& catalog,
                           bool is_recorded) {
  ArmRecord record{std::move(choice.arm), is_recorded ? "profile" : "machine",
                   std::move(choice.reason), machine_fingerprint(*looked.root), false};
  if (vendor_of_arm(record.accelerator) && !choice.estimate.empty())
    record.why += "; an estimate: " + choice.estimate;
  if (is_recorded || record.accelerator != "cpu") return record;
  const std::string fault = fault_of(looked, catalog);
  if (fault.empty()) return record;
  record.is_provisional = true;
  record.why += "; " + fault;
  return record;
}

Result<void> keep_choice(const std::filesystem::path& environment, const ArmRecord& record,
                         Services& services) {
  say_choice(environment, record, "Using", services);
  return record.is_provisional ? forget_arm_record(environment)
                               : keep_arm_record(environment, record);
}

void tell_choice(const std::filesystem::path& environment, const ArmRecord& record,
                 Services& services) {
  say_choice(environment, record, "Would use", services);
}

}  // namespace axle
