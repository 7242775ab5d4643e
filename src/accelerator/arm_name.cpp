// SPDX-License-Identifier: MIT
#include "accelerator/arm_name.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"

namespace axle {
namespace {

bool all_of_text(std::string_view text, bool (*wanted)(char)) {
  return !text.empty() && std::ranges::all_of(text, wanted);
}

}  // namespace

std::optional<AcceleratorKind> accelerator_kind(std::string_view arm) {
  if (arm == "cpu") return AcceleratorKind::cpu;
  if (arm == "xpu") return AcceleratorKind::xpu;
  if (arm.starts_with("cu") && all_of_text(arm.substr(2), [](char c) { return is_ascii_digit(c); }))
    return AcceleratorKind::cuda;
  if (arm.starts_with("rocm") &&
      all_of_text(arm.substr(4), [](char c) { return is_ascii_digit(c) || c == '.'; }))
    return AcceleratorKind::rocm;
  return std::nullopt;
}

std::string_view kind_name(AcceleratorKind kind) {
  switch (kind) {
    case AcceleratorKind::cuda:
      return "cuda";
    case AcceleratorKind::rocm:
      return "rocm";
    case AcceleratorKind::xpu:
      return "xpu";
    case AcceleratorKind::cpu:
      break;
  }
  return "cpu";
}

std::string_view kind_title(AcceleratorKind kind) {
  switch (kind) {
    case AcceleratorKind::cuda:
      return "CUDA";
    case AcceleratorKind::rocm:
      return "ROCm";
    case AcceleratorKind::xpu:
      return "XPU";
    case AcceleratorKind::cpu:
      break;
  }
  return "CPU";
}

std::string arm_runtime(std::string_view arm) {
  const auto kind = accelerator_kind(arm);
  if (kind == AcceleratorKind::rocm) return std::string(arm.substr(4));
  if (kind != AcceleratorKind::cuda || arm.size() < 4) return {};
  // The last digit is the minor version: cu92 is CUDA 9.2, cu118 is 11.8.
  return std::string(arm.substr(2, arm.size() - 3)) + "." + arm.back();
}

bool arm_goes_before(std::string_view a, std::string_view b) {
  const auto rank = [](std::string_view arm) {
    const auto kind = accelerator_kind(arm);
    return kind ? static_cast<int>(*kind) : 1 + static_cast<int>(AcceleratorKind::cpu);
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  const auto newness = numbers_in(arm_runtime(a)) <=> numbers_in(arm_runtime(b));
  return newness != 0 ? newness > 0 : a < b;
}

std::vector<std::uint64_t> numbers_in(std::string_view text) {
  std::vector<std::uint64_t> numbers;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_ascii_digit(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_ascii_digit(text[end])) ++end;
    numbers.push_back(parse_unsigned(text.substr(at, end - at))
                          .value_or(std::numeric_limits<std::uint64_t>::max()));
    at = end;
  }
  return numbers;
}

bool at_least(std::string_view a, std::string_view b) { return numbers_in(a) >= numbers_in(b); }

}  // namespace axle
