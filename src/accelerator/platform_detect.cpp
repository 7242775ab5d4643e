// SPDX-License-Identifier: MIT
#include "accelerator/platform_detect.hpp"

#include "base/text.hpp"

namespace axle {
namespace {

std::string container_of(SystemRoot& root) {
  if (root.variable("KUBERNETES_SERVICE_HOST") || root.exists("/var/run/secrets/kubernetes.io") ||
      root.exists("/run/secrets/kubernetes.io"))
    return "kubernetes";
  const std::string groups = root.read("/proc/self/cgroup").value_or("");
  if (groups.find("kubepods") != std::string::npos) return "kubernetes";
  if (root.exists("/run/.containerenv")) return "podman";
  if (root.exists("/.dockerenv")) return "docker";
  if (groups.find("/docker") != std::string::npos) return "docker";
  if (groups.find("libpod") != std::string::npos) return "podman";
  return {};
}

}  // namespace

std::string parse_l4t(std::string_view text) {
  const std::size_t release = text.find("# R");
  const std::size_t revision = text.find("REVISION:");
  if (release == std::string_view::npos || revision == std::string_view::npos) return {};
  const auto number = [](std::string_view rest) {
    std::size_t end = 0;
    while (end < rest.size() && (is_ascii_digit(rest[end]) || rest[end] == '.')) ++end;
    return std::string(rest.substr(0, end));
  };
  const std::string major = number(text.substr(release + 3));
  const std::string minor = number(trim(text.substr(revision + 9)));
  return major.empty() || minor.empty() ? std::string() : major + "." + minor;
}

MachinePlatform detect_platform(SystemRoot& root) {
  MachinePlatform platform;
  const SystemName name = root.name();
  platform.os = name.system == "Darwin" ? "macos" : ascii_lower(name.system);
  platform.arch = name.machine;
  if (platform.os != "linux") return platform;
  const CLibrary library = root.c_library();
  if (!library.kind.empty()) platform.libc = library.kind + " " + library.version;
  platform.container = container_of(root);
  if (!platform.container.empty()) platform.kind = "container";
  // A container on WSL without its device is like any other.
  const bool windows_kernel = ascii_lower(name.release).find("microsoft") != std::string::npos;
  if (root.exists("/dev/dxg") || (windows_kernel && platform.container.empty()))
    platform.kind = "wsl";
  if (const auto tegra = root.read("/etc/nv_tegra_release")) {
    platform.l4t = parse_l4t(*tegra);
    platform.kind = "tegra";
  }
  return platform;
}

}  // namespace axle
