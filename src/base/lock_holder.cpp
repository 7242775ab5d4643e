// SPDX-License-Identifier: MIT
#include "base/lock_holder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>
#include <optional>

#include "base/text.hpp"

namespace axle {
namespace {

/// proc_locks(5): "1: FLOCK  ADVISORY  WRITE 4711 08:01:1234 0 EOF"; the last part of the identity
/// is the inode.
std::optional<std::uint64_t> holder_of(std::uint64_t inode) {
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    const auto words = split_on_space(line);
    if (words.size() < 6 || words[1] != "FLOCK") continue;
    const std::string_view identity = words[5];
    if (parse_unsigned(identity.substr(identity.rfind(':') + 1)) == inode)
      return parse_unsigned(words[4]);
  }
  return std::nullopt;
}

}  // namespace

std::string lock_holder(const std::filesystem::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return {};
  const auto process = holder_of(status.st_ino);
  if (!process || *process == 0) return {};
  // Not its command line, which may have a login in it.
  std::ifstream in(fmt::format("/proc/{}/comm", *process));
  std::string name;
  if (!std::getline(in, name) || name.empty()) return fmt::format("process {}", *process);
  return fmt::format("`{}` (process {})", name, *process);
}

}  // namespace axle
