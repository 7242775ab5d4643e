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
constexpr std::uint64_t first_year = 1990;  // of versions that are dates
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
  /// As `exclude`. Where it is too many, numbers and years are: 2.* to 99.* and 1990.* to 2023.*
  /// lie between 1 and 2024. Whether they are all.
  bool exclude_series(const Release& prefix, std::uint64_t first, std::uint64_t end) {
    const bool is_short = end <= first + most_series;
    if (!is_short && (end <= first_year || end > first_year + most_series)) return false;
    if (!is_short && first <= last_series) exclude(prefix, first, last_series);
    const std::uint64_t from = is_short ? first : std::max(first, first_year);
    if (end > from) exclude(prefix, from, end - 1);
    return true;
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

/// The rest of one epoch and the start of the next one.
std::optional<std::vector<VersionSpecifier>> gap_over_epochs(const VersionSpecifier& upper,
                                                             const VersionSpecifier& lower) {
  const std::uint64_t epoch = upper.version.epoch();
  if (lower.version.epoch() != epoch + 1) return std::nullopt;
  const auto bound = [](Operator op, std::uint64_t of_epoch, std::uint64_t series) {
    const auto version =
        Version::parse(std::to_string(of_epoch) + "!" + std::to_string(series)).value();
    return VersionSpecifier{
        .op = op, .version = version, .wildcard = false, .written = version.to_string()};
  };
  auto clauses = excluded_gap(upper, bound(Operator::greater_equal, epoch, last_series + 1));
  const auto start = excluded_gap(bound(Operator::less, epoch + 1, 0), lower);
  if (!clauses || !start) return std::nullopt;
  clauses->insert(clauses->end(), start->begin(), start->end());
  return clauses;
}

Release prefix_of(const Release& numbers, std::size_t length) {
  return {numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(length)};
}

}  // namespace

std::optional<std::vector<VersionSpecifier>> excluded_gap(const VersionSpecifier& upper,
                                                          const VersionSpecifier& lower) {
  if (upper.version.epoch() != lower.version.epoch()) return gap_over_epochs(upper, lower);
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
    if (!gap.exclude_series(prefix_of(from, parting), first, to[parting])) return std::nullopt;
    for (std::size_t at = parting + 1; at < to_size; ++at) {
      if (to[at] > most_series) return std::nullopt;
      if (to[at] > 0) gap.exclude(prefix_of(to, at), 0, to[at] - 1);
    }
  }
  if (lower.op == Operator::greater) gap.exclude_one(lower.version);
  return gap.take();
}

}  // namespace axle
