// SPDX-License-Identifier: MIT
#include "accelerator/profiles.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"

namespace axle {

Result<std::unique_ptr<RecordedRoot>> open_profile(const std::string& name_or_path,
                                                   const fs::path& here) {
  const auto profiles = built_in_profiles();
  const auto found = std::ranges::find(profiles, name_or_path, &BuiltInProfile::name);
  if (found != profiles.end())
    return RecordedRoot::parse(fmt::format("profile {}", found->name), std::string(found->text));
  if (path_exists(here / name_or_path)) return RecordedRoot::open(here / name_or_path);
  std::vector<std::string> names;
  for (const BuiltInProfile& profile : profiles) names.emplace_back(profile.name);
  return fail(ErrorKind::not_found,
              fmt::format("there is no profile and no file `{}`", escape_foreign(name_or_path)),
              "profiles: " + join(names, ", ") + "; `axle profile capture FILE` writes another");
}

}  // namespace axle
