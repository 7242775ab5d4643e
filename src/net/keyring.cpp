// SPDX-License-Identifier: MIT
#include "net/keyring.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <vector>

#include "base/log.hpp"
#include "base/process.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr auto patience = std::chrono::minutes(2);

/// Only absolute entries of PATH: what lies in the folder where a command happens to run is not the
/// user's keyring.
std::optional<std::string> find_program(const Environment& environment) {
  const std::string places = environment.get_nonempty("PATH").value_or("");
  std::error_code ignored;
  for (const std::string_view place : split(places, ':')) {
    if (!place.starts_with('/')) continue;
    const std::string path = std::string(place) + "/keyring";
    if (std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0)
      return path;
  }
  return std::nullopt;
}

}  // namespace

KeyringQuestion::KeyringQuestion(const Url& index, std::string username, Environment environment)
    : url_(index.without_fragment().to_string()),
      host_(index.port() ? fmt::format("{}:{}", index.host(), *index.port()) : index.host()),
      username_(std::move(username)),
      environment_(std::move(environment)) {}

const std::optional<Credentials>& KeyringQuestion::answer() {
  std::call_once(asked_, [this] {
    const auto program = find_program(environment_);
    if (!program) {
      log_debug("no program `keyring` is on PATH");
      return;
    }
    answer_ = ask(*program, url_);
    if (!answer_) answer_ = ask(*program, host_);
  });
  return answer_;
}

std::optional<Credentials> KeyringQuestion::ask(const std::string& program,
                                                const std::string& service) const {
  std::vector<std::string> words{program};
  if (username_.empty())
    words.insert(words.end(), {"--mode", "creds", "get", service});
  else
    words.insert(words.end(), {"get", service, username_});
  const auto told = run_process(words, {.timeout = patience, .max_output = 64 << 10});
  if (!told || told->exit_code != 0) {
    log_debug("`keyring` has no password for {}", service);
    return std::nullopt;
  }
  std::vector<std::string_view> lines = split(told->out, '\n');
  for (std::string_view& line : lines)
    if (line.ends_with('\r')) line.remove_suffix(1);
  if (!username_.empty()) {
    if (lines.empty() || lines[0].empty()) return std::nullopt;
    return Credentials{username_, std::string(lines[0])};
  }
  if (lines.size() < 2 || lines[0].empty()) return std::nullopt;
  return Credentials{std::string(lines[0]), std::string(lines[1])};
}

}  // namespace axle
