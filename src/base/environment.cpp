// SPDX-License-Identifier: MIT
#include "axle/base/environment.hpp"

#include <cstdlib>

#include "base/text.hpp"

namespace axle {

std::optional<std::string> Environment::get(std::string_view name) const {
  const std::string key(name);
  if (variables_) {
    const auto found = variables_->find(key);
    return found == variables_->end() ? std::nullopt : std::optional(found->second);
  }
  const char* value =
      std::getenv(key.c_str());  // NOLINT(concurrency-mt-unsafe): axle never sets a variable
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<std::string> Environment::get_nonempty(std::string_view name) const {
  auto value = get(name);
  return value && !value->empty() ? value : std::nullopt;
}

std::optional<std::string> Environment::get_setting(std::string_view name) const {
  if (auto own = get_nonempty("AXLE_" + std::string(name))) return own;
  return get_nonempty("UV_" + std::string(name));
}

std::optional<bool> Environment::get_flag(std::string_view name) const {
  const auto value = get_setting(name);
  if (!value) return std::nullopt;
  const std::string text = ascii_lower(*value);
  for (const char* yes : {"1", "true", "t", "yes", "y", "on"})
    if (text == yes) return true;
  for (const char* no : {"0", "false", "f", "no", "n", "off"})
    if (text == no) return false;
  return std::nullopt;
}

}  // namespace axle
