// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "axle/standards/tags.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

/// The oldest glibc whose wheels an architecture has (PEP 600; x86 since manylinux1).
unsigned oldest_glibc_minor(std::string_view arch) {
  if (arch == "x86_64" || arch == "i686") return 5;
  if (arch == "riscv64") return 31;
  if (arch == "loongarch64") return 36;
  return 17;
}

constexpr std::array<std::string_view, 9> known_architectures{
    "x86_64", "i686", "aarch64", "armv7l", "ppc64", "ppc64le", "s390x", "riscv64", "loongarch64"};

bool has_manylinux(std::string_view arch) {
  return std::ranges::find(known_architectures, arch) != known_architectures.end();
}

void add_glibc(std::vector<std::string>& tags, const Platform& platform, const std::string& arch) {
  if (platform.major != 2 || !has_manylinux(arch)) return;
  for (unsigned minor = platform.minor + 1; minor-- > oldest_glibc_minor(arch);) {
    tags.push_back(fmt::format("manylinux_2_{}_{}", minor, arch));
    const bool is_x86 = arch == "x86_64" || arch == "i686";
    if (minor == 17) tags.push_back("manylinux2014_" + arch);
    if (minor == 12 && is_x86) tags.push_back("manylinux2010_" + arch);
    if (minor == 5 && is_x86) tags.push_back("manylinux1_" + arch);
  }
}

void add_linux(std::vector<std::string>& tags, const Platform& platform) {
  // An ARM kernel that runs a 32-bit program: armv8l is armv7l to wheels.
  const std::string arch = platform.arch == "armv8l" ? "armv7l"
                           : platform.arch == "i386" ? "i686"
                                                     : platform.arch;
  if (platform.os == PlatformOs::linux_glibc) {
    add_glibc(tags, platform, arch);
  } else if (platform.major > 0) {
    for (unsigned minor = platform.minor + 1; minor-- > 0;)
      tags.push_back(fmt::format("musllinux_{}_{}_{}", platform.major, minor, arch));
  }
  tags.push_back("linux_" + arch);
}

std::vector<std::string> macos_binary_formats(unsigned major, unsigned minor,
                                              std::string_view arch) {
  if (arch == "arm64") return {"arm64", "universal2"};
  if (arch != "x86_64") return {std::string(arch), "universal"};
  if (major == 10 && minor < 4) return {};
  return {"x86_64", "intel", "fat64", "fat32", "universal2", "universal"};
}

void add_macos(std::vector<std::string>& tags, const Platform& platform) {
  const std::string_view arch =
      platform.arch == "aarch64" ? "arm64" : std::string_view(platform.arch);
  for (unsigned major = platform.major; major >= 11; --major)
    for (const std::string& format : macos_binary_formats(major, 0, arch))
      tags.push_back(fmt::format("macosx_{}_0_{}", major, format));
  const unsigned first_minor = platform.major >= 11 ? 16 : platform.minor;
  for (unsigned minor = first_minor; minor >= 4; --minor) {
    if (arch == "arm64")
      tags.push_back(fmt::format("macosx_10_{}_universal2",
                                 minor));  // programs for both, made for older systems
    else
      for (const std::string& format : macos_binary_formats(10, minor, arch))
        tags.push_back(fmt::format("macosx_10_{}_{}", minor, format));
  }
}

struct Target {
  std::string_view text;
  PlatformOs os;
  std::string_view arch;
  unsigned major;
  unsigned minor;
};

// What uv takes plain names to mean: manylinux_2_28, musllinux_1_2, macOS 13, Android's level 24.
// The machine is what Python there says.
constexpr std::array<Target, 21> targets{{
    {"linux", PlatformOs::linux_glibc, "x86_64", 2, 28},
    {"macos", PlatformOs::macos, "arm64", 13, 0},
    {"windows", PlatformOs::windows, "AMD64", 0, 0},
    {"x86_64-unknown-linux-gnu", PlatformOs::linux_glibc, "x86_64", 2, 28},
    {"aarch64-unknown-linux-gnu", PlatformOs::linux_glibc, "aarch64", 2, 28},
    {"x86_64-unknown-linux-musl", PlatformOs::linux_musl, "x86_64", 1, 2},
    {"aarch64-unknown-linux-musl", PlatformOs::linux_musl, "aarch64", 1, 2},
    {"riscv64-unknown-linux", PlatformOs::linux_glibc, "riscv64", 2, 39},
    {"riscv64-unknown-linux-gnu", PlatformOs::linux_glibc, "riscv64", 2, 39},
    {"aarch64-apple-darwin", PlatformOs::macos, "arm64", 13, 0},
    {"x86_64-apple-darwin", PlatformOs::macos, "x86_64", 13, 0},
    {"x86_64-pc-windows-msvc", PlatformOs::windows, "AMD64", 0, 0},
    {"aarch64-pc-windows-msvc", PlatformOs::windows, "ARM64", 0, 0},
    {"i686-pc-windows-msvc", PlatformOs::windows, "x86", 0, 0},
    {"aarch64-linux-android", PlatformOs::android, "aarch64", 24, 0},
    {"x86_64-linux-android", PlatformOs::android, "x86_64", 24, 0},
    {"arm64-apple-ios", PlatformOs::ios, "arm64", 13, 0},
    {"arm64-apple-ios-simulator", PlatformOs::ios_simulator, "arm64", 13, 0},
    {"x86_64-apple-ios-simulator", PlatformOs::ios_simulator, "x86_64", 13, 0},
    {"wasm32-pyodide2024", PlatformOs::pyodide, "wasm32", 2024, 0},
    {"wasm32-pyodide2025", PlatformOs::pyodide, "wasm32", 2025, 0},
}};

/// `x86_64-manylinux_2_28` and, the other way round, `manylinux_2_28_x86_64`.
std::optional<Platform> parse_versioned(std::string_view text) {
  Platform platform;
  std::string_view kind;
  for (const std::string_view arch : known_architectures) {
    if (text.starts_with(arch) && text.substr(arch.size()).starts_with('-')) {
      kind = text.substr(arch.size() + 1);
      platform.arch = arch;
    } else if (text.ends_with(arch) && text.substr(0, text.size() - arch.size()).ends_with('_')) {
      kind = text.substr(0, text.size() - arch.size() - 1);
      platform.arch = arch;
    }
  }
  if (kind == "manylinux2014") kind = "manylinux_2_17";
  const auto parts = split(kind, '_');
  if (parts.size() != 3 || (parts[0] != "manylinux" && parts[0] != "musllinux"))
    return std::nullopt;
  const auto major = parse_unsigned(parts[1]);
  const auto minor = parse_unsigned(parts[2]);
  if (!major || !minor || *major > 99 || *minor > 999) return std::nullopt;
  platform.os = parts[0] == "manylinux" ? PlatformOs::linux_glibc : PlatformOs::linux_musl;
  platform.major = static_cast<unsigned>(*major);
  platform.minor = static_cast<unsigned>(*minor);
  return platform;
}

void add_ios(std::vector<std::string>& tags, const Platform& platform) {
  const std::string suffix =
      platform.arch + (platform.os == PlatformOs::ios ? "_iphoneos" : "_iphonesimulator");
  // Python runs on iOS 12 and later; no release had a minor version above 9.
  for (unsigned major = platform.major; major >= 12; --major)
    for (unsigned minor = (major == platform.major ? platform.minor : 9) + 1; minor-- > 0;)
      tags.push_back(fmt::format("ios_{}_{}_{}", major, minor, suffix));
}

}  // namespace

std::vector<std::string> platform_tags(const Platform& platform) {
  std::vector<std::string> tags;
  switch (platform.os) {
    case PlatformOs::linux_glibc:
    case PlatformOs::linux_musl:
      add_linux(tags, platform);
      break;
    case PlatformOs::macos:
      add_macos(tags, platform);
      break;
    case PlatformOs::windows:
      tags.push_back(platform.arch == "AMD64" || platform.arch == "x86_64"    ? "win_amd64"
                     : platform.arch == "ARM64" || platform.arch == "aarch64" ? "win_arm64"
                                                                              : "win32");
      break;
    case PlatformOs::android:
      for (unsigned level = platform.major; level >= 16; --level)
        tags.push_back(fmt::format("android_{}_{}", level,
                                   platform.arch == "aarch64" ? "arm64_v8a" : platform.arch));
      break;
    case PlatformOs::ios:
    case PlatformOs::ios_simulator:
      add_ios(tags, platform);
      break;
    case PlatformOs::pyodide:
      for (const std::string_view kind : {"pyemscripten", "pyodide"})
        tags.push_back(fmt::format("{}_{}_{}_wasm32", kind, platform.major, platform.minor));
      break;
  }
  return tags;
}

Result<Platform> Platform::parse_target(std::string_view text) {
  for (const Target& target : targets)
    if (target.text == text)
      return Platform{target.os, std::string(target.arch), target.major, target.minor};
  if (auto platform = parse_versioned(text)) return *platform;
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a known platform", escape_foreign(text.substr(0, 100))),
              "use `linux`, `macos`, `windows`, a triple such as `aarch64-apple-darwin`, or one "
              "such as `x86_64-manylinux_2_28`");
}

void Platform::describe_to(MarkerEnvironment& environment) const {
  environment.platform_machine = arch;
  environment.platform_release.clear();
  environment.platform_version.clear();
  environment.os_name = "posix";
  switch (os) {
    case PlatformOs::linux_glibc:
    case PlatformOs::linux_musl:
      environment.sys_platform = "linux";
      environment.platform_system = "Linux";
      break;
    case PlatformOs::macos:
      environment.sys_platform = "darwin";
      environment.platform_system = "Darwin";
      break;
    case PlatformOs::windows:
      environment.os_name = "nt";
      environment.sys_platform = "win32";
      environment.platform_system = "Windows";
      break;
    case PlatformOs::android:
      environment.sys_platform = "android";
      environment.platform_system = "Android";
      break;
    case PlatformOs::ios:
    case PlatformOs::ios_simulator:
      environment.sys_platform = "ios";
      environment.platform_system = "iOS";
      break;
    case PlatformOs::pyodide:
      environment.sys_platform = "emscripten";
      environment.platform_system = "Emscripten";
      break;
  }
}

std::string Platform::display() const {
  std::string_view name = "Linux";
  if (os == PlatformOs::macos) name = "macOS";
  if (os == PlatformOs::windows) name = "Windows";
  if (os == PlatformOs::android) name = "Android";
  if (os == PlatformOs::ios || os == PlatformOs::ios_simulator) name = "iOS";
  if (os == PlatformOs::pyodide) name = "Emscripten";
  const auto tags = platform_tags(*this);
  return tags.empty() ? std::string(name) : fmt::format("{} (`{}`)", name, tags.front());
}

}  // namespace axle
