// SPDX-License-Identifier: MIT
#include "fetch/member_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::uint64_t worth_allocating = std::uint64_t{1} << 20;

}  // namespace

std::string_view directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

Result<Fd> open_tree_directory(const fs::path& path) {
  Fd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!directory.is_open()) return io_failure("open", path, errno);
  return directory;
}

Result<MemberFile> MemberFile::start(const ZipMember& member, const fs::path& tree,
                                     std::optional<DigestAlgorithm> digest) {
  MemberFile file(member, tree);
  if (digest) {
    TRY(file.digest_, Digest::start(*digest));
    file.algorithm_ = digest;
  }
  return file;
}

Result<void> MemberFile::create(int directory) {
  const std::string name = member_->name.substr(member_->name.rfind('/') + 1);
  file_ = Fd(::openat(directory, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                      member_->executable ? 0755 : 0644));
  if (!file_.is_open()) return io_failure("create", *tree_ / member_->name, errno);
#if defined(__linux__)
  if (member_->size >= worth_allocating &&
      ::fallocate(file_.get(), 0, 0, static_cast<off_t>(member_->size)) != 0 &&
      (errno == ENOSPC || errno == EFBIG || errno == EDQUOT))
    return io_failure("write", *tree_ / member_->name, errno);
#endif
  return {};
}

Result<void> MemberFile::write(std::string_view bytes) {
  if (digest_) digest_->update(bytes);  // while the bytes are in the processor's cache
  return file_.is_open() ? write_all(file_.get(), bytes, *tree_ / member_->name) : Result<void>{};
}

Result<FileState> MemberFile::close() {
  if (!file_.is_open()) return FileState{};
  struct stat status{};
  if (::fstat(file_.get(), &status) != 0 || !file_.close_now())
    return io_failure("write", *tree_ / member_->name, errno);
  return FileState::of(status);
}

std::string MemberFile::digest() {
  return digest_ ? fmt::format("{}={}", to_string(*algorithm_), base64url_encode(digest_->finish()))
                 : std::string();
}

}  // namespace axle
