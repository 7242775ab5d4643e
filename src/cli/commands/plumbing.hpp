// SPDX-License-Identifier: MIT
#pragma once

#include <iosfwd>

namespace axle {

/// `axle plumbing`: one JSON object a line in, one JSON object a line out, in order, until the
/// input ends (docs/plumbing.md). Returns the exit code.
int run_plumbing(std::istream& in, std::ostream& out);

}  // namespace axle
