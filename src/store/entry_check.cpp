// SPDX-License-Identifier: MIT
#include "store/entry_check.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "store/files_by_directory.hpp"
#include "store/wheel_manifest.hpp"

namespace axle {
namespace {

constexpr std::size_t piece = std::size_t{1} << 20;

/// Whether the bytes of an open file have the hash, "sha256=…".
Result<bool> has_hash(int file, std::string_view hash, const fs::path& path) {
  const std::size_t equals = hash.find('=');
  const auto algorithm = parse_digest_algorithm(hash.substr(0, equals));
  if (equals == std::string_view::npos || !algorithm) return false;
  TRY(Digest digest, Digest::start(*algorithm));
  std::vector<char> buffer(piece);
  for (;;) {
    const ssize_t got = ::read(file, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("read", path, errno);
    if (got == 0) break;
    digest.update({buffer.data(), static_cast<std::size_t>(got)});
  }
  return base64url_encode(digest.finish()) == hash.substr(equals + 1);
}

class Checker {
 public:
  Checker(const WheelManifest& manifest, const EntryCheckOptions& options)
      : manifest_(manifest), options_(options) {
    states_.reserve(manifest.files.size());
    for (const StoredFile& file : manifest.files) states_.push_back(state_of(manifest, file));
  }

  /// Whether the file is what it was. `directory` is open at where it lies.
  Result<bool> is_right(int directory, std::uint32_t position, const fs::path& path) {
    const StoredFile& file = manifest_.files[position];
    const std::string name(file.name);
    struct stat status{};
    if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
    if (!S_ISREG(status.st_mode) || static_cast<std::uint64_t>(status.st_size) != file.size)
      return false;
    const FileState now = FileState::of(status);
    FileState& known = states_[position];
    const bool looks_same = now.inode == known.inode && now.modified == known.modified &&
                            (options_.is_linked || now.changed == known.changed);
    if (looks_same && !options_.read_all) return true;
    const Fd opened(::openat(directory, name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!opened.is_open()) return io_failure("read", path / name, errno);
    TRY(const bool right, has_hash(opened.get(), file.hash, path / name));
    if (right && now != known) {
      known = now;
      learned_ = true;
    }
    return right;
  }

  std::string new_manifest() const {
    return learned_ ? with_states(manifest_, states_) : std::string();
  }

 private:
  const WheelManifest& manifest_;
  EntryCheckOptions options_;
  std::vector<FileState> states_;
  bool learned_ = false;
};

}  // namespace

Result<EntryCheck> check_entry(const fs::path& tree, const WheelManifest& manifest,
                               const EntryCheckOptions& options) {
  const FilesByDirectory groups(manifest);
  Checker checker(manifest, options);
  for (std::uint32_t position = 0; position < manifest.directories.size(); ++position) {
    const auto files = groups.files_of(position);
    if (files.empty()) continue;
    const fs::path path = tree / manifest.directories[position];
    const Fd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    for (const std::uint32_t i : files) {
      if (directory.is_open()) {
        TRY(const bool right, checker.is_right(directory.get(), i, path));
        if (right) continue;
      }
      return EntryCheck{manifest.path_of(manifest.files[i]), {}};
    }
  }
  return EntryCheck{{}, checker.new_manifest()};
}

}  // namespace axle
