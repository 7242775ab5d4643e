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
                         std::function<std::string(const std::string&)> owner_of, Options options)
    : layout_(layout),
      stage_(std::move(stage)),
      removals_(removals),
      owner_of_(std::move(owner_of)),
      options_(options) {
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
  std::ranges::stable_sort(steps_, {}, [this](const JournalStep& step) {
    if (!is_info(step.path)) return 1;
    return step.kind == JournalStep::Kind::retire ? 0 : 2;
  });
  prune_emptied();
  return std::move(steps_);
}

/// Whether it is what tells that a package is installed, or lies in it.
bool CommitSteps::is_info(std::string_view path) const {
  for (const std::string* site : {&layout_.purelib(), &layout_.platlib()}) {
    const std::string start = site->empty() ? std::string() : *site + "/";
    if (!path.starts_with(start)) continue;
    const std::string_view below = path.substr(start.size());
    const std::string_view top = below.substr(0, below.find('/'));
    if (top.ends_with(".dist-info") || top.ends_with(".egg-info") || top.ends_with(".egg-link"))
      return true;
  }
  return false;
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
    const bool goes = there == There::directory ? goes_as_a_whole(path) : is_removed(path);
    if (!goes) {
      if (is_directory && there == There::directory) return place_below(path);
      if (!is_directory && there == There::file && !retired_.contains(path)) {
        TRY(const bool same, have_same_bytes(stage_ / path, layout_.prefix() / path));
        if (same) return {};  // what is there stays, and is shared
      }
      TRY_OK(give_way(path, is_directory, there));
    }
    retire(path);
  }
  if (!is_directory) retire_byte_code_of(path);
  steps_.push_back({JournalStep::Kind::place, path, {}});
  return {};
}

/// What is there goes though it is no removed package's, or that is a conflict.
Result<void> CommitSteps::give_way(const std::string& path, bool is_directory, There there) {
  if (there == There::directory) return conflict_at(path);
  const std::string owner = owner_of_(path);
  if (!owner.empty() && (is_directory || !options_.allow_overlap)) return conflict_at(path);
  if (owner.empty()) given_way_.push_back(path);
  return {};
}

std::unexpected<Error> CommitSteps::conflict_at(const std::string& path) const {
  const std::string owner = owner_of_(path);
  const std::string shown = escape_foreign(path);
  return fail_with_code(
      ErrorKind::environment, ErrorCode::conflict,
      fmt::format("`{}` is there already, and {}", shown,
                  owner.empty() ? "no package owns it"
                                : fmt::format("belongs to `{}`", escape_foreign(owner))),
      shown, {},
      owner.empty()
          ? "move the file away if it is not needed, then run the command again"
          : fmt::format("leave one of the two packages out: `exclude-dependencies` in "
                        "`[tool.uv]` does so where another package asks for it (`axle tree "
                        "--invert --package {}` shows which); or let the new one win with "
                        "`--allow-overlap`",
                        escape_foreign(owner)));
}

bool CommitSteps::goes_completely(const std::string& directory) {
  if (const auto known = goes_completely_.find(directory); known != goes_completely_.end())
    return known->second;
  const bool goes = options_.whole_directories && removed_children_.contains(directory) &&
                    !layout_.is_protected(directory) && decide_whether_goes(directory);
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

/// As goes_completely, and nothing in it went by itself before.
bool CommitSteps::goes_as_a_whole(const std::string& directory) {
  return !partly_retired_.contains(directory) && goes_completely(directory);
}

void CommitSteps::retire(const std::string& path) {
  for (std::string above = parent_of(path); !above.empty(); above = parent_of(above))
    if (retired_.contains(above)) return;
  if (!retired_.insert(path).second) return;
  for (std::string above = parent_of(path); !above.empty(); above = parent_of(above))
    if (!partly_retired_.insert(above).second) break;
  steps_.push_back({JournalStep::Kind::retire, path, {}});
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
    } else if (goes_as_a_whole(path)) {
      retire(path);
    } else {
      retire_rest(path);
    }
  }
}

/// Python believes byte code by the time and size of its module, which may well be those of
/// another one.
void CommitSteps::retire_byte_code_of(const std::string& path) {
  if (!path.ends_with(".py")) return;
  const std::string cache = joined(parent_of(path), "__pycache__");
  const std::string start =
      std::string(name_of(path).substr(0, name_of(path).size() - 2));  // "demo."
  for (const std::string& name : byte_code_in(cache))
    if (name.starts_with(start)) retire(joined(cache, name));
}

const std::vector<std::string>& CommitSteps::byte_code_in(const std::string& cache_directory) {
  const auto [known, is_new] = byte_code_.try_emplace(cache_directory);
  if (is_new)
    static_cast<void>(list_directory(layout_.prefix() / cache_directory,
                                     [&](const std::string& name, bool is_directory) {
                                       if (!is_directory && name.ends_with(".pyc"))
                                         known->second.push_back(name);
                                     }));
  return known->second;
}

void CommitSteps::prune_emptied() {
  std::set<std::string, std::greater<>> emptied;  // what is below a directory comes before it
  for (const std::string& path : retired_)
    for (std::string directory = parent_of(path); !layout_.is_protected(directory);
         directory = parent_of(directory))
      if (!emptied.insert(directory).second) break;
  for (const std::string& directory : emptied)
    steps_.push_back({JournalStep::Kind::prune, directory, {}});
}

}  // namespace axle
