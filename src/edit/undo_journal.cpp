// SPDX-License-Identifier: MIT
#include "edit/undo_journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

#include "base/cursor.hpp"
#include "base/file.hpp"
#include "base/file_lock.hpp"
#include "base/log.hpp"
#include "base/sha256.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {

/// A file as it was, or a path where nothing was.
struct UndoEntry {
  fs::path path;  // relative to the project
  enum class Kind : char { file = 'f', no_file = 'n', directory = 'd', no_directory = 'm' } kind;
  unsigned mode = 0644;
  std::uint64_t modified = 0;  // ns since the epoch
  std::string contents;
};

namespace {

constexpr std::string_view magic = "axle-undo-1\n";
constexpr std::string_view trailer = "end\n";
constexpr std::uint64_t max_bytes = std::uint64_t{1} << 30;
constexpr std::chrono::seconds patience{60};

constexpr std::uint64_t second = 1'000'000'000;

std::uint64_t time_of(const struct stat& status) {
#if defined(__APPLE__)
  const timespec& time = status.st_mtimespec;
#else
  const timespec& time = status.st_mtim;
#endif
  return static_cast<std::uint64_t>(time.tv_sec) * second +
         static_cast<std::uint64_t>(time.tv_nsec);
}

bool is_there(const fs::path& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0;
}

/// Kind, mode, time, length of the path, length of the contents; on the next lines both.
std::string encode(const std::vector<UndoEntry>& entries) {
  std::string text(magic);
  for (const UndoEntry& entry : entries) {
    const std::string& path = entry.path.native();
    text += fmt::format("{} {} {} {} {}\n", static_cast<char>(entry.kind), entry.mode,
                        entry.modified, path.size(), entry.contents.size());
    text.append(path).append(entry.contents).append("\n");
  }
  return text.append(trailer);
}

std::optional<std::vector<UndoEntry>> decode(std::string_view text) {
  Cursor at(text);
  if (!at.skip(magic)) return std::nullopt;
  std::vector<UndoEntry> entries;
  while (!at.rest().starts_with(trailer)) {
    UndoEntry entry{{}, static_cast<UndoEntry::Kind>(at.next()), 0, 0, {}};
    std::array<std::uint64_t, 4> numbers{};
    for (std::uint64_t& number : numbers) {
      at.skip(' ');
      const auto read = at.number();
      if (!read) return std::nullopt;
      number = *read;
    }
    const auto [mode, modified, path_size, size] = numbers;
    if (!at.skip('\n') || path_size > max_bytes || size > max_bytes ||
        path_size + size >= at.rest().size())
      return std::nullopt;
    entry.mode = static_cast<unsigned>(mode & 07777U);
    entry.modified = modified;
    entry.path = at.rest().substr(0, path_size);
    entry.contents = at.rest().substr(path_size, size);
    at.move_to(at.position() + path_size + size);
    if (!at.skip('\n') || entry.path.is_absolute()) return std::nullopt;
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<UndoEntry> entry_of_file(const fs::path& root, const fs::path& file) {
  UndoEntry entry{file.lexically_relative(root), UndoEntry::Kind::no_file, 0644, 0, {}};
  auto contents = read_file(file, max_bytes);
  if (!contents && contents.error().kind == ErrorKind::not_found) return entry;
  if (!contents) return std::unexpected(std::move(contents).error());
  struct stat status{};
  if (::stat(file.c_str(), &status) == 0) {
    entry.mode = status.st_mode & 07777U;
    entry.modified = time_of(status);
  }
  entry.kind = UndoEntry::Kind::file;
  entry.contents = *std::move(contents);
  return entry;
}

Result<void> restore(const fs::path& root, const UndoEntry& entry) {
  const fs::path path = root / entry.path;
  if (entry.kind == UndoEntry::Kind::directory) return {};
  if (entry.kind == UndoEntry::Kind::no_directory) return remove_tree(path);
  if (entry.kind == UndoEntry::Kind::no_file) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return io_failure("remove", path, errno);
    return {};
  }
  // A file that is as it was keeps its time.
  if (const auto now = read_file(path, max_bytes); now && *now == entry.contents) return {};
  TRY_OK(write_file_atomically(path, entry.contents, entry.mode));
  // The time as well: nothing that goes by it has to be done again.
  const timespec time{static_cast<std::time_t>(entry.modified / second),
                      static_cast<long>(entry.modified % second)};
  const std::array<timespec, 2> times{time, time};
  ::utimensat(AT_FDCWD, path.c_str(), times.data(), 0);
  return {};
}

Result<void> restore_all(const fs::path& root, const std::vector<UndoEntry>& entries) {
  Result<void> first;
  for (const UndoEntry& entry : entries)
    if (auto restored = restore(root, entry); !restored && first) first = std::move(restored);
  return first;
}

Result<void> remove_journal(const fs::path& root) {
  const fs::path file = root / UndoJournal::file_name;
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) return io_failure("remove", file, errno);
  return {};
}

/// One run at a time changes a project. The lock does not lie in the project: it would have to stay
/// there.
Result<FileLock> lock_project_files(const fs::path& root, std::chrono::milliseconds wait) {
  const std::string name = "axle-project-" + sha256_hex(root.string()).substr(0, 16) + ".lock";
  return FileLock::acquire(system_temp_directory() / name, FileLock::Mode::exclusive, wait);
}

}  // namespace

struct UndoJournal::State {
  fs::path root;
  std::vector<UndoEntry> entries;
  std::optional<FileLock> lock;
  bool is_kept = false;
};

UndoJournal::UndoJournal(std::unique_ptr<State> state) : state_(std::move(state)) {}
UndoJournal::UndoJournal(UndoJournal&&) noexcept = default;
UndoJournal& UndoJournal::operator=(UndoJournal&&) noexcept = default;

UndoJournal::~UndoJournal() {
  if (state_ && !state_->is_kept) take_back();
}

Result<UndoJournal> UndoJournal::begin(const fs::path& root, const std::vector<fs::path>& files,
                                       const std::vector<fs::path>& directories) {
  auto state = std::make_unique<State>();
  state->root = root;
  TRY(state->lock, lock_project_files(root, patience));
  for (const fs::path& file : files) {
    TRY(UndoEntry entry, entry_of_file(root, file));
    state->entries.push_back(std::move(entry));
  }
  for (const fs::path& directory : directories)
    state->entries.push_back(
        {directory.lexically_relative(root),
         is_there(directory) ? UndoEntry::Kind::directory : UndoEntry::Kind::no_directory,
         0,
         0,
         {}});
  TRY_OK(write_file_atomically(root / file_name, encode(state->entries), 0600));
  return UndoJournal(std::move(state));
}

Result<void> UndoJournal::keep() {
  if (state_->is_kept) return {};
  TRY_OK(remove_journal(state_->root));
  state_->is_kept = true;
  return {};
}

void UndoJournal::take_back() {
  state_->is_kept = true;
  // What cannot be restored now is left to the next run: the journal stays.
  if (auto restored = restore_all(state_->root, state_->entries); !restored)
    log_debug("{}", restored.error().message);
  else
    static_cast<void>(remove_journal(state_->root));
}

Result<bool> UndoJournal::recover(const fs::path& root,
                                  const std::function<bool(const fs::path&)>& is_committed) {
  const fs::path file = root / file_name;
  if (!is_there(file)) return false;
  TRY(const FileLock lock, lock_project_files(root, patience));
  auto text = read_file(file, max_bytes);
  if (!text && text.error().kind == ErrorKind::not_found) return false;
  if (!text) return std::unexpected(std::move(text).error());
  const auto entries = decode(*text);
  if (!entries)
    return fail_with_code(ErrorKind::io, ErrorCode::io,
                          fmt::format("`{}` is not a journal of axle", file.string()),
                          file.string(), {}, "look at pyproject.toml and remove the file");
  bool is_complete = false;
  for (const UndoEntry& entry : *entries)
    if (entry.kind == UndoEntry::Kind::directory || entry.kind == UndoEntry::Kind::no_directory)
      is_complete = is_complete || is_committed(root / entry.path);
  if (!is_complete) TRY_OK(restore_all(root, *entries));
  TRY_OK(remove_journal(root));
  return true;
}

}  // namespace axle
