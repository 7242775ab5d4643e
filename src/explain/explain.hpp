// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/index/registry.hpp"
#include "axle/resolution/resolve_input.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "axle/versions/version.hpp"
#include "resolution/package_table.hpp"
#include "resolution/unavailable.hpp"
#include "solver/derivation.hpp"

namespace axle {

/// A package as the failed fork came to know it.
struct ExplainedPackage {
  std::vector<Version> versions;  ///< that count, ascending; none if it comes from no index
  std::vector<Version> too_new;   ///< that the indexes have, but the cutoff leaves out; ascending
  UploadCutoff cutoff;            ///< none: there is no limit
  enum class CutoffSource : std::uint8_t {
    package,
    global,
    index
  } cutoff_source = CutoffSource::global;
  bool allows_prereleases = false;
  bool is_direct = false;              ///< this fork has it from a path, URL or repository
  std::vector<IndexUrl> found_on;      ///< in the order of the indexes
  std::vector<IndexAbsence> absences;  ///< of its listing
  std::vector<DroppedFile> left_out;   ///< files of its pages that cannot be used
  std::optional<std::string>
      metadata_error;  ///< of the version that could not be read, newest first
};

/// What an explanation needs besides the proof. Everything outlives the call.
struct ExplainFacts {
  PackageTable& packages;  ///< may get packages under shorter markers
  const UnavailableTable& reasons;
  const ResolveInput& input;
  RequiresPython fork_python;  ///< what the fork leaves of the project's; messages name the latter
  std::string split;           ///< ForkEnvironment::describe(); empty if it is no fork
  Marker fork_marker = Marker::always();
  /// Packages whose versions the fork looked at. Others are explained without what the indexes
  /// have.
  std::map<NameId, ExplainedPackage> known;

  /// The wheels of a version, in any order; may be empty. Asked for few versions only.
  std::function<std::vector<const WheelFilename*>(NameId, const Version&)> wheels;
  /// Whether an explicit index has the package; may go to the network. Empty: not to be asked.
  std::function<bool(NameId, const IndexDefinition&)> is_on_explicit_index;
  /// The machine that runs this, if it is known: for all environments, tells whether the failed
  /// fork is another one.
  const MarkerEnvironment* machine = nullptr;
};

/// Why there is no solution, for a person.
struct Explanation {
  std::string message;  ///< "No solution found when resolving dependencies for split (…)"
  std::string proof;    ///< "Because …, we can conclude that …", one line a step
  std::vector<std::string> hints;  ///< what could help, the most telling first

  bool was_refused = false;  ///< an index wanted (other) credentials for one of the packages

  Error to_error() const;  ///< `no_solution`, `credentials` if refused; the proof is its cause
};

/// The proof in words, shortened as far as nothing is lost: stand-ins for extras and markers are
/// left out, versions refused for one reason are one fact, ranges end where the versions of the
/// package do. Total; linear in the proof but for ranges.
Explanation explain(const solver::Derivation& proof, const ExplainFacts& facts);

}  // namespace axle
