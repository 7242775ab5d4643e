// SPDX-License-Identifier: MIT
#include "terminal/exit_code.hpp"

#include "base/cancel.hpp"

namespace axle {

ExitCode exit_code_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::no_solution:
    case ErrorKind::failed:
      return ExitCode::no_solution;
    case ErrorKind::invalid_input:
    case ErrorKind::not_found:
      return ExitCode::usage;
    case ErrorKind::network:
      return ExitCode::network;
    case ErrorKind::integrity:
      return ExitCode::integrity;
    case ErrorKind::credentials:
      return ExitCode::credentials;
    case ErrorKind::io:
      return ExitCode::io;
    case ErrorKind::locked:
      return ExitCode::locked;
    case ErrorKind::environment:
      return ExitCode::environment;
    case ErrorKind::cancelled: {
      const int number = cancelling_signal();
      return static_cast<ExitCode>(number == 0 ? 130 : 128 + number);
    }
    case ErrorKind::bug:
      break;
  }
  return ExitCode::bug;
}

}  // namespace axle
