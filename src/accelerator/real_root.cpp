// SPDX-License-Identifier: MIT
#include "accelerator/real_root.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "accelerator/child_probe.hpp"
#include "accelerator/driver_questions.hpp"
#include "base/fd.hpp"
#include "base/process.hpp"
#include "base/text.hpp"

#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

namespace axle {
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 20;

/// The name of a group by /etc/group. Asking the system's name services could ask the network.
std::string group_name(const std::string& groups, gid_t wanted) {
  for (const std::string_view line : split(groups, '\n')) {
    const auto fields = split(line, ':');
    if (fields.size() >= 3 && parse_unsigned(fields[2]) == wanted) return std::string(fields[0]);
  }
  return std::to_string(wanted);
}

}  // namespace

std::optional<std::string> RealRoot::read(const std::string& path) {
  // Files below /proc and /sys say nothing about their size, so it is read to the end.
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status{};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))
    return std::nullopt;
  std::string text;
  std::array<char, 16384> buffer;
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > largest_file) return std::nullopt;
  }
}

bool RealRoot::exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

std::vector<std::string> RealRoot::list(const std::string& path, std::string_view prefix) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
  if (!folder) return names;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name(entry->d_name);
    if (name != "." && name != ".." && name.starts_with(prefix)) names.emplace_back(name);
  }
  std::ranges::sort(names);
  return names;
}

Access RealRoot::access(const std::string& path) {
  if (!exists(path)) return Access::missing;
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) != 0) return Access::refused;
  if (!path.starts_with("/dev/")) return Access::opens;
  // A container may forbid what the mode allows, and only opening tells; a driver that hangs may
  // never return from it.
  const auto said = ask_in_child(
      [&path] {
        const Fd node(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
        return std::string(node.is_open() || (errno != EACCES && errno != EPERM) ? "1" : "0");
      },
      probe_patience);
  return said == "0" ? Access::refused : Access::opens;
}

std::optional<PathOwner> RealRoot::owner(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return PathOwner{.group = group_name(read("/etc/group").value_or(""), status.st_gid),
                   .mode = status.st_mode & 0777U,
                   .uid = status.st_uid};
}

SystemName RealRoot::name() {
  utsname name{};
  if (::uname(&name) != 0) return {};
  return {.system = name.sysname, .machine = name.machine, .release = name.release};
}

CLibrary RealRoot::c_library() {
#if defined(__GLIBC__)
  return {.kind = "glibc", .version = ::gnu_get_libc_version()};
#elif defined(__linux__)
  // musl does not tell its version to programs; its loader does when it is called.
  for (const std::string& loader : list("/lib", "ld-musl-")) {
    const auto said = run_process({"/lib/" + loader}, {.timeout = probe_patience});
    if (!said) continue;
    const std::size_t at = said->err.find("Version ");
    if (at != std::string::npos)
      return {.kind = "musl",
              .version = said->err.substr(at + 8, said->err.find('\n', at) - at - 8)};
  }
  return {.kind = "musl", .version = {}};
#else
  return {};
#endif
}

SystemUser RealRoot::user() {
  const std::string known = read("/etc/group").value_or("");
  std::vector<gid_t> ids(256);
  const int count = ::getgroups(static_cast<int>(ids.size()), ids.data());
  ids.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  ids.push_back(::getegid());
  SystemUser user{.uid = ::geteuid(), .groups = {}};
  for (const gid_t id : ids) user.groups.push_back(group_name(known, id));
  return user;
}

std::optional<std::string> RealRoot::variable(const std::string& name) {
  return environment_.get(name);
}

ToolAnswer RealRoot::run(const std::vector<std::string>& argv) {
  const auto start = std::chrono::steady_clock::now();
  const auto output = run_process(argv, {.timeout = probe_patience, .max_output = largest_file});
  if (!output) {
    const bool hung = std::chrono::steady_clock::now() - start >= probe_patience;
    return {.end = hung ? ProbeEnd::silent : ProbeEnd::missing, .exit_code = 0, .out = {}};
  }
  return {.end = ProbeEnd::answered, .exit_code = output->exit_code, .out = output->out};
}

NvmlAnswer RealRoot::nvml() {
  const auto text = ask_in_child(ask_nvml, probe_patience);
  if (text) return parse_nvml_text(*text);
  NvmlAnswer silent;
  silent.end = ProbeEnd::silent;
  return silent;
}

LevelZeroAnswer RealRoot::level_zero() {
  const auto text = ask_in_child(ask_level_zero, probe_patience);
  if (text) return parse_level_zero_text(*text);
  LevelZeroAnswer silent;
  silent.end = ProbeEnd::silent;
  return silent;
}

}  // namespace axle
