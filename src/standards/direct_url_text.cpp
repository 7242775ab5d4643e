// SPDX-License-Identifier: MIT
#include "standards/direct_url_text.hpp"

#include <fmt/format.h>

namespace axle {

std::string requirement_url(const DirectUrl& direct) {
  std::string text = direct.url;
  if (const auto* repository = std::get_if<DirectUrl::Repository>(&direct.source)) {
    text = fmt::format("{}+{}", repository->vcs, direct.url);
    if (!repository->commit_id.empty()) text += "@" + repository->commit_id;
  }
  if (direct.subdirectory) text += "#subdirectory=" + *direct.subdirectory;
  return text;
}

}  // namespace axle
