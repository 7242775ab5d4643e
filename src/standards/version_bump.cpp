// SPDX-License-Identifier: MIT
#include "standards/version_bump.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace axle {
namespace {

struct Parts {
  std::uint64_t epoch;
  std::vector<std::uint64_t> release;
  std::optional<PreRelease> pre;
  std::optional<std::uint64_t> post;
  std::optional<std::uint64_t> dev;

  explicit Parts(const Version& version)
      : epoch(version.epoch()),
        release(version.release().begin(), version.release().end()),
        pre(version.pre()),
        post(version.post()),
        dev(version.dev()) {}

  // Through the text: bumped versions are rare, and this way there is one place that knows how a
  // version is put together.
  Version build() const {
    std::string text = fmt::format("{}!{}", epoch, fmt::join(release, "."));
    constexpr std::string_view letters[] = {"a", "b", "rc"};
    if (pre) text += fmt::format("{}{}", letters[static_cast<std::size_t>(pre->kind)], pre->number);
    if (post) text += fmt::format(".post{}", *post);
    if (dev) text += fmt::format(".dev{}", *dev);
    return *Version::parse(text);
  }
};

}  // namespace

Version with_dev(const Version& version, std::uint64_t dev) {
  Parts parts(version);
  parts.dev = dev;
  return parts.build();
}

Version with_post(const Version& version, std::uint64_t post) {
  Parts parts(version);
  parts.post = post;
  parts.dev.reset();
  return parts.build();
}

Version with_pre(const Version& version, PreRelease pre) {
  Parts parts(version);
  parts.pre = pre;
  parts.post.reset();
  parts.dev.reset();
  return parts.build();
}

Version bumped(const Version& version, std::size_t length) {
  Parts parts(version);
  parts.pre.reset();
  parts.post.reset();
  parts.dev.reset();
  parts.release.resize(std::clamp<std::size_t>(length, 1, parts.release.size()));
  if (parts.release.back() != UINT64_MAX) ++parts.release.back();
  return parts.build();
}

}  // namespace axle
