// SPDX-License-Identifier: MIT
#include "python/python_request.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

/// `312` means 3.12, as the tags of wheels have it.
std::string with_dot(std::string_view version) {
  const bool compact = version.size() > 1 && version.size() <= 3 && parse_unsigned(version) &&
                       (version[0] == '2' || version[0] == '3');
  return compact ? fmt::format("{}.{}", version[0], version.substr(1)) : std::string(version);
}

/// `3.12` asks for any 3.12, `3.12.1` for that one.
Result<VersionSpecifiers> specifiers_of(std::string_view version) {
  if (version.empty() || !is_ascii_digit(version[0])) return VersionSpecifiers::parse(version);
  const std::string dotted = with_dot(version);
  // `3.12` is any of its patches; `3.12.1` and `3.13rc1` are one.
  const bool exact =
      dotted.find_first_not_of("0123456789.") != std::string::npos || split(dotted, '.').size() > 2;
  return VersionSpecifiers::parse(exact ? "==" + dotted : fmt::format("=={}.*", dotted));
}

std::optional<std::string_view> after_implementation(std::string_view text, std::string_view name) {
  if (!starts_with_ignoring_case(text, name)) return std::nullopt;
  text.remove_prefix(name.size());
  if (!text.empty() && (text[0] == '@' || text[0] == '-')) text.remove_prefix(1);
  const bool is_version =
      text.empty() || is_ascii_digit(text[0]) || text.find_first_of("<>=!~") == 0;
  return is_version ? std::optional(text) : std::nullopt;
}

/// `3.12-linux-x86_64` as a key has it behind the implementation: leaves the version, and gives the
/// rest.
std::vector<std::string> take_platform(std::string_view& version) {
  std::vector<std::string> platform;
  const std::size_t dash = version.find('-');
  if (dash == std::string_view::npos) return platform;
  for (const std::string_view part : split(version.substr(dash + 1), '-'))
    platform.push_back(ascii_lower(part));
  version = version.substr(0, dash);
  return platform;
}

}  // namespace

std::array<std::string, 3> platform_of(const Interpreter& interpreter) {
  const auto& markers = interpreter.markers;
  const bool is_linux = markers.sys_platform == "linux";
  return {is_linux ? "linux" : ascii_lower(markers.platform_system), markers.platform_machine,
          is_linux ? "gnu" : "none"};
}

Result<PythonRequest> PythonRequest::parse(std::string_view given) {
  const std::string_view text = trim(given);
  PythonRequest request;
  request.text = std::string(text);
  if (text.empty())
    return fail(ErrorKind::invalid_input, "an empty text is no Python to look for",
                "write a version such as `3.12`, or a path");
  if (text.find('/') != std::string_view::npos || text == "." || directory_exists(fs::path(text))) {
    request.path = absolute_path(fs::path(text));
    return request;
  }
  std::string_view version = text;
  // `v3.12`, as the tags of repositories have it.
  if (version.size() > 1 && (version[0] == 'v' || version[0] == 'V') && is_ascii_digit(version[1]))
    version.remove_prefix(1);
  if (equals_ignoring_case(text, "any") || equals_ignoring_case(text, "default")) return request;
  for (const auto& [name, implementation] :
       {std::pair("cpython", "cpython"), std::pair("pypy", "pypy"), std::pair("graalpy", "graalpy"),
        std::pair("pyodide", "pyodide"), std::pair("python", ""), std::pair("cp", "cpython"),
        std::pair("pp", "pypy"), std::pair("gp", "graalpy")}) {
    if (const auto rest = after_implementation(text, name)) {
      request.implementation = implementation;
      request.is_key =
          *implementation != '\0' && text.substr(std::string_view(name).size()).starts_with('-');
      version = *rest;
      if (request.is_key) request.platform = take_platform(version);
      break;
    }
  }
  if (version.empty()) return request;
  if (version.back() == 't' && version.size() > 1 && is_ascii_digit(version[version.size() - 2])) {
    request.free_threaded = true;
    version.remove_suffix(1);
  } else if (const std::string_view suffix = "+freethreaded"; version.ends_with(suffix)) {
    request.free_threaded = true;
    version.remove_suffix(suffix.size());
  }
  auto specifiers = specifiers_of(version);
  if (specifiers && request.platform.size() <= 3) {
    request.versions = std::move(*specifiers);
    return request;
  }
  if (is_ascii_letter(text[0])) {
    request.program = request.text;
    request.implementation.clear();
    request.platform.clear();
    return request;
  }
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a Python version, a path or the name of a program",
                          escape_foreign(text)),
              "write a version such as `3.12`, specifiers such as `>=3.10`, or a path");
}

PythonRequest PythonRequest::for_versions(VersionSpecifiers specifiers) {
  PythonRequest request;
  request.text = specifiers.to_string();
  request.versions = std::move(specifiers);
  return request;
}

bool PythonRequest::accepts(const Interpreter& interpreter) const {
  if (!implementation.empty() && interpreter.implementation != implementation) return false;
  if (free_threaded && interpreter.free_threaded != *free_threaded) return false;
  if (!platform.empty()) {
    const auto own = platform_of(interpreter);
    for (std::size_t i = 0; i < platform.size(); ++i)
      if (platform[i] != "any" && platform[i] != own[i]) return false;
  }
  return !versions || versions->contains(interpreter.version, true);
}

std::string PythonRequest::pinned_text() const {
  if (path || program) return text;
  if (!versions) return implementation.empty() ? ascii_lower(text) : implementation;
  // `==3.12.*` stands for `3.12`, where that was written.
  std::string version = versions->to_string();
  if (text.find_first_of("<>=!~") == std::string::npos && versions->items().size() == 1)
    version = versions->items().front().version.to_string();
  if (free_threaded.value_or(false)) version += "+freethreaded";
  if (implementation.empty()) return version;
  if (!is_key) return implementation + "@" + version;
  std::string key = implementation + "-" + version;
  for (std::size_t i = 0; i < 3; ++i) key += "-" + (i < platform.size() ? platform[i] : "any");
  return key;
}

std::vector<std::string> PythonRequest::program_names() const {
  if (program) return {*program};
  // GraalPy and Pyodide are asked for by name only: axle installs nothing into them.
  const bool has_own_name = !implementation.empty() && implementation != "cpython";
  const std::string stem = has_own_name ? implementation : "python";
  std::vector<std::string> names;
  if (versions && versions->items().size() == 1) {
    const VersionSpecifier& only = versions->items().front();
    const auto release = only.version.release();
    if (only.op == Operator::equal && release.size() >= 2) {
      names.push_back(fmt::format("{}{}.{}{}", stem, release[0], release[1],
                                  free_threaded.value_or(false) ? "t" : ""));
    }
  }
  names.push_back(stem + "3");
  names.push_back(stem);
  if (!versions && !free_threaded) std::swap(names.front(), names.back());  // any will do
  return names;
}

std::string PythonRequest::describe() const {
  if (path) return fmt::format("`{}`", escape_foreign(path->string()));
  if (program) return fmt::format("`{}`", escape_foreign(*program));
  const std::string_view shown = implementation == "pypy"      ? "PyPy"
                                 : implementation == "graalpy" ? "GraalPy"
                                 : implementation == "pyodide" ? "Pyodide"
                                                               : "Python";
  return versions ? fmt::format("{} {}", shown, escape_foreign(text)) : std::string(shown);
}

}  // namespace axle
