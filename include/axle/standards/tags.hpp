// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/markers/marker_environment.hpp"

namespace axle {

struct WheelFilename;

/// A compatibility tag (PEP 425), in lower case.
struct Tag {
  std::string python;
  std::string abi;
  std::string platform;

  std::string to_string() const { return python + "-" + abi + "-" + platform; }
  friend bool operator==(const Tag&, const Tag&) = default;
  friend auto operator<=>(const Tag&, const Tag&) = default;
};

enum class PlatformOs : std::uint8_t {
  linux_glibc,
  linux_musl,
  macos,
  windows,
  android,
  ios,
  ios_simulator,
  pyodide,  ///< Python in a browser (Emscripten)
};

/// What machine wheels are for. A value.
struct Platform {
  PlatformOs os = PlatformOs::linux_glibc;
  std::string arch;    ///< as `platform.machine()` has it: `x86_64`, `aarch64`, `arm64`, `AMD64`
  unsigned major = 0;  ///< of the C library, of macOS, iOS or Pyodide, or the API level of Android
  unsigned minor = 0;

  /// `--python-platform`: `linux`, `macos`, `windows`, `x86_64-unknown-linux-gnu`,
  /// `aarch64-apple-darwin`, `x86_64-manylinux_2_28`, `manylinux_2_28_x86_64`,
  /// `aarch64-musllinux_1_2` and the like, as uv knows them. Errors: `invalid_input` with a hint.
  static Result<Platform> parse_target(std::string_view text);

  /// Sets what markers test of a platform: os_name, sys_platform, platform_system,
  /// platform_machine, platform_release, platform_version.
  void describe_to(MarkerEnvironment& environment) const;
  /// "Linux (`manylinux_2_28_x86_64`)", for messages.
  std::string display() const;

  friend bool operator==(const Platform&, const Platform&) = default;
};

/// The platform tags of wheels that run there, best first (PEP 425, 600, 656).
std::vector<std::string> platform_tags(const Platform& platform);

/// Which Python wheels are for.
struct PythonVariant {
  std::string implementation = "cpython";  ///< or `pypy`
  unsigned major = 3;
  unsigned minor = 0;
  bool free_threaded = false;
};

/// The tags of the wheels that run on one interpreter, in order. A value.
class CompatibleTags {
 public:
  CompatibleTags() = default;
  CompatibleTags(const PythonVariant& python, std::vector<std::string> platforms);

  /// How good the wheel is there, more is better; none if it does not run there.
  std::optional<unsigned> priority(const WheelFilename& wheel) const;
  std::optional<unsigned> priority(const Tag& tag) const;
  /// All of them, best first: some thousands.
  std::vector<Tag> list() const;

  const PythonVariant& python() const { return python_; }
  const std::vector<std::string>& platforms() const { return platforms_; }
  /// Whether the Python tag, the ABI tag or the platform tag of some wheel is known here: what
  /// hints are made from.
  bool knows_python_and_abi(const Tag& tag) const;
  bool knows_platform(std::string_view platform) const;

 private:
  PythonVariant python_;
  std::vector<std::string> platforms_;
  // (python, abi) pairs in order; those before `first_any_` go with each platform, those after it
  // with `any`.
  std::vector<std::pair<std::string, std::string>> pairs_;
  std::size_t first_any_ = 0;
  std::map<std::string, std::vector<std::size_t>, std::less<>>
      pair_places_;  // "python-abi" to places in pairs_
  std::map<std::string, std::size_t, std::less<>> platform_places_;
};

}  // namespace axle
