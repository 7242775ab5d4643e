// SPDX-License-Identifier: MIT
#include "build/build_log.hpp"

#include <fcntl.h>

#include <cerrno>

#include "axle/base/environment.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t kept_bytes = std::size_t{64} << 10;
constexpr std::size_t longest_line = 500;

/// `user:password` of the proxy variables, which compilers' wrappers and downloads like to print.
std::vector<std::string> proxy_logins() {
  const Environment environment = Environment::of_process();
  std::vector<std::string> logins;
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "ftp_proxy"}) {
    for (const std::string& variable : {std::string(name), ascii_upper(name)}) {
      const std::string value = environment.get(variable).value_or("");
      const std::size_t at = value.rfind('@');
      if (at == std::string::npos) continue;
      const std::size_t scheme = value.find("://");
      const std::size_t start = scheme == std::string::npos ? 0 : scheme + 3;
      if (start < at) logins.push_back(value.substr(start, at - start));
    }
  }
  return logins;
}

}  // namespace

Result<BuildLog> BuildLog::create(const fs::path& file, Listener listener) {
  Fd opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!opened.is_open()) return io_failure("create", file, errno);
  BuildLog log(file, std::move(opened), std::move(listener));
  log.secrets_ = proxy_logins();
  return log;
}

void BuildLog::write(std::string_view piece) {
  std::string text(piece);
  for (const std::string& secret : secrets_) text = replace_all(text, secret, "****");
  [[maybe_unused]] const auto written = write_all(file_.get(), text, path_);
  tail_ += text;
  if (tail_.size() > 2 * kept_bytes) tail_.erase(0, tail_.size() - kept_bytes);
  if (listener_) listener_(text);
}

std::vector<std::string> BuildLog::last_lines(std::size_t count) const {
  std::vector<std::string> lines;
  for (const std::string_view line : split(tail_, '\n')) {
    std::string_view text = line;
    while (!text.empty() && is_ascii_space(text.back())) text.remove_suffix(1);
    if (text.empty() && (lines.empty() || lines.back().empty())) continue;
    lines.emplace_back(text.substr(0, longest_line));
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  if (lines.size() > count) lines.erase(lines.begin(), lines.end() - static_cast<long>(count));
  return lines;
}

}  // namespace axle
