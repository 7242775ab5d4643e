// SPDX-License-Identifier: MIT
#include "resolve/file_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utc_text.hpp"

namespace axle {

using Kind = FileVerdict::Kind;

FileJudge::FileJudge(const ResolveInput& input, AllowedYanks allowed_yanks, Reporter& reporter)
    : input_(input), allowed_yanks_(std::move(allowed_yanks)), reporter_(reporter) {
  has_cutoffs_ = input.exclude_newer.global || !input.exclude_newer.packages.empty() ||
                 std::any_of(input.indexes.definitions.begin(), input.indexes.definitions.end(),
                             [](const IndexDefinition& index) {
                               return index.exclude_newer || !index.exclude_newer_package.empty();
                             });
  one_ = std::get_if<OneEnvironment>(&input.environment);
  if (const auto* all = std::get_if<AllEnvironments>(&input.environment);
      all != nullptr && all->minimum_libc)
    minimum_libc_ = &*all->minimum_libc;
}

UploadCutoff FileJudge::cutoff(const PackageName& name, const IndexUrl& index) const {
  if (!has_cutoffs_) return std::nullopt;
  const auto package = input_.exclude_newer.packages.find(name);
  if (package != input_.exclude_newer.packages.end()) return package->second;
  for (const IndexDefinition& definition : input_.indexes.definitions) {
    if (!(definition.url == index)) continue;
    const auto here = definition.exclude_newer_package.find(name);
    if (here != definition.exclude_newer_package.end()) return here->second;
    if (definition.exclude_newer) return *definition.exclude_newer;
    break;
  }
  return input_.exclude_newer.global;
}

bool FileJudge::is_too_new(const DistributionFile& file, UploadCutoff cutoff) const {
  return cutoff && !file.is_flat && (!file.upload_time || *file.upload_time >= *cutoff);
}

bool FileJudge::is_yanked(const DistributionFile& file) const {
  if (!file.yanked) return false;
  const auto allowed = allowed_yanks_.find(file.name());
  return allowed == allowed_yanks_.end() || !allowed->second.contains(file.version());
}

bool FileJudge::is_too_new(const DistributionFile& file) const {
  if (!has_cutoffs_ || file.is_flat) return false;
  const UploadCutoff limit = cutoff(file.name(), *file.index);
  if (!is_too_new(file, limit)) return false;
  if (!file.upload_time)
    reporter_.warning(fmt::format("{} is missing an upload date, but user provided: {}",
                                  file.filename, utc_text(*limit / 1000) + "Z"));
  return true;
}

FileVerdict FileJudge::wheel(const DistributionFile& file) const {
  if (is_too_new(file)) return {Kind::too_new};
  if (!input_.build.allows_wheel(file.name())) return {Kind::no_binary};
  if (is_yanked(file)) return {Kind::yanked};
  const WheelFilename& name = *file.wheel();
  if (!name.label.empty()) return {Kind::variant};
  if (one_ == nullptr)
    return {input_.requires_python.matches_wheel_tag(name) ? Kind::usable : Kind::python_tag};
  const auto priority = one_->tags.priority(name);
  if (!priority) return {Kind::python_tag};
  return {Kind::usable, static_cast<std::uint32_t>(*priority)};
}

FileVerdict FileJudge::sdist(const DistributionFile& file) const {
  if (is_too_new(file)) return {Kind::too_new};
  if (!input_.build.allows_build(file.name())) return {Kind::no_build};
  if (is_yanked(file)) return {Kind::yanked};
  if (!std::get<SdistFilename>(file.kind).is_pep625()) return {Kind::old_name};
  return {Kind::usable};
}

}  // namespace axle
