// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "transaction/journal_text.hpp"

namespace axle {

/// What became of what an earlier run had left.
enum class Healing {
  nothing,    ///< nothing was there
  cleared,    ///< it had only been staged
  completed,  ///< the commit was brought to its end
  undone,     ///< it could not be completed: the old state is back
  outdated,   ///< the environment is no longer as the journal left it; nothing of it was done
  damaged,    ///< it cannot be read, and was put aside as `.axle-set-aside`; nothing of it was done
};

/// Called before every step that changes the environment. A number other than 0 is the error
/// (errno) that the step fails with instead of being done: where tests make a commit fail or die.
using BeforeStep = std::function<int()>;

/// The commit of a change of an environment: renames between the environment and `<prefix>/.axle`,
/// in an order in which each can be done and undone. The journal lies there before the first of
/// them and goes after the last.
///
/// A step shows by itself whether it was done: a retired path is in `old`, a placed one is no
/// longer in `stage`. So a commit that stopped anywhere can be completed or undone, any number of
/// times, by anyone who has the journal.
///
/// It is believed only while the world is as it says: in the directory that it was written for, by
/// the user who wrote it, with each thing that it moves where one of the two states has it, and as
/// long as the watched directories hold what its own steps leave there. No link is followed below
/// the prefix, and nothing outside of it is touched.
class Journal {
 public:
  explicit Journal(const std::filesystem::path& prefix, BeforeStep before_step = {});

  std::filesystem::path stage_root() const { return root() / ("stage-" + nonce_); }
  std::filesystem::path old_root() const { return root() / ("old-" + nonce_); }
  std::filesystem::path root() const { return prefix_ / ".axle"; }
  /// Whether a journal lies there that the next run has to deal with.
  bool is_pending() const;

  /// Makes `.axle` a directory of this user's and this run's, whatever was of that name. Errors:
  /// `io`.
  Result<void> prepare() const;

  /// Writes the journal, calls `on_commit`, does the steps, removes the journal. After an error the
  /// old state is back, or, if even that failed, the journal stays and says so to the next run.
  /// `watched`: directories that other installers leave their traces in. Errors: `io`, and those of
  /// `on_commit`.
  Result<void> commit(std::vector<JournalStep> steps, const std::vector<std::string>& watched,
                      bool durable, const std::function<Result<void>()>& on_commit = {});
  /// Whether the last commit failed because a directory cannot be renamed as a whole (an overlay
  /// has it from a lower layer).
  bool met_layer_boundary() const { return met_layer_boundary_; }

  /// Completes the commit that a run left behind; undoes it if it cannot be completed; removes what
  /// was only staged. Fine if there is nothing. Needs the environment's lock. Errors: `io`,
  /// `environment` (E_VENV) if neither way worked.
  Result<Healing> heal();

  /// Whether an earlier run left something.
  bool needs_healing() const;

  /// Removes `<prefix>/.axle`. Errors: `io`.
  Result<void> clear() const;

 private:
  Result<Healing> follow(const Beneath& tree, const JournalText& journal);
  Result<void> set_aside() const;
  Result<void> apply(const Beneath& tree, const JournalStep& step);
  Result<void> apply_all(const Beneath& tree, const std::vector<JournalStep>& steps);
  Result<void> undo(const Beneath& tree, const JournalStep& step);
  Result<void> undo_all(const Beneath& tree, const std::vector<JournalStep>& steps);
  Result<void> move(const Beneath& tree, const std::string& from, const std::string& to);
  Result<void> remove_file() const;
  int reach_step() const { return before_step_ ? before_step_() : 0; }
  std::string staged(const std::string& path) const { return ".axle/stage-" + nonce_ + "/" + path; }
  std::string retired(const std::string& path) const { return ".axle/old-" + nonce_ + "/" + path; }
  std::filesystem::path file() const { return root() / "journal"; }

  std::filesystem::path prefix_;
  BeforeStep before_step_;
  std::string nonce_;
  bool met_layer_boundary_ = false;
};

}  // namespace axle
