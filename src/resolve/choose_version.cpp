// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/try.hpp"
#include "resolve/implied_marker.hpp"
#include "resolve/reachability.hpp"
#include "resolve/resolver.hpp"

namespace axle {

Result<Resolver::Choice> Resolver::choose_version(ForkState& state, const VersionRange& range) {
  const SolverPackage& picked = package(state.next);
  switch (picked.kind) {
    case PackageKind::root:
      return Choice(*Version::parse("0"));
    case PackageKind::installed_python:
    case PackageKind::target_python:
      return Choice(NoVersion{});
    default:
      break;
  }
  const SourceId source = state.source(picked.name);
  return source != no_source ? choose_direct(state, range, source)
                             : choose_from_indexes(state, range);
}

// What comes from a path or URL has one version; either it will do or nothing does.
Result<Resolver::Choice> Resolver::choose_direct(ForkState& state, const VersionRange& range,
                                                 SourceId source) {
  const DirectDistribution& direct = *manifest_.direct(source).distribution;
  if (!range.contains(direct.version)) return Choice(NoVersion{});
  if (direct.wheel && all_ != nullptr) {
    Coverage coverage(nullptr);
    coverage.add(*direct.wheel);
    std::optional<Marker> reached;
    for (const Marker environment : artifact_environments_) {
      if (!state.environment.overlaps(environment)) continue;
      if (!reached) reached = find_environments(state.solver, table_, state.next);
      if (reached->is_disjoint(environment)) continue;
      if ((coverage.marker() & state.environment.marker()).is_disjoint(environment))
        return Choice(Rejected{direct.version, MissingPlatform{environment}});
    }
  }
  if (direct.wheel) {
    const bool fits = one_ != nullptr ? one_->tags.priority(*direct.wheel).has_value()
                                      : state.python.matches_wheel_tag(*direct.wheel) &&
                                            direct.wheel->label.empty();
    if (!fits) return Choice(Rejected{direct.version, NoWheelForPython{}});
  }
  if (direct.requires_python && !state.python.is_contained_by(*direct.requires_python))
    return Choice(Rejected{direct.version, NeedsOtherPython{*direct.requires_python}});
  return Choice(direct.version);
}

Result<Resolver::Choice> Resolver::choose_from_indexes(ForkState& state,
                                                       const VersionRange& range) {
  const SolverPackage& picked = package(state.next);
  const IndexId pin_id = state.index(picked.name);
  TRY(const PackageVersions* versions, provider_->versions(picked.name, pin_id));
  const CandidateQuery query{picked.name, pin_id != no_index_id ? &sources_.index(pin_id) : nullptr,
                             versions->maps, preferences_, state.environment};
  const auto candidate = selector_.select(query, range);
  if (!candidate) return Choice(NoVersion{});
  if (!candidate->is_usable()) {
    const AvailableVersion& files = *candidate->files;
    const bool is_wheel = !files.sdist.has_value();
    const auto* file = is_wheel ? files.wheels[*files.best_wheel].file : files.sdist->file;
    return Choice(Rejected{candidate->version,
                           UnusableFiles{files.obstacle(), is_wheel, file->yanked.value_or("")}});
  }
  if (auto choice = reject_for_python(state, *candidate)) return std::move(*choice);
  if (auto choice = fork_for_platform(state, *candidate, query, range)) return std::move(*choice);
  pin(state, picked.name, *candidate);
  return Choice(candidate->version);
}

std::optional<Resolver::Choice> Resolver::reject_for_python(const ForkState& state,
                                                            const Candidate& candidate) const {
  if (candidate.files == nullptr) return std::nullopt;
  const DistributionFile& file = candidate.files->installed_from();
  if (file.requires_python && !state.python.is_contained_by(*file.requires_python)) {
    if (auto forks = fork_for_python(state, candidate.version, *file.requires_python)) return forks;
    return Rejected{candidate.version, NeedsOtherPython{*file.requires_python}};
  }
  // A fork for older Pythons only wants files that these can use; the whole range was judged with
  // the files.
  if (all_ == nullptr || state.python.bounds().upper.kind == PythonBound::Kind::unbounded)
    return std::nullopt;
  const AvailableVersion& files = *candidate.files;
  if (files.sdist && files.sdist->verdict.is_usable()) return std::nullopt;
  const RequiresPython upper = RequiresPython::within({PythonBound(), state.python.bounds().upper});
  if (std::any_of(
          files.wheels.begin(), files.wheels.end(), [&](const AvailableVersion::Judged& wheel) {
            return wheel.verdict.is_usable() && upper.matches_wheel_tag(*wheel.file->wheel());
          }))
    return std::nullopt;
  return Rejected{candidate.version, NoWheelForPython{}};
}

// The fork below and from the Python that is needed, if the fork has both; each then chooses again.
std::optional<Resolver::Choice> Resolver::fork_for_python(
    const ForkState& state, const Version& version,
    const VersionSpecifiers& requires_python) const {
  if (all_ == nullptr || input_.fork_strategy != ForkStrategy::requires_python) return std::nullopt;
  const auto parts = state.python.split(RequiresPython::from(requires_python).bounds().lower);
  if (!parts) return std::nullopt;
  VersionForks forks{ForkStory::Reason::python, version, {}};
  for (const RequiresPython& part : {parts->first, parts->second}) {
    const Marker marker = Marker::python_within(part.bounds());
    if (state.environment.overlaps(marker))
      forks.parts.push_back({state.environment.narrowed(marker), std::nullopt});
  }
  if (forks.parts.empty()) return std::nullopt;
  return forks;
}

void Resolver::pin(ForkState& state, NameId name, const Candidate& candidate) {
  state.set_pin(name, candidate.version, {candidate.files, candidate.installed});
  if (package(state.next).is_package() && input_.with_dependencies && candidate.files != nullptr)
    provider_->prefetch_metadata(*candidate.files);
}

}  // namespace axle
