// SPDX-License-Identifier: MIT
#include "net/url.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include "base/text.hpp"
#include "net/url_parser.hpp"

namespace axle {

Result<Url> Url::parse(std::string_view text) { return UrlParser(text).parse(); }

Url Url::from_path(const std::filesystem::path& absolute) {
  Url url;
  url.scheme_ = "file";
  url.authority_ = true;
  url.path_ = encode_file_path(absolute.native());
  return url;
}

Result<Url> Url::join(std::string_view reference) const {
  auto joined = UrlParser(reference).parse_beside(*this);
  if (joined && !is_same_origin(*joined, *this) && joined->user_info_ == user_info_)
    joined->user_info_.clear();
  return joined;
}

std::uint16_t Url::effective_port() const { return port_.value_or(default_port(scheme_)); }

std::string Url::filename() const { return percent_decode(path_.substr(path_.rfind('/') + 1)); }

Url Url::without_user_info() const {
  Url copy = *this;
  copy.user_info_.clear();
  return copy;
}

Url Url::without_fragment() const {
  Url copy = *this;
  copy.fragment_.reset();
  return copy;
}

Url Url::with_path(std::string path) const {
  Url copy = *this;
  copy.path_ = std::move(path);
  copy.query_.reset();
  copy.fragment_.reset();
  return copy;
}

bool Url::is_loopback() const {
  if (host_ == "localhost" || host_.ends_with(".localhost") || host_ == "[::1]") return true;
  // Names may begin with 127 too, and be anywhere.
  in_addr address{};
  return host_.starts_with("127.") && ::inet_pton(AF_INET, host_.c_str(), &address) == 1;
}

std::string Url::origin() const {
  return fmt::format("{}://{}:{}", scheme_, host_, effective_port());
}

std::string Url::to_string() const {
  std::string text = scheme_ + ":";
  if (authority_) text += "//";
  text += host_;
  if (port_) text += fmt::format(":{}", *port_);
  // Without a host, a path that starts with two slashes would be read as one.
  if (!authority_ && path_.starts_with("//")) text += "/.";
  text += path_;
  if (query_) text += "?" + *query_;
  if (fragment_) text += "#" + *fragment_;
  return text;
}

Result<std::filesystem::path> Url::to_path() const {
  if (!is_file())
    return fail(ErrorKind::invalid_input, fmt::format("`{}` is not a `file:` URL", to_string()));
  std::string path = percent_decode(path_);
  if (path.find('\0') != std::string::npos) {
    return fail(ErrorKind::invalid_input, fmt::format("`{}` has a NUL in its path", to_string()));
  }
  return std::filesystem::path(std::move(path));
}

bool is_same_origin(const Url& a, const Url& b) {
  return a.scheme() == b.scheme() && a.host() == b.host() &&
         a.effective_port() == b.effective_port();
}

bool has_scheme(std::string_view text) {
  if (text.empty() || !is_ascii_letter(text.front())) return false;
  const std::size_t colon =
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
  return colon != std::string_view::npos && text[colon] == ':';
}

}  // namespace axle
