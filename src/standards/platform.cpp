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

bool has_manylinux(std::string_view arch) {
  static constexpr std::array<std::string_view, 9> known{
      "x86_64", "i686", "aarch64", "armv7l", "ppc64", "ppc64le", "s390x", "riscv64", "loongarch64"};
  return std::ranges::find(known, arch) != known.end();
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

// What uv takes plain names to mean: manylinux_2_28, musllinux_1_2, macOS 13.
constexpr std::array<Target, 16> targets{{
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
}};

std::optional<Platform> parse_versioned(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  Platform platform;
  platform.arch = std::string(text.substr(0, dash));
  const std::string_view kind = text.substr(dash + 1);
  if (!has_manylinux(platform.arch)) return std::nullopt;
  if (kind == "manylinux2014") {
    platform.major = 2;
    platform.minor = 17;
    return platform;
  }
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
      // The kernel of macOS 12, which is what uv states for every macOS.
      environment.platform_release = "21.6.0";
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
  }
}

std::string Platform::display() const {
  const std::string_view name = os == PlatformOs::macos     ? "macOS"
                                : os == PlatformOs::windows ? "Windows"
                                : os == PlatformOs::android ? "Android"
                                                            : "Linux";
  const auto tags = platform_tags(*this);
  return tags.empty() ? std::string(name) : fmt::format("{} (`{}`)", name, tags.front());
}

}  // namespace axle
