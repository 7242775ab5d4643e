// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <vector>

#include "axle/markers/universal_marker.hpp"
#include "axle/model/conflicts.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "operations/locked_graph.hpp"
#include "services/suggestion.hpp"
#include "views/lock_chains.hpp"

namespace axle {
namespace {

constexpr std::size_t most_chains = 50;

std::string name_and_version(const LockedPackage& package) {
  return package.version ? fmt::format("{} v{}", package.name.text(), package.version->to_string())
                         : package.name.text();
}

/// `demo (extra: cpu) → torch[opt] v2.4.0 → numpy`
std::string chain_text(const LockChain& chain, const Lockfile& lockfile) {
  if (chain.edges.empty())
    return fmt::format("{} is a member of the workspace",
                       lockfile.packages[chain.root].name.text());
  std::string text;
  for (std::size_t i = 0; i < chain.edges.size(); ++i) {
    const LockEdge& edge = *chain.edges[i];
    if (edge.from == LockEdge::workspace) {
      text += "the workspace";
    } else {
      const LockedPackage& package = lockfile.packages[edge.from];
      text += i == 0 ? package.name.text() : name_and_version(package);
    }
    if (edge.kind != LockEdge::Kind::production)
      text += fmt::format(" ({}: {})", edge.kind == LockEdge::Kind::extra ? "extra" : "group",
                          edge.label);
    text += " → ";
  }
  const LockEdge& last = *chain.edges.back();
  text += lockfile.packages[last.to].name.text();
  std::vector<std::string> extras;
  for (const ExtraName& extra : last.extras) extras.push_back(extra.text());
  if (!extras.empty()) text += fmt::format("[{}]", join(extras, ","));
  if (const std::string where = in_words(chain.marker, lockfile.conflicts); !where.empty())
    text += (where.starts_with("with") ? "  " : "  where ") + where;
  return escape_foreign(text);
}

/// "2 of 4 forks: python_full_version < '3.11'"; empty if it is in all there are.
std::string forks_text(const LockedPackage& package, const Lockfile& lockfile) {
  Marker any = Marker::never();
  for (const Marker fork : package.fork_markers) any |= fork;
  const std::string where =
      in_words(any.restrict(at_most_one_of_each(encoded(lockfile.conflicts))), lockfile.conflicts);
  if (package.fork_markers.empty() || where.empty()) return {};
  return fmt::format("{} of {}: {}", package.fork_markers.size(),
                     counted(lockfile.fork_markers.size(), "fork"), where);
}

/// One version of the package: what it is, for which forks it was chosen, and the chains to it.
std::string explain(const LockGraph& graph, std::size_t position, bool is_one_of_many) {
  const Lockfile& lockfile = *graph.lockfile;
  const LockedPackage& package = lockfile.packages[position];
  std::string text = name_and_version(package);
  if (is_one_of_many && package.source.is_registry())
    text += fmt::format(" from {}", escape_foreign(package.source.text));
  text += '\n';
  if (const std::string forks = forks_text(package, lockfile); !forks.empty())
    text += fmt::format("  in {}\n", forks);
  const LockChains found = chains_to(graph, position, most_chains);
  for (const LockChain& chain : found.chains)
    text += fmt::format("  {}\n", chain_text(chain, lockfile));
  if (found.is_cut)
    text +=
        fmt::format("  … and more: `axle tree --universal --all-groups --invert --package {}`\n",
                    package.name.text());
  return text;
}

}  // namespace

Result<ExitCode> why_command(const WhyOptions& options, Session& services) {
  TRY(const PackageName name, PackageName::parse(options.package));
  TRY(const LockedGraph locked,
      locked_graph({.settings = options,
                    .selection = options.selection,
                    .lock = options.lock,
                    .python = options.python,
                    .python_version = options.python_version,
                    .python_platform = options.python_platform,
                    .all_machines = !options.python_platform && !options.python_version,
                    .all_groups = true},
                   services));
  const Lockfile& lockfile = *locked.lockfile;
  const auto [first, last] = lockfile.positions_of(name);
  if (first == last) {
    std::vector<PackageName> known;
    for (const LockedPackage& package : lockfile.packages) known.push_back(package.name);
    return fail(ErrorKind::failed, fmt::format("`{}` is not in the lockfile", name.text()),
                suggestion(name.text(), known));
  }
  if (!locked.reaches(name))
    return fail(ErrorKind::failed,
                fmt::format("`{}` is locked, but nothing that was asked for needs it", name.text()),
                "leave options out to see everything that does");
  std::string text;
  for (std::size_t i = first; i < last; ++i)
    if (locked.graph.is_reached[i]) text += explain(locked.graph, i, last - first > 1);
  TRY_OK(Marker::check_capacity());
  services.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
