// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "transaction/journal_text.hpp"

namespace axle {

/// The names in a directory that count as traces of an installer: all but byte code and our own.
/// Errors: `io`.
Result<std::set<std::string>> names_in(const Beneath& tree, std::string_view directory);
std::uint64_t hash_of_names(const std::set<std::string>& names);

/// Whether the environment is in a state that the journal's steps lead through: the first so many
/// of them done, the others not, and nothing else changed in what is watched. Errors: `io` where
/// that cannot be told.
Result<bool> is_as_left(const Beneath& tree, const JournalText& journal);

}  // namespace axle
