// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/run_record.hpp"

// A sync that finds nothing to do leaves a stamp in the environment: the command line, the
// variables, and every file and directory that it looked at, each with what tells it from a changed
// one; the machine as well, where the choice of an accelerator depends on it. The same command line
// is then answered by a few hundred stats, as long as none of them differs. What an index says is
// no part of it, as it is none of a lockfile's freshness:
// `--upgrade` and `--refresh` ask again.
namespace axle {

/// The stamps' files in the environment's directory: of `sync`, and of `run`, which has options and
/// says nothing.
constexpr std::string_view stamp_name = ".axle-stamp";
constexpr std::string_view run_stamp_name = ".axle-run-stamp";

/// What a run was asked for. Passwords and user names are no part of it.
struct StampKey {
  std::vector<std::string> arguments;
  std::filesystem::path directory;     ///< the current one
  std::vector<std::string> variables;  ///< `NAME=value`, all of the process
  std::string program;                 ///< version and identity of the program
  std::string_view file = stamp_name;

  /// For a process with these arguments, the program's name not among them.
  static StampKey of_process(std::vector<std::string> arguments);
  /// For the environment that `run` makes: `words` without the program that it starts.
  static StampKey of_run(std::vector<std::string> words, std::filesystem::path directory);
  /// 64 bits in hexadecimal.
  std::string digest() const;
};

/// A clean run and the state of the files that it went by. A value.
struct Stamp {
  std::string key;                 ///< StampKey::digest()
  std::vector<std::string> lines;  ///< said by the run, each without its ` in 12ms`
  std::vector<std::string> uses;   ///< one for each path, and perhaps one for the machine

  std::string to_text() const;
  /// None if it is not the text of a whole stamp.
  static std::optional<Stamp> parse(std::string_view text);
  /// Whether the key is the same, and neither a path nor the machine has changed.
  bool holds(std::string_view wanted_key) const;
};

/// Which files count beside those that a run looked at, and which do not.
struct StampFiles {
  std::vector<std::filesystem::path> inputs;  ///< their contents count in any case
  std::filesystem::path ignored;  ///< a directory whose files may come and go (the cache)
};

/// Leaves the stamp of a run that changed nothing and went by nothing that changed meanwhile. Of
/// any other run none is left, nor of one that was not begun. A stamp that cannot be written only
/// costs time.
void leave_stamp(const StampKey& key, const std::optional<RunNotes>& notes,
                 const std::filesystem::path& environment, const StampFiles& files);

/// If a stamp of `.venv` here or above holds: what the run said that left it, each line without its
/// ` in 12ms`.
std::optional<std::vector<std::string>> lines_of_stamp(const StampKey& key);
/// The same for `run`, which says nothing: the environment that the stamp lies in.
std::optional<std::filesystem::path> environment_of_stamp(const StampKey& key);

}  // namespace axle
