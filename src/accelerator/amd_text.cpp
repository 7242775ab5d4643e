// SPDX-License-Identifier: MIT
#include "accelerator/amd_text.hpp"

#include <fmt/format.h>

#include "accelerator/arm_name.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

// The largest numbers with which a target's name has one digit for minor and step.
constexpr std::uint64_t largest_digit = 15;
constexpr std::uint64_t largest_major = 99;

std::string gfx_name(std::uint64_t major, std::uint64_t minor, std::uint64_t step) {
  if (major == 0 || major > largest_major || minor > largest_digit || step > largest_digit)
    return {};
  return fmt::format("gfx{}{:x}{:x}", major, minor, step);
}

}  // namespace

KfdProperties parse_kfd_properties(std::string_view text) {
  KfdProperties properties;
  for (const std::string_view line : split(text, '\n')) {
    const auto words = split_on_space(line);
    if (words.size() != 2) continue;
    const auto number = parse_unsigned(words[1]);
    if (!number) continue;
    if (words[0] == "simd_count") properties.simd_count = *number;
    if (words[0] == "gfx_target_version") properties.gfx_target_version = *number;
    if (words[0] == "vendor_id") properties.vendor_id = *number;
    if (words[0] == "device_id") properties.device_id = *number;
    if (words[0] == "location_id") properties.location_id = *number;
    if (words[0] == "domain") properties.domain = *number;
    if (words[0] == "unique_id") properties.unique_id = *number;
  }
  return properties;
}

std::string gfx_name(std::uint64_t gfx_target_version) {
  return gfx_name(gfx_target_version / 10000, gfx_target_version / 100 % 100,
                  gfx_target_version % 100);
}

std::string gfx_of_override(std::string_view value) {
  const auto numbers = numbers_in(value);
  if (numbers.size() != 3 || split(trim(value), '.').size() != 3) return {};
  return gfx_name(numbers[0], numbers[1], numbers[2]);
}

std::map<std::uint64_t, std::string> parse_rocminfo(std::string_view text) {
  std::map<std::uint64_t, std::string> names;
  std::string name;
  std::optional<std::uint64_t> node;
  bool is_gpu = false;
  const auto finish = [&] {
    if (is_gpu && node && !name.empty()) names.emplace(*node, name);
    name.clear();
    node.reset();
    is_gpu = false;
  };
  for (const std::string_view line : split(text, '\n')) {
    if (line.starts_with("Agent ")) finish();
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = trim(line.substr(0, colon));
    const std::string_view value = trim(line.substr(colon + 1));
    if (key == "Marketing Name") name = value;
    if (key == "Node") node = parse_unsigned(value);
    if (key == "Device Type") is_gpu = value == "GPU";
  }
  finish();
  return names;
}

std::string parse_rocm_version(std::string_view text) {
  text = trim(text);
  std::size_t end = 0;
  while (end < text.size() && (is_ascii_digit(text[end]) || text[end] == '.')) ++end;
  return std::string(text.substr(0, end));
}

}  // namespace axle
