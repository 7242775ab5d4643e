// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "archive/archive_file.hpp"
#include "archive/member_reader.hpp"
#include "archive/zip_archive.hpp"
#include "axle/base/error.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "fetch/early_unpacking.hpp"
#include "fetch/wheel_contents.hpp"

namespace axle {

/// A wheel on its way into a tree: first all that can be told without unpacking is checked, then
/// its members are unpacked, by several threads if need be, each held to its CRC, size and RECORD
/// hash while it is written. Nothing outside `tree` is touched.
class Unpacking {
 public:
  struct Target {
    std::filesystem::path tree;
    /// What is in it already. A member of them counts if it is what the archive says; otherwise it
    /// is unpacked again.
    std::vector<EarlyMember> early = {};
  };
  /// Makes the tree and its directories. Errors: `integrity`; `io`, also if the file system has not
  /// enough room.
  static Result<std::unique_ptr<Unpacking>> prepare(WheelFile file,
                                                    const WheelExpectation& expected, Target target,
                                                    MemberReader& reader);

  /// Pieces of about the same size, the largest members first; each may run on any thread, once.
  std::size_t tasks() const { return tasks_.size(); }
  const WheelFile& file() const { return file_; }
  Result<void> run(std::size_t task, MemberReader& reader);

  /// After all tasks succeeded.
  std::string manifest() const;

 private:
  struct Task {
    std::vector<std::uint32_t> members;
    std::uint64_t bytes = 0;
  };
  Unpacking(WheelFile file, std::filesystem::path tree)
      : file_(std::move(file)), tree_(std::move(tree)) {}
  Result<void> take_over(const std::vector<EarlyMember>& early);
  Result<bool> take_over_one(const EarlyMember& early, std::size_t position);
  Result<void> check_digest(const ZipMember& member, RecordedHash& recorded,
                            const std::string& found) const;
  bool is_wanted(std::size_t position) const;
  Result<void> make_tree();
  void plan_tasks();
  Result<FileState> unpack(const ZipMember& member, RecordedHash& recorded, int directory,
                           MemberReader& reader) const;

  WheelFile file_;
  std::filesystem::path tree_;
  ZipArchive archive_;
  WheelContents contents_;
  std::vector<FileState> states_;  // by member; each written by the one task that has it
  std::vector<bool> done_;         // by member: it is in the tree from before
  std::vector<Task> tasks_;
};

}  // namespace axle
