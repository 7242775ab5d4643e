// SPDX-License-Identifier: MIT
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "axle/base/error_code.hpp"

namespace axle {

/// What sort of failure this is. Decides the exit code (see cli/exit_code.hpp) and whether trying
/// again helps.
enum class ErrorKind {
  no_solution,    ///< the requirements cannot be met together
  invalid_input,  ///< usage, project file, lockfile, requirement text
  not_found,      ///< what was asked for does not exist
  network,        ///< HTTP, TLS, connection
  integrity,      ///< hash, size, wheel, index page: bytes are not what they must be
  credentials,    ///< a login is missing or refused
  io,             ///< the local file system: space, permission, limits
  locked,         ///< another process holds it
  environment,    ///< the Python environment is unusable, or files would conflict
  failed,         ///< did its work and the answer is "no" (a check that found something)
  cancelled,      ///< the user stopped it
  bug,            ///< a promise inside axle was broken
};

/// Why something failed, for a person and for scripts. A value: nobody parses its text.
struct Error {
  ErrorKind kind;
  std::string message;             ///< what failed, naming the value: "`1.0.x` is not a version"
  std::vector<std::string> hints;  ///< each is one thing the user can do
  std::shared_ptr<const Error> cause;  ///< the error that this one explains; null for a root cause
  ErrorCode code;                      ///< `none` where a nearer error has one, or there is none
  std::string file;                    ///< the file at fault, if one is
  std::string member;                  ///< the place in it: an archive member, a line, a table
};

/// A value, or the reason why there is none. A class of its own, so that ignoring one is a warning.
template <class T>
struct [[nodiscard]] Result : std::expected<T, Error> {
  using std::expected<T, Error>::expected;
};

/// `return fail(ErrorKind::io, "...", "hint");`
inline std::unexpected<Error> fail(ErrorKind kind, std::string message, std::string hint = {}) {
  Error error{kind, std::move(message), {}, nullptr, ErrorCode::none, {}, {}};
  if (!hint.empty()) error.hints.push_back(std::move(hint));
  return std::unexpected<Error>(std::move(error));
}

/// `message` explained by `cause`; kind and code are those of the cause.
inline std::unexpected<Error> while_doing(std::string message, Error cause) {
  Error error{cause.kind, std::move(message), {}, nullptr, cause.code, cause.file, cause.member};
  error.cause = std::make_shared<const Error>(std::move(cause));
  return std::unexpected<Error>(std::move(error));
}

/// An error with a stable code and the place it was found in. `member` may be empty.
inline std::unexpected<Error> fail_with_code(ErrorKind kind, ErrorCode code, std::string message,
                                             std::string file, std::string member = {},
                                             std::string hint = {}) {
  Error error{kind, std::move(message), {}, nullptr, code, std::move(file), std::move(member)};
  if (!hint.empty()) error.hints.push_back(std::move(hint));
  return std::unexpected<Error>(std::move(error));
}

}  // namespace axle
