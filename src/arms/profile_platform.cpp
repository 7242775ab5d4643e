// SPDX-License-Identifier: MIT
#include "arms/profile_platform.hpp"

#include <fmt/format.h>

#include "accelerator/platform_detect.hpp"
#include "accelerator/profiles.hpp"
#include "accelerator/real_root.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

/// "aarch64-manylinux_2_35": what is known of the C library counts, as it decides which wheels run.
std::optional<std::string> platform_name(const MachinePlatform& platform) {
  if (platform.os == "macos")
    return (platform.arch == "arm64" ? "aarch64" : platform.arch) + "-apple-darwin";
  if (platform.os != "linux") return std::nullopt;
  const std::size_t space = platform.libc.find(' ');
  const std::string kind = platform.libc.substr(0, space);
  if (kind == "musl") return platform.arch + "-unknown-linux-musl";
  if (space == std::string::npos) return platform.arch + "-unknown-linux-gnu";
  return fmt::format("{}-manylinux_{}", platform.arch,
                     replace_all(platform.libc.substr(space + 1), ".", "_"));
}

}  // namespace

Result<std::optional<std::string>> chosen_platform(const std::optional<std::string>& asked,
                                                   const std::optional<std::string>& profile,
                                                   Services& services) {
  if (asked || !profile) return asked;
  TRY(const std::unique_ptr<RecordedRoot> recorded, open_profile(*profile, services.directory()));
  RealRoot root(services.environment());
  const MachinePlatform theirs = detect_platform(*recorded);
  const MachinePlatform ours = detect_platform(root);
  if (theirs.os == ours.os && theirs.arch == ours.arch) return std::optional<std::string>();
  auto name = platform_name(theirs);
  if (!name)
    return fail(ErrorKind::invalid_input,
                fmt::format("the profile `{}` is of a system that axle chooses no packages for",
                            escape_foreign(*profile)),
                "name the platform with `--python-platform`");
  return name;
}

}  // namespace axle
