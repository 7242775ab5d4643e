// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "transaction/beneath.hpp"

namespace axle {

/// One rename of a commit. `path` is relative to the environment's prefix.
struct JournalStep {
  enum class Kind {
    retire,  ///< from the environment to `old/`
    place,   ///< from `stage/` to the environment, where nothing is then
    prune,   ///< remove the directory if it is empty
  };
  Kind kind;
  std::string path;
  /// What is moved, so that something else that has come to lie there is left alone. Nothing of it
  /// for `prune`.
  FileIdentity moved = {};

  friend bool operator==(const JournalStep&, const JournalStep&) = default;
};

/// A directory that whoever changes an environment leaves a trace in, with what it held before the
/// first step.
struct WatchedDirectory {
  std::string path;
  std::uint64_t names = 0;  ///< hash_of_names

  friend bool operator==(const WatchedDirectory&, const WatchedDirectory&) = default;
};

/// All that a journal says. A value.
struct JournalText {
  std::uint64_t inode = 0;  ///< of the environment's directory: a copy is another environment
  std::string nonce;        ///< names the run's own directories; 16 hexadecimal digits
  std::vector<WatchedDirectory> watched;
  std::vector<JournalStep> steps;

  friend bool operator==(const JournalText&, const JournalText&) = default;
};

/// A magic line, one line for each thing, and the CRC-32 of these.
std::string encode_journal(const JournalText& journal);
/// Errors: `integrity` if it is not whole, or a path is not a plain relative one.
Result<JournalText> decode_journal(std::string_view text);

}  // namespace axle
