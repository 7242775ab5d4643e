// SPDX-License-Identifier: MIT
#include "install/scripts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t longest_shebang = 127;
constexpr std::string_view versioned_pip = "pip3.";

/// "12" of lib/python3.12/site-packages; empty where packages lie in no such folder.
std::string minor_version(const InstallTarget& target) {
  const std::string folder = target.purelib.parent_path().filename().string();
  const std::size_t start = folder.find("3.");
  if (start == std::string::npos) return {};
  const std::size_t end = folder.find_first_not_of("0123456789", start + 2);  // 13t
  return folder.substr(start + 2, end == std::string::npos ? end : end - start - 2);
}

bool is_versioned_pip(std::string_view name) {
  if (!name.starts_with(versioned_pip)) return false;
  const auto minor = parse_unsigned(name.substr(versioned_pip.size()));
  return minor && *minor < 256;
}

}  // namespace

Result<std::string> shebang_of(const InstallTarget& target) {
  const std::string python = target.python.string();
  const bool plain = std::ranges::none_of(python, [](char c) {
    return c == '\\' || static_cast<unsigned char>(c) < ' ' || c == '\x7f';
  });
  if (!plain)
    return fail_with_code(
        ErrorKind::environment, ErrorCode::venv,
        fmt::format(
            "no script can start with `{}`: a backslash or control character is in the path",
            escape_foreign(python)),
        escape_foreign(python), {}, "create the environment at another path");
  // Python reads the shell's line as a text, which three quotes would end; these are never three.
  const auto quoted = [](const std::string& text) { return replace_all(text, "'", "'\"'\"'"); };
  if (target.relocatable)
    return fmt::format(
        "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")\"/'{}' \"$0\" \"$@\"\n' "
        "'''\n",
        quoted(target.python.filename().string()));
  std::string line = "#!" + python + "\n";
  if (line.size() <= longest_shebang && python.find(' ') == std::string::npos) return line;
  return fmt::format("#!/bin/sh\n'''exec' '{}' \"$0\" \"$@\"\n' '''\n", quoted(python));
}

Result<std::string> launcher_text(const InstallTarget& target, const LauncherScript& script) {
  TRY(const std::string shebang, shebang_of(target));
  const std::string_view first = script.function.substr(0, script.function.find('.'));
  // The same bytes as uv: the two endings are those of Windows' launchers, which name themselves.
  return fmt::format(
      R"({}# -*- coding: utf-8 -*-
import sys
from {} import {}
if __name__ == "__main__":
    if sys.argv[0].endswith("-script.pyw"):
        sys.argv[0] = sys.argv[0][:-11]
    elif sys.argv[0].endswith(".exe"):
        sys.argv[0] = sys.argv[0][:-4]
    sys.exit({}())
)",
      shebang, script.module, first, script.function);
}

std::vector<NamedLauncher> named_launchers(const InstallTarget& target,
                                           const std::vector<LauncherScript>& scripts) {
  std::vector<NamedLauncher> named;
  const std::string minor = minor_version(target);
  for (const LauncherScript& script : scripts) {
    if (!minor.empty() && is_versioned_pip(script.name)) continue;
    named.push_back({std::string(script.name), script});
    if (!minor.empty() && script.name == "pip3")
      named.push_back({std::string(versioned_pip) + minor, script});
  }
  return named;
}

Result<std::optional<std::string>> rewritten_script(const InstallTarget& target,
                                                    std::string_view contents) {
  constexpr std::string_view mark = "#!python";
  if (!contents.starts_with(mark)) return std::optional<std::string>{};
  const std::size_t end = std::min(contents.find('\n'), contents.size() - 1);
  TRY(std::string text, shebang_of(target));
  text += contents.substr(end + 1);
  return std::optional(std::move(text));
}

}  // namespace axle
