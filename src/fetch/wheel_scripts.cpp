// SPDX-License-Identifier: MIT
#include "fetch/wheel_scripts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "archive/refusal.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr ErrorCode script_fault = ErrorCode::wheel_entry;
constexpr std::size_t most_scripts = 10'000;

bool is_script_name(std::string_view name) {
  // As clang++ and tool@1 have them; nothing that a file system or shell takes for something else.
  const auto allowed = [](char c) {
    return is_ascii_alnum(c) || std::string_view("_.-+@~,=^%").find(c) != std::string_view::npos;
  };
  return !name.empty() && name.size() <= 255 && name != "." && name != ".." &&
         name.front() != '-' && std::ranges::all_of(name, allowed);
}

bool is_dotted_identifier(std::string_view text) {
  return std::ranges::all_of(split(text, '.'), [](std::string_view part) {
    return !part.empty() && !is_ascii_digit(part.front()) &&
           std::ranges::all_of(part, [](char c) { return is_ascii_alnum(c) || c == '_'; });
  });
}

Result<ManifestDraft::Script> parse_script(std::string_view wheel, std::string_view line,
                                           bool gui) {
  const std::size_t equals = line.find('=');
  const std::string_view name = trim(line.substr(0, equals));
  if (equals == std::string_view::npos)
    return refuse(script_fault, wheel, name, "this line of entry_points.txt has no `=`");
  if (!is_script_name(name))
    return refuse(script_fault, wheel, name, "it is not a safe name for a script");
  if (is_reserved_script(name))
    return refuse(ErrorCode::wheel_scheme, wheel, name,
                  "a script of this name would replace the environment's own");
  std::string_view value = line.substr(equals + 1);
  if (const std::size_t bracket = value.find('[');
      bracket != std::string_view::npos && trim(value).ends_with(']'))
    value = value.substr(0, bracket);
  const std::size_t colon = value.find(':');
  const std::string_view module = trim(value.substr(0, colon));
  const std::string_view function =
      colon == std::string_view::npos ? std::string_view{} : trim(value.substr(colon + 1));
  if (!is_dotted_identifier(module) || !is_dotted_identifier(function))
    return refuse(
        script_fault, wheel, name,
        fmt::format("`{}` is not `module:function`", escape_foreign(trim(value).substr(0, 120))));
  return ManifestDraft::Script{std::string(name), std::string(module), std::string(function), gui};
}

}  // namespace

bool is_reserved_script(std::string_view name) {
  // Those that virtual environments of axle, uv, virtualenv and CPython have; not every name that
  // begins so: `activate-global-python-argcomplete` is a script like any other.
  constexpr std::array<std::string_view, 14> own{
      "activate",       "activate.bat",  "activate.csh",     "activate.fish", "activate.nu",
      "activate.ps1",   "activate.xsh",  "activate_this.py", "activate.exe",  "deactivate",
      "deactivate.bat", "deactivate.nu", "deactivate.exe",   "pydoc.bat"};
  const std::string lowered = ascii_lower(name);
  if (std::ranges::find(own, lowered) != own.end()) return true;
  for (const std::string_view interpreter : {"pythonw", "python", "pypy"}) {
    if (!lowered.starts_with(interpreter)) continue;
    const std::string_view rest = std::string_view(lowered).substr(interpreter.size());
    return rest == ".exe" || std::ranges::all_of(rest, [](char c) {
             return is_ascii_digit(c) || c == '.' || c == 't';
           });
  }
  return false;
}

Result<std::vector<ManifestDraft::Script>> parse_launcher_scripts(std::string_view wheel,
                                                                  std::string_view text) {
  std::vector<ManifestDraft::Script> scripts;
  if (!is_valid_utf8(text))
    return refuse(script_fault, wheel, "entry_points.txt", "it is not UTF-8");
  std::set<std::string, std::less<>> names;
  std::string_view group;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      if (!line.ends_with(']'))
        return refuse(script_fault, wheel, "entry_points.txt", "a group's name has no end");
      group = trim(line.substr(1, line.size() - 2));
      continue;
    }
    if (group.empty())
      return refuse(script_fault, wheel, "entry_points.txt",
                    "it is no INI file: a line has no group");
    const bool gui = group == "gui_scripts";
    if (!gui && group != "console_scripts") continue;
    TRY(ManifestDraft::Script script, parse_script(wheel, line, gui));
    if (!names.insert(ascii_lower(script.name)).second) {
      if (std::ranges::find(scripts, script) != scripts.end()) continue;  // only said twice
      return refuse(script_fault, wheel, script.name, "two scripts have this name");
    }
    if (scripts.size() == most_scripts)
      return refuse(script_fault, wheel, "entry_points.txt", "it has more than 10,000 scripts");
    scripts.push_back(std::move(script));
  }
  return scripts;
}

}  // namespace axle
