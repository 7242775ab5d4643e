// SPDX-License-Identifier: MIT
#include "fetch/unpack.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <set>
#include <utility>

#include "archive/refusal.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

// Small enough that two threads end about together, large enough that taking a task costs nothing.
constexpr std::uint64_t task_bytes = std::uint64_t{4} << 20;
constexpr std::size_t task_members = 256;
constexpr std::uint64_t worth_allocating = std::uint64_t{1} << 20;

std::string_view directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

/// Opening a file costs about as much as writing some ten kilobytes.
std::uint64_t cost_of(const ZipMember& member) { return member.size + 16384; }

Result<void> check_space(const fs::path& tree, std::uint64_t needed) {
  struct statvfs room{};
  if (::statvfs(tree.c_str(), &room) != 0) return {};
  const std::uint64_t free = static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
  if (free >= needed) return {};
  return fail_with_code(ErrorKind::io, "E_IO",
                        fmt::format("`{}` has {} free, unpacking needs {}", tree.string(),
                                    human_size(free), human_size(needed)),
                        tree.string(), {},
                        "free some space there, or choose another cache with `--cache-dir`");
}

Result<Fd> create_file(int directory, const std::string& name, const ZipMember& member,
                       const fs::path& tree) {
  // As it is to be in an environment, which may be a hard link to it; never through a link, never
  // over something.
  const mode_t mode = member.executable ? 0755 : 0644;
  Fd out(::openat(directory, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                  mode));
  if (!out.is_open()) return io_failure("create", tree / member.name, errno);
#if defined(__linux__)
  if (member.size >= worth_allocating &&
      ::fallocate(out.get(), 0, 0, static_cast<off_t>(member.size)) != 0 &&
      (errno == ENOSPC || errno == EFBIG || errno == EDQUOT))
    return io_failure("write", tree / member.name, errno);
#endif
  return out;
}

}  // namespace

Result<std::unique_ptr<Unpacking>> Unpacking::prepare(WheelFile file,
                                                      const WheelExpectation& expected,
                                                      const fs::path& tree, MemberReader& reader) {
  std::unique_ptr<Unpacking> unpacking(new Unpacking(std::move(file), tree));
  TRY(unpacking->archive_, read_zip_archive(unpacking->file_));
  TRY(unpacking->contents_, inspect_wheel(unpacking->file_, unpacking->archive_, expected, reader));
  unpacking->states_.resize(unpacking->archive_.members.size());
  TRY_OK(unpacking->make_tree());
  unpacking->plan_tasks();
  return unpacking;
}

Result<void> Unpacking::make_tree() {
  TRY_OK(make_directories(tree_));
  TRY_OK(check_space(tree_, archive_.total_size));
  std::set<std::string, std::less<>> made;
  for (const ZipMember& member : archive_.members) {
    if (member.is_directory() || is_left_out(member.name, contents_.description.dist_info))
      continue;
    const std::string_view directory = directory_of(member.name);
    if (directory.empty() || made.contains(directory)) continue;
    TRY_OK(make_directories(tree_ / directory));
    made.emplace(directory);
  }
  return {};
}

void Unpacking::plan_tasks() {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < archive_.members.size(); ++i)
    if (!archive_.members[i].is_directory()) order.push_back(i);
  // Members of one directory stay together, so that a task opens few directories.
  std::ranges::sort(order, [this](std::uint32_t a, std::uint32_t b) {
    const std::string_view left = directory_of(archive_.members[a].name),
                           right = directory_of(archive_.members[b].name);
    return left != right ? left < right : a < b;
  });
  Task small;
  const auto close_task = [this](Task& task) {
    if (!task.members.empty()) tasks_.push_back(std::exchange(task, Task{}));
  };
  for (const std::uint32_t i : order) {
    const std::uint64_t cost = cost_of(archive_.members[i]);
    if (cost >= task_bytes) {
      tasks_.push_back({{i}, cost});
      continue;
    }
    small.members.push_back(i);
    small.bytes += cost;
    if (small.bytes >= task_bytes || small.members.size() >= task_members) close_task(small);
  }
  close_task(small);
  std::ranges::stable_sort(tasks_, std::greater<>{}, &Task::bytes);
}

Result<void> Unpacking::run(std::size_t task, MemberReader& reader) {
  std::optional<std::string_view> open_path;
  Fd directory;
  for (const std::uint32_t i : tasks_[task].members) {
    const ZipMember& member = archive_.members[i];
    const bool left_out = is_left_out(member.name, contents_.description.dist_info);
    if (const std::string_view path = directory_of(member.name); !left_out && open_path != path) {
      directory =
          Fd(::open((tree_ / path).c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      if (!directory.is_open()) return io_failure("open", tree_ / path, errno);
      open_path = path;
    }
    TRY(states_[i], unpack(member, contents_.recorded[i], left_out ? -1 : directory.get(), reader));
  }
  return {};
}

Result<FileState> Unpacking::unpack(const ZipMember& member, RecordedHash& recorded, int directory,
                                    MemberReader& reader) const {
  Fd out;
  if (directory >= 0) {
    const std::string name = member.name.substr(member.name.rfind('/') + 1);
    TRY(out, create_file(directory, name, member, tree_));
  }
  std::optional<Digest> digest;
  if (!recorded.text.empty() || recorded.is_missing) {
    TRY(digest, Digest::start(recorded.algorithm));
  }
  TRY_OK(reader.read(file_, member, [&](std::string_view bytes) -> Result<void> {
    if (digest) digest->update(bytes);
    return out.is_open() ? write_all(out.get(), bytes, tree_ / member.name) : Result<void>{};
  }));
  if (digest) {
    const std::string found =
        fmt::format("{}={}", to_string(recorded.algorithm), base64url_encode(digest->finish()));
    if (recorded.is_missing)
      recorded.text = found;
    else if (found != recorded.text)
      return refuse(
          "E_WHEEL_RECORD", file_.label(), member.name,
          fmt::format("RECORD says `{}`, it has `{}`", escape_foreign(recorded.text), found));
  }
  if (!out.is_open()) return FileState{};
  struct stat status{};
  if (::fstat(out.get(), &status) != 0 || !out.close_now())
    return io_failure("write", tree_ / member.name, errno);
  return FileState::of(status);
}

std::string Unpacking::manifest() const {
  ManifestDraft draft = contents_.description;
  for (std::size_t i = 0; i < archive_.members.size(); ++i) {
    const ZipMember& member = archive_.members[i];
    if (member.is_directory() || is_left_out(member.name, draft.dist_info)) continue;
    draft.files.push_back(
        {member.name, member.size, member.executable, contents_.recorded[i].text, states_[i]});
  }
  return encode_manifest(std::move(draft), file_.size());
}

}  // namespace axle
