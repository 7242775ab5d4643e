// SPDX-License-Identifier: MIT
#include "base/pipe_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"

namespace axle {

Result<std::string> read_file_or_pipe(const std::filesystem::path& path, std::uint64_t max_bytes) {
  struct stat status{};
  const bool is_stream =
      ::stat(path.c_str(), &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode));
  if (!is_stream) return read_file(path, max_bytes);
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return io_failure("read", path, errno);
  std::string contents;
  std::array<char, 4096> piece{};
  for (;;) {
    const ssize_t got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("read", path, errno);
    if (got == 0) return contents;
    contents.append(piece.data(), static_cast<std::size_t>(got));
    if (contents.size() > max_bytes)
      return fail_with_code(
          ErrorKind::invalid_input, ErrorCode::io,
          "`" + escape_foreign(path.string()) + "` holds more than " + human_size(max_bytes),
          path.string());
  }
}

}  // namespace axle
