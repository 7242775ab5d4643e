// SPDX-License-Identifier: MIT
#include "poetry/version_gap.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace axle {
namespace {

using Release = std::vector<std::uint64_t>;

constexpr std::uint64_t last_series = 99;  // of those that go on without end
constexpr std::uint64_t most_series = 100;
constexpr std::uint64_t last_post = 9;

VersionSpecifier other_than(const Version& version, bool wildcard) {
  return {.op = Operator::not_equal,
          .version = version,
          .wildcard = wildcard,
          .written = version.to_string()};
}

/// The numbers of a version, without zeros at the end: 1.20.0 begins where 1.20 does.
Release numbers_of(const Version& version) {
  Release numbers(version.release().begin(), version.release().end());
  while (numbers.size() > 1 && numbers.back() == 0) numbers.pop_back();
  return numbers;
}

class Gap {
 public:
  explicit Gap(std::uint64_t epoch) : epoch_(epoch) {}

  /// `prefix.first.*` to `prefix.last.*`.
  void exclude(Release prefix, std::uint64_t first, std::uint64_t last) {
    prefix.push_back(first);
    for (; prefix.back() <= last; ++prefix.back()) clauses_.push_back(other_than(of(prefix), true));
  }
  /// What comes behind a version that itself is allowed: post-releases, 1.2.0.1 behind 1.2.0.
  void exclude_behind(const Version& version) {
    Release longer(version.release().begin(), version.release().end());
    exclude(longer, 1, longer.size() < 3 ? last_series : last_post);
    for (std::uint64_t post = 0; post <= last_post; ++post)
      if (auto one = Version::parse(of(longer).to_string() + ".post" + std::to_string(post)))
        clauses_.push_back(other_than(*one, false));
  }
  void exclude_one(const Version& version) { clauses_.push_back(other_than(version, false)); }

  std::vector<VersionSpecifier> take() { return std::move(clauses_); }

 private:
  Version of(const Release& numbers) const {
    std::string text;
    for (const std::uint64_t number : numbers)
      text += (text.empty() ? "" : ".") + std::to_string(number);
    return Version::parse((epoch_ == 0 ? "" : std::to_string(epoch_) + "!") + text).value();
  }

  std::uint64_t epoch_;
  std::vector<VersionSpecifier> clauses_;
};

Release prefix_of(const Release& numbers, std::size_t length) {
  return {numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(length)};
}

}  // namespace

std::optional<std::vector<VersionSpecifier>> excluded_gap(const VersionSpecifier& upper,
                                                          const VersionSpecifier& lower) {
  if (upper.version.epoch() != lower.version.epoch()) return std::nullopt;
  Gap gap(upper.version.epoch());
  Release from = numbers_of(upper.version);
  if (upper.op == Operator::less_equal) {
    gap.exclude_behind(upper.version);
    from.assign(upper.version.release().begin(), upper.version.release().end());
    ++from.back();
  }
  Release to = numbers_of(lower.version);
  const std::size_t length = std::max(from.size(), to.size());
  const std::size_t from_size = from.size();
  const std::size_t to_size = to.size();
  from.resize(length);
  to.resize(length);
  const auto parting = static_cast<std::size_t>(std::ranges::mismatch(from, to).in1 - from.begin());
  if (parting < length) {
    // Out of the series that the gap begins in, over those between, into that where it ends.
    for (std::size_t at = from_size - 1; at > parting && at < length; --at)
      gap.exclude(prefix_of(from, at), from[at] + (at + 1 < from_size ? 1 : 0), last_series);
    const std::uint64_t first = from[parting] + (parting + 1 < from_size ? 1 : 0);
    if (to[parting] > first && to[parting] - first > most_series) return std::nullopt;
    if (to[parting] > first) gap.exclude(prefix_of(from, parting), first, to[parting] - 1);
    for (std::size_t at = parting + 1; at < to_size; ++at) {
      if (to[at] > most_series) return std::nullopt;
      if (to[at] > 0) gap.exclude(prefix_of(to, at), 0, to[at] - 1);
    }
  }
  if (lower.op == Operator::greater) gap.exclude_one(lower.version);
  return gap.take();
}

}  // namespace axle
