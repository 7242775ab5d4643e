// SPDX-License-Identifier: MIT
#include "resolve/resolver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/cancel.hpp"
#include "base/try.hpp"
#include "resolve/failed_fork.hpp"
#include "resolve/output_graph.hpp"

namespace axle {
namespace {

const Version& root_version() {
  static const Version version = *Version::parse("0");
  return version;
}

}  // namespace

Resolver::Resolver(const ResolveInput& input, const ResolveServices& services,
                   const SolveLimits& limits)
    : input_(input),
      services_(services),
      one_(std::get_if<OneEnvironment>(&input.environment)),
      all_(std::get_if<AllEnvironments>(&input.environment)),
      conflicts_(input.conflicts, table_),
      manifest_(input, table_, sources_, conflicts_),
      budget_(limits),
      selector_(input, manifest_, table_),
      flattener_(manifest_, table_, conflicts_, one_, budget_),
      preferences_(input, table_.names, one_),
      story_(table_, conflicts_) {
  if (all_ == nullptr) return;
  artifact_environments_ = all_->environments;
  artifact_environments_.insert(artifact_environments_.end(), all_->required_environments.begin(),
                                all_->required_environments.end());
}

Result<Resolution> Resolver::run() {
  TRY_OK(manifest_.read_direct(services_.direct));
  provider_.emplace(input_, services_, manifest_, table_, sources_);
  push_initial_forks();
  while (!pending_.empty()) {
    ForkState state = std::move(pending_.back());
    pending_.pop_back();
    TRY_OK(solve_fork(std::move(state)));
  }
  TRY_OK(Marker::check_capacity());
  TRY(Resolution resolution,
      build_resolution(finished_, {input_, table_, sources_, conflicts_, manifest_, *provider_}));
  if (all_ != nullptr) resolution.forks = std::move(story_).take();
  resolution.effort = {provider_->pages_read(), provider_->metadata_read(), choices_};
  return resolution;
}

void Resolver::push_initial_forks() {
  const ForkEnvironment whole = all_ != nullptr ? ForkEnvironment::all() : ForkEnvironment::one();
  const ForkState start(root_version(), whole, input_.requires_python);
  const std::vector<Marker>* initial = nullptr;
  if (all_ != nullptr)
    initial = !all_->stored_forks.empty() ? &all_->stored_forks : &all_->environments;
  if (initial == nullptr || initial->empty()) {
    pending_.push_back(start);
    pending_.back().number = story_.start(ForkStory::Reason::all, whole);
    return;
  }
  // Backwards, so that the first is on top of the stack.
  for (auto marker = initial->rbegin(); marker != initial->rend(); ++marker) {
    ForkEnvironment::Items included, excluded;
    for (const ExtraName& extra : marker->extras()) {
      const auto item = conflicts_.item_of_encoded(extra);
      if (!item) continue;
      if (marker->assume_extra(extra, false).is_never()) included.push_back(*item);
      if (marker->assume_extra(extra, true).is_never()) excluded.push_back(*item);
    }
    auto environment = whole.with_items(included, excluded);
    if (!environment) continue;
    pending_.push_back(start);
    pending_.back().enter(environment->narrowed(marker->without_extras()));
    pending_.back().number = story_.start(
        initial == &all_->stored_forks ? ForkStory::Reason::lock : ForkStory::Reason::environment,
        pending_.back().environment);
  }
  const bool lowest_first =
      input_.fork_strategy == ForkStrategy::fewest || input_.resolution == ResolutionMode::lowest;
  std::stable_sort(pending_.begin(), pending_.end(), [&](const ForkState& a, const ForkState& b) {
    return lowest_first ? has_lower_python(b.environment, a.environment)
                        : has_lower_python(a.environment, b.environment);
  });
}

// Until the fork is solved or has split. Every turn decides one more package, or learns why that
// cannot be.
Result<void> Resolver::solve_fork(ForkState state) {
  for (;;) {
    if (cancelled()) return fail(ErrorKind::cancelled, "resolving was stopped");
    TRY_OK(check_budget(state));
    TRY(const bool has_more, prepare_decision(state));
    if (!has_more) {
      finish(state);
      return {};
    }
    TRY(const bool is_forked, take_step(state));
    if (is_forked) return {};
  }
}

// Waiting for an index is no work: what it has answered is progress.
void Resolver::note_progress() {
  const std::size_t learned =
      provider_->pages_read() + provider_->metadata_read() + finished_.size();
  if (learned > learned_) budget_.note_progress();
  learned_ = std::max(learned, learned_);
}

Result<void> Resolver::check_budget(const ForkState& state) {
  note_progress();
  budget_.note_packages(provider_->pages_read());
  budget_.note_forks(finished_.size() + pending_.size());
  TRY_OK(Marker::check_capacity());
  if (!budget_.is_spent()) return {};
  return budget_.check(package(state.next).has_name() ? table_.describe(state.next, {})
                                                      : std::string());
}

// Derives what follows from the last decision and picks the next package; false if all is decided.
Result<bool> Resolver::prepare_decision(ForkState& state) {
  if (state.initial_package) {
    // Split on a version of this package: what led to it has been propagated already.
    state.next = *std::exchange(state.initial_package, std::nullopt);
    return true;
  }
  auto conflicts = state.solver.propagate(state.next);
  if (!conflicts) return std::unexpected(explain_failure(state, conflicts.error()));
  for (const solver::Conflict& conflict : *conflicts)
    state.conflicts.record(table_, state.solver[conflict.incompatibility], conflict.package,
                           state.next);
  if (input_.with_dependencies) prefetch_undecided(state);
  state.conflicts.apply(table_, state.priorities, state.solver);
  const auto next = state.solver.pick(
      [&](solver::PackageId id, const VersionRange&) { return state.priorities.of(table_, id); });
  if (!next) return false;
  state.next = *next;
  return true;
}

// Chooses a version of the picked package and adds what it needs; true if the fork has split.
Result<bool> Resolver::take_step(ForkState& state) {
  bool is_forked = false;
  TRY(const std::optional<Version> version, pick_version(state, is_forked));
  if (!version) return is_forked;
  const SolverPackage& picked = package(state.next);
  if (picked.is_package()) ++choices_;
  if (picked.is_package() && picked.extra == no_name && picked.group == no_name)
    services_.reporter.resolving(
        fmt::format("{}=={}", table_.names[picked.name].text(), version->to_string()));
  if (state.has_dependencies(state.next, *version)) {
    state.solver.decide(state.next, *version);
    return false;
  }
  return add_what_it_needs(state, *version);
}

// The version to decide on. None: there is nothing to decide in this turn, the reason is known to
// the solver, or the fork split.
Result<std::optional<Version>> Resolver::pick_version(ForkState& state, bool& is_forked) {
  if (state.initial_version) return std::exchange(state.initial_version, std::nullopt);
  const VersionRange range = *state.solver.allowed(state.next);
  const SolverPackage& picked = package(state.next);
  const bool is_tied = picked.has_name() && (state.source(picked.name) != no_source ||
                                             state.index(picked.name) != no_index_id);
  if (!is_tied)
    if (const Version* selected = state.selected(state.next, range)) return *selected;

  TRY(Choice choice, choose_version(state, range));
  if (std::holds_alternative<NoVersion>(choice)) {
    const PackageVersions* versions =
        picked.is_package() ? provider_->known_versions(picked.name, state.index(picked.name))
                            : nullptr;
    if (versions != nullptr && versions->unavailable && state.source(picked.name) == no_source)
      state.solver.add_custom(state.next, range, add_reason(*versions->unavailable));
    else
      state.solver.add_no_versions(state.next, range);
    return std::optional<Version>();
  }
  if (const auto* rejected = std::get_if<Rejected>(&choice)) {
    reject(state, rejected->version, rejected->reason);
    return std::optional<Version>();
  }
  if (auto* forks = std::get_if<VersionForks>(&choice)) {
    is_forked = true;
    push_version_forks(state, std::move(*forks));
    return std::optional<Version>();
  }
  const Version version = std::get<Version>(std::move(choice));
  if (!is_tied) state.set_selected(state.next, range, version);
  if (picked.has_name() && state.source(picked.name) == no_source)
    prefetch_more(state, picked.name, range, version);
  return std::optional(version);
}

Result<bool> Resolver::add_what_it_needs(ForkState& state, const Version& version) {
  TRY(Needs needs, needs_of(state, version));
  if (const auto* reason = std::get_if<Unavailable>(&needs)) {
    state.solver.add_custom(state.next, widened(state, version), add_reason(*reason));
    return false;
  }
  if (const auto* python = std::get_if<NeededPython>(&needs)) {
    if (auto forks = fork_for_python(state, version, python->requires_python)) {
      push_version_forks(state, std::get<VersionForks>(*std::move(forks)));
      return true;
    }
    state.solver.add_custom(state.next, widened(state, version),
                            add_reason(NeedsOtherPython{python->requires_python}));
    return false;
  }
  auto& forks = std::get<std::vector<DependencyFork>>(needs);
  state.mark_dependencies(state.next, version);
  if (forks.size() < 2) {
    const std::span<const DependencyEdge> edges =
        forks.empty() ? std::span<const DependencyEdge>() : forks[0].dependencies;
    TRY_OK(learn_ties(state, edges));
    add_dependencies(state, version, edges);
    return false;
  }
  order_forks(forks, input_.fork_strategy == ForkStrategy::fewest ||
                         input_.resolution == ResolutionMode::lowest);
  const std::vector<std::size_t> numbers =
      story_.split(state.number, pin_text(state, version), forks);
  auto number = numbers.begin();
  for (DependencyFork& fork : forks) {
    ForkState part = state;
    part.number = *number++;
    part.enter(std::move(fork.environment));
    TRY_OK(learn_ties(part, fork.dependencies));
    add_dependencies(part, version, fork.dependencies);
    pending_.push_back(std::move(part));
  }
  return true;
}

void Resolver::push_version_forks(const ForkState& state, VersionForks forks) {
  const std::string cause = pin_text(state, forks.cause);
  for (VersionFork& fork : forks.parts) {
    pending_.push_back(state);
    pending_.back().number = story_.split(state.number, forks.reason, cause, fork.environment);
    pending_.back().initial_package = state.next;
    pending_.back().initial_version = std::move(fork.version);
    pending_.back().enter(std::move(fork.environment));
  }
}

// "torch==2.5.1", "torch[gpu]==2.5.1"; nothing for the root.
std::string Resolver::pin_text(const ForkState& state, const Version& version) const {
  if (package(state.next).kind == PackageKind::root) return {};
  return fmt::format("{}=={}", table_.describe(state.next, {}), version.to_string());
}

void Resolver::finish(const ForkState& state) {
  finished_.push_back(read_solution(state, table_));
  story_.solve(state.number, static_cast<std::size_t>(std::ranges::count_if(
                                 finished_.back().nodes, [](const DecidedNode& node) {
                                   return node.name != no_name && node.extra == no_name &&
                                          node.group == no_name;
                                 })));
  // A package that is direct in one fork and not in another gets different versions on purpose.
  if (input_.resolution == ResolutionMode::lowest_direct || all_ == nullptr) return;
  const FinishedFork& fork = finished_.back();
  const Marker marker = fork.environment.universal_marker(conflicts_).without_extras();
  for (const DecidedNode& node : fork.nodes)
    preferences_.add_sibling(node.name, node.version, marker,
                             node.pin ? node.pin->index() : nullptr);
}

solver::ReasonId Resolver::add_reason(Unavailable reason) {
  reasons_.push_back(std::move(reason));
  return solver::ReasonId{static_cast<std::uint32_t>(reasons_.size() - 1)};
}

Error Resolver::explain_failure(const ForkState& state, const solver::Unsolvable& failure) {
  const FailedFork fork{state, input_, conflicts_, manifest_, *provider_, reasons_};
  return explain_no_solution(state.solver.derivation(failure.proof), fork, table_, services_);
}

Result<Resolution> resolve(const ResolveInput& input, const ResolveServices& services) {
  return resolve(input, services, SolveLimits{});
}

Result<Resolution> resolve(const ResolveInput& input, const ResolveServices& services,
                           const SolveLimits& limits) {
  return Resolver(input, services, limits).run();
}

}  // namespace axle
