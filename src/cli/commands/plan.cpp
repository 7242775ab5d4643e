// SPDX-License-Identifier: MIT
#include "operations/plan_arms.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "services/download_limit.hpp"

namespace axle {
namespace {

std::string download_text(const ArmPlan& plan) {
  std::string text = human_size(plan.download());
  if (const std::size_t unknown = plan.unknown(); unknown != 0)
    text += fmt::format(" and {} of unknown size", counted(unknown, "package"));
  return text;
}

nlohmann::ordered_json json_of(const ArmPlan& plan) {
  nlohmann::ordered_json packages = nlohmann::ordered_json::array();
  for (const PlannedPackage& package : plan.packages) {
    nlohmann::ordered_json one{{"name", package.name.text()},
                               {"version", package.version.to_string()},
                               {"wheel", package.filename},
                               {"index", package.index},
                               {"cached", package.is_stored}};
    if (package.size) one["size"] = *package.size;
    packages.push_back(std::move(one));
  }
  nlohmann::ordered_json json;
  if (!plan.accelerator.empty()) json["accelerator"] = plan.accelerator;
  json["download"] = plan.download();
  json["unknown_sizes"] = plan.unknown();
  json["packages"] = std::move(packages);
  if (!plan.refusal.empty()) json["refusal"] = plan.refusal;
  return json;
}

void show(const std::vector<ArmPlan>& plans, Session& services) {
  std::string text;
  for (const ArmPlan& plan : plans) {
    const std::string title = plan.accelerator.empty() ? "download" : plan.accelerator;
    if (!plan.refusal.empty()) {
      text += fmt::format("{}: not here: {}\n", title, escape_foreign(plan.refusal));
      continue;
    }
    text += fmt::format("{}: {}, {} to download\n", title, counted(plan.packages.size(), "package"),
                        download_text(plan));
    if (plans.size() > 1) continue;
    for (const PlannedPackage& package : plan.packages)
      text += fmt::format("  {}=={} {}\n", package.name.text(), package.version.to_string(),
                          package.is_stored ? "cached"
                          : package.size    ? human_size(*package.size)
                                            : "unknown size");
  }
  services.printer().data(text);
}

}  // namespace

Result<ExitCode> plan_command(const PlanCommandOptions& options, Session& services) {
  TRY(const std::optional<DownloadLimit> limit, DownloadLimit::parse(options.max_download));
  TRY(const std::vector<ArmPlan> plans, plan_arms(options, services));
  if (services.options().json) {
    nlohmann::ordered_json json{{"schema", {{"version", "preview"}}},
                                {"plans", nlohmann::ordered_json::array()}};
    for (const ArmPlan& plan : plans) json["plans"].push_back(json_of(plan));
    services.printer().data(json.dump(2) + "\n");
  } else {
    show(plans, services);
  }
  if (!limit) return ExitCode::success;
  for (const ArmPlan& plan : plans)
    TRY_OK(limit->check(plan.download(), plan.accelerator.empty()
                                             ? std::string()
                                             : fmt::format(" for `{}`", plan.accelerator)));
  return ExitCode::success;
}

}  // namespace axle
