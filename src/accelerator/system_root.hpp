// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace axle {

/// How long a tool or a driver's library may take to answer.
inline constexpr std::chrono::seconds probe_patience{2};

struct SystemName {
  std::string system;   ///< "Linux", "Darwin"
  std::string machine;  ///< "x86_64", "aarch64", "arm64"
  std::string release;  ///< of the kernel
};

struct CLibrary {
  std::string kind;     ///< "glibc", "musl", or empty
  std::string version;  ///< "2.35"
};

struct SystemUser {
  std::uint64_t uid = 0;
  std::vector<std::string> groups;
};

/// What opening a file for reading and writing would do.
enum class Access : std::uint8_t { missing, opens, refused };

struct PathOwner {
  std::string group;
  unsigned mode = 0;  ///< permission bits
  std::uint64_t uid = 0;
};

/// How the question to a tool or a library ended.
enum class ProbeEnd : std::uint8_t {
  answered,
  missing,  ///< there is no such program or library
  silent    ///< it was given up after probe_patience
};

struct ToolAnswer {
  ProbeEnd end = ProbeEnd::missing;
  int exit_code = 0;
  std::string out;
};

struct NvmlInstance {
  std::string name;
  std::string uuid;
  std::optional<std::uint64_t> memory_mib;
};

struct NvmlDevice {
  std::string name;
  std::string uuid;
  std::string compute_capability;  ///< "8.6"
  std::optional<std::uint64_t> memory_mib;
  std::string bus_id;    ///< "00000000:01:00.0"
  std::string mig_mode;  ///< "enabled", "disabled", "unsupported"
  std::vector<NvmlInstance> instances;
};

/// What libnvidia-ml says.
struct NvmlAnswer {
  ProbeEnd end = ProbeEnd::missing;
  int init = 0;  ///< the code of nvmlInit_v2: 0, 9 no driver, 18 library of another version, 28 no
                 ///< GPU, 999 unknown
  std::string driver_version;
  int cuda_driver_version = 0;  ///< 12080 is CUDA 12.8
  std::vector<NvmlDevice> devices;
};

struct LevelZeroDevice {
  std::string name;
  std::uint64_t ip_version = 0;  ///< major << 22 | minor << 14 | revision
  bool integrated = false;
  std::optional<std::uint64_t> memory_mib;
};

/// What libze_loader says.
struct LevelZeroAnswer {
  ProbeEnd end = ProbeEnd::missing;
  int init = 0;  ///< the code of zeInit
  std::vector<LevelZeroDevice> devices;
};

/// Everything that detection reads of a machine, and the only way in which it does: the machine
/// itself (real_root.hpp), a recorded one (recorded_root.hpp), or either while it is being recorded
/// (recording_root.hpp). Paths are absolute. Nothing is changed anywhere, nothing fails: what
/// cannot be read is not there. Not safe for threads.
class SystemRoot {
 public:
  virtual ~SystemRoot() = default;

  /// A small file; none if it is not there, not readable, or larger than 1 MiB.
  virtual std::optional<std::string> read(const std::string& path) = 0;
  virtual bool exists(const std::string& path) = 0;
  /// The names in a directory that begin with `prefix`, in byte order.
  virtual std::vector<std::string> list(const std::string& path, std::string_view prefix = {}) = 0;
  virtual Access access(const std::string& path) = 0;
  virtual std::optional<PathOwner> owner(const std::string& path) = 0;

  virtual SystemName name() = 0;
  virtual CLibrary c_library() = 0;
  virtual SystemUser user() = 0;
  /// None if it is not set; a set but empty one is an empty text.
  virtual std::optional<std::string> variable(const std::string& name) = 0;

  /// Runs a tool that only reports. argv[0] is a name for PATH, or a path.
  virtual ToolAnswer run(const std::vector<std::string>& argv) = 0;
  virtual NvmlAnswer nvml() = 0;
  virtual LevelZeroAnswer level_zero() = 0;
};

}  // namespace axle
