// SPDX-License-Identifier: MIT
#include "syncing/run_program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/env_file.hpp"

namespace axle {
namespace {

constexpr unsigned max_depth = 100;

bool ends_like_python(std::string_view name) {
  return name.ends_with(".py") || name.ends_with(".pyc") || name.ends_with(".pyw");
}

/// A folder or a ZIP archive that Python can run.
bool has_main_module(const fs::path& path) {
  if (directory_exists(path)) return file_exists(path / "__main__.py");
  if (!file_exists(path)) return false;
  const auto text = read_file(path);
  return text && text->starts_with("PK\x03\x04") && text->contains("__main__.py");
}

/// A program of the environment goes before a folder of its name.
bool is_program_of(const RunEnvironment& environment, const std::string& name) {
  return name.find('/') == std::string::npos && !environment.bins.empty() &&
         file_exists(environment.bins.front() / name);
}

Result<std::string> text_of_stdin() {
  std::string text;
  std::array<char, 65536> piece{};
  for (;;) {
    const ::ssize_t count = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (count == 0) return text;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return io_failure("read", "standard input", errno);
    text.append(piece.data(), static_cast<std::size_t>(count));
  }
}

std::string own_path() {
  std::error_code error;
  const fs::path path = fs::read_symlink("/proc/self/exe", error);
  return error ? "axle" : path.string();
}

}  // namespace

Result<std::optional<std::string>> program_text(const RunProgramOptions& options) {
  if (options.command.empty() || options.command.front() != "-" || options.module)
    return std::optional<std::string>();
  TRY(std::string text, text_of_stdin());
  return std::optional(std::move(text));
}

Result<std::vector<std::string>> program_of(const RunProgramOptions& options,
                                            const std::optional<std::string>& text,
                                            const RunEnvironment& environment, Services& services) {
  const std::string& first = options.command.front();
  const std::string python = environment.python.string();
  std::vector<std::string> argv;
  const fs::path path = services.directory() / first;
  if (text) {
    argv = {python, "-c", *text};
  } else if (options.module) {
    argv = {python, "-m", first};
  } else if (options.script || options.gui_script ||
             (ends_like_python(first) && file_exists(path))) {
    argv = {python, first};
  } else if (first == "python") {
    argv = {python};
  } else if (!is_program_of(environment, first) && has_main_module(path)) {
    argv = {python, first};
  } else {
    argv = {first};
  }
  argv.insert(argv.end(), options.command.begin() + 1, options.command.end());
  return argv;
}

Result<std::map<std::string, std::string>> program_variables(const RunProgramOptions& options,
                                                             const RunEnvironment& environment,
                                                             Services& services) {
  std::map<std::string, std::string> variables;
  const Environment& ours = services.environment();
  std::vector<std::string> files = options.env_files;
  if (files.empty())
    if (const auto named = ours.get_setting("ENV_FILE"))
      for (const std::string_view file : split_on_space(*named)) files.emplace_back(file);
  if (options.no_env_file || ours.get_flag("NO_ENV_FILE").value_or(false)) files.clear();
  for (const std::string& file : files) {
    TRY(const std::vector<std::string> warnings,
        read_env_file(services.directory() / file, ours, variables));
    for (const std::string& warning : warnings) services.reporter().warning(warning);
  }
  std::string path;
  for (const fs::path& bin : environment.bins) path += bin.string() + ":";
  const auto old_path = variables.contains("PATH") ? variables["PATH"] : ours.get("PATH");
  variables["PATH"] = path + old_path.value_or("/usr/local/bin:/usr/bin:/bin");
  if (environment.prefix) variables["VIRTUAL_ENV"] = environment.prefix->string();
  variables["UV"] = own_path();
  const auto depth = parse_unsigned(ours.get("UV_RUN_RECURSION_DEPTH").value_or("0")).value_or(0);
  if (depth >= max_depth)
    return fail(ErrorKind::invalid_input,
                fmt::format("`axle run` was called by itself {} times", depth),
                "see whether a script starts itself by its `#!` line: `#!/usr/bin/env -S axle run "
                "--script`");
  variables["UV_RUN_RECURSION_DEPTH"] = std::to_string(depth + 1);
  return variables;
}

std::vector<std::string> programs_in(const RunEnvironment& environment) {
  std::set<std::string> programs;
  if (!environment.prefix) return {};
  fs::path bin;
  const auto visit = [&](const std::string& name, bool is_directory) {
    const bool is_ours =
        name.starts_with("activate") || name.starts_with("deactivate") || name == "pydoc.bat";
    if (!is_directory && !is_ours && ::access((bin / name).c_str(), X_OK) == 0)
      programs.insert(name);
  };
  for (const fs::path& directory : environment.bins) {
    bin = directory;
    static_cast<void>(list_directory(directory, visit));
  }
  return {programs.begin(), programs.end()};
}

}  // namespace axle
