// SPDX-License-Identifier: MIT
#include "base/shown.hpp"

#include <algorithm>
#include <system_error>

#include "base/file.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::string_view word_ends = " \t\r\n\"`<>";
constexpr std::string_view hidden = "****";

/// "host:port", "[::1]:port" or no colon at all. Anything else behind a colon may be a password.
bool is_host_and_port(std::string_view authority) {
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  return colon == std::string_view::npos ||
         std::ranges::all_of(authority.substr(colon + 1), is_ascii_digit);
}

/// Appends one word.
void append_hidden(std::string_view word, std::string& shown) {
  const std::size_t last_of_all = word.rfind('@');
  const std::size_t size_of_all = word.size();
  bool is_first = true;
  for (;;) {
    const std::size_t taken = size_of_all - word.size();
    const std::size_t last = last_of_all == std::string_view::npos || last_of_all < taken
                                 ? std::string_view::npos
                                 : last_of_all - taken;
    const std::size_t scheme = word.find("://");
    if (last == std::string_view::npos || (scheme == std::string_view::npos && !is_first) ||
        (scheme != std::string_view::npos && scheme > last && !is_first))
      break;
    if (scheme == std::string_view::npos || scheme > last) {
      const std::size_t colon = word.find(':');
      if (colon == std::string_view::npos || colon > last) break;
      shown.append(word.substr(0, colon + 1)).append(hidden);
      word.remove_prefix(last);
      break;
    }
    std::size_t start = scheme + 3;
    while (start < last && word[start] == '/') ++start;
    const std::size_t end = std::min(word.find_first_of("/?#\\", start), word.size());
    const std::string_view authority = word.substr(start, end - start);
    const std::size_t at = authority.rfind('@');
    shown += word.substr(0, start);
    if (at == std::string_view::npos && !is_host_and_port(authority)) {
      shown += hidden;
      word.remove_prefix(last);
      break;
    }
    if (at != std::string_view::npos) shown.append(hidden).append(authority.substr(at));
    if (at == std::string_view::npos) shown += authority;
    word.remove_prefix(end);
    is_first = false;
  }
  shown += word;
}

}  // namespace

// Where a word is no proper URL (`http:/user:word@host`, `user:word@host`, a password with `/`, `?`
// or `#` in it), all that could be a login is hidden, up to its last `@`: what users write is shown
// in messages, however broken it is; passwords never are.
std::string hide_user_info(std::string_view text) {
  if (text.find('@') == std::string_view::npos) return std::string(text);
  std::string shown;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(word_ends), text.size());
    append_hidden(text.substr(0, end), shown);
    text.remove_prefix(end);
    if (text.empty()) break;
    shown += text.front();
    text.remove_prefix(1);
  }
  return shown;
}

std::string shown_url(std::string_view url) { return escape_foreign(hide_user_info(url)); }

std::string shown_path(const fs::path& path) {
  std::error_code ignored;
  const fs::path here = fs::current_path(ignored);
  const fs::path relative = here.empty() ? path : path.lexically_relative(here);
  const bool is_below = !relative.empty() && *relative.begin() != "..";
  return escape_foreign((is_below ? relative : path).string());
}

fs::path normal_path(const fs::path& path) {
  const fs::path normal = absolute_path(path);
  return normal.has_filename() ? normal : normal.parent_path();
}

}  // namespace axle
