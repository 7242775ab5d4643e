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
#include "transaction/journal.hpp"
#include "install/layout.hpp"

namespace axle {

/// Plans the renames that turn an environment into its new state. What is staged takes its place as
/// whole directories, where nothing is there yet; what goes is moved away as whole directories,
/// where nothing else is in them. Everything else goes file by file.
class CommitSteps {
 public:
  /// `removals`: files of removed packages, relative to the prefix, that no kept package has.
  /// `owner_of`: the kept package that has a file, or "" (asked only to explain a conflict).
  CommitSteps(const EnvironmentLayout& layout, std::filesystem::path stage,
              const std::unordered_set<std::string>& removals,
              std::function<std::string(const std::string& path)> owner_of);

  /// Errors: `environment` (E_CONFLICT) if a staged file would replace one that is not removed and
  /// has other contents; `io`.
  Result<std::vector<JournalStep>> plan();

 private:
  enum class There { nothing, file, directory };
  There look_at(const std::string& path) const;
  Result<void> place_below(const std::string& directory);
  Result<void> place_one(const std::string& path, bool is_directory);
  Result<void> check_same(const std::string& path) const;
  std::unexpected<Error> conflict_at(const std::string& path) const;
  bool goes_completely(const std::string& directory);
  bool decide_whether_goes(const std::string& directory);
  void retire(const std::string& path);
  void retire_rest(const std::string& directory);
  void retire_byte_code_of(const std::string& path);
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
  std::unordered_set<std::string> retired_;
  std::vector<JournalStep> steps_;
};

/// Whether two regular files have the same bytes. Errors: `io`.
Result<bool> have_same_bytes(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace axle
