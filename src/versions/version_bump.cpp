// SPDX-License-Identifier: MIT
#include "versions/version_bump.hpp"

#include <algorithm>
#include <vector>

namespace axle {

/// Edits the parts of a version.
class VersionEditor {
 public:
  explicit VersionEditor(const Version& version) : version_(version) {
    version_.local_ = nullptr;
    version_.edge_ = Version::Edge::none;
  }
  VersionEditor& release(std::uint64_t epoch, const std::vector<std::uint64_t>& numbers) {
    version_.epoch_ = epoch;
    version_.set_release(numbers);
    return *this;
  }
  VersionEditor& pre(std::optional<PreRelease> pre) {
    version_.has_pre_ = pre.has_value();
    version_.pre_ = pre.value_or(PreRelease{});
    return *this;
  }
  VersionEditor& post(std::optional<std::uint64_t> post) {
    version_.has_post_ = post.has_value();
    version_.post_ = post.value_or(0);
    return *this;
  }
  VersionEditor& dev(std::optional<std::uint64_t> dev) {
    version_.has_dev_ = dev.has_value();
    version_.dev_ = dev.value_or(0);
    return *this;
  }
  Version done() {
    version_.make_key();
    return version_;
  }

 private:
  Version version_;
};

Version with_dev(const Version& version, std::uint64_t dev) {
  return VersionEditor(version).dev(dev).done();
}

Version with_post(const Version& version, std::uint64_t post) {
  return VersionEditor(version).post(post).dev({}).done();
}

Version with_pre(const Version& version, PreRelease pre) {
  return VersionEditor(version).pre(pre).post({}).dev({}).done();
}

Version bumped(const Version& version, std::size_t length) {
  const auto all = version.release();
  std::vector<std::uint64_t> numbers(
      all.begin(),
      all.begin() + static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(length, 1, all.size())));
  std::uint64_t epoch = version.epoch();
  while (numbers.size() > 1 && numbers.back() == UINT64_MAX) numbers.pop_back();
  if (numbers.back() != UINT64_MAX) {
    ++numbers.back();
  } else if (epoch != UINT64_MAX) {  // what comes next is the next epoch
    numbers = {0};
    ++epoch;
  }
  return VersionEditor(version).release(epoch, numbers).pre({}).post({}).dev({}).done();
}

}  // namespace axle
