// SPDX-License-Identifier: MIT
#include "lock/wheel_reach.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace axle {
namespace {

enum class Os : std::uint8_t { any, linux, windows, macos, android, other };
enum class Arch : std::uint8_t {
  none,
  arm,
  x86_64,
  x86,
  ppc64le,
  ppc64,
  s390x,
  riscv64,
  loongarch64,
  armv7l,
  armv6l,
};

struct PlatformClass {
  Os os;
  Arch arch = Arch::none;
};

Arch linux_arch(std::string_view arch) {
  constexpr std::array<std::pair<std::string_view, Arch>, 13> names{
      {{"aarch64", Arch::arm},
       {"arm64", Arch::arm},
       {"x86_64", Arch::x86_64},
       {"amd64", Arch::x86_64},
       {"i686", Arch::x86},
       {"i386", Arch::x86},
       {"ppc64le", Arch::ppc64le},
       {"ppc64", Arch::ppc64},
       {"s390x", Arch::s390x},
       {"riscv64", Arch::riscv64},
       {"loongarch64", Arch::loongarch64},
       {"armv7l", Arch::armv7l},
       {"armv6l", Arch::armv6l}}};
  for (const auto& [name, value] : names)
    if (name == arch) return value;
  return Arch::none;
}

/// What follows `fields` numbers with underscores: `x86_64` of `2_28_x86_64`.
std::string_view after_numbers(std::string_view text, int fields) {
  for (int i = 0; i < fields; ++i) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits == text.size() || text[digits] != '_') return {};
    text.remove_prefix(digits + 1);
  }
  return text;
}

/// None for a tag that is not known.
std::optional<PlatformClass> class_of(std::string_view tag) {
  if (tag == "any") return PlatformClass{Os::any};
  if (tag == "win32") return PlatformClass{Os::windows, Arch::x86};
  if (tag == "win_amd64") return PlatformClass{Os::windows, Arch::x86_64};
  if (tag == "win_arm64") return PlatformClass{Os::windows, Arch::arm};
  if (tag == "win_ia64") return PlatformClass{Os::windows};
  const auto rest_of = [&](std::string_view prefix, int numbers) -> std::string_view {
    return tag.starts_with(prefix) ? after_numbers(tag.substr(prefix.size()), numbers)
                                   : std::string_view();
  };
  if (const auto format = rest_of("macosx_", 2); !format.empty())
    return PlatformClass{Os::macos, format == "arm64"    ? Arch::arm
                                    : format == "x86_64" ? Arch::x86_64
                                    : format == "i386"   ? Arch::x86
                                                         : Arch::none};
  if (const auto abi = rest_of("android_", 1); !abi.empty())
    return PlatformClass{Os::android, abi == "arm64_v8a" ? Arch::arm : Arch::none};
  std::string_view arch = rest_of("manylinux_", 2);
  for (const std::string_view prefix :
       {"manylinux1_", "manylinux2010_", "manylinux2014_", "linux_"})
    if (arch.empty()) arch = rest_of(prefix, 0);
  if (arch.empty()) arch = rest_of("musllinux_", 2);
  if (!arch.empty()) return PlatformClass{Os::linux, linux_arch(arch)};
  for (const std::string_view prefix : {"freebsd_", "netbsd_", "openbsd_", "dragonfly_", "haiku_",
                                        "illumos_", "solaris_", "ios_", "pyodide_"})
    if (tag.starts_with(prefix)) return PlatformClass{Os::other};
  return std::nullopt;
}

Marker machine_is(std::initializer_list<std::string_view> names) {
  Marker marker = Marker::never();
  for (const std::string_view name : names)
    marker |= Marker::string_equals(MarkerVariable::platform_machine, name);
  return marker;
}

Marker marker_of(Arch arch) {
  switch (arch) {
    case Arch::none:
      return Marker::always();
    case Arch::arm:
      return machine_is({"aarch64", "arm64", "ARM64"});
    case Arch::x86_64:
      return machine_is({"x86_64", "amd64", "AMD64"});
    case Arch::x86:
      return machine_is({"i686", "i386", "win32", "x86"});
    case Arch::ppc64le:
      return machine_is({"ppc64le"});
    case Arch::ppc64:
      return machine_is({"ppc64"});
    case Arch::s390x:
      return machine_is({"s390x"});
    case Arch::riscv64:
      return machine_is({"riscv64"});
    case Arch::loongarch64:
      return machine_is({"loongarch64"});
    case Arch::armv7l:
      return machine_is({"armv7l", "armv8l"});
    case Arch::armv6l:
      return machine_is({"armv6l"});
  }
  return Marker::always();
}

Marker marker_of(Os os) {
  const auto both = [](std::string_view name, std::string_view platform) {
    return Marker::string_equals(MarkerVariable::os_name, name) &
           Marker::string_equals(MarkerVariable::sys_platform, platform);
  };
  switch (os) {
    case Os::linux:
      return both("posix", "linux");
    case Os::windows:
      return both("nt", "win32");
    case Os::macos:
      return both("posix", "darwin");
    case Os::android:
      return Marker::string_equals(MarkerVariable::sys_platform, "android");
    case Os::any:
    case Os::other:
      break;
  }
  return Marker::always();
}

}  // namespace

bool is_reachable(const WheelFilename& wheel, Marker needed,
                  const RequiresPython& requires_python) {
  if (!wheel.label.empty() || !requires_python.matches_wheel_tag(wheel)) return false;
  std::vector<PlatformClass> classes;
  bool has_win_amd64 = false;
  for (const Tag& tag : wheel.tags) {
    if (const auto known = class_of(tag.platform)) classes.push_back(*known);
    has_win_amd64 = has_win_amd64 || tag.platform == "win_amd64";
  }
  if (std::ranges::all_of(classes, [](const PlatformClass& c) { return c.os == Os::any; }))
    return true;
  // Windows on ARM runs a Python for x86-64, which says of itself that the machine is ARM64.
  if (has_win_amd64 && !needed.is_disjoint(marker_of(Os::windows) & marker_of(Arch::arm)))
    return true;
  const PlatformClass first = classes.front();
  const bool one_os =
      std::ranges::all_of(classes, [&](const PlatformClass& c) { return c.os == first.os; });
  const bool one_arch =
      std::ranges::all_of(classes, [&](const PlatformClass& c) { return c.arch == first.arch; });
  const Marker arch = one_arch ? marker_of(first.arch) : Marker::always();
  if (one_os && needed.is_disjoint(marker_of(first.os) & arch)) return false;
  return !needed.is_disjoint(arch);
}

}  // namespace axle
