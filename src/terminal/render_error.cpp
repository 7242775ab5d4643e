// SPDX-License-Identifier: MIT
#include "terminal/render_error.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/shown.hpp"
#include "base/text.hpp"
#include "terminal/exit_code.hpp"

namespace axle {
namespace {

/// Escaped line by line: an error's own line feeds are meant, all other control characters are
/// foreign.
std::string safe_lines(std::string_view text, std::string_view indent) {
  std::string out;
  bool first = true;
  const std::string shown = hide_user_info(text);
  for (const std::string_view line : split(shown, '\n')) {
    if (!first) out += line.empty() ? "\n" : "\n" + std::string(indent);
    first = false;
    out += escape_foreign(line);
  }
  return out;
}

/// The code of the error, or the nearest one among its causes.
ErrorCode code_of(const Error& error) {
  const Error* at = &error;
  while (at->code == ErrorCode::none && at->cause) at = at->cause.get();
  return at->code;
}

/// Whether somebody else's bytes or answers are at fault. A mistake in a file, and a path that the
/// system refuses, are named well enough to mend them.
bool is_of_others(ErrorKind kind) {
  return kind == ErrorKind::network || kind == ErrorKind::integrity ||
         kind == ErrorKind::credentials;
}

/// The hints of the error and of its causes. Where none is stated, the way out that its code has.
std::vector<std::string> hints_of(const Error& error) {
  std::vector<std::string> hints;
  for (const Error* at = &error; at != nullptr; at = at->cause.get())
    for (const std::string& hint : at->hints)
      if (std::ranges::find(hints, hint) == hints.end()) hints.push_back(hint);
  if (hints.empty() && is_of_others(error.kind) && code_of(error) != ErrorCode::none)
    hints.emplace_back(way_out_of(code_of(error)));
  return hints;
}

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::no_solution:
      return "no_solution";
    case ErrorKind::invalid_input:
      return "invalid_input";
    case ErrorKind::not_found:
      return "not_found";
    case ErrorKind::network:
      return "network";
    case ErrorKind::integrity:
      return "integrity";
    case ErrorKind::credentials:
      return "credentials";
    case ErrorKind::io:
      return "io";
    case ErrorKind::locked:
      return "locked";
    case ErrorKind::environment:
      return "environment";
    case ErrorKind::failed:
      return "failed";
    case ErrorKind::cancelled:
      return "cancelled";
    case ErrorKind::bug:
      break;
  }
  return "bug";
}

}  // namespace

std::string render_error(const Error& error, const Style& style) {
  std::string out = style.red("error") + ": " + safe_lines(error.message, "  ") + "\n";
  for (const Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get())
    out += "  " + style.red("cause") + ": " + safe_lines(cause->message, "         ") + "\n";
  const std::vector<std::string> hints = hints_of(error);
  for (const std::string& hint : hints)
    out += "\n" + style.cyan("hint") + ": " + safe_lines(hint, "      ") + "\n";
  return out;
}

std::string render_error_json(const Error& error) {
  nlohmann::json causes = nlohmann::json::array();
  std::string file = error.file;
  std::string member = error.member;
  for (const Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get()) {
    causes.push_back(hide_user_info(cause->message));
    if (file.empty()) file = cause->file;
    if (member.empty()) member = cause->member;
  }
  std::vector<std::string> hints = hints_of(error);
  for (std::string& hint : hints) hint = hide_user_info(hint);
  const nlohmann::json out{{"error",
                            {{"kind", name_of(error.kind)},
                             {"code", name_of(code_of(error))},
                             {"exit_code", static_cast<int>(exit_code_of(error))},
                             {"message", hide_user_info(error.message)},
                             {"causes", causes},
                             {"file", hide_user_info(file)},
                             {"member", member},
                             {"hints", hints}}}};
  return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace axle
