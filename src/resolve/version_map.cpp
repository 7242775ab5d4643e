// SPDX-License-Identifier: MIT
#include "resolve/version_map.hpp"

#include <algorithm>

#include "resolve/implied_marker.hpp"

namespace axle {
namespace {

const WheelFilename& wheel_name(const AvailableVersion::Judged& judged) {
  return *judged.file->wheel();
}

// Whether `a` is a better wheel than `b`; of equals the first stays.
bool is_better(const AvailableVersion::Judged& a, const AvailableVersion::Judged& b) {
  if (a.verdict.kind != b.verdict.kind) return a.verdict.kind > b.verdict.kind;
  if (!a.verdict.is_usable()) return false;
  if (a.verdict.tag_priority != b.verdict.tag_priority)
    return a.verdict.tag_priority > b.verdict.tag_priority;
  return wheel_name(a).build > wheel_name(b).build;
}

void add_wheel(AvailableVersion& version, const DistributionFile& file, const FileJudge& judge,
               Coverage& coverage) {
  const AvailableVersion::Judged judged{&file, judge.wheel(file)};
  if (judged.verdict.is_usable()) coverage.add(*file.wheel());
  if (!version.best_wheel || is_better(judged, version.wheels[*version.best_wheel]))
    version.best_wheel = version.wheels.size();
  version.wheels.push_back(judged);
}

void add_sdist(AvailableVersion& version, const DistributionFile& file, const FileJudge& judge,
               Coverage& coverage) {
  const AvailableVersion::Judged judged{&file, judge.sdist(file)};
  if (judged.verdict.is_usable()) coverage.add_everything();
  if (!version.sdist || judged.verdict.kind > version.sdist->verdict.kind) version.sdist = judged;
}

AvailableVersion::Choice choice_of(const AvailableVersion& version) {
  using Choice = AvailableVersion::Choice;
  const auto* wheel = version.best_wheel ? &version.wheels[*version.best_wheel] : nullptr;
  if (wheel != nullptr && wheel->verdict.is_usable()) return Choice::wheel;
  if (!version.sdist || !version.sdist->verdict.is_usable()) return Choice::nothing;
  // All files of a version are taken to need the same, so a wheel that does not suit is still good
  // to read.
  return wheel != nullptr && !wheel->verdict.is_too_new() ? Choice::sdist_described_by_wheel
                                                          : Choice::sdist;
}

}  // namespace

const DistributionFile& AvailableVersion::described_by() const {
  return choice == Choice::sdist ? *sdist->file : *wheels[*best_wheel].file;
}

const DistributionFile& AvailableVersion::installed_from() const {
  return choice == Choice::wheel ? *wheels[*best_wheel].file : *sdist->file;
}

FileVerdict::Kind AvailableVersion::obstacle() const {
  if (sdist) return sdist->verdict.kind;
  return best_wheel ? wheels[*best_wheel].verdict.kind : FileVerdict::Kind::too_new;
}

bool AvailableVersion::is_too_new() const {
  return !is_usable() && obstacle() == FileVerdict::Kind::too_new;
}

VersionMap::VersionMap(const PackagePage* page,
                       std::span<const std::shared_ptr<const PackagePage>> find_links,
                       const FileJudge& judge)
    : judge_(&judge) {
  for (const auto& flat : find_links) add(*flat);
  if (page != nullptr) add(*page);
  if (page != nullptr)
    index_ = &page->index();
  else if (!find_links.empty())
    index_ = &find_links.front()->index();
  // Stable: what find-links places have of a version comes before the page's.
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return *a.version < *b.version; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (kept != 0 && *entries_[kept - 1].version == *entries_[i].version) {
      entries_[kept - 1].places.push_back(entries_[i].places.front());
      continue;
    }
    if (kept != i) entries_[kept] = std::move(entries_[i]);
    ++kept;
  }
  entries_.resize(kept);
  for (const Entry& entry : entries_) has_local_ = has_local_ || entry.version->has_local();
}

void VersionMap::add(const PackagePage& page) {
  entries_.reserve(entries_.size() + page.versions().size());
  for (std::size_t i = 0; i < page.versions().size(); ++i) {
    Entry entry;
    entry.version = &page.versions()[i];
    entry.places.emplace_back(&page, i);
    entries_.push_back(std::move(entry));
  }
}

std::optional<std::size_t> VersionMap::find(const Version& version) const {
  const auto place = std::lower_bound(
      entries_.begin(), entries_.end(), version,
      [](const Entry& entry, const Version& wanted) { return *entry.version < wanted; });
  if (place == entries_.end() || *place->version != version) return std::nullopt;
  return static_cast<std::size_t>(place - entries_.begin());
}

std::pair<std::size_t, std::size_t> VersionMap::between(const VersionRange& range) const {
  if (range.is_empty()) return {0, 0};
  const auto [lower, upper] = range.hull();
  const auto below = [](const Entry& entry, const Version& end) { return *entry.version < end; };
  const auto above = [](const Version& end, const Entry& entry) { return end < *entry.version; };
  auto first = entries_.begin(), past = entries_.end();
  if (!lower.is_unbounded()) first = std::lower_bound(first, past, lower.value, below);
  if (!upper.is_unbounded()) past = std::upper_bound(first, past, upper.value, above);
  return {static_cast<std::size_t>(first - entries_.begin()),
          static_cast<std::size_t>(past - entries_.begin())};
}

const AvailableVersion* VersionMap::files(std::size_t place) const {
  const Entry& entry = entries_[place];
  if (entry.files == nullptr) {
    auto version = std::make_unique<AvailableVersion>();
    Coverage coverage(judge_->minimum_libc());
    for (const auto& [page, position] : entry.places) {
      const VersionFiles& files = page->files(position);
      for (const DistributionFile& file : files.sdists)
        add_sdist(*version, file, *judge_, coverage);
      for (const DistributionFile& file : files.wheels)
        add_wheel(*version, file, *judge_, coverage);
    }
    version->coverage = coverage.marker();
    version->choice = choice_of(*version);
    entry.files = std::move(version);
  }
  return entry.files->wheels.empty() && !entry.files->sdist ? nullptr : entry.files.get();
}

bool VersionMap::is_included(std::size_t place) const {
  for (const auto& [page, position] : entries_[place].places) {
    if (page->is_flat()) return true;
    const UploadCutoff cutoff = judge_->cutoff(page->name(), page->index());
    if (!cutoff) return true;
    const VersionFiles& files = page->files(position);
    const auto is_in_time = [&](const DistributionFile& file) {
      return !judge_->is_too_new(file, cutoff);
    };
    if (std::any_of(files.wheels.begin(), files.wheels.end(), is_in_time) ||
        std::any_of(files.sdists.begin(), files.sdists.end(), is_in_time))
      return true;
  }
  return false;
}

}  // namespace axle
