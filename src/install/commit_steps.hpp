// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "axle/base/error.hpp"
#include "install/layout.hpp"
#include "transaction/journal.hpp"

namespace axle {

/// Plans the renames that turn an environment into its new state. What is staged takes its place as
/// whole directories, where nothing is there yet; what goes is moved away as whole directories,
/// where nothing else is in them. Everything else goes file by file.
///
/// A package's dist-info goes before its other files and comes after them, so that at every moment
/// each tool sees a package only while it is whole. A file in the way that no package owns gives
/// way: nothing that an editor or a killed tool leaves behind makes the environment unchangeable.
class CommitSteps {
 public:
  struct Options {
    bool whole_directories = true;  ///< false where directories cannot be renamed
    bool allow_overlap = false;     ///< what comes may replace files of kept packages
  };
  /// `removals`: files of removed packages, relative to the prefix, that no kept package has.
  /// `owner_of`: the kept package that has a file, or "".
  CommitSteps(const EnvironmentLayout& layout, std::filesystem::path stage,
              const std::unordered_set<std::string>& removals,
              std::function<std::string(const std::string& path)> owner_of, Options options);

  /// Errors: `environment` (E_CONFLICT) if a staged file would replace one of a kept package that
  /// has other contents, or a directory; `io`.
  Result<std::vector<JournalStep>> plan();

  /// Files that give way though no package owns them as they are: what a user may miss.
  const std::vector<std::string>& given_way() const { return given_way_; }

 private:
  enum class There { nothing, file, directory };
  There look_at(const std::string& path) const;
  Result<void> place_below(const std::string& directory);
  Result<void> place_one(const std::string& path, bool is_directory);
  std::unexpected<Error> conflict_at(const std::string& path) const;
  bool goes_completely(const std::string& directory);
  bool goes_as_a_whole(const std::string& directory);
  bool decide_whether_goes(const std::string& directory);
  void retire(const std::string& path);
  void retire_rest(const std::string& directory);
  void retire_byte_code_of(const std::string& path);
  const std::vector<std::string>& byte_code_in(const std::string& cache_directory);
  Result<void> give_way(const std::string& path, bool is_directory, There there);
  bool is_info(std::string_view path) const;
  void prune_emptied();
  bool is_removed(const std::string& path) const { return removals_.contains(path); }
  bool is_byte_code_of_removed(const std::string& cache_directory, std::string_view name) const;

  const EnvironmentLayout& layout_;
  std::filesystem::path stage_;
  const std::unordered_set<std::string>& removals_;
  std::function<std::string(const std::string&)> owner_of_;
  std::map<std::string, std::set<std::string>>
      removed_children_;  // directory → what goes in it, or in its directories
  std::unordered_map<std::string, bool> goes_completely_;
  std::unordered_map<std::string, std::vector<std::string>> byte_code_;  // by its directory
  std::unordered_set<std::string> retired_;
  std::unordered_set<std::string> partly_retired_;  // directories in which something is retired
  std::vector<std::string> given_way_;
  std::vector<JournalStep> steps_;
  Options options_;
};

/// Whether two regular files have the same bytes. Errors: `io`.
Result<bool> have_same_bytes(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace axle
