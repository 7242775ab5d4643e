// SPDX-License-Identifier: MIT
#include "base/temp.hpp"

#include <fcntl.h>
#include <stdlib.h>  // NOLINT: mkstemp and mkdtemp are POSIX, not in <cstdlib>

#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>

#include "axle/base/environment.hpp"
#include "base/file.hpp"
#include "base/try.hpp"

namespace axle {
namespace {
constexpr const char* name_template = ".axle-tmp-XXXXXX";
}

Result<TempFile> TempFile::create_in(const fs::path& directory) {
  std::string path = (directory / name_template).string();
  Fd file(::mkostemp(path.data(), O_CLOEXEC));
  if (!file.is_open()) return io_failure("create a temporary file in", directory, errno);
  return TempFile(fs::path(path), std::move(file));
}

TempFile::TempFile(TempFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}

TempFile& TempFile::operator=(TempFile&& other) noexcept {
  if (this != &other) {
    discard();
    path_ = std::exchange(other.path_, {});
    file_ = std::move(other.file_);
  }
  return *this;
}

TempFile::~TempFile() { discard(); }

void TempFile::discard() {
  if (!path_.empty()) ::unlink(path_.c_str());
  path_.clear();
}

Result<void> TempFile::rename_to(const fs::path& target) {
  if (!file_.close_now()) return io_failure("write", path_, errno);
  if (::rename(path_.c_str(), target.c_str()) != 0) return io_failure("replace", target, errno);
  path_.clear();
  return {};
}

Result<TempDirectory> TempDirectory::create_in(const fs::path& directory) {
  TRY_OK(make_directories(directory));
  std::string path = (directory / name_template).string();
  if (::mkdtemp(path.data()) == nullptr)
    return io_failure("create a temporary directory in", directory, errno);
  return TempDirectory(fs::path(path));
}

TempDirectory::TempDirectory(TempDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TempDirectory& TempDirectory::operator=(TempDirectory&& other) noexcept {
  if (this != &other) {
    discard();
    path_ = std::exchange(other.path_, {});
  }
  return *this;
}

TempDirectory::~TempDirectory() { discard(); }

void TempDirectory::discard() {
  if (!path_.empty())
    static_cast<void>(remove_tree(path_));  // what stays is found by the next cache prune
  path_.clear();
}

fs::path TempDirectory::release() { return std::exchange(path_, {}); }

fs::path system_temp_directory() {
  const auto chosen = Environment::of_process().get("TMPDIR");
  return chosen && !chosen->empty() ? fs::path(*chosen) : fs::path("/tmp");
}

}  // namespace axle
