// SPDX-License-Identifier: MIT
#include "operations/plan_arms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"

namespace axle {
namespace {

/// "500MB", "3 GB", "1.5GiB" or a number of bytes.
Result<std::uint64_t> parse_size(const std::string& text) {
  constexpr std::pair<std::string_view, double> units[] = {
      {"", 1},     {"b", 1},        {"kb", 1e3},        {"mb", 1e6},
      {"gb", 1e9}, {"kib", 1024.0}, {"mib", 1048576.0}, {"gib", 1073741824.0},
      {"k", 1e3},  {"m", 1e6},      {"g", 1e9}};
  const std::string lowered = ascii_lower(trim(text));
  const std::size_t end = std::min(lowered.find_first_not_of("0123456789."), lowered.size());
  const std::string number = lowered.substr(0, end);
  char* rest = nullptr;
  const double value = std::strtod(number.c_str(), &rest);
  const std::string unit(trim(std::string_view(lowered).substr(end)));
  const auto known = std::ranges::find(units, unit, [](const auto& entry) { return entry.first; });
  if (number.empty() || *rest != '\0' || known == std::end(units) || value > 1e15)
    return fail(ErrorKind::invalid_input,
                fmt::format("`--max-download {}` is no size", escape_foreign(text)),
                "write it like `500MB` or `3GB`");
  return static_cast<std::uint64_t>(value * known->second);
}

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
  std::optional<std::uint64_t> limit;
  if (options.max_download) {
    TRY(limit, parse_size(*options.max_download));
  }
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
    if (plan.download() > *limit)
      return fail(ErrorKind::failed,
                  fmt::format("{} would be downloaded{}, more than `--max-download {}`",
                              human_size(plan.download()),
                              plan.accelerator.empty() ? std::string()
                                                       : fmt::format(" for `{}`", plan.accelerator),
                              escape_foreign(*options.max_download)),
                  "choose another accelerator with `--accelerator`, or allow more");
  return ExitCode::success;
}

}  // namespace axle
