// SPDX-License-Identifier: MIT
#include "fetch/unpack.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "archive/refusal.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

// Small enough that two threads end about together, large enough that taking a task costs nothing.
constexpr std::uint64_t task_bytes = std::uint64_t{4} << 20;
constexpr std::size_t task_members = 256;
/// Opening a file costs about as much as writing some ten kilobytes.
std::uint64_t cost_of(const ZipMember& member) { return member.size + 16384; }

/// Whether it only tells people about the package: no installer and no interpreter acts on it, so
/// that a hash which a sloppy tool left behind in RECORD does no harm (decord 0.6.0,
/// top_level.txt).
bool is_only_told(std::string_view path, std::string_view dist_info) {
  if (directory_of(path) != dist_info) return false;
  const std::string_view name = path.substr(dist_info.size() + 1);
  return name == "top_level.txt" || name == "zip-safe" || name.starts_with("LICENSE") ||
         name.starts_with("AUTHORS") || name.starts_with("NOTICE") || name.starts_with("COPYING");
}

Result<void> check_space(const fs::path& tree, std::uint64_t needed) {
  struct statvfs room{};
  if (::statvfs(tree.c_str(), &room) != 0) return {};
  const std::uint64_t free = static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
  if (free >= needed) return {};
  return fail_with_code(ErrorKind::io, ErrorCode::io,
                        fmt::format("`{}` has {} free, unpacking needs {}", tree.string(),
                                    human_size(free), human_size(needed)),
                        tree.string(), {},
                        "free some space there, or choose another cache with `--cache-dir`");
}

/// Whether the reader of the arriving bytes saw the member that the directory describes.
bool is_same(const ZipMember& early, const ZipMember& member) {
  return early.name == member.name && early.data_offset == member.data_offset &&
         early.compressed_size == member.compressed_size && early.size == member.size &&
         early.crc == member.crc && early.method == member.method && early.flags == member.flags;
}

/// Who may read a file may run it then: as if it had been made with mode 0755.
Result<FileState> make_executable(const fs::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0 ||
      ::chmod(path.c_str(), (status.st_mode & 0777) | (status.st_mode & 0444) >> 2) != 0 ||
      ::lstat(path.c_str(), &status) != 0)
    return io_failure("set permissions of", path, errno);
  return FileState::of(status);
}

}  // namespace

Result<std::unique_ptr<Unpacking>> Unpacking::prepare(WheelFile file,
                                                      const WheelExpectation& expected,
                                                      Target target, MemberReader& reader) {
  std::unique_ptr<Unpacking> unpacking(new Unpacking(std::move(file), std::move(target.tree)));
  TRY(unpacking->archive_, read_zip_archive(unpacking->file_));
  TRY(unpacking->contents_, inspect_wheel(unpacking->file_, unpacking->archive_, expected, reader));
  unpacking->states_.resize(unpacking->archive_.members.size());
  unpacking->done_.resize(unpacking->archive_.members.size());
  TRY_OK(unpacking->take_over(target.early));
  TRY_OK(unpacking->make_tree());
  unpacking->plan_tasks();
  return unpacking;
}

Result<void> Unpacking::take_over(const std::vector<EarlyMember>& early) {
  std::unordered_map<std::string_view, std::size_t> positions;
  if (!early.empty())
    for (std::size_t i = 0; i < archive_.members.size(); ++i)
      if (is_wanted(i)) positions.emplace(archive_.members[i].name, i);
  for (const EarlyMember& one : early) {
    const auto position = positions.find(one.member.name);
    bool taken = false;
    if (position != positions.end()) {
      TRY(taken, take_over_one(one, position->second));
    }
    if (!taken && ::unlink((tree_ / one.member.name).c_str()) != 0)
      return io_failure("remove", tree_ / one.member.name, errno);
  }
  return {};
}

Result<bool> Unpacking::take_over_one(const EarlyMember& early, std::size_t position) {
  const ZipMember& member = archive_.members[position];
  RecordedHash& recorded = contents_.recorded[position];
  // Another kind of hash than the one that was computed: it takes the way of all others.
  if (!is_same(early.member, member) || recorded.algorithm != DigestAlgorithm::sha256) return false;
  TRY_OK(check_digest(member, recorded, early.digest));
  states_[position] = early.state;
  if (member.executable) {
    TRY(states_[position], make_executable(tree_ / member.name));
  }
  done_[position] = true;
  return true;
}

bool Unpacking::is_wanted(std::size_t position) const {
  const ZipMember& member = archive_.members[position];
  return !member.is_directory() && !is_left_out(member.name, contents_.description.dist_info);
}

Result<void> Unpacking::make_tree() {
  TRY_OK(make_directories(tree_));
  std::uint64_t needed = archive_.total_size;
  for (std::size_t i = 0; i < done_.size(); ++i) needed -= done_[i] ? archive_.members[i].size : 0;
  TRY_OK(check_space(tree_, needed));
  std::set<std::string, std::less<>> made;
  for (std::size_t i = 0; i < archive_.members.size(); ++i) {
    if (done_[i] || !is_wanted(i)) continue;
    const std::string_view directory = directory_of(archive_.members[i].name);
    if (directory.empty() || made.contains(directory)) continue;
    TRY_OK(make_directories(tree_ / directory));
    made.emplace(directory);
  }
  return {};
}

void Unpacking::plan_tasks() {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < archive_.members.size(); ++i)
    if (!archive_.members[i].is_directory() && !done_[i]) order.push_back(i);
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
      TRY(directory, open_tree_directory(tree_ / path));
      open_path = path;
    }
    TRY(states_[i], unpack(member, contents_.recorded[i], left_out ? -1 : directory.get(), reader));
  }
  return {};
}

Result<FileState> Unpacking::unpack(const ZipMember& member, RecordedHash& recorded, int directory,
                                    MemberReader& reader) const {
  const auto algorithm = recorded.text.empty() && !recorded.is_missing
                             ? std::nullopt
                             : std::optional(recorded.algorithm);
  TRY(MemberFile out, MemberFile::start(member, tree_, algorithm));
  if (directory >= 0) TRY_OK(out.create(directory));
  TRY_OK(reader.read(file_, member, [&](std::string_view bytes) { return out.write(bytes); }));
  if (algorithm) TRY_OK(check_digest(member, recorded, out.digest()));
  return out.close();
}

Result<void> Unpacking::check_digest(const ZipMember& member, RecordedHash& recorded,
                                     const std::string& found) const {
  if (recorded.is_missing) {
    recorded.text = found;
    return {};
  }
  if (found == recorded.text) return {};
  if (is_only_told(member.name, contents_.description.dist_info)) {
    log_debug("`{}`: RECORD says `{}` of `{}`, it has `{}`", escape_foreign(file_.label()),
              escape_foreign(recorded.text), escape_foreign(member.name), found);
    recorded.text = found;
    return {};
  }
  return refuse(ErrorCode::wheel_record, file_.label(), member.name,
                fmt::format("RECORD says `{}`, it has `{}`", escape_foreign(recorded.text), found));
}

std::string Unpacking::manifest() const {
  ManifestDraft draft = contents_.description;
  for (std::size_t i = 0; i < archive_.members.size(); ++i) {
    const ZipMember& member = archive_.members[i];
    if (!is_wanted(i)) continue;
    draft.files.push_back(
        {member.name, member.size, member.executable, contents_.recorded[i].text, states_[i]});
  }
  return encode_manifest(std::move(draft), file_.size());
}

}  // namespace axle
