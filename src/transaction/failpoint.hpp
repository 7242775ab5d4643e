// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace axle {

/// Where tests make the commit fail or die. Called before every step that changes the environment;
/// a number other than 0 is the error (errno) that the step fails with instead of being done. Empty
/// in production.
using Failpoint = std::function<int()>;

/// Replaces the failpoint; not while an installation runs.
void set_failpoint(Failpoint failpoint);
int reach_failpoint();

}  // namespace axle
