// SPDX-License-Identifier: MIT
#include "cli/words/machine_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::size_t first_column = 12;

std::string row(std::string_view head, const std::string& text) {
  return fmt::format("{:<{}}{}\n", head, first_column, text);
}

std::string platform_text(const MachinePlatform& platform) {
  std::string text = escape_foreign(platform.os) + " " + escape_foreign(platform.arch);
  if (!platform.libc.empty()) text += ", " + escape_foreign(platform.libc);
  if (platform.in_container()) text += ", in a container of " + platform.container;
  if (platform.is_wsl()) text += ", WSL";
  if (!platform.l4t.empty()) text += ", Jetson Linux " + escape_foreign(platform.l4t);
  return text;
}

std::string driver_text(const GpuDriver& driver) {
  std::string text(vendor_title(driver.vendor));
  if (!driver.version.empty()) text += " " + escape_foreign(driver.version);
  if (!driver.cuda.empty()) text += ", CUDA " + escape_foreign(driver.cuda);
  if (!driver.compat.empty()) text += " by compat libraries";
  if (driver.vendor == GpuVendor::amd && driver.version.empty())
    text += ", the kernel's own module";
  if (!driver.rocm.empty()) text += ", ROCm " + escape_foreign(driver.rocm) + " in /opt/rocm";
  return text;
}

std::string gpu_text(const Gpu& gpu) {
  std::string text =
      fmt::format("{} {}: {}", vendor_title(gpu.vendor), gpu.index, escape_foreign(gpu.name));
  if (!gpu.arch.empty()) text += ", " + escape_foreign(gpu.arch);
  if (!gpu.runs_as.empty()) text += " as " + gpu.runs_as;
  if (gpu.memory_mib) text += ", " + human_size(*gpu.memory_mib << 20);
  if (gpu.integrated) text += ", part of the processor";
  if (!gpu.visible) text += gpu.why.empty() ? " (not usable)" : " (not usable: " + gpu.why + ")";
  return text;
}

}  // namespace

std::string machine_words(const Machine& machine, const Style& style) {
  std::string text = row("Platform", platform_text(machine.platform));
  for (const GpuDriver& driver : machine.drivers) text += row("Driver", driver_text(driver));
  if (machine.gpus.empty()) text += row("Devices", "none");
  for (const Gpu& gpu : machine.gpus) {
    const std::string line = gpu_text(gpu);
    text += row("Device", gpu.visible ? line : style.dim(line));
    for (const GpuInstance& instance : gpu.instances)
      text += row("", fmt::format("  {}{}", escape_foreign(instance.name),
                                  instance.visible ? "" : " (not visible)"));
  }
  if (!machine.overrides.empty())
    text += row("Overrides", join(machine.overrides, ", ") + " stand in for what is here");
  return text;
}

std::string choice_words(const Catalog& catalog, const Machine& machine, const Choice& choice,
                         std::string_view torch, const Style& style) {
  std::string text = row(
      "Choice", fmt::format("{} for torch {}", style.bold(choice.arm.empty() ? "none" : choice.arm),
                            escape_foreign(torch)));
  text += row("", choice.reason);
  std::string_view head = "Refused";
  for (const RejectedArm& rejected : choice.rejected) {
    text += row(head, refusal_words(catalog, machine, rejected, torch));
    head = "";
  }
  if (!choice.estimate.empty()) text += row("Estimate", choice.estimate);
  return text;
}

std::string finding_words(const std::vector<Finding>& findings, const Style& style) {
  std::string text;
  std::uint64_t counts[3] = {};
  for (const Finding& finding : findings) {
    ++counts[static_cast<std::size_t>(finding.severity)];
    const std::string name(severity_name(finding.severity));
    const std::string head = finding.severity == Severity::error     ? style.red(name)
                             : finding.severity == Severity::warning ? style.yellow(name)
                                                                     : style.cyan(name);
    text += fmt::format("{}[{}]: {}\n", head, finding.code, finding.message);
    if (!finding.hint.empty()) text += fmt::format("  hint: {}\n", finding.hint);
  }
  if (findings.empty()) return "No problems found\n";
  std::vector<std::string> parts;
  const char* const words[] = {"error", "warning", "info"};
  for (std::size_t i = 0; i < 3; ++i)
    if (counts[i] > 0) parts.push_back(counted(counts[i], words[i]));
  return text + "\nFound " + join_in_words(parts, "and") + "\n";
}

}  // namespace axle
