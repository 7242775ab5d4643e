// SPDX-License-Identifier: MIT
#include "python/probe.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/entry_file.hpp"
#include "python/probe_script.hpp"

namespace axle {
namespace {

using nlohmann::json;

std::unexpected<Error> unusable(const fs::path& executable, std::string why) {
  return fail_with_code(ErrorKind::environment, ErrorCode::venv,
                        fmt::format("`{}` {}", escape_foreign(executable.string()), why),
                        executable.string(), {}, "name a Python 3 with `--python`");
}

/// What tells one file from another, and from itself after a change.
std::string file_identity(const fs::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return "none";
#if defined(__APPLE__)
  const auto& time = status.st_mtimespec;
#else
  const auto& time = status.st_mtim;
#endif
  return fmt::format("{}:{}:{}:{}.{}", static_cast<std::uint64_t>(status.st_dev),
                     static_cast<std::uint64_t>(status.st_ino), status.st_size, time.tv_sec,
                     time.tv_nsec);
}

/// What markers and tags say of the machine, which is updated under its Pythons.
std::string machine_identity() {
  std::string text;
  struct utsname system{};
  if (::uname(&system) == 0)
    text = fmt::format("{} {} {}", std::string_view(system.release),
                       std::string_view(system.version), std::string_view(system.machine));
#if defined(_CS_GNU_LIBC_VERSION)
  std::array<char, 128> libc{};
  if (::confstr(_CS_GNU_LIBC_VERSION, libc.data(), libc.size()) > 0)
    text += fmt::format(" {}", std::string_view(libc.data()));
#endif
  return replace_all(text, "\n", " ");
}

std::string identity_of(const fs::path& executable) {
  std::error_code ignored;
  const fs::path real = fs::canonical(executable, ignored);
  return fmt::format(
      "{}|{}|{}|{}|{}|{}", AXLE_VERSION, executable.string(), real.string(), file_identity(real),
      file_identity(executable.parent_path().parent_path() / "pyvenv.cfg"), machine_identity());
}

/// FNV-1a: names a cache entry; the identity inside it is what counts.
std::string short_name(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return fmt::format("{:016x}", hash);
}

bool is_script(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return in.get() == '#' && in.get() == '!';
}

Platform platform_of(const json& facts) {
  const std::string sys_platform = facts.at("markers").at("sys_platform");
  const std::string machine = facts.at("markers").at("platform_machine");
  const auto two = [](const std::string& text) {
    const auto parts = split(text, '.');
    return std::pair(
        static_cast<unsigned>(parse_unsigned(parts[0]).value_or(0)),
        static_cast<unsigned>(parts.size() > 1 ? parse_unsigned(parts[1]).value_or(0) : 0));
  };
  Platform platform;
  // A 32-bit Python on a 64-bit kernel takes 32-bit wheels.
  const bool narrow = facts.at("pointer_bits") == 32;
  platform.arch = narrow && machine == "x86_64"    ? "i686"
                  : narrow && machine == "aarch64" ? "armv7l"
                                                   : machine;
  if (sys_platform == "darwin") {
    platform.os = PlatformOs::macos;
    std::tie(platform.major, platform.minor) = two(facts.at("macos"));
  } else if (sys_platform == "win32") {
    platform.os = PlatformOs::windows;
  } else {
    platform.os =
        facts.at("libc").at("kind") == "musl" ? PlatformOs::linux_musl : PlatformOs::linux_glibc;
    std::tie(platform.major, platform.minor) = two(facts.at("libc").at("version"));
  }
  return platform;
}

MarkerEnvironment markers_of(const json& markers) {
  MarkerEnvironment environment;
  environment.os_name = markers.at("os_name");
  environment.sys_platform = markers.at("sys_platform");
  environment.platform_machine = markers.at("platform_machine");
  environment.platform_python_implementation = markers.at("platform_python_implementation");
  environment.platform_release = markers.at("platform_release");
  environment.platform_system = markers.at("platform_system");
  environment.platform_version = markers.at("platform_version");
  environment.python_version = markers.at("python_version");
  environment.python_full_version = markers.at("python_full_version");
  environment.implementation_name = markers.at("implementation_name");
  environment.implementation_version = markers.at("implementation_version");
  return environment;
}

Result<Interpreter> interpreter_from(const std::string& text, const fs::path& executable) {
  try {
    const json facts = json::parse(text);
    Interpreter interpreter{};
    std::string version = facts.at("version");
    if (version.ends_with('+')) version.pop_back();  // built from a checkout
    auto parsed = Version::parse(version);
    if (!parsed || parsed->release().empty() || parsed->release()[0] < 3)
      return unusable(executable,
                      fmt::format("is Python {}, which is not supported", escape_foreign(version)));
    interpreter.version = std::move(*parsed);
    interpreter.executable = executable;
    interpreter.base_executable = fs::path(facts.at("base_executable").get<std::string>());
    interpreter.prefix = fs::path(facts.at("prefix").get<std::string>());
    interpreter.base_prefix = fs::path(facts.at("base_prefix").get<std::string>());
    interpreter.free_threaded = facts.at("free_threaded");
    interpreter.pointer_bits = facts.at("pointer_bits");
    // Looked at anew each time: a distribution's update brings it or takes it away.
    interpreter.externally_managed =
        file_exists(fs::path(facts.at("stdlib").get<std::string>()) / "EXTERNALLY-MANAGED");
    interpreter.markers = markers_of(facts.at("markers"));
    interpreter.implementation = interpreter.markers.implementation_name;
    interpreter.platform = platform_of(facts);
    const json& paths = facts.at("paths");
    const auto path_of = [&](const char* name) {
      return fs::path(paths.at(name).get<std::string>());
    };
    interpreter.scheme = {path_of("purelib"), path_of("platlib"), path_of("scripts"),
                          path_of("data"), path_of("headers")};
    return interpreter;
  } catch (const json::exception&) {
    return unusable(executable, "gave no sensible answer when asked about itself");
  }
}

Result<std::string> ask(const fs::path& executable) {
  // Isolated, without `site`: what users put into site-packages is not run.
  auto run = run_process({executable.string(), "-I", "-S", "-B", "-c", std::string(probe_script)},
                         {.unset = {"PYTHONHOME", "PYTHONPATH"}});
  if (!run) {
    Error failure = std::move(run).error();
    // What cannot be started is no Python, whatever the system says of it.
    if (failure.kind == ErrorKind::io || failure.kind == ErrorKind::not_found)
      failure.kind = ErrorKind::environment;
    return while_doing(
        fmt::format("could not ask `{}` about itself", escape_foreign(executable.string())),
        std::move(failure));
  }
  if (run->exit_code != 0) {
    const std::string_view said = trim(run->err);
    const std::size_t last = said.rfind('\n');
    return unusable(
        executable,
        fmt::format("failed when asked about itself (exit code {}): {}", run->exit_code,
                    escape_foreign(last == std::string_view::npos ? said : said.substr(last + 1))));
  }
  return run->out;
}

}  // namespace

Result<Interpreter> probe(const fs::path& given, const Cache& cache) {
  const fs::path executable = absolute_path(given);
  if (!file_exists(executable)) {
    return fail_with_code(
        ErrorKind::environment, ErrorCode::venv,
        fmt::format("there is no Python at `{}`", escape_foreign(executable.string())),
        executable.string(), {}, "name a Python 3 with `--python`");
  }
  const bool cacheable = !is_script(executable);
  const std::string identity = identity_of(executable);
  const fs::path entry = cache.bucket("interpreter-v2") / (short_name(identity) + ".json");
  if (cacheable) {
    if (const auto stored = read_file(entry, 1 << 20)) {
      const std::size_t end = stored->find('\n');
      if (end != std::string::npos && std::string_view(*stored).substr(0, end) == identity) {
        if (auto known = interpreter_from(stored->substr(end + 1), executable)) return known;
      }
    }
  }
  log_debug("asking {} about itself", executable.string());
  TRY(const std::string answer, ask(executable));
  TRY(Interpreter interpreter, interpreter_from(answer, executable));
  // A cache that cannot be written only costs time.
  if (cacheable) static_cast<void>(write_cache_entry(cache, entry, identity + "\n" + answer));
  return interpreter;
}

}  // namespace axle
