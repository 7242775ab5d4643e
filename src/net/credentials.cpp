// SPDX-License-Identifier: MIT
#include "net/credentials.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

std::optional<Credentials> from_variables(std::string_view index_name,
                                          const Environment& environment) {
  if (index_name.empty()) return std::nullopt;
  const std::string prefix = "INDEX_" + index_variable_name(index_name);
  const auto username = environment.get_setting(prefix + "_USERNAME");
  const auto password = environment.get_setting(prefix + "_PASSWORD");
  if (!username && !password) return std::nullopt;
  return Credentials{username.value_or(""), password.value_or("")};
}

/// The netrc file's entries; none if there is no file. A file that NETRC names must be there.
Result<std::vector<NetrcEntry>> read_netrc(const Environment& environment) {
  std::filesystem::path path;
  if (const auto named = environment.get_nonempty("NETRC")) {
    path = *named;
  } else if (const auto home = environment.get_nonempty("HOME")) {
    path = std::filesystem::path(*home) / ".netrc";
    if (!path_exists(path)) return std::vector<NetrcEntry>{};
  } else {
    return std::vector<NetrcEntry>{};
  }
  const auto text = read_file(path, 1 << 20);
  if (!text) return while_doing("could not read the netrc file", text.error());
  auto entries = parse_netrc(*text);
  if (!entries) {
    return while_doing(fmt::format("could not use `{}`", escape_foreign(path.string())),
                       std::move(entries).error());
  }
  return entries;
}

/// A URL without user name takes the host's first entry; with one, the entry of that user.
std::optional<Credentials> from_netrc(const std::vector<NetrcEntry>& entries,
                                      const CredentialScope& scope, std::string_view username) {
  const auto fits = [&](const NetrcEntry& entry) {
    const bool is_host = entry.host.empty() ? !scope.by_project : entry.host == scope.url.host();
    return is_host && (username.empty() || entry.login == username);
  };
  // `default` counts only where no `machine` fits, wherever it stands.
  for (const bool want_default : {false, true}) {
    for (const NetrcEntry& entry : entries) {
      if (entry.host.empty() == want_default && fits(entry))
        return Credentials{entry.login, entry.password};
    }
  }
  return std::nullopt;
}

/// Whether `path` is `prefix` or lies below it.
bool is_below(std::string_view path, std::string_view prefix) {
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  if (!path.starts_with(prefix)) return false;
  return path.size() == prefix.size() || path[prefix.size()] == '/';
}

}  // namespace

std::string index_variable_name(std::string_view index_name) {
  std::string name = ascii_upper(index_name);
  for (char& c : name)
    if (!is_ascii_alnum(c)) c = '_';
  return name;
}

std::string Credentials::basic() const {
  return "Basic " + base64_encode(username + ":" + password);
}

std::optional<Credentials> Credentials::from_user_info(std::string_view user_info) {
  if (user_info.empty()) return std::nullopt;
  const std::size_t colon = user_info.find(':');
  Credentials credentials{percent_decode(user_info.substr(0, colon)), {}};
  if (colon != std::string_view::npos)
    credentials.password = percent_decode(user_info.substr(colon + 1));
  return credentials;
}

Result<CredentialStore> CredentialStore::collect(const std::vector<CredentialScope>& scopes,
                                                 const Environment& environment) {
  CredentialStore store;
  std::optional<std::vector<NetrcEntry>> netrc;
  for (const CredentialScope& scope : scopes) {
    if (!scope.url.is_http()) continue;
    auto login = from_variables(scope.name, environment);
    if (!login) login = Credentials::from_user_info(scope.url.user_info());
    // A user name alone asks for its password in the netrc file.
    if (!login || login->password.empty()) {
      if (!netrc) {
        TRY(netrc, read_netrc(environment));
      }
      auto found = from_netrc(*netrc, scope, login ? login->username : "");
      if (found) login = std::move(found);
    }
    if (login) store.logins_.push_back({scope.url.origin(), scope.url.path(), *std::move(login)});
  }
  return store;
}

std::optional<Credentials> CredentialStore::find(const Url& url) const {
  if (auto own = Credentials::from_user_info(url.user_info())) {
    if (!own->password.empty()) return own;
    // A user name alone may be completed by an index's login, but never changed.
    for (const Login& login : logins_)
      if (login.origin == url.origin() && login.credentials.username == own->username)
        return login.credentials;
    return own;
  }
  const Login* best = nullptr;
  bool best_is_below = false;
  for (const Login& login : logins_) {
    if (login.origin != url.origin()) continue;
    const bool below = is_below(url.path(), login.path);
    const bool is_better = best == nullptr || (below && !best_is_below) ||
                           (below && login.path.size() > best->path.size());
    if (!is_better) continue;
    best = &login;
    best_is_below = below;
  }
  return best == nullptr ? std::nullopt : std::optional(best->credentials);
}

}  // namespace axle
