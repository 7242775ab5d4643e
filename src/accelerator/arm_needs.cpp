// SPDX-License-Identifier: MIT
#include "accelerator/arm_needs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accelerator/choose.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

bool is_number_text(std::string_view text) {
  return !text.empty() && is_ascii_digit(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_ascii_digit(c) || c == '.'; });
}

/// One of what stands between commas, added to what is known. False if it says nothing.
class NeedsReader {
 public:
  bool read(std::string_view term) {
    const std::size_t at = term.find(">=");
    if (at == std::string_view::npos) return read_name(term);
    return read_floor(trim(term.substr(0, at)), trim(term.substr(at + 2)));
  }
  /// Whether terms of two kinds were met.
  bool is_of_two_kinds() const { return is_mixed_; }
  ArmNeeds take() { return std::move(needs_); }

 private:
  bool is(AcceleratorKind kind) {
    is_mixed_ = is_mixed_ || (has_kind_ && needs_.kind != kind);
    needs_.kind = kind;
    has_kind_ = true;
    return true;
  }

  bool read_floor(std::string_view what, std::string_view least) {
    if (!is_number_text(least)) return false;
    if (what == "driver") {
      needs_.driver = least;
      return is(AcceleratorKind::cuda);
    }
    if (what != "cuda" && what != "rocm") return false;
    needs_.runtime = least;
    return is(what == "cuda" ? AcceleratorKind::cuda : AcceleratorKind::rocm);
  }

  bool read_name(std::string_view name) {
    for (const AcceleratorKind kind :
         {AcceleratorKind::cuda, AcceleratorKind::rocm, AcceleratorKind::xpu, AcceleratorKind::cpu})
      if (name == kind_name(kind)) return is(kind);
    if (name.starts_with("sm_") && name.size() >= 5 &&
        std::ranges::all_of(name.substr(3), is_ascii_digit)) {
      Gpu gpu;
      gpu.arch = name;
      needs_.archs.push_back(gpu.capability());
      return is(AcceleratorKind::cuda);
    }
    if (name.starts_with("gfx") && name.size() >= 6 &&
        std::ranges::all_of(name.substr(3),
                            [](char c) { return is_ascii_digit(c) || (c >= 'a' && c <= 'f'); })) {
      needs_.archs.emplace_back(name);
      return is(AcceleratorKind::rocm);
    }
    return false;
  }

  ArmNeeds needs_;
  bool has_kind_ = false, is_mixed_ = false;
};

std::optional<AcceleratorKind> kind_by_beginning(std::string_view name) {
  if (name.starts_with("cpu")) return AcceleratorKind::cpu;
  if (name.starts_with("xpu")) return AcceleratorKind::xpu;
  if (name.starts_with("rocm")) return AcceleratorKind::rocm;
  if (name.starts_with("cu") && name.size() > 2 && is_ascii_digit(name[2]))
    return AcceleratorKind::cuda;
  return std::nullopt;
}

}  // namespace

std::expected<ArmNeeds, std::string> parse_arm_needs(std::string_view text) {
  NeedsReader reader;
  for (std::string_view rest = text;;) {
    const std::size_t comma = rest.find(',');
    const std::string_view term = trim(rest.substr(0, comma));
    if (!reader.read(term))
      return std::unexpected(
          fmt::format("`{}` is nothing that a machine can have", escape_foreign(term)));
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  if (reader.is_of_two_kinds())
    return std::unexpected(
        fmt::format("`{}` asks for devices of two kinds at once", escape_foreign(text)));
  return reader.take();
}

std::optional<AcceleratorKind> kind_of_own_arm(std::string_view name, std::string_view index,
                                               std::string_view needs) {
  if (!needs.empty())
    if (const auto parsed = parse_arm_needs(needs)) return parsed->kind;
  if (const auto kind = kind_by_beginning(name)) return kind;
  if (index.ends_with('/')) index.remove_suffix(1);
  return kind_by_beginning(index.substr(index.rfind('/') + 1));
}

std::vector<std::string> dependency_tables(std::string_view name, std::string_view index,
                                           std::string_view needs) {
  auto kind = accelerator_kind(name);
  if (!kind) kind = kind_of_own_arm(name, index, needs);
  std::vector<std::string> tables;
  if (kind && kind_name(*kind) != name) tables.emplace_back(kind_name(*kind));
  tables.emplace_back(name);
  return tables;
}

std::string refusal_of(const ArmNeeds& needs, const Machine& machine) {
  if (needs.kind == AcceleratorKind::cpu) return {};
  const GpuVendor vendor = needs.kind == AcceleratorKind::cuda   ? GpuVendor::nvidia
                           : needs.kind == AcceleratorKind::rocm ? GpuVendor::amd
                                                                 : GpuVendor::intel;
  const std::vector<const Gpu*> gpus = machine.counted(vendor);
  if (gpus.empty()) return "no-device";
  const GpuDriver* driver = machine.driver(vendor);
  if (!needs.driver.empty() && (driver == nullptr || !at_least(driver->version, needs.driver)))
    return "driver-too-old";
  if (!needs.runtime.empty() && vendor == GpuVendor::nvidia &&
      (driver == nullptr ||
       !(at_least(driver->cuda, needs.runtime) || at_least(driver->compat, needs.runtime))))
    return "driver-too-old";
  // The wheels bring ROCm themselves: an older one of the system's is a reason only where it is
  // known.
  if (!needs.runtime.empty() && vendor == GpuVendor::amd && driver != nullptr &&
      !driver->rocm.empty() && !at_least(driver->rocm, needs.runtime))
    return "driver-too-old";
  if (needs.archs.empty()) return {};
  const std::vector<std::string_view> archs(needs.archs.begin(), needs.archs.end());
  const KnownBuild build{.torch = {},
                         .arm = {},
                         .platform = {},
                         .versions = {},
                         .archs = archs,
                         .ptx = {},
                         .provenance = {}};
  const bool is_served =
      std::ranges::all_of(gpus, [&](const Gpu* gpu) { return has_code(build, *gpu, {}, {}); });
  return is_served ? "" : "no-code";
}

}  // namespace axle
