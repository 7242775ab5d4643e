// SPDX-License-Identifier: MIT
#include "axle/standards/tags.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axle/standards/wheel_filename.hpp"

namespace axle {
namespace {

constexpr unsigned first_abi3_minor = 2;  // PEP 384

std::string joined(const Tag& tag) { return tag.python + "-" + tag.abi; }

using Pairs = std::vector<std::pair<std::string, std::string>>;

void add_cpython(Pairs& pairs, const PythonVariant& python) {
  const std::string own = fmt::format("cp{}{}", python.major, python.minor);
  // CPython before 3.8 marked builds with pymalloc.
  const std::string suffix = python.free_threaded                    ? "t"
                             : python.major == 3 && python.minor < 8 ? "m"
                                                                     : "";
  pairs.emplace_back(own, own + suffix);
  // A build without the GIL has a stable ABI of its own (PEP 803).
  const std::string stable = python.free_threaded ? "abi3t" : "abi3";
  pairs.emplace_back(own, stable);
  pairs.emplace_back(own, "none");
  for (unsigned minor = python.minor; minor-- > first_abi3_minor;)
    pairs.emplace_back(fmt::format("cp{}{}", python.major, minor), stable);
}

void add_generic(Pairs& pairs, const PythonVariant& python) {
  pairs.emplace_back(fmt::format("py{}{}", python.major, python.minor), "none");
  pairs.emplace_back(fmt::format("py{}", python.major), "none");
  for (unsigned minor = python.minor; minor-- > 0;)
    pairs.emplace_back(fmt::format("py{}{}", python.major, minor), "none");
}

}  // namespace

CompatibleTags::CompatibleTags(const PythonVariant& python, std::vector<std::string> platforms)
    : python_(python), platforms_(std::move(platforms)) {
  const bool is_pypy = python.implementation == "pypy";
  const std::string own = fmt::format("{}{}{}", is_pypy ? "pp" : "cp", python.major, python.minor);
  if (is_pypy) {
    pairs_.emplace_back(own, fmt::format("pypy{}{}_pp73", python.major, python.minor));
    pairs_.emplace_back(own, "none");
  } else {
    add_cpython(pairs_, python);
  }
  add_generic(pairs_, python);
  first_any_ = pairs_.size();
  pairs_.emplace_back(is_pypy ? fmt::format("pp{}", python.major) : own, "none");
  add_generic(pairs_, python);
  for (std::size_t i = 0; i < pairs_.size(); ++i)
    pair_places_[pairs_[i].first + "-" + pairs_[i].second].push_back(i);
  for (std::size_t i = 0; i < platforms_.size(); ++i) platform_places_.emplace(platforms_[i], i);
}

std::optional<unsigned> CompatibleTags::priority(const Tag& tag) const {
  const auto pair = pair_places_.find(joined(tag));
  if (pair == pair_places_.end()) return std::nullopt;
  const std::size_t count = first_any_ * platforms_.size() + (pairs_.size() - first_any_);
  if (tag.platform == "any") {
    for (const std::size_t place : pair->second)
      if (place >= first_any_)
        return static_cast<unsigned>(count - (first_any_ * platforms_.size() + place - first_any_));
    return std::nullopt;
  }
  const auto platform = platform_places_.find(tag.platform);
  if (platform == platform_places_.end() || pair->second.front() >= first_any_) return std::nullopt;
  return static_cast<unsigned>(count -
                               (pair->second.front() * platforms_.size() + platform->second));
}

std::optional<unsigned> CompatibleTags::priority(const WheelFilename& wheel) const {
  std::optional<unsigned> best;
  for (const Tag& tag : wheel.tags) best = std::max(best, priority(tag));
  return best;
}

std::vector<Tag> CompatibleTags::list() const {
  std::vector<Tag> tags;
  for (std::size_t i = 0; i < first_any_; ++i)
    for (const std::string& platform : platforms_)
      tags.push_back({pairs_[i].first, pairs_[i].second, platform});
  for (std::size_t i = first_any_; i < pairs_.size(); ++i)
    tags.push_back({pairs_[i].first, pairs_[i].second, "any"});
  return tags;
}

bool CompatibleTags::knows_python_and_abi(const Tag& tag) const {
  return pair_places_.contains(joined(tag));
}

bool CompatibleTags::knows_platform(std::string_view platform) const {
  return platform == "any" || platform_places_.contains(platform);
}

}  // namespace axle
