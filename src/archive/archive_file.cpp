// SPDX-License-Identifier: MIT
#include "archive/archive_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "archive/refusal.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace axle {

Result<WheelFile> WheelFile::open(const std::filesystem::path& path, std::string label) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return io_failure("read", path, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return io_failure("read", path, errno);
  if (!S_ISREG(status.st_mode))
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not a regular file", escape_foreign(path.string())));
  return WheelFile(std::move(file), static_cast<std::uint64_t>(status.st_size), std::move(label));
}

Result<void> WheelFile::read_at(std::uint64_t offset, std::span<unsigned char> into) const {
  while (!into.empty()) {
    const ssize_t got = ::pread(file_.get(), into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("read", label_, errno);
    if (got == 0) return refuse(ErrorCode::zip_structure, label_, {}, "the file ends early");
    into = into.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

}  // namespace axle
