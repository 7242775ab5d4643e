// SPDX-License-Identifier: MIT
#include "install/saved_copies.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/file.hpp"

namespace axle {
namespace {
constexpr unsigned most_copies = 1000;
}

SavedCopies::~SavedCopies() {
  for (const std::string& copy : copies_) ::unlink((prefix_ / copy).c_str());
}

Result<void> SavedCopies::add(const std::string& path) {
  const std::filesystem::path whole = prefix_ / path;
  struct stat status{};
  if (::lstat(whole.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  for (unsigned number = 0; number < most_copies; ++number) {
    const std::string copy =
        number == 0 ? path + ".axle-saved" : fmt::format("{}.axle-saved-{}", path, number);
    if (::link(whole.c_str(), (prefix_ / copy).c_str()) == 0) {
      copies_.push_back(copy);
      return {};
    }
    if (errno != EEXIST) return io_failure("save a copy of", whole, errno);
  }
  return io_failure("save a copy of", whole, EEXIST);
}

std::vector<std::string> SavedCopies::keep() && { return std::exchange(copies_, {}); }

}  // namespace axle
