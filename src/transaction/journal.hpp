// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

/// One rename of a commit. `path` is relative to the environment's prefix.
struct JournalStep {
  enum class Kind {
    retire,  ///< from the environment to `old/`
    place,   ///< from `stage/` to the environment, where nothing is then
    prune,   ///< remove the directory if it is empty; after all others
  };
  Kind kind;
  std::string path;

  friend bool operator==(const JournalStep&, const JournalStep&) = default;
};

/// The commit of a change of an environment: renames between the environment and `<prefix>/.axle`,
/// in an order in which each can be done and undone. The journal lies there before the first of
/// them and goes after the last.
///
/// A step shows by itself whether it was done: a retired path is in `old/`, a placed one is no
/// longer in `stage/`. So a commit that stopped anywhere can be completed or undone, any number of
/// times, by anyone who has the journal.
class Journal {
 public:
  explicit Journal(const std::filesystem::path& prefix);

  std::filesystem::path stage_root() const { return root_ / "stage"; }
  std::filesystem::path old_root() const { return root_ / "old"; }
  const std::filesystem::path& root() const { return root_; }

  /// Writes the journal, calls `on_commit`, does the steps, removes the journal. After an error the old state is
  /// back, or, if even that failed, the journal stays and says so to the next run. Errors: `io`.
  Result<void> commit(const std::vector<JournalStep>& steps, bool durable,
                      const std::function<Result<void>()>& on_commit = {});

  /// Completes the commit that a run left behind; undoes it if it cannot be completed; removes what
  /// was only staged. Fine if there is nothing. Needs the environment's lock. Errors: `io`,
  /// `environment` (E_VENV) if neither way worked.
  Result<void> heal();

  /// Whether an earlier run left something.
  bool needs_healing() const;
  /// Whether that has got as far as its journal: it will be completed.
  bool is_committed() const;

  /// Removes `<prefix>/.axle`. Errors: `io`.
  Result<void> clear();

 private:
  Result<void> apply(const JournalStep& step) const;
  Result<void> apply_all(const std::vector<JournalStep>& steps) const;
  Result<void> remove_file() const;
  Result<void> undo(const JournalStep& step) const;
  Result<void> undo_all(const std::vector<JournalStep>& steps) const;
  std::filesystem::path file() const { return root_ / "journal"; }

  std::filesystem::path prefix_;
  std::filesystem::path root_;
};

/// The journal's text: a magic line, one line for each step, and the CRC-32 of these.
std::string encode_journal(const std::vector<JournalStep>& steps);
/// Errors: `integrity` if it is not whole, or a path is not a plain relative one.
Result<std::vector<JournalStep>> decode_journal(std::string_view text);

}  // namespace axle
