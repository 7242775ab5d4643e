// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "solver/derivation.hpp"

namespace axle::solver {

/// Words for the parts of a proof; names, ranges and reasons are the caller's. Clauses have no
/// capital and no stop.
class ReportFormatter {
 public:
  virtual ~ReportFormatter() = default;

  virtual std::string fact(const Fact& fact) const = 0;  ///< "a==1 depends on b>2"
  virtual std::string both(const Fact& first,
                           const Fact& second) const;  ///< "… and …"; may be said shorter
  virtual std::string conclusion(
      std::span<const PackageTerm> terms) const = 0;  ///< "a==1 cannot be used"
};

/// The proof as lines: "Because A and B, we can conclude that C.", "And because D, …". A line that
/// is used again later ends in its number, "(1)", and is then called "we know from (1) that …"; an
/// empty line parts independent strands.
std::vector<std::string> report(const Derivation& derivation, const ReportFormatter& formatter);

/// `lines` joined by line breaks.
std::string report_text(const Derivation& derivation, const ReportFormatter& formatter);

}  // namespace axle::solver
