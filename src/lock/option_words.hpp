// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "axle/model/resolution_options.hpp"

namespace axle {

// The words for modes in a lockfile, as in `tool.uv`.
inline constexpr std::array<std::pair<ResolutionMode, std::string_view>, 3> resolution_words{
    {{ResolutionMode::highest, "highest"},
     {ResolutionMode::lowest, "lowest"},
     {ResolutionMode::lowest_direct, "lowest-direct"}}};
inline constexpr std::array<std::pair<PrereleaseMode, std::string_view>, 5> prerelease_words{
    {{PrereleaseMode::disallow, "disallow"},
     {PrereleaseMode::allow, "allow"},
     {PrereleaseMode::if_necessary, "if-necessary"},
     {PrereleaseMode::explicitly, "explicit"},
     {PrereleaseMode::if_necessary, "if-necessary-or-explicit"}}};  // of older locks
inline constexpr std::array<std::pair<ForkStrategy, std::string_view>, 2> fork_words{
    {{ForkStrategy::fewest, "fewest"}, {ForkStrategy::requires_python, "requires-python"}}};

template <class Mode, std::size_t N>
constexpr std::string_view find_word(const std::array<std::pair<Mode, std::string_view>, N>& words,
                                     Mode mode) {
  for (const auto& [value, word] : words)
    if (value == mode) return word;
  return {};
}
template <class Mode, std::size_t N>
constexpr std::optional<Mode> find_mode(
    const std::array<std::pair<Mode, std::string_view>, N>& words, std::string_view text) {
  for (const auto& [value, word] : words)
    if (word == text) return value;
  return std::nullopt;
}

constexpr std::string_view word_of(ResolutionMode mode) {
  return find_word(resolution_words, mode);
}
constexpr std::string_view word_of(PrereleaseMode mode) {
  return find_word(prerelease_words, mode);
}
constexpr std::string_view word_of(ForkStrategy mode) { return find_word(fork_words, mode); }

}  // namespace axle
