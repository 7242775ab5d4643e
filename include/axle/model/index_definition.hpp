// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

enum class DigestAlgorithm : std::uint8_t;  // base/sha256.hpp

/// Where an index is: an http(s) URL, or a place in the local file system. A value, compared by
/// `text`.
///
/// User name and password are taken out of the text when it is parsed and are never part of what is
/// shown, compared or locked.
class IndexUrl {
 public:
  /// A URL (http, https, file) or a path, which is taken relative to `base`.
  /// Errors: `invalid_input` if it is neither (another scheme, no host, control characters).
  static Result<IndexUrl> parse(std::string_view text, const std::filesystem::path& base);

  /// The normal form of the URL, without credentials; a trailing slash is kept as written. A local
  /// one is a `file:` URL.
  const std::string& text() const { return text_; }
  /// As the user wrote it, without credentials: a relative path stays relative.
  const std::string& given() const { return given_; }
  /// `user:password` in its percent-encoded form, empty if there is none. Secret: never print it.
  const std::string& user_info() const { return user_info_; }
  /// The absolute path of a local index.
  const std::optional<std::filesystem::path>& local_path() const { return local_path_; }

  friend bool operator==(const IndexUrl& a, const IndexUrl& b) { return a.text_ == b.text_; }
  friend auto operator<=>(const IndexUrl& a, const IndexUrl& b) { return a.text_ <=> b.text_; }

 private:
  std::string text_;
  std::string given_;
  std::string user_info_;
  std::optional<std::filesystem::path> local_path_;
};

enum class IndexFormat : std::uint8_t {
  simple,  ///< a page for each project (PEP 503, PEP 691)
  flat,    ///< one page or directory that lists files of any project
};
enum class IndexAuthentication : std::uint8_t { automatic, always, never };
enum class IndexOrigin : std::uint8_t { command_line, project, user, built_in };

/// A moment in milliseconds since 1970 (UTC) from which on files are ignored; none: `false` was
/// written, nothing is.
using UploadCutoff = std::optional<std::int64_t>;

/// One `[[tool.uv.index]]` entry, or an index given by an option.
struct IndexDefinition {
  std::optional<std::string> name = {};
  IndexUrl url;
  bool is_explicit = false;  ///< used only by packages that name it
  bool is_default = false;   ///< takes the place of PyPI
  /// Asked for a package only where no other index has a version that fits.
  bool is_supplemental = false;
  /// Said as `index-url`, which does not end what an entry of `index` says of a lock.
  bool is_older_form = false;
  IndexFormat format = IndexFormat::simple;
  IndexAuthentication authenticate = IndexAuthentication::automatic;
  IndexOrigin origin = IndexOrigin::project;
  /// Statuses that mean "not here, look further". None: what the host is known for (see
  /// ignores_status).
  std::optional<std::vector<std::uint16_t>> ignored_status_codes = {};
  std::optional<std::string> cache_control_api = {};  ///< replaces the Cache-Control of pages
  std::optional<std::string> cache_control_files =
      {};  ///< replaces the Cache-Control of distributions
  std::optional<DigestAlgorithm> hash_algorithm = {};
  std::optional<UploadCutoff> exclude_newer = {};
  std::map<PackageName, UploadCutoff> exclude_newer_package = {};

  /// Whether `status` only means that the project is not here. 404 always does; 403 does on the
  /// PyTorch host, unless `ignored_status_codes` is stated.
  bool ignores_status(int status) const;
};

}  // namespace axle

template <>
struct std::hash<axle::IndexUrl> {
  std::size_t operator()(const axle::IndexUrl& url) const noexcept {
    return std::hash<std::string>{}(url.text());
  }
};
