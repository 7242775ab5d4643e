// SPDX-License-Identifier: MIT
#include "install/commit_steps.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

std::string parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash));
}

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

Result<std::size_t> read_some(int file, std::vector<char>& into, const fs::path& path) {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const ssize_t got = ::read(file, into.data() + filled, into.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("read", path, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

}  // namespace

Result<bool> have_same_bytes(const fs::path& a, const fs::path& b) {
  const Fd first(::open(a.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  const Fd second(::open(b.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!first.is_open() || !second.is_open()) return false;
  struct stat of_first{}, of_second{};
  if (::fstat(first.get(), &of_first) != 0 || ::fstat(second.get(), &of_second) != 0) return false;
  if (!S_ISREG(of_first.st_mode) || !S_ISREG(of_second.st_mode) ||
      of_first.st_size != of_second.st_size)
    return false;
  if (of_first.st_ino == of_second.st_ino && of_first.st_dev == of_second.st_dev) return true;
  std::vector<char> left(65536), right(65536);
  for (;;) {
    TRY(const std::size_t got, read_some(first.get(), left, a));
    TRY(const std::size_t other, read_some(second.get(), right, b));
    if (got != other || std::memcmp(left.data(), right.data(), got) != 0) return false;
    if (got == 0) return true;
  }
}

CommitSteps::CommitSteps(const EnvironmentLayout& layout, fs::path stage,
                         const std::unordered_set<std::string>& removals,
                         std::function<std::string(const std::string&)> owner_of)
    : layout_(layout),
      stage_(std::move(stage)),
      removals_(removals),
      owner_of_(std::move(owner_of)) {
  for (const std::string& path : removals_) {
    std::string child = path;
    while (!child.empty()) {
      std::string parent = parent_of(child);
      if (!removed_children_[parent].insert(child).second) break;
      child = std::move(parent);
    }
  }
}

Result<std::vector<JournalStep>> CommitSteps::plan() {
  TRY_OK(place_below(""));
  retire_rest("");
  prune_emptied();
  return std::move(steps_);
}

CommitSteps::There CommitSteps::look_at(const std::string& path) const {
  struct stat status{};
  if (::lstat((layout_.prefix() / path).c_str(), &status) != 0) return There::nothing;
  return S_ISDIR(status.st_mode) ? There::directory : There::file;
}

Result<void> CommitSteps::place_below(const std::string& directory) {
  std::vector<std::pair<std::string, bool>> entries;
  TRY_OK(list_directory(stage_ / directory, [&](const std::string& name, bool is_directory) {
    entries.emplace_back(joined(directory, name), is_directory);
  }));
  for (const auto& [path, is_directory] : entries) TRY_OK(place_one(path, is_directory));
  return {};
}

Result<void> CommitSteps::place_one(const std::string& path, bool is_directory) {
  const There there = look_at(path);
  if (there != There::nothing) {
    const bool goes = there == There::directory ? goes_completely(path) : is_removed(path);
    if (!goes) {
      if (is_directory && there == There::directory) return place_below(path);
      if (is_directory || there == There::directory) return conflict_at(path);
      return check_same(path);  // what is there stays, and is shared
    }
    retire(path);
  }
  steps_.push_back({JournalStep::Kind::place, path});
  return {};
}

Result<void> CommitSteps::check_same(const std::string& path) const {
  TRY(const bool same, have_same_bytes(stage_ / path, layout_.prefix() / path));
  return same ? Result<void>{} : conflict_at(path);
}

std::unexpected<Error> CommitSteps::conflict_at(const std::string& path) const {
  const std::string owner = owner_of_(path);
  const std::string shown = escape_foreign(path);
  return fail_with_code(
      ErrorKind::environment, "E_CONFLICT",
      fmt::format("`{}` is there already, and {}", shown,
                  owner.empty() ? "no package owns it"
                                : fmt::format("belongs to `{}`", escape_foreign(owner))),
      shown, {},
      owner.empty() ? "move the file away if it is not needed, then run the command again"
                    : "the two packages cannot be installed together; remove one of them from the "
                      "requirements");
}

bool CommitSteps::goes_completely(const std::string& directory) {
  if (const auto known = goes_completely_.find(directory); known != goes_completely_.end())
    return known->second;
  const bool goes = removed_children_.contains(directory) && !layout_.is_protected(directory) &&
                    decide_whether_goes(directory);
  goes_completely_[directory] = goes;
  return goes;
}

bool CommitSteps::decide_whether_goes(const std::string& directory) {
  std::vector<std::pair<std::string, bool>> entries;
  if (!list_directory(layout_.prefix() / directory,
                      [&](const std::string& name, bool is_directory) {
                        entries.emplace_back(name, is_directory);
                      }))
    return false;
  return std::ranges::all_of(entries, [&](const auto& entry) {
    const std::string path = joined(directory, entry.first);
    if (!entry.second) return is_removed(path);
    if (entry.first != "__pycache__" || removed_children_.contains(path))
      return goes_completely(path);
    bool only_ours = true;
    const auto listed =
        list_directory(layout_.prefix() / path, [&](const std::string& name, bool is_directory) {
          only_ours = only_ours && !is_directory && is_byte_code_of_removed(path, name);
        });
    return listed.has_value() && only_ours;
  });
}

/// `cache_directory` is "…/__pycache__", `name` is "demo.cpython-312.pyc": made from "…/demo.py".
bool CommitSteps::is_byte_code_of_removed(const std::string& cache_directory,
                                          std::string_view name) const {
  return name.ends_with(".pyc") &&
         is_removed(joined(parent_of(cache_directory),
                           std::string(name.substr(0, name.find('.'))) + ".py"));
}

void CommitSteps::retire(const std::string& path) {
  if (!retired_.insert(path).second) return;
  steps_.push_back({JournalStep::Kind::retire, path});
}

void CommitSteps::retire_rest(const std::string& directory) {
  const auto children = removed_children_.find(directory);
  if (children == removed_children_.end()) return;
  for (const std::string& path : children->second) {
    if (retired_.contains(path)) continue;
    const There there = look_at(path);
    if (there == There::nothing) continue;
    if (there == There::file) {
      if (!is_removed(path)) continue;
      retire(path);
      retire_byte_code_of(path);
    } else if (goes_completely(path)) {
      retire(path);
    } else {
      retire_rest(path);
    }
  }
}

void CommitSteps::retire_byte_code_of(const std::string& path) {
  if (!path.ends_with(".py")) return;
  const std::string cache = joined(parent_of(path), "__pycache__");
  const std::string start =
      std::string(name_of(path).substr(0, name_of(path).size() - 2));  // "demo."
  static_cast<void>(
      list_directory(layout_.prefix() / cache, [&](const std::string& name, bool is_directory) {
        if (!is_directory && name.starts_with(start) && name.ends_with(".pyc"))
          retire(joined(cache, name));
      }));
}

void CommitSteps::prune_emptied() {
  std::set<std::string, std::greater<>> emptied;  // what is below a directory comes before it
  for (const std::string& path : retired_)
    for (std::string directory = parent_of(path); !layout_.is_protected(directory);
         directory = parent_of(directory))
      if (!emptied.insert(directory).second) break;
  for (const std::string& directory : emptied)
    steps_.push_back({JournalStep::Kind::prune, directory});
}

}  // namespace axle
