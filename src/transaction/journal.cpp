// SPDX-License-Identifier: MIT
#include "transaction/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <libdeflate.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "transaction/failpoint.hpp"
#include "transaction/rename_exclusively.hpp"

namespace axle {
namespace {

constexpr std::string_view magic = "axle-journal-1";

bool is_there(const fs::path& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0;
}

bool is_plain_relative(std::string_view path) {
  for (const std::string_view component : split(path, '/'))
    if (component.empty() || component == "." || component == "..") return false;
  return path.find('\n') == std::string_view::npos && path.find('\0') == std::string_view::npos;
}

Result<void> move(const fs::path& from, const fs::path& to) {
  int failed = reach_failpoint();
  if (failed == 0) failed = rename_exclusively(from, to);
  if (failed == ENOENT && is_there(from)) {
    TRY_OK(make_directories(to.parent_path()));
    failed = rename_exclusively(from, to);
  }
  if (failed != 0) return io_failure("move into place", to, failed);
  return {};
}

/// Everything written so far to this file system, so that the renames to come cannot be there
/// without it.
void sync_file_system(const fs::path& directory) {
#if defined(__linux__)
  const Fd file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.is_open()) ::syncfs(file.get());
#else
  static_cast<void>(directory);
  ::sync();
#endif
}

std::string_view word_of(JournalStep::Kind kind) {
  switch (kind) {
    case JournalStep::Kind::retire:
      return "retire";
    case JournalStep::Kind::place:
      return "place";
    case JournalStep::Kind::prune:
      return "prune";
  }
  return {};
}

std::string crc_line(std::string_view text) {
  return fmt::format("end {:08x}\n", libdeflate_crc32(0, text.data(), text.size()));
}

}  // namespace

std::string encode_journal(const std::vector<JournalStep>& steps) {
  std::string text(magic);
  text += '\n';
  for (const JournalStep& step : steps) {
    text += word_of(step.kind);
    text += ' ';
    text += step.path;
    text += '\n';
  }
  text += crc_line(text);
  return text;
}

Result<std::vector<JournalStep>> decode_journal(std::string_view text) {
  const auto damaged = [] {
    return fail_with_code(ErrorKind::integrity, "E_VENV",
                          "the journal of an interrupted installation is damaged", "journal");
  };
  const std::size_t end = text.rfind("end ");
  if (end == std::string_view::npos || text.substr(end) != crc_line(text.substr(0, end)))
    return damaged();
  std::vector<JournalStep> steps;
  const auto lines = split(text.substr(0, end), '\n');
  if (lines.front() != magic || !lines.back().empty()) return damaged();
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const std::size_t space = lines[i].find(' ');
    if (space == std::string_view::npos || !is_plain_relative(lines[i].substr(space + 1)))
      return damaged();
    bool known = false;
    for (const auto kind :
         {JournalStep::Kind::retire, JournalStep::Kind::place, JournalStep::Kind::prune}) {
      if (lines[i].substr(0, space) != word_of(kind)) continue;
      steps.push_back({kind, std::string(lines[i].substr(space + 1))});
      known = true;
    }
    if (!known) return damaged();
  }
  return steps;
}

Journal::Journal(const fs::path& prefix) : prefix_(prefix), root_(prefix / ".axle") {}

bool Journal::needs_healing() const { return is_there(root_); }

bool Journal::is_committed() const { return is_there(file()); }

Result<void> Journal::commit(const std::vector<JournalStep>& steps, bool durable,
                             const std::function<Result<void>()>& on_commit) {
  TRY_OK(make_directories(old_root()));
  if (durable) sync_file_system(root_);
  const std::string text = encode_journal(steps);
  TRY_OK(durable ? write_file_atomically(file(), text) : write_file_quickly(file(), text));
  Result<void> done = on_commit ? on_commit() : Result<void>();
  if (done) done = apply_all(steps);
  if (done && durable) sync_file_system(root_);
  if (done) done = remove_file();
  if (done) return {};
  if (auto undone = undo_all(steps); !undone)
    return while_doing(undone.error().message, std::move(done).error());
  static_cast<void>(remove_file());
  return done;
}

Result<void> Journal::apply_all(const std::vector<JournalStep>& steps) const {
  for (const JournalStep& step : steps) TRY_OK(apply(step));
  return {};
}

Result<void> Journal::remove_file() const {
  int failed = reach_failpoint();
  if (failed == 0 && ::unlink(file().c_str()) != 0) failed = errno;
  if (failed != 0) return io_failure("remove", file(), failed);
  return {};
}

Result<void> Journal::apply(const JournalStep& step) const {
  if (step.kind == JournalStep::Kind::prune) {
    ::rmdir((prefix_ / step.path).c_str());  // fails if it is not empty after all, and that is fine
    return {};
  }
  if (step.kind == JournalStep::Kind::retire) {
    if (is_there(old_root() / step.path)) return {};
    return move(prefix_ / step.path, old_root() / step.path);
  }
  if (!is_there(stage_root() / step.path)) return {};
  return move(stage_root() / step.path, prefix_ / step.path);
}

Result<void> Journal::undo(const JournalStep& step) const {
  if (step.kind == JournalStep::Kind::prune) return {};  // comes back with the first file in it
  if (step.kind == JournalStep::Kind::retire) {
    if (!is_there(old_root() / step.path)) return {};
    return move(old_root() / step.path, prefix_ / step.path);
  }
  // Not placed, or never staged because the run had got to the end: in both cases the environment
  // has not got it from us.
  if (is_there(stage_root() / step.path) || !is_there(prefix_ / step.path)) return {};
  return move(prefix_ / step.path, stage_root() / step.path);
}

Result<void> Journal::undo_all(const std::vector<JournalStep>& steps) const {
  std::optional<Error> first;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step)
    if (auto undone = undo(*step); !undone && !first) first = std::move(undone).error();
  if (!first) return {};
  return while_doing(
      fmt::format("`{}` could not be brought back to its old state; the next run will try again",
                  prefix_.string()),
      *std::move(first));
}

Result<void> Journal::heal() {
  if (!needs_healing()) return {};
  const Result<std::string> text = read_file(file(), std::uint64_t{1} << 30);
  if (text) {
    TRY(const std::vector<JournalStep> steps, decode_journal(*text));
    log_debug("completing {} steps that an earlier run left in `{}`", steps.size(),
              prefix_.string());
    const Result<void> completed = apply_all(steps);
    if (!completed && !undo_all(steps))
      return fail_with_code(ErrorKind::environment, "E_VENV",
                            fmt::format("an earlier run left `{}` half changed: {}",
                                        prefix_.string(), completed.error().message),
                            prefix_.string(), {},
                            "see to the permissions and space there and run the command again, or "
                            "create the environment anew");
    TRY_OK(remove_file());
  } else if (text.error().kind != ErrorKind::not_found) {
    return std::unexpected(text.error());
  }
  return clear();
}

Result<void> Journal::clear() { return remove_tree(root_); }

}  // namespace axle
