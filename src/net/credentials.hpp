// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "net/index_hosts.hpp"
#include "net/keyring.hpp"
#include "net/login.hpp"
#include "net/url.hpp"

namespace axle {

/// An index that may have a login.
struct CredentialScope {
  Url url;                  ///< user info in it counts
  std::string name;         ///< of the index, for UV_INDEX_<NAME>_USERNAME; empty: none
  bool by_project = false;  ///< a project file names it: netrc's `default` entry is not for it
  bool always = false;      ///< `authenticate = "always"`: the keyring is asked for a user name too
};

/// Where else a login may come from, and what is known of names.
struct CredentialSources {
  bool keyring = false;         ///< ask the program `keyring` (`--keyring-provider subprocess`)
  IndexHosts* hosts = nullptr;  ///< null: nothing is known, and nothing kept
};

/// The logins of the indexes of a command. For each: AXLE_INDEX_<NAME>_USERNAME and _PASSWORD, or
/// UV_INDEX_…, else the URL's, else those of the netrc file (`NETRC`, else `~/.netrc`), else, for a
/// URL with a user name, the keyring's, which is asked when the login is needed.
///
/// Each belongs to one origin (scheme, host, port) and never goes to another. Hosts that are no
/// index get none. A project chooses the names of its indexes, so a login by name does not go to
/// its index if AXLE_INDEX_<NAME>_HOST names another host, or if the name has had another host.
class CredentialStore {
 public:
  CredentialStore() = default;
  /// Errors: `io` if NETRC names a file that cannot be read. The file is not read unless some scope
  /// lacks a login.
  static Result<CredentialStore> collect(const std::vector<CredentialScope>& scopes,
                                         const Environment& environment,
                                         const CredentialSources& sources = {});

  /// The login for `url`: that of the index whose URL is the longest prefix of it, else that of any
  /// index of its origin; before both, its own user info. The first time it may wait for the
  /// keyring.
  std::optional<Credentials> find(const Url& url) const;
  bool empty() const { return logins_.empty(); }
  /// What the user should know of logins by name: one that goes to a host for the first time, one
  /// that is withheld. Without secrets.
  const std::vector<std::string>& notices() const { return notices_; }

 private:
  struct Login {
    std::string origin;
    std::string path;
    Credentials credentials;
    std::shared_ptr<KeyringQuestion> question;  // null: `credentials` are all

    std::optional<Credentials> settle() const;
  };
  std::vector<Login> logins_;  // in the order of the scopes
  std::vector<std::string> notices_;
};

/// "my-index" to "MY_INDEX": a name as it stands in an environment variable.
std::string index_variable_name(std::string_view index_name);

}  // namespace axle
