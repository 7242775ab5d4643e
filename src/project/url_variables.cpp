// SPDX-License-Identifier: MIT
#include "project/url_variables.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"

namespace axle {
namespace {

template <class Lookup>
std::string expand(std::string_view text, Lookup lookup) {
  std::string expanded;
  while (!text.empty()) {
    const std::size_t start = text.find("${");
    expanded += text.substr(0, start);
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    const std::size_t end = text.find('}');
    const std::string_view name =
        end == std::string_view::npos ? std::string_view{} : text.substr(2, end - 2);
    const bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
      return is_ascii_upper(c) || is_ascii_digit(c) || c == '_';
    });
    const std::optional<std::string> value = is_name ? lookup(name) : std::nullopt;
    const std::size_t taken = is_name ? end + 1 : 2;
    expanded += value ? *value : std::string(text.substr(0, taken));
    text.remove_prefix(taken);
  }
  return expanded;
}

}  // namespace

std::string expand_variables(std::string_view text, const Environment& environment) {
  return expand(text, [&](std::string_view name) { return environment.get(name); });
}

std::string expand_url_variables(std::string_view url, const Environment& environment,
                                 const std::filesystem::path& directory) {
  return expand(url, [&](std::string_view name) {
    auto value = environment.get(name);
    if (!value && name == "PROJECT_ROOT") value = directory.string();
    return value;
  });
}

}  // namespace axle
