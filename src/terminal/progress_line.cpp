// SPDX-License-Identifier: MIT
#include "terminal/progress_line.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::size_t label_width = 24;
constexpr std::size_t widest_bar = 30;
constexpr std::size_t narrowest_bar = 8;

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, starts_character));
}

std::string bar(std::uint64_t bytes, std::uint64_t total, std::size_t width) {
  const std::uint64_t filled =
      total == 0 ? 0 : std::min<std::uint64_t>(width, std::min(bytes, total) * width / total);
  return std::string(filled, '#') + std::string(width - filled, '-');
}

}  // namespace

std::string fit(std::string_view text, std::size_t columns) {
  const std::string safe = escape_foreign(text);
  if (width_of(safe) <= columns) return safe;
  if (columns == 0) return {};
  std::string cut;
  std::size_t width = 0;
  for (const char c : safe) {
    if (starts_character(c) && ++width == columns) break;
    cut += c;
  }
  return cut + "…";
}

std::string progress_line(std::string_view label, std::uint64_t bytes, std::uint64_t total,
                          std::size_t columns) {
  const std::string numbers =
      total == 0 ? human_size(bytes) : fmt::format("{}/{}", human_size(bytes), human_size(total));
  const std::size_t beside = numbers.size() + 1;
  if (columns <= beside + 1) return fit(numbers, columns);
  const std::size_t room = columns - beside;  // for the label, and a bar with its space
  const std::size_t label_room = std::min(label_width, room);
  std::string line = fit(label, label_room);
  line += std::string(label_room - width_of(line), ' ');
  if (const std::size_t left = room - label_room; left > narrowest_bar)
    line += " " + bar(bytes, total, std::min(widest_bar, left - 1));
  return line + " " + numbers;
}

}  // namespace axle
