// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "net/url.hpp"

namespace axle {

/// Puts a Url together from text, part by part (WHATWG URL, section 4.4). Used by Url only.
class UrlParser {
 public:
  /// White space around `text` and tabs and line ends in it are dropped, as the standard has it.
  explicit UrlParser(std::string_view text);

  Result<Url> parse();
  Result<Url> parse_beside(const Url& base);

 private:
  Result<Url> parse_absolute(std::string_view scheme, std::string_view rest);
  Result<Url> parse_relative(const Url& base, std::string_view rest);
  Result<void> read_authority(std::string_view text);
  Result<void> read_host(std::string_view text);
  Result<void> read_port(std::string_view text);
  void read_path(std::string_view base, std::string_view text);
  /// Query and fragment, from `?` or `#` on.
  void read_tail(std::string_view text);
  bool is_slash(char c) const { return c == '/' || (is_special_ && c == '\\'); }
  std::unexpected<Error> bad(std::string_view why) const;

  std::string text_;
  bool is_too_long_ = false;
  bool is_special_ = false;
  Url url_;
};

/// Whether the standard knows the scheme: slashes, hosts and default ports are as with http.
bool is_special_scheme(std::string_view scheme);
/// The port of a scheme, 0 if it has none.
std::uint16_t default_port(std::string_view scheme);
/// The text without anything that may be a password, to be shown in an error.
std::string without_secrets(std::string_view text);
/// Every character of `text` that `path` of a file may have but a URL's path may not, as `%XX`.
std::string encode_file_path(std::string_view path);

}  // namespace axle
