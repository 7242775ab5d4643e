// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace axle {

/// Asks a question in a process of its own, since a driver that hangs cannot be interrupted: what
/// `question` returns, or none if it did not answer in time, crashed, or could not be asked. A
/// child that hangs is killed and not waited for: it may be beyond reach until the driver answers.
/// Never takes longer than `patience` and some milliseconds. Not for programs with many threads:
/// the child has only the one that called.
std::optional<std::string> ask_in_child(const std::function<std::string()>& question,
                                        std::chrono::milliseconds patience);

}  // namespace axle
