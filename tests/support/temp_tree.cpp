// SPDX-License-Identifier: MIT
#include "support/temp_tree.hpp"

#include <fmt/format.h>
#include <stdlib.h>  // NOLINT: mkdtemp is POSIX
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace axle::test {

namespace fs = std::filesystem;

TempTree::TempTree() {
  std::string name = (fs::temp_directory_path() / "axle-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  path_ = fs::canonical(name);
}

TempTree::~TempTree() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path TempTree::write(std::string_view relative, std::string_view contents) const {
  const fs::path path = path_ / relative;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << contents;
  return path;
}

std::map<std::string, std::string> snapshot(const fs::path& root, bool with_times) {
  std::map<std::string, std::string> found;
  if (!fs::exists(root)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    struct stat status{};
    ::lstat(entry.path().c_str(), &status);
    std::string what;
    if (entry.is_symlink())
      what = "link to " + fs::read_symlink(entry.path()).string();
    else if (entry.is_directory())
      what = "directory";
    else
      what = fmt::format("{:o} {}", status.st_mode & 07777, read_text(entry.path()));
#if defined(__APPLE__)
    if (with_times)
      what += fmt::format(" at {}.{}", status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec);
#else
    if (with_times) what += fmt::format(" at {}.{}", status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
#endif
    found[entry.path().lexically_relative(root).string()] = what;
  }
  return found;
}

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace axle::test
