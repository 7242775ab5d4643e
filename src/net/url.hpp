// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// An absolute URL, read and normalized as the WHATWG URL standard has it. A value.
///
/// The user name and password are kept apart: `to_string` has none, so that no message, log or lock
/// can leak them. Percent-escapes stay as they were written (`%2B` is not `+`); characters that a
/// URL may not hold are escaped; dot segments are resolved.
class Url {
 public:
  /// Any scheme; what the schemes that are not http, https, ftp or file mean by the rest is left
  /// alone. Linear in `text`. Errors: `invalid_input` without scheme, with a bad or non-ASCII host,
  /// a bad port, a `file:` URL of another host, or more than 64 KiB. No error shows a password.
  static Result<Url> parse(std::string_view text);
  /// The `file:` URL of an absolute path.
  static Url from_path(const std::filesystem::path& absolute);
  /// What `reference` (absolute, `//host/…`, `/path`, `path`, `?query`, `#fragment`) means beside
  /// this URL. User info is never inherited from this URL by another origin. Errors: as `parse`.
  Result<Url> join(std::string_view reference) const;

  const std::string& scheme() const { return scheme_; }  ///< lower case, without the colon
  const std::string& host() const { return host_; }      ///< lower case; IPv6 in brackets
  /// None if it is the scheme's own.
  const std::optional<std::uint16_t>& port() const { return port_; }
  /// The port that is connected to; 0 if the scheme has none.
  std::uint16_t effective_port() const;
  const std::string& path() const { return path_; }  ///< percent-encoded; with its leading slash
  const std::optional<std::string>& query() const { return query_; }        ///< without `?`
  const std::optional<std::string>& fragment() const { return fragment_; }  ///< without `#`
  /// The last component of the path, percent-decoded once. May be empty or hold slashes: check it.
  std::string filename() const;

  /// `user:password` or `user` in its percent-encoded form, empty if there is none. Secret: never
  /// print it.
  const std::string& user_info() const { return user_info_; }
  Url without_user_info() const;
  Url without_fragment() const;
  /// The same, with `path` (percent-encoded, starting with a slash) and neither query nor fragment.
  Url with_path(std::string path) const;

  bool is_http() const { return scheme_ == "http" || scheme_ == "https"; }
  bool is_file() const { return scheme_ == "file"; }
  /// localhost, *.localhost, 127.0.0.0/8 or [::1].
  bool is_loopback() const;
  /// `https://host:port`, the port always there: what credentials are bound to.
  std::string origin() const;

  /// The whole URL, without user info.
  std::string to_string() const;
  /// As above, safe to print.
  std::string display() const { return to_string(); }
  /// The path of a `file:` URL. Errors: `invalid_input` for another scheme or an encoded NUL.
  Result<std::filesystem::path> to_path() const;

  friend bool operator==(const Url&, const Url&) = default;

 private:
  friend class UrlParser;
  bool has_authority() const { return authority_; }

  std::string scheme_;
  std::string user_info_;
  std::string host_;
  std::optional<std::uint16_t> port_;
  std::string path_;
  std::optional<std::string> query_;
  std::optional<std::string> fragment_;
  bool authority_ = false;  // written with `//`
};

bool is_same_origin(const Url& a, const Url& b);

/// Whether `text` starts with a URL scheme, so that it is not relative (RFC 3986, 3.1).
bool has_scheme(std::string_view text);

}  // namespace axle
