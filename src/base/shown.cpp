// SPDX-License-Identifier: MIT
#include "base/shown.hpp"

#include <system_error>

#include "base/file.hpp"
#include "base/text.hpp"

namespace axle {

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
