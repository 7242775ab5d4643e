// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "archive/zip_archive.hpp"
#include "axle/base/error.hpp"
#include "base/fd.hpp"
#include "base/sha256.hpp"
#include "store/file_state.hpp"

namespace axle {

/// A member's bytes on their way into a new file of the tree, or only past the digest that RECORD
/// states of them.
class MemberFile {
 public:
  /// `digest`: the kind to compute; none if there is nothing to compare with. Errors: `bug` without
  /// libcrypto.
  static Result<MemberFile> start(const ZipMember& member, const std::filesystem::path& tree,
                                  std::optional<DigestAlgorithm> digest);

  /// Makes the file in `directory`, which is open: as it is to be in an environment, which may be a
  /// hard link to it; never through a link, never over something. Errors: `io`.
  Result<void> create(int directory);
  Result<void> write(std::string_view bytes);
  /// What the file looks like once it is whole; nothing if there is none. Errors: `io`.
  Result<FileState> close();
  /// "sha256=…", as RECORD writes it. Only once.
  std::string digest();

 private:
  MemberFile(const ZipMember& member, const std::filesystem::path& tree)
      : member_(&member), tree_(&tree) {}

  const ZipMember* member_;
  const std::filesystem::path* tree_;
  std::optional<DigestAlgorithm> algorithm_;
  std::optional<Digest> digest_;
  Fd file_;
};

/// The directory part of a path in the tree; empty at its top.
std::string_view directory_of(std::string_view path);

/// Opens a directory of the tree. Errors: `io`.
Result<Fd> open_tree_directory(const std::filesystem::path& path);

}  // namespace axle
