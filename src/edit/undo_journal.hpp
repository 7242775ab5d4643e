// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

class FileLock;

/// What a change of a project's files began with, so that it can be taken back: by the run itself
/// when something fails, or by the next run if it was killed.
///
/// The journal is one file in the project's directory, written before the first change and removed
/// at the moment from which the change holds. Killed before that moment, a change is undone; after
/// it there is nothing to undo.
class UndoJournal {
 public:
  static constexpr std::string_view file_name = ".axle-undo";

  /// Remembers the files (they need not exist) and whether the directories exist; those that are
  /// made later are removed again. Waits a while for another run that changes the project. Errors:
  /// `locked`; `io`.
  static Result<UndoJournal> begin(const std::filesystem::path& root,
                                   const std::vector<std::filesystem::path>& files,
                                   const std::vector<std::filesystem::path>& directories);
  UndoJournal(UndoJournal&&) noexcept;
  UndoJournal& operator=(UndoJournal&&) noexcept;
  /// Takes back what was not kept.
  ~UndoJournal();

  /// The change holds from here on, even if the run is killed. May be called again. Errors: `io`.
  Result<void> keep();
  /// Takes the change back although the journal is gone: for a step after `keep` that failed.
  void take_back();

  /// Takes back what a killed run left in `root`, unless `is_committed` says of one of the
  /// journal's directories that it was completed (then the files belong to it and stay). Whether
  /// there was something. Nothing but a look at one path if there is not. Errors: `locked` while
  /// another run is at work; `io`.
  static Result<bool> recover(
      const std::filesystem::path& root,
      const std::function<bool(const std::filesystem::path&)>& is_committed);

 private:
  struct State;
  explicit UndoJournal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace axle
