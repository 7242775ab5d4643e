// SPDX-License-Identifier: MIT
#include "build/unpack_sdist.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <set>

#include "archive/archive_file.hpp"
#include "archive/gzip_reader.hpp"
#include "archive/member_reader.hpp"
#include "archive/tar_reader.hpp"
#include "archive/zip_archive.hpp"
#include "base/cancel.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/wheel_bytes.hpp"

namespace axle {
namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{8} << 30;
constexpr std::size_t longest_name = 4096;

/// Writes members below one folder and nowhere else.
class TreeWriter {
 public:
  TreeWriter(fs::path root, std::string label) : root_(std::move(root)), label_(std::move(label)) {}

  Result<void> begin(const TarMember& member) {
    file_.reset();
    if (cancelled()) return fail(ErrorKind::cancelled, "stopped");
    TRY(const fs::path path, checked(member.path));
    if (path.empty()) return {};  // the folder itself
    switch (member.kind) {
      case TarMember::Kind::directory:
        return make_directories(root_ / path);
      case TarMember::Kind::file:
        return open(path, member.mode);
      case TarMember::Kind::symlink:
        return link(path, member.link);
      case TarMember::Kind::hardlink:
        return copy(path, member.link);
      case TarMember::Kind::other:
        break;
    }
    return damaged(member.path, "is a device or something as special");
  }

  Result<void> write(std::string_view bytes) {
    written_ += bytes.size();
    if (written_ > most_bytes) return damaged("", "it unpacks to more than 8 GiB");
    return file_.is_open() ? write_all(file_.get(), bytes, root_) : Result<void>{};
  }

  void end() { file_.reset(); }

 private:
  std::unexpected<Error> damaged(const std::string& member, std::string_view what) const {
    return fail_with_code(ErrorKind::integrity, ErrorCode::sdist_data,
                          member.empty()
                              ? fmt::format("`{}` is not usable: {}", escape_foreign(label_), what)
                              : fmt::format("`{}` is not usable: its member `{}` {}",
                                            escape_foreign(label_), escape_foreign(member), what),
                          label_, member);
  }

  /// The name as a path below the folder, no part of which is a link.
  Result<fs::path> checked(const std::string& name) const {
    if (name.empty() || name.size() > longest_name || name.contains('\0'))
      return damaged(name, "has no usable name");
    const fs::path path = fs::path(name).lexically_normal();
    if (path.is_absolute() || *path.begin() == "..") return damaged(name, "leaves the folder");
    if (path == ".") return fs::path();
    fs::path plain = path.has_filename() ? path : path.parent_path();
    fs::path above;
    for (const fs::path& part : plain.parent_path()) {
      above /= part;
      if (links_.contains(above)) return damaged(name, "lies behind a link");
    }
    return plain;
  }

  Result<void> open(const fs::path& path, unsigned mode) {
    const fs::path whole = root_ / path;
    TRY_OK(make_directories(whole.parent_path()));
    TRY_OK(remove_earlier(path));
    const mode_t permissions = (mode & 0100U) != 0 ? 0755 : 0644;
    file_ = Fd(
        ::open(whole.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, permissions));
    return file_.is_open() ? Result<void>{} : io_failure("create", whole, errno);
  }

  /// Of two members of one name the last one counts.
  Result<void> remove_earlier(const fs::path& path) {
    links_.erase(path);
    const fs::path whole = root_ / path;
    if (::unlink(whole.c_str()) != 0 && errno != ENOENT) return io_failure("replace", whole, errno);
    return {};
  }

  Result<void> link(const fs::path& path, const std::string& target) {
    const fs::path end = (path.parent_path() / target).lexically_normal();
    if (target.empty() || fs::path(target).is_absolute() || *end.begin() == "..")
      return damaged(path.string(), "is a link that leaves the folder");
    TRY_OK(make_directories((root_ / path).parent_path()));
    TRY_OK(remove_earlier(path));
    if (::symlink(target.c_str(), (root_ / path).c_str()) != 0)
      return io_failure("link", root_ / path, errno);
    links_.insert(path);
    return {};
  }

  Result<void> copy(const fs::path& path, const std::string& target) {
    TRY(const fs::path from, checked(target));
    if (from.empty() || links_.contains(from))
      return damaged(path.string(), "is a link to no file");
    struct stat status{};
    if (::lstat((root_ / from).c_str(), &status) != 0 || !S_ISREG(status.st_mode))
      return damaged(path.string(), "is a link to no file");
    TRY(const std::string contents, read_file(root_ / from));
    TRY_OK(open(path, status.st_mode));
    TRY_OK(write(contents));
    file_.reset();
    return {};
  }

  fs::path root_;
  std::string label_;
  Fd file_;
  std::set<fs::path> links_;
  std::uint64_t written_ = 0;
};

Result<void> unpack_tar(const fs::path& archive, TreeWriter& writer) {
  const std::string label = archive.filename().string();
  TRY(FileBytes bytes, FileBytes::open(archive));
  TRY(const ArchiveBytes::Tail tail, bytes.tail(0));
  TRY(GzipReader gzip, GzipReader::open(bytes, tail.archive_size, label));
  TarReader tar(
      label, [&](const TarMember& member) { return writer.begin(member); },
      [&](std::string_view data) { return writer.write(data); });
  for (;;) {
    TRY(const std::string_view piece, gzip.next());
    if (piece.empty()) break;
    TRY(const bool more, tar.take(piece));
    if (!more) break;
  }
  writer.end();
  return tar.finish();
}

Result<void> unpack_zip(const fs::path& archive, TreeWriter& writer) {
  TRY(const WheelFile file, WheelFile::open(archive, archive.filename().string()));
  TRY(const ZipArchive zip, read_zip_archive(file));
  MemberReader reader;
  for (const ZipMember& member : zip.members) {
    TRY_OK(writer.begin(
        {.path = member.name,
         .link = {},
         .kind = member.is_directory() ? TarMember::Kind::directory : TarMember::Kind::file,
         .size = member.size,
         .mode = member.executable ? 0755U : 0644U}));
    if (member.is_directory()) continue;
    TRY_OK(reader.read(file, member, [&](std::string_view data) { return writer.write(data); }));
    writer.end();
  }
  return {};
}

}  // namespace

bool has_sdist_ending(const fs::path& archive) {
  const std::string lowered = ascii_lower(archive.filename().string());
  return lowered.ends_with(".zip") || lowered.ends_with(".tar.gz") || lowered.ends_with(".tgz");
}

Result<fs::path> unpack_sdist(const fs::path& archive, const fs::path& into) {
  const std::string name = archive.filename().string();
  if (!has_sdist_ending(archive))
    return fail_with_code(
        ErrorKind::integrity, ErrorCode::sdist_data,
        fmt::format("`{}` is a kind of archive that axle does not unpack", escape_foreign(name)),
        name, {}, "use a `.tar.gz` or `.zip` of it");
  TreeWriter writer(into, name);
  if (ascii_lower(name).ends_with(".zip")) {
    TRY_OK(unpack_zip(archive, writer));
  } else {
    TRY_OK(unpack_tar(archive, writer));
  }
  std::optional<fs::path> top;
  std::size_t count = 0;
  TRY_OK(list_directory(into, [&](const std::string& entry, bool is_directory) {
    if (entry == "pax_global_header") return;
    ++count;
    if (is_directory) top = into / entry;
  }));
  if (count == 1 && top) return *top;
  return fail_with_code(
      ErrorKind::integrity, ErrorCode::sdist_data,
      fmt::format("`{}` is not usable: it must hold one folder, but has {} entries at its top",
                  escape_foreign(name), count),
      name);
}

}  // namespace axle
