// SPDX-License-Identifier: MIT
#include "axle/versions/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "versions/version_reader.hpp"

namespace axle {
namespace {

constexpr std::uint64_t absent_dev =
    UINT64_MAX;  // a release comes after its developmental releases

std::strong_ordering compare_release(std::span<const std::uint64_t> a,
                                     std::span<const std::uint64_t> b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::uint64_t left = i < a.size() ? a[i] : 0;
    const std::uint64_t right = i < b.size() ? b[i] : 0;
    if (left != right) return left <=> right;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare_segment(const LocalSegment& a, const LocalSegment& b) {
  // Numbers come after texts (PEP 440, "Local version identifiers").
  if (a.index() != b.index()) return a.index() <=> b.index();
  if (const auto* number = std::get_if<std::uint64_t>(&a))
    return *number <=> std::get<std::uint64_t>(b);
  return std::get<std::string>(a) <=> std::get<std::string>(b);
}

std::strong_ordering compare_local(std::span<const LocalSegment> a,
                                   std::span<const LocalSegment> b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
    if (const auto order = compare_segment(a[i], b[i]); order != 0) return order;
  return a.size() <=> b.size();
}

}  // namespace

Result<Version> Version::parse(std::string_view text) { return VersionReader(text).read(); }

Version Version::from_release(std::span<const std::uint64_t> release) {
  Version version;
  version.set_release(release);
  version.make_key();
  return version;
}

void Version::set_release(std::span<const std::uint64_t> release) {
  size_ = static_cast<std::uint8_t>(std::min(release.size(), head_.size()));
  more_ = release.size() > head_.size()
              ? std::make_shared<const std::vector<std::uint64_t>>(release.begin(), release.end())
              : nullptr;
  head_.fill(0);
  std::copy_n(release.begin(), size_, head_.begin());
}

// The key holds four numbers of the release (16, 8, 8 and 8 bits), what follows it (4 bits) and
// that one's number (20 bits): enough for nearly all versions, in their order. 0 stands for the
// others, which are compared in full.
void Version::make_key() {
  key_ = 0;
  const int suffixes = (has_pre_ ? 1 : 0) + (has_post_ ? 1 : 0) + (has_dev_ ? 1 : 0);
  if (epoch_ != 0 || local_ || edge_ != Edge::none || suffixes > 1) return;
  // Zeros at the end mean nothing, however many: equal versions must not differ in having a key.
  if (more_ && std::any_of(more_->begin() + head_.size(), more_->end(), [](auto n) { return n; }))
    return;
  if (head_[0] > 0xFFFF || head_[1] > 0xFF || head_[2] > 0xFF || head_[3] > 0xFF) return;
  std::uint64_t kind = 5;
  std::uint64_t number = 0;
  if (has_dev_) std::tie(kind, number) = std::pair(std::uint64_t{1}, dev_);
  if (has_pre_)
    std::tie(kind, number) = std::pair(2 + static_cast<std::uint64_t>(pre_.kind), pre_.number);
  if (has_post_) std::tie(kind, number) = std::pair(std::uint64_t{6}, post_);
  if (number > 0xFFFFF) return;
  key_ = head_[0] << 48 | head_[1] << 40 | head_[2] << 32 | head_[3] << 24 | kind << 20 | number;
}

std::strong_ordering Version::compare_in_full(const Version& a, const Version& b) {
  if (a.epoch_ != b.epoch_) return a.epoch_ <=> b.epoch_;
  if (const auto order = compare_release(a.release(), b.release()); order != 0) return order;
  // (stage, number of the pre-release, post-release or -1, developmental release, local label)
  struct Rank {
    int stage;
    std::uint64_t pre;
    std::optional<std::uint64_t> post;
    std::uint64_t dev;
    auto operator<=>(const Rank&) const = default;
  };
  const auto rank = [](const Version& v) -> Rank {
    if (v.edge_ == Edge::before_all) return {0, 0, std::nullopt, 0};
    if (v.edge_ == Edge::after_all && v.has_pre_)
      return {2 + static_cast<int>(v.pre_.kind), v.pre_.number, UINT64_MAX, absent_dev};
    if (v.edge_ == Edge::after_all) return {6, 0, UINT64_MAX, absent_dev};
    const std::uint64_t dev = v.has_dev_ ? v.dev_ : absent_dev;
    const std::optional<std::uint64_t> post = v.has_post_ ? std::optional(v.post_) : std::nullopt;
    if (v.has_pre_) return {2 + static_cast<int>(v.pre_.kind), v.pre_.number, post, dev};
    if (v.has_post_) return {6, 0, post, dev};
    if (v.has_dev_) return {1, 0, std::nullopt, v.dev_};
    return {5, 0, std::nullopt, absent_dev};
  };
  if (const auto order = rank(a) <=> rank(b); order != 0) return order;
  const auto local_rank = [](const Version& v) {
    return v.edge_ == Edge::after_locals || v.edge_ == Edge::after_all ? 1 : 0;
  };
  if (local_rank(a) != local_rank(b)) return local_rank(a) <=> local_rank(b);
  return compare_local(a.local(), b.local());
}

Version Version::without_local() const {
  Version version = *this;
  version.local_ = nullptr;
  version.make_key();
  return version;
}

Version Version::base_release() const {
  Version version;
  version.epoch_ = epoch_;
  version.set_release(release());
  version.make_key();
  return version;
}

Version Version::trimmed_release() const {
  auto numbers = release();
  while (numbers.size() > 1 && numbers.back() == 0) numbers = numbers.first(numbers.size() - 1);
  return from_release(numbers);
}

std::string Version::to_string() const {
  std::string text;
  if (epoch_ != 0) text = fmt::format("{}!", epoch_);
  text += fmt::format("{}", fmt::join(release(), "."));
  static constexpr std::array<std::string_view, 3> letters{"a", "b", "rc"};
  if (has_pre_)
    text += fmt::format("{}{}", letters[static_cast<std::size_t>(pre_.kind)], pre_.number);
  if (has_post_) text += fmt::format(".post{}", post_);
  if (has_dev_) text += fmt::format(".dev{}", dev_);
  bool first = true;
  for (const LocalSegment& segment : local()) {
    text += first ? '+' : '.';
    first = false;
    std::visit([&](const auto& value) { text += fmt::format("{}", value); }, segment);
  }
  return text;
}

std::size_t Version::hash() const {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto mix = [&](std::uint64_t value) { hash = (hash ^ value) * 0x100000001b3ULL; };
  if (key_ != 0) {
    mix(key_);
    return static_cast<std::size_t>(hash ^ hash >> 32);
  }
  auto numbers = release();
  while (!numbers.empty() && numbers.back() == 0) numbers = numbers.first(numbers.size() - 1);
  mix(epoch_);
  for (const std::uint64_t number : numbers) mix(number);
  if (has_pre_) mix(static_cast<std::uint64_t>(pre_.kind) * 7 + pre_.number + 1);
  if (has_post_) mix(post_ + 3);
  if (has_dev_) mix(dev_ + 5);
  for (const LocalSegment& segment : local())
    std::visit([&](const auto& value) { mix(std::hash<std::decay_t<decltype(value)>>{}(value)); },
               segment);
  return static_cast<std::size_t>(hash ^ hash >> 32);
}

}  // namespace axle
