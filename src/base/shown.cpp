// SPDX-License-Identifier: MIT
#include "base/shown.hpp"

#include <system_error>

#include "base/file.hpp"
#include "base/text.hpp"

namespace axle {

std::string hide_user_info(std::string_view text) {
  std::string shown;
  for (;;) {
    const std::size_t scheme = text.find("://");
    if (scheme == std::string_view::npos) break;
    shown += text.substr(0, scheme + 3);
    text.remove_prefix(scheme + 3);
    const std::string_view authority = text.substr(0, text.find_first_of("/?# \t\r\n\"'`<>"));
    const std::size_t at = authority.rfind('@');
    if (at == std::string_view::npos) continue;
    shown += "****";
    text.remove_prefix(at);
  }
  shown += text;
  return shown;
}

std::string shown_url(std::string_view url) { return escape_foreign(hide_user_info(url)); }

std::string shown_path(const fs::path& path) {
  std::error_code ignored;
  const fs::path here = fs::current_path(ignored);
  const fs::path relative = here.empty() ? path : path.lexically_relative(here);
  const bool is_below = !relative.empty() && *relative.begin() != "..";
  return escape_foreign((is_below ? relative : path).string());
}

fs::path normal_path(const fs::path& path) {
  const fs::path normal = absolute_path(path);
  return normal.has_filename() ? normal : normal.parent_path();
}

}  // namespace axle
