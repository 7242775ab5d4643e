// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "axle/base/error.hpp"

namespace axle {

/// Where an installed distribution that comes from no index came from: direct_url.json (PEP 610). A
/// value.
struct DirectUrl {
  struct Archive {
    std::map<std::string, std::string> hashes;  ///< algorithm to hexadecimal digits
    friend bool operator==(const Archive&, const Archive&) = default;
  };
  struct Directory {
    bool editable = false;
    bool is_stated = false;  ///< `editable` is written though it is false, as uv does for projects
    friend bool operator==(const Directory& a, const Directory& b) {
      return a.editable == b.editable;
    }
  };
  struct Repository {
    std::string vcs;
    std::string commit_id;
    std::optional<std::string> requested_revision;
    bool lfs = false;  ///< with its large files (Git LFS): uv's `git_lfs`
    friend bool operator==(const Repository&, const Repository&) = default;
  };

  std::string url;  ///< without credentials
  std::variant<Archive, Directory, Repository> source;
  std::optional<std::string> subdirectory;

  /// Errors: `invalid_input` for text that is not such a file. At most 1 MiB.
  static Result<DirectUrl> parse(std::string_view json);
  std::string to_json() const;
  bool is_editable() const;
  /// The place as a requirement has it: a repository with its commit; a subdirectory and `lfs=true`
  /// as fragment.
  std::string requirement_url() const;

  friend bool operator==(const DirectUrl&, const DirectUrl&) = default;
};

}  // namespace axle
