// SPDX-License-Identifier: MIT
#include "editing/new_python.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/try.hpp"
#include "python/python_request.hpp"
#include "services/python_search.hpp"
#include "services/python_target.hpp"

namespace axle {
namespace {

/// `3.12` or `3.12.1`, if the request is one such version.
std::optional<std::string> single_version(const PythonRequest& request) {
  const std::string_view text = request.text;
  const bool is_plain = !text.empty() && text.find_first_not_of("0123456789.") == text.npos &&
                        text.find('.') != text.npos && Version::parse(text);
  return is_plain ? std::optional(std::string(text)) : std::nullopt;
}

}  // namespace

Result<NewPython> new_python(const std::optional<std::string>& python,
                             const std::filesystem::path& directory, Services& services) {
  const auto asked = python ? python : services.environment().get_setting("PYTHON");
  TRY(PythonRequest request, PythonRequest::parse(asked.value_or("any")));
  const auto pinned = asked ? std::nullopt : told_pin(directory, directory.root_path(), services);
  if (pinned) request = *pinned;
  const bool is_asked_for = asked || pinned;
  if (const auto version = single_version(request))
    return NewPython{fmt::format(">={}", *version), *version, is_asked_for};
  TRY(Cache* const cache, services.cache());
  TRY(const Interpreter found,
      find_interpreter(request, python_search(services, directory), *cache));
  const std::string minor = fmt::format("{}.{}", found.major(), found.minor());
  const bool is_range = is_asked_for && request.versions && request.implementation.empty() &&
                        request.text.find_first_of("<>=!~") != std::string::npos;
  if (is_range) return NewPython{request.versions->to_string(", "), minor, is_asked_for};
  return NewPython{">=" + minor, minor, is_asked_for};
}

}  // namespace axle
