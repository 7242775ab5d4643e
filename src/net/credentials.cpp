// SPDX-License-Identifier: MIT
#include "net/credentials.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/netrc.hpp"

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

/// The netrc file's entries; none if there is no file. One that NETRC names must be there; that of
/// the home directory is other programs' and may be as it likes.
Result<std::vector<NetrcEntry>> read_netrc(const Environment& environment) {
  std::filesystem::path path;
  const auto named = environment.get_nonempty("NETRC");
  if (named) {
    path = *named;
  } else if (const auto home = environment.get_nonempty("HOME")) {
    path = std::filesystem::path(*home) / ".netrc";
    if (!path_exists(path)) return std::vector<NetrcEntry>{};
  } else {
    return std::vector<NetrcEntry>{};
  }
  const auto text = read_file(path, 1 << 20);
  if (!text && named) return while_doing("could not read the netrc file", text.error());
  auto netrc = text ? parse_netrc(*text) : Result<Netrc>(std::unexpected(text.error()));
  if (!netrc) {
    log_debug("`{}` is not used: {}", path.string(), netrc.error().message);
    return std::vector<NetrcEntry>{};
  }
  for (const std::size_t line : netrc->odd_lines)
    log_debug("`{}`, line {}: not understood, passed over", path.string(), line);
  return std::move(netrc->entries);
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

/// Decides whether the login that goes by an index's name may go to its host.
struct NameGuard {
  const Environment& environment;
  IndexHosts* hosts;
  std::vector<std::string>& notices;

  bool allows(const CredentialScope& scope) const {
    const std::string name = index_variable_name(scope.name);
    const std::string place = index_place(scope.url);
    const std::string pin = fmt::format("AXLE_INDEX_{}_HOST", name);
    if (const auto pinned = environment.get_nonempty(pin)) {
      if (is_pinned(*pinned, scope.url)) return true;
      return withhold(scope, fmt::format("`{}` names `{}`", pin, escape_foreign(*pinned)));
    }
    if (hosts == nullptr) return true;
    const auto known = hosts->find(name);
    if (known && *known != place && scope.by_project)
      return withhold(scope,
                      fmt::format("it has gone to `{}` until now; if that host is yours as well, "
                                  "set `{}={}`",
                                  escape_foreign(*known), pin, place));
    if (!known && scope.by_project) {
      notices.push_back(fmt::format(
          "the login of `UV_INDEX_{}_USERNAME` and `UV_INDEX_{}_PASSWORD` goes to `{}`, because "
          "this project has an index `{}` there; other hosts will not get it (`{}` says which may)",
          name, name, place, escape_foreign(scope.name), pin));
    }
    hosts->remember(name, place);
    return true;
  }

  bool withhold(const CredentialScope& scope, std::string_view why) const {
    const std::string notice = fmt::format(
        "the index `{}` at `{}` does not get the login of "
        "`UV_INDEX_{}_USERNAME` and `…_PASSWORD`: {}",
        escape_foreign(scope.name), index_place(scope.url), index_variable_name(scope.name), why);
    if (std::ranges::find(notices, notice) == notices.end()) notices.push_back(notice);
    return false;
  }
};

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

std::optional<Credentials> CredentialStore::Login::settle() const {
  if (question == nullptr) return credentials;
  if (const auto& answer = question->answer()) return answer;
  return credentials.username.empty() ? std::nullopt : std::optional(credentials);
}

Result<CredentialStore> CredentialStore::collect(const std::vector<CredentialScope>& scopes,
                                                 const Environment& environment,
                                                 const CredentialSources& sources) {
  CredentialStore store;
  std::optional<std::vector<NetrcEntry>> netrc;
  for (const CredentialScope& scope : scopes) {
    if (!scope.url.is_http()) continue;
    auto login = from_variables(scope.name, environment);
    if (login) {
      NameGuard guard{environment, sources.hosts, store.notices_};
      if (!guard.allows(scope)) login.reset();
    }
    if (!login) login = Credentials::from_user_info(scope.url.user_info());
    // A user name alone asks for its password in the netrc file.
    if (!login || login->password.empty()) {
      if (!netrc) {
        TRY(netrc, read_netrc(environment));
      }
      auto found = from_netrc(*netrc, scope, login ? login->username : "");
      if (found) login = std::move(found);
    }
    std::shared_ptr<KeyringQuestion> question;
    const bool has_name = login && login->password.empty() && !login->username.empty();
    if (sources.keyring && (has_name || (!login && scope.always)))
      question = std::make_shared<KeyringQuestion>(
          scope.url, login ? login->username : std::string(), environment);
    if (login || question)
      store.logins_.push_back({scope.url.origin(), scope.url.path(), login.value_or(Credentials{}),
                               std::move(question)});
  }
  return store;
}

std::optional<Credentials> CredentialStore::find(const Url& url) const {
  if (auto own = Credentials::from_user_info(url.user_info())) {
    if (!own->password.empty()) return own;
    // A user name alone may be completed by an index's login, but never changed.
    for (const Login& login : logins_)
      if (login.origin == url.origin() && login.credentials.username == own->username)
        return login.settle();
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
  return best == nullptr ? std::nullopt : best->settle();
}

}  // namespace axle
