// SPDX-License-Identifier: MIT
#include "transaction/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "transaction/journal_check.hpp"

namespace axle {
namespace {

constexpr std::uint64_t largest_journal = std::uint64_t{1} << 30;

// What cannot be told counts as there, and as ours: nothing that may be needed is cleared away
// then.
bool cannot_be_told() { return errno != ENOENT && errno != ENOTDIR; }

bool is_there(const fs::path& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0 || cannot_be_told();
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

std::string new_nonce() {
  std::random_device source;
  return fmt::format("{:08x}{:08x}", source(), source());
}

bool is_own_directory(const fs::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return cannot_be_told();
  return S_ISDIR(status.st_mode) && status.st_uid == ::geteuid();
}

}  // namespace

Journal::Journal(const fs::path& prefix, BeforeStep before_step)
    : prefix_(prefix), before_step_(std::move(before_step)), nonce_(new_nonce()) {}

bool Journal::needs_healing() const { return is_there(root()); }
bool Journal::is_pending() const { return is_there(file()); }

Result<void> Journal::prepare() const {
  if (!is_own_directory(root())) TRY_OK(clear());
  return make_directories(root());
}

Result<void> Journal::commit(std::vector<JournalStep> steps,
                             const std::vector<std::string>& watched, bool durable,
                             const std::function<Result<void>()>& on_commit) {
  TRY(const Beneath tree, Beneath::open(prefix_));
  JournalText journal{.inode = tree.own_identity().inode,
                      .nonce = nonce_,
                      .watched = {},
                      .steps = std::move(steps)};
  for (const std::string& directory : watched) {
    if (directory.empty()) continue;
    TRY(const std::set<std::string> names, names_in(tree, directory));
    journal.watched.push_back({directory, hash_of_names(names)});
  }
  for (JournalStep& step : journal.steps) {
    if (step.kind == JournalStep::Kind::prune) continue;
    const bool places = step.kind == JournalStep::Kind::place;
    TRY(const auto moved, tree.look(places ? staged(step.path) : step.path));
    if (!moved) return io_failure("find", prefix_ / step.path, ENOENT);
    step.moved = *moved;
  }
  TRY_OK(make_directories(old_root()));
  if (durable) sync_file_system(root());
  const std::string text = encode_journal(journal);
  TRY_OK(durable ? write_file_atomically(file(), text) : write_file_quickly(file(), text));
  met_layer_boundary_ = false;
  Result<void> done = on_commit ? on_commit() : Result<void>();
  if (done) done = apply_all(tree, journal.steps);
  if (done && durable) sync_file_system(root());
  if (done) done = remove_file();
  if (done) return {};
  if (auto undone = undo_all(tree, journal.steps); !undone)
    return while_doing(undone.error().message, std::move(done).error());
  static_cast<void>(remove_file());
  return done;
}

Result<void> Journal::apply_all(const Beneath& tree, const std::vector<JournalStep>& steps) {
  for (const JournalStep& step : steps) TRY_OK(apply(tree, step));
  return {};
}

Result<void> Journal::remove_file() const {
  int failed = reach_step();
  if (failed == 0 && ::unlink(file().c_str()) != 0) failed = errno;
  if (failed != 0) return io_failure("remove", file(), failed);
  return {};
}

Result<void> Journal::move(const Beneath& tree, const std::string& from, const std::string& to) {
  int failed = reach_step();
  if (failed == 0) failed = tree.move(from, to);
  if (failed == EXDEV) met_layer_boundary_ = true;
  if (failed != 0) return io_failure("move into place", prefix_ / to, failed);
  return {};
}

Result<void> Journal::apply(const Beneath& tree, const JournalStep& step) {
  if (step.kind == JournalStep::Kind::prune) {
    tree.remove_if_empty(step.path);
    return {};
  }
  if (step.kind == JournalStep::Kind::retire) {
    TRY(const auto aside, tree.look(retired(step.path)));
    return aside ? Result<void>() : move(tree, step.path, retired(step.path));
  }
  TRY(const auto waiting, tree.look(staged(step.path)));
  return waiting ? move(tree, staged(step.path), step.path) : Result<void>();
}

Result<void> Journal::undo(const Beneath& tree, const JournalStep& step) {
  if (step.kind == JournalStep::Kind::prune) return {};  // comes back with the first file in it
  if (step.kind == JournalStep::Kind::retire) {
    TRY(const auto aside, tree.look(retired(step.path)));
    return aside ? move(tree, retired(step.path), step.path) : Result<void>();
  }
  // Not placed, or never staged because the run had got to the end: in both cases the environment
  // has not got it from us.
  TRY(const auto waiting, tree.look(staged(step.path)));
  TRY(const auto here, tree.look(step.path));
  if (waiting || here != step.moved) return {};
  return move(tree, step.path, staged(step.path));
}

Result<void> Journal::undo_all(const Beneath& tree, const std::vector<JournalStep>& steps) {
  std::optional<Error> first;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step)
    if (auto undone = undo(tree, *step); !undone && !first) first = std::move(undone).error();
  if (!first) return {};
  return while_doing(
      fmt::format("`{}` could not be brought back to its old state; the next run will try again",
                  escape_foreign(prefix_.string())),
      *std::move(first));
}

Result<Healing> Journal::heal() {
  if (!needs_healing()) return Healing::nothing;
  if (!is_own_directory(root())) {
    // A link, or somebody else's: nothing that we wrote.
    TRY_OK(clear());
    return Healing::outdated;
  }
  TRY(const Beneath tree, Beneath::open(prefix_));
  const Result<std::string> text = tree.read_own_file(".axle/journal", largest_journal);
  if (!text && text.error().kind == ErrorKind::not_found) {
    TRY_OK(clear());
    return Healing::cleared;
  }
  if (!text && text.error().kind == ErrorKind::io) return std::unexpected(text.error());
  const Result<JournalText> journal =
      text ? decode_journal(*text) : Result<JournalText>(std::unexpected(text.error()));
  if (!journal) {
    TRY_OK(set_aside());
    return Healing::damaged;
  }
  TRY(const Healing healing, follow(tree, *journal));
  TRY_OK(clear());
  return healing;
}

Result<Healing> Journal::follow(const Beneath& tree, const JournalText& journal) {
  if (journal.inode != tree.own_identity().inode) return Healing::outdated;
  TRY(const bool is_ours_to_end, is_as_left(tree, journal));
  if (!is_ours_to_end) return Healing::outdated;
  const std::string own = std::exchange(nonce_, journal.nonce);
  log_debug("completing {} steps that an earlier run left in `{}`", journal.steps.size(),
            prefix_.string());
  const Result<void> completed = apply_all(tree, journal.steps);
  const bool undone = !completed && undo_all(tree, journal.steps).has_value();
  nonce_ = own;
  if (!completed && !undone)
    return fail_with_code(ErrorKind::environment, ErrorCode::venv,
                          fmt::format("an earlier run left `{}` half changed: {}",
                                      escape_foreign(prefix_.string()), completed.error().message),
                          prefix_.string(), {},
                          "see to the permissions and space there and run the command again, or "
                          "create the environment anew");
  TRY_OK(remove_file());
  return completed ? Healing::completed : Healing::undone;
}

Result<void> Journal::set_aside() const {
  // What was only staged can be made again, and is large.
  std::vector<fs::path> staged;
  TRY_OK(list_directory(root(), [&](const std::string& name, bool) {
    if (name.starts_with("stage")) staged.push_back(root() / name);
  }));
  for (const fs::path& path : staged) TRY_OK(remove_tree(path));
  const fs::path aside = prefix_ / ".axle-set-aside";
  TRY_OK(remove_tree(aside));
  if (::rename(root().c_str(), aside.c_str()) != 0) return io_failure("move", root(), errno);
  return {};
}

Result<void> Journal::clear() const { return remove_tree(root()); }

}  // namespace axle
