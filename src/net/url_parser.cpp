// SPDX-License-Identifier: MIT
#include "net/url_parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url_host.hpp"

namespace axle {
namespace {

constexpr std::size_t max_url_bytes = 65536;

// What each part escapes beside controls and bytes that are not ASCII (WHATWG URL, section 1.3).
constexpr std::string_view fragment_set = " \"<>`";
constexpr std::string_view query_set = " \"#<>";
constexpr std::string_view special_query_set = " \"#<>'";
constexpr std::string_view path_set = " \"#<>?`{}";
constexpr std::string_view file_path_set = " \"#<>?`{}%\\";
constexpr std::string_view user_info_set = " \"#<>?`{}/;=@[\\]^|";
constexpr std::string_view no_set;

void append_encoded(std::string& out, std::string_view text, std::string_view set) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x1f || byte >= 0x7f || set.find(c) != std::string_view::npos) {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
}

std::string encoded(std::string_view text, std::string_view set) {
  std::string out;
  append_encoded(out, text, set);
  return out;
}

bool is_single_dot(std::string_view segment) {
  return segment == "." || equals_ignoring_case(segment, "%2e");
}

bool is_double_dot(std::string_view segment) {
  return segment == ".." || equals_ignoring_case(segment, ".%2e") ||
         equals_ignoring_case(segment, "%2e.") || equals_ignoring_case(segment, "%2e%2e");
}

/// The length of a scheme at the start of `text`, without its colon; 0 if there is none.
std::size_t scheme_length(std::string_view text) {
  if (text.empty() || !is_ascii_letter(text.front())) return 0;
  std::size_t length = 1;
  while (length < text.size() && (is_ascii_alnum(text[length]) || text[length] == '+' ||
                                  text[length] == '-' || text[length] == '.'))
    ++length;
  return length < text.size() && text[length] == ':' ? length : 0;
}

}  // namespace

bool is_special_scheme(std::string_view scheme) {
  return scheme == "file" || default_port(scheme) != 0;
}

std::uint16_t default_port(std::string_view scheme) {
  if (scheme == "https" || scheme == "wss") return 443;
  if (scheme == "http" || scheme == "ws") return 80;
  return scheme == "ftp" ? 21 : 0;
}

std::string without_secrets(std::string_view text) {
  // A password may hold anything, slashes too: in a text that is no URL, all before the last `@`
  // may be one.
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return escape_foreign(text.substr(0, 500));
  std::size_t start = text.find(':');
  start = start < at ? start + 1 : 0;
  while (start < at && (text[start] == '/' || text[start] == '\\')) ++start;
  if (text.substr(0, start).find("//") == std::string_view::npos) start = 0;
  return escape_foreign(fmt::format("{}****{}", text.substr(0, start), text.substr(at, 500)));
}

std::string encode_file_path(std::string_view path) { return encoded(path, file_path_set); }

UrlParser::UrlParser(std::string_view text) : is_too_long_(text.size() > max_url_bytes) {
  const auto is_margin = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && is_margin(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_margin(text.back())) text.remove_suffix(1);
  text_ = text.substr(0, max_url_bytes);
  std::erase_if(text_, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
}

std::unexpected<Error> UrlParser::bad(std::string_view why) const {
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a URL: {}", without_secrets(text_), why));
}

Result<Url> UrlParser::parse() {
  if (is_too_long_) return bad("it is longer than 64 KiB");
  const std::size_t length = scheme_length(text_);
  if (length == 0) return bad("it has no scheme such as `https:`");
  const std::string_view text(text_);
  return parse_absolute(text.substr(0, length), text.substr(length + 1));
}

Result<Url> UrlParser::parse_beside(const Url& base) {
  if (is_too_long_) return bad("it is longer than 64 KiB");
  const std::string_view text(text_);
  const std::size_t length = scheme_length(text);
  if (length == 0) return parse_relative(base, text);
  const std::string scheme = ascii_lower(text.substr(0, length));
  const std::string_view rest = text.substr(length + 1);
  // "https:page" beside an https URL is relative, by the standard.
  const bool has_slash = !rest.empty() && (rest.front() == '/' || rest.front() == '\\');
  if (scheme == base.scheme_ && is_special_scheme(scheme) && scheme != "file" && !has_slash)
    return parse_relative(base, rest);
  return parse_absolute(scheme, rest);
}

Result<Url> UrlParser::parse_absolute(std::string_view scheme, std::string_view rest) {
  url_.scheme_ = ascii_lower(scheme);
  is_special_ = is_special_scheme(url_.scheme_);
  const bool is_file = url_.scheme_ == "file";

  std::size_t slashes = 0;
  while (slashes < rest.size() && is_slash(rest[slashes])) ++slashes;
  // http-like URLs have a host however many slashes there are; a file's host is between two and
  // three.
  if (is_special_ && !is_file) {
    rest.remove_prefix(slashes);
    url_.authority_ = true;
  } else if (slashes >= 2) {
    rest.remove_prefix(2);
    url_.authority_ = true;
  } else if (is_file) {
    url_.authority_ = true;
    read_path("/", rest.substr(0, rest.find_first_of("?#")));
    read_tail(rest);
    return url_;
  }
  if (url_.authority_) {
    const auto ends = [this](char c) { return is_slash(c) || c == '?' || c == '#'; };
    const auto end = std::ranges::find_if(rest, ends);
    const auto length = static_cast<std::size_t>(end - rest.begin());
    TRY_OK(read_authority(rest.substr(0, length)));
    rest.remove_prefix(length);
  }
  const std::string_view path = rest.substr(0, rest.find_first_of("?#"));
  if (is_special_ || path.starts_with('/')) {
    read_path("/", path);
  } else {
    url_.path_ = encoded(path, no_set);  // opaque: `data:`, `javascript:`, `mailto:`
  }
  read_tail(rest);
  return url_;
}

Result<Url> UrlParser::parse_relative(const Url& base, std::string_view rest) {
  is_special_ = is_special_scheme(base.scheme_);
  const bool is_opaque = !base.authority_ && !base.path_.starts_with('/');
  if (is_opaque && !rest.starts_with('#'))
    return bad("there is nothing that it could be relative to");
  if (rest.size() >= 2 && is_slash(rest[0]) && is_slash(rest[1]))
    return parse_absolute(base.scheme_, rest);

  url_ = base;
  url_.fragment_.reset();
  if (rest.starts_with('#') || rest.empty()) {
    read_tail(rest);
    return url_;
  }
  url_.query_.reset();
  const std::string_view path = rest.substr(0, rest.find_first_of("?#"));
  if (!path.empty()) {
    std::string directory = url_.path_.substr(0, url_.path_.rfind('/') + 1);
    // Where the base has a host and no path, the reference must not run into the host.
    if (directory.empty()) directory = "/";
    read_path(is_slash(path.front()) ? "/" : std::string_view(directory), path);
  }
  read_tail(rest);
  return url_;
}

Result<void> UrlParser::read_authority(std::string_view text) {
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    const std::string_view info = text.substr(0, at);
    const std::size_t colon = info.find(':');
    url_.user_info_ = encoded(info.substr(0, colon), user_info_set);
    if (colon != std::string_view::npos && colon + 1 < info.size())
      url_.user_info_ += ":" + encoded(info.substr(colon + 1), user_info_set);
    text.remove_prefix(at + 1);
  }
  // A colon inside the brackets of an IPv6 address does not start a port.
  const std::size_t colon = text.find(':', text.starts_with('[') ? text.find(']') : 0);
  if (colon != std::string_view::npos) TRY_OK(read_port(text.substr(colon + 1)));
  return read_host(text.substr(0, colon));
}

Result<void> UrlParser::read_host(std::string_view text) {
  if (url_.scheme_ == "file") {
    if (!text.empty() && !equals_ignoring_case(text, "localhost"))
      return bad("a `file:` URL cannot name another host; write `file:///…`");
    return {};
  }
  auto host = is_special_ ? normal_host(text) : opaque_host(text);
  if (!host) {
    if (text.empty()) return bad("it has no host");
    return bad(fmt::format("its host `{}` is malformed", escape_foreign(text.substr(0, 200))));
  }
  url_.host_ = *std::move(host);
  return {};
}

Result<void> UrlParser::read_port(std::string_view text) {
  if (text.empty()) return {};
  const auto port = parse_unsigned(text);
  if (!port || *port > 65535) return bad("its port is not a number up to 65535");
  if (*port != default_port(url_.scheme_)) url_.port_ = static_cast<std::uint16_t>(*port);
  return {};
}

void UrlParser::read_path(std::string_view base, std::string_view text) {
  // `out` always ends with the slash after which the next segment goes; `..` takes one segment off.
  std::string out(base);
  if (!text.empty() && is_slash(text.front())) text.remove_prefix(1);
  for (;;) {
    const auto end = std::ranges::find_if(text, [this](char c) { return is_slash(c); });
    const auto length = static_cast<std::size_t>(end - text.begin());
    const std::string_view segment = text.substr(0, length);
    const bool is_last = length == text.size();
    if (is_double_dot(segment)) {
      if (out.size() > 1) out.erase(out.rfind('/', out.size() - 2) + 1);
    } else if (!is_single_dot(segment)) {
      append_encoded(out, segment, path_set);
      if (!is_last) out += '/';
    }
    if (is_last) break;
    text.remove_prefix(length + 1);
  }
  url_.path_ = std::move(out);
}

void UrlParser::read_tail(std::string_view text) {
  const std::size_t hash = text.find('#');
  if (hash != std::string_view::npos) url_.fragment_ = encoded(text.substr(hash + 1), fragment_set);
  text = text.substr(0, hash);
  if (const std::size_t question = text.find('?'); question != std::string_view::npos) {
    url_.query_ = encoded(text.substr(question + 1), is_special_ ? special_query_set : query_set);
  }
}

}  // namespace axle
