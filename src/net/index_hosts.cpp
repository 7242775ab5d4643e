// SPDX-License-Identifier: MIT
#include "net/index_hosts.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::uint64_t largest_hosts_file = std::uint64_t{1} << 20;

std::filesystem::path file_in(const Environment& environment) {
  if (const auto state = environment.get_nonempty("XDG_STATE_HOME");
      state && state->starts_with('/'))
    return std::filesystem::path(*state) / "axle/index-hosts";
  if (const auto home = environment.get_nonempty("HOME"); home && home->starts_with('/'))
    return std::filesystem::path(*home) / ".local/state/axle/index-hosts";
  return {};
}

}  // namespace

IndexHosts IndexHosts::read(const Environment& environment) {
  IndexHosts hosts;
  hosts.file_ = file_in(environment);
  if (hosts.file_.empty()) return hosts;
  const auto text = read_file(hosts.file_, largest_hosts_file);
  if (!text) return hosts;
  for (const std::string_view line : split(*text, '\n')) {
    const auto words = split_on_space(line);
    if (words.size() == 2)
      hosts.places_.insert_or_assign(std::string(words[0]), std::string(words[1]));
  }
  return hosts;
}

std::optional<std::string> IndexHosts::find(std::string_view name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? std::nullopt : std::optional(found->second);
}

void IndexHosts::remember(const std::string& name, const std::string& place) {
  if (places_[name] == place) return;
  places_[name] = place;
  if (file_.empty()) return;
  std::string text;
  for (const auto& [known, host] : places_) text += fmt::format("{} {}\n", known, host);
  auto written = make_directories(file_.parent_path(), 0700);
  if (written) written = write_file_quickly(file_, text, 0600);
  if (!written) log_debug("the host of an index is not kept: {}", written.error().message);
}

std::string index_place(const Url& url) {
  return url.scheme() == "https" && !url.port()
             ? url.host()
             : fmt::format("{}:{}", url.host(), url.effective_port());
}

bool is_pinned(std::string_view pin, const Url& url) {
  for (const std::string_view item : split(pin, ','))
    if (equals_ignoring_case(trim(item), index_place(url)) ||
        equals_ignoring_case(trim(item), fmt::format("{}:{}", url.host(), url.effective_port())))
      return true;
  return false;
}

}  // namespace axle
