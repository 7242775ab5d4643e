// SPDX-License-Identifier: MIT
#include "resolve/implied_marker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace axle {
namespace {

Marker on_system(std::string_view system, std::string_view machine) {
  return Marker::string_equals(MarkerVariable::sys_platform, system) &
         Marker::string_equals(MarkerVariable::platform_machine, machine);
}

// "x_12_3_rest" after "x_": 12, 3 and "rest".
struct Numbered {
  std::uint64_t major;
  std::uint64_t minor;
  std::string_view rest;
};
std::optional<Numbered> read_numbered(std::string_view text) {
  const std::size_t first = text.find('_');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('_', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto major = parse_unsigned(text.substr(0, first));
  const auto minor = parse_unsigned(text.substr(first + 1, second - first - 1));
  if (!major || !minor) return std::nullopt;
  return Numbered{*major, *minor, text.substr(second + 1)};
}

// The machines of a macOS binary format, as `platform_machine` names them.
std::vector<std::string_view> machines_of(std::string_view format) {
  static const std::unordered_map<std::string_view, std::vector<std::string_view>> machines{
      {"arm64", {"arm64"}},
      {"x86_64", {"x86_64"}},
      {"i386", {"i386"}},
      {"ppc", {"ppc"}},
      {"ppc64", {"ppc64"}},
      {"intel", {"x86_64", "i386"}},
      {"fat", {"x86_64", "ppc"}},
      {"fat32", {"x86_64", "i386", "ppc", "ppc64"}},
      {"fat64", {"x86_64", "ppc64"}},
      {"universal", {"x86_64", "i386", "ppc64", "ppc", "intel"}},
      {"universal2", {"x86_64", "arm64"}},
  };
  const auto found = machines.find(format);
  return found != machines.end() ? found->second : std::vector<std::string_view>();
}

// The first Darwin kernel of a macOS release; none for releases that never were.
std::optional<std::string> darwin_kernel(std::uint64_t major, std::uint64_t minor, bool is_arm) {
  if (major == 10 && minor == 0) return is_arm ? "20" : "1.3.0";
  if (major == 10 && minor == 1) return is_arm ? "20" : "1.4.1";
  std::uint64_t kernel = 0;
  if (major == 10 && minor >= 2 && minor <= 16)
    kernel = minor + 4;
  else if (major >= 11 && major <= 15 && minor == 0)
    kernel = major + 9;
  else if (major == 26 && minor == 0)
    kernel = 25;
  else if (major >= 27 && minor == 0)
    kernel = major;
  else
    return std::nullopt;
  return std::to_string(is_arm ? std::max<std::uint64_t>(kernel, 20) : kernel);
}

Marker macos_marker(const Numbered& release) {
  Marker marker = Marker::never();
  for (const std::string_view machine : machines_of(release.rest)) {
    const auto kernel = darwin_kernel(release.major, release.minor, machine == "arm64");
    if (!kernel) continue;
    const auto since = Marker::comparison(MarkerVariable::platform_release,
                                          MarkerOperator::greater_equal, *kernel);
    marker |= Marker::string_equals(MarkerVariable::platform_machine, machine) &
              since.value_or(Marker::always());
  }
  return marker & Marker::string_equals(MarkerVariable::sys_platform, "darwin");
}

// The architecture at the end of a Linux tag.
std::optional<std::string_view> linux_machine(std::string_view tag) {
  for (const std::string_view prefix :
       {"manylinux1_", "manylinux2010_", "manylinux2014_", "linux_"})
    if (tag.starts_with(prefix)) return tag.substr(prefix.size());
  for (const std::string_view prefix : {"manylinux_", "musllinux_"})
    if (tag.starts_with(prefix)) {
      const auto release = read_numbered(tag.substr(prefix.size()));
      return release ? std::optional(release->rest) : std::nullopt;
    }
  return std::nullopt;
}

bool is_known_machine(std::string_view machine) {
  static constexpr std::array known{"aarch64", "armv5tel", "armv6l",      "armv7l",  "i686",
                                    "x86_64",  "ppc",      "ppc64",       "ppc64le", "s390x",
                                    "s390",    "riscv64",  "loongarch64", "arm64",   "i386",
                                    "mips64",  "wasm32",   "powerpc"};
  return std::find(known.begin(), known.end(), machine) != known.end();
}

Marker make_platform_marker(std::string_view tag) {
  if (tag == "any") return Marker::always();
  if (tag == "win32") return on_system("win32", "x86");
  if (tag == "win_amd64") return on_system("win32", "AMD64");
  if (tag == "win_arm64") return on_system("win32", "ARM64");
  if (tag.starts_with("macosx_")) {
    const auto release = read_numbered(tag.substr(7));
    return release ? macos_marker(*release) : Marker::never();
  }
  if (const auto machine = linux_machine(tag))
    return is_known_machine(*machine) ? on_system("linux", *machine) : Marker::never();
  if (tag.starts_with("android_")) {
    // android_21_arm64_v8a: the level, then the name of the ABI.
    const std::string_view rest = tag.substr(8);
    const std::size_t end = rest.find('_');
    if (end == std::string_view::npos) return Marker::never();
    static const std::unordered_map<std::string_view, std::string_view> machines{
        {"arm64_v8a", "aarch64"}, {"armeabi_v7a", "armv7l"}, {"x86", "i686"}, {"x86_64", "x86_64"}};
    const auto machine = machines.find(rest.substr(end + 1));
    return machine != machines.end() ? on_system("android", machine->second) : Marker::never();
  }
  return Marker::never();
}

struct PythonTag {
  std::string_view implementation;  // of `platform_python_implementation`; empty for any
  std::uint64_t major;
  std::optional<std::uint64_t> minor;
};
std::optional<PythonTag> read_python_tag(std::string_view tag) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> prefixes{
      {{"py", ""},
       {"cp", "CPython"},
       {"pp", "PyPy"},
       {"graalpy", "GraalPy"},
       {"pyston", "Pyston"}}};
  for (const auto& [prefix, implementation] : prefixes) {
    if (!tag.starts_with(prefix)) continue;
    const std::string_view digits = tag.substr(prefix.size());
    if (digits.empty() || digits.front() < '0' || digits.front() > '9') continue;
    const auto minor = parse_unsigned(digits.substr(1));
    if (digits.size() > 1 && !minor) return std::nullopt;
    // Only Python and CPython have tags without a minor version.
    if (digits.size() == 1 && prefix != "py" && prefix != "cp") return std::nullopt;
    return PythonTag{implementation, static_cast<std::uint64_t>(digits.front() - '0'),
                     digits.size() > 1 ? minor : std::nullopt};
  }
  return std::nullopt;
}

Marker make_python_marker(std::string_view tag, bool is_stable_abi) {
  if (tag == "none") return Marker::always();
  const auto known = read_python_tag(tag);
  if (!known) return Marker::never();
  const std::string release = known->minor ? fmt::format("{}.{}", known->major, *known->minor)
                                           : fmt::format("{}", known->major);
  const auto version = is_stable_abi ? Marker::comparison(MarkerVariable::python_version,
                                                          MarkerOperator::greater_equal, release)
                                     : Marker::comparison(MarkerVariable::python_version,
                                                          MarkerOperator::equal, release + ".*");
  Marker marker = version.value_or(Marker::never());
  if (!known->implementation.empty())
    marker &= Marker::string_equals(MarkerVariable::platform_python_implementation,
                                    known->implementation);
  return marker;
}

// Few tags make up all wheels, and reading one costs several markers.
template <class Make>
Marker remembered(std::string_view key, Make&& make) {
  thread_local std::unordered_map<std::string, Marker> known;
  const auto place = known.find(std::string(key));
  if (place != known.end()) return place->second;
  if (known.size() > 10'000) known.clear();  // hostile pages may invent tags
  return known.emplace(std::string(key), make()).first->second;
}

bool is_stable(std::string_view abi) { return abi == "abi3" || abi == "abi3t"; }

template <class Select, class Visit>
void for_each_distinct(const std::vector<Tag>& tags, Select&& select, Visit&& visit) {
  std::vector<std::string_view> seen;
  for (const Tag& tag : tags) {
    const std::string_view part = select(tag);
    if (std::find(seen.begin(), seen.end(), part) != seen.end()) continue;
    seen.push_back(part);
    visit(part);
  }
}

Marker python_part(const WheelFilename& wheel) {
  const bool stable = std::any_of(wheel.tags.begin(), wheel.tags.end(),
                                  [](const Tag& tag) { return is_stable(tag.abi); });
  Marker marker = Marker::never();
  for_each_distinct(
      wheel.tags, [](const Tag& tag) -> std::string_view { return tag.python; },
      [&](std::string_view tag) { marker |= implied_python_marker(tag, stable); });
  return marker;
}

template <class Counts>
Marker platform_part(const WheelFilename& wheel, Counts&& counts) {
  Marker marker = Marker::never();
  for_each_distinct(
      wheel.tags, [](const Tag& tag) -> std::string_view { return tag.platform; },
      [&](std::string_view tag) {
        if (counts(tag)) marker |= implied_platform_marker(tag);
      });
  return marker;
}

// The release of glibc or musl that a tag asks for: the alias names stand for their numbers.
using LibcRelease = std::pair<std::uint64_t, std::uint64_t>;
std::optional<LibcRelease> glibc_of(std::string_view tag) {
  if (tag.starts_with("manylinux1_")) return LibcRelease{2, 5};
  if (tag.starts_with("manylinux2010_")) return LibcRelease{2, 12};
  if (tag.starts_with("manylinux2014_")) return LibcRelease{2, 17};
  if (!tag.starts_with("manylinux_")) return std::nullopt;
  const auto release = read_numbered(tag.substr(10));
  return release ? std::optional(LibcRelease{release->major, release->minor}) : std::nullopt;
}
std::optional<LibcRelease> musl_of(std::string_view tag) {
  if (!tag.starts_with("musllinux_")) return std::nullopt;
  const auto release = read_numbered(tag.substr(10));
  return release ? std::optional(LibcRelease{release->major, release->minor}) : std::nullopt;
}

bool is_within(const LibcRelease& asked,
               const std::optional<std::pair<unsigned, unsigned>>& minimum) {
  return minimum && asked <= LibcRelease{minimum->first, minimum->second};
}

}  // namespace

Marker implied_platform_marker(std::string_view tag) {
  return remembered(fmt::format("platform {}", tag), [&] { return make_platform_marker(tag); });
}

Marker implied_python_marker(std::string_view tag, bool is_stable_abi) {
  return remembered(fmt::format("{} {}", is_stable_abi ? "since" : "python", tag),
                    [&] { return make_python_marker(tag, is_stable_abi); });
}

Marker implied_marker(const WheelFilename& wheel) {
  return platform_part(wheel, [](std::string_view) { return true; }) & python_part(wheel);
}

void Coverage::add(const WheelFilename& wheel) {
  if (minimum_ == nullptr) {
    if (!glibc_.is_always()) glibc_ |= implied_marker(wheel);
    return;
  }
  const Marker python = python_part(wheel);
  glibc_ |= python & platform_part(wheel, [&](std::string_view tag) {
              if (const auto asked = glibc_of(tag))
                return !minimum_->glibc || is_within(*asked, minimum_->glibc);
              return !musl_of(tag) || !minimum_->glibc;
            });
  musl_ |= python & platform_part(wheel, [&](std::string_view tag) {
             if (const auto asked = musl_of(tag))
               return !minimum_->musl || is_within(*asked, minimum_->musl);
             return !glibc_of(tag) || !minimum_->musl;
           });
}

}  // namespace axle
